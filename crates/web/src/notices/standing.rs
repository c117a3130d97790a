//! Everything that stands now and may be told, read off the view. What people must renew is told weeks before it expires;
//! what the probes renew by themselves only when they are late.

use std::collections::BTreeSet;

use arvak_core::assess::{Arg, ClaimAssessment, SubjectAssessment};
use arvak_core::{Basis, Instant, Span, Status};
use arvak_notices::{Event, Kind};

use crate::tasks;
use crate::view::View;

/// What the probes look at is looked at again half way to its expiry: when only this part of the way is left, they are late.
const LATE_PART: i64 = 4;

/// Everything, with what expires within `expiring`.
pub(super) fn standing(view: &View, expiring: Span) -> Vec<Event> {
    let mut events = Vec::new();
    for claim in view.assessment.claims() {
        let subjects = claim.subjects.iter();
        events.extend(subjects.filter_map(|one| of_subject(view, claim, one, expiring)));
        if claim.subjects.is_empty() && claim.state == Status::Refuted {
            events.push(Event {
                kind: Kind::Refuted,
                key: format!("refuted {}", claim.id),
                claim: Some(claim.id.clone()),
                about: None,
                at: seen_at(claim.reasons.first(), view.at),
            });
        }
    }
    overdue(view, &mut events);
    events
}

fn of_subject(
    view: &View,
    claim: &ClaimAssessment,
    subject: &SubjectAssessment,
    expiring: Span,
) -> Option<Event> {
    let (kind, at) = if subject.state == Status::Refuted {
        (Kind::Refuted, seen_at(subject.weightiest(), view.at))
    } else {
        let at = subject.expires_at.filter(|at| *at > view.at && *at != Instant::NEVER)?;
        let left = at.since(view.at);
        if left > expiring || left > patience(subject, at) {
            return None;
        }
        (Kind::Expiring, at)
    };
    Some(Event {
        kind,
        key: format!("{} {} {}", kind.name(), claim.id, subject.subject),
        claim: Some(claim.id.clone()),
        about: Some(subject.subject.clone()),
        at,
    })
}

/// When what a reason tells of was seen.
fn seen_at(reason: Option<&arvak_core::assess::Reason>, otherwise: Instant) -> Instant {
    match reason.and_then(|reason| reason.args.get("collected_at")) {
        Some(Arg::Time(at)) => at,
        _ => otherwise,
    }
}

/// How much time may be left before anybody needs to know: without limit for what people renew.
fn patience(subject: &SubjectAssessment, at: Instant) -> Span {
    let expires = |reason: &&arvak_core::assess::Reason| {
        reason.args.get("expires_at") == Some(Arg::Time(at))
            && reason.args.get("basis") == Some(Arg::Word(Basis::Probe.name()))
    };
    let seen = subject.reasons.iter().find(expires).map(|reason| seen_at(Some(reason), at));
    match seen {
        Some(seen) => Span::from_millis(at.since(seen).as_millis() / LATE_PART),
        None => Span::from_millis(i64::MAX),
    }
}

/// Tasks that are past due, and obligations that no task shows.
fn overdue(view: &View, events: &mut Vec<Event>) {
    let mut shown = BTreeSet::new();
    for task in tasks::all(view) {
        let Some(due) = task.due.filter(|due| *due <= view.at) else { continue };
        let about = task.about().cloned();
        let thing = about.as_ref().map_or("", |id| id.as_str());
        events.push(Event {
            kind: Kind::Overdue,
            key: format!("overdue {} {thing} {}", task.claim.id, due.as_millis()),
            claim: Some(task.claim.id.clone()),
            about: about.clone(),
            at: due,
        });
        shown.insert((about, due));
    }
    for (one, is_met) in view.state().obligations() {
        let is_measure = one.id.as_str().starts_with("measure.");
        let key = (Some(one.subject.clone()), one.due);
        if is_met || is_measure || one.due > view.at || shown.contains(&key) {
            continue;
        }
        events.push(Event {
            kind: Kind::Overdue,
            key: format!("overdue {}", one.id),
            claim: None,
            about: Some(one.subject.clone()),
            at: one.due,
        });
    }
}
