//! The assessment results.

use super::{
    AssessmentAssets, BackMatter, Component, Metadata, Property, ReviewedControls, objects,
};

objects! {
    /// A file with assessment results.
    struct AssessmentResultsFile {
        /// The results.
        needed assessment_results: AssessmentResults<T>,
    }

    /// `assessment-results`.
    struct AssessmentResults {
        /// Its UUID.
        needed uuid: T,
        /// What it is.
        needed metadata: Metadata<T>,
        /// The plan.
        needed import_ap: ImportAp<T>,
        /// The results: one here.
        needed results: Vec<ResultOfAssessment<T>>,
        /// What it refers to.
        maybe back_matter: BackMatter<T>,
    }

    /// `import-ap`.
    struct ImportAp {
        /// The file with the plan.
        needed href: T,
    }

    /// `result`.
    struct ResultOfAssessment {
        /// Its UUID.
        needed uuid: T,
        /// What it is called.
        needed title: T,
        /// What it is.
        needed description: T,
        /// When the first of the evidence was collected.
        needed start: T,
        /// The instant that was judged at.
        maybe end: T,
        /// What OSCAL has no member for.
        many props: Property<T>,
        /// The things and the tools.
        maybe local_definitions: ResultDefinitions<T>,
        /// The controls.
        needed reviewed_controls: ReviewedControls<T>,
        /// The evidence.
        many observations: Observation<T>,
        /// What was set aside, reduced or left open.
        many risks: Risk<T>,
        /// How the claims stand.
        many findings: Finding<T>,
    }

    /// `local-definitions` of a result.
    struct ResultDefinitions {
        /// The things.
        many components: Component<T>,
        /// The tools that were used.
        maybe assessment_assets: AssessmentAssets<T>,
    }

    /// `observation`.
    struct Observation {
        /// Its UUID.
        needed uuid: T,
        /// What it is called.
        maybe title: T,
        /// What was seen.
        needed description: T,
        /// What OSCAL has no member for.
        many props: Property<T>,
        /// `EXAMINE`, `INTERVIEW` or `TEST`.
        needed methods: Vec<T>,
        /// `control-objective` or `finding`.
        many types: T,
        /// Who or what made it.
        many origins: Origin<T>,
        /// The thing it is about.
        many subjects: SubjectReference<T>,
        /// Transcripts and attachments.
        many relevant_evidence: RelevantEvidence<T>,
        /// When it was true.
        needed collected: T,
        /// From when it no longer counts.
        maybe expires: T,
        /// What the reader should know.
        maybe remarks: T,
    }

    /// `origin`.
    struct Origin {
        /// The tool, or the organisation in a role.
        needed actors: Vec<Actor<T>>,
    }

    /// `actor`.
    struct Actor {
        /// `tool` or `party`.
        needed r#type: T,
        /// The tool's component, or the party.
        needed actor_uuid: T,
        /// The role it acted in.
        maybe role_id: T,
    }

    /// `subject`.
    struct SubjectReference {
        /// The component.
        needed subject_uuid: T,
        /// `component`.
        needed r#type: T,
    }

    /// `relevant-evidence`.
    struct RelevantEvidence {
        /// The bytes, by their digest (RFC 6920).
        maybe href: T,
        /// What they are.
        needed description: T,
    }

    /// `finding`.
    struct Finding {
        /// Its UUID.
        needed uuid: T,
        /// What it is called.
        needed title: T,
        /// Why it stands so.
        needed description: T,
        /// What OSCAL has no member for.
        many props: Property<T>,
        /// The objective, and how it stands.
        needed target: Target<T>,
        /// The evidence it rests on.
        many related_observations: RelatedObservation<T>,
        /// What was set aside or reduced.
        many related_risks: AssociatedRisk<T>,
        /// What the reader should know.
        maybe remarks: T,
    }

    /// `target`.
    struct Target {
        /// `objective-id`.
        needed r#type: T,
        /// The objective's id in the catalog.
        needed target_id: T,
        /// How it stands.
        needed status: TargetStatus<T>,
        /// What was done instead.
        maybe implementation_status: ImplementationStatus<T>,
    }

    /// `status` of a target.
    struct TargetStatus {
        /// `satisfied` or `not-satisfied`.
        needed state: T,
        /// `pass`, `fail` or `other`.
        maybe reason: T,
        /// Our own word for it.
        maybe remarks: T,
    }

    /// `implementation-status`.
    struct ImplementationStatus {
        /// `alternative`.
        needed state: T,
        /// What that means here.
        maybe remarks: T,
    }

    /// `related-observation`.
    struct RelatedObservation {
        /// The observation.
        needed observation_uuid: T,
    }

    /// `related-risk`.
    struct AssociatedRisk {
        /// The risk.
        needed risk_uuid: T,
    }

    /// `risk`.
    struct Risk {
        /// Its UUID.
        needed uuid: T,
        /// What it is called.
        needed title: T,
        /// What it is.
        needed description: T,
        /// How things would stand without what was decided.
        needed statement: T,
        /// What OSCAL has no member for.
        many props: Property<T>,
        /// `open`, `remediating` or `deviation-approved`.
        needed status: T,
        /// What reduces it.
        many mitigating_factors: MitigatingFactor<T>,
        /// When an exemption ends, or a measure no longer counts.
        maybe deadline: T,
        /// The evidence it rests on.
        many related_observations: RelatedObservation<T>,
    }

    /// `mitigating-factor`.
    struct MitigatingFactor {
        /// Its UUID.
        needed uuid: T,
        /// What reduces the risk.
        needed description: T,
        /// For which things.
        many subjects: SubjectReference<T>,
    }
}
