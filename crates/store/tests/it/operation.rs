//! The operation database of a data folder.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use arvak_core::{Digest, Instant, Span};
use arvak_probe::ports::NewJob;
use arvak_probe::{Permits as _, Queue as _};
use arvak_store::{Blobs, Operation};
use sqlx::Connection as _;

use crate::contract;

/// Databases in one directory, each new.
struct Fresh(tempfile::TempDir, AtomicU32);

impl Fresh {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap(), AtomicU32::new(0))
    }

    async fn operation(&self) -> Operation {
        let number = self.1.fetch_add(1, Ordering::Relaxed);
        Operation::open(&self.0.path().join(format!("{number}.db"))).await.unwrap()
    }
}

fn file(directory: &tempfile::TempDir) -> PathBuf {
    directory.path().join("operation.db")
}

pub(crate) async fn change(file: &Path, sql: &'static str) {
    let url = format!("sqlite:{}", file.display());
    let mut connection = sqlx::SqliteConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    // As whoever restores a backup does.
    std::fs::remove_file(file.with_extension("sum")).unwrap();
}

/// Another's bytes in place of the file's own.
fn overwrite(file: &Path, bytes: &[u8]) {
    use std::os::unix::fs::FileExt as _;
    let file = std::fs::File::options().write(true).open(file).unwrap();
    file.write_all_at(bytes, 0).unwrap();
}

#[tokio::test]
async fn the_queue_keeps_the_contract() {
    let fresh = Fresh::new();
    contract::queue(|| fresh.operation()).await;
}

#[tokio::test]
async fn permits_keep_the_contract() {
    let fresh = Fresh::new();
    contract::permits(|| fresh.operation()).await;
}

#[tokio::test]
async fn blobs_keep_the_contract() {
    let directory = tempfile::tempdir().unwrap();
    contract::blobs(&Blobs::new(directory.path().join("blobs"))).await;
}

#[tokio::test]
async fn jobs_and_permits_are_there_after_the_database_was_opened_again() {
    let directory = tempfile::tempdir().unwrap();
    let now = Instant::from_millis(0);
    let (probe, subject) = ("mfa".parse().unwrap(), "service/epj".parse().unwrap());
    let first = Operation::open(&file(&directory)).await.unwrap();
    let new = NewJob { key: Digest::of(b"a"), payload: vec![1], not_before: now, priority: 0 };
    first.enqueue(&[new]).await.unwrap();
    assert!(first.take(&probe, &subject, Span::from_days(1), 1, now).await.unwrap());
    // Not closed: what was answered is durable already. Two processes may have it open.
    let second = Operation::open(&file(&directory)).await.unwrap();
    assert_eq!(second.lease(9, "w", now, now).await.unwrap().len(), 1);
    assert!(!second.take(&probe, &subject, Span::from_days(1), 1, now).await.unwrap());
}

#[tokio::test]
async fn a_domain_keeps_its_token() {
    let directory = tempfile::tempdir().unwrap();
    let operation = Operation::open(&file(&directory)).await.unwrap();
    let now = Instant::from_millis(0);
    let token = operation.control_token("nordvik.example", now).await.unwrap();
    assert_eq!(token.len(), 32);
    assert_eq!(operation.control_token("nordvik.example", now).await.unwrap(), token);
    assert_ne!(operation.control_token("sorvik.example", now).await.unwrap(), token);
    assert_eq!(operation.control_tokens().await.unwrap()["nordvik.example"], token);
}

#[tokio::test]
async fn a_forgotten_person_has_no_name() {
    let directory = tempfile::tempdir().unwrap();
    let operation = Operation::open(&file(&directory)).await.unwrap();
    let id = operation.add_person("Kari Nordmann").await.unwrap();
    assert_eq!(operation.person_name(&id).await.unwrap().as_deref(), Some("Kari Nordmann"));
    assert!(operation.forget_person(&id).await.unwrap());
    assert_eq!(operation.person_name(&id).await.unwrap(), None);
    assert!(!operation.forget_person(&id).await.unwrap());
}

#[tokio::test]
async fn settings_are_replaced() {
    let directory = tempfile::tempdir().unwrap();
    let operation = Operation::open(&file(&directory)).await.unwrap();
    assert_eq!(operation.meta("paused").await.unwrap(), None);
    operation.set_meta("paused", "yes").await.unwrap();
    operation.set_meta("paused", "no").await.unwrap();
    assert_eq!(operation.meta("paused").await.unwrap().as_deref(), Some("no"));
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    Operation::open(&file(&directory)).await.unwrap().close().await.unwrap();
    change(&file(&directory), "INSERT INTO migration (version, digest) VALUES (99, x'00')").await;
    let error = Operation::open(&file(&directory)).await.unwrap_err();
    assert_eq!(error.code(), "store.newer");
    assert!(error.to_string().contains("upgrade arvak"), "{error}");
}

#[tokio::test]
async fn a_schema_made_by_another_text_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    Operation::open(&file(&directory)).await.unwrap().close().await.unwrap();
    change(&file(&directory), "UPDATE migration SET digest = x'00'").await;
    assert_eq!(Operation::open(&file(&directory)).await.unwrap_err().code(), "store.damaged");
}

#[tokio::test]
async fn a_database_that_was_changed_while_it_was_closed_is_refused_until_somebody_says_that_it_is_right()
 {
    let directory = tempfile::tempdir().unwrap();
    let (file, sum) = (file(&directory), directory.path().join("operation.sum"));
    let (first, second) =
        (Operation::open(&file).await.unwrap(), Operation::open(&file).await.unwrap());
    first.set_meta("paused", "yes").await.unwrap();
    first.close().await.unwrap();
    assert_eq!(std::fs::read(&sum).unwrap(), b"", "the second still has it open");
    second.set_meta("paused", "no").await.unwrap();
    second.close().await.unwrap();
    assert_eq!(std::fs::read(&sum).unwrap().len(), 65);
    // A byte that SQLite does not care about: the reserved end of its header.
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[80] ^= 1;
    overwrite(&file, &bytes);
    let error = Operation::open(&file).await.unwrap_err();
    assert_eq!(error.code(), "store.damaged");
    assert!(error.to_string().contains("remove operation.sum"), "{error}");
    std::fs::remove_file(&sum).unwrap();
    let restored = Operation::open(&file).await.unwrap();
    assert_eq!(restored.meta("paused").await.unwrap().as_deref(), Some("no"));
    // Killed: nothing is known of the database, and it is used.
    drop(restored);
    assert_eq!(std::fs::read(&sum).unwrap(), b"");
    Operation::open(&file).await.unwrap().close().await.unwrap();
    // Lost: an empty one takes its place.
    std::fs::remove_file(&file).unwrap();
    let empty = Operation::open(&file).await.unwrap();
    assert_eq!(empty.meta("paused").await.unwrap(), None);
}

#[tokio::test]
async fn only_the_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = tempfile::tempdir().unwrap();
    let _operation = Operation::open(&file(&directory)).await.unwrap();
    let mode = std::fs::metadata(file(&directory)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
