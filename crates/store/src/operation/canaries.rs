//! Canary accounts: one for each service, what is needed to log in with it under seal.

use arvak_core::{EntityId, Instant};

use super::Operation;
use crate::{Error, Result, Seal};

/// The table, as it is part of the seal.
const TABLE: &str = "canary";

/// A canary that is to be kept.
#[derive(Clone, Copy)]
pub struct NewCanary<'a> {
    /// How the service logs in and with which account, as JSON; it is sealed.
    pub target: &'a [u8],
    /// Who was told that it will log in.
    pub told: &'a str,
    /// The policy groups that it shares with staff.
    pub groups: &'a str,
    /// After how many failures the service locks the account, where somebody knows.
    pub locks_after: Option<u32>,
}

/// A canary as it is kept, without what is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CanaryRow {
    /// The service.
    pub service: EntityId,
    /// Who was told.
    pub told: String,
    /// The policy groups that it shares with staff.
    pub groups: String,
    /// After how many failures the service locks the account, where somebody knows.
    pub locks_after: Option<u32>,
    /// When it was added.
    pub made_at: Instant,
    /// When its secrets were last changed.
    pub rotated_at: Instant,
    /// Its last trial.
    pub last: Option<LastTrial>,
}

/// What came of a canary's last trial, as codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastTrial {
    /// When it began.
    pub at: Instant,
    /// The verdict.
    pub verdict: String,
    /// Why.
    pub reason: String,
}

type Row =
    (String, String, String, Option<i64>, i64, i64, Option<i64>, Option<String>, Option<String>);

impl Operation {
    /// Keeps a canary; `false` when the service has one.
    pub async fn add_canary(
        &self,
        seal: &Seal,
        service: &EntityId,
        new: NewCanary<'_>,
        now: Instant,
    ) -> Result<bool> {
        let sealed = seal.seal(TABLE, service.as_str(), new.target)?;
        let done = sqlx::query(
            "INSERT INTO canary (service, target, told, staff_groups, locks_after, made_at, rotated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6) ON CONFLICT (service) DO NOTHING",
        )
        .bind(service.as_str())
        .bind(sealed)
        .bind(new.told)
        .bind(new.groups)
        .bind(new.locks_after.map(i64::from))
        .bind(now.as_millis())
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// Puts other secrets in the place of a canary's; `false` when the service has none. What was found with the earlier
    /// ones says nothing of these, so the last trial is forgotten.
    pub async fn rotate_canary(
        &self,
        seal: &Seal,
        service: &EntityId,
        target: &[u8],
        now: Instant,
    ) -> Result<bool> {
        let sealed = seal.seal(TABLE, service.as_str(), target)?;
        let done = sqlx::query(
            "UPDATE canary SET target = ?2, rotated_at = ?3, tried_at = NULL, verdict = NULL, reason = NULL WHERE service = ?1",
        )
        .bind(service.as_str())
        .bind(sealed)
        .bind(now.as_millis())
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// Puts another way to log in beside the same secrets; `false` when the service has no canary, or its secrets were changed
    /// since `rotated_at`. The last trial stays: it was of the same account.
    pub async fn change_canary(
        &self,
        seal: &Seal,
        service: &EntityId,
        target: &[u8],
        rotated_at: Instant,
    ) -> Result<bool> {
        let sealed = seal.seal(TABLE, service.as_str(), target)?;
        let done =
            sqlx::query("UPDATE canary SET target = ?2 WHERE service = ?1 AND rotated_at = ?3")
                .bind(service.as_str())
                .bind(sealed)
                .bind(rotated_at.as_millis())
                .execute(&self.pool)
                .await
                .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// All of them, in the order of their services.
    pub async fn canaries(&self) -> Result<Vec<CanaryRow>> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT service, told, staff_groups, locks_after, made_at, rotated_at, tried_at, verdict, reason
             FROM canary ORDER BY service",
        )
        .fetch_all(&self.pool)
        .await
        .map_err(self.failed())?;
        rows.into_iter().map(|row| self.canary_row(row)).collect()
    }

    fn canary_row(&self, row: Row) -> Result<CanaryRow> {
        let (service, told, groups, locks_after, made_at, rotated_at, tried_at, verdict, reason) =
            row;
        let bad = |problem: String| Error::Damaged { file: self.file.clone(), problem };
        let last = match (tried_at, verdict, reason) {
            (Some(at), Some(verdict), Some(reason)) => {
                Some(LastTrial { at: Instant::from_millis(at), verdict, reason })
            }
            _ => None,
        };
        Ok(CanaryRow {
            service: service.parse().map_err(|_| bad("a canary of no service".to_owned()))?,
            told,
            groups,
            locks_after: locks_after.and_then(|count| u32::try_from(count).ok()),
            made_at: Instant::from_millis(made_at),
            rotated_at: Instant::from_millis(rotated_at),
            last,
        })
    }

    /// What a service's canary logs in with: the JSON that was sealed.
    pub async fn canary_target(&self, seal: &Seal, service: &EntityId) -> Result<Option<Vec<u8>>> {
        let sealed: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT target FROM canary WHERE service = ?")
                .bind(service.as_str())
                .fetch_optional(&self.pool)
                .await
                .map_err(self.failed())?;
        sealed.map(|sealed| seal.unseal(TABLE, service.as_str(), &sealed)).transpose()
    }

    /// Notes what came of a trial, unless the secrets were changed since it began, or a later trial is noted.
    pub async fn note_trial(&self, service: &EntityId, trial: &LastTrial) -> Result<()> {
        sqlx::query(
            "UPDATE canary SET tried_at = ?2, verdict = ?3, reason = ?4
             WHERE service = ?1 AND rotated_at <= ?2 AND (tried_at IS NULL OR tried_at <= ?2)",
        )
        .bind(service.as_str())
        .bind(trial.at.as_millis())
        .bind(&trial.verdict)
        .bind(&trial.reason)
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(())
    }

    /// Forgets a canary; `false` when there is none. Its permits stay: another one may be the same account.
    pub async fn remove_canary(&self, service: &EntityId) -> Result<bool> {
        let done = sqlx::query("DELETE FROM canary WHERE service = ?")
            .bind(service.as_str())
            .execute(&self.pool)
            .await
            .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }
}
