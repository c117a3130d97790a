//! A small municipality in which everything occurs that an export tells of.

use std::collections::BTreeMap;

use arvak_core::assess::Provenance;
use arvak_core::catalogue::SHIPPED;
use arvak_core::fact::{
    Attribute, CatalogueAdoption, ClockKind, Contest, Entity, Exemption, ExemptionRequest, Genesis,
    Method, Relation, Retirement, Situation, VERSION, Value,
};
use arvak_core::{
    Actor, Assessment, Basis, Catalogue, Class, Digest, EntityId, EntryId, Envelope, Evidence,
    Fact, Instant, Name, Outcome, Span, State, assess,
};
use arvak_oscal::{Edition, Export, Input, check, entries_named, export};
use arvak_words::{Lang, Words};

/// Facts, and what they amount to.
pub(crate) struct World {
    pub(crate) catalogue: Catalogue,
    pub(crate) state: State,
    pub(crate) envelopes: BTreeMap<EntryId, Envelope>,
    pub(crate) names: BTreeMap<EntityId, String>,
    next: u64,
}

/// The first instant.
pub(crate) fn start() -> Instant {
    "2026-06-01T08:00:00Z".parse().unwrap()
}

/// When the world is judged, usually.
pub(crate) fn now() -> Instant {
    start().plus(Span::from_days(20))
}

pub(crate) fn id(text: &str) -> EntityId {
    text.parse().unwrap()
}

pub(crate) fn name(text: &str) -> Name {
    text.parse().unwrap()
}

/// Evidence of a basis, with what that basis asks for, `days` after the first instant.
pub(crate) fn evidence(
    kind: &str,
    subject: &str,
    result: Outcome,
    basis: Basis,
    days: u32,
) -> Evidence {
    let judged = basis >= Basis::Configuration;
    Evidence {
        kind: name(kind),
        subject: id(subject),
        result,
        basis,
        collected_at: start().plus(Span::from_days(days)),
        valid_until: None,
        method: judged.then(|| Method { name: name("https"), version: 3 }),
        vantage: judged.then(|| name("outside")),
        attributes: BTreeMap::new(),
        code: None,
        transcript: judged.then(|| Digest::of(kind.as_bytes())),
        supersedes: None,
    }
}

impl World {
    /// A ledger that has adopted the catalogue that is shipped.
    pub(crate) fn new() -> Self {
        let mut catalogue = Catalogue::parse(SHIPPED).unwrap();
        let digest = Digest::of(&Catalogue::pack(SHIPPED));
        catalogue.digest = Some(digest);
        let letters = catalogue.letters.iter().map(|letter| letter.id.clone()).collect();
        let mut world = Self {
            catalogue,
            state: State::new(),
            envelopes: BTreeMap::new(),
            names: BTreeMap::new(),
            next: 0,
        };
        world.record(Fact::Genesis(Genesis {
            origin: "arvak/4f1c".to_owned(),
            public_key: "arvak/4f1c+00000000+AAAA".to_owned(),
            clock: ClockKind::Simulated,
        }));
        world.record(Fact::Catalogue(CatalogueAdoption { digest, letters }));
        world
    }

    /// Records a fact by the head of ICT, for those who work with security.
    pub(crate) fn record(&mut self, fact: Fact) -> EntryId {
        self.record_by("ict_lead", Class::Internal, fact)
    }

    pub(crate) fn record_by(&mut self, role: &str, class: Class, fact: Fact) -> EntryId {
        let entry = EntryId(self.next);
        self.next += 1;
        let evidence = match &fact {
            Fact::Evidence(evidence) => Some(evidence.collected_at),
            _ => None,
        };
        // From `configuration` up only a part of the program is believed (law 5).
        let judge = match &fact {
            Fact::Evidence(Evidence { method: Some(method), .. }) => Some(method.name.clone()),
            _ => None,
        };
        let last = self.state.last_received().unwrap_or_else(start);
        let envelope = Envelope {
            received_at: evidence.map_or(last, |collected| collected.max(last)),
            v: VERSION,
            key: Digest::of(&entry.0.to_be_bytes()),
            actor: judge.map_or_else(|| Actor::Role(id(&format!("role/{role}"))), Actor::Program),
            class,
            body: None,
            blobs: Vec::new(),
            fact,
        };
        self.state.apply(entry, &envelope).unwrap();
        self.envelopes.insert(entry, envelope);
        entry
    }

    /// Lists a thing.
    pub(crate) fn list(
        &mut self,
        thing: &str,
        called: &str,
        attributes: &[(&str, Value)],
        relations: &[(&str, &str)],
    ) -> EntryId {
        self.names.insert(id(thing), called.to_owned());
        let attribute = |(key, value): &(&str, Value)| {
            let attribute = Attribute { value: value.clone(), basis: Basis::Document, class: None };
            (name(key), attribute)
        };
        let relation = |(key, to): &(&str, &str)| Relation {
            relation: name(key),
            to: vec![id(to)],
            at_least: 1,
            grace_hours: 0,
        };
        self.record(Fact::Entity(Entity {
            id: id(thing),
            attributes: attributes.iter().map(attribute).collect(),
            relations: relations.iter().map(relation).collect(),
        }))
    }

    pub(crate) fn assess(&self, at: Instant) -> Assessment {
        let provenance = Provenance {
            engine: "arvak 0.1.0".to_owned(),
            tree_size: self.state.size(),
            root: Some(Digest::of(b"root")),
        };
        assess(&self.state, &self.catalogue, at).with_provenance(provenance)
    }

