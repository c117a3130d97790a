//! What was judged, said in sentences: counts, why, what would change it, what is done next. The terminal and the pages
//! say the same.

use std::fmt::Write as _;

use arvak_core::assess::{
    Arg, ClaimAssessment, Counts, Next, Reason, ReasonCode, SubjectAssessment,
};
use arvak_core::{Basis, EntryId, Evidence, Instant, Outcome, Status};

use crate::{Naming, Say, Words, date, date_and_time};

/// All that is judged below a point, counted: one for each claim and subject, and one for a claim
/// without subjects.
pub fn claim_counts(claims: &[ClaimAssessment]) -> Counts {
    Counts::of(claims.iter().flat_map(|claim| {
        let own = claim.subjects.is_empty().then_some(claim.state);
        claim.subjects.iter().map(|subject| subject.state).chain(own)
    }))
}

/// The sign of a state: told apart without colour, and one column wide.
pub const fn sign(state: Status) -> &'static str {
    match state {
        Status::Verified => "✓",
        Status::Compensated => "◒",
        Status::Exempt => "◇",
        Status::Partial => "◔",
        Status::Stale => "◷",
        Status::Missing => "○",
        Status::Refuted => "✗",
        Status::NotApplicable => "–",
    }
}

impl Words {
    /// The word of a state; a verified one says how, and one that is too weak says how weak.
    pub fn state(&self, state: Status, strength: Option<Basis>) -> String {
        let word = self.plain(&format!("status-{}", state.name()));
        let basis = strength.map(|basis| self.plain(&format!("basis-{}", basis.name())));
        match (state, basis) {
            (Status::Verified, Some(basis)) => format!("{word} ({basis})"),
            (Status::Partial, Some(basis)) => capitalised(&basis),
            _ => word,
        }
    }

    /// `7 av 9 bekreftet`: what does not apply is left out; nothing when nothing applies.
    pub fn of_total(&self, counts: &Counts) -> String {
        let total = counts.total() - counts.get(Status::NotApplicable);
        let args = [
            ("verified", Say::Number(i64::from(counts.get(Status::Verified)))),
            ("total", Say::Number(i64::from(total))),
        ];
        if total == 0 { String::new() } else { self.say("status-count", &args) }
    }

    /// The sentence that says most about a claim: the weightiest reason of its worst subject.
    pub fn why(&self, claim: &ClaimAssessment, naming: &Naming<'_>) -> Option<String> {
        let worst = claim
            .subjects
            .iter()
            .filter(|subject| subject.state != Status::NotApplicable)
            .min_by_key(|subject| subject.state);
        match worst {
            Some(subject) => {
                let said = self.reason(subject.weightiest()?, naming);
                Some(format!("{}: {said}", naming.thing(&subject.subject, self)))
            }
            None => claim.reasons.first().map(|reason| self.reason(reason, naming)),
        }
    }

    /// What would change how a claim stands for one thing, by the reason that weighs most.
    pub fn would_change(&self, judged: &SubjectAssessment, reason: &Reason) -> Option<String> {
        let word =
            |name: &str| reason.args.get(name).map(|arg| self.plain(&format!("basis-{arg}")));
        let at = match reason.args.get("collected_at") {
            Some(Arg::Time(at)) => date_and_time(self.lang(), at),
            _ => String::new(),
        };
        let id = match (judged.state, reason.code) {
            (Status::Verified, _) => {
                let until = [("until", Say::Owned(date(self.lang(), judged.expires_at?)))];
                return Some(self.say("change-verified", &until));
            }
            (_, ReasonCode::Refuted) => "change-refuted",
            (_, ReasonCode::Missing | ReasonCode::Partial | ReasonCode::Stale) => "change-needs",
            (_, ReasonCode::BelowThreshold) => "change-threshold",
            (_, ReasonCode::SeenElsewhere) => "change-outside",
            _ => return None,
        };
        let required = if id == "change-refuted" { word("basis") } else { word("required") };
        let args = [("basis", Say::Owned(required.unwrap_or_default())), ("at", Say::Owned(at))];
        Some(self.say(id, &args))
    }

    /// `Neste: Rett feilen, og prøv på nytt (IKT-leder)`
    pub fn next_line(&self, next: &Next, naming: &Naming<'_>) -> String {
        let owner = next.owner.as_ref().map_or_else(String::new, |owner| naming.thing(owner, self));
        let args = [("action", Say::Owned(self.next(next))), ("owner", Say::Owned(owner))];
        self.say("explain-next", &args)
    }

    /// What a piece of evidence says of the claim: supports, refutes, or neither.
    pub fn outcome(&self, outcome: Outcome) -> String {
        self.plain(match outcome {
            Outcome::Supports => "outcome-supports",
            Outcome::Refutes => "outcome-refutes",
            Outcome::Inconclusive => "outcome-inconclusive",
        })
    }

    /// Why a trial of a log-in ended as it did, from the code of it.
    pub fn trial_reason(&self, code: &str) -> String {
        let id = format!("mfa-reason-{code}");
        if self.has(&id) {
            return self.plain(&id);
        }
        for (front, id) in [("bypass-", "mfa-reason-bypass"), ("way-not-tried-", "mfa-reason-way")]
        {
            if let Some(way) = code.strip_prefix(front) {
                return self.say(id, &[("way", Say::Text(way))]);
            }
        }
        let seen = format!("mfa-seen-{code}");
        if self.has(&seen) {
            return self.say("mfa-reason-seen", &[("seen", Say::Owned(self.plain(&seen)))]);
        }
        self.say("mfa-reason-other", &[("code", Say::Text(code))])
    }

    /// `nr. 412 · prøve · motbeviser · 3. mars 2026 (for 4 dager siden) · metode https 1, sett fra outside`
    pub fn evidence_line(&self, id: EntryId, evidence: &Evidence, now: Instant) -> String {
        let args = [
            ("id", Say::Owned(id.to_string())),
            ("basis", Say::Owned(self.plain(&format!("basis-{}", evidence.basis.name())))),
            ("outcome", Say::Owned(self.outcome(evidence.result))),
            ("at", Say::Owned(date_and_time(self.lang(), evidence.collected_at))),
            ("days", Say::Number(now.since(evidence.collected_at).as_days())),
        ];
        let mut line = self.say("explain-evidence", &args);
        if let Some(until) = evidence.valid_until {
            let until = date(self.lang(), until);
            line += &self.say("explain-until", &[("until", Say::Owned(until))]);
        }
        if let Some(method) = &evidence.method {
            let args = [
                ("method", Say::Text(method.name.as_str())),
                ("version", Say::Owned(method.version.to_string())),
            ];
            line += &self.say("explain-method", &args);
        }
        if let Some(vantage) = &evidence.vantage {
            line += &self.say("explain-vantage", &[("vantage", Say::Text(vantage.as_str()))]);
        }
        for (name, number) in &evidence.attributes {
            let _ = write!(line, " · {name} = {number}");
        }
        line
    }
}

fn capitalised(word: &str) -> String {
    let mut signs = word.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}
