//! What an import would change, and the facts that record it.

use std::collections::BTreeMap;

use arvak_core::inventory::Item;
use arvak_core::state::State;
use arvak_core::{Draft, EntityId, Fact};

use crate::drafts::{NotDrafted, Texts, draft};

/// What becomes of one thing of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// It is not recorded yet.
    New,
    /// It is recorded otherwise.
    Changed,
    /// It is recorded just so.
    Same,
}

/// Compares what the files say with what is recorded: attributes, relations, name and note.
pub fn compare(items: &[Item], state: &State, texts: &BTreeMap<EntityId, Texts>) -> Vec<Becomes> {
    items.iter().map(|item| becomes(item, state, texts)).collect()
}

fn becomes(item: &Item, state: &State, texts: &BTreeMap<EntityId, Texts>) -> Becomes {
    let Some(known) = state.entity(&item.entity.id) else { return Becomes::New };
    let described = *known.attributes() == item.entity.attributes
        && known.relations() == item.entity.relations.as_slice()
        && known.class() == item.class;
    let kept = texts.get(&item.entity.id);
    let named = kept.and_then(|texts| texts.name.as_ref()) == item.name.as_ref()
        && kept.and_then(|texts| texts.note.as_ref()) == item.note.as_ref();
    if described && named { Becomes::Same } else { Becomes::Changed }
}

/// The facts that record the new and changed ones. The key names the entry that each replaces, so
/// that the same import sent twice is recorded once, and a later return to it is recorded again.
pub fn drafts(
    items: &[Item],
    verdicts: &[Becomes],
    state: &State,
    by: &EntityId,
    reason: Option<&str>,
) -> Result<Vec<Draft>, NotDrafted> {
    let mut drafts = Vec::new();
    for (item, becomes) in items.iter().zip(verdicts) {
        if *becomes == Becomes::Same {
            continue;
        }
        let entity = serde_json::to_string(&item.entity)?;
        let before = state
            .entity(&item.entity.id)
            .map_or_else(String::new, |known| known.entry().to_string());
        let class = item.class.name();
        let key = format!("entity\n{before}\n{class}\n{entity}\n{:?}\n{:?}", item.name, item.note);
        let texts = Texts {
            name: item.name.clone(),
            note: item.note.clone(),
            reason: reason.map(str::to_owned),
        };
        let mut draft = draft(Fact::Entity(item.entity.clone()), by, Some(&key), texts)?;
        draft.class = item.class;
        drafts.push(draft);
    }
    Ok(drafts)
}
