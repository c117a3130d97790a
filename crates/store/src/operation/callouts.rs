//! Call-out tests: the plan of each under seal, its calls, and when they were acknowledged.

mod calls;

pub use calls::{CallRow, FoundCall};

use arvak_core::{Digest, EntryId, Instant};

use super::Operation;
use crate::{Error, Result, Seal};

/// The table, as it is part of the seal.
const TABLE: &str = "callout";

/// A call-out test as it is kept, without what is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalloutRow {
    /// What it is called here.
    pub id: String,
    /// The hash of its plan.
    pub seal: Digest,
    /// The entry of the ledger that holds the hash; none when this machine went down in between.
    pub entry: Option<EntryId>,
    /// When it was planned.
    pub made_at: Instant,
    /// The entry that says on which ground people's times are collected.
    pub ground: Option<EntryId>,
    /// When it was started: from then on it is carried out when its moment comes.
    pub armed_at: Option<Instant>,
    /// When it was stopped.
    pub stopped_at: Option<Instant>,
    /// When its verdict was recorded, or that there is none.
    pub judged_at: Option<Instant>,
    /// The evidence that was recorded.
    pub evidence: Option<EntryId>,
    /// What came of it by role, as JSON without a time.
    pub found: Option<String>,
    /// When people's times are erased.
    pub erase_at: Option<Instant>,
    /// When they were.
    pub erased_at: Option<Instant>,
}

type Columns = (
    String,
    String,
    Option<i64>,
    i64,
    Option<i64>,
    Option<i64>,
    Option<i64>,
    Option<i64>,
    Option<i64>,
    Option<String>,
    Option<i64>,
    Option<i64>,
);

fn entry(number: i64) -> Option<EntryId> {
    u64::try_from(number).ok().map(EntryId)
}

impl Operation {
    /// Keeps a call-out test; `false` when there is one of that name or hash.
    pub async fn add_callout(
        &self,
        seal: &Seal,
        (id, hash): (&str, Digest),
        secret: &[u8],
        now: Instant,
    ) -> Result<bool> {
        let sealed = seal.seal(TABLE, id, secret)?;
        let done = sqlx::query(
            "INSERT INTO callout (id, sealed, seal, made_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(sealed)
        .bind(hash.to_string())
        .bind(now.as_millis())
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// All of them, the oldest first.
    pub async fn callouts(&self) -> Result<Vec<CalloutRow>> {
        let rows: Vec<Columns> = sqlx::query_as(
            "SELECT id, seal, entry, made_at, ground, armed_at, stopped_at, judged_at, evidence, found, erase_at, erased_at
             FROM callout ORDER BY made_at, id",
        )
        .fetch_all(&self.pool)
        .await
        .map_err(self.failed())?;
        rows.into_iter().map(|row| self.callout_row(row)).collect()
    }

    fn callout_row(&self, row: Columns) -> Result<CalloutRow> {
        let (
            id,
            hash,
            sealed_in,
            made_at,
            ground,
            armed,
            stopped,
            judged,
            shown,
            found,
            due,
            erased,
        ) = row;
        let problem = "a call-out test without a hash".to_owned();
        let seal = hash.parse();
        let seal = seal.map_err(|_| Error::Damaged { file: self.file.clone(), problem })?;
        Ok(CalloutRow {
            id,
            seal,
            entry: sealed_in.and_then(entry),
            made_at: Instant::from_millis(made_at),
            ground: ground.and_then(entry),
            armed_at: armed.map(Instant::from_millis),
            stopped_at: stopped.map(Instant::from_millis),
            judged_at: judged.map(Instant::from_millis),
            evidence: shown.and_then(entry),
            found,
            erase_at: due.map(Instant::from_millis),
            erased_at: erased.map(Instant::from_millis),
        })
    }

    /// What is sealed of a call-out test: the JSON that was handed in.
    pub async fn callout_secret(&self, seal: &Seal, id: &str) -> Result<Option<Vec<u8>>> {
        let sealed: Option<Vec<u8>> = sqlx::query_scalar("SELECT sealed FROM callout WHERE id = ?")
            .bind(id)
            .fetch_optional(&self.pool)
            .await
            .map_err(self.failed())?;
        sealed.map(|sealed| seal.unseal(TABLE, id, &sealed)).transpose()
    }

    /// Notes the entry that holds its hash.
    pub async fn note_callout_entry(&self, id: &str, entry: EntryId) -> Result<()> {
        sqlx::query("UPDATE callout SET entry = ?2 WHERE id = ?1")
            .bind(id)
            .bind(i64::try_from(entry.0).unwrap_or(i64::MAX))
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(self.failed())
    }

    /// Starts one: `ground` is the entry that says on which ground people's times are collected, `erase_at` when they are erased at the
    /// latest. `false` when it was started, stopped or judged before, or its hash is not in the ledger.
    pub async fn arm_callout(
        &self,
        id: &str,
        ground: EntryId,
        (now, erase_at): (Instant, Instant),
    ) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE callout SET ground = ?2, armed_at = ?3, erase_at = ?4
             WHERE id = ?1 AND entry IS NOT NULL AND armed_at IS NULL AND stopped_at IS NULL AND judged_at IS NULL",
        )
        .bind(id)
        .bind(i64::try_from(ground.0).unwrap_or(i64::MAX))
        .bind(now.as_millis())
        .bind(erase_at.as_millis())
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// Stops one; `false` when it was stopped or judged before. Its links are good no more.
    pub async fn stop_callout(&self, id: &str, now: Instant) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE callout SET stopped_at = ?2 WHERE id = ?1 AND stopped_at IS NULL AND judged_at IS NULL",
        )
        .bind(id)
        .bind(now.as_millis())
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// Notes what came of one, by role and without a time; `evidence` is what was recorded, when there was something to record.
    pub async fn note_callout_verdict(
        &self,
        id: &str,
        (evidence, found): (Option<EntryId>, &str),
        now: Instant,
    ) -> Result<()> {
        sqlx::query("UPDATE callout SET judged_at = ?2, evidence = ?3, found = ?4 WHERE id = ?1")
            .bind(id)
            .bind(now.as_millis())
            .bind(evidence.map(|entry| i64::try_from(entry.0).unwrap_or(i64::MAX)))
            .bind(found)
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(self.failed())
    }

    /// Erases people's times, codes, names and addresses: all calls, and what is sealed, in whose place `secret` comes.
    pub async fn erase_callout(
        &self,
        seal: &Seal,
        id: &str,
        secret: &[u8],
        now: Instant,
    ) -> Result<()> {
        let sealed = seal.seal(TABLE, id, secret)?;
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM callout_call WHERE callout = ?")
            .bind(id)
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
        sqlx::query("UPDATE callout SET sealed = ?2, erased_at = ?3 WHERE id = ?1")
            .bind(id)
            .bind(sealed)
            .bind(now.as_millis())
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
        transaction.commit().await.map_err(self.failed())
    }
}
