//! The outbox: messages that are kept until the other side has taken them. At least once: a message that was taken just
//! before the power went is sent again, under the same name.

use arvak_core::Instant;

use super::Operation;
use super::notices::To;
use crate::Result;

/// Most messages that one call gives.
const MOST: i64 = 100;

/// A message that is not delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRow {
    /// Its number.
    pub id: i64,
    /// Whom it is for.
    pub to: To,
    /// What it is known by on both sides: the Message-ID or the webhook-id.
    pub name: String,
    /// The subject; empty for a webhook.
    pub subject: String,
    /// The text, or the JSON.
    pub body: String,
    /// When it was made.
    pub made_at: Instant,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next.
    pub next_at: Instant,
    /// When it was given up.
    pub failed_at: Option<Instant>,
    /// What went wrong the last time, as a code.
    pub problem: Option<String>,
    /// What the other side said.
    pub said: Option<String>,
}

type Columns = (
    i64,
    Option<String>,
    Option<i64>,
    String,
    String,
    String,
    i64,
    u32,
    i64,
    Option<i64>,
    Option<String>,
    Option<String>,
);

/// A whole statement, of constants alone.
macro_rules! select {
    ($filter:literal) => {
        concat!(
            "SELECT message.id, person, webhook, name, subject, body, made_at, attempts, next_at, failed_at, problem, said
             FROM message JOIN recipient ON recipient.id = message.recipient WHERE ",
            $filter,
            " LIMIT ?2"
        )
    };
}

impl Operation {
    /// Messages whose time has come, those that wait longest first.
    pub async fn due_messages(&self, now: Instant) -> Result<Vec<MessageRow>> {
        self.messages(
            select!("failed_at IS NULL AND next_at <= ?1 ORDER BY next_at, message.id"),
            now,
        )
        .await
    }

    /// Messages that were tried in vain, given up or not, the oldest first.
    pub async fn stuck_messages(&self) -> Result<Vec<MessageRow>> {
        self.messages(
            select!("problem IS NOT NULL AND made_at <= ?1 ORDER BY made_at, message.id"),
            Instant::NEVER,
        )
        .await
    }

    /// How many messages wait, and how many were given up.
    pub async fn count_messages(&self) -> Result<(u64, u64)> {
        let (waiting, failed): (i64, i64) = sqlx::query_as(
            "SELECT count(*) FILTER (WHERE failed_at IS NULL), count(*) FILTER (WHERE failed_at IS NOT NULL) FROM message",
        )
        .fetch_one(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok((u64::try_from(waiting).unwrap_or(0), u64::try_from(failed).unwrap_or(0)))
    }

    /// The other side has taken a message.
    pub async fn delivered(&self, id: i64) -> Result<()> {
        self.about_message("DELETE FROM message WHERE id = ?", id).await.map(drop)
    }

    /// A message did not get through: it is tried again at `next_at`.
    pub async fn postpone(
        &self,
        id: i64,
        problem: &str,
        said: &str,
        next_at: Instant,
    ) -> Result<()> {
        sqlx::query(
            "UPDATE message SET attempts = attempts + 1, problem = ?, said = ?, next_at = ? WHERE id = ?",
        )
        .bind(problem)
        .bind(said)
        .bind(next_at.as_millis())
        .bind(id)
        .execute(&self.pool)
        .await
        .map(drop)
        .map_err(self.failed())
    }

    /// Lets all messages of the same way (mail, or one webhook) wait until `next_at` at least: it does not work just now.
    pub async fn postpone_way(&self, to: &To, next_at: Instant) -> Result<()> {
        let webhook = match to {
            To::Person(_) => None,
            To::Webhook(id) => Some(*id),
        };
        sqlx::query(
            "UPDATE message SET next_at = max(next_at, ?1) WHERE failed_at IS NULL
             AND recipient IN (SELECT id FROM recipient WHERE webhook IS ?2)",
        )
        .bind(next_at.as_millis())
        .bind(webhook)
        .execute(&self.pool)
        .await
        .map(drop)
        .map_err(self.failed())
    }

    /// A message is given up. It stays, to be seen.
    pub async fn give_up(&self, id: i64, problem: &str, said: &str, now: Instant) -> Result<()> {
        sqlx::query(
            "UPDATE message SET attempts = attempts + 1, problem = ?, said = ?, failed_at = ? WHERE id = ?",
        )
        .bind(problem)
        .bind(said)
        .bind(now.as_millis())
        .bind(id)
        .execute(&self.pool)
        .await
        .map(drop)
        .map_err(self.failed())
    }

    /// Somebody asks for another try, with as many days before it as a new message; `false` when there is no such message.
    pub async fn try_again(&self, id: i64, now: Instant) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE message SET failed_at = NULL, next_at = ?1, made_at = max(made_at, CASE WHEN failed_at IS NULL THEN made_at ELSE ?1 END)
             WHERE id = ?2",
        )
        .bind(now.as_millis())
        .bind(id)
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// Somebody gives a message up for good; `false` when there is no such message.
    pub async fn forget_message(&self, id: i64) -> Result<bool> {
        Ok(self.about_message("DELETE FROM message WHERE id = ?", id).await? == 1)
    }

    async fn about_message(&self, sql: &'static str, id: i64) -> Result<u64> {
        let done = sqlx::query(sql).bind(id).execute(&self.pool).await.map_err(self.failed())?;
        Ok(done.rows_affected())
    }

    async fn messages(&self, sql: &'static str, at: Instant) -> Result<Vec<MessageRow>> {
        let rows: Vec<Columns> = sqlx::query_as(sql)
            .bind(at.as_millis())
            .bind(MOST)
            .fetch_all(&self.pool)
            .await
            .map_err(self.failed())?;
        rows.into_iter().map(|row| self.message_of(row)).collect()
    }

    fn message_of(&self, row: Columns) -> Result<MessageRow> {
        let (
            id,
            person,
            webhook,
            name,
            subject,
            body,
            made_at,
            attempts,
            next_at,
            failed_at,
            problem,
            said,
        ) = row;
        let to = match (person, webhook) {
            (Some(person), _) => To::Person(self.id(&person)?),
            (None, webhook) => To::Webhook(webhook.unwrap_or(0)),
        };
        Ok(MessageRow {
            id,
            to,
            name,
            subject,
            body,
            made_at: Instant::from_millis(made_at),
            attempts,
            next_at: Instant::from_millis(next_at),
            failed_at: failed_at.map(Instant::from_millis),
            problem,
            said,
        })
    }
}
