//! How long an export takes: from a judged state to the checked bytes of five files, and each step by itself.
//!
//! A full municipality: 2,000 things of eleven kinds, the 28 claims of the letter that is shipped and another 52 (80 in all),
//! 100,000 pieces of evidence; and the worst that the letter can give, where every claim is about everything of its kind.
//! Each line is a JSON object; times are medians in milliseconds. The peer is `serde_json` alone: the same documents, parsed
//! into its `Value` and written again, with nothing built and nothing checked.

use std::collections::BTreeMap;
use std::time::Instant as Stopwatch;

use arvak_core::catalogue::{Claim, SHIPPED};
use arvak_core::fact::{Attribute, CatalogueAdoption, ClockKind, Entity, Genesis, Method, VERSION};
use arvak_core::fact::{Relation, Value};
use arvak_core::{
    Actor, Assessment, Basis, Catalogue, Class, Digest, EntityId, EntryId, Envelope, Evidence,
    Fact, Instant, Name, Outcome, State, assess,
};
use arvak_oscal::{Document, Edition, Export, Input, check, entries_named, export};
use arvak_words::{Lang, Words};

const THINGS: u64 = 2_000;
const CLAIMS: usize = 80;
const EVIDENCE: u64 = 100_000;
const RUNS: usize = 11;

const KINDS: [&str; 11] = [
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
    "backup_set",
];

fn main() {
    println!("{{\"bench\":\"oscal\",\"load\":\"{}\"}}", load());
    let catalogue = catalogue();
    let (state, envelopes) = municipality(&catalogue);
    let at = instant(THINGS + EVIDENCE + 2);
    let words = Words::new(Lang::Nb);
    let made = Made { catalogue, state, envelopes, words };
    let assessment = made.assess(at);
    let mut times: BTreeMap<&str, Vec<u128>> = BTreeMap::new();
    let mut newest = None;
    for _ in 0..RUNS {
        let (assessed, judging) = timed(|| made.assess(at));
        let (entries, taking) = timed(|| made.entries(&assessed));
        let (export, building) = timed(|| made.export(&assessed, &entries));
        let documents = documents(&export);
        let (faults, checking) = timed(|| check(&documents));
        assert!(faults.is_empty(), "{:?}", faults.first());
        let ((), peer) = timed(|| again(&export));
        let whole = judging + taking + building + checking;
        for (name, took) in [
            ("whole", whole),
            ("judge", judging),
            ("entries", taking),
            ("build", building),
            ("check", checking),
            ("peer_parse_and_write", peer),
        ] {
            times.entry(name).or_default().push(took);
        }
        newest = Some(export);
    }
    let Some(export) = newest else { return };
    let bytes: usize = export.files.iter().map(|file| file.bytes.len()).sum();
    let judged: usize = assessment.claims().map(|claim| claim.subjects.len()).sum();
    for (name, mut times) in times {
        times.sort_unstable();
        let median = times.get(times.len() / 2).copied().unwrap_or_default() / 1_000;
        let least = times.first().copied().unwrap_or_default() / 1_000;
        println!(
            "{{\"bench\":\"{name}\",\"things\":{THINGS},\"claims\":{CLAIMS},\"evidence\":{EVIDENCE},\"judged\":{judged},\
             \"observations\":{},\"findings\":{},\"bytes\":{bytes},\"runs\":{RUNS},\"median_ms\":{median},\"least_ms\":{least}}}",
            export.figures.observations, export.figures.findings,
        );
    }
}

struct Made {
    catalogue: Catalogue,
    state: State,
    envelopes: BTreeMap<EntryId, Envelope>,
    words: Words,
}

impl Made {
    fn assess(&self, at: Instant) -> Assessment {
        assess(&self.state, &self.catalogue, at)
    }

    /// What the program reads from the ledger's files.
    fn entries(&self, assessment: &Assessment) -> BTreeMap<EntryId, Envelope> {
        let named = entries_named(assessment, &self.state);
        named.into_iter().filter_map(|id| Some((id, self.envelopes.get(&id)?.clone()))).collect()
    }

    fn export(&self, assessment: &Assessment, entries: &BTreeMap<EntryId, Envelope>) -> Export {
        let made = export(&Input {
            catalogue: &self.catalogue,
            adopted_at: instant(0),
            state: &self.state,
            assessment,
            entries,
            name_of: &|id| Some(format!("Tingen som heter {}", id.slug())),
            edition: Edition::Internal,
            words: &self.words,
        });
        match made {
            Ok(export) => export,
            Err(error) => unreachable!("{error}"),
        }
    }
}

fn documents(export: &Export) -> Vec<Document<'_>> {
    export.files.iter().map(|file| Document { name: file.name, bytes: &file.bytes }).collect()
}

fn again(export: &Export) {
    for file in &export.files {
        let read: Option<serde_json::Value> = serde_json::from_slice(&file.bytes).ok();
        std::hint::black_box(serde_json::to_vec_pretty(&read).ok());
    }
}

