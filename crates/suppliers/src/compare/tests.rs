//! Numbers and countries held against findings, with the questions of the shipped catalogue.

use arvak_core::catalogue::SHIPPED;
use arvak_core::fact::{Entity, Evidence, Method, Relation};
use arvak_core::{Actor, Class, Digest, Envelope, Fact};
use proptest::prelude::*;

use super::*;

const DAYS: &str = "measures-patch-days";
const COUNTRIES: &str = "hosting-countries";

fn day(day: i64) -> Instant {
    Instant::from_millis(day * 86_400_000)
}

fn id(text: &str) -> EntityId {
    text.parse().unwrap()
}

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn thing(of: &str, relations: &[(&str, &str)]) -> Fact {
    let relation = |(relation, to): &(&str, &str)| Relation {
        relation: name(relation),
        to: vec![id(to)],
        at_least: 0,
        grace_hours: 0,
    };
    let relations = relations.iter().map(relation).collect();
    Fact::Entity(Entity { id: id(of), attributes: BTreeMap::new(), relations })
}

/// A supplier with one endpoint, and what was found on it.
fn state(found: Vec<Evidence>) -> State {
    let things = [
        thing("supplier/drift", &[]),
        thing("endpoint/a.example", &[]),
        thing(
            "service/epj",
            &[("operated_by", "supplier/drift"), ("endpoints", "endpoint/a.example")],
        ),
    ];
    let mut state = State::new();
    let facts = things.into_iter().chain(found.into_iter().map(Fact::Evidence));
    for (number, fact) in (0_u64..).zip(facts) {
        let envelope = Envelope {
            v: 1,
            key: Digest::of(&number.to_be_bytes()),
            received_at: day(1_000),
            actor: Actor::Program(name("test")),
            class: Class::Internal,
            body: None,
            blobs: match &fact {
                Fact::Evidence(one) => one.transcript.into_iter().collect(),
                _ => Vec::new(),
            },
            fact,
        };
        state.apply(EntryId(number), &envelope).unwrap();
    }
    state
}

fn found(kind: &str, result: Outcome, at: i64, oldest_days: i64) -> Evidence {
    Evidence {
        kind: name(kind),
        subject: id("endpoint/a.example"),
        result,
        basis: Basis::Configuration,
        collected_at: day(at),
        valid_until: None,
        method: Some(Method { name: name("test"), version: 1 }),
        vantage: None,
        attributes: BTreeMap::from([(name("oldest_days"), oldest_days)]),
        code: (result == Outcome::Refutes).then(|| name("holes.open")),
        transcript: Some(Digest::of(b"seen")),
        supersedes: None,
    }
}

fn compared(state: &State, question: &str, answer: Answer, seen_in: &[&str]) -> Comparison {
    let catalogue = Catalogue::parse(SHIPPED).unwrap();
    let answers = BTreeMap::from([(name(question), answer)]);
    let places = |_| seen_in.iter().map(|&code| code.to_owned()).collect();
    compare(&catalogue, state, &id("supplier/drift"), &answers, day(100), &places)
}

fn hole(at: i64, oldest_days: i64) -> State {
    state(vec![found("holes.closed", Outcome::Refutes, at, oldest_days)])
}

fn days(state: &State, answered: u64) -> Comparison {
    compared(state, DAYS, Answer::Number(answered), &[])
}

#[test]
fn a_hole_that_stood_longer_than_was_answered_contradicts() {
    let found = days(&hole(150, 30), 14);
    assert_eq!(found.verdict(), Verdict::Contradicted);
    let one = found.contradictions().next().unwrap();
    assert_eq!((one.answer.as_str(), one.seen.as_ref().unwrap().as_str()), ("14", "30"));
    assert_eq!(one.code, Some(name("holes.open")));
}

#[test]
fn a_hole_that_is_not_that_old_yet_says_neither() {
    assert_eq!(days(&hole(150, 14), 14).verdict(), Verdict::Open);
    // It stood before the answer: the answer promises what is done from then on.
    assert_eq!(days(&hole(110, 90), 14).verdict(), Verdict::Open);
    assert_eq!(days(&hole(115, 90), 14).verdict(), Verdict::Contradicted);
    assert_eq!(days(&hole(99, 90), 14).verdict(), Verdict::Open, "nobody has looked since");
}

#[test]
fn no_hole_agrees() {
    let state = state(vec![found("holes.closed", Outcome::Supports, 150, 0)]);
    assert_eq!(days(&state, 14).verdict(), Verdict::Agrees);
}

fn placed(answered: &[&str], seen_in: &[&str]) -> Comparison {
    let state = state(vec![found("hosting.placed", Outcome::Supports, 150, 0)]);
    let answered = answered.iter().map(|&code| code.to_owned()).collect();
    compared(&state, COUNTRIES, Answer::Countries(answered), seen_in)
}

#[test]
fn a_server_in_a_country_that_was_not_named_contradicts_though_it_is_in_the_eea() {
    let found = placed(&["NO", "SE"], &["DE"]);
    assert_eq!(found.verdict(), Verdict::Contradicted);
    let one = found.contradictions().next().unwrap();
    assert_eq!((one.answer.as_str(), one.seen.as_ref().unwrap().as_str()), ("no-se", "de"));
    assert_eq!(placed(&["NO", "SE"], &["SE"]).verdict(), Verdict::Agrees);
    assert_eq!(placed(&["NO"], &[]).verdict(), Verdict::Open, "nobody knows where it stands");
}

#[test]
fn a_comparison_of_the_first_version_is_read() {
    let kept = r#"{"question":"measures-list","answer":"closed","kind":"surface.services_closed","subject":"endpoint/a","entry":7,"at":"2026-11-29T00:00:00Z","contradicts":false,"code":null}"#;
    let held: Held = serde_json::from_str(kept).unwrap();
    assert_eq!(serde_json::to_string(&held).unwrap(), kept);
}

proptest! {
    /// Whoever promises more days is not contradicted by what does not contradict whoever promises fewer.
    #[test]
    fn more_days_are_easier_to_keep(at in 100_i64..200, oldest in 0_i64..200, fewer in 0_u64..100, more in 0_u64..100) {
        let state = hole(at, oldest);
        let contradicts = |answered| days(&state, answered).verdict() == Verdict::Contradicted;
        prop_assert!(!contradicts(fewer + more) || contradicts(fewer));
        let counted = oldest.min(at - 100);
        prop_assert_eq!(contradicts(fewer), counted > i64::try_from(fewer).unwrap());
    }
}
