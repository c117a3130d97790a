//! Links to requests, by the hash of their codes, and the browsers that came with them.

use std::fmt;

use arvak_core::{Instant, Name};

use super::super::Operation;
use crate::Result;

/// A link as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// SHA-256 of its code.
    pub hash: [u8; 32],
    /// The one request that it opens.
    pub request: Name,
    /// When it was made.
    pub made_at: Instant,
    /// From when on it is good no more.
    pub ends_at: Instant,
    /// When it was taken back, or another took its place.
    pub revoked_at: Option<Instant>,
}

impl fmt::Debug for LinkRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LinkRow")
            .field("request", &self.request)
            .field("ends_at", &self.ends_at)
            .field("revoked_at", &self.revoked_at)
            .finish_non_exhaustive()
    }
}

type Columns = (Vec<u8>, String, i64, i64, Option<i64>);

/// Links with all their columns, in the order of [`Columns`].
macro_rules! links {
    ($which:literal) => {
        concat!(
            "SELECT l.hash, l.request, l.made_at, l.ends_at, l.revoked_at FROM supplier_link AS l ",
            $which
        )
    };
}

impl Operation {
    /// Keeps a new link, and takes back the earlier ones of its request.
    pub async fn add_supplier_link(
        &self,
        hash: &[u8; 32],
        request: &Name,
        (made_at, ends_at): (Instant, Instant),
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "UPDATE supplier_link SET revoked_at = ? WHERE request = ? AND revoked_at IS NULL",
        )
        .bind(made_at.as_millis())
        .bind(request.as_str())
        .execute(&mut *transaction)
        .await
        .map_err(self.failed())?;
        // Mails with an earlier code would lead nowhere.
        self.drop_supplier_mails(&mut transaction, request, made_at).await?;
        sqlx::query(
            "INSERT INTO supplier_link (hash, request, made_at, ends_at) VALUES (?, ?, ?, ?)",
        )
        .bind(&hash[..])
        .bind(request.as_str())
        .bind(made_at.as_millis())
        .bind(ends_at.as_millis())
        .execute(&mut *transaction)
        .await
        .map_err(self.failed())?;
        transaction.commit().await.map_err(self.failed())
    }

    /// The link with this hash.
    pub async fn supplier_link(&self, hash: &[u8; 32]) -> Result<Option<LinkRow>> {
        let row: Option<Columns> = sqlx::query_as(links!("WHERE l.hash = ?"))
            .bind(&hash[..])
            .fetch_optional(&self.pool)
            .await
            .map_err(self.failed())?;
        row.map(|row| self.link_of(row)).transpose()
    }

    /// The newest link of a request.
    pub async fn supplier_link_of(&self, request: &Name) -> Result<Option<LinkRow>> {
        let row: Option<Columns> = sqlx::query_as(links!(
            "WHERE l.request = ? ORDER BY l.revoked_at IS NULL DESC, l.made_at DESC LIMIT 1"
        ))
        .bind(request.as_str())
        .fetch_optional(&self.pool)
        .await
        .map_err(self.failed())?;
        row.map(|row| self.link_of(row)).transpose()
    }

    /// All links, oldest first.
    pub async fn supplier_links(&self) -> Result<Vec<LinkRow>> {
        let rows: Vec<Columns> = sqlx::query_as(links!("ORDER BY l.made_at"))
            .fetch_all(&self.pool)
            .await
            .map_err(self.failed())?;
        rows.into_iter().map(|row| self.link_of(row)).collect()
    }

    /// Takes back the links of a request.
    pub async fn revoke_supplier_links(&self, request: &Name, now: Instant) -> Result<()> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "UPDATE supplier_link SET revoked_at = ? WHERE request = ? AND revoked_at IS NULL",
        )
        .bind(now.as_millis())
        .bind(request.as_str())
        .execute(&mut *transaction)
        .await
        .map_err(self.failed())?;
        self.drop_supplier_mails(&mut transaction, request, now).await?;
        transaction.commit().await.map_err(self.failed())
    }

    /// Lets the link of a request last until then; `false` when it has none that was not taken back.
    pub async fn extend_supplier_link(&self, request: &Name, ends_at: Instant) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE supplier_link SET ends_at = ? WHERE request = ? AND revoked_at IS NULL",
        )
        .bind(ends_at.as_millis())
        .bind(request.as_str())
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() > 0)
    }

    /// Keeps a browser that came with a link, and forgets those whose time is over.
    pub async fn add_supplier_visit(
        &self,
        hash: &[u8; 32],
        link: &[u8; 32],
        (now, ends_at): (Instant, Instant),
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM supplier_visit WHERE ends_at <= ?")
            .bind(now.as_millis())
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
        sqlx::query("INSERT INTO supplier_visit (hash, link, ends_at) VALUES (?, ?, ?)")
            .bind(&hash[..])
            .bind(&link[..])
            .bind(ends_at.as_millis())
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
        transaction.commit().await.map_err(self.failed())
    }

    /// The link that a browser came with, while its visit lasts.
    pub async fn supplier_visit(&self, hash: &[u8; 32], now: Instant) -> Result<Option<LinkRow>> {
        let row: Option<Columns> = sqlx::query_as(links!(
            "JOIN supplier_visit AS v ON v.link = l.hash WHERE v.hash = ? AND v.ends_at > ?"
        ))
        .bind(&hash[..])
        .bind(now.as_millis())
        .fetch_optional(&self.pool)
        .await
        .map_err(self.failed())?;
        row.map(|row| self.link_of(row)).transpose()
    }

    /// Forgets a browser.
    pub async fn end_supplier_visit(&self, hash: &[u8; 32]) -> Result<()> {
        sqlx::query("DELETE FROM supplier_visit WHERE hash = ?")
            .bind(&hash[..])
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(self.failed())
    }

    fn link_of(&self, row: Columns) -> Result<LinkRow> {
        let (hash, request, made_at, ends_at, revoked_at) = row;
        Ok(LinkRow {
            hash: self.hash(&hash)?,
            request: self.name(&request)?,
            made_at: Instant::from_millis(made_at),
            ends_at: Instant::from_millis(ends_at),
            revoked_at: revoked_at.map(Instant::from_millis),
        })
    }
}
