//! The file: opened, made, removed.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use sqlx::sqlite::SqliteConnection;
use sqlx::{ConnectOptions as _, Connection as _};

use crate::index::remove;
use crate::{Error, Result, database};

const SCHEMA: &str = include_str!("schema.sql");

/// `PRAGMA user_version` of a file with [`SCHEMA`]; another schema has another number.
const SCHEMA_VERSION: i64 = 1;

/// SQLite's codes for another's transaction that did not end in time.
const BUSY: [&str; 2] = ["5", "6"];

/// The open index.
pub(super) struct ProductsFile {
    pub(super) connection: SqliteConnection,
    path: PathBuf,
}

impl ProductsFile {
    /// Opens it; makes it where there is none, or one of another schema.
    pub(super) async fn open(path: &Path) -> Result<Self> {
        let mut file = Self::connect(path).await?;
        if file.has_schema().await? {
            return Ok(file);
        }
        file.close().await;
        remove(path)?;
        let mut file = Self::connect(path).await?;
        if file.has_schema().await? {
            return Ok(file);
        }
        Err(Error::Stopped { why: "a new index of products has another schema".into() })
    }

    async fn connect(path: &Path) -> Result<Self> {
        let mut options = OpenOptions::new();
        options.create(true).append(true).mode(0o600);
        drop(options.open(path).map_err(Error::io("create", path))?);
        let options = database::rebuildable(path).create_if_missing(false);
        // What is deleted is overwritten: names are forgotten with the list that they came from.
        let options = options.pragma("secure_delete", "ON");
        let connection = options.connect().await.map_err(Error::database(path))?;
        Ok(Self { connection, path: path.to_owned() })
    }

    /// Whether it has the schema; an empty one gets it.
    async fn has_schema(&mut self) -> Result<bool> {
        let failed = self.failed();
        let mut making = self.connection.begin_with("BEGIN IMMEDIATE").await.map_err(&failed)?;
        let version: i64 = sqlx::query_scalar("PRAGMA user_version")
            .fetch_one(&mut *making)
            .await
            .map_err(&failed)?;
        if version == 0 {
            sqlx::raw_sql(SCHEMA).execute(&mut *making).await.map_err(&failed)?;
            sqlx::query("PRAGMA user_version = 1").execute(&mut *making).await.map_err(&failed)?;
        }
        making.commit().await.map_err(failed)?;
        Ok(version == 0 || version == SCHEMA_VERSION)
    }

    /// Closes it. What was answered stands, whether or not that works.
    pub(super) async fn close(self) {
        drop(self.connection.close().await);
    }

    /// For `map_err`.
    pub(super) fn failed(&self) -> impl Fn(sqlx::Error) -> Error + use<> {
        Error::database(&self.path)
    }
}

/// Whether it is another's transaction that stands in the way.
pub(super) fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|code| BUSY.contains(&code.as_ref()))
}
