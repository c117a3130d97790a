//! Histories: what happens in a small world of services and endpoints, hour by hour.

use std::collections::BTreeMap;

use arvak_core::fact::{
    Attribute, Contest, Entity, Exemption, ExemptionRequest, Method, Obligation, ObligationMet,
    Relation, Retirement, Scope, Situation, VERSION, Value, Withdrawal,
};
use arvak_core::{
    Actor, Applied, Basis, Class, Digest, EntityId, EntryId, Envelope, Evidence, Fact, Instant,
    Outcome, State,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::{hour, hours, name};

pub(crate) const SERVICES: [&str; 3] = ["service/a", "service/b", "service/c"];
pub(crate) const ENDPOINTS: [&str; 3] = ["endpoint/x", "endpoint/y", "endpoint/z"];

/// Evidence kinds: two about services, one about endpoints, one about the inventory.
pub(crate) const KINDS: [&str; 4] = ["login.mfa", "login.plan", "web.tls", "inventory.complete"];

/// Something that happens, so many hours after what happened before it.
#[derive(Clone, Debug)]
pub(crate) struct Move {
    pub(crate) after: u8,
    pub(crate) what: What,
}

/// What happens. Places count services first, then endpoints; `of` counts back over what there is.
#[derive(Clone, Debug)]
pub(crate) enum What {
    List { thing: usize, facing: Option<(bool, Basis)>, login: Option<&'static str>, to: u8 },
    Scope { thing: usize, inside: bool },
    Retire { thing: usize, successor: Option<usize> },
    Evidence(Seen),
    Judge { of: usize, result: Outcome },
    Withdraw { of: usize },
    Request { claim: usize, thing: usize, lasts: u8 },
    Approve { of: usize, own: bool },
    Oblige { thing: usize, due: u8 },
    Meet { of: usize },
    Contest { of: usize },
    Raise { raised: bool },
}

/// Evidence that comes in.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) kind: usize,
    pub(crate) thing: usize,
    pub(crate) result: Outcome,
    pub(crate) basis: Basis,
    /// How many hours before its receipt it was collected.
    pub(crate) age: u8,
    /// How many hours after that it stops being true.
    pub(crate) lasts: Option<u8>,
    pub(crate) rate: Option<i64>,
    pub(crate) code: bool,
    /// Whether it comes as strong evidence must: from a program, with method and transcript.
    pub(crate) ours: bool,
}

pub(crate) fn seen() -> impl Strategy<Value = Seen> {
    let results = vec![
        Outcome::Supports,
        Outcome::Supports,
        Outcome::Supports,
        Outcome::Refutes,
        Outcome::Refutes,
        Outcome::Inconclusive,
    ];
    let what = (select(vec![0usize, 0, 0, 1, 1, 2, 2, 2, 3]), 0..3usize, select(results));
    let when = (select(vec![0u8, 0, 0, 1, 2, 5]), option::of(0..9u8));
    let how = (select(Basis::ALL.to_vec()), option::of(0..3i64), any::<bool>());
    (what, when, how, prop::bool::weighted(0.95)).prop_map(|(what, when, how, ours)| Seen {
        kind: what.0,
        thing: what.1,
        result: what.2,
        basis: how.0,
        age: when.0,
        lasts: when.1,
        rate: how.1,
        code: how.2,
        ours,
    })
}

fn listed() -> impl Strategy<Value = What> {
    let facing = option::of((any::<bool>(), select(vec![Basis::Statement, Basis::Probe])));
    let login = option::of(select(vec!["none", "form"]));
    (0..6usize, facing, login, 0..8u8).prop_map(|(thing, facing, login, to)| What::List {
        thing,
        facing,
        login,
        to,
    })
}

fn what() -> impl Strategy<Value = What> {
    let of = || 0..6usize;
    let results = vec![Outcome::Supports, Outcome::Refutes, Outcome::Inconclusive];
    prop_oneof![
        30 => seen().prop_map(What::Evidence),
        3 => (of(), select(results)).prop_map(|(of, result)| What::Judge { of, result }),
        4 => of().prop_map(|of| What::Withdraw { of }),
        3 => listed(),
        2 => (0..6usize, any::<bool>()).prop_map(|(thing, inside)| What::Scope { thing, inside }),
        2 => (0..6usize, option::of(0..3usize))
            .prop_map(|(thing, successor)| What::Retire { thing, successor }),
        2 => (0..4usize, 0..6usize, 0..9u8)
            .prop_map(|(claim, thing, lasts)| What::Request { claim, thing, lasts }),
        2 => (0..2usize, prop::bool::weighted(0.1))
            .prop_map(|(of, own)| What::Approve { of, own }),
        1 => (0..6usize, 0..9u8).prop_map(|(thing, due)| What::Oblige { thing, due }),
        1 => (0..2usize).prop_map(|of| What::Meet { of }),
        2 => of().prop_map(|of| What::Contest { of }),
        1 => any::<bool>().prop_map(|raised| What::Raise { raised }),
    ]
}

fn moved(what: impl Strategy<Value = What>) -> impl Strategy<Value = Move> {
    (select(vec![0u8, 0, 0, 1, 2]), what).prop_map(|(after, what)| Move { after, what })
}

/// A history: most things are listed first, then anything happens.
pub(crate) fn moves() -> impl Strategy<Value = Vec<Move>> {
    (listing(), vec(moved(what()), 0..40)).prop_map(|(listing, rest)| [listing, rest].concat())
}

/// Most things are listed.
pub(crate) fn listing() -> impl Strategy<Value = Vec<Move>> {
    vec(moved(listed()), 6..9).prop_map(|mut listing| {
        for (place, one) in listing.iter_mut().enumerate().take(5) {
            if let What::List { thing, .. } = &mut one.what {
                *thing = place;
            }
        }
        listing
    })
}

/// Evidence and nothing else.
pub(crate) fn evidence_moves() -> impl Strategy<Value = Vec<Move>> {
    vec(moved(seen().prop_map(What::Evidence)), 1..25)
}

/// Entries of a ledger for what happens.
pub(crate) fn play(moves: &[Move]) -> Vec<(EntryId, Envelope)> {
    let mut world = World::default();
    for one in moves {
        world.time += i64::from(one.after);
        world.happen(&one.what);
    }
    world.entries
}

/// The state that entries amount to.
pub(crate) fn fold(entries: &[(EntryId, Envelope)]) -> State {
    let mut state = State::new();
    for (entry, envelope) in entries {
        state.apply(*entry, envelope).unwrap();
    }
    state
}

/// The retired things, each with what took its place.
pub(crate) fn successions(entries: &[(EntryId, Envelope)]) -> BTreeMap<EntityId, Option<EntityId>> {
    let mut state = State::new();
    let mut found = BTreeMap::new();
    for (entry, envelope) in entries {
        let applied = state.apply(*entry, envelope).unwrap();
        if let (Fact::Retirement(retirement), Applied::Counted(_)) = (&envelope.fact, applied) {
            found.insert(retirement.subject.clone(), retirement.successor.clone());
        }
    }
    found
}

#[derive(Default)]
struct World {
    time: i64,
    entries: Vec<(EntryId, Envelope)>,
    evidence: Vec<(EntryId, Evidence)>,
    requests: Vec<(EntryId, ExemptionRequest)>,
    obligations: usize,
}

fn thing(place: usize) -> EntityId {
    SERVICES.iter().chain(&ENDPOINTS).nth(place).unwrap().parse().unwrap()
}

fn role(slug: &str) -> Actor {
    Actor::Role(format!("role/{slug}").parse().unwrap())
}

/// The one that is so many from the last; the first when there are fewer.
fn back<T>(values: &[T], of: usize) -> Option<&T> {
    values.get(values.len().checked_sub(1)?.saturating_sub(of))
}

impl World {
    fn push(&mut self, actor: Actor, fact: Fact) -> EntryId {
        let entry = EntryId(self.entries.len() as u64);
        let envelope = Envelope {
            received_at: hour(self.time),
            v: VERSION,
            key: Digest::of(&entry.0.to_be_bytes()),
            actor,
            class: Class::Internal,
            body: None,
            blobs: Vec::new(),
            fact,
        };
        self.entries.push((entry, envelope));
        entry
    }

    fn later(&self, after: u8) -> Instant {
        hour(self.time).plus(hours(i64::from(after)))
    }

    fn happen(&mut self, what: &What) {
        match what {
            What::Evidence(seen) => self.see(seen),
            What::Judge { of, result } => self.judge(*of, *result),
            What::List { thing, facing, login, to } => {
                self.push(role("lists"), Fact::Entity(entity(*thing, *facing, *login, *to)));
            }
            What::Scope { thing: place, inside } => {
                let scope = Scope { subject: thing(*place), in_scope: *inside };
                self.push(role("lists"), Fact::Scope(scope));
            }
            What::Retire { thing: place, successor } => {
                // A successor is of the same kind.
                let first = if *place < SERVICES.len() { 0 } else { SERVICES.len() };
                let successor = successor.map(|other| thing(first + other));
                let retirement = Retirement { subject: thing(*place), successor };
                self.push(role("lists"), Fact::Retirement(retirement));
            }
            What::Withdraw { of } => {
                if let Some((of, _)) = back(&self.evidence, *of) {
                    let withdrawal = Withdrawal { of: *of };
                    self.push(role("withdraws"), Fact::Withdrawal(withdrawal));
                }
            }
            What::Contest { of } => {
                if let Some((of, _)) = back(&self.evidence, *of) {
                    let contest = Contest { of: *of };
                    self.push(role("replies"), Fact::Contest(contest));
                }
            }
            What::Request { .. } | What::Approve { .. } => self.exempt(what),
            What::Oblige { thing: place, due } => {
                self.obligations += 1;
                let obligation = Obligation {
                    id: name(&format!("due-{}", self.obligations)),
                    kind: name("answer.due"),
                    subject: thing(*place),
                    due: self.later(*due),
                    owner: None,
                };
                self.push(role("obliges"), Fact::Obligation(obligation));
            }
            What::Meet { of } => {
                let id = name(&format!("due-{}", self.obligations.saturating_sub(*of)));
                self.push(role("meets"), Fact::ObligationMet(ObligationMet { id }));
            }
            What::Raise { raised } => {
                let level = name(if *raised { "raised" } else { "usual" });
                let situation = Situation { raised: *raised, level, since: hour(self.time) };
                self.push(role("declares"), Fact::Situation(situation));
            }
        }
    }

    fn see(&mut self, seen: &Seen) {
        let subject = match seen.kind {
            0 | 1 => thing(seen.thing),
            2 => thing(SERVICES.len() + seen.thing),
            _ => ["inventory/service", "inventory/endpoint", "inventory/supplier"][seen.thing]
                .parse()
                .unwrap(),
        };
        let collected_at = hour(self.time - i64::from(seen.age));
        let evidence = Evidence {
            kind: name(KINDS[seen.kind]),
            subject,
            result: seen.result,
            basis: seen.basis,
            collected_at,
            valid_until: seen.lasts.map(|lasts| collected_at.plus(hours(i64::from(lasts)))),
            method: seen.ours.then(|| Method { name: name("looks"), version: 1 }),
            vantage: seen
                .code
                .then(|| name(if seen.age.is_multiple_of(2) { "outside" } else { "inside" })),
            attributes: seen.rate.map(|rate| (name("rate"), rate)).into_iter().collect(),
            code: seen.code.then(|| name("seen.so")),
            transcript: seen.ours.then(|| Digest::of(b"transcript")),
            supersedes: None,
        };
        self.give(seen.ours, evidence);
    }

    fn give(&mut self, ours: bool, evidence: Evidence) {
        let actor = if ours { Actor::Program(name("looks")) } else { role("says") };
        let entry = self.push(actor, Fact::Evidence(evidence.clone()));
        self.evidence.push((entry, evidence));
    }

    /// Evidence judged again by the next version of its method.
    fn judge(&mut self, of: usize, result: Outcome) {
        let Some((of, evidence)) = back(&self.evidence, of).cloned() else { return };
        let method =
            evidence.method.clone().map(|method| Method { version: method.version + 1, ..method });
        let again = Evidence { result, method, supersedes: Some(of), ..evidence };
        self.give(true, again);
    }

    fn exempt(&mut self, what: &What) {
        match what {
            What::Request { claim, thing: place, lasts } => {
                let until = self.later(*lasts);
                let claim = name(&claim.to_string());
                let request = ExemptionRequest { claim, subject: thing(*place), until };
                let entry = self.push(role("asks"), Fact::ExemptionRequest(request.clone()));
                self.requests.push((entry, request));
            }
            What::Approve { of, own } => {
                let Some((entry, asked)) = back(&self.requests, *of).cloned() else { return };
                let ExemptionRequest { claim, subject, until } = asked;
                let exemption = Exemption { request: entry, claim, subject, until };
                let actor = role(if *own { "asks" } else { "approves" });
                self.push(actor, Fact::Exemption(exemption));
            }
            _ => {}
        }
    }
}

fn entity(
    place: usize,
    facing: Option<(bool, Basis)>,
    login: Option<&'static str>,
    to: u8,
) -> Entity {
    let mut attributes = BTreeMap::new();
    let mut relations = Vec::new();
    let mut relate = |relation: &str, to: Vec<EntityId>| {
        relations.push(Relation { relation: name(relation), to, at_least: 1, grace_hours: 0 });
    };
    if place < SERVICES.len() {
        if let Some((facing, basis)) = facing {
            let value = Value::Bool(facing);
            attributes.insert(name("internet_facing"), Attribute { value, basis, class: None });
        }
        if let Some(login) = login {
            let value = Value::Word(name(login));
            let basis = Basis::Statement;
            attributes.insert(name("login"), Attribute { value, basis, class: None });
        }
        let endpoints = (0..ENDPOINTS.len()).filter(|place| to & (1 << place) != 0);
        let endpoints: Vec<EntityId> =
            endpoints.map(|place| thing(SERVICES.len() + place)).collect();
        if !endpoints.is_empty() {
            relate("endpoints", endpoints);
        }
    }
    if to == 7 {
        relate("owner", vec!["role/owner".parse().unwrap()]);
    }
    Entity { id: thing(place), attributes, relations }
}
