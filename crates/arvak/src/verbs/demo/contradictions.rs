//! Where what somebody says and what was found differ: the heart of the first screen.

use arvak_core::state::EvidenceView;
use arvak_core::{Actor, Basis, EntityId, Name, Outcome};

use crate::render::demo::Contradiction;
use crate::render::status::Page;
use crate::wiring::reading::Reading;

/// All of them that stand now, the latest statement first of each kind, suppliers' words first.
pub(super) fn find(reading: &Reading, page: &Page<'_>) -> anyhow::Result<Vec<Contradiction>> {
    let mut found = Vec::new();
    for entity in reading.state().entities() {
        for (kind, described) in &reading.catalogue.kinds {
            if described.subject.as_str() == entity.id().kind()
                && let Some((statement, refutation)) = pair(reading, entity.id(), kind)
            {
                let entry = reading.store.entry(statement.entry)?;
                let supplier = supplier_of(reading, entity.id());
                let from_supplier = matches!(&entry.envelope.actor, Actor::Role(role) if role.slug() == "supplier_contact");
                let by = match (&supplier, &entry.envelope.actor) {
                    (Some(supplier), _) if from_supplier => page.naming.thing(supplier, page.words),
                    (_, Actor::Role(role)) => page.naming.thing(role, page.words),
                    (_, Actor::Person(id)) => id.to_string(),
                    (_, Actor::Program(name)) => name.to_string(),
                };
                let one = Contradiction {
                    by,
                    about: page.naming.thing(entity.id(), page.words),
                    said: entry.body.and_then(|body| body.note),
                    kind: kind.clone(),
                    stated: (statement.basis, statement.collected_at),
                    code: refutation.code.cloned(),
                    found: (refutation.basis, refutation.collected_at),
                };
                found.push((!from_supplier, one.said.is_none(), one));
            }
        }
    }
    found.sort_by_key(|(own, silent, one)| (*own, *silent, std::cmp::Reverse(one.found.1)));
    Ok(varied(found.into_iter().map(|(_, _, one)| one).collect()))
}

/// First one of each kind of contradiction, then the others.
fn varied(all: Vec<Contradiction>) -> Vec<Contradiction> {
    let mut seen = std::collections::BTreeSet::new();
    let (mut first, again): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|one| seen.insert(one.kind.clone()));
    first.extend(again);
    first
}

/// The latest word that supports, and a stronger refutation that nothing as strong has lifted since.
fn pair<'r>(
    reading: &'r Reading,
    subject: &EntityId,
    kind: &Name,
) -> Option<(EvidenceView<'r>, EvidenceView<'r>)> {
    let counts = |one: &EvidenceView<'_>| !one.withdrawn && !one.superseded;
    let all: Vec<_> = reading.state().evidence(subject, kind).filter(counts).collect();
    let word =
        |one: &&EvidenceView<'_>| one.basis <= Basis::Document && one.result == Outcome::Supports;
    let statement = all.iter().filter(word).max_by_key(|one| one.collected_at)?;
    let refutes =
        |one: &&EvidenceView<'_>| one.basis > Basis::Document && one.result == Outcome::Refutes;
    let refutation = all.iter().filter(refutes).max_by_key(|one| one.collected_at)?;
    let lifts = |one: &EvidenceView<'_>| {
        one.result == Outcome::Supports
            && one.basis >= refutation.basis
            && one.collected_at > refutation.collected_at
    };
    let lifted = all.iter().any(lifts);
    (!lifted).then(|| (statement.clone(), refutation.clone()))
}

/// The supplier that operates what the endpoint belongs to.
fn supplier_of(reading: &Reading, subject: &EntityId) -> Option<EntityId> {
    let suppliers = reading.state().entities_of("supplier");
    let operates = |supplier: &EntityId| {
        let things = reading.state().related(supplier, "operates");
        things.into_iter().any(|thing| {
            thing == subject || reading.state().related(thing, "endpoints").contains(&subject)
        })
    };
    suppliers.map(|supplier| supplier.id().clone()).find(operates)
}
