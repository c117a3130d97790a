//! What is due, and why.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::catalogue::{Origin, Text};
use arvak_core::fact::{Entity, Evidence, Method, VERSION};
use arvak_core::{Basis, Catalogue, Class, EntryId, Envelope, Fact, Instant, Outcome, Span, State};

use super::actor::Actor;
use super::*;

const DAY: i64 = 86_400_000;

/// A state that grows fact by fact.
struct Ledger {
    state: State,
    catalogue: Catalogue,
}

impl Ledger {
    fn with(endpoints: &[&str]) -> Self {
        let mut ledger = Self { state: State::new(), catalogue: Catalogue::default() };
        for endpoint in endpoints {
            let id = format!("endpoint/{endpoint}-1").parse().unwrap();
            let (attributes, relations) = (BTreeMap::new(), Vec::new());
            ledger.add(0, Fact::Entity(Entity { id, attributes, relations }));
        }
        ledger
    }

    fn add(&mut self, at_ms: i64, fact: Fact) {
        let number = self.state.size();
        let envelope = Envelope {
            received_at: Instant::from_millis(at_ms),
            v: VERSION,
            key: Digest::of(&number.to_be_bytes()),
            actor: arvak_core::Actor::Program(name(actor::NAME)),
            class: Class::Internal,
            body: None,
            blobs: Vec::new(),
            fact,
        };
        let applied = self.state.apply(EntryId(number), &envelope).unwrap();
        assert!(matches!(applied, arvak_core::state::Applied::Counted(_)), "{applied:?}");
    }

    /// Evidence about `a`.
    fn evidence(&mut self, at_ms: i64, kind: &str, basis: Basis, result: Outcome) {
        self.evidence_until(at_ms, kind, basis, result, None);
    }

    fn evidence_until(
        &mut self,
        at_ms: i64,
        kind: &str,
        basis: Basis,
        result: Outcome,
        valid_until: Option<Instant>,
    ) {
        let ours = basis >= Basis::Configuration;
        let method = Method { name: name(actor::NAME), version: 1 };
        let evidence = Evidence {
            kind: name(kind),
            subject: check("a").subject,
            result,
            basis,
            collected_at: Instant::from_millis(at_ms),
            valid_until,
            method: ours.then_some(method),
            vantage: ours.then(|| name("inside")),
            attributes: BTreeMap::new(),
            code: (result != Outcome::Supports).then(|| name("actor.failed")),
            transcript: ours.then(|| Digest::of(b"transcript")),
            supersedes: None,
        };
        self.add(at_ms, Fact::Evidence(evidence));
    }

    /// Both kinds that the probe gives, seen to hold.
    fn seen(&mut self, at_ms: i64) {
        for kind in ["web.first", "web.second"] {
            self.evidence(at_ms, kind, Basis::Probe, Outcome::Supports);
        }
    }

    fn due(&self, at_ms: i64, asked: &Asked) -> Vec<(String, Why)> {
        let probes: [Arc<dyn Probe>; 1] = [Arc::new(Actor::default())];
        let at = Instant::from_millis(at_ms);
        let due = due_checks(&probes, &self.state, &self.catalogue, at, asked);
        due.into_iter().map(|due| (due.check.subject.slug().to_owned(), due.why)).collect()
    }

    /// Why `a` is due, if it is.
    fn why(&self, at_ms: i64) -> Option<Why> {
        self.due(at_ms, &Asked::Nothing).first().map(|(_, why)| *why)
    }
}

fn kind(subject: &str, validity: Option<Span>) -> arvak_core::catalogue::EvidenceKind {
    arvak_core::catalogue::EvidenceKind {
        title: Text::default(),
        subject: name(subject),
        validity,
        strongest: Basis::Probe,
        probes: vec![name(actor::NAME)],
        attributes: Vec::new(),
        refuters: Vec::new(),
        next: name("run_probe"),
        origin: Origin::default(),
    }
}

#[test]
fn what_was_never_looked_at_is_due_and_what_was_just_seen_is_not() {
    let mut ledger = Ledger::with(&["a", "b"]);
    let missing = |slug: &str| (slug.to_owned(), Why::Missing);
    assert_eq!(ledger.due(0, &Asked::Nothing), [missing("a-1"), missing("b-1")]);
    ledger.seen(0);
    assert_eq!(ledger.due(DAY, &Asked::Nothing), [missing("b-1")]);
}

