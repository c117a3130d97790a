//! What suppliers are asked through secret links: requests, what happened to each, and their links. What is kept while one is
//! being answered is in [`answers`].

mod addresses;
mod answers;
mod asked;
mod codes;
mod links;
mod mails;
mod workbooks;

pub use addresses::{AddressRow, SendingRow};
pub use answers::{FileRow, Kept, NewFile, TypedRow};
pub use asked::{AskedRow, WhichAsked};
pub use codes::{CodeRow, Tried};
pub use links::LinkRow;
pub use mails::{Fate, MailRow, NewAsked, NewMail, ToSend};
pub use workbooks::{KeptWorkbook, NewWorkbook, WAITING_MAX, WorkbookRow};

use std::collections::BTreeMap;

use arvak_core::{EntityId, Instant, Name};

use sqlx::{Sqlite, Transaction};

use super::{Operation, PersonId};
use crate::{Error, Result};

/// A request as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRow {
    /// Its id, which the obligation in the ledger has too.
    pub id: Name,
    /// Who is asked.
    pub supplier: EntityId,
    /// The ids of the questions, in order.
    pub questions: Vec<Name>,
    /// By when an answer is expected.
    pub due: Instant,
    /// Who made it; nobody that is known here, when it was made on the command line.
    pub made_by: Option<PersonId>,
    /// When it was made.
    pub made_at: Instant,
    /// What was last sent in, as JSON.
    pub receipt: Option<String>,
}

/// Something that happened to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// Its number, given by the database.
    pub id: i64,
    /// What happened, by name.
    pub event: String,
    /// When.
    pub at: Instant,
    /// What was asked further; else empty.
    pub text: String,
}

type Columns = (String, String, String, i64, Option<String>, i64, Option<String>);

/// Requests with all their columns, in the order of [`Columns`].
macro_rules! requests {
    ($which:literal) => {
        concat!(
            "SELECT id, supplier, questions, due, made_by, made_at, receipt FROM supplier_request ",
            $which
        )
    };
}

