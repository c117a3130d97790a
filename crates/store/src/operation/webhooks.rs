//! Webhooks: addresses that an administrator registered, each with the secret that signs what is sent to it.

use arvak_core::Instant;

use super::{Operation, PersonId};
use crate::{Result, Seal};

/// A webhook as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookRow {
    /// Its number.
    pub id: i64,
    /// Where it leads.
    pub url: String,
    /// Who registered it.
    pub made_by: PersonId,
    /// When.
    pub made_at: Instant,
}

impl Operation {
    /// Registers a webhook; `None` when the address is registered already.
    pub async fn add_webhook(
        &self,
        seal: &Seal,
        url: &str,
        secret: &[u8],
        by: &PersonId,
        now: Instant,
    ) -> Result<Option<i64>> {
        let sealed = seal.seal("webhook", url, secret)?;
        let done = sqlx::query(
            "INSERT INTO webhook (url, secret, made_by, made_at) VALUES (?, ?, ?, ?) ON CONFLICT (url) DO NOTHING",
        )
        .bind(url)
        .bind(sealed)
        .bind(by.as_str())
        .bind(now.as_millis())
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok((done.rows_affected() == 1).then(|| done.last_insert_rowid()))
    }

    /// All of them, in the order in which they were registered.
    pub async fn webhooks(&self) -> Result<Vec<WebhookRow>> {
        let rows: Vec<(i64, String, String, i64)> =
            sqlx::query_as("SELECT id, url, made_by, made_at FROM webhook ORDER BY id")
                .fetch_all(&self.pool)
                .await
                .map_err(self.failed())?;
        let row = |(id, url, made_by, made_at): (i64, String, String, i64)| {
            let made_at = Instant::from_millis(made_at);
            Ok(WebhookRow { id, url, made_by: self.id(&made_by)?, made_at })
        };
        rows.into_iter().map(row).collect()
    }

    /// The secret of a webhook, and where it leads.
    pub async fn webhook_secret(&self, seal: &Seal, id: i64) -> Result<Option<(String, Vec<u8>)>> {
        let row: Option<(String, Vec<u8>)> =
            sqlx::query_as("SELECT url, secret FROM webhook WHERE id = ?")
                .bind(id)
                .fetch_optional(&self.pool)
                .await
                .map_err(self.failed())?;
        let Some((url, sealed)) = row else { return Ok(None) };
        let secret = seal.unseal("webhook", &url, &sealed)?;
        Ok(Some((url, secret)))
    }

    /// Removes a webhook with all that waits for it; `false` when there is none such.
    pub async fn remove_webhook(&self, id: i64) -> Result<bool> {
        let done = sqlx::query("DELETE FROM webhook WHERE id = ?")
            .bind(id)
            .execute(&self.pool)
            .await
            .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }
}
