//! By which way a folder is appended to: our own writer thread, or the holder's socket.

use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use arvak_core::Draft;
use arvak_ledger::{GROUP_ENTRIES_MAX, Key, LedgerError, Lock, Writer};

use crate::pace::{self, Stopwatch};
use crate::socket::{Client, DraftFrame, EraseMessage, Reply, Server};
use crate::writer::{Asker, GROUP_DRAFTS_MAX, Tools, WriterThread};
use crate::{Answer, Error, Result};

/// How long a holder may have the lock and not answer on its socket: it may be opening a large ledger,
/// or be on its way out.
const HOLDER_TIMEOUT: Duration = Duration::from_mins(1);

/// How many holders in a row may go away before they answer one request.
const HOLDERS_MAX: u32 = 100;

/// Between two tries for the lock or the socket.
const TRY_AGAIN_AFTER: Duration = Duration::from_millis(20);

/// Appends by whichever way there is.
pub(super) struct Appender {
    tools: Tools,
    way: Mutex<Way>,
}

/// Where appends go.
enum Way {
    /// This process holds the lock.
    Own(Box<Holder>),
    /// Another process holds it.
    Through(Client),
    /// The holder went away, or the first one was not looked for yet.
    None,
    /// This folder was closed.
    Closed,
}

/// What the process that holds the lock runs. Dropped, it gives both back.
struct Holder {
    server: Option<Server>,
    writer: WriterThread,
}

impl Holder {
    /// The socket first: what clients have sent is still answered.
    fn stop(&mut self) -> Result<()> {
        if let Some(server) = self.server.take() {
            server.stop();
        }
        self.writer.stop()
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            server.stop();
        }
    }
}

