//! Components: the things that are assessed, and the tools that assess them.

use super::{Property, objects};

objects! {
    /// `component` (of a system).
    struct Component {
        /// Its UUID.
        needed uuid: T,
        /// What sort of component.
        needed r#type: T,
        /// What it is called.
        needed title: T,
        /// What it is.
        needed description: T,
        /// What OSCAL has no member for.
        many props: Property<T>,
        /// Whether it is in use.
        needed status: ComponentStatus<T>,
    }

    /// `status` of a component.
    struct ComponentStatus {
        /// `operational`, `disposition` (retired) or `other`.
        needed state: T,
        /// What that means here; asked for with `other`.
        maybe remarks: T,
    }

    /// `assessment-assets`.
    struct AssessmentAssets {
        /// The tools.
        many components: Component<T>,
        /// What they run on.
        needed assessment_platforms: Vec<AssessmentPlatform<T>>,
    }

    /// `assessment-platform`.
    struct AssessmentPlatform {
        /// Its UUID.
        needed uuid: T,
        /// What it is called.
        maybe title: T,
        /// What OSCAL has no member for.
        many props: Property<T>,
        /// The tools that run on it.
        many uses_components: UsesComponent<T>,
    }

    /// `uses-component`.
    struct UsesComponent {
        /// The tool.
        needed component_uuid: T,
    }
}
