//! How many changes bettered a status without new evidence, for *Status* (law 12).

use arvak_core::{Digest, EntryId};
use arvak_store::{Known, Operation};

use super::watch::Watch;
use crate::wiring::reading::Reading;

/// The name of the note in the operation database.
const NOTE: &str = "back_door";

/// How many there are in everything that is recorded. What was counted before is noted in the operation
/// database with the tree that it was counted over, so that only what came after is read.
pub(crate) async fn count(reading: &Reading) -> anyhow::Result<u64> {
    // Only a note to save time: where it cannot be read or kept, all is counted again.
    let operation = Operation::open(&reading.store.layout().operation()).await.ok();
    let note = match &operation {
        Some(operation) => operation.meta(NOTE).await.ok().flatten(),
        None => None,
    };
    let noted = note.as_deref().and_then(Noted::read);
    let counted = match noted {
        Some(noted) => go_on(reading, noted).await?,
        None => None,
    };
    let counted = if let Some(count) = counted {
        count
    } else {
        let mut watch = Watch::new(reading, None);
        watch.read(0)?;
        watch.found.len() as u64
    };
    if let Some(operation) = operation {
        let now = Noted { size: reading.store.size(), root: reading.store.root(), count: counted };
        if noted != Some(now) {
            let _ = operation.set_meta(NOTE, &now.write()).await;
        }
        let _ = operation.close().await;
    }
    Ok(counted)
}

/// Counts what came after the noted tree; none when this ledger is no continuation of it.
async fn go_on(reading: &Reading, noted: Noted) -> anyhow::Result<Option<u64>> {
    let store = &reading.store;
    if noted.size == store.size() && noted.root == store.root() {
        return Ok(Some(noted.count));
    }
    if noted.size == 0 || noted.size > store.size() {
        return Ok(None);
    }
    let at = store.entry(EntryId(noted.size - 1))?.envelope.received_at;
    let known: Known = store.as_of(at).await?;
    // Where later entries have the same time of receipt, the instant does not tell them apart.
    if known.size != noted.size || known.root != noted.root {
        return Ok(None);
    }
    let mut watch = Watch::after(reading, known, at)?;
    watch.read(noted.size)?;
    Ok(Some(noted.count + watch.found.len() as u64))
}

/// What was counted, and over which tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Noted {
    size: u64,
    root: Digest,
    count: u64,
}

impl Noted {
    fn read(note: &str) -> Option<Self> {
        let mut words = note.split(' ');
        let (size, root, count) = (words.next()?, words.next()?, words.next()?);
        Some(Self {
            size: size.parse().ok()?,
            root: root.parse().ok()?,
            count: count.parse().ok()?,
        })
    }

    fn write(self) -> String {
        format!("{} {} {}", self.size, self.root, self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_reads_what_it_writes_and_nothing_else() {
        let noted = Noted { size: 7, root: Digest::of(b"root"), count: 2 };
        assert_eq!(Noted::read(&noted.write()), Some(noted));
        assert_eq!(Noted::read("7 x 2"), None);
        assert_eq!(Noted::read(""), None);
    }
}
