//! How long judging takes: everything anew, and after one more fact.
//!
//! Two shapes of 2,000 things, 80 requirements and 300,000 pieces of evidence: `spread`, where the things
//! are of ten kinds and a requirement is about one of them, as in a letter; and `cross`, where every
//! requirement is about every thing. Each line is a JSON object; times are medians in microseconds.

use std::collections::BTreeMap;
use std::time::Instant as Stopwatch;

use arvak_core::catalogue::{Claim, Letter, Origin, Point, Text};
use arvak_core::fact::{Entity, Method, VERSION};
use arvak_core::requirement::{Leaf, Part, Path, Quantifier, Requirement};
use arvak_core::{
    Actor, Assessor, Basis, Catalogue, Class, Digest, EntityId, EntryId, Envelope, Evidence, Fact,
    Instant, Name, Outcome, Span, State, assess,
};

const SUBJECTS: u64 = 2_000;
const REQUIREMENTS: u64 = 80;
const EVIDENCE: u64 = 300_000;
const RUNS: usize = 31;
const FACTS: u64 = 501;

const KINDS: [&str; 10] = [
    "service",
    "system",
    "endpoint",
    "domain",
    "supplier",
    "dataset",
    "function",
    "unit",
    "plan",
    "log_source",
];

struct Shape {
    name: &'static str,
    /// How many kinds of things there are.
    kinds: u64,
    /// How many kinds of evidence there are about each thing.
    evidence_kinds: u64,
}

fn main() {
    println!("{{\"bench\":\"assess\",\"load\":\"{}\"}}", load());
    for shape in [
        Shape { name: "spread", kinds: 10, evidence_kinds: 8 },
        Shape { name: "cross", kinds: 1, evidence_kinds: 40 },
    ] {
        measure(&shape);
    }
}

fn measure(shape: &Shape) {
    let letter = letter(shape);
    let mut state = State::new();
    for entry in 0..SUBJECTS {
        let entity = Entity {
            id: subject(shape, entry),
            attributes: BTreeMap::new(),
            relations: Vec::new(),
        };
        apply(&mut state, entry, Actor::Program(name("lists")), Fact::Entity(entity));
    }
    for entry in SUBJECTS..SUBJECTS + EVIDENCE {
        observe(&mut state, shape, entry);
    }
    let at = instant(SUBJECTS + EVIDENCE);
    let judged: usize =
        assess(&state, &letter, at).claims().map(|claim| claim.subjects.len()).sum();

    let full = (0..RUNS).map(|_| timed(|| assess(&state, &letter, at)).1);
    tell("assess_full", shape, judged, full.collect());

    let mut following = Assessor::new(&state, letter.clone(), at);
    let mut times = Vec::new();
    for entry in SUBJECTS + EVIDENCE..SUBJECTS + EVIDENCE + FACTS {
        let applied = observe(&mut state, shape, entry);
        let ((), took) = timed(|| following.update(&state, Some(&applied), instant(entry)));
        times.push(took);
    }
    tell("assess_after_one_fact", shape, judged, times);
    let anew = assess(&state, &letter, instant(SUBJECTS + EVIDENCE + FACTS - 1));
    assert!(*following.assessment() == anew, "following must give what judging anew gives");
}

fn tell(bench: &str, shape: &Shape, judged: usize, mut times: Vec<u128>) {
    times.sort_unstable();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    let least = times.first().copied().unwrap_or_default();
    println!(
        "{{\"bench\":\"{bench}\",\"shape\":\"{}\",\"subjects\":{SUBJECTS},\"requirements\":{REQUIREMENTS},\
         \"evidence\":{EVIDENCE},\"judged\":{judged},\"runs\":{},\"median_us\":{median},\"least_us\":{least}}}",
        shape.name,
        times.len(),
    );
}

#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, u128) {
    let started = Stopwatch::now();
    let result = std::hint::black_box(work());
    (result, started.elapsed().as_micros())
}

/// The load average, for whoever reads the figures.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

/// A number that looks random and belongs to `seed` (`SplitMix64`).
fn mixed(seed: u64) -> u64 {
    let mut mixed = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn name(text: &str) -> Name {
    parsed(text)
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    match text.parse() {
        Ok(value) => value,
        Err(error) => unreachable!("{text}: {error:?}"),
    }
}

fn kind_of_thing(place: u64) -> &'static str {
    usize::try_from(place).ok().and_then(|place| KINDS.get(place)).copied().unwrap_or("service")
}

