//! Links that work once, and keys for the API, by their hash. What one is good for is said elsewhere.

use std::fmt;

use arvak_core::{EntityId, Instant};
use sqlx::AssertSqlSafe;

use super::{Operation, PersonId};
use crate::{Error, Result};

/// A token as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// Its number, by which it is removed; given by the database.
    pub id: i64,
    /// SHA-256 of what its holder keeps.
    pub hash: [u8; 32],
    /// `set_up`, `invitation`, `recovery`, `api`.
    pub kind: String,
    /// Whom it is for: the owner of a key, who is let in again. Nobody for an invitation.
    pub person: Option<PersonId>,
    /// What it is called; for an invitation, what the one who is invited is called.
    pub name: String,
    /// The roles that an invitation gives, by name.
    pub roles: Vec<String>,
    /// The units that an invitation limits to.
    pub units: Vec<EntityId>,
    /// The scopes of a key, by name, with spaces between.
    pub scopes: String,
    /// Who made it.
    pub made_by: Option<PersonId>,
    /// When it was made.
    pub made_at: Instant,
    /// From when on it is good no more.
    pub ends_at: Option<Instant>,
    /// When a link was used, or a key last.
    pub used_at: Option<Instant>,
}

impl fmt::Debug for TokenRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenRow")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("person", &self.person)
            .finish_non_exhaustive()
    }
}

/// The columns of a row, in the order of [`COLUMNS`].
type Columns = (
    i64,
    Vec<u8>,
    String,
    Option<String>,
    String,
    String,
    String,
    String,
    Option<String>,
    i64,
    Option<i64>,
    Option<i64>,
);

/// All of them.
const COLUMNS: &str = "SELECT id, hash, kind, person, name, roles, units, scopes, made_by, made_at, ends_at, used_at FROM token";

impl Operation {
    /// Keeps a new token; its `id` and `used_at` are not looked at.
    pub async fn add_token(&self, row: &TokenRow) -> Result<()> {
        let units: Vec<&str> = row.units.iter().map(EntityId::as_str).collect();
        sqlx::query(
            "INSERT INTO token (hash, kind, person, name, roles, units, scopes, made_by, made_at, ends_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&row.hash[..])
        .bind(&row.kind)
        .bind(row.person.as_ref().map(EntityId::as_str))
        .bind(&row.name)
        .bind(row.roles.join(" "))
        .bind(units.join(" "))
        .bind(&row.scopes)
        .bind(row.made_by.as_ref().map(EntityId::as_str))
        .bind(row.made_at.as_millis())
        .bind(row.ends_at.map(Instant::as_millis))
        .execute(&self.pool)
        .await
        .map(drop)
        .map_err(self.failed())
    }

    /// The token with this hash.
    pub async fn token(&self, hash: &[u8; 32]) -> Result<Option<TokenRow>> {
        let row: Option<Columns> =
            sqlx::query_as(AssertSqlSafe(format!("{COLUMNS} WHERE hash = ?")))
                .bind(&hash[..])
                .fetch_optional(&self.pool)
                .await
                .map_err(self.failed())?;
        row.map(|row| self.token_of(row)).transpose()
    }

    /// All tokens of a kind, oldest first.
    pub async fn tokens(&self, kind: &str) -> Result<Vec<TokenRow>> {
        let rows: Vec<Columns> =
            sqlx::query_as(AssertSqlSafe(format!("{COLUMNS} WHERE kind = ? ORDER BY id")))
                .bind(kind)
                .fetch_all(&self.pool)
                .await
                .map_err(self.failed())?;
        rows.into_iter().map(|row| self.token_of(row)).collect()
    }

    /// Uses a link, and forgets whom it was for; `false` when it was used, has ended, or there is none such. Two who follow one link at the same moment do
    /// not both get in.
    pub async fn use_link(&self, hash: &[u8; 32], now: Instant) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE token SET used_at = ?1, name = '' WHERE hash = ?2 AND kind <> 'api' AND used_at IS NULL AND ends_at > ?1",
        )
        .bind(now.as_millis())
        .bind(&hash[..])
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// Notes that a key was used.
    pub async fn touch_key(&self, hash: &[u8; 32], now: Instant) -> Result<()> {
        sqlx::query("UPDATE token SET used_at = ?1 WHERE hash = ?2 AND kind = 'api'")
            .bind(now.as_millis())
            .bind(&hash[..])
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(self.failed())
    }

    /// Removes a token by its number; `false` when there is none such.
    pub async fn remove_token(&self, id: i64) -> Result<bool> {
        let done = sqlx::query("DELETE FROM token WHERE id = ?")
            .bind(id)
            .execute(&self.pool)
            .await
            .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// Removes all tokens of a kind: a new set-up link makes the earlier ones worthless.
    pub async fn remove_tokens(&self, kind: &str) -> Result<u64> {
        let done = sqlx::query("DELETE FROM token WHERE kind = ?")
            .bind(kind)
            .execute(&self.pool)
            .await
            .map_err(self.failed())?;
        Ok(done.rows_affected())
    }

    fn token_of(&self, row: Columns) -> Result<TokenRow> {
        let (
            id,
            hash,
            kind,
            person,
            name,
            roles,
            units,
            scopes,
            made_by,
            made_at,
            ends_at,
            used_at,
        ) = row;
        let person_of = |text: Option<String>| text.map(|text| self.id(&text)).transpose();
        Ok(TokenRow {
            id,
            hash: self.hash(&hash)?,
            kind,
            person: person_of(person)?,
            name,
            roles: roles.split_whitespace().map(str::to_owned).collect(),
            units: units.split_whitespace().map(|unit| self.id(unit)).collect::<Result<_>>()?,
            scopes,
            made_by: person_of(made_by)?,
            made_at: Instant::from_millis(made_at),
            ends_at: ends_at.map(Instant::from_millis),
            used_at: used_at.map(Instant::from_millis),
        })
    }

    /// A hash that was kept.
    pub(super) fn hash(&self, bytes: &[u8]) -> Result<[u8; 32]> {
        bytes.try_into().map_err(|_| Error::Damaged {
            file: self.file.clone(),
            problem: "a hash has not 32 bytes".to_owned(),
        })
    }
}
