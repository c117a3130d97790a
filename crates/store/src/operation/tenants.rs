//! Tenants of vendors: what is needed to ask about each is under seal.

use arvak_core::{EntityId, Instant};

use super::Operation;
use crate::{Error, Result, Seal};

/// The table, as it is part of the seal.
const TABLE: &str = "tenant";

/// A tenant as it is kept, without what is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantRow {
    /// What it is called here.
    pub name: String,
    /// The services that people log in to through it.
    pub services: Vec<EntityId>,
    /// When it was added.
    pub made_at: Instant,
    /// When its secret was last changed.
    pub rotated_at: Instant,
}

impl Operation {
    /// Keeps a tenant; `false` when there is one of that name.
    pub async fn add_tenant(
        &self,
        seal: &Seal,
        (name, target): (&str, &[u8]),
        services: &[EntityId],
        now: Instant,
    ) -> Result<bool> {
        let sealed = seal.seal(TABLE, name, target)?;
        let services: Vec<_> = services.iter().map(EntityId::as_str).collect();
        let done = sqlx::query(
            "INSERT INTO tenant (name, target, services, made_at, rotated_at)
             VALUES (?1, ?2, ?3, ?4, ?4) ON CONFLICT (name) DO NOTHING",
        )
        .bind(name)
        .bind(sealed)
        .bind(services.join("\n"))
        .bind(now.as_millis())
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// Puts another secret in the place of a tenant's; `false` when there is none of that name.
    pub async fn rotate_tenant(
        &self,
        seal: &Seal,
        (name, target): (&str, &[u8]),
        now: Instant,
    ) -> Result<bool> {
        let sealed = seal.seal(TABLE, name, target)?;
        let done = sqlx::query("UPDATE tenant SET target = ?2, rotated_at = ?3 WHERE name = ?1")
            .bind(name)
            .bind(sealed)
            .bind(now.as_millis())
            .execute(&self.pool)
            .await
            .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// All of them, in the order of their names.
    pub async fn tenants(&self) -> Result<Vec<TenantRow>> {
        let rows: Vec<(String, String, i64, i64)> =
            sqlx::query_as("SELECT name, services, made_at, rotated_at FROM tenant ORDER BY name")
                .fetch_all(&self.pool)
                .await
                .map_err(self.failed())?;
        let row = |(name, services, made_at, rotated_at): (String, String, i64, i64)| {
            let services: std::result::Result<_, _> = services.lines().map(str::parse).collect();
            let problem = "a tenant of no service".to_owned();
            Ok(TenantRow {
                name,
                services: services
                    .map_err(|_| Error::Damaged { file: self.file.clone(), problem })?,
                made_at: Instant::from_millis(made_at),
                rotated_at: Instant::from_millis(rotated_at),
            })
        };
        rows.into_iter().map(row).collect()
    }

    /// What is needed to ask about a tenant: the JSON that was sealed.
    pub async fn tenant_target(&self, seal: &Seal, name: &str) -> Result<Option<Vec<u8>>> {
        let sealed: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT target FROM tenant WHERE name = ?")
                .bind(name)
                .fetch_optional(&self.pool)
                .await
                .map_err(self.failed())?;
        sealed.map(|sealed| seal.unseal(TABLE, name, &sealed)).transpose()
    }

    /// Forgets a tenant; `false` when there is none.
    pub async fn remove_tenant(&self, name: &str) -> Result<bool> {
        let done = sqlx::query("DELETE FROM tenant WHERE name = ?")
            .bind(name)
            .execute(&self.pool)
            .await
            .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }
}
