//! What comes in by itself: the addresses that suppliers post to, how far a mailbox was read, and how much came.

use arvak_core::{EntityId, Instant};

use super::Operation;
use crate::{Error, Result, Seal};

/// The table of addresses, as it is part of the seal.
const ADDRESS: &str = "drill_address";

/// An address as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressRow {
    /// SHA-256 of its code.
    pub hash: Vec<u8>,
    /// Whose it is.
    pub supplier: EntityId,
    /// When it was made.
    pub made_at: Instant,
}

/// How a mailbox stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailboxRow {
    /// The `UIDVALIDITY` under which `last_uid` means something; 0 before the first reading.
    pub validity: u32,
    /// The last UID that was looked at.
    pub last_uid: u32,
    /// When it was read to its end.
    pub read_at: Option<Instant>,
    /// When somebody last tried.
    pub tried_at: Option<Instant>,
    /// Why the last try came to nothing.
    pub failed: Option<String>,
}

/// How much came in of one sort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboundCount {
    /// What: `webhook_taken`, `mail_left` …
    pub what: String,
    /// How many.
    pub count: u64,
    /// When the last one came.
    pub last_at: Instant,
}

impl Operation {
    /// Keeps a new address of a supplier; the one before it is worth nothing from now on. `hash` is SHA-256 of its code, `secret` what is
    /// needed to show it again.
    pub async fn add_drill_address(
        &self,
        seal: &Seal,
        (hash, secret): (&[u8], &[u8]),
        supplier: &EntityId,
        now: Instant,
    ) -> Result<()> {
        let sealed = seal.seal(ADDRESS, supplier.as_str(), secret)?;
        let mut transaction = self.begin().await?;
        sqlx::query(
            "UPDATE drill_address SET revoked_at = ?2 WHERE supplier = ?1 AND revoked_at IS NULL",
        )
        .bind(supplier.as_str())
        .bind(now.as_millis())
        .execute(&mut *transaction)
        .await
        .map_err(self.failed())?;
        sqlx::query(
            "INSERT INTO drill_address (hash, supplier, sealed, made_at) VALUES (?, ?, ?, ?)",
        )
        .bind(hash)
        .bind(supplier.as_str())
        .bind(sealed)
        .bind(now.as_millis())
        .execute(&mut *transaction)
        .await
        .map_err(self.failed())?;
        transaction.commit().await.map_err(self.failed())
    }

    /// The address with that hash, when it is good.
    pub async fn drill_address(&self, hash: &[u8]) -> Result<Option<AddressRow>> {
        let row: Option<(Vec<u8>, String, i64)> = sqlx::query_as(
            "SELECT hash, supplier, made_at FROM drill_address WHERE hash = ? AND revoked_at IS NULL",
        )
        .bind(hash)
        .fetch_optional(&self.pool)
        .await
        .map_err(self.failed())?;
        row.map(|row| self.address_row(row)).transpose()
    }

    /// All that are good, by supplier.
    pub async fn drill_addresses(&self) -> Result<Vec<AddressRow>> {
        let rows: Vec<(Vec<u8>, String, i64)> = sqlx::query_as(
            "SELECT hash, supplier, made_at FROM drill_address WHERE revoked_at IS NULL ORDER BY supplier",
        )
        .fetch_all(&self.pool)
        .await
        .map_err(self.failed())?;
        rows.into_iter().map(|row| self.address_row(row)).collect()
    }

    fn address_row(&self, (hash, supplier, made_at): (Vec<u8>, String, i64)) -> Result<AddressRow> {
        let problem = "an address of nobody".to_owned();
        let supplier =
            supplier.parse().map_err(|_| Error::Damaged { file: self.file.clone(), problem })?;
        Ok(AddressRow { hash, supplier, made_at: Instant::from_millis(made_at) })
    }

