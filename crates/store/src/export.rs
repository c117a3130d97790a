//! What is recorded, as an inventory file would list it; and what of it others may see.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::fact::Entity;
use arvak_core::inventory::Item;
use arvak_core::state::EntityView;
use arvak_core::{Class, EntityId, State, vocabulary};

use crate::drafts::Texts;

/// The things that are listed and not retired, with their texts.
pub fn items(state: &State, mut texts: BTreeMap<EntityId, Texts>) -> Vec<Item> {
    let listed = |kind: &str| vocabulary::kind(kind).is_some_and(|row| row.listed);
    let known = state.entities().filter(|entity| listed(entity.id().kind()));
    known.map(|entity| item(&entity, texts.remove(entity.id()).unwrap_or_default())).collect()
}

/// One thing, as a file would list it.
pub fn item(entity: &EntityView<'_>, texts: Texts) -> Item {
    let (id, attributes) = (entity.id().clone(), entity.attributes().clone());
    let (class, relations) = (entity.class(), entity.relations().to_vec());
    let entity = Entity { id, attributes, relations };
    let Texts { name, note, .. } = texts;
    Item { entity, name, note, class, file: String::new(), line: 1 }
}

/// What those may see who may see `least` and what is more open: things, single fields, and relations between such things.
#[must_use]
pub fn open_to(mut items: Vec<Item>, least: Class) -> Vec<Item> {
    items.retain(|item| item.class >= least);
    for item in &mut items {
        let class = item.class;
        item.entity.attributes.retain(|_, one| one.class.unwrap_or(class) >= least);
    }
    among_themselves(items)
}

/// The same things without relations that lead out of the list.
#[must_use]
pub fn among_themselves(mut items: Vec<Item>) -> Vec<Item> {
    let kept: BTreeSet<EntityId> = items.iter().map(|item| item.entity.id.clone()).collect();
    for item in &mut items {
        for relation in &mut item.entity.relations {
            relation.to.retain(|id| kept.contains(id));
            let left = u32::try_from(relation.to.len()).unwrap_or(u32::MAX);
            relation.at_least = relation.at_least.min(left);
        }
        item.entity.relations.retain(|relation| !relation.to.is_empty());
    }
    items
}
