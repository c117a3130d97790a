//! The assessment plan: for each kind of evidence that the letter asks for what is done, by which tool, how often.

use std::collections::BTreeSet;

use arvak_core::catalogue::EvidenceKind;
use arvak_core::{Digest, Name};
use arvak_words::Say;

use super::leaves::{Asked, asked, method};
use super::metadata::{Roles, of_assessment, references};
use super::{Making, assets, own, standard};
use crate::model::{
    Activity, AssessmentPlan, AssessmentPlanFile, AssessmentSubject, AssociatedActivity,
    AtFrequency, ControlSelection, ImportSsp, IncludeAll, Metadata, ObjectiveSelection,
    PlanDefinitions, Property, ResponsibleRole, ReviewedControls, SelectControl, Task, Text,
    Timing,
};
use crate::names::control_id;
use crate::text::{frequency, line, paragraph};

/// The plan. `digest` is that of the catalog that it goes by.
pub(super) fn plan(making: &Making<'_>, digest: Option<Digest>) -> AssessmentPlanFile {
    let words = making.words();
    let (mut roles, mut tools) = (Roles::default(), BTreeSet::new());
    let (mut activities, mut tasks) = (Vec::new(), Vec::new());
    for (name, asked) in asked(making.letter) {
        let kind = making.input.catalogue.kinds.get(name);
        tools.extend(kind.into_iter().flat_map(|kind| kind.probes.iter().cloned()));
        let planning = Planning { making, name, kind, asked: &asked };
        let responsible = planning.responsible(&mut roles);
        activities.push(planning.activity(responsible.clone()));
        tasks.push(planning.task(responsible));
    }
    let letter = Say::Text(words.lang().of(&making.letter.title));
    let title = words.say("oscal-plan-title", &[("letter", letter)]);
    let references = references(making, digest);
    let metadata = Metadata { links: references.links, ..of_assessment(making, &title, &roles) };
    let assessment_plan = AssessmentPlan {
        uuid: document_uuid(making, "assessment-plan").into(),
        metadata,
        import_ssp: ImportSsp { href: format!("#{}", references.system).into(), remarks: None },
        local_definitions: (!activities.is_empty()).then_some(PlanDefinitions { activities }),
        reviewed_controls: everything(),
        assessment_subjects: vec![AssessmentSubject {
            description: Some(paragraph(&words.plain("oscal-system")).into()),
            ..all_components(Vec::new())
        }],
        assessment_assets: Some(assets::assets(making, &tools)),
        tasks,
        back_matter: Some(references.back_matter),
    };
    AssessmentPlanFile { assessment_plan }
}

/// A document of this ledger about this letter, in this edition and language.
pub(super) fn document_uuid(making: &Making<'_>, what: &str) -> String {
    let (edition, lang) = (making.input.edition.name(), making.words().lang().tag());
    making.uuids.named(what, &[making.letter.id.as_str(), edition, lang])
}

/// All controls and all their objectives.
pub(super) fn everything() -> ReviewedControls {
    ReviewedControls {
        control_selections: vec![ControlSelection {
            include_all: Some(IncludeAll {}),
            ..ControlSelection::default()
        }],
        control_objective_selections: vec![ObjectiveSelection { include_all: IncludeAll {} }],
        ..ReviewedControls::default()
    }
}

fn all_components(props: Vec<Property>) -> AssessmentSubject {
    AssessmentSubject {
        r#type: Text::Borrowed("component"),
        description: None,
        props,
        include_all: Some(IncludeAll {}),
    }
}

/// One kind of evidence.
struct Planning<'a> {
    making: &'a Making<'a>,
    name: &'a Name,
    kind: Option<&'a EvidenceKind>,
    asked: &'a Asked<'a>,
}

impl Planning<'_> {
    fn responsible(&self, roles: &mut Roles) -> Vec<ResponsibleRole> {
        let owners: BTreeSet<&str> =
            self.asked.claims.iter().map(|claim| claim.owner.as_str()).collect();
        owners.into_iter().map(|owner| ResponsibleRole { role_id: roles.named(owner) }).collect()
    }

    fn activity(&self, responsible_roles: Vec<ResponsibleRole>) -> Activity {
        let words = self.making.words();
        let bases = &self.asked.at_least;
        let methods: BTreeSet<&str> = bases.iter().map(|basis| method(*basis)).collect();
        let mut props: Vec<Property> =
            methods.into_iter().map(|method| standard("method", method)).collect();
        props.push(own("evidence-kind", self.name.to_string()));
        props.extend(bases.iter().map(|basis| own("at-least", basis.name())));
        props.extend(self.probes());
        let controls = self
            .asked
            .claims
            .iter()
            .map(|claim| SelectControl { control_id: control_id(&claim.id).into() });
        let selection = ControlSelection {
            include_controls: controls.collect(),
            ..ControlSelection::default()
        };
        let at_least: Vec<String> =
            bases.iter().map(|basis| words.plain(&format!("basis-{}", basis.name()))).collect();
        let args = [("kind", Say::Owned(self.title())), ("basis", Say::Owned(at_least.join(", ")))];
        Activity {
            uuid: self.making.uuids.named("activity", &[self.name.as_str()]).into(),
            title: Some(line(&self.title(), self.name.as_str()).into()),
            description: paragraph(&words.say("rule-leaf", &args)).into(),
            props,
            related_controls: Some(ReviewedControls {
                control_selections: vec![selection],
                ..ReviewedControls::default()
            }),
            responsible_roles,
        }
    }

    fn task(&self, responsible_roles: Vec<ResponsibleRole>) -> Task {
        let words = self.making.words();
        let holds = self.asked.within.or(self.kind.and_then(|kind| kind.validity));
        let timing = holds.and_then(frequency).map(|(period, unit)| Timing {
            at_frequency: AtFrequency { period, unit: Text::Borrowed(unit) },
        });
        let about = self.kind.map(|kind| own("thing-kind", kind.subject.to_string()));
        let title = words.say("oscal-task", &[("kind", Say::Owned(self.title()))]);
        let mut props = vec![own("evidence-kind", self.name.to_string())];
        props.extend(self.kind.map(|kind| own("next", kind.next.to_string())));
        props.extend(self.probes());
        Task {
            uuid: self.making.uuids.named("task", &[self.name.as_str()]).into(),
            r#type: Text::Borrowed("action"),
            title: line(&title, self.name.as_str()).into(),
            props,
            timing,
            associated_activities: vec![AssociatedActivity {
                activity_uuid: self.making.uuids.named("activity", &[self.name.as_str()]).into(),
                subjects: vec![all_components(about.into_iter().collect())],
            }],
            responsible_roles,
        }
    }

    fn probes(&self) -> impl Iterator<Item = Property> {
        let probes = self.kind.into_iter().flat_map(|kind| &kind.probes);
        probes.map(|probe| own("probe", probe.to_string()))
    }

    fn title(&self) -> String {
        self.making.words().kind_title(self.name.as_str(), self.making.input.catalogue)
    }
}
