//! Random histories and letters: what the laws are tried on.

mod history;
mod letter;

pub(crate) use history::{
    ENDPOINTS, KINDS, Move, SERVICES, Seen, What, evidence_moves, fold, listing, moves, play, seen,
    successions,
};
pub(crate) use letter::{asks_for, letters};

use arvak_core::assess::SubjectAssessment;
use arvak_core::{Assessment, Instant, Name, Span, State};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// How the properties run: the same cases in every run; `PROPTEST_CASES` asks for more of them.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    let asked = crate::setting("PROPTEST_CASES").is_some();
    let rng_seed = match usual.rng_seed {
        RngSeed::Random => RngSeed::Fixed(20_220_304),
        fixed @ RngSeed::Fixed(_) => fixed,
    };
    let cases = if asked { usual.cases } else { cases };
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..usual }
}

/// A name that the test itself wrote.
pub(crate) fn name(text: &str) -> Name {
    text.parse().unwrap()
}

/// The n-th hour of the world.
pub(crate) fn hour(n: i64) -> Instant {
    Instant::from_millis(n * 3_600_000)
}

pub(crate) fn hours(n: i64) -> Span {
    Span::from_millis(n * 3_600_000)
}

/// The last receipt of a state, and instants some hours after it.
pub(crate) fn instants(state: &State, later: &[u8]) -> Vec<Instant> {
    let last = state.last_received().unwrap_or(hour(0));
    std::iter::once(last).chain(later.iter().map(|n| last.plus(hours(i64::from(*n))))).collect()
}

/// Says what is worse in `after` than in `before`; what does not apply is better than everything.
pub(crate) fn worse(before: &Assessment, after: &Assessment) -> Vec<String> {
    let mut found = Vec::new();
    let mut note = |what: String, before, after| {
        if after < before {
            found.push(format!("{what}: {before:?} → {after:?}"));
        }
    };
    note("letter".to_owned(), before.state, after.state);
    for (one, other) in before.points.iter().zip(&after.points) {
        note(format!("point {}", one.id), one.state, other.state);
    }
    for (one, other) in before.claims().zip(after.claims()) {
        note(format!("claim {}", one.id), one.state, other.state);
        for subject in &one.subjects {
            let same = other.subjects.iter().find(|found| found.subject == subject.subject);
            let Some(same) = same else { continue };
            let beneath = |one: &SubjectAssessment| one.beneath.unwrap_or(one.state);
            note(format!("{} {}", one.id, subject.subject), subject.state, same.state);
            note(
                format!("beneath {} {}", one.id, subject.subject),
                beneath(subject),
                beneath(same),
            );
        }
    }
    found
}
