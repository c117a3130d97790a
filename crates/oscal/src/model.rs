//! OSCAL 1.2.1 as far as this program writes it, as serde structs: what the schema calls a property is a field here, and
//! nothing else is read. (Why own ones: docs/decisions/0009.)

mod assets;
mod catalog;
mod metadata;
mod plan;
mod results;
mod reviewed;

use std::borrow::Cow;
use std::fmt;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer};

pub use assets::{AssessmentAssets, AssessmentPlatform, Component, ComponentStatus, UsesComponent};
pub use catalog::{Catalog, CatalogFile, Control, Group, Part};
pub use metadata::{
    BackMatter, Hash, Link, Metadata, Party, Property, Resource, ResourceLink, ResponsibleRole,
    Role,
};
pub use plan::{
    Activity, AssessmentPlan, AssessmentPlanFile, AssociatedActivity, AtFrequency, ImportSsp,
    PlanDefinitions, Task, Timing,
};
pub use results::{
    Actor, AssessmentResults, AssessmentResultsFile, AssociatedRisk, Finding, ImplementationStatus,
    ImportAp, MitigatingFactor, Observation, Origin, RelatedObservation, RelevantEvidence,
    ResultDefinitions, ResultOfAssessment, Risk, SubjectReference, Target, TargetStatus,
};
pub use reviewed::{
    AssessmentSubject, ControlSelection, IncludeAll, ObjectiveSelection, ReviewedControls,
    SelectControl,
};

/// A text: most are made for one document, names of properties and the like are not.
pub type Text = Cow<'static, str>;

/// In the place of a text, when only the shape of a document is asked for: any text, and nothing is kept of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnyText;

impl<'de> Deserialize<'de> for AnyText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Self)
    }
}

impl Visitor<'_> for AnyText {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }
}

/// Structs as the JSON schema has objects: a field is `needed`, or there `maybe`, or a list of which there may be `many`.
/// Empty lists are not written: the schema refuses them. Members that are not listed are refused when read.
macro_rules! objects {
    ($($(#[$about:meta])* struct $name:ident { $($(#[$doc:meta])* $how:ident $field:ident: $type:ty,)* })*) => {$(
        objects!(@struct [$(#[$about])* struct $name] [] $($(#[$doc])* $how $field: $type,)*);
    )*};
    (@struct [$($head:tt)*] [$($done:tt)*] $(#[$doc:meta])* needed $field:ident: $type:ty, $($rest:tt)*) => {
        objects!(@struct [$($head)*] [$($done)* $(#[$doc])* pub $field: $type,] $($rest)*);
    };
    (@struct [$($head:tt)*] [$($done:tt)*] $(#[$doc:meta])* maybe $field:ident: $type:ty, $($rest:tt)*) => {
        objects!(@struct [$($head)*] [$($done)* $(#[$doc])*
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub $field: Option<$type>,] $($rest)*);
    };
    (@struct [$($head:tt)*] [$($done:tt)*] $(#[$doc:meta])* many $field:ident: $type:ty, $($rest:tt)*) => {
        objects!(@struct [$($head)*] [$($done)* $(#[$doc])*
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            pub $field: Vec<$type>,] $($rest)*);
    };
    (@struct [$(#[$about:meta])* struct $name:ident] [$($done:tt)*]) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "kebab-case", deny_unknown_fields)]
        #[serde(bound(
            serialize = "T: serde::Serialize",
            deserialize = "T: serde::Deserialize<'de> + Default"
        ))]
        pub struct $name<T = crate::model::Text> { $($done)* }
    };
}
use objects;