impl Operation {
    /// Keeps a new request; `false`, and nothing is changed, when there is one of that id.
    pub async fn add_supplier_request(&self, row: &RequestRow) -> Result<bool> {
        let questions: Vec<&str> = row.questions.iter().map(Name::as_str).collect();
        let done = sqlx::query(
            "INSERT INTO supplier_request (id, supplier, questions, due, made_by, made_at) VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(row.id.as_str())
        .bind(row.supplier.as_str())
        .bind(questions.join("\n"))
        .bind(row.due.as_millis())
        .bind(row.made_by.as_ref().map(EntityId::as_str))
        .bind(row.made_at.as_millis())
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// The request of that id.
    pub async fn supplier_request(&self, id: &Name) -> Result<Option<RequestRow>> {
        let row: Option<Columns> = sqlx::query_as(requests!("WHERE id = ?"))
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await
            .map_err(self.failed())?;
        row.map(|row| self.request_of(row)).transpose()
    }

    /// All requests, oldest first.
    pub async fn supplier_requests(&self) -> Result<Vec<RequestRow>> {
        let rows: Vec<Columns> = sqlx::query_as(requests!("ORDER BY made_at, id"))
            .fetch_all(&self.pool)
            .await
            .map_err(self.failed())?;
        rows.into_iter().map(|row| self.request_of(row)).collect()
    }

    /// Notes what happened to a request.
    pub async fn add_supplier_event(
        &self,
        request: &Name,
        event: &str,
        text: &str,
        at: Instant,
    ) -> Result<()> {
        sqlx::query("INSERT INTO supplier_event (request, event, at, text) VALUES (?, ?, ?, ?)")
            .bind(request.as_str())
            .bind(event)
            .bind(at.as_millis())
            .bind(text)
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(self.failed())
    }

    /// What happened to every request, in order.
    pub async fn supplier_events(&self) -> Result<BTreeMap<Name, Vec<EventRow>>> {
        let rows: Vec<(i64, String, String, i64, String)> =
            sqlx::query_as("SELECT id, request, event, at, text FROM supplier_event ORDER BY id")
                .fetch_all(&self.pool)
                .await
                .map_err(self.failed())?;
        let mut all: BTreeMap<Name, Vec<EventRow>> = BTreeMap::new();
        for (id, request, event, at, text) in rows {
            let row = EventRow { id, event, at: Instant::from_millis(at), text };
            all.entry(self.name(&request)?).or_default().push(row);
        }
        Ok(all)
    }

    /// What happened to a request, in order.
    pub async fn supplier_events_of(&self, request: &Name) -> Result<Vec<EventRow>> {
        let rows: Vec<(i64, String, i64, String)> = sqlx::query_as(
            "SELECT id, event, at, text FROM supplier_event WHERE request = ? ORDER BY id",
        )
        .bind(request.as_str())
        .fetch_all(&self.pool)
        .await
        .map_err(self.failed())?;
        let row =
            |(id, event, at, text)| EventRow { id, event, at: Instant::from_millis(at), text };
        Ok(rows.into_iter().map(row).collect())
    }

    /// Notes that a request was sent in, with its receipt. The bytes of its files are among the blobs now.
    pub async fn supplier_sent_in(
        &self,
        request: &Name,
        event: &str,
        receipt: &str,
        at: Instant,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        self.note_receipt(&mut transaction, (request, event, receipt), at).await?;
        sqlx::query("UPDATE supplier_file SET bytes = NULL WHERE request = ?")
            .bind(request.as_str())
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
        transaction.commit().await.map_err(self.failed())
    }

    /// Notes that a request was answered by a file, with its receipt. What is being typed on its page stays.
    pub async fn supplier_answered_by_file(
        &self,
        request: &Name,
        event: &str,
        receipt: &str,
        at: Instant,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        self.note_receipt(&mut transaction, (request, event, receipt), at).await?;
        transaction.commit().await.map_err(self.failed())
    }

    /// Notes an event of a request, with the receipt of what was answered; mails that wait for an answer are not needed any more.
    async fn note_receipt(
        &self,
        transaction: &mut Transaction<'static, Sqlite>,
        (request, event, receipt): (&Name, &str, &str),
        at: Instant,
    ) -> Result<()> {
        sqlx::query("INSERT INTO supplier_event (request, event, at, text) VALUES (?, ?, ?, '')")
            .bind(request.as_str())
            .bind(event)
            .bind(at.as_millis())
            .execute(&mut **transaction)
            .await
            .map_err(self.failed())?;
        sqlx::query("UPDATE supplier_request SET receipt = ? WHERE id = ?")
            .bind(receipt)
            .bind(request.as_str())
            .execute(&mut **transaction)
            .await
            .map_err(self.failed())?;
        self.drop_supplier_mails(transaction, request, at).await
    }

    /// Notes that no more is asked, ends the links, and forgets what was typed: what was sent in stands in the ledger.
    pub async fn close_supplier_request(
        &self,
        request: &Name,
        event: &str,
        at: Instant,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        sqlx::query("INSERT INTO supplier_event (request, event, at, text) VALUES (?, ?, ?, '')")
            .bind(request.as_str())
            .bind(event)
            .bind(at.as_millis())
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
        for sql in [
            "DELETE FROM supplier_answer WHERE request = ?",
            "DELETE FROM supplier_file WHERE request = ?",
            "DELETE FROM supplier_visit WHERE link IN (SELECT hash FROM supplier_link WHERE request = ?)",
        ] {
            sqlx::query(sql)
                .bind(request.as_str())
                .execute(&mut *transaction)
                .await
                .map_err(self.failed())?;
        }
        self.drop_supplier_mails(&mut transaction, request, at).await?;
        transaction.commit().await.map_err(self.failed())
    }

    fn request_of(&self, row: Columns) -> Result<RequestRow> {
        let (id, supplier, questions, due, made_by, made_at, receipt) = row;
        Ok(RequestRow {
            id: self.name(&id)?,
            supplier: self.id(&supplier)?,
            questions: questions.lines().map(|one| self.name(one)).collect::<Result<_>>()?,
            due: Instant::from_millis(due),
            made_by: made_by.map(|by| self.id(&by)).transpose()?,
            made_at: Instant::from_millis(made_at),
            receipt,
        })
    }

    /// A name that was kept.
    fn name(&self, text: &str) -> Result<Name> {
        text.parse().map_err(|_| Error::Damaged {
            file: self.file.clone(),
            problem: "a name is none".to_owned(),
        })
    }
}
