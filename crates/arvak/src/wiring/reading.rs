//! What is recorded, read without the folder's lock.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arvak_core::assess::Provenance;
use arvak_core::change::{Change, changes};
use arvak_core::fact::ClockKind;
use arvak_core::{
    Assessment, Catalogue, EntityId, EntryId, Envelope, Fact, Instant, State, assess,
};
use arvak_store::Known;
use arvak_store::drafts::Texts;
use arvak_words::Words;

use super::clock::clock_of;
use super::pages::Pages;
use super::recording::no_folder;
use crate::settings::Settings;

/// The program and version that judges.
pub(crate) const ENGINE: &str = concat!("arvak ", env!("CARGO_PKG_VERSION"));

/// A data folder as it was at an instant.
pub(crate) struct Reading {
    pub(crate) store: arvak_store::Reading,
    /// What was known at an earlier instant; all that is recorded when this is absent.
    earlier: Option<Known>,
    /// The catalogue in force then.
    pub(crate) catalogue: Arc<Catalogue>,
    /// The instant that is judged at.
    pub(crate) at: Instant,
}

impl Reading {
    /// Reads everything that is recorded, or what had been received by `as_of`.
    pub(crate) async fn open(settings: &Settings, as_of: Option<Instant>) -> anyhow::Result<Self> {
        no_folder(settings)?;
        let store = arvak_store::Reading::open(&settings.data).await?;
        let earlier = match as_of {
            Some(at) => Some(store.as_of(at).await?),
            None => None,
        };
        let state = earlier.as_ref().map_or(store.state(), |known| &known.state);
        let catalogue = store.catalogue_in_force(state)?.unwrap_or_default();
        let clock = clock_of(state.genesis().map(|genesis| genesis.clock), state.last_received());
        // A clock that is a little behind the last receipt does not make it unknown.
        let at = as_of.unwrap_or_else(|| {
            let now = clock.now();
            state.last_received().map_or(now, |last| last.max(now))
        });
        Ok(Self { store, earlier, catalogue, at })
    }

    /// What the facts received by then amount to.
    pub(crate) fn state(&self) -> &State {
        self.earlier.as_ref().map_or(self.store.state(), |known| &known.state)
    }

    /// Judges it.
    pub(crate) fn assess(&self) -> Assessment {
        self.provenance(assess(self.state(), &self.catalogue, self.at))
    }

    /// What would change, and how, were it judged by another catalogue.
    pub(crate) fn changes_under(&self, catalogue: &Catalogue) -> Vec<Change> {
        changes(&self.assess(), &assess(self.state(), catalogue, self.at))
    }

    /// An assessment over this ledger, with the names of program and tree.
    pub(crate) fn provenance(&self, assessment: Assessment) -> Assessment {
        let tree = self.earlier.as_ref().map(|known| (known.size, known.root));
        let (tree_size, root) = tree.unwrap_or_else(|| (self.store.size(), self.store.root()));
        let engine = ENGINE.to_owned();
        assessment.with_provenance(Provenance { engine, tree_size, root: Some(root) })
    }

    /// The bytes that the evidence of an entry was judged from; nothing where it has none, or they were erased.
    pub(crate) fn transcript(&self, entry: EntryId) -> Option<Vec<u8>> {
        let Fact::Evidence(evidence) = self.store.entry(entry).ok()?.envelope.fact else {
            return None;
        };
        self.store.blobs().get(evidence.transcript?).ok()
    }

    /// Whether the times in it are a demonstration's.
    pub(crate) fn is_simulated(&self) -> bool {
        self.state().genesis().is_some_and(|genesis| genesis.clock == ClockKind::Simulated)
    }

    /// An entry's envelope.
    pub(crate) fn envelope(&self, id: EntryId) -> anyhow::Result<Envelope> {
        Ok(self.store.entry(id)?.envelope)
    }

    /// What people call things, and their notes, as they were described last.
    pub(crate) async fn texts(
        &self,
        ids: impl Iterator<Item = &EntityId>,
    ) -> anyhow::Result<BTreeMap<EntityId, Texts>> {
        let ids: BTreeSet<EntityId> = ids.cloned().collect();
        let bodies = self.store.texts_of(&ids).await?;
        Ok(bodies.into_iter().map(|(id, body)| (id, Texts::from(body))).collect())
    }

    /// What a page about this folder needs: names of all things, the catalogue, colours.
    pub(crate) async fn pages(&self, settings: &Settings) -> anyhow::Result<Pages> {
        let ids: Vec<_> = self.state().entities().map(|entity| entity.id().clone()).collect();
        let texts = self.texts(ids.iter()).await?;
        let names = texts.into_iter().filter_map(|(id, texts)| Some((id, texts.name?)));
        Ok(Pages::new(
            Words::new(settings.lang),
            settings.colour,
            names.collect(),
            Arc::clone(&self.catalogue),
            self.is_simulated(),
        ))
    }
}
