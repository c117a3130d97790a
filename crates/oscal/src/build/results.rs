//! The assessment results: one result, as of the instant that was judged at.

use arvak_core::Status;
use arvak_core::assess::{ClaimAssessment, PointAssessment};
use arvak_core::catalogue::Claim;
use arvak_words::{Say, date_and_time};

use super::evidence::Observed;
use super::finding::{self, Told};
use super::metadata::of_assessment;
use super::plan::{document_uuid, everything};
use super::{Figures, Making, assets, own, risk};
use crate::input::Edition;
use crate::model::{
    AssessmentResults, AssessmentResultsFile, ControlSelection, ImportAp, Property,
    ResultDefinitions, ResultOfAssessment, ReviewedControls, SelectControl, Text,
};
use crate::names::{PLAN_FILE, control_id, group_id};
use crate::text::{line, moment, paragraph, value};

/// The results, and how much is in them.
pub(super) fn results(making: &Making<'_>) -> (AssessmentResultsFile, Figures) {
    let assessment = making.input.assessment;
    let (mut told, mut reviewed) = (Told::default(), Reviewed::default());
    let points = making.letter.points.iter().zip(&assessment.points);
    for (claim, judged) in points.flat_map(|(point, it)| point.claims.iter().zip(&it.claims)) {
        if making.input.hides(judged) {
            reviewed.hidden.push(claim);
            told.left_out += 1;
        } else if judged.state == Status::NotApplicable {
            reviewed.not_applicable(making, claim, judged, &mut told);
        } else {
            finding::claim(making, claim, judged, &mut told);
        }
    }
    for open in &assessment.open_findings {
        let shown = making.input.shows(open.entry) && making.input.shows_thing(&open.subject);
        if shown && making.input.edition != Edition::Public {
            told.things.insert(open.subject.clone());
            told.risks.push(risk::left_open(making, open, &mut told.evidence));
        } else {
            told.left_out += 1;
        }
    }
    let mut observed = told.evidence.observations(making);
    observed.things.append(&mut told.things);
    observed.roles.join(told.roles);
    let figures = Figures {
        controls: 0,
        observations: observed.observations.len(),
        risks: told.risks.len(),
        findings: told.findings.len(),
        left_out: told.left_out,
    };
    let words = making.words();
    let letter = Say::Text(words.lang().of(&making.letter.title));
    let title = words.say("oscal-results-title", &[("letter", letter)]);
    let metadata = of_assessment(making, &title, &observed.roles);
    let mut result = result(making, observed, reviewed.controls(making));
    result.risks = told.risks;
    result.findings = told.findings;
    let assessment_results = AssessmentResults {
        uuid: document_uuid(making, "assessment-results").into(),
        metadata,
        import_ap: ImportAp { href: Text::Borrowed(PLAN_FILE) },
        results: vec![result],
        back_matter: None,
    };
    (AssessmentResultsFile { assessment_results }, figures)
}

/// The result, without risks and findings.
fn result(
    making: &Making<'_>,
    observed: Observed,
    reviewed_controls: ReviewedControls,
) -> ResultOfAssessment {
    let (assessment, words) = (making.input.assessment, making.words());
    let at = moment(assessment.assessed_at).0;
    let when = Say::Owned(date_and_time(words.lang(), assessment.assessed_at));
    let entries = Say::Number(i64::try_from(assessment.tree_size).unwrap_or(i64::MAX));
    let said = [("at", when), ("entries", entries)];
    let start = observed.first.map_or(at.clone(), |first| moment(first).0);
    let things = observed.things.iter().map(|id| assets::thing(making, id)).collect();
    let (edition, lang) = (making.input.edition.name(), words.lang().tag());
    let names = [making.letter.id.as_str(), edition, lang, &at, &assessment.tree_size.to_string()];
    ResultOfAssessment {
        uuid: making.uuids.named("result", &names).into(),
        title: line(&words.say("oscal-result-title", &said), &at).into(),
        description: paragraph(&words.say("oscal-result-description", &said)).into(),
        start: start.into(),
        end: Some(at.into()),
        props: props(making),
        local_definitions: Some(ResultDefinitions {
            components: things,
            assessment_assets: Some(assets::assets(making, &observed.tools)),
        }),
        reviewed_controls,
        observations: observed.observations,
        ..ResultOfAssessment::default()
    }
}

/// What the result rests on, and how the points stand.
fn props(making: &Making<'_>) -> Vec<Property> {
    let assessment = making.input.assessment;
    let mut props = Vec::new();
    if let Some(genesis) = making.input.state.genesis() {
        props.push(own("ledger", value(&genesis.origin)));
    }
    props.push(own("tree-size", assessment.tree_size.to_string()));
    props.extend(assessment.root.map(|root| own("root", root.to_string())));
    props.extend(assessment.catalogue.map(|digest| own("catalogue", digest.to_string())));
    props.push(own("state", assessment.state.name()));
    props.extend(assessment.points.iter().map(of_point));
    if let Some(situation) = &assessment.situation {
        let level = if situation.raised { "raised" } else { "normal" };
        props.push(own("situation", level));
    }
    props
}

fn of_point(point: &PointAssessment) -> Property {
    let class = Some(group_id(&point.id).into());
    Property { class, ..own("point-state", point.state.name()) }
}

/// Which controls findings are about.
#[derive(Default)]
struct Reviewed<'a> {
    /// Claims whose state the readers may not see.
    hidden: Vec<&'a Claim>,
    /// Claims that do not apply, each with why.
    apart: Vec<(&'a Claim, String)>,
}

impl<'a> Reviewed<'a> {
    fn not_applicable(
        &mut self,
        making: &Making<'_>,
        claim: &'a Claim,
        judged: &ClaimAssessment,
        told: &mut Told,
    ) {
        let shown = judged.reasons.iter().filter(|reason| making.input.shows_reason(reason));
        let mut said = format!("{}: ", claim.id);
        said += &making.words().plain("status-not_applicable");
        for reason in shown {
            told.evidence.take(making, reason);
            said += ". ";
            said += &making.words().reason(reason, &making.naming);
        }
        self.apart.push((claim, said));
    }

    fn controls(&self, making: &Making<'_>) -> ReviewedControls {
        let all = everything();
        let excluded = self.hidden.iter().chain(self.apart.iter().map(|(claim, _)| claim));
        let excluded =
            excluded.map(|claim| SelectControl { control_id: control_id(&claim.id).into() });
        let mut remarks: Vec<String> = self.apart.iter().map(|(_, said)| paragraph(said)).collect();
        if !self.hidden.is_empty() {
            let ids: Vec<_> = self.hidden.iter().map(|claim| claim.id.as_str()).collect();
            let why = making.words().plain("left-out-public");
            remarks.push(paragraph(&format!("{}: {why}", ids.join(", "))));
        }
        let selections = all.control_selections.into_iter().map(|selection| ControlSelection {
            exclude_controls: excluded.clone().collect(),
            remarks: (!remarks.is_empty()).then(|| remarks.join("\n\n").into()),
            ..selection
        });
        ReviewedControls { control_selections: selections.collect(), ..all }
    }
}
