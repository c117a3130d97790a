//! What becomes of mails: taken, not known, tried again, given up, dropped, come back.

use arvak_core::{Instant, Name};
use sqlx::{Sqlite, Transaction};

use super::super::super::Operation;
use crate::Result;

impl Operation {
    /// The relay has taken these, each then and with these words: their codes are forgotten.
    pub async fn supplier_mails_taken(&self, all: &[(i64, Instant, String)]) -> Result<()> {
        let mut transaction = self.begin().await?;
        for (id, at, said) in all {
            sqlx::query(
                "UPDATE supplier_mail SET taken_at = ?, said = ?, problem = NULL, sealed = NULL, unsure_at = NULL
                 WHERE id = ? AND taken_at IS NULL",
            )
            .bind(at.as_millis())
            .bind(said)
            .bind(id)
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
        }
        transaction.commit().await.map_err(self.failed())
    }

    /// These stand in the ledger as sent, where they are to; their texts are forgotten. `event` is noted of the requests of
    /// those that are named.
    pub async fn supplier_mails_recorded(
        &self,
        ids: &[i64],
        (event, of): (&str, &[(Name, Instant)]),
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        for (request, at) in of {
            sqlx::query(
                "INSERT INTO supplier_event (request, event, at, text) SELECT ?1, ?2, ?3, ''
                 WHERE NOT EXISTS (SELECT 1 FROM supplier_event WHERE request = ?1 AND event = ?2)",
            )
            .bind(request.as_str())
            .bind(event)
            .bind(at.as_millis())
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
        }
        for id in ids {
            sqlx::query("UPDATE supplier_mail SET is_recorded = 1, body = '' WHERE id = ?")
                .bind(id)
                .execute(&mut *transaction)
                .await
                .map_err(self.failed())?;
        }
        transaction.commit().await.map_err(self.failed())
    }

    /// These were handed over when this program was killed; what the relay said is not known, and they are not sent again by
    /// themselves.
    pub async fn supplier_mails_unsure(&self, ids: &[i64], now: Instant) -> Result<()> {
        self.about_mails(
            "UPDATE supplier_mail SET unsure_at = ? WHERE id = ? AND taken_at IS NULL",
            ids,
            now,
        )
        .await
    }

    /// These may have been taken before the machine went down or the connection broke; they are sent again.
    pub async fn supplier_mails_maybe_twice(&self, ids: &[i64], now: Instant) -> Result<()> {
        self.about_mails(
            "UPDATE supplier_mail SET maybe_twice = (?1 IS NOT NULL) WHERE id = ?2 AND taken_at IS NULL",
            ids,
            now,
        )
        .await
    }

    async fn about_mails(&self, sql: &'static str, ids: &[i64], at: Instant) -> Result<()> {
        let mut transaction = self.begin().await?;
        for id in ids {
            sqlx::query(sql)
                .bind(at.as_millis())
                .bind(id)
                .execute(&mut *transaction)
                .await
                .map_err(self.failed())?;
        }
        transaction.commit().await.map_err(self.failed())
    }

    /// A mail did not get through: it is tried again at `next_at`, or given up when there is none. `maybe`: the relay may have
    /// taken it all the same.
    pub async fn postpone_supplier_mail(
        &self,
        id: i64,
        (problem, said, maybe): (&str, &str, bool),
        next_at: Option<Instant>,
        now: Instant,
    ) -> Result<()> {
        sqlx::query(
            "UPDATE supplier_mail SET attempts = attempts + 1, problem = ?1, said = ?2, maybe_twice = max(maybe_twice, ?3),
             next_at = coalesce(?4, next_at), failed_at = CASE WHEN ?4 IS NULL THEN ?5 END WHERE id = ?6 AND taken_at IS NULL",
        )
        .bind(problem)
        .bind(said)
        .bind(maybe)
        .bind(next_at.map(Instant::as_millis))
        .bind(now.as_millis())
        .bind(id)
        .execute(&self.pool)
        .await
        .map(drop)
        .map_err(self.failed())
    }

    /// Lets all that wait wait until then at least: the relay does not answer just now.
    pub async fn postpone_supplier_mails(&self, next_at: Instant) -> Result<()> {
        sqlx::query(
            "UPDATE supplier_mail SET next_at = max(next_at, ?) WHERE taken_at IS NULL AND failed_at IS NULL
             AND dropped_at IS NULL AND unsure_at IS NULL",
        )
        .bind(next_at.as_millis())
        .execute(&self.pool)
        .await
        .map(drop)
        .map_err(self.failed())
    }

    /// Somebody wants a mail sent again, under the same name: one that was given up, or of which it is not known whether it
    /// came. `false` when there is none such, or its text is not kept any more.
    pub async fn send_supplier_mail_again(
        &self,
        request: &Name,
        id: i64,
        now: Instant,
    ) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE supplier_mail SET failed_at = NULL, maybe_twice = max(maybe_twice, unsure_at IS NOT NULL), unsure_at = NULL,
             next_at = ?1, made_at = ?1 WHERE id = ?2 AND request = ?3 AND taken_at IS NULL AND dropped_at IS NULL
             AND body <> '' AND (failed_at IS NOT NULL OR unsure_at IS NOT NULL)",
        )
        .bind(now.as_millis())
        .bind(id)
        .bind(request.as_str())
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// One mail is not to be sent any more.
    pub async fn drop_supplier_mail(&self, id: i64, now: Instant) -> Result<()> {
        self.about_mails(
            "UPDATE supplier_mail SET dropped_at = ?, sealed = NULL, body = '' WHERE id = ? AND taken_at IS NULL",
            &[id],
            now,
        )
        .await
    }

    /// A mail came back; `false` when that is known.
    pub async fn supplier_mail_bounced(&self, id: i64, said: &str, at: Instant) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE supplier_mail SET bounced_at = ?, said = ?, problem = 'bounced' WHERE id = ? AND bounced_at IS NULL",
        )
        .bind(at.as_millis())
        .bind(said)
        .bind(id)
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// Forgets codes that lead nowhere any more: those of links whose time is over.
    pub async fn forget_supplier_mail_codes(&self, now: Instant) -> Result<()> {
        sqlx::query(
            "UPDATE supplier_mail SET sealed = NULL, body = '', dropped_at = coalesce(dropped_at, ?1)
             WHERE sealed IS NOT NULL AND NOT EXISTS (SELECT 1 FROM supplier_link AS l
               WHERE l.request = supplier_mail.request AND l.revoked_at IS NULL AND l.ends_at > ?1)",
        )
        .bind(now.as_millis())
        .execute(&self.pool)
        .await
        .map(drop)
        .map_err(self.failed())
    }

    /// What waits is not to be sent any more, and codes are forgotten. A receipt is sent all the same.
    pub(in crate::operation) async fn drop_supplier_mails(
        &self,
        transaction: &mut Transaction<'static, Sqlite>,
        request: &Name,
        at: Instant,
    ) -> Result<()> {
        sqlx::query(
            "UPDATE supplier_mail SET sealed = NULL, body = '',
             dropped_at = CASE WHEN failed_at IS NULL AND unsure_at IS NULL THEN ?1 END
             WHERE request = ?2 AND taken_at IS NULL AND dropped_at IS NULL AND kind <> 'receipt'",
        )
        .bind(at.as_millis())
        .bind(request.as_str())
        .execute(&mut **transaction)
        .await
        .map(drop)
        .map_err(self.failed())
    }
}
