//! Calls, and their acknowledgements.

use arvak_core::Instant;

use super::super::Operation;
use crate::Result;

/// A call as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallRow {
    /// Whom: the place in the list, counted from 1.
    pub step: u32,
    /// By which way.
    pub way: String,
    /// The how-manieth of this step and way, counted from 1.
    pub attempt: u32,
    /// When it was noted, before the first byte went.
    pub begun_at: Instant,
    /// When the other side had taken it.
    pub sent_at: Option<Instant>,
    /// Why it did not get through.
    pub problem: Option<String>,
    /// Whether it never can.
    pub is_final: bool,
    /// When it was acknowledged.
    pub acknowledged_at: Option<Instant>,
}

/// A call that a code leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundCall {
    /// The test.
    pub callout: String,
    /// The call.
    pub call: CallRow,
}

type Columns = (u32, String, u32, i64, Option<i64>, Option<String>, bool, Option<i64>);

fn row(columns: Columns) -> CallRow {
    let (step, way, attempt, begun_at, sent_at, problem, is_final, acknowledged_at) = columns;
    CallRow {
        step,
        way,
        attempt,
        begun_at: Instant::from_millis(begun_at),
        sent_at: sent_at.map(Instant::from_millis),
        problem,
        is_final,
        acknowledged_at: acknowledged_at.map(Instant::from_millis),
    }
}

impl Operation {
    /// Notes, before the first byte, that a call is about to go. Only a test that was started and neither stopped nor judged takes it, and
    /// each step, way and attempt once: `false` otherwise.
    pub async fn begin_call(
        &self,
        id: &str,
        (step, way, attempt): (u32, &str, u32),
        hash: &[u8; 32],
        now: Instant,
    ) -> Result<bool> {
        let done = sqlx::query(
            "INSERT INTO callout_call (callout, step, way, attempt, hash, begun_at)
             SELECT id, ?2, ?3, ?4, ?5, ?6 FROM callout
             WHERE id = ?1 AND armed_at IS NOT NULL AND stopped_at IS NULL AND judged_at IS NULL
             ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(step)
        .bind(way)
        .bind(attempt)
        .bind(&hash[..])
        .bind(now.as_millis())
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// Notes that the other side has taken a call.
    pub async fn call_sent(
        &self,
        id: &str,
        (step, way, attempt): (u32, &str, u32),
        now: Instant,
    ) -> Result<()> {
        sqlx::query(
            "UPDATE callout_call SET sent_at = ?5 WHERE callout = ?1 AND step = ?2 AND way = ?3 AND attempt = ?4",
        )
        .bind(id)
        .bind(step)
        .bind(way)
        .bind(attempt)
        .bind(now.as_millis())
        .execute(&self.pool)
        .await
        .map(drop)
        .map_err(self.failed())
    }

    /// Notes why a call did not get through, and whether it never can.
    pub async fn call_failed(
        &self,
        id: &str,
        (step, way, attempt): (u32, &str, u32),
        (problem, is_final): (&str, bool),
    ) -> Result<()> {
        sqlx::query(
            "UPDATE callout_call SET problem = ?5, final = ?6
             WHERE callout = ?1 AND step = ?2 AND way = ?3 AND attempt = ?4",
        )
        .bind(id)
        .bind(step)
        .bind(way)
        .bind(attempt)
        .bind(problem)
        .bind(is_final)
        .execute(&self.pool)
        .await
        .map(drop)
        .map_err(self.failed())
    }

    /// The calls of a test, in the order of step, way and attempt.
    pub async fn calls(&self, id: &str) -> Result<Vec<CallRow>> {
        let rows: Vec<Columns> = sqlx::query_as(
            "SELECT step, way, attempt, begun_at, sent_at, problem, final, acknowledged_at
             FROM callout_call WHERE callout = ? ORDER BY step, way, attempt",
        )
        .bind(id)
        .fetch_all(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(rows.into_iter().map(row).collect())
    }

    /// The call that a code leads to, by the code's hash.
    pub async fn call_of(&self, hash: &[u8; 32]) -> Result<Option<FoundCall>> {
        let found: Option<(String,)> =
            sqlx::query_as("SELECT callout FROM callout_call WHERE hash = ?")
                .bind(&hash[..])
                .fetch_optional(&self.pool)
                .await
                .map_err(self.failed())?;
        let Some((callout,)) = found else { return Ok(None) };
        let columns: Option<Columns> = sqlx::query_as(
            "SELECT step, way, attempt, begun_at, sent_at, problem, final, acknowledged_at FROM callout_call WHERE hash = ?",
        )
        .bind(&hash[..])
        .fetch_optional(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(columns.map(|columns| FoundCall { callout, call: row(columns) }))
    }

    /// Notes an acknowledgement, once: `false` when it was acknowledged before, or its test was stopped or judged meanwhile. What
    /// this says `true` to is on the disk.
    pub async fn acknowledge(&self, hash: &[u8; 32], now: Instant) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE callout_call SET acknowledged_at = ?2 WHERE hash = ?1 AND acknowledged_at IS NULL
             AND callout IN (SELECT id FROM callout WHERE stopped_at IS NULL AND judged_at IS NULL)",
        )
        .bind(&hash[..])
        .bind(now.as_millis())
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }
}
