//! Law 11: every status explains itself.

use arvak_core::assess::{Arg, ReasonCode};
use arvak_core::{EntryId, Instant, Outcome, Status, assess};
use proptest::prelude::*;

use crate::world::{config, fold, instants, letters, moves, play};

/// The arguments that name when something ends.
const ENDS: [&str; 4] = ["expires_at", "stands_at", "until", "due"];

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn whatever_is_not_verified_says_why_and_what_to_do(
        letter in letters(true),
        moves in moves(),
    ) {
        let entries = play(&moves);
        let state = fold(&entries);
        let evidence: Vec<EntryId> = entries
            .iter()
            .filter(|(_, one)| one.fact.name() == "evidence")
            .map(|(entry, _)| *entry)
            .collect();
        for at in instants(&state, &[1, 4, 9]) {
            let assessment = assess(&state, &letter, at);
            for claim in assessment.claims() {
                if claim.subjects.is_empty() {
                    prop_assert!(!claim.reasons.is_empty(), "{:?}", claim);
                    prop_assert_eq!(claim.next.is_some(), claim.state == Status::Missing);
                }
                for one in &claim.subjects {
                    prop_assert!(!one.reasons.is_empty(), "{:?}", one);
                    if one.state == Status::Verified {
                        let named = one.reasons.iter().any(|reason| !reason.entries.is_empty());
                        prop_assert!(named, "{:?}", one);
                    } else {
                        prop_assert!(one.next.is_some(), "{:?}", one);
                    }
                    if let Some(next) = &one.next {
                        prop_assert!(next.owner.is_some(), "{:?}", one);
                    }
                    prop_assert!(one.evidence.is_sorted());
                    prop_assert!(one.evidence.iter().all(|entry| evidence.contains(entry)));
                    let ends = one.reasons.iter().flat_map(|reason| {
                        ENDS.iter().filter_map(|name| reason.args.get(name))
                    });
                    let ends: Vec<Instant> = ends
                        .filter_map(|arg| match arg { Arg::Time(end) => Some(end), _ => None })
                        .collect();
                    prop_assert!(!ends.contains(&Instant::NEVER));
                    // The strongest support is told of; a weaker one may outlast it.
                    if let Some(end) = one.expires_at {
                        prop_assert!(ends.iter().any(|told| *told <= end), "{:?}", one);
                    }
                }
            }
        }
    }

    #[test]
    fn a_state_is_said_by_its_reasons(letter in letters(true), moves in moves()) {
        let entries = play(&moves);
        let state = fold(&entries);
        let result = |entry: &EntryId| entries.iter().find_map(|(found, envelope)| {
            let arvak_core::Fact::Evidence(evidence) = &envelope.fact else { return None };
            (found == entry).then_some(evidence.result)
        });
        for at in instants(&state, &[2, 6]) {
            for one in assess(&state, &letter, at).claims().flat_map(|claim| &claim.subjects) {
                let says = |code| one.reasons.iter().any(|reason| reason.code == code);
                let beneath = one.beneath.unwrap_or(one.state);
                // That one of several things is refuted may be said of other states too.
                let refuted_itself = one.reasons.iter().any(|reason| {
                    reason.code == ReasonCode::Refuted && reason.args.get("subject").is_none()
                });
                if beneath == Status::Refuted {
                    prop_assert!(says(ReasonCode::Refuted), "{:?}", one);
                } else {
                    let dampened = beneath == Status::Compensated;
                    prop_assert!(!refuted_itself || dampened, "{:?}", one);
                }
                prop_assert_eq!(says(ReasonCode::Exempt), one.state == Status::Exempt);
                prop_assert_eq!(says(ReasonCode::Compensated), beneath == Status::Compensated);
                for reason in &one.reasons {
                    let expected = match reason.code {
                        ReasonCode::Verified | ReasonCode::Partial | ReasonCode::Stale
                        | ReasonCode::BelowThreshold
                        | ReasonCode::SeenElsewhere => Outcome::Supports,
                        ReasonCode::Refuted | ReasonCode::Contested | ReasonCode::Disputed => {
                            Outcome::Refutes
                        }
                        ReasonCode::Inconclusive => Outcome::Inconclusive,
                        _ => continue,
                    };
                    let first = reason.entries.first().unwrap();
                    prop_assert_eq!(result(first), Some(expected));
                    prop_assert!(one.evidence.contains(first));
                    for name in ["kind", "basis", "required", "collected_at"] {
                        prop_assert!(reason.args.get(name).is_some(), "{:?}", reason);
                    }
                }
            }
        }
    }
}
