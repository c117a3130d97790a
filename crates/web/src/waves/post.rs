//! Handing mails to the relay over several connections, many over each.
//!
//! A mail begins by a mark before its last bytes go out and ends by one after the answer ([`Marks`]); the database learns of what was
//! taken in groups. So a kill leaves, for each mail: no mark, and it is sent; two marks, and it was taken; or one, and
//! it is shown as unsure, since the relay has it and nobody read what it said.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use arvak_notices::back_off::{is_given_up, next_try};
use arvak_notices::{Handed, Letter, Mail, Relay, SendError, Session};
use arvak_probe::{Outbound, Stop};
use arvak_store::supplier::ToSend;
use arvak_store::{Left, Marks};
use arvak_suppliers::letters::CODE_PLACE;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::queue::Queue;
use super::{Desk, WaveError, record, remind};

/// Most mails over one connection.
const OVER_ONE: u32 = 500;

/// Most mails of which the database learns at once.
const AT_ONCE: usize = 256;

/// How long it is waited when nothing is to be recorded.
const PAUSE: Duration = Duration::from_millis(20);

/// What a round came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The relay has taken them.
    pub taken: usize,
    /// They are tried again later.
    pub later: usize,
    /// They were given up.
    pub failed: usize,
    /// They were not to be sent any more.
    pub void: usize,
    /// They were handed over before a kill, and are not sent again by themselves.
    pub unsure: usize,
}

/// What came of one mail.
enum Outcome {
    Taken(String),
    Void,
    Failed(Failed),
}

/// Why a mail was not taken.
struct Failed {
    error: SendError,
    /// It was handed over, and may have been taken.
    maybe: bool,
    /// Other mails would fare alike just now.
    of_way: bool,
}

impl From<SendError> for Failed {
    fn from(error: SendError) -> Self {
        let of_way = error.is_of_channel();
        Self { error, maybe: false, of_way }
    }
}

struct Round<'a> {
    desk: &'a Desk,
    relay: &'a Relay,
    door: Outbound,
    hello: String,
    marks: &'a Marks,
    queue: Queue<'a>,
    stop: &'a Stop,
    is_closed: AtomicBool,
    opened: AtomicU32,
}

/// Sends everything whose time has come, until it is stopped; nothing when another process is sending. `tell` hears how many were
/// taken so far.
pub async fn send_due(
    desk: &Desk,
    stop: &Stop,
    tell: &(dyn Fn(usize) + Sync),
) -> Result<Option<Report>, WaveError> {
    let Some((marks, left)) = Marks::take(desk.folder.layout())? else { return Ok(None) };
    let mut report = Report { unsure: left.unsure.len(), ..Report::default() };
    let (operation, now) = (desk.folder.operation(), desk.people_clock.now());
    settle(desk, &left).await?;
    marks.clear()?;
    operation.forget_supplier_mail_codes(now).await?;
    record::taken(desk).await?;
    let (Some(relay), true) =
        (&desk.channels.relay, operation.count_waiting_supplier_mails().await? > 0)
    else {
        return Ok(Some(report));
    };
    let seal = desk.seal().await?;
    let round = Round {
        desk,
        relay,
        door: desk.channels.door([]),
        hello: hello(&desk.origin),
        marks: &marks,
        queue: Queue::of(operation, &seal, now),
        stop,
        is_closed: AtomicBool::new(false),
        opened: AtomicU32::new(0),
    };
    go(&round, &mut report, tell).await?;
    marks.clear()?;
    Ok(Some(report))
}

