//! Codes of six digits for whoever opened a link: kept as a salted hash, for some minutes and a few tries.

use std::fmt;

use arvak_core::{Digest, Instant};

use super::super::Operation;
use crate::Result;

/// A code that is to be kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CodeRow {
    /// SHA-256 of what the browser that asked for it holds.
    pub entrance: [u8; 32],
    /// The link that was opened, by the hash of its code.
    pub link: [u8; 32],
    /// Random bytes.
    pub salt: [u8; 16],
    /// SHA-256 of the random bytes and the code.
    pub hash: [u8; 32],
    /// From when on it is good no more.
    pub ends_at: Instant,
}

impl fmt::Debug for CodeRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CodeRow").field("ends_at", &self.ends_at).finish_non_exhaustive()
    }
}

impl CodeRow {
    /// What is kept of a code: the salt keeps the million possible codes from being looked up in a list.
    pub fn hash_of(salt: &[u8; 16], code: &str) -> [u8; 32] {
        Digest::of(&[&salt[..], code.as_bytes()].concat()).0
    }
}

/// What came of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// It was right, and is used up. The link that was opened, by the hash of its code.
    Right([u8; 32]),
    /// It was wrong; so many tries are left.
    Wrong(u32),
    /// There is none that is good: its time or its tries are over.
    Over,
}

/// Link, salt, hash and tries.
type Row = (Vec<u8>, Vec<u8>, Vec<u8>, u32);

impl Operation {
    /// Keeps a code; earlier ones of the same browser are worth nothing, and those whose time is over are forgotten. `false`,
    /// and nothing is kept, when `most` codes of this link are good already: then nobody fills a mailbox.
    pub async fn add_supplier_code(&self, row: &CodeRow, now: Instant, most: u32) -> Result<bool> {
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM supplier_code WHERE ends_at <= ?")
            .bind(now.as_millis())
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
        let good: i64 = sqlx::query_scalar("SELECT count(*) FROM supplier_code WHERE link = ?")
            .bind(&row.link[..])
            .fetch_one(&mut *transaction)
            .await
            .map_err(self.failed())?;
        let is_kept = good < i64::from(most);
        if is_kept {
            sqlx::query(
                "INSERT INTO supplier_code (entrance, link, salt, hash, tries, ends_at) VALUES (?, ?, ?, ?, 0, ?)",
            )
            .bind(&row.entrance[..])
            .bind(&row.link[..])
            .bind(&row.salt[..])
            .bind(&row.hash[..])
            .bind(row.ends_at.as_millis())
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
        }
        transaction.commit().await.map_err(self.failed())?;
        Ok(is_kept)
    }

    /// Tries a code. The try is noted before it is looked at, in one transaction, so that many at once do not slip through. `is_same`
    /// compares without telling by the time how much was right.
    pub async fn try_supplier_code(
        &self,
        entrance: &[u8; 32],
        code: &str,
        (now, tries_most): (Instant, u32),
        is_same: impl Fn(&[u8; 32], &[u8; 32]) -> bool,
    ) -> Result<Tried> {
        let mut transaction = self.begin().await?;
        sqlx::query("UPDATE supplier_code SET tries = tries + 1 WHERE entrance = ?")
            .bind(&entrance[..])
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
        let row: Option<Row> = sqlx::query_as(
            "SELECT link, salt, hash, tries FROM supplier_code WHERE entrance = ? AND ends_at > ?",
        )
        .bind(&entrance[..])
        .bind(now.as_millis())
        .fetch_optional(&mut *transaction)
        .await
        .map_err(self.failed())?;
        let tried = match row {
            Some((link, salt, hash, tries)) if tries <= tries_most => {
                let salt: [u8; 16] = salt.try_into().unwrap_or_default();
                if is_same(&CodeRow::hash_of(&salt, code), &self.hash(&hash)?) {
                    Tried::Right(self.hash(&link)?)
                } else {
                    Tried::Wrong(tries_most - tries)
                }
            }
            _ => Tried::Over,
        };
        if matches!(tried, Tried::Right(_) | Tried::Wrong(0)) {
            // A used or exhausted code stays, worth nothing, so that it counts among those of its link until its time is over.
            sqlx::query("UPDATE supplier_code SET tries = ? WHERE entrance = ?")
                .bind(i64::from(tries_most) + 1)
                .bind(&entrance[..])
                .execute(&mut *transaction)
                .await
                .map_err(self.failed())?;
        }
        transaction.commit().await.map_err(self.failed())?;
        Ok(tried)
    }
}
