//! Law 4: a refutation stands until later support of at least its strength.

use std::collections::BTreeMap;

use arvak_core::state::EvidenceView;
use arvak_core::{
    Actor, Applied, Basis, Class, Digest, Draft, EntityId, Fact, Instant, Outcome, Refusal, State,
    Status, admit, assess,
};
use proptest::prelude::*;

use crate::world::{
    KINDS, Move, What, asks_for, config, fold, instants, letters, moves, name, play, seen,
    successions, worse,
};

/// The retired things, each with what took its place.
type Successions = BTreeMap<EntityId, Option<EntityId>>;

/// Evidence about multi-factor log-in at a thing, as far as it counts.
fn counting<'a>(state: &'a State, id: &EntityId) -> Vec<EvidenceView<'a>> {
    let all = state.evidence(id, &name(KINDS[0]));
    all.filter(|one| !one.withdrawn && !one.superseded).collect()
}

fn supports<'a>(state: &'a State, id: &EntityId) -> Vec<EvidenceView<'a>> {
    let all = counting(state, id).into_iter();
    all.filter(|one| one.result == Outcome::Supports).collect()
}

/// The law in its plainest form: is a service refuted, by its own refutations or by those of what it
/// succeeded?
fn refuted(state: &State, successions: &Successions, id: &EntityId, at: Instant) -> bool {
    let own = supports(state, id);
    let opposed = |refutation: &EvidenceView<'_>| {
        own.iter().any(|one| {
            one.basis > refutation.basis && one.valid_until.is_none_or(|until| at < until)
        })
    };
    standing(state, successions, id, &[]).iter().any(|refutation| !opposed(refutation))
}

fn standing<'a>(
    state: &'a State,
    successions: &Successions,
    id: &EntityId,
    heirs: &[EvidenceView<'a>],
) -> Vec<EvidenceView<'a>> {
    let mut lifting = supports(state, id);
    lifting.extend_from_slice(heirs);
    let lifted = |refutation: &EvidenceView<'_>| {
        lifting
            .iter()
            .any(|one| one.collected_at > refutation.collected_at && one.basis >= refutation.basis)
    };
    let mut found: Vec<_> = counting(state, id)
        .into_iter()
        .filter(|one| one.result == Outcome::Refutes && !lifted(one))
        .collect();
    for (other, successor) in successions {
        if successor.as_ref() == Some(id) {
            found.extend(standing(state, successions, other, &lifting));
        }
    }
    found
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn a_refutation_stands_until_later_support_as_strong(moves in moves()) {
        let entries = play(&moves);
        let (state, successions) = (fold(&entries), successions(&entries));
        let letter = asks_for("service", KINDS[0], Basis::Document);
        for at in instants(&state, &[1, 2, 3, 8]) {
            let assessment = assess(&state, &letter, at);
            for one in &assessment.claims().next().unwrap().subjects {
                let found = one.beneath.unwrap_or(one.state) == Status::Refuted;
                prop_assert_eq!(found, refuted(&state, &successions, &one.subject, at), "{:?}", one);
            }
        }
    }

    #[test]
    fn refuting_never_betters_supporting_never_worsens_and_nothing_told_changes_nothing(
        letter in letters(true),
        moves in moves(),
        seen in seen(),
    ) {
        let state = fold(&play(&moves));
        let at = state.last_received().unwrap();
        let with = |result| {
            let mut seen = seen.clone();
            seen.result = result;
            let more = [Move { after: 0, what: What::Evidence(seen) }];
            let state = fold(&play(&[moves.as_slice(), &more].concat()));
            assess(&state, &letter, at)
        };
        let before = assess(&state, &letter, at);
        let nothing = Vec::<String>::new();
        prop_assert_eq!(&worse(&with(Outcome::Refutes), &before), &nothing);
        prop_assert_eq!(&worse(&before, &with(Outcome::Supports)), &nothing);
        let told_nothing = with(Outcome::Inconclusive);
        prop_assert_eq!(&worse(&before, &told_nothing), &nothing);
        prop_assert_eq!(&worse(&told_nothing, &before), &nothing);
    }

    #[test]
    fn withdrawing_never_betters_and_replying_changes_nothing(
        letter in letters(true),
        moves in moves(),
        of in 0..8usize,
        later in 0..6u8,
    ) {
        let state = fold(&play(&moves));
        let nothing = Vec::<String>::new();
        let with = |what| {
            fold(&play(&[moves.as_slice(), &[Move { after: 0, what }]].concat()))
        };
        let (withdrawn, contested) = (with(What::Withdraw { of }), with(What::Contest { of }));
        for at in instants(&state, &[later]) {
            let before = assess(&state, &letter, at);
            prop_assert_eq!(&worse(&assess(&withdrawn, &letter, at), &before), &nothing);
            let replied = assess(&contested, &letter, at);
            prop_assert_eq!(&worse(&before, &replied), &nothing);
            prop_assert_eq!(&worse(&replied, &before), &nothing);
        }
    }

    #[test]
    fn only_support_can_be_withdrawn(moves in moves()) {
        let entries = play(&moves);
        let mut state = fold(&entries);
        let at = state.last_received().unwrap();
        for (entry, envelope) in &entries {
            let Fact::Evidence(evidence) = &envelope.fact else { continue };
            let fact = Fact::Withdrawal(arvak_core::fact::Withdrawal { of: *entry });
            let withdrawal = Draft {
                key: Digest::of(&entry.0.to_be_bytes()),
                actor: Actor::Role("role/withdraws".parse().unwrap()),
                class: Class::Internal,
                body: None,
                blobs: Vec::new(),
                fact: fact.clone(),
            };
            let answer = admit(&state, None, &withdrawal, at);
            if evidence.result != Outcome::Supports {
                prop_assert!(answer.is_err());
                let next = arvak_core::EntryId(state.size());
                let mut envelope = envelope.clone();
                (envelope.fact, envelope.received_at) = (fact, at);
                let applied = state.apply(next, &envelope).unwrap();
                let refused = matches!(
                    applied,
                    Applied::Ignored(Refusal::NotSupport { .. } | Refusal::UnknownEvidence { .. })
                );
                prop_assert!(refused);
            }
        }
    }
}