    /// What was handed in to show a supplier's address again, when it has one.
    pub async fn drill_address_secret(
        &self,
        seal: &Seal,
        supplier: &EntityId,
    ) -> Result<Option<Vec<u8>>> {
        let sealed: Option<Vec<u8>> = sqlx::query_scalar(
            "SELECT sealed FROM drill_address WHERE supplier = ? AND revoked_at IS NULL",
        )
        .bind(supplier.as_str())
        .fetch_optional(&self.pool)
        .await
        .map_err(self.failed())?;
        let Some(sealed) = sealed else { return Ok(None) };
        seal.unseal(ADDRESS, supplier.as_str(), &sealed).map(Some)
    }

    /// Takes a supplier's address back; `false` when there is none.
    pub async fn revoke_drill_address(&self, supplier: &EntityId, now: Instant) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE drill_address SET revoked_at = ?2 WHERE supplier = ?1 AND revoked_at IS NULL",
        )
        .bind(supplier.as_str())
        .bind(now.as_millis())
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() > 0)
    }

    /// How a mailbox stands; nothing when it was never tried.
    pub async fn mailbox(&self, name: &str) -> Result<Option<MailboxRow>> {
        type Row = (i64, i64, Option<i64>, Option<i64>, Option<String>);
        let row: Option<Row> = sqlx::query_as(
            "SELECT validity, last_uid, read_at, tried_at, failed FROM mailbox WHERE name = ?",
        )
        .bind(name)
        .fetch_optional(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(row.map(|(validity, last_uid, read_at, tried_at, failed)| MailboxRow {
            validity: u32::try_from(validity).unwrap_or(0),
            last_uid: u32::try_from(last_uid).unwrap_or(0),
            read_at: read_at.map(Instant::from_millis),
            tried_at: tried_at.map(Instant::from_millis),
            failed,
        }))
    }

    /// All mailboxes that were tried, by name.
    pub async fn mailboxes(&self) -> Result<Vec<(String, MailboxRow)>> {
        let names: Vec<String> = sqlx::query_scalar("SELECT name FROM mailbox ORDER BY name")
            .fetch_all(&self.pool)
            .await
            .map_err(self.failed())?;
        let mut all = Vec::new();
        for name in names {
            all.extend(self.mailbox(&name).await?.map(|row| (name, row)));
        }
        Ok(all)
    }

    /// Notes how a mailbox stands.
    pub async fn note_mailbox(&self, name: &str, row: &MailboxRow) -> Result<()> {
        sqlx::query(
            "INSERT INTO mailbox (name, validity, last_uid, read_at, tried_at, failed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (name) DO UPDATE SET validity = ?2, last_uid = ?3, read_at = ?4, tried_at = ?5, failed = ?6",
        )
        .bind(name)
        .bind(i64::from(row.validity))
        .bind(i64::from(row.last_uid))
        .bind(row.read_at.map(Instant::as_millis))
        .bind(row.tried_at.map(Instant::as_millis))
        .bind(&row.failed)
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(())
    }

    /// Counts one more of that sort.
    pub async fn count_inbound(&self, what: &str, now: Instant) -> Result<()> {
        sqlx::query(
            "INSERT INTO inbound_count (what, count, last_at) VALUES (?1, 1, ?2)
             ON CONFLICT (what) DO UPDATE SET count = count + 1, last_at = ?2",
        )
        .bind(what)
        .bind(now.as_millis())
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(())
    }

    /// How much came in, by what it was.
    pub async fn inbound_counts(&self) -> Result<Vec<InboundCount>> {
        let rows: Vec<(String, i64, i64)> =
            sqlx::query_as("SELECT what, count, last_at FROM inbound_count ORDER BY what")
                .fetch_all(&self.pool)
                .await
                .map_err(self.failed())?;
        let row = |(what, count, last_at): (String, i64, i64)| InboundCount {
            what,
            count: u64::try_from(count).unwrap_or(0),
            last_at: Instant::from_millis(last_at),
        };
        Ok(rows.into_iter().map(row).collect())
    }
}
