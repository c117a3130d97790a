//! Mails to suppliers until the relay has taken them, and what became of each. What a link's code is stands here under seal and no
//! longer than it takes; which mails were being handed over when this program was killed is in [`crate::Marks`].

mod outcome;
mod read;

use std::fmt;

use arvak_core::{EntityId, Instant, Name};
use sqlx::{Sqlite, Transaction};

use super::super::Operation;
use super::{RequestRow, SendingRow};
use crate::{Result, Seal};

/// The table, as it is part of the seal.
const TABLE: &str = "supplier_mail";

/// A mail that is to be kept.
#[derive(Clone, Copy)]
pub struct NewMail<'a> {
    /// What kind of mail, by name.
    pub kind: &'a str,
    /// Tells mails of one kind and request apart.
    pub number: i64,
    /// What it is known by on both sides: the left part of its Message-ID. Nobody can guess it.
    pub name: &'a str,
    /// Where to.
    pub address: &'a str,
    /// The subject.
    pub subject: &'a str,
    /// The text, with a place for the code.
    pub body: &'a str,
    /// The code that belongs there.
    pub code: Option<&'a str>,
}

/// A request that goes by mail, with all that belongs to it.
#[derive(Clone, Copy)]
pub struct NewAsked<'a> {
    /// The request.
    pub request: &'a RequestRow,
    /// The event that it was made.
    pub event: &'a str,
    /// SHA-256 of the link's code.
    pub link: &'a [u8; 32],
    /// When the link is made and ends.
    pub link_times: (Instant, Instant),
    /// Where it goes.
    pub sending: &'a SendingRow,
    /// The mail.
    pub mail: NewMail<'a>,
}

/// A mail whose time has come.
#[derive(Clone, PartialEq, Eq)]
pub struct ToSend {
    /// Its number.
    pub id: i64,
    /// The request.
    pub request: Name,
    /// What kind of mail.
    pub kind: String,
    /// The left part of its Message-ID.
    pub name: String,
    /// That of the first mail of the request, unless it is this one.
    pub thread: Option<String>,
    /// Where to.
    pub address: String,
    /// The subject.
    pub subject: String,
    /// The text, with a place for the code.
    pub body: String,
    /// The code.
    pub code: Option<String>,
    /// When it was made.
    pub made_at: Instant,
    /// How often it was tried.
    pub attempts: u32,
}

impl fmt::Debug for ToSend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ToSend")
            .field("id", &self.id)
            .field("request", &self.request)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// What became of a mail, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailRow {
    /// Its number.
    pub id: i64,
    /// The request.
    pub request: Name,
    /// What kind of mail.
    pub kind: String,
    /// Tells mails of one kind and request apart.
    pub number: i64,
    /// The left part of its Message-ID.
    pub name: String,
    /// Where to.
    pub address: String,
    /// Its subject.
    pub subject: String,
    /// When it was made.
    pub made_at: Instant,
    /// How often it was tried in vain.
    pub attempts: u32,
    /// What went wrong the last time, as a code.
    pub problem: Option<String>,
    /// What the relay said.
    pub said: Option<String>,
    /// Whether it may have come twice.
    pub maybe_twice: bool,
    /// How it stands.
    pub fate: Fate,
}

/// How a mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It waits to be sent.
    Waits,
    /// It was handed over, and what the relay said was never read.
    Unsure(Instant),
    /// The relay has taken it.
    Taken(Instant),
    /// It was given up.
    Failed(Instant),
    /// It is not to be sent any more.
    Dropped(Instant),
    /// It came back.
    Bounced(Instant),
}

