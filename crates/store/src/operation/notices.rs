//! Who is to be told what: choices, recipients, and what was noted for each. Which of it is news is decided elsewhere.

use std::collections::BTreeSet;

use arvak_core::Instant;
use sqlx::{Sqlite, Transaction};

use super::{Operation, PersonId};
use crate::{Result, random};

/// Whom something is told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum To {
    /// A person, by mail.
    Person(PersonId),
    /// A webhook, by its number.
    Webhook(i64),
}

impl To {
    fn columns(&self) -> (Option<&str>, Option<i64>) {
        match self {
            Self::Person(person) => (Some(person.as_str()), None),
            Self::Webhook(id) => (None, Some(*id)),
        }
    }
}

/// What is known of a recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// Its number.
    pub id: i64,
    /// The keys of everything that was noted for it and is not over.
    pub lasting: BTreeSet<String>,
}

/// What to note for a recipient.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToNote {
    /// Key and text of what is to be told.
    pub fresh: Vec<(String, String)>,
    /// Key and text of what will never be told, as long as it lasts.
    pub silent: Vec<(String, String)>,
    /// Keys of what is over.
    pub over: BTreeSet<String>,
}

/// Something that waits to stand in a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingNotice {
    /// Its number.
    pub id: i64,
    /// Its text.
    pub what: String,
    /// When it was noted.
    pub noted_at: Instant,
    /// Whether it was over before it was told.
    pub is_over: bool,
}

/// A message that is to be made of notices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    /// The subject; empty for a webhook.
    pub subject: String,
    /// The text, or the JSON.
    pub body: String,
    /// The numbers of the notices that it tells.
    pub tells: Vec<i64>,
}

impl Operation {
    /// What a person chose: kinds and pace by name.
    pub async fn notice_choice(&self, person: &PersonId) -> Result<Option<(String, String)>> {
        sqlx::query_as("SELECT kinds, pace FROM notice_choice WHERE person = ?")
            .bind(person.as_str())
            .fetch_optional(&self.pool)
            .await
            .map_err(self.failed())
    }

