//! Workbooks with answers that came by mail. The bytes of a mail lie here until somebody has looked it over, and no longer.

use arvak_core::{Digest, EntityId, Instant, Name};

use super::super::{Operation, PersonId};
use crate::{Error, Result};

/// Most mails of one request that wait to be looked over.
pub const WAITING_MAX: i64 = 5;

/// A mail that came.
#[derive(Clone, Copy, Debug)]
pub struct NewWorkbook<'a> {
    /// SHA-256 of the mail: the same bytes are kept once.
    pub digest: Digest,
    /// The request that its workbook names.
    pub request: &'a Name,
    /// Who was asked.
    pub supplier: &'a EntityId,
    /// When it came.
    pub came_at: Instant,
    /// From whom, as the mail says.
    pub sender: &'a str,
    /// The topmost Authentication-Results.
    pub results: &'a str,
    /// What the workbook is called.
    pub file: &'a str,
    /// `waits`, or why it is not kept.
    pub fate: &'a str,
    /// The bytes, where they are kept.
    pub mail: Option<&'a [u8]>,
}

/// A mail as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkbookRow {
    /// Its number, given by the database.
    pub id: i64,
    /// The request.
    pub request: Name,
    /// Who was asked.
    pub supplier: EntityId,
    /// When it came.
    pub came_at: Instant,
    /// From whom, as the mail says.
    pub sender: String,
    /// The topmost Authentication-Results; empty when there was none.
    pub results: String,
    /// What the workbook is called.
    pub file: String,
    /// What became of it: `waits`, `taken`, `discarded`, or why it was not kept.
    pub fate: String,
    /// When somebody decided.
    pub decided_at: Option<Instant>,
}

/// What became of a mail that was to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptWorkbook {
    /// It is kept now, durably.
    New,
    /// The same bytes came before.
    Known,
    /// Too many of the request wait already; it was not kept.
    Full,
}

type Columns = (i64, String, String, i64, String, String, String, String, Option<i64>);

impl Operation {
    /// Keeps a mail, unless the same bytes came before.
    pub async fn add_supplier_workbook(&self, new: &NewWorkbook<'_>) -> Result<KeptWorkbook> {
        let mut transaction = self.begin().await?;
        let known: i64 =
            sqlx::query_scalar("SELECT count(*) FROM supplier_workbook WHERE digest = ?")
                .bind(new.digest.0.as_slice())
                .fetch_one(&mut *transaction)
                .await
                .map_err(self.failed())?;
        if known > 0 {
            return Ok(KeptWorkbook::Known);
        }
        let waiting: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM supplier_workbook WHERE request = ? AND fate = 'waits'",
        )
        .bind(new.request.as_str())
        .fetch_one(&mut *transaction)
        .await
        .map_err(self.failed())?;
        if new.mail.is_some() && waiting >= WAITING_MAX {
            return Ok(KeptWorkbook::Full);
        }
        sqlx::query(
            "INSERT INTO supplier_workbook (digest, request, supplier, came_at, sender, results, file, fate, mail)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(new.digest.0.as_slice())
        .bind(new.request.as_str())
        .bind(new.supplier.as_str())
        .bind(new.came_at.as_millis())
        .bind(new.sender)
        .bind(new.results)
        .bind(new.file)
        .bind(new.fate)
        .bind(new.mail)
        .execute(&mut *transaction)
        .await
        .map_err(self.failed())?;
        transaction.commit().await.map_err(self.failed())?;
        Ok(KeptWorkbook::New)
    }

    /// What came of a supplier, oldest first.
    pub async fn supplier_workbooks(&self, supplier: &EntityId) -> Result<Vec<WorkbookRow>> {
        let rows: Vec<Columns> = sqlx::query_as(
            "SELECT id, request, supplier, came_at, sender, results, file, fate, decided_at
             FROM supplier_workbook WHERE supplier = ? ORDER BY id",
        )
        .bind(supplier.as_str())
        .fetch_all(&self.pool)
        .await
        .map_err(self.failed())?;
        rows.into_iter().map(|row| self.workbook_of(row)).collect()
    }

    /// How many wait to be looked over, by supplier.
    pub async fn waiting_workbooks(&self) -> Result<Vec<(EntityId, usize)>> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT supplier, count(*) FROM supplier_workbook WHERE fate = 'waits' GROUP BY supplier ORDER BY supplier",
        )
        .fetch_all(&self.pool)
        .await
        .map_err(self.failed())?;
        let row = |(supplier, count): (String, i64)| {
            Ok((self.id(&supplier)?, usize::try_from(count).unwrap_or_default()))
        };
        rows.into_iter().map(row).collect()
    }

    /// The bytes of a mail that waits.
    pub async fn supplier_workbook_mail(&self, id: i64) -> Result<Option<Vec<u8>>> {
        let mail: Option<Option<Vec<u8>>> = sqlx::query_scalar(
            "SELECT mail FROM supplier_workbook WHERE id = ? AND fate = 'waits'",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(mail.flatten())
    }

    /// Notes what somebody decided about a mail that waits, and lets its bytes go: `taken` ones are among the blobs. `false` when it waits
    /// no more.
    pub async fn decide_supplier_workbook(
        &self,
        id: i64,
        fate: &str,
        by: Option<&PersonId>,
        now: Instant,
    ) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE supplier_workbook SET fate = ?2, decided_by = ?3, decided_at = ?4, mail = NULL
             WHERE id = ?1 AND fate = 'waits'",
        )
        .bind(id)
        .bind(fate)
        .bind(by.map(EntityId::as_str))
        .bind(now.as_millis())
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    fn workbook_of(&self, row: Columns) -> Result<WorkbookRow> {
        let (id, request, supplier, came_at, sender, results, file, fate, decided_at) = row;
        let damaged = |_| Error::Damaged {
            file: self.file.clone(),
            problem: "a workbook of no request".to_owned(),
        };
        Ok(WorkbookRow {
            id,
            request: request.parse().map_err(damaged)?,
            supplier: self.id(&supplier)?,
            came_at: Instant::from_millis(came_at),
            sender,
            results,
            file,
            fate,
            decided_at: decided_at.map(Instant::from_millis),
        })
    }
}
