//! The peer of grouped appends: SQLite with a write-ahead log that is synced at every commit.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Connection as _, QueryBuilder, Sqlite, SqliteConnection};
use tokio::runtime::{Builder, Runtime};

/// How rows are handed over.
#[derive(Clone, Copy)]
pub(crate) enum Rows {
    /// One prepared statement, run once for each row.
    Single,
    /// 250 rows in a statement, so that the way through `sqlx` weighs little.
    Many,
}

pub(crate) struct Peer {
    runtime: Runtime,
    connection: SqliteConnection,
}

impl Peer {
    pub(crate) fn new(folder: &Path, name: &str) -> Self {
        let runtime = Builder::new_current_thread().build().unwrap();
        let options = SqliteConnectOptions::new()
            .filename(folder.join(name))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        let connection = runtime.block_on(async {
            let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
            sqlx::query("CREATE TABLE entries (id INTEGER PRIMARY KEY, envelope BLOB NOT NULL)")
                .execute(&mut connection)
                .await
                .unwrap();
            connection
        });
        Self { runtime, connection }
    }

    /// One transaction.
    pub(crate) fn append(&mut self, envelopes: &[Vec<u8>], rows: Rows) {
        let connection = &mut self.connection;
        self.runtime.block_on(async {
            let mut transaction = connection.begin().await.unwrap();
            match rows {
                Rows::Single => {
                    for envelope in envelopes {
                        sqlx::query("INSERT INTO entries (envelope) VALUES (?)")
                            .bind(envelope.as_slice())
                            .execute(&mut *transaction)
                            .await
                            .unwrap();
                    }
                }
                Rows::Many => {
                    for envelopes in envelopes.chunks(250) {
                        let mut query: QueryBuilder<Sqlite> =
                            QueryBuilder::new("INSERT INTO entries (envelope) ");
                        query.push_values(envelopes, |mut row, envelope| {
                            row.push_bind(envelope.as_slice());
                        });
                        query.build().execute(&mut *transaction).await.unwrap();
                    }
                }
            }
            transaction.commit().await.unwrap();
        });
    }
}
