//! What was set aside by decision, what other measures reduce, and what is left open on things that are gone.

use arvak_core::assess::{Arg, OpenFinding, Reason, ReasonCode, SubjectAssessment};
use arvak_core::catalogue::Claim;
use arvak_core::{Instant, Status};
use arvak_words::{Say, date};

use super::evidence::{Gathered, subject};
use super::{Making, own};
use crate::model::{MitigatingFactor, RelatedObservation, Risk, Text};
use crate::text::{line, moment, paragraph};

/// The risk that somebody took by exempting a thing from a claim, or that other measures reduce.
pub(super) fn of_subject(
    making: &Making<'_>,
    claim: &Claim,
    judged: &SubjectAssessment,
    related: &[RelatedObservation],
) -> Option<Risk> {
    let (code, status, until) = match judged.state {
        Status::Exempt => (ReasonCode::Exempt, "deviation-approved", "until"),
        Status::Compensated => (ReasonCode::Compensated, "remediating", "expires_at"),
        _ => return None,
    };
    let words = making.words();
    let reason = judged.reasons.iter().find(|reason| reason.code == code);
    let said = reason.map(|reason| words.reason(reason, &making.naming));
    let said = said.unwrap_or_else(|| words.plain(&format!("status-{}", judged.state.name())));
    let thing = making.naming.thing(&judged.subject, words);
    let beneath = judged.beneath.unwrap_or_else(|| beneath(reason).unwrap_or(Status::Missing));
    let beneath = words.plain(&format!("status-{}", beneath.name()));
    let statement = words.say("oscal-beneath", &[("state", Say::Owned(beneath))]);
    let mut props = vec![
        own("claim", claim.id.to_string()),
        own("thing", judged.subject.to_string()),
        own("state", judged.state.name()),
    ];
    let decided = reason.filter(|_| judged.state == Status::Exempt).into_iter();
    props.extend(decided.flat_map(|it| &it.entries).map(|it| own("ledger-entry", it.to_string())));
    let names = [making.letter.id.as_str(), claim.id.as_str(), judged.subject.as_str()];
    let factor = (judged.state == Status::Compensated).then(|| MitigatingFactor {
        uuid: making.uuids.named("mitigating-factor", &names).into(),
        description: paragraph(&said).into(),
        subjects: vec![subject(making, &judged.subject)],
    });
    Some(Risk {
        uuid: making.uuids.named("risk", &names).into(),
        title: line(&format!("{} {thing}", claim.id), claim.id.as_str()).into(),
        description: paragraph(&said).into(),
        statement: paragraph(&statement).into(),
        props,
        status: Text::Borrowed(status),
        mitigating_factors: factor.into_iter().collect(),
        deadline: time(reason, until).map(|at| moment(at).0.into()),
        related_observations: related.to_vec(),
    })
}

/// A refutation that stands on a retired thing (law 12).
pub(super) fn left_open(making: &Making<'_>, open: &OpenFinding, gathered: &mut Gathered) -> Risk {
    let words = making.words();
    let kind = open.kind.as_str();
    let thing = making.naming.thing(&open.subject, words);
    let code = open.code.as_ref().map_or("", |code| code.as_str());
    let args = [
        ("subject", Say::Text(&thing)),
        ("code", Say::Owned(words.code_title(Some(kind), code, making.input.catalogue))),
        ("at", Say::Owned(date(words.lang(), open.collected_at))),
    ];
    let mut props =
        vec![own("thing", open.subject.to_string()), own("evidence-kind", kind.to_owned())];
    let successor = open.successor.as_ref().filter(|id| making.input.shows_thing(id));
    props.extend(successor.map(|id| own("successor", id.to_string())));
    Risk {
        uuid: making.uuids.named("open-finding", &[open.subject.as_str(), kind]).into(),
        title: line(&format!("{} – {thing}", words.kind_title(kind, making.input.catalogue)), kind)
            .into(),
        description: paragraph(&words.say("status-open-finding", &args)).into(),
        statement: paragraph(&words.plain("status-open-findings")).into(),
        props,
        status: Text::Borrowed("open"),
        related_observations: gathered.take_entry(making, open.entry),
        ..Risk::default()
    }
}

fn time(reason: Option<&Reason>, name: &str) -> Option<Instant> {
    match reason?.args.get(name)? {
        Arg::Time(at) => Some(at),
        _ => None,
    }
}

fn beneath(reason: Option<&Reason>) -> Option<Status> {
    match reason?.args.get("beneath")? {
        Arg::Word(word) => Status::from_name(word),
        _ => None,
    }
}