/// Sends over all connections, notes what came of it, and records it, side by side.
async fn go(
    round: &Round<'_>,
    report: &mut Report,
    tell: &(dyn Fn(usize) + Sync),
) -> Result<(), WaveError> {
    let desk = round.desk;
    let (sender, heard) = channel(AT_ONCE);
    let count = usize::from(desk.channels.suppliers.connections.clamp(1, 32));
    let working = async {
        let all = (0..count).map(|_| round.work(sender.clone()));
        let all = futures(all).await;
        drop(sender);
        all
    };
    let is_over = AtomicBool::new(false);
    let collecting = async {
        let collected = collect(round, heard, report, tell).await;
        is_over.store(true, Ordering::Release);
        collected
    };
    let recording = async {
        // What was taken is recorded while the rest is sent.
        while !is_over.load(Ordering::Acquire) {
            if record::some(desk).await? == 0 {
                tokio::time::sleep(PAUSE).await;
            }
        }
        record::taken(desk).await
    };
    let (worked, collected, recorded) = tokio::join!(working, collecting, recording);
    worked.and(collected).and(recorded)
}

/// Waits for all of them; the first error, if any.
async fn futures(
    all: impl Iterator<Item = impl Future<Output = Result<(), WaveError>>>,
) -> Result<(), WaveError> {
    let mut running: Vec<_> = all.map(Box::pin).collect();
    let mut failed = Ok(());
    std::future::poll_fn(|context| {
        running.retain_mut(|one| match one.as_mut().poll(context) {
            std::task::Poll::Ready(ended) => {
                if let (Err(error), Ok(())) = (ended, &failed) {
                    failed = Err(error);
                }
                false
            }
            std::task::Poll::Pending => true,
        });
        if running.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    failed
}

/// What an earlier sender left is noted in the database.
async fn settle(desk: &Desk, left: &Left) -> Result<(), WaveError> {
    let (operation, now) = (desk.folder.operation(), desk.people_clock.now());
    let taken: Vec<_> = left.taken.iter().map(|(id, at)| (*id, *at, String::new())).collect();
    operation.supplier_mails_taken(&taken).await?;
    let unsure: Vec<i64> = left.unsure.iter().copied().collect();
    operation.supplier_mails_unsure(&unsure, now).await?;
    let unknown: Vec<i64> = left.unknown.iter().copied().collect();
    Ok(operation.supplier_mails_maybe_twice(&unknown, now).await?)
}

type Heard = (ToSend, Outcome);

impl Round<'_> {
    /// One connection, and another one when it is used up.
    async fn work(&self, sender: Sender<Heard>) -> Result<(), WaveError> {
        let mut session: Option<Session> = None;
        while !self.stop.is_stopped() && !self.is_closed.load(Ordering::Acquire) {
            let Some(job) = self.queue.next().await? else { break };
            let outcome = if remind::is_void(self.desk, &job).await? {
                Some(Outcome::Void)
            } else {
                match self.compose(&job) {
                    Err(error) => Some(Outcome::Failed(error.into())),
                    Ok(mail) => self.hand(&job, &mail, &mut session).await?,
                }
            };
            let Some(outcome) = outcome else {
                // It lets no more of us in; those that are in go on.
                self.queue.put_back(job).await;
                return Ok(());
            };
            if let Outcome::Failed(failed) = &outcome
                && failed.of_way
            {
                self.is_closed.store(true, Ordering::Release);
                self.queue.end().await;
            }
            drop(sender.send((job, outcome)).await);
        }
        if let Some(session) = session {
            session.close().await;
        }
        Ok(())
    }

    /// Hands one mail over; nothing when the relay lets no more connections in than there are.
    async fn hand(
        &self,
        job: &ToSend,
        mail: &Mail,
        session: &mut Option<Session>,
    ) -> Result<Option<Outcome>, WaveError> {
        loop {
            let used = session.as_ref().map_or(0, Session::sent);
            let one = match session.take() {
                Some(one) => one,
                None => match Session::open(&self.door, self.relay, &self.hello).await {
                    Ok(one) => {
                        self.opened.fetch_add(1, Ordering::AcqRel);
                        one
                    }
                    Err(_) if self.opened.load(Ordering::Acquire) > 0 => return Ok(None),
                    Err(error) => {
                        let failed = Failed { error, maybe: false, of_way: true };
                        return Ok(Some(Outcome::Failed(failed)));
                    }
                },
            };
            let begins = || {
                let noted = self.marks.began(job.id);
                noted.map_err(|error| SendError::Broken { said: error.to_string() })
            };
            let (handed, good) = one.send(mail, begins).await;
            match good {
                Some(one) if one.sent() < OVER_ONE => *session = Some(one),
                used_up => {
                    self.opened.fetch_sub(1, Ordering::AcqRel);
                    if let Some(one) = used_up {
                        one.close().await;
                    }
                }
            }
            return Ok(Some(match handed {
                Handed::Taken(said) => {
                    self.marks.taken(job.id, self.desk.people_clock.now())?;
                    Outcome::Taken(said)
                }
                // The relay had enough of this connection, before this mail began.
                Handed::Not(error) if used > 0 && session.is_none() && error.is_of_channel() => {
                    continue;
                }
                Handed::Not(error) => {
                    self.marks.ended(job.id)?;
                    Outcome::Failed(error.into())
                }
                Handed::Unknown(error) => Outcome::Failed(Failed { maybe: true, ..error.into() }),
            }));
        }
    }

    fn compose(&self, job: &ToSend) -> Result<Mail, SendError> {
        let text = match &job.code {
            Some(code) => job.body.replace(CODE_PLACE, code),
            None => job.body.clone(),
        };
        let letter = Letter { subject: job.subject.clone(), text };
        Mail::ask(
            &letter,
            &self.relay.from,
            &job.address,
            &job.name,
            job.made_at,
            job.thread.as_deref(),
        )
    }
}

/// Notes what came of them, those that were taken in groups.
async fn collect(
    round: &Round<'_>,
    mut heard: Receiver<Heard>,
    report: &mut Report,
    tell: &(dyn Fn(usize) + Sync),
) -> Result<(), WaveError> {
    let operation = round.desk.folder.operation();
    let mut some = Vec::new();
    while heard.recv_many(&mut some, AT_ONCE).await > 0 {
        let now = round.desk.people_clock.now();
        let mut taken = Vec::new();
        for (job, outcome) in some.drain(..) {
            match outcome {
                Outcome::Taken(said) => taken.push((job.id, now, said)),
                Outcome::Void => {
                    operation.drop_supplier_mail(job.id, now).await?;
                    report.void += 1;
                }
                Outcome::Failed(failed) => {
                    put_back(round, &job, &failed, report).await?;
                    if failed.maybe {
                        round.marks.ended(job.id)?;
                    }
                }
            }
        }
        operation.supplier_mails_taken(&taken).await?;
        report.taken += taken.len();
        tell(report.taken);
    }
    Ok(())
}

async fn put_back(
    round: &Round<'_>,
    job: &ToSend,
    Failed { error, maybe, of_way }: &Failed,
    report: &mut Report,
) -> Result<(), WaveError> {
    let (operation, now) = (round.desk.folder.operation(), round.desk.people_clock.now());
    let (code, said) = (error.code(), error.said());
    tracing::warn!(mail = job.name, code, said, "a mail to a supplier did not get through");
    let give_up = round.desk.channels.give_up;
    let ended = error.is_permanent() || is_given_up(job.made_at, now, give_up);
    let next = (!ended).then(|| next_try(job.attempts.saturating_add(1), now));
    operation.postpone_supplier_mail(job.id, (code, &said, *maybe), next, now).await?;
    if ended {
        report.failed += 1;
    } else {
        report.later += 1;
    }
    if let (Some(next), true) = (next, *of_way) {
        operation.postpone_supplier_mails(next).await?;
    }
    Ok(())
}

/// What this installation calls itself to a mail server: the host of its pages.
fn hello(origin: &str) -> String {
    let uri: Option<axum::http::Uri> = origin.parse().ok();
    let host = uri.as_ref().and_then(axum::http::Uri::host).unwrap_or("localhost");
    host.to_owned()
}
