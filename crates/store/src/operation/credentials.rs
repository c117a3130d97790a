//! What accounts log in with: the hash of a password, a sealed secret for codes, hashes of recovery codes, the public half
//! of passkeys.

use std::fmt;

use arvak_core::Instant;
use sqlx::{Sqlite, Transaction};

use super::{Operation, PersonId};
use crate::{Error, Result, Seal};

/// A passkey as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct PasskeyRow {
    /// Its id, as the authenticator chose it.
    pub id: Vec<u8>,
    /// Whose it is.
    pub person: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// Its public half with its counter, as JSON.
    pub credential: String,
    /// When it was registered.
    pub created_at: Instant,
    /// When it was last shown.
    pub last_used: Option<Instant>,
}

impl fmt::Debug for PasskeyRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasskeyRow").field("person", &self.person).finish_non_exhaustive()
    }
}

/// A password with all that belongs to it: nobody has a password without a second factor, or without a way back in.
#[derive(Clone, Copy)]
pub struct NewPassword<'a> {
    /// What is kept of the password, a PHC string.
    pub hash: &'a str,
    /// The secret that codes are made of; it is kept under seal.
    pub secret: &'a [u8],
    /// The step of the code that was shown to confirm it (RFC 6238).
    pub step: u64,
    /// The hashes of the recovery codes.
    pub recovery: &'a [[u8; 32]],
}

impl fmt::Debug for NewPassword<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewPassword").field("step", &self.step).finish_non_exhaustive()
    }
}

/// Which factors an account has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Has {
    /// A password.
    pub password: bool,
    /// A secret for codes.
    pub totp: bool,
    /// How many passkeys.
    pub passkeys: i64,
    /// How many recovery codes that were not used.
    pub recovery_codes: i64,
}

/// The row that a secret is sealed for.
const TOTP: &str = "account.totp";

type PasskeyColumns = (Vec<u8>, String, String, String, i64, Option<i64>);

impl Operation {
    /// Keeps a password, its secret for codes and its recovery codes, in place of the earlier ones: all of them or none.
    pub async fn set_password(
        &self,
        seal: &Seal,
        person: &PersonId,
        new: &NewPassword<'_>,
    ) -> Result<()> {
        let sealed = seal.seal(TOTP, person.as_str(), new.secret)?;
        let mut transaction = self.begin().await?;
        sqlx::query("UPDATE account SET password = ?, totp = ?, totp_step = ? WHERE person = ?")
            .bind(new.hash)
            .bind(sealed)
            .bind(i64::try_from(new.step).unwrap_or(i64::MAX))
            .bind(person.as_str())
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
        self.replace_recovery_codes(&mut transaction, person, new.recovery).await?;
        transaction.commit().await.map_err(self.failed())
    }

    /// The hash of a person's password.
    pub async fn password(&self, person: &PersonId) -> Result<Option<String>> {
        let found: Option<Option<String>> =
            sqlx::query_scalar("SELECT password FROM account WHERE person = ?")
                .bind(person.as_str())
                .fetch_optional(&self.pool)
                .await
                .map_err(self.failed())?;
        Ok(found.flatten())
    }

    /// A person's secret for codes, and the step of the code that was taken last.
    pub async fn totp(
        &self,
        seal: &Seal,
        person: &PersonId,
    ) -> Result<Option<(Vec<u8>, Option<u64>)>> {
        let found: Option<(Option<Vec<u8>>, Option<i64>)> =
            sqlx::query_as("SELECT totp, totp_step FROM account WHERE person = ?")
                .bind(person.as_str())
                .fetch_optional(&self.pool)
                .await
                .map_err(self.failed())?;
        let Some((Some(sealed), step)) = found else { return Ok(None) };
        let secret = seal.unseal(TOTP, person.as_str(), &sealed)?;
        Ok(Some((secret, step.and_then(|step| u64::try_from(step).ok()))))
    }

