//! How both databases are opened: WAL, every commit synced, one writer, bounded waiting.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

/// How long a statement waits for another process's transaction.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Options for a database at `file` that must survive a power cut with all that it answered.
pub(crate) fn durable(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_TIMEOUT)
        .foreign_keys(true)
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
}

/// Options for a database that can be made again from the ledger: a power cut may cost its last
/// transactions, which its own position then shows.
pub(crate) fn rebuildable(file: &Path) -> SqliteConnectOptions {
    durable(file).synchronous(SqliteSynchronous::Normal)
}

/// Options for looking at the database at `file`, which must be there.
pub(crate) fn read_only(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .read_only(true)
        .busy_timeout(BUSY_TIMEOUT)
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
}
