//! Small settings by name.

use super::Operation;
use crate::Result;

impl Operation {
    /// The value kept under `name`.
    pub async fn meta(&self, name: &str) -> Result<Option<String>> {
        sqlx::query_scalar("SELECT value FROM meta WHERE name = ?")
            .bind(name)
            .fetch_optional(&self.pool)
            .await
            .map_err(self.failed())
    }

    /// Keeps `value` under `name`, in place of the earlier one.
    pub async fn set_meta(&self, name: &str, value: &str) -> Result<()> {
        sqlx::query("INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2")
            .bind(name)
            .bind(value)
            .execute(&self.pool)
            .await
            .map_err(self.failed())?;
        Ok(())
    }
}
