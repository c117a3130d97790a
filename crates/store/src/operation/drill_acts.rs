//! Acts of drills: each try is counted towards the leave that allows it and noted, both or neither, before its first byte; and that a
//! test file may lie in its folder is known before it does.

use arvak_core::Instant;

use super::Operation;
use crate::Result;

/// Why a try may not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// It is counted and noted: it may be made.
    Noted,
    /// Another one was begun, or the drill was stopped or judged.
    Refused,
    /// The leave is used up.
    UsedUp,
}

impl Operation {
    /// Counts the `number`-th try of a drill (from 1) towards `leave`, which allows `most` in all, and notes it as begun.
    pub async fn add_drill_try(
        &self,
        (id, number, emission): (&str, u32, &str),
        (leave, most): (&str, u32),
        now: Instant,
    ) -> Result<Tried> {
        let mut transaction = self.begin().await?;
        let taken = sqlx::query(
            "INSERT INTO drill_leave_use (leave, number, drill, taken_at)
             SELECT ?1, 1 + count(*), ?2, ?3 FROM drill_leave_use WHERE leave = ?1 HAVING count(*) < ?4",
        )
        .bind(leave)
        .bind(id)
        .bind(now.as_millis())
        .bind(most)
        .execute(&mut *transaction)
        .await
        .map_err(self.failed())?;
        if taken.rows_affected() != 1 {
            return Ok(Tried::UsedUp);
        }
        let noted = sqlx::query(
            "INSERT INTO drill_emission (drill, number, emission, done)
             SELECT id, ?2, ?3, 0 FROM drill
             WHERE id = ?1 AND stopped_at IS NULL AND judged_at IS NULL
             AND (SELECT count(*) FROM drill_emission WHERE drill = ?1) = ?2 - 1",
        )
        .bind(id)
        .bind(number)
        .bind(emission)
        .execute(&mut *transaction)
        .await
        .map_err(self.failed())?;
        if noted.rows_affected() != 1 {
            // Nothing of it is kept: the transaction is dropped.
            return Ok(Tried::Refused);
        }
        transaction.commit().await.map_err(self.failed())?;
        Ok(Tried::Noted)
    }

    /// Notes what came of a try; `is_done` when it is known to have been made.
    pub async fn note_drill_try(
        &self,
        (id, number, emission): (&str, u32, &str),
        is_done: bool,
    ) -> Result<()> {
        sqlx::query(
            "UPDATE drill_emission SET emission = ?3, done = ?4 WHERE drill = ?1 AND number = ?2",
        )
        .bind(id)
        .bind(number)
        .bind(emission)
        .bind(is_done)
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(())
    }

    /// How often a leave was used.
    pub async fn drill_leave_uses(&self, leave: &str) -> Result<u32> {
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM drill_leave_use WHERE leave = ?")
            .bind(leave)
            .fetch_one(&self.pool)
            .await
            .map_err(self.failed())?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Notes that the test file of a drill may lie in its folder from now on.
    pub async fn add_drill_left(&self, id: &str, now: Instant) -> Result<()> {
        sqlx::query(
            "INSERT INTO drill_left (drill, made_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(now.as_millis())
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(())
    }

    /// Notes that it lies there no more.
    pub async fn remove_drill_left(&self, id: &str) -> Result<()> {
        sqlx::query("DELETE FROM drill_left WHERE drill = ?")
            .bind(id)
            .execute(&self.pool)
            .await
            .map_err(self.failed())?;
        Ok(())
    }

    /// The drills whose test file may lie in its folder, and since when.
    pub async fn drill_left(&self) -> Result<Vec<(String, Instant)>> {
        let rows: Vec<(String, i64)> =
            sqlx::query_as("SELECT drill, made_at FROM drill_left ORDER BY made_at, drill")
                .fetch_all(&self.pool)
                .await
                .map_err(self.failed())?;
        let row = |(drill, made_at)| (drill, Instant::from_millis(made_at));
        Ok(rows.into_iter().map(row).collect())
    }
}