    /// Keeps what a person chose.
    pub async fn set_notice_choice(
        &self,
        person: &PersonId,
        kinds: &str,
        pace: &str,
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO notice_choice (person, kinds, pace) VALUES (?1, ?2, ?3)
             ON CONFLICT (person) DO UPDATE SET kinds = ?2, pace = ?3",
        )
        .bind(person.as_str())
        .bind(kinds)
        .bind(pace)
        .execute(&self.pool)
        .await
        .map(drop)
        .map_err(self.failed())
    }

    /// What is known of a recipient; `None` when nothing was noted for it yet.
    pub async fn noted(&self, to: &To) -> Result<Option<Noted>> {
        let (person, webhook) = to.columns();
        let id: Option<i64> =
            sqlx::query_scalar("SELECT id FROM recipient WHERE person = ?1 OR webhook = ?2")
                .bind(person)
                .bind(webhook)
                .fetch_optional(&self.pool)
                .await
                .map_err(self.failed())?;
        let Some(id) = id else { return Ok(None) };
        let keys: Vec<String> =
            sqlx::query_scalar("SELECT key FROM notice WHERE recipient = ? AND over_at IS NULL")
                .bind(id)
                .fetch_all(&self.pool)
                .await
                .map_err(self.failed())?;
        Ok(Some(Noted { id, lasting: keys.into_iter().collect() }))
    }

    /// Notes all of it or nothing, and answers the recipient's number. What lasts and is noted already stays as it is, so
    /// that two who note at the same moment tell it once.
    pub async fn note(&self, to: &To, notes: &ToNote, now: Instant) -> Result<i64> {
        let mut transaction = self.begin().await?;
        let recipient = self.recipient(&mut transaction, to).await?;
        for key in &notes.over {
            sqlx::query("UPDATE notice SET over_at = ?1 WHERE recipient = ?2 AND key = ?3 AND over_at IS NULL")
                .bind(now.as_millis())
                .bind(recipient)
                .bind(key)
                .execute(&mut *transaction)
                .await
                .map_err(self.failed())?;
        }
        let fresh = notes.fresh.iter().map(|note| (note, 1));
        let silent = notes.silent.iter().map(|note| (note, 0));
        for ((key, what), waits) in fresh.chain(silent) {
            sqlx::query(
                "INSERT INTO notice (recipient, key, what, noted_at, waits) VALUES (?, ?, ?, ?, ?)
                 ON CONFLICT (recipient, key) WHERE over_at IS NULL DO NOTHING",
            )
            .bind(recipient)
            .bind(key)
            .bind(what)
            .bind(now.as_millis())
            .bind(waits)
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
        }
        // What was told and is over matters no more.
        sqlx::query("DELETE FROM notice WHERE recipient = ? AND waits = 0 AND over_at IS NOT NULL")
            .bind(recipient)
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
        transaction.commit().await.map_err(self.failed())?;
        Ok(recipient)
    }

    /// What waits to stand in a message to a recipient, oldest first.
    pub async fn waiting_notices(&self, recipient: i64) -> Result<Vec<WaitingNotice>> {
        let rows: Vec<(i64, String, i64, bool)> = sqlx::query_as(
            "SELECT id, what, noted_at, over_at IS NOT NULL FROM notice WHERE recipient = ? AND waits = 1 ORDER BY id",
        )
        .bind(recipient)
        .fetch_all(&self.pool)
        .await
        .map_err(self.failed())?;
        let row = |(id, what, noted_at, is_over)| {
            let noted_at = Instant::from_millis(noted_at);
            WaitingNotice { id, what, noted_at, is_over }
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// Puts messages in the outbox, each with the notices that it tells: both or neither, so that nothing is told twice and
    /// nothing is lost.
    pub async fn put_in_messages(
        &self,
        recipient: i64,
        messages: &[NewMessage],
        now: Instant,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        for message in messages {
            let mut told = 0;
            for id in &message.tells {
                told += sqlx::query(
                    "UPDATE notice SET waits = 0 WHERE id = ? AND recipient = ? AND waits = 1",
                )
                .bind(id)
                .bind(recipient)
                .execute(&mut *transaction)
                .await
                .map_err(self.failed())?
                .rows_affected();
            }
            // Somebody else told them meanwhile.
            if told == 0 && !message.tells.is_empty() {
                continue;
            }
            sqlx::query(
                "INSERT INTO message (recipient, name, subject, body, made_at, next_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
            )
            .bind(recipient)
            .bind(format!("msg_{}", random::hex::<16>()?))
            .bind(&message.subject)
            .bind(&message.body)
            .bind(now.as_millis())
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
        }
        transaction.commit().await.map_err(self.failed())
    }

    /// Takes notices out of the way that may not be told any more.
    pub async fn keep_back(&self, recipient: i64, notices: &[i64]) -> Result<()> {
        let mut transaction = self.begin().await?;
        for id in notices {
            sqlx::query("UPDATE notice SET waits = 0 WHERE id = ? AND recipient = ?")
                .bind(id)
                .bind(recipient)
                .execute(&mut *transaction)
                .await
                .map_err(self.failed())?;
        }
        transaction.commit().await.map_err(self.failed())
    }

    async fn recipient(&self, transaction: &mut Transaction<'_, Sqlite>, to: &To) -> Result<i64> {
        let (person, webhook) = to.columns();
        sqlx::query("INSERT INTO recipient (person, webhook) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .bind(person)
            .bind(webhook)
            .execute(&mut **transaction)
            .await
            .map_err(self.failed())?;
        sqlx::query_scalar("SELECT id FROM recipient WHERE person = ?1 OR webhook = ?2")
            .bind(person)
            .bind(webhook)
            .fetch_one(&mut **transaction)
            .await
            .map_err(self.failed())
    }
}
