//! The operation database: the queue, permits, canaries, proof-of-control tokens, names of persons, accounts, the outbox,
//! answers of the API. Nothing in it can be made again from the ledger: it is backed up and migrated, never rebuilt.
//!
//! SQLite with one writing connection; every transaction begins `IMMEDIATE`, so that two processes
//! wait for each other instead of failing half-way.

mod accounts;
mod answers;
mod callouts;
mod canaries;
mod control;
mod credentials;
mod drill_acts;
mod drills;
mod failures;
mod inbound;
mod meta;
mod migrate;
mod notices;
mod openid;
mod outbox;
mod permits;
mod persons;
mod queue;
mod sessions;
mod sum;
pub mod supplier;
mod tenants;
mod tokens;
mod webhooks;

pub use accounts::{Account, AccountNote, NewAccount};
pub use answers::{
    ANSWER_BYTES_MAX, ANSWER_KEPT, ANSWERS_MAX, Begun, KeptAnswer, NamedRequest, UNDER_WAY_MAX,
};
pub use callouts::{CallRow, CalloutRow, FoundCall};
pub use canaries::{CanaryRow, LastTrial, NewCanary};
pub use credentials::{Has, NewPassword, PasskeyRow};
pub use drill_acts::Tried;
pub use drills::DrillRow;
pub use inbound::{AddressRow, InboundCount, MailboxRow};
pub use notices::{NewMessage, Noted, To, ToNote, WaitingNotice};
pub use openid::{OpenIdLogIn, OpenIdPerson};
pub use outbox::MessageRow;
pub use persons::PersonId;
pub use sessions::SessionRow;
pub use tenants::TenantRow;
pub use tokens::TokenRow;
pub use webhooks::WebhookRow;

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sqlx::sqlite::{SqlitePool, SqlitePoolOptions};
use sqlx::{Sqlite, Transaction};

use crate::blocking::blocking;
use crate::{Error, Result, database};
use sum::Sum;

/// The operation database of one data folder. Clones share it.
#[derive(Clone, Debug)]
pub struct Operation {
    pool: SqlitePool,
    file: PathBuf,
    sum: Option<Arc<Sum>>,
}

impl Operation {
    /// Opens the database at `file`, creates it when it is not there, and brings it to the newest
    /// schema. A newer schema than this program knows is refused.
    pub async fn open(file: &Path) -> Result<Self> {
        let summed = file.to_owned();
        let sum = Some(Arc::new(blocking(move || Sum::open(&summed)).await?));
        create_private(file)?;
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(database::durable(file))
            .await
            .map_err(Error::database(file))?;
        let operation = Self { pool, file: file.to_owned(), sum };
        operation.check_pages().await?;
        migrate::to_newest(&operation).await?;
        Ok(operation)
    }

    /// Looks through the database at `file` and changes nothing. Every changed byte is found when the last
    /// program that had it open closed it; otherwise only what breaks its structure.
    pub(crate) async fn check(file: &Path) -> Result<()> {
        let summed = file.to_owned();
        blocking(move || sum::check(&summed)).await?;
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(database::read_only(file))
            .await
            .map_err(Error::database(file))?;
        let operation = Self { pool, file: file.to_owned(), sum: None };
        let checked = operation.check_pages().await;
        operation.close().await?;
        checked
    }

    /// Writes what is still in the write-ahead log and closes; the last to close it notes what it holds.
    pub async fn close(self) -> Result<()> {
        self.pool.close().await;
        let Some(sum) = self.sum else { return Ok(()) };
        blocking(move || sum.write()).await
    }

    /// Looks through all pages. A damaged operation database is never used: it holds permits.
    async fn check_pages(&self) -> Result<()> {
        let said: String = sqlx::query_scalar("PRAGMA quick_check(1)")
            .fetch_one(&self.pool)
            .await
            .map_err(self.failed())?;
        if said == "ok" {
            return Ok(());
        }
        Err(Error::Damaged { file: self.file.clone(), problem: said })
    }

    async fn begin(&self) -> Result<Transaction<'static, Sqlite>> {
        self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(self.failed())
    }

    /// For `map_err`.
    fn failed(&self) -> impl Fn(sqlx::Error) -> Error {
        Error::database(&self.file)
    }
}

/// Only the owner may read it: SQLite would give it the umask's mode.
fn create_private(file: &Path) -> Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(file) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let dir = file.parent().unwrap_or(file).to_owned();
            Err(Error::NotAFolder { dir })
        }
        Err(source) => Err(Error::io("create", file)(source)),
    }
}
