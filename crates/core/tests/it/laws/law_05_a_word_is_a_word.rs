//! Law 5: a word is a word.

use arvak_core::requirement::{Leaf, Part};
use arvak_core::{
    Actor, Applied, Basis, Body, Catalogue, Class, Digest, Draft, Fact, Refusal, State, Status,
    admit, assess,
};
use proptest::prelude::*;

use crate::world::{
    Move, What, asks_for, config, fold, hour, instants, letters, listing, moves, play, seen,
};

/// The letter with every leaf changed.
fn changed(mut letter: Catalogue, change: impl Fn(&mut Leaf)) -> Catalogue {
    let points = letter.letters.iter_mut().flat_map(|letter| &mut letter.points);
    for claim in points.flat_map(|point| &mut point.claims) {
        let parts = claim.requirement.any_of.iter_mut().flat_map(|path| &mut path.all_of);
        parts.flat_map(Part::leaves_mut).for_each(&change);
    }
    letter
}

/// The letter without the leaves that a statement is enough for.
fn strict(letter: Catalogue) -> Catalogue {
    changed(letter, |leaf| leaf.at_least = leaf.at_least.max(Basis::Document))
}

/// The letter with every leaf asking for a look from outside.
fn from_outside(letter: Catalogue) -> Catalogue {
    changed(letter, |leaf| leaf.from_outside = true)
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn statements_alone_verify_nothing_that_asks_for_more(
        letter in letters(false),
        moves in moves(),
    ) {
        let mut moves = moves;
        for one in &mut moves {
            if let What::Evidence(seen) = &mut one.what {
                seen.basis = Basis::Statement;
            }
        }
        let (state, letter) = (fold(&play(&moves)), strict(letter));
        for at in instants(&state, &[2]) {
            for one in assess(&state, &letter, at).claims().flat_map(|claim| &claim.subjects) {
                let beneath = one.beneath.unwrap_or(one.state);
                prop_assert!(beneath <= Status::Partial, "{:?}", one);
            }
        }
    }

    #[test]
    fn what_is_seen_from_elsewhere_verifies_nothing_that_must_be_seen_from_outside(
        letter in letters(false),
        moves in moves(),
    ) {
        let (state, demanding) = (fold(&play(&moves)), from_outside(letter.clone()));
        let mut envelopes = play(&moves);
        for (_, envelope) in &mut envelopes {
            if let Fact::Evidence(evidence) = &mut envelope.fact {
                evidence.vantage = Some("inside".parse().unwrap());
            }
        }
        let elsewhere = fold(&envelopes);
        for at in instants(&state, &[2]) {
            let pairs = [(&state, &letter), (&state, &demanding), (&elsewhere, &demanding)]
                .map(|(state, letter)| assess(state, letter, at));
            let [usual, demanded, inside] = &pairs;
            for (usual, demanded) in usual.claims().zip(demanded.claims()) {
                prop_assert!(demanded.subjects.is_empty() || demanded.state <= usual.state
                    || usual.state == Status::NotApplicable);
            }
            for one in inside.claims().flat_map(|claim| &claim.subjects) {
                let beneath = one.beneath.unwrap_or(one.state);
                prop_assert!(beneath <= Status::Partial, "{:?}", one);
            }
        }
    }

    #[test]
    fn strong_evidence_that_our_judge_did_not_give_is_refused_and_has_no_effect(
        letter in letters(true),
        listing in listing(),
        seen in seen(),
        lacks in 0..3usize,
    ) {
        let mut seen = seen;
        seen.ours = true;
        let state = fold(&play(&listing));
        let mut with = listing;
        with.push(Move { after: 0, what: What::Evidence(seen.clone()) });
        let mut entries = play(&with);
        let (entry, mut envelope) = entries.pop().unwrap();
        let Fact::Evidence(evidence) = &mut envelope.fact else { unreachable!() };
        match lacks {
            0 => envelope.actor = Actor::Role("role/says".parse().unwrap()),
            1 => evidence.method = None,
            _ => evidence.transcript = None,
        }
        let strong = seen.basis >= Basis::Configuration;
        let draft = Draft {
            key: envelope.key,
            actor: envelope.actor.clone(),
            class: Class::Internal,
            body: None,
            blobs: Vec::new(),
            fact: envelope.fact.clone(),
        };
        let refused = admit(&state, None, &draft, envelope.received_at);
        let reason = Refusal::NotOurJudge { basis: seen.basis };
        prop_assert_eq!(refused == Err(reason.clone()), strong);
        let mut after = state.clone();
        let applied = after.apply(entry, &envelope).unwrap();
        prop_assert_eq!(applied == Applied::Ignored(reason), strong);
        if strong {
            let at = envelope.received_at;
            let mut expected = assess(&state, &letter, at);
            expected.tree_size += 1;
            prop_assert_eq!(assess(&after, &letter, at), expected);
        }
    }
}

#[test]
fn strength_is_what_is_asked_for_or_the_status_is_partial() {
    for asked in Basis::ALL {
        for given in Basis::ALL {
            let seen = crate::world::Seen {
                kind: 0,
                thing: 0,
                result: arvak_core::Outcome::Supports,
                basis: given,
                age: 0,
                lasts: None,
                rate: None,
                code: false,
                ours: true,
            };
            let listed = What::List { thing: 0, facing: None, login: None, to: 0 };
            let happens = [listed, What::Evidence(seen)];
            let moves = happens.map(|what| Move { after: 0, what });
            let letter = asks_for("service", "login.mfa", asked);
            let assessment = assess(&fold(&play(&moves)), &letter, hour(0));
            let expected = if given >= asked { Status::Verified } else { Status::Partial };
            assert_eq!(assessment.state, expected, "{given:?} where {asked:?} is asked for");
            assert_eq!(assessment.claim("0").unwrap().strength, Some(given));
        }
    }
}

#[test]
fn nothing_is_known_before_it_happens() {
    let draft = |collected| {
        let evidence = serde_json::json!({"kind": "login.mfa", "subject": "inventory/service",
            "result": "supports", "basis": "statement", "collected_at": hour(collected)});
        Draft {
            key: Digest::of(b"key"),
            actor: Actor::Person("person/1".parse().unwrap()),
            class: Class::Internal,
            body: Some(Body::default()),
            blobs: Vec::new(),
            fact: Fact::Evidence(serde_json::from_value(evidence).unwrap()),
        }
    };
    let state = State::new();
    assert_eq!(admit(&state, None, &draft(5), hour(5)), Ok(()));
    let refusal = Refusal::FromTheFuture { collected_at: hour(6), received_at: hour(5) };
    assert_eq!(admit(&state, None, &draft(6), hour(5)), Err(refusal));
}
