//! `arvak guide laws`: whether law applies is the municipality's own answer, recorded as evidence with an end.

use arvak_core::catalogue::guide::{Clock, Regime};
use arvak_core::{Basis, Instant, Outcome};
use serde_json::{Value, json};

use super::{in_three, origin_json};
use crate::render::guide as render;
use crate::render::status::Page;
use crate::wiring::reading::Reading;

/// The kind of evidence that answers `does it apply to us?`.
const APPLIES: &str = "regime.applies";

/// The municipality's own answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) applies: bool,
    pub(crate) basis: Basis,
    pub(crate) at: Instant,
    /// Whether it is too old to rely on.
    pub(crate) expired: bool,
}

pub(super) fn told(reading: &Reading, page: &Page<'_>) -> (Value, String) {
    let regimes = &reading.catalogue.guide.regimes;
    let answers: Vec<_> = regimes.iter().map(|regime| (regime, answer(reading, regime))).collect();
    let value = answers.iter().map(|(regime, answer)| regime_json(regime, *answer)).collect();
    (value, render::laws(&answers, page))
}

/// The latest answer that was not withdrawn.
fn answer(reading: &Reading, regime: &Regime) -> Option<Answer> {
    let kind = APPLIES.parse().ok()?;
    let subject = format!("regime/{}", regime.id).parse().ok()?;
    let told = reading.state().evidence(&subject, &kind);
    let latest = told
        .filter(|one| !one.withdrawn && one.result != Outcome::Inconclusive)
        .max_by_key(|one| (one.collected_at, one.entry))?;
    let validity = reading.catalogue.kinds.get(&kind).and_then(|kind| kind.validity);
    let ends = validity.map(|span| latest.collected_at.plus(span)).into_iter();
    let ends = ends.chain(latest.valid_until).min();
    Some(Answer {
        applies: latest.result == Outcome::Supports,
        basis: latest.basis,
        at: latest.collected_at,
        expired: ends.is_some_and(|end| end <= reading.at),
    })
}

fn regime_json(regime: &Regime, answer: Option<Answer>) -> Value {
    let clock = |clock: &Clock| {
        json!({
            "id": clock.id, "title": in_three(&clock.title), "starts": clock.starts.name(),
            "within": clock.within.map(|span| span.to_string()), "to": clock.to,
            "origin": origin_json(&clock.origin),
        })
    };
    json!({
        "id": regime.id, "title": in_three(&regime.title),
        "question": in_three(&regime.question), "duty": in_three(&regime.duty),
        "law": regime.law, "in_force": regime.in_force, "since": regime.since,
        "all_claims": regime.all_claims, "claims": regime.claims,
        "clocks": regime.clocks.iter().map(clock).collect::<Vec<_>>(),
        "answer": answer.map(|answer| json!({
            "applies": answer.applies, "basis": answer.basis, "collected_at": answer.at,
            "expired": answer.expired,
        })),
        "origin": origin_json(&regime.origin),
    })
}
