//! Forward-only migrations. A migration that was released is never edited: its digest is kept beside
//! its number, and a database migrated by another text is refused.

use arvak_core::Digest;
use sqlx::{Sqlite, Transaction};

use super::Operation;
use crate::{Error, Result};

/// The texts, oldest first; the n-th gives schema version n, counted from 1.
const MIGRATIONS: [&str; 14] = [
    include_str!("0001.sql"),
    include_str!("0002.sql"),
    include_str!("0003.sql"),
    include_str!("0004.sql"),
    include_str!("0005.sql"),
    include_str!("0006.sql"),
    include_str!("0007.sql"),
    include_str!("0008.sql"),
    include_str!("0009.sql"),
    include_str!("0010.sql"),
    include_str!("0011.sql"),
    include_str!("0012.sql"),
    include_str!("0013.sql"),
    include_str!("0014.sql"),
];

const RECORD: &str = "CREATE TABLE IF NOT EXISTS migration (
  version INTEGER PRIMARY KEY,
  digest BLOB NOT NULL
) STRICT";

/// Applies what is missing, in one transaction: all or nothing.
pub(super) async fn to_newest(operation: &Operation) -> Result<()> {
    let mut transaction = operation.begin().await?;
    sqlx::query(RECORD).execute(&mut *transaction).await.map_err(operation.failed())?;
    let applied: Vec<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT version, digest FROM migration ORDER BY version")
            .fetch_all(&mut *transaction)
            .await
            .map_err(operation.failed())?;
    refuse_newer(operation, &applied)?;
    for (version, text) in (1_i64..).zip(MIGRATIONS) {
        let digest = Digest::of(text.as_bytes());
        match applied.iter().find(|(number, _)| *number == version) {
            Some((_, known)) if known.as_slice() == digest.0 => {}
            Some(_) => {
                let problem = format!("schema version {version} was made by another text");
                return Err(Error::Damaged { file: operation.file.clone(), problem });
            }
            None => apply(operation, &mut transaction, version, text, digest).await?,
        }
    }
    transaction.commit().await.map_err(operation.failed())
}

fn refuse_newer(operation: &Operation, applied: &[(i64, Vec<u8>)]) -> Result<()> {
    let found = applied.last().map_or(0, |(version, _)| u64::try_from(*version).unwrap_or(0));
    let known = MIGRATIONS.len() as u64;
    if found > known {
        return Err(Error::Newer { file: operation.file.clone(), found, known });
    }
    Ok(())
}

async fn apply(
    operation: &Operation,
    transaction: &mut Transaction<'_, Sqlite>,
    version: i64,
    text: &'static str,
    digest: Digest,
) -> Result<()> {
    sqlx::raw_sql(text).execute(&mut **transaction).await.map_err(operation.failed())?;
    sqlx::query("INSERT INTO migration (version, digest) VALUES (?, ?)")
        .bind(version)
        .bind(digest.0.as_slice())
        .execute(&mut **transaction)
        .await
        .map_err(operation.failed())?;
    Ok(())
}
