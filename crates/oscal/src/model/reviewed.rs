//! Which controls, objectives and things an assessment is about.

use super::{Property, objects};

/// `include-all`: an empty object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncludeAll {}

/// `control-objective-selection`: all of them here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ObjectiveSelection {
    /// All of them.
    pub include_all: IncludeAll,
}

objects! {
    /// `reviewed-controls`.
    struct ReviewedControls {
        /// In words.
        maybe description: T,
        /// The controls.
        needed control_selections: Vec<ControlSelection<T>>,
        /// Their objectives.
        many control_objective_selections: ObjectiveSelection,
        /// What is left out, and why.
        maybe remarks: T,
    }

    /// `control-selection`: all, or some.
    struct ControlSelection {
        /// In words.
        maybe description: T,
        /// All of them.
        maybe include_all: IncludeAll,
        /// These.
        many include_controls: SelectControl<T>,
        /// But not these.
        many exclude_controls: SelectControl<T>,
        /// Why not.
        maybe remarks: T,
    }

    /// `select-control-by-id`.
    struct SelectControl {
        /// The control's id.
        needed control_id: T,
    }

    /// `assessment-subject`: everything of a type.
    struct AssessmentSubject {
        /// `component`.
        needed r#type: T,
        /// In words.
        maybe description: T,
        /// What OSCAL has no member for.
        many props: Property<T>,
        /// All of them.
        maybe include_all: IncludeAll,
    }
}
