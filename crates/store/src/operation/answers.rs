//! Answers to requests that named themselves (the header `Idempotency-Key`): a request that is sent again is answered as it
//! was, also after a restart. Kept for a day, and only so many for each holder.

use arvak_core::{Instant, Span};

use super::{Operation, PersonId};
use crate::Result;

/// Most bytes of an answer's body that are kept.
pub const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// Most answers that are kept for one holder.
pub const ANSWERS_MAX: u32 = 10_000;

/// How long an answer is kept.
pub const ANSWER_KEPT: Span = Span::from_days(1);

/// How long a request may be under way. One that began earlier was broken off when the program stopped, and is done again.
pub const UNDER_WAY_MAX: Span = Span::from_millis(60_000);

/// A request that named itself: whose it is, its name and what it asks, the last two as SHA-256.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedRequest {
    /// Whose key or session it came with. Two holders may use the same name.
    pub holder: String,
    /// The person behind it: forgetting the person forgets these answers too.
    pub person: PersonId,
    /// SHA-256 of the name.
    pub key: [u8; 32],
    /// SHA-256 of method, address and body.
    pub request: [u8; 32],
}

/// An answer as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    /// The HTTP status.
    pub status: u16,
    /// Its header lines, in a form that the caller chooses.
    pub head: String,
    /// Its body, at most [`ANSWER_BYTES_MAX`].
    pub body: Vec<u8>,
}

/// What is known of a request that named itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// Nothing, or it was broken off: do it.
    New,
    /// The same is being done.
    UnderWay,
    /// Another request had this name.
    Other,
    /// It was done, and this was the answer.
    Answered(KeptAnswer),
    /// The holder has as many answers kept as there may be.
    Full,
}

type Row = (Vec<u8>, i64, Option<i64>, Option<String>, Option<Vec<u8>>);

impl Operation {
    /// Says what is known of a request, and notes that it is under way when it is to be done. Of two that come at the same
    /// moment one is told so.
    pub async fn begin_answer(&self, named: &NamedRequest, now: Instant) -> Result<Begun> {
        let before = |span: Span| now.as_millis().saturating_sub(span.as_millis());
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM answer WHERE begun_at < ?")
            .bind(before(ANSWER_KEPT))
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
        let row: Option<Row> = sqlx::query_as(
            "SELECT request, begun_at, status, head, body FROM answer WHERE holder = ? AND key = ?",
        )
        .bind(&named.holder)
        .bind(&named.key[..])
        .fetch_optional(&mut *transaction)
        .await
        .map_err(self.failed())?;
        let begun = match row {
            Some((request, ..)) if request != named.request => Begun::Other,
            Some((_, _, Some(status), head, body)) => Begun::Answered(KeptAnswer {
                status: u16::try_from(status).unwrap_or_default(),
                head: head.unwrap_or_default(),
                body: body.unwrap_or_default(),
            }),
            Some((_, begun_at, None, ..)) if begun_at > before(UNDER_WAY_MAX) => Begun::UnderWay,
            Some(_) => Begun::New,
            None => {
                let kept: u32 = sqlx::query_scalar("SELECT count(*) FROM answer WHERE holder = ?")
                    .bind(&named.holder)
                    .fetch_one(&mut *transaction)
                    .await
                    .map_err(self.failed())?;
                if kept < ANSWERS_MAX { Begun::New } else { Begun::Full }
            }
        };
        if begun == Begun::New {
            sqlx::query(
                "INSERT INTO answer (holder, person, key, request, begun_at) VALUES (?, ?, ?, ?, ?)
                 ON CONFLICT (holder, key) DO UPDATE SET begun_at = excluded.begun_at",
            )
            .bind(&named.holder)
            .bind(named.person.as_str())
            .bind(&named.key[..])
            .bind(&named.request[..])
            .bind(now.as_millis())
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
        }
        transaction.commit().await.map_err(self.failed())?;
        Ok(begun)
    }

    /// Keeps the answer to a request that was under way. The first answer stands.
    pub async fn keep_answer(&self, named: &NamedRequest, answer: &KeptAnswer) -> Result<()> {
        sqlx::query(
            "UPDATE answer SET status = ?, head = ?, body = ? WHERE holder = ? AND key = ? AND request = ? AND status IS NULL",
        )
        .bind(i64::from(answer.status))
        .bind(&answer.head)
        .bind(&answer.body)
        .bind(&named.holder)
        .bind(&named.key[..])
        .bind(&named.request[..])
        .execute(&self.pool)
        .await
        .map(drop)
        .map_err(self.failed())
    }

    /// Forgets a request that was under way: it failed, and may be tried again.
    pub async fn forget_answer(&self, named: &NamedRequest) -> Result<()> {
        sqlx::query("DELETE FROM answer WHERE holder = ? AND key = ? AND status IS NULL")
            .bind(&named.holder)
            .bind(&named.key[..])
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(self.failed())
    }
}
