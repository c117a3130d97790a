//! Ledgers of released versions are read and judged for ever as they were when they were written.
//!
//! `tests/frozen/VERSION.jsonl` holds envelopes, one of every kind of fact at least, and is never
//! changed; `VERSION.assessment.json` is what they amount to. A new version adds files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use arvak_core::assess::Provenance;
use arvak_core::catalogue::{Claim, EvidenceKind, Letter, Origin, Point, Text};
use arvak_core::requirement::{Leaf, Part, Path as Way, Requirement, Via};
use arvak_core::{
    Applied, Basis, Catalogue, Digest, EntryId, Envelope, Instant, Span, State, assess,
};

use crate::world::name;

/// The kinds of facts that version 0.1.0 has.
const FACTS: [&str; 15] = [
    "genesis",
    "entity",
    "scope",
    "retirement",
    "evidence",
    "withdrawal",
    "exemption_request",
    "exemption",
    "obligation",
    "obligation_met",
    "contest",
    "catalogue",
    "situation",
    "erasure",
    "key_rotation",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/frozen")
}

fn leaf(kind: &str, at_least: Basis) -> Leaf {
    Leaf {
        kind: name(kind),
        at_least,
        within: Some(Span::from_days(30)),
        within_raised: Some(Span::from_days(7)),
        conditions: Vec::new(),
        from_outside: false,
        via: None,
    }
}

fn claim(id: &str, about: &str, ways: Vec<(Vec<Part>, bool)>) -> Claim {
    let any_of = ways.into_iter().map(|(all_of, compensates)| Way { all_of, compensates });
    Claim {
        id: name(id),
        title: Text::default(),
        owner: name("ict_lead"),
        requirement: Requirement {
            for_each: about.parse().unwrap(),
            applies_if: None,
            any_of: any_of.collect(),
        },
        origin: Origin::default(),
    }
}

/// The letter that the ledger is judged by.
fn catalogue() -> Catalogue {
    let via = Via { relations: vec![name("endpoints")], every: true };
    let tls = Leaf { via: Some(via), ..leaf("web.tls", Basis::Probe) };
    let mfa = || Part::Leaf(leaf("mfa.enforced", Basis::Probe));
    let about = "service where internet_facing and login != 'none'";
    let plan = Part::Leaf(leaf("plan.tested", Basis::Document));
    let claims = vec![
        claim("1", about, vec![(vec![mfa()], false)]),
        claim("2", "service", vec![(vec![plan, Part::NotOverdue(name("answer.due"))], false)]),
        claim("3", "service where has endpoints", vec![(vec![Part::Leaf(tls.clone())], false)]),
        claim("4", about, vec![(vec![mfa()], false), (vec![Part::Leaf(tls)], true)]),
        claim("5", "supplier", vec![(vec![mfa()], false)]),
    ];
    let point = Point { id: name("1a"), title: Text::default(), claims, origin: Origin::default() };
    let letter = Letter {
        id: name("kdd-ks-2022"),
        title: Text::default(),
        follows: None,
        points: vec![point],
        origin: Origin::default(),
    };
    let mfa = EvidenceKind {
        title: Text::default(),
        subject: name("service"),
        validity: None,
        strongest: Basis::Probe,
        probes: vec![name("https")],
        attributes: vec![name("tries")],
        refuters: Vec::new(),
        next: name("run_probe"),
        origin: Origin::default(),
    };
    Catalogue {
        digest: Some(Digest::of(b"catalogue")),
        letters: vec![letter],
        kinds: BTreeMap::from([(name("mfa.enforced"), mfa)]),
        ..Catalogue::default()
    }
}

/// Two assessments of the frozen ledger: at its end, and when some of it has expired.
fn judged(version: &str) -> String {
    let text = std::fs::read_to_string(folder().join(format!("{version}.jsonl"))).unwrap();
    let mut state = State::new();
    for (entry, line) in (0..).zip(text.lines()) {
        let envelope = Envelope::decode(line.as_bytes()).unwrap();
        let applied = state.apply(EntryId(entry), &envelope).unwrap();
        assert!(matches!(applied, Applied::Counted(_)), "entry {entry}: {applied:?}");
    }
    let later: Instant = "2026-03-02T00:00:00Z".parse().unwrap();
    let instants = [state.last_received().unwrap(), later];
    let told = instants.map(|at| {
        let provenance =
            Provenance { engine: version.to_owned(), tree_size: state.size(), root: None };
        assess(&state, &catalogue(), at).with_provenance(provenance)
    });
    serde_json::to_string_pretty(&told).unwrap() + "\n"
}

#[test]
fn a_ledger_of_version_0_1_0_is_judged_as_it_was() {
    let expected = std::fs::read_to_string(folder().join("v0.1.0.assessment.json")).unwrap();
    assert_eq!(judged("v0.1.0"), expected);
}

#[test]
fn the_frozen_ledger_has_every_kind_of_fact() {
    let text = std::fs::read_to_string(folder().join("v0.1.0.jsonl")).unwrap();
    let envelopes = text.lines().map(|line| Envelope::decode(line.as_bytes()).unwrap());
    let found: BTreeSet<&str> = envelopes.map(|envelope| envelope.fact.name()).collect();
    assert_eq!(found, BTreeSet::from(FACTS));
}
