//! Failed log-ins, for as long as they slow down the next one.

use arvak_core::{Digest, Instant};

use super::Operation;
use crate::Result;

impl Operation {
    /// Notes that `subject` (an account's name, a client's address) failed with `factor`. Only the SHA-256 of the subject
    /// is kept: somebody may have typed a password in the wrong field. Gives the number of the note.
    pub async fn add_failure(&self, subject: &str, factor: &str, at: Instant) -> Result<i64> {
        sqlx::query("INSERT INTO failure (subject, factor, at) VALUES (?, ?, ?)")
            .bind(hash(subject))
            .bind(factor)
            .bind(at.as_millis())
            .execute(&self.pool)
            .await
            .map(|done| done.last_insert_rowid())
            .map_err(self.failed())
    }

    /// Takes a note back: it was no failure after all.
    pub async fn remove_failure(&self, id: i64) -> Result<()> {
        sqlx::query("DELETE FROM failure WHERE id = ?")
            .bind(id)
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(self.failed())
    }

    /// When `subject` failed with `factor` since `since`; the newest thousand.
    pub async fn failures(
        &self,
        subject: &str,
        factor: &str,
        since: Instant,
    ) -> Result<Vec<Instant>> {
        let found: Vec<i64> = sqlx::query_scalar(
            "SELECT at FROM failure WHERE subject = ? AND factor = ? AND at >= ? ORDER BY at DESC LIMIT 1000",
        )
        .bind(hash(subject))
        .bind(factor)
        .bind(since.as_millis())
        .fetch_all(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(found.into_iter().map(Instant::from_millis).collect())
    }

    /// Forgets the failures of `subject` with `factor`: it succeeded.
    pub async fn clear_failures(&self, subject: &str, factor: &str) -> Result<()> {
        sqlx::query("DELETE FROM failure WHERE subject = ? AND factor = ?")
            .bind(hash(subject))
            .bind(factor)
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(self.failed())
    }

    /// Forgets all failures before `at`.
    pub async fn forget_failures(&self, at: Instant) -> Result<u64> {
        let done = sqlx::query("DELETE FROM failure WHERE at < ?")
            .bind(at.as_millis())
            .execute(&self.pool)
            .await
            .map_err(self.failed())?;
        Ok(done.rows_affected())
    }
}

fn hash(subject: &str) -> Vec<u8> {
    Digest::of(subject.as_bytes()).0.to_vec()
}