/// Whom a request goes to.
enum Side<'a> {
    Own(&'a Asker),
    Through(&'a mut Client),
}

impl Appender {
    /// With a ledger that was just made.
    pub(super) fn with(writer: Writer, tools: Tools) -> Result<Self> {
        let way = Way::Own(Box::new(hold(writer, &tools)?));
        Ok(Self { tools, way: Mutex::new(way) })
    }

    /// With the lock, or through whoever holds it.
    pub(super) fn open(tools: Tools) -> Result<Self> {
        let way = Mutex::new(find_way(&tools)?);
        Ok(Self { tools, way })
    }

    pub(super) fn is_holder(&self) -> bool {
        matches!(*self.way(), Way::Own(_))
    }

    pub(super) fn append(&self, drafts: Vec<Draft>) -> Result<Vec<Answer>> {
        let mut answers = Vec::with_capacity(drafts.len());
        let mut drafts = drafts;
        while !drafts.is_empty() {
            let rest = drafts.split_off(drafts.len().min(GROUP_DRAFTS_MAX));
            answers.append(&mut self.append_part(&drafts)?);
            drafts = rest;
        }
        Ok(answers)
    }

    /// Records all of `drafts`, or none.
    pub(super) fn append_whole(&self, drafts: &[Draft]) -> Result<Vec<Answer>> {
        if drafts.len() > GROUP_ENTRIES_MAX {
            let (count, most) = (drafts.len(), GROUP_ENTRIES_MAX);
            return Err(Error::Draft { why: format!("{count} at once, and {most} is the most") });
        }
        self.until_done(|side| match side {
            Side::Own(asker) => asker.append_whole(drafts.to_vec()).map(Reply::Done),
            Side::Through(client) => client.append_whole(drafts),
        })
    }

    fn append_part(&self, drafts: &[Draft]) -> Result<Vec<Answer>> {
        let mut answers = Vec::with_capacity(drafts.len());
        self.until_done(|side| {
            // What a holder acknowledged before it went away is not sent again.
            let rest = drafts.get(answers.len()..).unwrap_or_default();
            match side {
                Side::Own(asker) => answers.append(&mut asker.append(rest.to_vec())?),
                Side::Through(client) => {
                    for frame in DraftFrame::pack(rest)? {
                        match client.append(&frame)? {
                            Reply::Done(mut some) => answers.append(&mut some),
                            Reply::Broken => return Ok(Reply::Broken),
                        }
                    }
                }
            }
            Ok(Reply::Done(()))
        })?;
        Ok(answers)
    }

    pub(super) fn erase(&self, order: &EraseMessage) -> Result<Answer> {
        self.until_done(|side| match side {
            Side::Own(asker) => asker.erase(order.clone()).map(Reply::Done),
            Side::Through(client) => client.erase(order.clone()),
        })
    }

    pub(super) fn seal(&self) -> Result<String> {
        self.until_done(|side| match side {
            Side::Own(asker) => asker.seal().map(Reply::Done),
            Side::Through(client) => client.seal(),
        })
    }

    /// Gives socket and lock back.
    pub(super) fn close(&self) -> Result<()> {
        let way = mem::replace(&mut *self.way(), Way::Closed);
        match way {
            Way::Own(mut holder) => holder.stop(),
            Way::Through(_) | Way::None | Way::Closed => Ok(()),
        }
    }

    /// Asks whoever holds the lock, and again when that one goes away before it answered.
    fn until_done<T>(&self, mut ask: impl FnMut(Side<'_>) -> Result<Reply<T>>) -> Result<T> {
        for _ in 0..HOLDERS_MAX {
            if let Reply::Done(done) = self.ask_once(&mut ask)? {
                return Ok(done);
            }
        }
        let problem = format!("it went away {HOLDERS_MAX} times before it answered");
        Err(Error::Protocol { problem })
    }

    fn ask_once<T>(&self, ask: &mut impl FnMut(Side<'_>) -> Result<Reply<T>>) -> Result<Reply<T>> {
        let mut way = self.way();
        if matches!(*way, Way::None) {
            *way = find_way(&self.tools)?;
        }
        match &mut *way {
            Way::Own(holder) => {
                let asker = holder.writer.asker();
                // Others may ask meanwhile: what waits together is committed together.
                drop(way);
                ask(Side::Own(&asker))
            }
            Way::Through(client) => match ask(Side::Through(client)) {
                Ok(Reply::Done(done)) => Ok(Reply::Done(done)),
                // A holder that is closing did nothing of what it was asked.
                Err(Error::Holder { code, .. }) if code == Error::Closing.code() => {
                    *way = Way::None;
                    Ok(Reply::Broken)
                }
                // It answered, and stays to be asked.
                Err(error @ Error::Holder { .. }) => Err(error),
                broken => {
                    *way = Way::None;
                    broken
                }
            },
            Way::None => Ok(Reply::Broken),
            Way::Closed => Err(Error::Closing),
        }
    }

    fn way(&self) -> MutexGuard<'_, Way> {
        self.way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes the lock, or reaches the one who holds it; tries both until one succeeds.
fn find_way(tools: &Tools) -> Result<Way> {
    let trying = Stopwatch::start();
    loop {
        match Lock::take(tools.layout.root()) {
            Ok(lock) => {
                let key = Key::load(tools.layout.root())?;
                let writer = Writer::open(lock, key)?;
                return Ok(Way::Own(Box::new(hold(writer, tools)?)));
            }
            Err(LedgerError::Locked { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        if let Some(client) = Client::connect(&tools.layout.socket())? {
            return Ok(Way::Through(client));
        }
        if trying.left_of(HOLDER_TIMEOUT).is_zero() {
            return Err(Error::HolderSilent { seconds: HOLDER_TIMEOUT.as_secs() });
        }
        pace::pause(TRY_AGAIN_AFTER);
    }
}

/// Begins to write for all. The lock is held by the writer.
fn hold(writer: Writer, tools: &Tools) -> Result<Holder> {
    let writer = WriterThread::start(writer, tools.clone())?;
    let server = Server::start(&tools.layout.socket(), writer.asker())?;
    Ok(Holder { server: Some(server), writer })
}
