//! Which entries are about which thing.

use std::collections::BTreeMap;

use arvak_core::{Digest, EntityId, EntryId};
use arvak_ledger::Reader;
use serde::{Deserialize, Serialize};
use sqlx::Connection as _;

use super::file::IndexFile;
use super::{Position, Row};
use crate::Result;

/// How many entries a thing has, and a digest over their numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Chain {
    pub(crate) entries: i64,
    pub(crate) chain: String,
}

impl Chain {
    pub(crate) fn new() -> Self {
        Self { entries: 0, chain: String::new() }
    }

    /// With one more entry.
    pub(crate) fn add(&mut self, entry: u64) {
        self.entries += 1;
        let link = [self.chain.as_bytes(), &entry.to_be_bytes()].concat();
        self.chain = Digest::of(&link).to_string();
    }
}

#[derive(Serialize)]
struct SubjectRow<'a> {
    id: &'a str,
    #[serde(flatten)]
    chain: &'a Chain,
}

const ADD_ENTRIES: &str = "INSERT INTO entry (id, fact, subject, kind, result, received_at)
SELECT value ->> 'id', value ->> 'fact', value ->> 'subject', value ->> 'kind', value ->> 'result',
  value ->> 'received_at' FROM json_each(?1)";

const CHAINS_OF: &str = "SELECT id, entries, chain FROM subject
WHERE id IN (SELECT value FROM json_each(?1))";

const KEEP_CHAINS: &str = "INSERT OR REPLACE INTO subject (id, entries, chain)
SELECT value ->> 'id', value ->> 'entries', value ->> 'chain' FROM json_each(?1)";

const KEEP_POSITION: &str = "INSERT OR REPLACE INTO position (one, size, root) VALUES (1, ?1, ?2)";

impl IndexFile {
    /// Adds rows that lead up to `position`: all of them or none.
    pub(super) async fn add_rows(&mut self, rows: &[Row], position: Position) -> Result<()> {
        let failed = self.failed();
        let mut adding = self.connection.begin().await.map_err(&failed)?;
        let mut touched: BTreeMap<&str, Chain> = BTreeMap::new();
        for row in rows {
            if let Some(subject) = &row.subject {
                touched.insert(subject, Chain::new());
            }
        }
        let ids: Vec<&&str> = touched.keys().collect();
        let known: Vec<(String, i64, String)> = sqlx::query_as(CHAINS_OF)
            .bind(json(&ids))
            .fetch_all(&mut *adding)
            .await
            .map_err(&failed)?;
        for (id, entries, chain) in known {
            if let Some(place) = touched.get_mut(id.as_str()) {
                *place = Chain { entries, chain };
            }
        }
        for row in rows {
            if let Some(chain) = row.subject.as_deref().and_then(|id| touched.get_mut(id)) {
                chain.add(row.id);
            }
        }
        let chains: Vec<SubjectRow<'_>> =
            touched.iter().map(|(id, chain)| SubjectRow { id, chain }).collect();
        for (sql, rows) in [(ADD_ENTRIES, json(&rows)), (KEEP_CHAINS, json(&chains))] {
            sqlx::query(sql).bind(rows).execute(&mut *adding).await.map_err(&failed)?;
        }
        sqlx::query(KEEP_POSITION)
            .bind(position.size.cast_signed())
            .bind(position.root.0.as_slice())
            .execute(&mut *adding)
            .await
            .map_err(&failed)?;
        adding.commit().await.map_err(failed)
    }
}

/// Numbers and texts always have a JSON form.
fn json(rows: &impl Serialize) -> String {
    serde_json::to_string(rows).unwrap_or_default()
}

/// The entries about a thing as far as the index follows the ledger, and how far that is. `None` when the
/// index is of another ledger, or its rows do not agree with each other.
pub(crate) async fn about(
    index: &mut IndexFile,
    subject: &EntityId,
    reader: &Reader,
) -> Option<(Vec<EntryId>, u64)> {
    let mut reading = index.connection.begin().await.ok()?;
    let (size, root): (i64, Vec<u8>) =
        sqlx::query_as("SELECT size, root FROM position WHERE one = 1")
            .fetch_optional(&mut *reading)
            .await
            .ok()??;
    let ids: Vec<i64> = sqlx::query_scalar("SELECT id FROM entry WHERE subject = ?1 ORDER BY id")
        .bind(subject.as_str())
        .fetch_all(&mut *reading)
        .await
        .ok()?;
    let kept: Option<(i64, String)> =
        sqlx::query_as("SELECT entries, chain FROM subject WHERE id = ?1")
            .bind(subject.as_str())
            .fetch_optional(&mut *reading)
            .await
            .ok()?;
    reading.rollback().await.ok()?;
    let ids = ids.into_iter().map(|id| u64::try_from(id).ok()).collect::<Option<Vec<_>>>()?;
    let mut chain = Chain::new();
    for id in &ids {
        chain.add(*id);
    }
    let kept = kept.map_or_else(Chain::new, |(entries, chain)| Chain { entries, chain });
    let position = super::file::position(size, &root)?;
    (chain == kept && position.is_of(reader))
        .then(|| (ids.into_iter().map(EntryId).collect(), position.size))
}
