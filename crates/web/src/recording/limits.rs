//! What somebody may record who is limited to units: facts about own things. A thing stays with its units, keeps what
//! it is related to out of sight, and nobody widens a limit by what they record.

use arvak_core::fact::{Entity, Relation};
use arvak_core::{Draft, EntityId, Fact};
use arvak_store::drafts::as_if_recorded;

use super::NotRecorded;
use crate::failure::Failure;
use crate::sight::Sight;
use crate::view::View;
use crate::visit::Visit;

/// Refuses what is not about own things, and puts back the relations that a form did not show.
pub(super) fn hold(
    visit: &Visit,
    units: &[EntityId],
    drafts: &mut [Draft],
) -> Result<(), NotRecorded> {
    let whole = visit.app.live().view();
    let sight = Sight::of(whole.state(), units);
    for draft in &mut *drafts {
        match &mut draft.fact {
            Fact::Entity(entity) => hold_thing(visit, &whole, &sight, entity)?,
            fact => hold_fact(visit, &whole, &sight, fact)?,
        }
    }
    if !drafts.iter().any(|draft| matches!(draft.fact, Fact::Entity(_))) {
        return Ok(());
    }
    let after = as_if_recorded(whole.state(), drafts, whole.at).map_err(|_| Failure::Inside)?;
    let after = Sight::of(&after, units);
    let leaves = |draft: &Draft| matches!(&draft.fact, Fact::Entity(one) if !after.sees(&one.id));
    if drafts.iter().any(leaves) {
        return Err(NotRecorded::Refused(visit.plain("rooms-limit-owner")));
    }
    Ok(())
}

fn hold_fact(visit: &Visit, whole: &View, sight: &Sight, fact: &Fact) -> Result<(), NotRecorded> {
    if !sight.sees_fact(whole.store.reading(), fact)? {
        return Err(Failure::NotFound.into());
    }
    let is_own = sight.owns_fact(whole.store.reading(), fact)?;
    if is_own { Ok(()) } else { Err(NotRecorded::Refused(visit.plain("rooms-limit-whole"))) }
}

fn hold_thing(
    visit: &Visit,
    whole: &View,
    sight: &Sight,
    entity: &mut Entity,
) -> Result<(), NotRecorded> {
    let known = whole.state().entity(&entity.id);
    if known.is_some() && !sight.sees(&entity.id) {
        return Err(NotRecorded::Refused(visit.plain("inventory-id-taken")));
    }
    // Units decide what is own: whoever is limited to some does not describe them.
    let is_everybodys = known.is_some() && !sight.owns(&entity.id);
    if entity.id.kind() == "unit" || sight.is_everybodys(&entity.id) || is_everybodys {
        return Err(NotRecorded::Refused(visit.plain("rooms-limit-whole")));
    }
    let recorded = known.as_ref().map_or(&[][..], |known| known.relations());
    let was_there = |relation: &Relation, id: &EntityId| {
        let same = recorded.iter().filter(|one| one.relation == relation.relation);
        same.flat_map(|one| &one.to).any(|one| one == id)
    };
    for relation in &entity.relations {
        let reaches_out = |id: &&EntityId| {
            whole.state().entity(id).is_some() && !sight.sees(id) && !was_there(relation, id)
        };
        if relation.to.iter().any(|id| reaches_out(&id)) {
            return Err(NotRecorded::Refused(visit.plain("rooms-limit-relation")));
        }
    }
    put_back(entity, recorded, sight);
    Ok(())
}

/// Puts the things back that a form did not show, each into its own kind of relation.
fn put_back(entity: &mut Entity, recorded: &[Relation], sight: &Sight) {
    for before in recorded {
        let hidden = before.to.iter().filter(|id| !sight.sees(id)).cloned();
        let alike = |one: &&mut Relation| {
            (&one.relation, one.at_least, one.grace_hours)
                == (&before.relation, before.at_least, before.grace_hours)
        };
        let hidden: Vec<_> = hidden.collect();
        if hidden.is_empty() {
            continue;
        }
        if let Some(now) = entity.relations.iter_mut().find(alike) {
            now.to.extend(hidden);
            now.to.sort();
            now.to.dedup();
        } else {
            entity.relations.push(Relation { to: hidden, ..before.clone() });
        }
    }
}
