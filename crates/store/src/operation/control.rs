//! Tokens that prove control over a domain: one a domain, made once, shown to whoever sets the DNS
//! record, compared by the DNS probe.

use std::collections::BTreeMap;

use arvak_core::Instant;

use super::Operation;
use crate::{Result, random};

impl Operation {
    /// The token of `domain`, made at `now` when there is none yet: 32 hexadecimal digits.
    pub async fn control_token(&self, domain: &str, now: Instant) -> Result<String> {
        self.keep_control_token(domain, &random::hex::<16>()?, now).await
    }

    /// Keeps `token` as that of `domain`, unless it has one; answers the one it has. A demonstration's DNS shows tokens that were
    /// made before the folder was.
    pub async fn keep_control_token(
        &self,
        domain: &str,
        token: &str,
        now: Instant,
    ) -> Result<String> {
        let mut transaction = self.begin().await?;
        sqlx::query("INSERT INTO control_token (domain, token, created_at) VALUES (?, ?, ?) ON CONFLICT (domain) DO NOTHING")
            .bind(domain)
            .bind(token)
            .bind(now.as_millis())
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
        let token = sqlx::query_scalar("SELECT token FROM control_token WHERE domain = ?")
            .bind(domain)
            .fetch_one(&mut *transaction)
            .await
            .map_err(self.failed())?;
        transaction.commit().await.map_err(self.failed())?;
        Ok(token)
    }

    /// All tokens by domain.
    pub async fn control_tokens(&self) -> Result<BTreeMap<String, String>> {
        let rows: Vec<(String, String)> =
            sqlx::query_as("SELECT domain, token FROM control_token ORDER BY domain")
                .fetch_all(&self.pool)
                .await
                .map_err(self.failed())?;
        Ok(rows.into_iter().collect())
    }
}
