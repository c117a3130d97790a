//! The file: opened for reading, or for writing by the holder of the lock.

use std::fs::{self, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use sqlx::sqlite::SqliteConnection;
use sqlx::{ConnectOptions as _, Connection as _};

use super::Position;
use crate::{Error, Result, database};

const SCHEMA: &str = include_str!("schema.sql");

/// `PRAGMA user_version` of a file with [`SCHEMA`]; another schema has another number.
const SCHEMA_VERSION: i64 = 1;

/// The files that SQLite keeps beside a database.
const COMPANIONS: [&str; 2] = ["-wal", "-shm"];

/// An open index.
pub(crate) struct IndexFile {
    pub(super) connection: SqliteConnection,
    path: PathBuf,
}

impl IndexFile {
    /// Opens it for reading; `None` when it is not there, or is none that this program can read.
    pub(crate) async fn read(path: &Path) -> Option<Self> {
        if !path.exists() {
            return None;
        }
        let connection = database::read_only(path).connect().await.ok()?;
        let mut file = Self { connection, path: path.to_owned() };
        (file.version().await.ok()? == SCHEMA_VERSION).then_some(file)
    }

    /// Opens it for writing. What is there and cannot be used is dropped.
    pub(super) async fn write(path: &Path) -> Result<Self> {
        if let Ok(mut file) = Self::open(path).await
            && file.version().await.is_ok_and(|version| version == SCHEMA_VERSION)
        {
            return Ok(file);
        }
        Self::make(path).await
    }

    /// Drops what is there and makes an empty one.
    pub(super) async fn make(path: &Path) -> Result<Self> {
        remove(path)?;
        let mut options = OpenOptions::new();
        options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .map_err(Error::io("create", path))?;
        let mut file = Self::open(path).await?;
        let failed = Error::database(path);
        let mut making = file.connection.begin().await.map_err(&failed)?;
        sqlx::raw_sql(SCHEMA).execute(&mut *making).await.map_err(&failed)?;
        sqlx::query("PRAGMA user_version = 1").execute(&mut *making).await.map_err(&failed)?;
        making.commit().await.map_err(&failed)?;
        Ok(file)
    }

    async fn open(path: &Path) -> Result<Self> {
        let options = database::rebuildable(path).create_if_missing(false);
        let connection = options.connect().await.map_err(Error::database(path))?;
        Ok(Self { connection, path: path.to_owned() })
    }

    /// Writes what is in the write-ahead log and closes.
    pub(super) async fn close(self) -> Result<()> {
        self.connection.close().await.map_err(Error::database(&self.path))
    }

    async fn version(&mut self) -> Result<i64> {
        sqlx::query_scalar("PRAGMA user_version")
            .fetch_one(&mut self.connection)
            .await
            .map_err(Error::database(&self.path))
    }

    /// Up to where the rows follow the ledger; the empty beginning when there are none.
    pub(super) async fn position(&mut self) -> Result<Option<Position>> {
        let row: Option<(i64, Vec<u8>)> =
            sqlx::query_as("SELECT size, root FROM position WHERE one = 1")
                .fetch_optional(&mut self.connection)
                .await
                .map_err(Error::database(&self.path))?;
        Ok(row.and_then(|(size, root)| position(size, &root)))
    }

    /// For `map_err`.
    pub(super) fn failed(&self) -> impl Fn(sqlx::Error) -> Error + use<> {
        Error::database(&self.path)
    }
}

/// `None` when the numbers are none that this program wrote.
pub(crate) fn position(size: i64, root: &[u8]) -> Option<Position> {
    let root = arvak_core::Digest(root.try_into().ok()?);
    Some(Position { size: u64::try_from(size).ok()?, root })
}

/// Removes the file and its companions; the last of these first, so that none is left to be taken for
/// the companion of the next.
pub(crate) fn remove(path: &Path) -> Result<()> {
    let companion = |ending: &&str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let companions = COMPANIONS.iter().map(companion);
    for path in companions.chain([path.to_owned()]) {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(Error::io("remove", &path)(error));
            }
            _ => {}
        }
    }
    Ok(())
}
