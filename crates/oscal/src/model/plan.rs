//! The assessment plan.

use super::{
    AssessmentAssets, AssessmentSubject, BackMatter, Metadata, Property, ResponsibleRole,
    ReviewedControls, objects,
};

objects! {
    /// A file with an assessment plan.
    struct AssessmentPlanFile {
        /// The plan.
        needed assessment_plan: AssessmentPlan<T>,
    }

    /// `assessment-plan`.
    struct AssessmentPlan {
        /// Its UUID.
        needed uuid: T,
        /// What it is.
        needed metadata: Metadata<T>,
        /// The system that is assessed.
        needed import_ssp: ImportSsp<T>,
        /// What it defines itself.
        maybe local_definitions: PlanDefinitions<T>,
        /// The controls.
        needed reviewed_controls: ReviewedControls<T>,
        /// The things.
        many assessment_subjects: AssessmentSubject<T>,
        /// The tools.
        maybe assessment_assets: AssessmentAssets<T>,
        /// What is done, and how often.
        many tasks: Task<T>,
        /// What it refers to.
        maybe back_matter: BackMatter<T>,
    }

    /// `import-ssp`.
    struct ImportSsp {
        /// Where the system is described: a resource of this document.
        needed href: T,
        /// What that is.
        maybe remarks: T,
    }

    /// `local-definitions` of a plan.
    struct PlanDefinitions {
        /// What can be done.
        many activities: Activity<T>,
    }

    /// `activity`.
    struct Activity {
        /// Its UUID.
        needed uuid: T,
        /// What it is called.
        maybe title: T,
        /// What is done.
        needed description: T,
        /// The methods, and what OSCAL has no member for.
        many props: Property<T>,
        /// The controls that it serves.
        maybe related_controls: ReviewedControls<T>,
        /// Whose turn it is.
        many responsible_roles: ResponsibleRole<T>,
    }

    /// `task`.
    struct Task {
        /// Its UUID.
        needed uuid: T,
        /// `action`.
        needed r#type: T,
        /// What it is called.
        needed title: T,
        /// What OSCAL has no member for.
        many props: Property<T>,
        /// How often.
        maybe timing: Timing<T>,
        /// What is done.
        many associated_activities: AssociatedActivity<T>,
        /// Whose turn it is.
        many responsible_roles: ResponsibleRole<T>,
    }

    /// `timing`: regularly is the only one here.
    struct Timing {
        /// How often.
        needed at_frequency: AtFrequency<T>,
    }

    /// `at-frequency`.
    struct AtFrequency {
        /// So many units, at least one.
        needed period: u32,
        /// `seconds`, `minutes`, `hours` or `days`.
        needed unit: T,
    }

    /// `associated-activity`.
    struct AssociatedActivity {
        /// The activity.
        needed activity_uuid: T,
        /// The things it is done to.
        needed subjects: Vec<AssessmentSubject<T>>,
    }
}
