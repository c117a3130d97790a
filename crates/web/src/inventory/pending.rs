//! The files of an import between its preview and the word that confirms it: kept in the operation database, one import
//! a person, so that a restart does not lose it, and forgotten when it is recorded.

use arvak_core::{Digest, EntityId};
use arvak_store::Operation;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// A file that somebody sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// What is kept, and what it is known by.
pub(super) struct Pending {
    pub(super) digest: Digest,
    pub(super) files: Vec<Sent>,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    name: String,
    base64: String,
}

fn key(person: &EntityId) -> String {
    format!("import/{person}")
}

/// Keeps the files in place of the person's earlier ones.
pub(super) async fn keep(
    operation: &Operation,
    person: &EntityId,
    files: &[Sent],
) -> Result<Digest, Failure> {
    let kept: Vec<Kept> = files
        .iter()
        .map(|file| Kept { name: file.name.clone(), base64: STANDARD.encode(&file.bytes) })
        .collect();
    let text = serde_json::to_string(&kept).map_err(|_| Failure::Inside)?;
    operation.set_meta(&key(person), &text).await?;
    Ok(Digest::of(text.as_bytes()))
}

/// The files that were kept for the person, if there are any.
pub(super) async fn kept(
    operation: &Operation,
    person: &EntityId,
) -> Result<Option<Pending>, Failure> {
    let text = operation.meta(&key(person)).await?.filter(|text| !text.is_empty());
    let Some(text) = text else { return Ok(None) };
    let kept: Vec<Kept> = serde_json::from_str(&text).unwrap_or_default();
    let files = kept.into_iter().filter_map(|file| {
        Some(Sent { name: file.name, bytes: STANDARD.decode(file.base64).ok()? })
    });
    Ok(Some(Pending { digest: Digest::of(text.as_bytes()), files: files.collect() }))
}

/// Forgets them.
pub(super) async fn forget(operation: &Operation, person: &EntityId) -> Result<(), Failure> {
    Ok(operation.set_meta(&key(person), "").await?)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arvak_core::fact::ClockKind;
    use arvak_probe::ManualClock;
    use arvak_store::Folder;

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn an_import_waits_for_its_own_person_until_it_is_forgotten() {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::new("2026-03-01T12:00:00Z".parse().unwrap()));
        let folder =
            Folder::create(&dir.path().join("data"), ClockKind::Real, clock).await.unwrap();
        let operation = folder.operation();
        let (ada, bo) = ("person/a".parse().unwrap(), "person/b".parse().unwrap());
        let files = vec![Sent { name: "systemer.csv".to_owned(), bytes: vec![0, 255, 10] }];
        let digest = keep(operation, &ada, &files).await.unwrap();
        let found = kept(operation, &ada).await.unwrap().unwrap();
        assert_eq!((found.digest, found.files), (digest, files));
        assert!(kept(operation, &bo).await.unwrap().is_none());
        forget(operation, &ada).await.unwrap();
        assert!(kept(operation, &ada).await.unwrap().is_none());
        folder.close().await.unwrap();
    }
}
