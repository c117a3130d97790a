//! How claims stand, as findings: one for the claim, which is as good as the worst of its things, and one for each thing.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::assess::{ClaimAssessment, Counts, Next, Reason, SubjectAssessment};
use arvak_core::catalogue::Claim;
use arvak_core::{Basis, EntityId, Status};
use arvak_words::Say;

use super::evidence::Gathered;
use super::metadata::{Roles, role_slug};
use super::{Making, own, risk};
use crate::input::Edition;
use crate::model::{
    AssociatedRisk, Finding, ImplementationStatus, Property, RelatedObservation, Risk, Target,
    TargetStatus, Text,
};
use crate::names::objective_id;
use crate::text::{line, moment, paragraph};

/// What is gathered while claims are told.
#[derive(Default)]
pub(super) struct Told {
    pub(super) findings: Vec<Finding>,
    pub(super) risks: Vec<Risk>,
    pub(super) evidence: Gathered,
    pub(super) roles: Roles,
    pub(super) things: BTreeSet<EntityId>,
    /// Findings that the readers may not see.
    pub(super) left_out: usize,
    /// Sentences by what they say.
    sentences: BTreeMap<String, String>,
}

impl Told {
    /// A reason in words. Those that tell no time are said of many things, and are put together only once.
    fn sentence(&mut self, making: &Making<'_>, reason: &Reason) -> String {
        let say = || making.words().reason(reason, &making.naming);
        if reason.args.get("collected_at").is_some() {
            return say();
        }
        let mut key = reason.code.name().to_owned();
        for (name, arg) in reason.args.iter() {
            key.extend(["\n", name, "\n", &arg.to_string()]);
        }
        self.sentences.entry(key).or_insert_with(say).clone()
    }
}

/// OSCAL's two words and its reasons. Only what is verified is satisfied: what is set aside or compensated is not.
pub(super) const fn status(state: Status) -> (&'static str, &'static str) {
    match state {
        Status::Verified => ("satisfied", "pass"),
        Status::Refuted => ("not-satisfied", "fail"),
        _ => ("not-satisfied", "other"),
    }
}

/// A claim with its things.
pub(super) fn claim(making: &Making<'_>, claim: &Claim, judged: &ClaimAssessment, told: &mut Told) {
    let telling = Telling { making, claim };
    let whole = telling.whole(judged, told);
    let place = told.findings.len();
    let mut left_out = 0;
    for subject in &judged.subjects {
        if subject.state == Status::NotApplicable {
            continue;
        }
        if making.input.shows_subject(subject) {
            let finding = telling.subject(subject, told);
            told.findings.push(finding);
        } else {
            left_out += 1;
        }
    }
    told.left_out += left_out;
    told.findings.insert(place, telling.with_left_out(whole, left_out));
}

struct Telling<'a> {
    making: &'a Making<'a>,
    claim: &'a Claim,
}