fn subject(shape: &Shape, number: u64) -> EntityId {
    parsed(&format!("{}/number-{number:04}", kind_of_thing(number % shape.kinds)))
}

/// A fact comes every ten seconds; some come together.
fn instant(entry: u64) -> Instant {
    Instant::from_millis(i64::try_from(entry / 4).unwrap_or_default() * 40_000)
}

fn apply(state: &mut State, entry: u64, actor: Actor, fact: Fact) -> arvak_core::Applied {
    let envelope = Envelope {
        received_at: instant(entry),
        v: VERSION,
        key: Digest([0; 32]),
        actor,
        class: Class::Internal,
        body: None,
        blobs: Vec::new(),
        fact,
    };
    match state.apply(EntryId(entry), &envelope) {
        Ok(applied) => applied,
        Err(error) => unreachable!("{error}"),
    }
}

fn observe(state: &mut State, shape: &Shape, entry: u64) -> arvak_core::Applied {
    let random = mixed(entry);
    let number = random % SUBJECTS;
    let kind = (random >> 16) % shape.evidence_kinds;
    let basis = match (random >> 32) % 10 {
        0 | 1 => Basis::Statement,
        2 => Basis::Document,
        3 => Basis::Configuration,
        _ => Basis::Probe,
    };
    let collected_at = instant(entry);
    let lasts = [None, Some(30), Some(400)];
    let lasts = lasts.get(usize::try_from((random >> 40) % 3).unwrap_or_default());
    let evidence = Evidence {
        kind: name(&format!("{}.kind-{kind}", kind_of_thing(number % shape.kinds))),
        subject: subject(shape, number),
        result: match (random >> 48) % 20 {
            0 => Outcome::Refutes,
            1 => Outcome::Inconclusive,
            _ => Outcome::Supports,
        },
        basis,
        collected_at,
        valid_until: lasts.copied().flatten().map(|days| collected_at.plus(Span::from_days(days))),
        method: Some(Method { name: name("looks"), version: 1 }),
        vantage: Some(name("outside")),
        attributes: BTreeMap::new(),
        code: Some(name("seen.so")),
        transcript: Some(Digest([1; 32])),
        supersedes: None,
    };
    apply(state, entry, Actor::Program(name("looks")), Fact::Evidence(evidence))
}

/// Requirements of one or two leaves; every fourth has a second path, every eighth compensates.
fn letter(shape: &Shape) -> Catalogue {
    let claims = (0..REQUIREMENTS).map(|place| {
        let about = kind_of_thing(place % shape.kinds);
        let leaf = |nth: u64, at_least| {
            Part::Leaf(Leaf {
                kind: name(&format!(
                    "{about}.kind-{}",
                    (place / shape.kinds + nth) % shape.evidence_kinds
                )),
                at_least,
                within: (nth == 0).then_some(Span::from_days(90)),
                within_raised: None,
                conditions: Vec::new(),
                from_outside: false,
                via: None,
            })
        };
        let path = |all_of, compensates| Path { all_of, compensates };
        let mut any_of = vec![path(vec![leaf(0, Basis::Probe)], false)];
        if place % 2 == 1 {
            any_of = vec![path(vec![leaf(0, Basis::Probe), leaf(1, Basis::Document)], false)];
        }
        if place % 4 == 0 {
            any_of.push(path(vec![leaf(2, Basis::Configuration)], false));
        }
        if place % 8 == 0 {
            any_of.push(path(vec![leaf(3, Basis::Document)], true));
        }
        Claim {
            id: name(&format!("claim-{place}")),
            title: Text::default(),
            owner: name("acts"),
            requirement: Requirement {
                for_each: Quantifier { kind: name(about), condition: None },
                applies_if: None,
                any_of,
            },
            origin: Origin::default(),
        }
    });
    let point = Point {
        id: name("1"),
        title: Text::default(),
        claims: claims.collect(),
        origin: Origin::default(),
    };
    let letter = Letter {
        id: name("bench"),
        title: Text::default(),
        follows: None,
        points: vec![point],
        origin: Origin::default(),
    };
    Catalogue { letters: vec![letter], ..Catalogue::default() }
}