    /// The export of an edition in a language, as of an instant.
    pub(crate) fn export_as(&self, edition: Edition, lang: Lang, at: Instant) -> Export {
        let assessment = self.assess(at);
        let named = entries_named(&assessment, &self.state);
        let entries = named.iter().map(|id| (*id, self.envelopes[id].clone())).collect();
        export(&Input {
            catalogue: &self.catalogue,
            adopted_at: start(),
            state: &self.state,
            assessment: &assessment,
            entries: &entries,
            name_of: &|id| self.names.get(id).cloned(),
            edition,
            words: &Words::new(lang),
        })
        .unwrap()
    }

    pub(crate) fn export(&self) -> Export {
        self.export_as(Edition::Internal, Lang::Nb, now())
    }
}

/// The faults of an export, as lines.
pub(crate) fn faults(export: &Export) -> Vec<String> {
    check(&documents(export)).iter().map(ToString::to_string).collect()
}

pub(crate) fn documents(export: &Export) -> Vec<arvak_oscal::Document<'_>> {
    let document = |file: &'_ arvak_oscal::ExportFile| file.name;
    export
        .files
        .iter()
        .map(|file| arvak_oscal::Document { name: document(file), bytes: &file.bytes })
        .collect()
}

/// The results of an export, as JSON.
pub(crate) fn results(export: &Export) -> serde_json::Value {
    let file = export.files.iter().find(|file| file.name == arvak_oscal::RESULTS_FILE).unwrap();
    let root: serde_json::Value = serde_json::from_slice(&file.bytes).unwrap();
    root["assessment-results"]["results"][0].clone()
}

/// A world with a verified, a partial, a stale, a refuted, a compensated, an exempt and a retired thing.
pub(crate) fn everything() -> World {
    let mut world = World::new();
    let yes = || Value::Bool(true);
    world.list("organisation/nordvik", "Nordvik kommune", &[], &[]);
    world.list("supplier/drift", "Drift *AS*", &[("operates_ict", yes())], &[]);
    world.list("system/sak", "Saksbehandling", &[("criticality", Value::Int(5))], &[]);
    world.list("function/legevakt", "Legevakt", &[("criticality", Value::Int(5))], &[]);
    world.list("plan/beredskap", "Beredskapsplan", &[], &[("covers", "function/legevakt")]);
    for service in ["innsyn", "gammel", "nett", "vakt", "ferie", "hull", "x"] {
        let called = format!("Tjenesten {service}");
        let login = ("login", Value::Word(name("form")));
        let attributes = [("internet_facing", yes()), login];
        world.list(&format!("service/{service}"), &called, &attributes, &[]);
    }
    for (thing, result, days) in [
        ("innsyn", Outcome::Supports, 19),
        ("nett", Outcome::Supports, 1),
        ("gammel", Outcome::Refutes, 2),
        ("hull", Outcome::Refutes, 4),
        ("vakt", Outcome::Inconclusive, 3),
    ] {
        let subject = format!("service/{thing}");
        let mut found = evidence("mfa.enforced", &subject, result, Basis::Probe, days);
        found.code = (result == Outcome::Refutes).then(|| name("mfa.single_factor_login"));
        let entry = world.record(Fact::Evidence(found));
        if result == Outcome::Refutes {
            world.record_by(
                "supplier_contact",
                Class::Internal,
                Fact::Contest(Contest { of: entry }),
            );
        }
    }
    compensated(&mut world);
    exempt(&mut world);
    let stated = evidence("plan.current", "plan/beredskap", Outcome::Supports, Basis::Statement, 5);
    world.record_by("emergency_coordinator", Class::Public, Fact::Evidence(stated));
    let copied =
        evidence("plan.offline_copy", "plan/beredskap", Outcome::Supports, Basis::Document, 5);
    world.record_by("emergency_coordinator", Class::Public, Fact::Evidence(copied));
    let asked = evidence("supplier.asked", "supplier/drift", Outcome::Supports, Basis::Document, 6);
    let asked = Evidence { valid_until: Some(start()), ..asked };
    world.record_by("procurement", Class::Leadership, Fact::Evidence(asked));
    world.record(Fact::Retirement(Retirement { subject: id("service/gammel"), successor: None }));
    world.record(Fact::Situation(Situation {
        raised: true,
        level: name("forhoyet"),
        since: start(),
    }));
    world
}

/// Every leaf of the compensating path is supported as strongly as it asks.
fn compensated(world: &mut World) {
    let claims = || world.catalogue.letters[0].points.iter().flat_map(|point| &point.claims);
    let claim = claims().find(|claim| claim.id.as_str() == "3.1").unwrap().clone();
    let path = claim.requirement.any_of.iter().find(|path| path.compensates).unwrap();
    world.list("endpoint/vakt", "vakt.nordvik.example", &[], &[]);
    for part in &path.all_of {
        let arvak_core::requirement::Part::Leaf(leaf) = part else { continue };
        let subject = if leaf.via.is_some() { "endpoint/vakt" } else { "service/vakt" };
        let found = evidence(leaf.kind.as_str(), subject, Outcome::Supports, Basis::Exercise, 19);
        world.record(Fact::Evidence(found));
    }
    let attributes = [("internet_facing", Value::Bool(true)), ("login", Value::Word(name("form")))];
    world.list("service/vakt", "Vaktportalen", &attributes, &[("endpoints", "endpoint/vakt")]);
}

fn exempt(world: &mut World) {
    let (claim, subject) = (name("3.1"), id("service/ferie"));
    let until = start().plus(Span::from_days(90));
    let asked = ExemptionRequest { claim: claim.clone(), subject: subject.clone(), until };
    let request = world.record(Fact::ExemptionRequest(asked));
    let approved = Exemption { request, claim, subject, until };
    world.record_by("chief_executive", Class::Leadership, Fact::Exemption(approved));
}
