//! One reading: what is new is given to the takers, and then the place is noted that was reached.

use std::fmt::Debug;
use std::time::Duration;

use arvak_core::Instant;
use arvak_probe::{Clock, Outbound, OutboundError};
use arvak_store::{MailboxRow, Operation};
use async_imap::{Client, Session};
use futures_util::TryStreamExt as _;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;

use crate::stream::Bounded;
use crate::{BACK_DAYS, MAIL_BYTES_MAX, MAILS_MAX, Mailbox, NotTaken, Security, Taken, Taker};

/// How long one reading may take in all.
const TIME_MAX: Duration = Duration::from_mins(5);

/// What came of a reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Mails that somebody took.
    pub taken: usize,
    /// Mails that had been taken before.
    pub known: usize,
    /// Mails that were about nothing here; they were left alone.
    pub left: usize,
    /// Mails that are larger than is fetched.
    pub too_large: usize,
    /// Mails that are marked as graded, and not kept.
    pub graded: usize,
}

/// Why a mailbox could not be read to its end. What was taken until then is taken.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The network, or whoever runs the server: it cannot be reached, or its certificate is wrong.
    #[error(transparent)]
    NoWay(#[from] OutboundError),
    /// The operator: the server does not let us in, or has no such folder.
    #[error("{host}: {said}")]
    Refused {
        /// The server.
        host: String,
        /// What it said.
        said: String,
    },
    /// The server said what it may not.
    #[error("{host}: {said}")]
    Broken {
        /// The server.
        host: String,
        /// What is wrong.
        said: String,
    },
    /// It took too long.
    #[error("{host} took longer than {} s", TIME_MAX.as_secs())]
    TimedOut {
        /// The server.
        host: String,
    },
    /// Whoever the store's error names.
    #[error(transparent)]
    Store(#[from] arvak_store::Error),
    /// A taker could not keep what is its own.
    #[error(transparent)]
    NotTaken(#[from] NotTaken),
}

/// Reads what is new in the mailbox, and notes how it went. `door` must know the mailbox's server.
pub async fn read(
    mailbox: &Mailbox,
    door: &Outbound,
    (operation, clock): (&Operation, &dyn Clock),
    takers: &[&dyn Taker],
) -> Result<Count, ReadError> {
    let name = mailbox.name();
    let mut row = operation.mailbox(&name).await?.unwrap_or_default();
    let host = mailbox.target.to_string();
    let reading = reading(mailbox, door, (operation, clock), takers, &mut row);
    let done = timeout(TIME_MAX, reading).await.unwrap_or(Err(ReadError::TimedOut { host }));
    // What was reached is noted mail by mail; this is for people.
    let now = clock.now();
    let mut row = operation.mailbox(&name).await?.unwrap_or_default();
    row.tried_at = Some(now);
    row.failed = done.as_ref().err().map(|error| tame(&error.to_string()));
    if done.is_ok() {
        row.read_at = Some(now);
    }
    operation.note_mailbox(&name, &row).await?;
    done
}

async fn reading(
    mailbox: &Mailbox,
    door: &Outbound,
    noting: (&Operation, &dyn Clock),
    takers: &[&dyn Taker],
    row: &mut MailboxRow,
) -> Result<Count, ReadError> {
    let stream = door.connect(&mailbox.target).await?;
    let host = &mailbox.target.host;
    let secured = match mailbox.security {
        Security::Tls => door.secure(host, stream).await?,
        Security::StartTls => {
            let mut client = Client::new(Bounded::new(stream));
            greeting(mailbox, &mut client).await?;
            client
                .run_command_and_check_ok("STARTTLS", None)
                .await
                .map_err(|error| broken(mailbox, &error))?;
            // Whatever came in the clear after the answer goes with the client: it is never taken for what comes over TLS.
            door.secure(host, client.into_inner().into_inner()).await?
        }
    };
    let mut client = Client::new(Bounded::new(secured));
    if mailbox.security == Security::Tls {
        greeting(mailbox, &mut client).await?;
    }
    let logged_in = client.login(&mailbox.user, &mailbox.password).await;
    let mut session = logged_in.map_err(|(error, _)| refused(mailbox, &error))?;
    let count = new_ones(mailbox, &mut session, noting, takers, row).await?;
    // Whether the server is polite when we go changes nothing.
    drop(session.logout().await);
    Ok(count)
}

async fn greeting<S>(mailbox: &Mailbox, client: &mut Client<S>) -> Result<(), ReadError>
where
    S: AsyncRead + AsyncWrite + Unpin + Debug + Send,
{
    let greeted = client.read_response().await.map_err(|error| broken(mailbox, &error.into()))?;
    let said = "it hung up instead of a greeting".to_owned();
    greeted.map(drop).ok_or(ReadError::Broken { host: mailbox.target.to_string(), said })
}

async fn new_ones<S>(
    mailbox: &Mailbox,
    session: &mut Session<S>,
    (operation, clock): (&Operation, &dyn Clock),
    takers: &[&dyn Taker],
    row: &mut MailboxRow,
) -> Result<Count, ReadError>
where
    S: AsyncRead + AsyncWrite + Unpin + Debug + Send,
{
    // EXAMINE instead of SELECT: the mailbox is read-only for us, and nothing is marked as seen.
    let folder = session.examine(&mailbox.folder).await;
    let folder = folder.map_err(|error| refused(mailbox, &error))?;
    let said = "it gives no UIDVALIDITY".to_owned();
    let broken_server = ReadError::Broken { host: mailbox.target.to_string(), said };
    let validity = folder.uid_validity.ok_or(broken_server)?;
    if row.validity != validity {
        // Mails were numbered anew. Those that were taken before are known by their bytes.
        *row = MailboxRow { validity, last_uid: 0, ..row.clone() };
    }
    let from = row.last_uid.saturating_add(1);
    let mut query = format!("UID {from}:*");
    if row.last_uid == 0 {
        let since = Instant::from_millis(clock.now().as_millis() - BACK_DAYS * 86_400_000);
        query = format!("{query} SINCE {}", day(since));
    }
    let found = session.uid_search(query).await.map_err(|error| broken(mailbox, &error))?;
    // `n:*` is the last mail too when that is before n (RFC 9051, section 9).
    let mut uids: Vec<u32> = found.into_iter().filter(|uid| *uid >= from).collect();
    uids.sort_unstable();
    uids.truncate(MAILS_MAX);
    let mut count = Count::default();
    for uid in uids {
        one(mailbox, session, (operation, clock), takers, uid, &mut count).await?;
        row.last_uid = uid;
        let known = operation.mailbox(&mailbox.name()).await?.unwrap_or_default();
        let noted = MailboxRow { validity, last_uid: uid, ..known };
        operation.note_mailbox(&mailbox.name(), &noted).await?;
    }
    Ok(count)
}

/// One mail: fetched, given, counted.
async fn one<S>(
    mailbox: &Mailbox,
    session: &mut Session<S>,
    (operation, clock): (&Operation, &dyn Clock),
    takers: &[&dyn Taker],
    uid: u32,
    count: &mut Count,
) -> Result<(), ReadError>
where
    S: AsyncRead + AsyncWrite + Unpin + Debug + Send,
{
    let size = fetched(mailbox, session, uid, "(UID RFC822.SIZE)").await?;
    // It was deleted meanwhile.
    let Some(size) = size.and_then(|one| one.size) else { return Ok(()) };
    let what = if size > MAIL_BYTES_MAX {
        count.too_large += 1;
        "mail_too_large"
    } else {
        let Some(mail) = fetched(mailbox, session, uid, "(UID BODY.PEEK[])").await? else {
            return Ok(());
        };
        let Some(bytes) = mail.body() else { return Ok(()) };
        match given(takers, bytes, clock.now()).await? {
            Taken::Kept => {
                count.taken += 1;
                "mail_taken"
            }
            Taken::Known => {
                count.known += 1;
                return Ok(());
            }
            Taken::Graded => {
                count.graded += 1;
                "mail_graded"
            }
            Taken::NotMine => {
                count.left += 1;
                "mail_left"
            }
        }
    };
    Ok(operation.count_inbound(what, clock.now()).await?)
}

/// The first taker that knows what it is about has it.
async fn given(takers: &[&dyn Taker], mail: &[u8], at: Instant) -> Result<Taken, NotTaken> {
    for taker in takers {
        let taken = taker.take(mail, at).await?;
        if taken != Taken::NotMine {
            return Ok(taken);
        }
    }
    Ok(Taken::NotMine)
}

async fn fetched<S>(
    mailbox: &Mailbox,
    session: &mut Session<S>,
    uid: u32,
    what: &str,
) -> Result<Option<async_imap::types::Fetch>, ReadError>
where
    S: AsyncRead + AsyncWrite + Unpin + Debug + Send,
{
    let fetching = session.uid_fetch(uid.to_string(), what).await;
    let fetching = fetching.map_err(|error| broken(mailbox, &error))?;
    let all: Vec<_> = fetching.try_collect().await.map_err(|error| broken(mailbox, &error))?;
    // A server may tell of other mails in between.
    Ok(all.into_iter().find(|one| one.uid == Some(uid)))
}

/// A day as IMAP writes it: `1-Mar-2026` (RFC 9051, `date-text`).
fn day(at: Instant) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let text = at.to_string();
    let mut parts = text.split(['-', 'T']);
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let month = month.and_then(|month| month.parse::<usize>().ok());
    let month = month.and_then(|month| MONTHS.get(month.saturating_sub(1))).unwrap_or(&"Jan");
    let day = day.unwrap_or("1").trim_start_matches('0');
    format!("{day}-{month}-{}", year.unwrap_or("1970"))
}

fn refused(mailbox: &Mailbox, error: &async_imap::error::Error) -> ReadError {
    match error {
        async_imap::error::Error::No(said) | async_imap::error::Error::Bad(said) => {
            ReadError::Refused { host: mailbox.target.to_string(), said: tame(said) }
        }
        error => broken(mailbox, error),
    }
}

fn broken(mailbox: &Mailbox, error: &async_imap::error::Error) -> ReadError {
    ReadError::Broken { host: mailbox.target.to_string(), said: tame(&error.to_string()) }
}

/// What a server said, as a line that can be shown.
fn tame(said: &str) -> String {
    said.chars().filter(|sign| !sign.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_imap_writes_it() {
        let of = |text: &str| day(text.parse().unwrap());
        assert_eq!(of("2026-03-01T12:00:00Z"), "1-Mar-2026");
        assert_eq!(of("2026-12-24T00:00:00Z"), "24-Dec-2026");
    }

    #[test]
    fn what_a_server_says_is_one_line() {
        assert_eq!(tame("a\r\nb\u{1b}[2J"), "ab[2J");
        assert_eq!(tame(&"x".repeat(999)).len(), 200);
    }
}