    /// Takes the code of a step; `false` when it, or a later one, was taken already. Two who show one code at the same
    /// moment do not both get in.
    pub async fn take_totp_step(&self, person: &PersonId, step: u64) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE account SET totp_step = ?2 WHERE person = ?1 AND totp IS NOT NULL AND coalesce(totp_step, -1) < ?2",
        )
        .bind(person.as_str())
        .bind(i64::try_from(step).unwrap_or(i64::MAX))
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// Keeps the hashes of new recovery codes, in place of the earlier ones.
    pub async fn set_recovery_codes(&self, person: &PersonId, hashes: &[[u8; 32]]) -> Result<()> {
        let mut transaction = self.begin().await?;
        self.replace_recovery_codes(&mut transaction, person, hashes).await?;
        transaction.commit().await.map_err(self.failed())
    }

    async fn replace_recovery_codes(
        &self,
        transaction: &mut Transaction<'static, Sqlite>,
        person: &PersonId,
        hashes: &[[u8; 32]],
    ) -> Result<()> {
        sqlx::query("DELETE FROM recovery_code WHERE person = ?")
            .bind(person.as_str())
            .execute(&mut **transaction)
            .await
            .map_err(self.failed())?;
        for hash in hashes {
            sqlx::query("INSERT INTO recovery_code (person, hash) VALUES (?, ?)")
                .bind(person.as_str())
                .bind(&hash[..])
                .execute(&mut **transaction)
                .await
                .map_err(self.failed())?;
        }
        Ok(())
    }

    /// Takes a recovery code: it is gone afterwards. `false` when there is none such.
    pub async fn take_recovery_code(&self, person: &PersonId, hash: &[u8; 32]) -> Result<bool> {
        let done = sqlx::query("DELETE FROM recovery_code WHERE person = ? AND hash = ?")
            .bind(person.as_str())
            .bind(&hash[..])
            .execute(&self.pool)
            .await
            .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// Keeps a new passkey; `false` when its id is known already.
    pub async fn add_passkey(&self, row: &PasskeyRow) -> Result<bool> {
        let done = sqlx::query(
            "INSERT INTO passkey (id, person, name, credential, created_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        )
        .bind(&row.id)
        .bind(row.person.as_str())
        .bind(&row.name)
        .bind(&row.credential)
        .bind(row.created_at.as_millis())
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// The passkeys of a person, oldest first.
    pub async fn passkeys(&self, person: &PersonId) -> Result<Vec<PasskeyRow>> {
        let rows: Vec<PasskeyColumns> = sqlx::query_as(
            "SELECT id, person, name, credential, created_at, last_used FROM passkey WHERE person = ? ORDER BY created_at, id",
        )
        .bind(person.as_str())
        .fetch_all(&self.pool)
        .await
        .map_err(self.failed())?;
        rows.into_iter().map(|row| self.passkey_of(row)).collect()
    }

    /// The passkey with this id.
    pub async fn passkey(&self, id: &[u8]) -> Result<Option<PasskeyRow>> {
        let row: Option<PasskeyColumns> = sqlx::query_as(
            "SELECT id, person, name, credential, created_at, last_used FROM passkey WHERE id = ?",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await
        .map_err(self.failed())?;
        row.map(|row| self.passkey_of(row)).transpose()
    }

    /// Notes that a passkey was shown, and its new counter. `before` is what it was checked against: `false`, and nothing
    /// is changed, when another log-in with it came between.
    pub async fn use_passkey(
        &self,
        id: &[u8],
        before: &str,
        credential: &str,
        now: Instant,
    ) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE passkey SET credential = ?, last_used = ? WHERE id = ? AND credential = ?",
        )
        .bind(credential)
        .bind(now.as_millis())
        .bind(id)
        .bind(before)
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// Removes a person's passkey; `false`, and nothing is removed, when there is none such, or when the person could not
    /// log in without it.
    pub async fn remove_passkey(&self, person: &PersonId, id: &[u8]) -> Result<bool> {
        let done = sqlx::query(
            "DELETE FROM passkey WHERE person = ?1 AND id = ?2 AND (
               EXISTS (SELECT 1 FROM passkey WHERE person = ?1 AND id <> ?2) OR
               EXISTS (SELECT 1 FROM account WHERE person = ?1 AND password IS NOT NULL AND totp IS NOT NULL))",
        )
        .bind(person.as_str())
        .bind(id)
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// Which factors a person has.
    pub async fn has_factors(&self, person: &PersonId) -> Result<Has> {
        let found: Option<(bool, bool, i64, i64)> = sqlx::query_as(
            "SELECT password IS NOT NULL, totp IS NOT NULL,
               (SELECT count(*) FROM passkey WHERE person = ?1),
               (SELECT count(*) FROM recovery_code WHERE person = ?1) FROM account WHERE person = ?1",
        )
        .bind(person.as_str())
        .fetch_optional(&self.pool)
        .await
        .map_err(self.failed())?;
        let has = |(password, totp, passkeys, recovery_codes)| Has {
            password,
            totp,
            passkeys,
            recovery_codes,
        };
        Ok(found.map(has).unwrap_or_default())
    }

    /// Takes all factors from a person, and ends the sessions: a link lets the person choose new ones.
    pub async fn clear_factors(&self, person: &PersonId) -> Result<()> {
        let mut transaction = self.begin().await?;
        for sql in [
            "UPDATE account SET password = NULL, totp = NULL, totp_step = NULL WHERE person = ?",
            "DELETE FROM passkey WHERE person = ?",
            "DELETE FROM recovery_code WHERE person = ?",
            "DELETE FROM session WHERE person = ?",
        ] {
            sqlx::query(sql)
                .bind(person.as_str())
                .execute(&mut *transaction)
                .await
                .map_err(self.failed())?;
        }
        transaction.commit().await.map_err(self.failed())
    }

    fn passkey_of(&self, row: PasskeyColumns) -> Result<PasskeyRow> {
        let (id, person, name, credential, created_at, last_used) = row;
        let person = person.parse().map_err(|_| Error::Damaged {
            file: self.file.clone(),
            problem: "a passkey is nobody's".to_owned(),
        })?;
        Ok(PasskeyRow {
            id,
            person,
            name,
            credential,
            created_at: Instant::from_millis(created_at),
            last_used: last_used.map(Instant::from_millis),
        })
    }
}