/// The letter that is shipped, and in its last point as many claims of it again as make 80.
fn catalogue() -> Catalogue {
    let mut catalogue = match Catalogue::parse(SHIPPED) {
        Ok(catalogue) => catalogue,
        Err(mistakes) => unreachable!("{mistakes:?}"),
    };
    catalogue.digest = Some(Digest::of(b"bench"));
    if let Some(letter) = catalogue.letters.first_mut() {
        let claims: Vec<Claim> =
            letter.points.iter().flat_map(|point| &point.claims).cloned().collect();
        let wide = claims.iter().filter(|claim| claim.requirement.applies_if.is_none());
        let more = wide.cycle().zip(0..CLAIMS - claims.len());
        let more = more.map(|(claim, number)| {
            let mut claim = claim.clone();
            claim.id = parsed(&format!("9.{number}"));
            claim.requirement.for_each.condition = None;
            claim
        });
        if let Some(point) = letter.points.last_mut() {
            point.claims.extend(more);
        }
    }
    catalogue
}

/// Things, relations between them, and evidence of every kind that the letter asks for.
fn municipality(catalogue: &Catalogue) -> (State, BTreeMap<EntryId, Envelope>) {
    let (mut state, mut envelopes) = (State::new(), BTreeMap::new());
    let mut entry = 0;
    let mut record = |fact: Fact, actor: Actor| {
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
            Ok(_) => {}
            Err(error) => unreachable!("{error}"),
        }
        envelopes.insert(EntryId(entry), envelope);
        entry += 1;
    };
    let program = || Actor::Program(parsed("https"));
    record(
        Fact::Genesis(Genesis {
            origin: "arvak/bench".to_owned(),
            public_key: "arvak/bench+0+A".to_owned(),
            clock: ClockKind::Real,
        }),
        program(),
    );
    let letters = catalogue.letters.iter().map(|letter| letter.id.clone()).collect();
    let digest = Digest::of(b"bench");
    record(Fact::Catalogue(CatalogueAdoption { digest, letters }), program());
    for number in 0..THINGS {
        record(Fact::Entity(thing(number)), program());
    }
    let kinds: Vec<(&Name, &str)> =
        catalogue.kinds.iter().map(|(name, kind)| (name, kind.subject.as_str())).collect();
    for number in 0..EVIDENCE {
        let random = mixed(number);
        let place = usize::try_from(random % kinds.len() as u64).unwrap_or_default();
        let Some((kind, about)) = kinds.get(place) else { continue };
        let evidence = evidence(kind, about, random, instant(THINGS + 2 + number));
        record(Fact::Evidence(evidence), program());
    }
    (state, envelopes)
}

fn thing(number: u64) -> Entity {
    let kind = kind_of(number);
    let value = |value| Attribute { value, basis: Basis::Document, class: None };
    let attributes = [
        ("criticality", Value::Int(5)),
        ("internet_facing", Value::Bool(true)),
        ("login", Value::Word(parsed("form"))),
        ("operates_ict", Value::Bool(true)),
    ];
    let related = |relation: &str, step: u64| Relation {
        relation: parsed(relation),
        to: vec![id_of(number + step)],
        at_least: 1,
        grace_hours: 0,
    };
    let relations = match kind {
        // Each kind stands at its place in every eleven.
        "service" => vec![related("endpoints", 2), related("operated_by", 4)],
        "plan" => vec![related("covers", 9)],
        "log_source" => vec![related("collects_from", 3)],
        "backup_set" => vec![related("backs_up", 2)],
        _ => Vec::new(),
    };
    Entity {
        id: id_of(number),
        attributes: attributes.map(|(name, it)| (parsed(name), value(it))).into_iter().collect(),
        relations,
    }
}

fn evidence(kind: &Name, about: &str, random: u64, collected_at: Instant) -> Evidence {
    let place = KINDS.iter().position(|known| *known == about).unwrap_or_default() as u64;
    let of_kind = THINGS / KINDS.len() as u64;
    let subject = if KINDS.contains(&about) {
        id_of((random >> 16) % of_kind * KINDS.len() as u64 + place)
    } else {
        parsed(&format!("{about}/only"))
    };
    let basis = match (random >> 32) % 10 {
        0 => Basis::Statement,
        1 | 2 => Basis::Document,
        3 => Basis::Exercise,
        _ => Basis::Probe,
    };
    let judged = basis >= Basis::Configuration;
    Evidence {
        kind: kind.clone(),
        subject,
        result: match (random >> 48) % 20 {
            0 => Outcome::Refutes,
            1 => Outcome::Inconclusive,
            _ => Outcome::Supports,
        },
        basis,
        collected_at,
        valid_until: None,
        method: judged.then(|| Method { name: parsed("https"), version: 1 }),
        vantage: judged.then(|| parsed("outside")),
        attributes: BTreeMap::new(),
        code: None,
        transcript: judged.then(|| Digest::of(&random.to_be_bytes())),
        supersedes: None,
    }
}

fn kind_of(number: u64) -> &'static str {
    let place = usize::try_from(number % KINDS.len() as u64).unwrap_or_default();
    KINDS.get(place).copied().unwrap_or("service")
}

fn id_of(number: u64) -> EntityId {
    parsed(&format!("{}/number-{number:04}", kind_of(number)))
}

/// A fact comes every ten seconds.
fn instant(entry: u64) -> Instant {
    Instant::from_millis(1_760_000_000_000 + i64::try_from(entry).unwrap_or_default() * 10_000)
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    match text.parse() {
        Ok(value) => value,
        Err(error) => unreachable!("{text}: {error:?}"),
    }
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