#[test]
fn half_way_to_its_expiry_evidence_is_old() {
    let mut ledger = Ledger::with(&["a"]);
    ledger.seen(0);
    // Without a catalogue a kind holds for seven days.
    assert_eq!(ledger.why(7 * DAY / 2 - 1), None);
    assert_eq!(ledger.why(7 * DAY / 2), Some(Why::Old));
    let kinds = [("web.first", Some(Span::from_days(2))), ("web.second", None)];
    ledger.catalogue.kinds =
        kinds.map(|(id, validity)| (name(id), kind("endpoint", validity))).into();
    assert_eq!((ledger.why(DAY - 1), ledger.why(DAY)), (None, Some(Why::Old)));
}

#[test]
fn evidence_that_says_itself_when_it_ends_is_old_then() {
    let mut ledger = Ledger::with(&["a"]);
    ledger.seen(0);
    let until = Some(Instant::from_millis(DAY));
    ledger.evidence_until(1, "web.first", Basis::Probe, Outcome::Supports, until);
    assert_eq!((ledger.why(DAY - 1), ledger.why(DAY)), (None, Some(Why::Old)));
}

#[test]
fn a_refutation_of_our_own_is_knowledge_too() {
    let mut ledger = Ledger::with(&["a"]);
    ledger.seen(0);
    ledger.evidence(1, "web.first", Basis::Probe, Outcome::Refutes);
    assert_eq!(ledger.why(DAY), None);
}

#[test]
fn what_could_not_be_told_is_still_missing() {
    let mut ledger = Ledger::with(&["a"]);
    ledger.evidence(0, "web.first", Basis::Probe, Outcome::Inconclusive);
    assert_eq!(ledger.why(1), Some(Why::Missing));
    // Once it was told, a later look that could not tell takes nothing away.
    ledger.seen(2);
    ledger.evidence(3, "web.first", Basis::Probe, Outcome::Inconclusive);
    assert_eq!(ledger.why(4), None);
}

#[test]
fn what_others_say_is_no_look() {
    let mut ledger = Ledger::with(&["a"]);
    ledger.evidence(0, "web.first", Basis::Document, Outcome::Supports);
    assert_eq!(ledger.why(1), Some(Why::Missing));
}

/// Law 4: a refutation that is weaker than what we saw calls for another look at once.
#[test]
fn a_contested_leaf_is_due_at_once_and_no_longer_when_it_was_looked_at_again() {
    let mut ledger = Ledger::with(&["a", "b"]);
    ledger.seen(0);
    ledger.evidence(10, "web.first", Basis::Statement, Outcome::Refutes);
    let due = ledger.due(10, &Asked::All);
    assert_eq!(due[0], ("a-1".to_owned(), Why::Contested), "before what somebody asked for");
    assert_eq!(due[1], ("b-1".to_owned(), Why::Asked));
    ledger.evidence(20, "web.first", Basis::Probe, Outcome::Supports);
    assert_eq!(ledger.due(21, &Asked::Nothing), [("b-1".to_owned(), Why::Missing)]);
}

#[test]
fn a_statement_that_agrees_with_our_refutation_contests_nothing() {
    let mut ledger = Ledger::with(&["a"]);
    ledger.seen(0);
    ledger.evidence(1, "web.first", Basis::Probe, Outcome::Refutes);
    ledger.evidence(2, "web.first", Basis::Statement, Outcome::Refutes);
    assert_eq!(ledger.why(3), None);
}

#[test]
fn a_kind_that_never_comes_out_of_a_check_does_not_make_it_due_for_ever() {
    let mut ledger = Ledger::with(&["a"]);
    ledger.evidence(0, "web.first", Basis::Probe, Outcome::Supports);
    assert_eq!(ledger.why(1), None);
    // Nor does one that is about other things.
    ledger.catalogue.kinds = [("web.first", "endpoint"), ("web.second", "domain")]
        .map(|(id, subject)| (name(id), kind(subject, None)))
        .into();
    assert_eq!(ledger.why(1), None);
}

#[test]
fn what_somebody_asks_for_is_due_although_it_is_fresh() {
    let mut ledger = Ledger::with(&["a"]);
    ledger.seen(0);
    assert_eq!(ledger.due(1, &Asked::All), [("a-1".to_owned(), Why::Asked)]);
    let this = Asked::Subjects(BTreeSet::from([check("a").subject]));
    assert_eq!(ledger.due(1, &this).len(), 1);
    let other = Asked::Subjects(BTreeSet::from([check("b").subject]));
    assert!(ledger.due(1, &other).is_empty());
}

#[tokio::test]
async fn a_run_finds_what_is_due_by_itself() {
    let bench = Bench::new(Actor::default());
    let ledger = Ledger::with(&["a", "b"]);
    let run = bench.schedule.run_due(
        &ledger.state,
        &ledger.catalogue,
        &Asked::Nothing,
        &bench.sink,
        None,
    );
    let summary = run.await.unwrap();
    assert_eq!((summary.planned, summary.conclusive), (2, 2));
}