impl Operation {
    /// Keeps requests that go by mail: each with its link, its first event and its mail, all or none of them. Gives the ids of
    /// those that are there already; of these nothing is changed.
    pub async fn add_supplier_wave(
        &self,
        seal: &Seal,
        all: &[NewAsked<'_>],
        now: Instant,
    ) -> Result<Vec<Name>> {
        let mut known = Vec::new();
        let mut transaction = self.begin().await?;
        for one in all {
            let row = one.request;
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
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
            if done.rows_affected() == 0 {
                known.push(row.id.clone());
                continue;
            }
            self.complete(&mut transaction, one).await?;
            self.add_mail(&mut transaction, seal, &row.id, &one.mail, now).await?;
        }
        transaction.commit().await.map_err(self.failed())?;
        Ok(known)
    }

    /// The event, the link and the address of a new request.
    async fn complete(
        &self,
        transaction: &mut Transaction<'static, Sqlite>,
        one: &NewAsked<'_>,
    ) -> Result<()> {
        let (id, sending, (made_at, ends_at)) =
            (one.request.id.as_str(), one.sending, one.link_times);
        sqlx::query("INSERT INTO supplier_event (request, event, at, text) VALUES (?, ?, ?, '')")
            .bind(id)
            .bind(one.event)
            .bind(one.request.made_at.as_millis())
            .execute(&mut **transaction)
            .await
            .map_err(self.failed())?;
        sqlx::query(
            "INSERT INTO supplier_link (hash, request, made_at, ends_at) VALUES (?, ?, ?, ?)",
        )
        .bind(&one.link[..])
        .bind(id)
        .bind(made_at.as_millis())
        .bind(ends_at.as_millis())
        .execute(&mut **transaction)
        .await
        .map_err(self.failed())?;
        sqlx::query(
            "INSERT INTO supplier_sending (request, address, leader, lang, wants_code, wave) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(id)
        .bind(&sending.to.address)
        .bind(&sending.to.leader)
        .bind(&sending.to.lang)
        .bind(sending.wants_code)
        .bind(sending.wave.as_ref().map(Name::as_str))
        .execute(&mut **transaction)
        .await
        .map(drop)
        .map_err(self.failed())
    }

    /// Keeps a mail; `false`, and nothing is changed, when one of that kind and number was made for the request before.
    pub async fn add_supplier_mail(
        &self,
        seal: &Seal,
        request: &Name,
        mail: &NewMail<'_>,
        now: Instant,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let is_new = self.add_mail(&mut transaction, seal, request, mail, now).await?;
        transaction.commit().await.map_err(self.failed())?;
        Ok(is_new)
    }

    /// Keeps a mail with a new link of a request; links before it are worth nothing, and mails that wait are not sent.
    pub async fn add_supplier_link_mail(
        &self,
        seal: &Seal,
        request: &Name,
        (hash, (made_at, ends_at)): (&[u8; 32], (Instant, Instant)),
        mail: &NewMail<'_>,
        now: Instant,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        self.drop_supplier_mails(&mut transaction, request, now).await?;
        let is_new = self.add_mail(&mut transaction, seal, request, mail, now).await?;
        if is_new {
            sqlx::query(
                "UPDATE supplier_link SET revoked_at = ? WHERE request = ? AND revoked_at IS NULL",
            )
            .bind(made_at.as_millis())
            .bind(request.as_str())
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
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
        }
        transaction.commit().await.map_err(self.failed())?;
        Ok(is_new)
    }

    async fn add_mail(
        &self,
        transaction: &mut Transaction<'static, Sqlite>,
        seal: &Seal,
        request: &Name,
        mail: &NewMail<'_>,
        now: Instant,
    ) -> Result<bool> {
        let sealed =
            mail.code.map(|code| seal.seal(TABLE, mail.name, code.as_bytes())).transpose()?;
        let done = sqlx::query(
            "INSERT INTO supplier_mail (request, kind, number, name, address, subject, body, sealed, made_at, next_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9) ON CONFLICT (request, kind, number) DO NOTHING",
        )
        .bind(request.as_str())
        .bind(mail.kind)
        .bind(mail.number)
        .bind(mail.name)
        .bind(mail.address)
        .bind(mail.subject)
        .bind(mail.body)
        .bind(sealed)
        .bind(now.as_millis())
        .execute(&mut **transaction)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// Mails whose time has come, codes or the others, of those with a higher number than `after`, in order.
    pub async fn due_supplier_mails(
        &self,
        seal: &Seal,
        (codes, after): (bool, i64),
        now: Instant,
        most: u32,
    ) -> Result<Vec<ToSend>> {
        type Row = (
            i64,
            String,
            String,
            String,
            Option<String>,
            String,
            String,
            String,
            Option<Vec<u8>>,
            i64,
            u32,
        );
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT m.id, m.request, m.kind, m.name,
               (SELECT f.name FROM supplier_mail AS f WHERE f.request = m.request AND f.id < m.id ORDER BY f.id LIMIT 1),
               m.address, m.subject, m.body, m.sealed, m.made_at, m.attempts
             FROM supplier_mail AS m WHERE m.taken_at IS NULL AND m.failed_at IS NULL AND m.dropped_at IS NULL
               AND m.unsure_at IS NULL AND (m.kind = 'code') = ? AND m.id > ? AND m.next_at <= ? ORDER BY m.id LIMIT ?",
        )
        .bind(codes)
        .bind(after)
        .bind(now.as_millis())
        .bind(most)
        .fetch_all(&self.pool)
        .await
        .map_err(self.failed())?;
        let row = |(
            id,
            request,
            kind,
            name,
            thread,
            address,
            subject,
            body,
            sealed,
            made_at,
            attempts,
        ): Row| {
            let code = sealed.map(|sealed| seal.unseal(TABLE, &name, &sealed)).transpose()?;
            Ok(ToSend {
                id,
                request: self.name(&request)?,
                kind,
                name,
                thread,
                address,
                subject,
                body,
                code: code.map(|code| String::from_utf8_lossy(&code).into_owned()),
                made_at: Instant::from_millis(made_at),
                attempts,
            })
        };
        rows.into_iter().map(row).collect()
    }

    /// How many wait, whether their time has come or not.
    pub async fn count_waiting_supplier_mails(&self) -> Result<u64> {
        let count: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM supplier_mail
             WHERE taken_at IS NULL AND failed_at IS NULL AND dropped_at IS NULL AND unsure_at IS NULL",
        )
        .fetch_one(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}
