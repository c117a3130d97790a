//! Sessions, by the hash of what the browser keeps. What one is worth is said elsewhere.

use std::fmt;

use arvak_core::Instant;

use super::{Operation, PersonId};
use crate::Result;

/// A session as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Its number, by which its owner ends it.
    pub id: i64,
    /// SHA-256 of what the browser keeps.
    pub hash: [u8; 32],
    /// Whose it is.
    pub person: PersonId,
    /// The factors that were shown, by name.
    pub factors: String,
    /// What the browser said that it is; to be known again in a list.
    pub client: String,
    /// When it began.
    pub made_at: Instant,
    /// When it was last used.
    pub seen_at: Instant,
}

impl fmt::Debug for SessionRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionRow")
            .field("id", &self.id)
            .field("person", &self.person)
            .field("factors", &self.factors)
            .finish_non_exhaustive()
    }
}

type Columns = (i64, Vec<u8>, String, String, String, i64, i64);

impl Operation {
    /// Keeps a new session of `person`.
    pub async fn add_session(
        &self,
        hash: &[u8; 32],
        person: &PersonId,
        factors: &str,
        client: &str,
        now: Instant,
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO session (hash, person, factors, client, made_at, seen_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
        )
        .bind(&hash[..])
        .bind(person.as_str())
        .bind(factors)
        .bind(client)
        .bind(now.as_millis())
        .execute(&self.pool)
        .await
        .map(drop)
        .map_err(self.failed())
    }

    /// The session with this hash.
    pub async fn session(&self, hash: &[u8; 32]) -> Result<Option<SessionRow>> {
        let row: Option<Columns> = sqlx::query_as(
            "SELECT id, hash, person, factors, client, made_at, seen_at FROM session WHERE hash = ?",
        )
        .bind(&hash[..])
        .fetch_optional(&self.pool)
        .await
        .map_err(self.failed())?;
        row.map(|row| self.session_of(row)).transpose()
    }

    /// The sessions of a person, newest use first.
    pub async fn sessions_of(&self, person: &PersonId) -> Result<Vec<SessionRow>> {
        let rows: Vec<Columns> = sqlx::query_as(
            "SELECT id, hash, person, factors, client, made_at, seen_at FROM session WHERE person = ? ORDER BY seen_at DESC, id DESC",
        )
        .bind(person.as_str())
        .fetch_all(&self.pool)
        .await
        .map_err(self.failed())?;
        rows.into_iter().map(|row| self.session_of(row)).collect()
    }

    /// Notes that a session is used.
    pub async fn touch_session(&self, hash: &[u8; 32], now: Instant) -> Result<()> {
        sqlx::query("UPDATE session SET seen_at = ?1 WHERE hash = ?2 AND seen_at < ?1")
            .bind(now.as_millis())
            .bind(&hash[..])
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(self.failed())
    }

    /// Ends the session with this hash.
    pub async fn end_session(&self, hash: &[u8; 32]) -> Result<()> {
        sqlx::query("DELETE FROM session WHERE hash = ?")
            .bind(&hash[..])
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(self.failed())
    }

    /// Ends a session of this person by its number; `false` when there is none such.
    pub async fn end_session_of(&self, person: &PersonId, id: i64) -> Result<bool> {
        let done = sqlx::query("DELETE FROM session WHERE person = ? AND id = ?")
            .bind(person.as_str())
            .bind(id)
            .execute(&self.pool)
            .await
            .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// Ends all sessions of a person but the one with this hash; how many there were.
    pub async fn end_other_sessions(&self, person: &PersonId, hash: &[u8; 32]) -> Result<u64> {
        let done = sqlx::query("DELETE FROM session WHERE person = ? AND hash <> ?")
            .bind(person.as_str())
            .bind(&hash[..])
            .execute(&self.pool)
            .await
            .map_err(self.failed())?;
        Ok(done.rows_affected())
    }

    /// Removes sessions that began before `made` or were last used before `seen`: they have ended.
    pub async fn remove_ended_sessions(&self, made: Instant, seen: Instant) -> Result<u64> {
        let done = sqlx::query("DELETE FROM session WHERE made_at < ? OR seen_at < ?")
            .bind(made.as_millis())
            .bind(seen.as_millis())
            .execute(&self.pool)
            .await
            .map_err(self.failed())?;
        Ok(done.rows_affected())
    }

    fn session_of(&self, row: Columns) -> Result<SessionRow> {
        let (id, hash, person, factors, client, made_at, seen_at) = row;
        Ok(SessionRow {
            id,
            hash: self.hash(&hash)?,
            person: self.id(&person)?,
            factors,
            client,
            made_at: Instant::from_millis(made_at),
            seen_at: Instant::from_millis(seen_at),
        })
    }
}
