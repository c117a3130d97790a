//! Suppliers that named a country which takes part in the conflict (letter point 2d): they are listed so, which brings them into
//! what the letter asks; and when the list of countries changes, those whose country came in are to be asked again.
//!
//! Nothing is taken back by this: that a supplier has no such link is for a person to say, with a reason (law 12).

use arvak_core::fact::{Attribute, Entity, Obligation, ObligationMet, Value};
use arvak_core::{
    Actor, Basis, Class, Digest, Draft, EntityId, Fact, Instant, Name, Outcome, Span,
};
use arvak_store::drafts::USUAL_ROLE;
use arvak_suppliers::countries::{
    ASK_AGAIN, ASK_AGAIN_DAYS, MEASURES, again_id, listed, new_in_list,
};
use arvak_words::Words;

use super::compared::{Given, given};
use super::reading::Reading;
use super::recording::Recording;

/// The attribute that brings a supplier into letter point 2d.
const LINK: &str = "conflict_country_link";

/// What records it.
const BY: &str = "country_list";

/// Records what the list of countries says of suppliers' answers; returns how many facts that took.
pub(crate) async fn record(
    recording: &Recording,
    reading: &Reading,
    words: &Words,
) -> anyhow::Result<usize> {
    let mut drafts = Vec::new();
    for supplier in reading.state().entities_of("supplier").filter(|one| !one.is_retired()) {
        if let Some(given) = given(reading, supplier.id(), words) {
            drafts.extend(link(reading, supplier.id(), &given)?);
            drafts.extend(again(reading, supplier.id(), &given)?);
        }
    }
    let count = drafts.len();
    recording.append_all(drafts, words).await?;
    Ok(count)
}

/// The supplier with the link, where it named such a country and is not listed so. Once for each answer and list: a person who
/// says otherwise afterwards is not contradicted again.
fn link(reading: &Reading, supplier: &EntityId, given: &Given) -> anyhow::Result<Option<Draft>> {
    let Some((list, codes)) = listed(&reading.catalogue, &given.answers) else { return Ok(None) };
    let Some(known) = reading.state().entity(supplier) else { return Ok(None) };
    let yes = Value::Word("yes".parse()?);
    if known.attribute(LINK).is_some_and(|one| one.value == yes) {
        return Ok(None);
    }
    let key = format!("{BY}\n{supplier}\n{}\n{}\n{codes:?}", given.reply, list.id);
    let mut attributes = known.attributes().clone();
    let class = known.attribute(LINK).and_then(|one| one.class);
    attributes.insert(LINK.parse()?, Attribute { value: yes, basis: Basis::Statement, class });
    let entity = Entity { id: supplier.clone(), attributes, relations: known.relations().to_vec() };
    // What people call it stays.
    let body = reading.store.entry(known.entry())?.body;
    let drafted = draft(&key, known.class(), Fact::Entity(entity))?;
    Ok(Some(Draft { body, ..drafted }))
}

/// That the supplier is to be asked again, since a country that it named came into the list after it had said what it does; or
/// that it was.
fn again(reading: &Reading, supplier: &EntityId, given: &Given) -> anyhow::Result<Option<Draft>> {
    let Some((list, since)) = new_in_list(&reading.catalogue, &given.answers) else {
        return Ok(None);
    };
    let Some(id) = again_id(supplier, list) else { return Ok(None) };
    let said = said(reading, supplier)?;
    let told = reading.state().obligation(&id).map(|(_, met)| met);
    let fact = match (told, said) {
        // Said before the country came in.
        (None, Some(at)) if at < since => Fact::Obligation(Obligation {
            id: id.clone(),
            kind: ASK_AGAIN.parse()?,
            subject: supplier.clone(),
            due: reading.at.plus(Span::from_days(ASK_AGAIN_DAYS)),
            owner: Some(owner(reading, supplier)?),
        }),
        (Some(false), Some(at)) if at >= since => {
            Fact::ObligationMet(ObligationMet { id: id.clone() })
        }
        _ => return Ok(None),
    };
    Ok(Some(draft(&format!("{BY}\n{id}\n{}", fact.name()), Class::Internal, fact)?))
}

/// When the supplier last said what it does about its countries.
fn said(reading: &Reading, supplier: &EntityId) -> anyhow::Result<Option<Instant>> {
    let kind: Name = MEASURES.parse()?;
    let all = reading.state().evidence(supplier, &kind);
    let all =
        all.filter(|one| !one.withdrawn && !one.superseded && one.result == Outcome::Supports);
    Ok(all.map(|one| one.collected_at).max())
}

fn owner(reading: &Reading, supplier: &EntityId) -> anyhow::Result<EntityId> {
    match reading.state().related(supplier, "owner").first() {
        Some(role) => Ok((*role).clone()),
        None => Ok(USUAL_ROLE.parse()?),
    }
}

/// A draft that is recorded once for its key.
fn draft(key: &str, class: Class, fact: Fact) -> anyhow::Result<Draft> {
    Ok(Draft {
        key: Digest::of(key.as_bytes()),
        actor: Actor::Program(BY.parse()?),
        class,
        body: None,
        blobs: Vec::new(),
        fact,
    })
}
