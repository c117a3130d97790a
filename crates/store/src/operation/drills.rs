//! Drills: the plan of each under seal, what was done, and what came back.

use arvak_core::{Digest, EntryId, Instant};

use super::Operation;
use crate::{Error, Result, Seal};

/// The table, as it is part of the seal.
const TABLE: &str = "drill";

/// A drill as it is kept, without what is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrillRow {
    /// What it is called here.
    pub id: String,
    /// The hash of its plan.
    pub seal: Digest,
    /// The entry of the ledger that holds the hash; none when this machine went down in between.
    pub entry: Option<EntryId>,
    /// When it was planned.
    pub made_at: Instant,
    /// When it was stopped half-way.
    pub stopped_at: Option<Instant>,
    /// When its verdict was recorded, and which.
    pub judged: Option<(Instant, String)>,
}

type Row = (String, String, Option<i64>, i64, Option<i64>, Option<i64>, Option<String>);

impl Operation {
    /// Keeps a drill; `false` when there is one of that name or hash.
    pub async fn add_drill(
        &self,
        seal: &Seal,
        (id, hash): (&str, Digest),
        secret: &[u8],
        now: Instant,
    ) -> Result<bool> {
        let sealed = seal.seal(TABLE, id, secret)?;
        let done = sqlx::query(
            "INSERT INTO drill (id, sealed, seal, made_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
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
    pub async fn drills(&self) -> Result<Vec<DrillRow>> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT id, seal, entry, made_at, stopped_at, judged_at, verdict FROM drill ORDER BY made_at, id",
        )
        .fetch_all(&self.pool)
        .await
        .map_err(self.failed())?;
        rows.into_iter().map(|row| self.drill_row(row)).collect()
    }

    fn drill_row(&self, row: Row) -> Result<DrillRow> {
        let (id, seal, entry, made_at, stopped_at, judged_at, verdict) = row;
        let problem = "a drill without a hash".to_owned();
        let seal = seal.parse().map_err(|_| Error::Damaged { file: self.file.clone(), problem })?;
        Ok(DrillRow {
            id,
            seal,
            entry: entry.and_then(|entry| u64::try_from(entry).ok()).map(EntryId),
            made_at: Instant::from_millis(made_at),
            stopped_at: stopped_at.map(Instant::from_millis),
            judged: judged_at.map(Instant::from_millis).zip(verdict),
        })
    }

    /// What is sealed of a drill: the JSON that was handed in.
    pub async fn drill_secret(&self, seal: &Seal, id: &str) -> Result<Option<Vec<u8>>> {
        let sealed: Option<Vec<u8>> = sqlx::query_scalar("SELECT sealed FROM drill WHERE id = ?")
            .bind(id)
            .fetch_optional(&self.pool)
            .await
            .map_err(self.failed())?;
        sealed.map(|sealed| seal.unseal(TABLE, id, &sealed)).transpose()
    }

    /// Notes the entry that holds a drill's hash.
    pub async fn note_drill_entry(&self, id: &str, entry: EntryId) -> Result<()> {
        sqlx::query("UPDATE drill SET entry = ?2 WHERE id = ?1")
            .bind(id)
            .bind(i64::try_from(entry.0).unwrap_or(i64::MAX))
            .execute(&self.pool)
            .await
            .map_err(self.failed())?;
        Ok(())
    }

    /// Stops a drill; `false` when it was stopped or judged before.
    pub async fn stop_drill(&self, id: &str, now: Instant) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE drill SET stopped_at = ?2 WHERE id = ?1 AND stopped_at IS NULL AND judged_at IS NULL",
        )
        .bind(id)
        .bind(now.as_millis())
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// Notes which verdict of a drill was recorded.
    pub async fn note_drill_verdict(&self, id: &str, verdict: &str, now: Instant) -> Result<()> {
        sqlx::query("UPDATE drill SET judged_at = ?2, verdict = ?3 WHERE id = ?1")
            .bind(id)
            .bind(now.as_millis())
            .bind(verdict)
            .execute(&self.pool)
            .await
            .map_err(self.failed())?;
        Ok(())
    }

    /// Notes, before the first byte, that something is about to be done; or, when `is_done`, that it was. Only a drill that was neither
    /// stopped nor judged, and of which nothing was done yet, takes it: `false` otherwise.
    pub async fn add_emission(&self, id: &str, emission: &str, is_done: bool) -> Result<bool> {
        let done = sqlx::query(
            "INSERT INTO drill_emission (drill, number, emission, done)
             SELECT id, 1, ?2, ?3 FROM drill
             WHERE id = ?1 AND stopped_at IS NULL AND judged_at IS NULL
             AND NOT EXISTS (SELECT 1 FROM drill_emission WHERE drill = ?1)",
        )
        .bind(id)
        .bind(emission)
        .bind(is_done)
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// Notes a step that somebody carried out, the `number`-th counted from 1: `false` when those before are not noted, or it is, or the
    /// drill was stopped or judged.
    pub async fn add_drill_step(&self, id: &str, number: u32, emission: &str) -> Result<bool> {
        let done = sqlx::query(
            "INSERT INTO drill_emission (drill, number, emission, done)
             SELECT id, ?2, ?3, 1 FROM drill
             WHERE id = ?1 AND stopped_at IS NULL AND judged_at IS NULL
             AND (SELECT count(*) FROM drill_emission WHERE drill = ?1) = ?2 - 1",
        )
        .bind(id)
        .bind(number)
        .bind(emission)
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// Notes that what was begun was done.
    pub async fn note_emission_done(&self, id: &str) -> Result<()> {
        sqlx::query("UPDATE drill_emission SET done = 1 WHERE drill = ?")
            .bind(id)
            .execute(&self.pool)
            .await
            .map_err(self.failed())?;
        Ok(())
    }

    /// What was done, and whether it is known to have been.
    pub async fn emissions(&self, id: &str) -> Result<Vec<(String, bool)>> {
        sqlx::query_as("SELECT emission, done FROM drill_emission WHERE drill = ? ORDER BY number")
            .bind(id)
            .fetch_all(&self.pool)
            .await
            .map_err(self.failed())
    }

    /// Notes what came back, whose raw bytes are the blob of that digest. The same receipt twice is two.
    pub async fn add_receipt(&self, id: &str, receipt: &str, blob: Digest) -> Result<()> {
        sqlx::query(
            "INSERT INTO drill_receipt (drill, number, receipt, blob)
             SELECT ?1, 1 + coalesce(max(number), 0), ?2, ?3 FROM drill_receipt WHERE drill = ?1",
        )
        .bind(id)
        .bind(receipt)
        .bind(blob.to_string())
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(())
    }

    /// What came back, in the order in which it was taken in, with the blobs.
    pub async fn receipts(&self, id: &str) -> Result<Vec<(String, Digest)>> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "SELECT receipt, blob FROM drill_receipt WHERE drill = ? ORDER BY number",
        )
        .bind(id)
        .fetch_all(&self.pool)
        .await
        .map_err(self.failed())?;
        let row = |(receipt, blob): (String, String)| {
            let problem = "a receipt without its bytes".to_owned();
            let blob = blob.parse();
            Ok((receipt, blob.map_err(|_| Error::Damaged { file: self.file.clone(), problem })?))
        };
        rows.into_iter().map(row).collect()
    }
}
