//! The data folder as a visitor may read it: whoever is limited to units finds no entry about other units' things, by no
//! number, and no text or name of them. Pages read the ledger through this alone.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use arvak_core::{Body, Digest, EntityId, EntryId, Envelope, Evidence, Fact, Name};
use arvak_ledger::{Checkpoint, LedgerError};
use arvak_store::{Blobs, Error, Layout, Reading, Recorded};

use crate::sight::Sight;

/// A data folder, and what may be seen of it.
#[derive(Clone)]
pub struct Seen {
    reading: Arc<Reading>,
    sight: Option<Arc<Sight>>,
}

impl Seen {
    /// All of it.
    pub(crate) const fn whole(reading: Arc<Reading>) -> Self {
        Self { reading, sight: None }
    }

    /// As much as `sight` says.
    pub(crate) fn within(&self, sight: Arc<Sight>) -> Self {
        Self { reading: Arc::clone(&self.reading), sight: Some(sight) }
    }

    /// What is below, for judging: nothing of it may be shown as it is.
    pub(crate) const fn reading(&self) -> &Arc<Reading> {
        &self.reading
    }

    /// How many entries there are, seen or not.
    pub fn size(&self) -> u64 {
        self.reading.size()
    }

    /// The root over all entries.
    pub fn root(&self) -> Digest {
        self.reading.root()
    }

    /// Where things stand in the folder.
    pub fn layout(&self) -> &Layout {
        self.reading.layout()
    }

    /// Attachments and transcripts. Whoever asks for one has found its digest in an entry that may be seen.
    pub fn blobs(&self) -> &Blobs {
        self.reading.blobs()
    }

    /// The newest signed checkpoint.
    pub fn checkpoint(&self) -> &Checkpoint {
        self.reading.checkpoint()
    }

    /// One entry; one that may not be seen is not there. Of one that names other things besides its own, what names them is
    /// left out, and its bytes with it: `bytes` is empty then.
    pub fn entry(&self, id: EntryId) -> Result<Recorded, Error> {
        let mut recorded = self.reading.entry(id)?;
        if !self.sees(&recorded.envelope)? {
            return Err(LedgerError::NoEntry { id: id.0, size: self.size() }.into());
        }
        if self.strip(&mut recorded.envelope) {
            recorded.bytes.clear();
        }
        Ok(recorded)
    }

    /// The envelopes of several entries, of those that may be seen.
    pub async fn envelopes(
        &self,
        ids: &BTreeSet<EntryId>,
    ) -> Result<BTreeMap<EntryId, Envelope>, Error> {
        let mut seen = BTreeMap::new();
        for (id, mut envelope) in self.reading.envelopes(ids).await? {
            if self.sees(&envelope)? {
                self.strip(&mut envelope);
                seen.insert(id, envelope);
            }
        }
        Ok(seen)
    }

    /// Shows the entries that may be seen from `from` on, in order, until `f` breaks off.
    pub fn for_each(
        &self,
        from: u64,
        mut f: impl FnMut(EntryId, &Envelope, Option<&Body>) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let mut failed = None;
        self.reading.for_each(from, |id, envelope, body| match self.sees(envelope) {
            Ok(true) if self.sight.is_none() => f(id, envelope, body),
            Ok(true) => {
                let mut envelope = envelope.clone();
                self.strip(&mut envelope);
                f(id, &envelope, body)
            }
            Ok(false) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        })?;
        failed.map_or(Ok(()), Err)
    }

    /// The entries about a thing, in order; none when it may not be seen.
    pub async fn about(&self, subject: &EntityId) -> Result<Vec<EntryId>, Error> {
        if self.sees_thing(subject) { self.reading.about(subject).await } else { Ok(Vec::new()) }
    }

    /// The evidence of a kind about a thing that stands, in the order in which it was recorded; none when the thing may not be seen.
    pub async fn evidence_of(
        &self,
        subject: &EntityId,
        kind: &Name,
    ) -> Result<Vec<(EntryId, Evidence)>, Error> {
        if !self.sees_thing(subject) {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for (entry, evidence) in self.reading.evidence_of(subject, kind).await? {
            let mut fact = Fact::Evidence(evidence);
            if let Some(sight) = &self.sight {
                sight.strip(&mut fact);
            }
            if let Fact::Evidence(evidence) = fact {
                found.push((entry, evidence));
            }
        }
        Ok(found)
    }

    /// The texts of things, of those that may be seen.
    pub async fn texts_of(
        &self,
        ids: &BTreeSet<EntityId>,
    ) -> Result<BTreeMap<EntityId, Body>, Error> {
        let seen = ids.iter().filter(|id| self.sees_thing(id)).cloned().collect();
        self.reading.texts_of(&seen).await
    }

    fn sees_thing(&self, id: &EntityId) -> bool {
        self.sight.as_ref().is_none_or(|sight| sight.sees(id))
    }

    fn strip(&self, envelope: &mut Envelope) -> bool {
        self.sight.as_ref().is_some_and(|sight| sight.strip(&mut envelope.fact))
    }

    fn sees(&self, envelope: &Envelope) -> Result<bool, Error> {
        match &self.sight {
            Some(sight) => sight.sees_fact(&self.reading, &envelope.fact),
            None => Ok(true),
        }
    }
}
