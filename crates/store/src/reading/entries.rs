//! Single entries.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::{Arc, PoisonError};

use arvak_core::{Body, EntityId, EntryId, Envelope};
use arvak_ledger::{BodyState, Entry, Reader};

use super::Reading;
use crate::blocking::{blocking, wait_for};
use crate::fold::envelope_of;
use crate::index::{self, refers_to};
use crate::{Error, Result};

/// An entry as it lies in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its id.
    pub id: EntryId,
    /// What is hashed.
    pub envelope: Envelope,
    /// Its texts; `None` when it never had any, and when they were erased.
    pub body: Option<Body>,
    /// Whether its texts were erased.
    pub erased: bool,
    /// The bytes of the envelope, as they are hashed.
    pub bytes: Vec<u8>,
}

impl Reading {
    /// One entry.
    pub fn entry(&self, id: EntryId) -> Result<Recorded> {
        self.reader.get(id.0, recorded)?
    }

    /// The envelopes of several entries. Those that lie close together are read in one go.
    pub async fn envelopes(&self, ids: &BTreeSet<EntryId>) -> Result<BTreeMap<EntryId, Envelope>> {
        let ids: BTreeSet<u64> = ids.iter().map(|id| id.0).collect();
        let reader = Arc::clone(&self.reader);
        blocking(move || {
            let mut envelopes = BTreeMap::new();
            reader.each(&ids, |entry| {
                envelopes.insert(EntryId(entry.id), envelope_of(entry)?);
                Ok::<(), Error>(())
            })?;
            Ok(envelopes)
        })
        .await
    }

    /// Shows the entries from `from` on, in order, until `f` breaks off.
    pub fn for_each(
        &self,
        from: u64,
        mut f: impl FnMut(EntryId, &Envelope, Option<&Body>) -> ControlFlow<()>,
    ) -> Result<()> {
        let mut entries = self.reader.entries(from.min(self.size())..self.size())?;
        while let Some(entry) = entries.next_entry()? {
            let (body, _) = body_of(&entry)?;
            if f(EntryId(entry.id), &envelope_of(&entry)?, body.as_ref()).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The entries about a thing, in order: those that name it as their subject, and the withdrawals,
    /// replies and erasures that concern them.
    pub async fn about(&self, subject: &EntityId) -> Result<Vec<EntryId>> {
        let (reader, subject) = (Arc::clone(&self.reader), subject.clone());
        let index = Arc::clone(&self.index);
        blocking(move || {
            let mut index = index.lock().unwrap_or_else(PoisonError::into_inner);
            let found = match index.as_mut() {
                Some(index) => {
                    wait_for(async { Ok(index::about(index, &subject, &reader).await) })?
                }
                None => None,
            };
            about(&reader, &subject, found.unwrap_or_default())
        })
        .await
    }

    /// The texts (names) of things, as they were described last; absent where there are none, or where
    /// they were erased.
    pub async fn texts_of(&self, ids: &BTreeSet<EntityId>) -> Result<BTreeMap<EntityId, Body>> {
        let described = |id: &EntityId| Some((self.state.entity(id)?.entry().0, id.clone()));
        let described: BTreeMap<u64, EntityId> = ids.iter().filter_map(described).collect();
        let reader = Arc::clone(&self.reader);
        blocking(move || {
            let mut texts = BTreeMap::new();
            reader.each(&described.keys().copied().collect(), |entry| {
                let (body, _) = body_of(entry)?;
                let id = described.get(&entry.id).cloned();
                texts.extend(id.zip(body));
                Ok::<(), Error>(())
            })?;
            Ok(texts)
        })
        .await
    }
}

/// The entries about a thing: those that the index found among the first `from`, and the rest.
fn about(
    reader: &Reader,
    subject: &EntityId,
    (found, from): (Vec<EntryId>, u64),
) -> Result<Vec<EntryId>> {
    let mut about: BTreeSet<EntryId> = found.into_iter().collect();
    let mut entries = reader.entries(from.min(reader.size())..reader.size())?;
    while let Some(entry) = entries.next_entry()? {
        let fact = envelope_of(&entry)?.fact;
        let concerns = match refers_to(&fact) {
            Some(of) => about.contains(&EntryId(of)),
            None => fact.subject() == Some(subject),
        };
        if concerns {
            about.insert(EntryId(entry.id));
        }
    }
    // The index may be ahead of this reading.
    Ok(about.into_iter().filter(|entry| entry.0 < reader.size()).collect())
}

fn recorded(entry: &Entry<'_>) -> Result<Recorded> {
    let (body, erased) = body_of(entry)?;
    let envelope = envelope_of(entry)?;
    Ok(Recorded { id: EntryId(entry.id), envelope, body, erased, bytes: entry.envelope.to_vec() })
}

/// The texts of an entry, and whether they were erased.
pub(crate) fn body_of(entry: &Entry<'_>) -> Result<(Option<Body>, bool)> {
    match entry.body()? {
        BodyState::None => Ok((None, false)),
        BodyState::Erased => Ok((None, true)),
        BodyState::Present(bytes) => match serde_json::from_slice(bytes) {
            Ok(body) => Ok((Some(body), false)),
            Err(source) => Err(Error::Body { entry: EntryId(entry.id), source }),
        },
    }
}
