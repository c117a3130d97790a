//! What every page needs besides what it is about.

use std::collections::BTreeMap;
use std::sync::Arc;

use arvak_core::{Catalogue, EntityId};
use arvak_words::{Naming, Words};

use crate::render::Paint;
use crate::render::status::Page;

/// What people call a thing.
type NameOf = Box<dyn Fn(&EntityId) -> Option<String>>;

/// Owns what a [`Page`] borrows.
pub(crate) struct Pages {
    words: Words,
    paint: Paint,
    name_of: NameOf,
    catalogue: Arc<Catalogue>,
    simulated: bool,
}

impl Pages {
    pub(crate) fn new(
        words: Words,
        colour: bool,
        names: BTreeMap<EntityId, String>,
        catalogue: Arc<Catalogue>,
        simulated: bool,
    ) -> Self {
        let name_of = Box::new(move |id: &EntityId| names.get(id).cloned());
        Self { words, paint: Paint(colour), name_of, catalogue, simulated }
    }

    /// The page.
    pub(crate) fn page(&self) -> Page<'_> {
        Page {
            words: &self.words,
            paint: self.paint,
            naming: Naming { catalogue: &self.catalogue, name_of: &*self.name_of },
            simulated: self.simulated,
        }
    }
}
