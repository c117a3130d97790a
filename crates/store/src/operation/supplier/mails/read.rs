//! Reading what became of mails.

use std::collections::BTreeMap;

use arvak_core::{Instant, Name};
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Row as _};

use super::super::super::Operation;
use super::{Fate, MailRow};
use crate::Result;

/// Mails in the order in which [`Flat`] reads them.
macro_rules! mails {
    ($which:literal) => {
        concat!(
            "SELECT id, request, kind, number, name, address, subject, made_at, attempts, problem, said, maybe_twice,
             unsure_at, taken_at, failed_at, dropped_at, bounced_at FROM supplier_mail ",
            $which
        )
    };
}

impl Operation {
    /// Mails that the relay has taken and that are not recorded as sent, in order, each with its text.
    pub async fn unrecorded_supplier_mails(&self, most: u32) -> Result<Vec<(MailRow, String)>> {
        let rows: Vec<(i64, String)> = sqlx::query_as(
            "SELECT id, body FROM supplier_mail WHERE taken_at IS NOT NULL AND is_recorded = 0 ORDER BY id LIMIT ?",
        )
        .bind(most)
        .fetch_all(&self.pool)
        .await
        .map_err(self.failed())?;
        let Some((last, _)) = rows.last() else { return Ok(Vec::new()) };
        let sql = mails!("WHERE taken_at IS NOT NULL AND is_recorded = 0 AND id <= ? ORDER BY id");
        let all = self.mail_rows(sql, *last).await?;
        // What was taken meanwhile has a higher number, or is the next round's.
        let body = |id: i64| rows.iter().position(|(one, _)| *one == id);
        let mut found = Vec::new();
        for row in all {
            if let Some((_, body)) = body(row.id).and_then(|at| rows.get(at)) {
                found.push((row, body.clone()));
            }
        }
        Ok(found)
    }

    /// The mail of that name.
    pub async fn supplier_mail(&self, name: &str) -> Result<Option<MailRow>> {
        let row: Option<Flat> = sqlx::query_as(mails!("WHERE name = ?"))
            .bind(name)
            .fetch_optional(&self.pool)
            .await
            .map_err(self.failed())?;
        row.map(|row| self.mail_of(row)).transpose()
    }

    /// All mails by request, oldest first.
    pub async fn supplier_mails(&self) -> Result<BTreeMap<Name, Vec<MailRow>>> {
        let mut all: BTreeMap<Name, Vec<MailRow>> = BTreeMap::new();
        for row in self.mail_rows(mails!("WHERE id > ? ORDER BY id"), 0).await? {
            all.entry(row.request.clone()).or_default().push(row);
        }
        Ok(all)
    }

    /// The mails of a request, oldest first.
    pub async fn supplier_mails_of(&self, request: &Name) -> Result<Vec<MailRow>> {
        let rows: Vec<Flat> = sqlx::query_as(mails!("WHERE request = ? ORDER BY id"))
            .bind(request.as_str())
            .fetch_all(&self.pool)
            .await
            .map_err(self.failed())?;
        rows.into_iter().map(|row| self.mail_of(row)).collect()
    }

    async fn mail_rows(&self, sql: &'static str, bound: i64) -> Result<Vec<MailRow>> {
        let rows: Vec<Flat> =
            sqlx::query_as(sql).bind(bound).fetch_all(&self.pool).await.map_err(self.failed())?;
        rows.into_iter().map(|row| self.mail_of(row)).collect()
    }

    fn mail_of(&self, row: Flat) -> Result<MailRow> {
        let fate = row.fate();
        Ok(MailRow {
            id: row.id,
            request: self.name(&row.request)?,
            kind: row.kind,
            number: row.number,
            name: row.name,
            address: row.address,
            subject: row.subject,
            made_at: Instant::from_millis(row.made_at),
            attempts: row.attempts,
            problem: row.problem,
            said: row.said,
            maybe_twice: row.maybe_twice,
            fate,
        })
    }
}

/// As the database gives them.
struct Flat {
    id: i64,
    request: String,
    kind: String,
    number: i64,
    name: String,
    address: String,
    subject: String,
    made_at: i64,
    attempts: u32,
    problem: Option<String>,
    said: Option<String>,
    maybe_twice: bool,
    times: [Option<i64>; 5],
}

impl FromRow<'_, SqliteRow> for Flat {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.try_get(0)?,
            request: row.try_get(1)?,
            kind: row.try_get(2)?,
            number: row.try_get(3)?,
            name: row.try_get(4)?,
            address: row.try_get(5)?,
            subject: row.try_get(6)?,
            made_at: row.try_get(7)?,
            attempts: row.try_get(8)?,
            problem: row.try_get(9)?,
            said: row.try_get(10)?,
            maybe_twice: row.try_get(11)?,
            times: [
                row.try_get(12)?,
                row.try_get(13)?,
                row.try_get(14)?,
                row.try_get(15)?,
                row.try_get(16)?,
            ],
        })
    }
}

impl Flat {
    /// How it stands: what is known last.
    fn fate(&self) -> Fate {
        let [unsure, taken, failed, dropped, bounced] =
            self.times.map(|at| at.map(Instant::from_millis));
        let known = [
            bounced.map(Fate::Bounced),
            taken.map(Fate::Taken),
            unsure.map(Fate::Unsure),
            failed.map(Fate::Failed),
            dropped.map(Fate::Dropped),
        ];
        known.into_iter().flatten().next().unwrap_or(Fate::Waits)
    }
}
