//! What shows that a domain is the municipality's: which proof stands, since when, and until when.

use std::collections::BTreeSet;

use arvak_core::state::State;
use arvak_core::{Basis, EntityId, EntryId, Envelope, Fact, Instant, Name, Outcome, Span};
use arvak_web::{Proof, Way};

use super::reading::Reading;

/// How long a proof of control over a domain is good for.
pub(crate) const CONTROL_HOLDS: Span = Span::from_days(30);

/// The method by which a token that was mailed to the postmaster shows control over a domain.
pub(crate) const MAILED: &str = "control-mail";

/// The probe that looks for tokens in DNS and on the domain's web server.
const LOOKED: &str = "dns";

/// Says of each look by that probe that it came through.
const CAME_THROUGH: &str = "dns.resolves";

/// Most entries about a domain, the newest, in which the beginning of a proof is looked for.
const ENTRIES_MOST: usize = 1_000;

/// The evidence kind of a way, and its method.
const fn shown_as(way: Way) -> (&'static str, &'static str) {
    match way {
        Way::Record => ("domain.control", LOOKED),
        Way::File => ("domain.site_control", LOOKED),
        Way::Mail => ("domain.control", MAILED),
    }
}

/// The evidence by which that way shows control over the domain at `now`: when it was seen last, and where it stands. A later look
/// that came through and did not see the token again ends it; what was mailed cannot be looked at again, and ends by itself.
pub(crate) fn shown(
    state: &State,
    domain: &EntityId,
    way: Way,
    now: Instant,
) -> Option<(Instant, EntryId)> {
    let (kind, method) = shown_as(way);
    let kind = kind.parse::<Name>().ok()?;
    let looked_at = newest_look(state, domain);
    let holds = state.evidence(domain, &kind).filter(|evidence| {
        let is_last = looked_at.is_none_or(|at| at <= evidence.collected_at);
        evidence.result == Outcome::Supports
            && evidence.basis >= Basis::Probe
            && !evidence.withdrawn
            && evidence.valid_until.is_none_or(|until| now < until)
            && now < evidence.collected_at.plus(CONTROL_HOLDS)
            && evidence.method.is_some_and(|found| found.as_str() == method)
            && (way == Way::Mail || is_last)
    });
    holds.map(|evidence| (evidence.collected_at, evidence.entry)).max()
}

/// When DNS was last asked for the domain, and answered.
pub(crate) fn newest_look(state: &State, domain: &EntityId) -> Option<Instant> {
    let kind = CAME_THROUGH.parse::<Name>().ok()?;
    let looks = state.evidence(domain, &kind).filter(|evidence| {
        evidence.method.is_some_and(|method| method.as_str() == LOOKED)
            && evidence.result != Outcome::Inconclusive
    });
    looks.map(|evidence| evidence.collected_at).max()
}

/// The proofs that stand for a domain, each with its beginning.
pub(crate) async fn proofs(reading: &Reading, domain: &EntityId) -> anyhow::Result<Vec<Proof>> {
    let standing = Way::ALL.into_iter().filter_map(|way| {
        shown(reading.state(), domain, way, reading.at).map(|(seen, entry)| (way, seen, entry))
    });
    let standing: Vec<(Way, Instant, EntryId)> = standing.collect();
    if standing.is_empty() {
        return Ok(Vec::new());
    }
    let about = reading.store.about(domain).await?;
    let newest: BTreeSet<EntryId> = about.into_iter().rev().take(ENTRIES_MOST).collect();
    let envelopes = reading.store.envelopes(&newest).await?;
    let proof = |(way, seen, entry): (Way, Instant, EntryId)| {
        let since = match way {
            Way::Mail => seen,
            Way::Record | Way::File => {
                let (kind, method) = shown_as(way);
                let shown = collected(envelopes.values(), kind, method, Outcome::Supports);
                let looked = [Outcome::Supports, Outcome::Refutes].into_iter();
                let looked = looked
                    .flat_map(|result| collected(envelopes.values(), CAME_THROUGH, method, result));
                since(seen, &shown, &looked.collect())
            }
        };
        Proof { way, since, seen, until: seen.plus(CONTROL_HOLDS), entry }
    };
    Ok(standing.into_iter().map(proof).collect())
}

/// When evidence of that kind, method and result was collected.
fn collected<'e>(
    envelopes: impl Iterator<Item = &'e Envelope>,
    kind: &str,
    method: &str,
    result: Outcome,
) -> BTreeSet<Instant> {
    let evidence = envelopes.filter_map(|envelope| match &envelope.fact {
        Fact::Evidence(evidence) => Some(evidence),
        _ => None,
    });
    let of_kind = evidence.filter(|evidence| {
        evidence.kind.as_str() == kind
            && evidence.result == result
            && evidence.method.as_ref().is_some_and(|found| found.name.as_str() == method)
    });
    of_kind.map(|evidence| evidence.collected_at).collect()
}

/// The beginning of what was `seen` last: the earliest sight of it with no look in between that came through and did not see it,
/// and no time in between that was longer than a proof holds.
fn since(seen: Instant, shown: &BTreeSet<Instant>, looked: &BTreeSet<Instant>) -> Instant {
    let mut since = seen;
    let all: BTreeSet<Instant> = shown.union(looked).copied().collect();
    for at in all.into_iter().rev().filter(|at| *at < seen) {
        if !shown.contains(&at) || since.since(at) >= CONTROL_HOLDS {
            break;
        }
        since = at;
    }
    since
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(days: &[i64]) -> BTreeSet<Instant> {
        days.iter().map(|day| Instant::from_millis(day * 86_400_000)).collect()
    }

    fn day(day: i64) -> Instant {
        Instant::from_millis(day * 86_400_000)
    }

    #[test]
    fn a_proof_began_when_it_was_first_seen_without_a_break() {
        for (shown, looked, began, why) in [
            (&[10, 20, 30][..], &[10, 20, 30][..], 10, "seen each time"),
            (&[10, 30], &[10, 20, 30], 30, "not seen on day 20"),
            (&[10, 20, 30], &[10, 30], 10, "no answer on day 20, and yet it was seen"),
            (&[0, 30], &[0, 30], 30, "over before it was seen again"),
            (&[1, 30], &[1, 30], 1, "just in time"),
            (&[10, 30], &[5, 10, 30, 40], 10, "looks before and after do not matter"),
        ] {
            assert_eq!(since(day(30), &days(shown), &days(looked)), day(began), "{why}");
        }
    }
}