impl Telling<'_> {
    fn whole(&self, judged: &ClaimAssessment, told: &mut Told) -> Finding {
        let words = self.making.words();
        let counts = Counts::of(judged.subjects.iter().map(|subject| subject.state));
        let mut props = self.props("claim", judged.state, judged.strength);
        for state in Status::ALL.into_iter().filter(|state| counts.get(*state) > 0) {
            let class = Some(Text::Borrowed(state.name()));
            props.push(Property { class, ..own("count", counts.get(state).to_string()) });
        }
        let excluded = judged.excluded_by_statement.len();
        if excluded > 0 {
            props.push(own("excluded-by-statement", excluded.to_string()));
        }
        props.extend(self.next(judged.next.as_ref(), &mut told.roles));
        let (mut sentences, mut related) = (Vec::new(), Vec::new());
        if judged.subjects.is_empty() {
            self.reasons(&judged.reasons, told, &mut sentences, &mut related);
        } else {
            let total = counts.total() - counts.get(Status::NotApplicable);
            let verified = Say::Number(i64::from(counts.get(Status::Verified)));
            let args = [("verified", verified), ("total", Say::Number(i64::from(total)))];
            sentences.push(words.say("status-count", &args));
        }
        let title = format!("{} {}", self.claim.id, words.lang().of(&self.claim.title));
        Finding {
            uuid: self.uuid(None).into(),
            title: line(&title, self.claim.id.as_str()).into(),
            description: self.description(judged.state, &sentences).into(),
            props,
            target: self.target(judged.state),
            related_observations: related,
            ..Finding::default()
        }
    }

    fn subject(&self, judged: &SubjectAssessment, told: &mut Told) -> Finding {
        let words = self.making.words();
        told.things.insert(judged.subject.clone());
        let mut props = self.props("thing", judged.state, judged.strength);
        props.push(own("thing", judged.subject.to_string()));
        props.extend(judged.beneath.map(|state| own("beneath", state.name())));
        let ends = judged.expires_at.map(|at| own("worsens-at", moment(at).0));
        props.extend(ends);
        props.extend(self.next(judged.next.as_ref(), &mut told.roles));
        let (mut sentences, mut related) = (Vec::new(), Vec::new());
        // What weighs most comes first.
        let first = judged.weightiest();
        let rest = judged.reasons.iter();
        let rest = rest.filter(|it| first.is_none_or(|first| !std::ptr::eq(first, *it)));
        self.reasons(first.into_iter().chain(rest), told, &mut sentences, &mut related);
        let risk = risk::of_subject(self.making, self.claim, judged, &related);
        let related_risks = risk.iter().map(|risk| AssociatedRisk { risk_uuid: risk.uuid.clone() });
        let related_risks = related_risks.collect();
        told.risks.extend(risk);
        let thing = self.making.naming.thing(&judged.subject, words);
        let title = format!("{} {thing}", self.claim.id);
        Finding {
            uuid: self.uuid(Some(judged)).into(),
            title: line(&title, judged.subject.as_str()).into(),
            description: self.description(judged.state, &sentences).into(),
            props,
            target: self.target(judged.state),
            related_observations: related,
            related_risks,
            remarks: None,
        }
    }

    /// Sentences for people and references to evidence, each once.
    fn reasons<'r>(
        &self,
        reasons: impl IntoIterator<Item = &'r Reason>,
        told: &mut Told,
        sentences: &mut Vec<String>,
        related: &mut Vec<RelatedObservation>,
    ) {
        for reason in reasons {
            if !self.making.input.shows_reason(reason) {
                continue;
            }
            sentences.push(told.sentence(self.making, reason));
            for observation in told.evidence.take(self.making, reason) {
                if !related.contains(&observation) {
                    related.push(observation);
                }
            }
        }
    }

    /// The state's word, and then why.
    fn description(&self, state: Status, sentences: &[String]) -> String {
        let word = self.making.words().plain(&format!("status-{}", state.name()));
        let mut text = paragraph(&word);
        for sentence in sentences {
            text += "\n\n";
            text += &paragraph(sentence);
        }
        text
    }

    fn props(&self, level: &'static str, state: Status, strength: Option<Basis>) -> Vec<Property> {
        let mut props = vec![
            own("level", level),
            own("claim", self.claim.id.to_string()),
            own("state", state.name()),
        ];
        props.extend(strength.map(|basis| own("strength", basis.name())));
        props
    }

    /// What is done next, and whose turn it is. In public it would tell what is wrong.
    fn next(&self, next: Option<&Next>, roles: &mut Roles) -> Vec<Property> {
        let Some(next) = next.filter(|_| self.making.input.edition != Edition::Public) else {
            return Vec::new();
        };
        let mut props = vec![own("next", next.code.name().to_owned())];
        let owner = next.owner.as_ref().and_then(role_slug);
        props.extend(owner.map(|slug| own("next-owner", roles.named(slug))));
        props
    }

    fn with_left_out(&self, mut finding: Finding, left_out: usize) -> Finding {
        if left_out > 0 {
            let sentence = match self.making.input.edition {
                Edition::Public => "left-out-public",
                Edition::Internal | Edition::Council => "left-out-council",
            };
            finding.props.push(own("left-out", left_out.to_string()));
            finding.remarks = Some(paragraph(&self.making.words().plain(sentence)).into());
        }
        finding
    }

    fn target(&self, state: Status) -> Target {
        let (oscal, reason) = status(state);
        let compensated = state == Status::Compensated;
        let alternative =
            ImplementationStatus { state: Text::Borrowed("alternative"), remarks: None };
        Target {
            r#type: Text::Borrowed("objective-id"),
            target_id: objective_id(&self.claim.id).into(),
            status: TargetStatus {
                state: Text::Borrowed(oscal),
                reason: Some(Text::Borrowed(reason)),
                remarks: None,
            },
            implementation_status: compensated.then_some(alternative),
        }
    }

    fn uuid(&self, subject: Option<&SubjectAssessment>) -> String {
        let (letter, claim) = (self.making.letter.id.as_str(), self.claim.id.as_str());
        let thing = subject.map_or("", |judged| judged.subject.as_str());
        self.making.uuids.named("finding", &[letter, claim, thing])
    }
}
