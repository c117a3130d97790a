//! Law 2: judging is pure; the order of arrival decides nothing.

use std::collections::BTreeMap;

use arvak_core::{Basis, EntryId, Envelope, Fact, Outcome, Status, assess};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::world::{
    Move, Seen, What, asks_for, config, evidence_moves, fold, instants, letters, listing, moves,
    play,
};

/// The entries of a history, the evidence at its end received at one instant.
fn at_once(mut listing: Vec<Move>, mut evidence: Vec<Move>) -> Vec<(EntryId, Envelope)> {
    for one in &mut evidence {
        one.after = 0;
    }
    listing.extend(evidence);
    play(&listing)
}

fn evidence_of(fact: &Fact) -> Option<String> {
    matches!(fact, Fact::Evidence(_)).then(|| serde_json::to_string(fact).unwrap())
}

/// An assessment in which an entry is named by what it says.
fn told(assessment: &Value, entries: &[(EntryId, Envelope)]) -> Value {
    let texts: BTreeMap<u64, String> = entries
        .iter()
        .filter_map(|(entry, envelope)| Some((entry.0, evidence_of(&envelope.fact)?)))
        .collect();
    let mut told = assessment.clone();
    rename(&mut told, &texts);
    told
}

fn rename(value: &mut Value, texts: &BTreeMap<u64, String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let list = field.as_array_mut().filter(|_| name == "entries" || name == "evidence");
                match list {
                    Some(list) => {
                        for entry in list.iter_mut() {
                            let number = entry.as_u64().unwrap();
                            *entry = texts.get(&number).map_or(json!(number), |text| json!(text));
                        }
                        if name == "evidence" {
                            list.sort_by_key(ToString::to_string);
                        }
                    }
                    None if name == "entry" => {
                        let number = field.as_u64().unwrap();
                        *field = texts.get(&number).map_or(json!(number), |text| json!(text));
                    }
                    None => rename(field, texts),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| rename(value, texts)),
        _ => {}
    }
}

/// The first place at which two values differ.
fn difference(one: &Value, other: &Value, path: &str) -> Option<String> {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) if one.len() == other.len() => {
            one.iter().find_map(|(name, field)| {
                difference(field, other.get(name)?, &format!("{path}.{name}"))
            })
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            one.iter().zip(other).find_map(|(one, other)| difference(one, other, path))
        }
        _ => (one != other).then(|| format!("{path}: {one} ≠ {other}")),
    }
}

proptest! {
    #![proptest_config(config(50))]

    #[test]
    fn the_same_facts_give_the_same_bytes(letter in letters(true), moves in moves()) {
        let entries = play(&moves);
        let (one, other) = (fold(&entries), fold(&entries));
        for at in instants(&one, &[0, 3]) {
            let bytes = |state| serde_json::to_vec(&assess(state, &letter, at)).unwrap();
            prop_assert_eq!(bytes(&one), bytes(&other));
            prop_assert_eq!(bytes(&one), bytes(&one));
        }
    }

    #[test]
    fn the_order_of_evidence_decides_nothing_but_ids(
        letter in letters(true),
        listing in listing(),
        evidence in evidence_moves(),
        seed in any::<u64>(),
    ) {
        let entries = at_once(listing, evidence);
        let first = entries.iter().position(|(_, one)| evidence_of(&one.fact).is_some()).unwrap();
        let mut facts: Vec<_> = entries[first..].iter().map(|(_, one)| one.clone()).collect();
        crate::random::Random::new(seed).shuffle(&mut facts);
        let numbers = (first..).map(|number| EntryId(number as u64));
        let mut permuted = entries[..first].to_vec();
        permuted.extend(numbers.zip(facts));

        let (state, other) = (fold(&entries), fold(&permuted));
        for at in instants(&state, &[1, 2, 4, 9]) {
            let one = serde_json::to_value(assess(&state, &letter, at)).unwrap();
            let two = serde_json::to_value(assess(&other, &letter, at)).unwrap();
            let (one, two) = (told(&one, &entries), told(&two, &permuted));
            prop_assert_eq!(difference(&one, &two, ""), None);
        }
    }
}

#[test]
fn at_equal_times_the_worse_result_wins() {
    for basis in Basis::ALL {
        for first in [Outcome::Supports, Outcome::Refutes] {
            let second =
                if first == Outcome::Supports { Outcome::Refutes } else { Outcome::Supports };
            let seen = |result| {
                let seen = Seen {
                    kind: 0,
                    thing: 0,
                    result,
                    basis,
                    age: 0,
                    lasts: None,
                    rate: None,
                    code: false,
                    ours: true,
                };
                Move { after: 0, what: What::Evidence(seen) }
            };
            let listed = What::List { thing: 0, facing: None, login: None, to: 0 };
            let moves = [Move { after: 0, what: listed }, seen(first), seen(second)];
            let state = fold(&play(&moves));
            let letter = asks_for("service", "login.mfa", Basis::Statement);
            let assessment = assess(&state, &letter, state.last_received().unwrap());
            assert_eq!(assessment.state, Status::Refuted, "{first:?} first, {basis:?}");
        }
    }
}
