//! The one thread that writes to a data folder whose lock this process holds.
//!
//! Others ask it through an [`Asker`] and wait. What waits together is committed together: one write,
//! one sync, then all the answers. Within a second of an append the thread signs the checkpoint.

mod desk;
mod erase;
mod group;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use arvak_core::Draft;
use arvak_ledger::Writer;
use arvak_probe::Clock;

use crate::pace::Stopwatch;
use crate::socket::EraseMessage;
use crate::{Answer, Blobs, Error, Layout, Result};
use desk::Desk;

/// Most orders that wait for the thread; whoever comes then waits to be let in.
const ORDERS_MAX: usize = 256;

/// Most drafts that are committed together.
pub(crate) const GROUP_DRAFTS_MAX: usize = 4_096;

/// How soon after an append the checkpoint over it is signed (DESIGN 6: within a second).
const SIGN_AFTER: Duration = Duration::from_millis(500);

/// Something asked of the thread, with where the answer goes.
enum Order {
    Append(AppendOrder),
    Erase(EraseMessage, Reply<Answer>),
    Seal(Reply<String>),
    Stop(Reply<()>),
}

type Reply<T> = SyncSender<Result<T>>;

/// Drafts of one asker, whose answer is given when all are on the disk.
struct AppendOrder {
    drafts: Vec<Draft>,
    /// All of them or none.
    whole: bool,
    reply: Reply<Vec<Answer>>,
}

/// Asks the writer thread, and waits for its answer. Clones ask the same thread.
#[derive(Clone, Debug)]
pub(crate) struct Asker {
    orders: SyncSender<Order>,
}

impl Asker {
    /// Records what may be recorded, in order; returns when it is on the disk.
    pub(crate) fn append(&self, drafts: Vec<Draft>) -> Result<Vec<Answer>> {
        self.ask(|reply| Order::Append(AppendOrder { drafts, whole: false, reply }))
    }

    /// Records all of them, or none when one may not be recorded; returns when they are on the disk.
    pub(crate) fn append_whole(&self, drafts: Vec<Draft>) -> Result<Vec<Answer>> {
        self.ask(|reply| Order::Append(AppendOrder { drafts, whole: true, reply }))
    }

    /// Records an erasure and carries it out.
    pub(crate) fn erase(&self, order: EraseMessage) -> Result<Answer> {
        self.ask(|reply| Order::Erase(order, reply))
    }

    /// The signed checkpoint over all that is recorded.
    pub(crate) fn seal(&self) -> Result<String> {
        self.ask(Order::Seal)
    }

    fn ask<T>(&self, order: impl FnOnce(Reply<T>) -> Order) -> Result<T> {
        let (reply, answer) = sync_channel(1);
        self.orders.send(order(reply)).map_err(|_| Error::Closing)?;
        answer.recv().map_err(|_| Error::Closing)?
    }
}

/// What the thread needs besides the ledger.
#[derive(Clone)]
pub(crate) struct Tools {
    pub(crate) layout: Layout,
    pub(crate) blobs: Blobs,
    pub(crate) clock: Arc<dyn Clock>,
}

/// The running thread. Dropping it stops it in order.
pub(crate) struct WriterThread {
    asker: Asker,
    thread: Option<JoinHandle<()>>,
}

impl WriterThread {
    /// Completes what a crash left half done, and begins to take orders.
    pub(crate) fn start(writer: Writer, tools: Tools) -> Result<Self> {
        let path = tools.layout.ledger();
        let desk = Desk::open(writer, tools)?;
        let (orders, waiting) = sync_channel(ORDERS_MAX);
        let thread = std::thread::Builder::new()
            .name("arvak-writer".to_owned())
            .spawn(move || Work { desk, waiting, unsigned: None, held: None }.run())
            .map_err(Error::io("start a thread for", &path))?;
        Ok(Self { asker: Asker { orders }, thread: Some(thread) })
    }

    /// By which others ask.
    pub(crate) fn asker(&self) -> Asker {
        self.asker.clone()
    }

    /// A clean stop: signs what is not signed, then gives the lock back. Later calls do nothing.
    pub(crate) fn stop(&mut self) -> Result<()> {
        let Some(thread) = self.thread.take() else { return Ok(()) };
        let signed = self.asker.ask(Order::Stop);
        drop(thread.join());
        signed
    }
}

impl Drop for WriterThread {
    fn drop(&mut self) {
        // Nobody is left to be told; whoever wants to know calls `stop`.
        drop(self.stop());
    }
}

/// The thread's own side.
struct Work {
    desk: Desk,
    waiting: Receiver<Order>,
    /// Runs since the first append that no checkpoint covers.
    unsigned: Option<Stopwatch>,
    /// An order that was taken while a group was gathered, and that comes after it.
    held: Option<Order>,
}

impl Work {
    fn run(mut self) {
        loop {
            match self.next() {
                Next::Order(Order::Append(order)) => self.append(order),
                Next::Order(Order::Erase(order, reply)) => {
                    let done = self.desk.erase(&order);
                    self.note_unsigned();
                    drop(reply.send(done));
                }
                Next::Order(Order::Seal(reply)) => drop(reply.send(self.seal())),
                Next::Order(Order::Stop(reply)) => {
                    // The lock is free before the asker goes on.
                    drop(reply.send(self.desk.close()));
                    return;
                }
                Next::Sign => self.sign(),
                Next::Gone => {
                    drop(self.desk.close());
                    return;
                }
            }
        }
    }

    fn next(&mut self) -> Next {
        if let Some(order) = self.held.take() {
            return Next::Order(order);
        }
        let Some(unsigned) = self.unsigned else {
            return self.waiting.recv().map_or(Next::Gone, Next::Order);
        };
        let left = unsigned.left_of(SIGN_AFTER);
        if left.is_zero() {
            return Next::Sign;
        }
        match self.waiting.recv_timeout(left) {
            Ok(order) => Next::Order(order),
            Err(RecvTimeoutError::Timeout) => Next::Sign,
            Err(RecvTimeoutError::Disconnected) => Next::Gone,
        }
    }

    /// Commits `first` together with the appends that wait behind it.
    fn append(&mut self, first: AppendOrder) {
        let mut drafts = first.drafts.len();
        let alone = first.whole;
        let mut orders = vec![first];
        // What is refused as a whole must not take the drafts of others with it.
        while !alone && drafts < GROUP_DRAFTS_MAX && self.held.is_none() {
            match self.waiting.try_recv() {
                Ok(Order::Append(order))
                    if !order.whole && drafts + order.drafts.len() <= GROUP_DRAFTS_MAX =>
                {
                    drafts += order.drafts.len();
                    orders.push(order);
                }
                Ok(other) => self.held = Some(other),
                Err(_) => break,
            }
        }
        self.desk.append(orders);
        self.note_unsigned();
    }

    fn note_unsigned(&mut self) {
        if self.unsigned.is_none() && self.desk.is_unsigned() {
            self.unsigned = Some(Stopwatch::start());
        }
    }

    fn seal(&mut self) -> Result<String> {
        let note = self.desk.sign()?;
        self.unsigned = None;
        Ok(note)
    }

    fn sign(&mut self) {
        match self.desk.sign() {
            Ok(_) => self.unsigned = None,
            Err(error) => {
                tracing::warn!(code = error.code(), %error, "the checkpoint is not signed yet");
                // Nothing is lost; tried again after the same time.
                self.unsigned = Some(Stopwatch::start());
            }
        }
    }
}

enum Next {
    Order(Order),
    Sign,
    Gone,
}
