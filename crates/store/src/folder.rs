//! A data folder that may be appended to.

mod appender;
mod create;

use std::path::Path;
use std::sync::Arc;

use arvak_core::fact::ClockKind;
use arvak_core::{Actor, Body, Draft, EntryId};
use arvak_probe::Clock;

use crate::blocking::blocking;
use crate::socket::EraseMessage;
use crate::writer::Tools;
use crate::{Answer, Blobs, Error, Layout, Operation, Result, random};
use appender::Appender;
pub(crate) use create::read_seal_key;

/// A data folder that may be appended to: by this process when it gets the lock, else through the
/// socket of the process that holds it. When the holder goes away, this takes the lock, or finds the
/// next holder, and sends again what was not acknowledged; the keys of the drafts keep it from being
/// recorded twice.
///
/// Clones share one folder. When the last is dropped the lock is given back; [`Folder::close`] does the
/// same and says whether all went well.
#[derive(Clone)]
pub struct Folder {
    shared: Arc<Shared>,
}

struct Shared {
    tools: Tools,
    operation: Operation,
    appender: Appender,
}

impl Folder {
    /// Makes a new data folder at `root`, which is new or empty: keys, ledger, operation database, and
    /// the first entry.
    pub async fn create(root: &Path, kind: ClockKind, clock: Arc<dyn Clock>) -> Result<Self> {
        let tools = tools(root, clock);
        let making = tools.clone();
        let writer = blocking(move || create::create(&making.layout)).await?;
        let operation = Operation::open(&tools.layout.operation()).await?;
        let starting = tools.clone();
        let appender = blocking(move || {
            let genesis = create::genesis(writer.public_key(), kind)?;
            let appender = Appender::with(writer, starting)?;
            appender.append(vec![genesis])?;
            Ok(appender)
        })
        .await?;
        Ok(Self { shared: Arc::new(Shared { tools, operation, appender }) })
    }

    /// Opens the data folder at `root`: the lock or the holder's socket, and the operation database. A
    /// folder that a newer program wrote is refused.
    pub async fn open(root: &Path, clock: Arc<dyn Clock>) -> Result<Self> {
        let tools = tools(root, clock);
        let opening = tools.clone();
        let appender = blocking(move || {
            if !opening.layout.format().exists() {
                return Err(Error::NotAFolder { dir: opening.layout.root().to_owned() });
            }
            Appender::open(opening)
        })
        .await?;
        let operation = Operation::open(&tools.layout.operation()).await?;
        Ok(Self { shared: Arc::new(Shared { tools, operation, appender }) })
    }

    /// Where things stand in it.
    pub fn layout(&self) -> &Layout {
        &self.shared.tools.layout
    }

    /// Its blobs.
    pub fn blobs(&self) -> &Blobs {
        &self.shared.tools.blobs
    }

    /// Its operation database.
    pub fn operation(&self) -> &Operation {
        &self.shared.operation
    }

    /// The clock that stamps what this process records.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.shared.tools.clock
    }

    /// Whether this process holds the lock, so that others append through it.
    pub fn is_holder(&self) -> bool {
        self.shared.appender.is_holder()
    }

    /// Records those of `drafts` that may be recorded, in order, and says of each what became of it.
    /// When it returns they are on the disk.
    ///
    /// A long list is recorded in parts. When this fails, a beginning of the list may be recorded;
    /// sending the same drafts again (with the same keys) does no harm.
    pub async fn append(&self, drafts: Vec<Draft>) -> Result<Vec<Answer>> {
        let shared = Arc::clone(&self.shared);
        blocking(move || shared.appender.append(drafts)).await
    }

    /// Records all of `drafts`, in their order, or none of them when one may not be recorded: that one's answer says why, and the
    /// others are answered by [`crate::Refused::WITH_ANOTHER`]. Returns when the entries are on the disk.
    pub async fn append_whole(&self, drafts: Vec<Draft>) -> Result<Vec<Answer>> {
        let shared = Arc::clone(&self.shared);
        blocking(move || shared.appender.append_whole(&drafts)).await
    }

    /// Erases the body and the blobs of an entry (blobs that another entry needs stay). The order to do
    /// so is recorded first, by `by` and with `reason`. Asked again it is done again, to no harm.
    pub async fn erase(&self, of: EntryId, by: Actor, reason: Option<String>) -> Result<Answer> {
        let reason = match reason {
            Some(reason) => {
                let salt = random::hex::<16>()?;
                Some(Body { salt, reason: Some(reason), ..Body::default() })
            }
            None => None,
        };
        let shared = Arc::clone(&self.shared);
        let order = EraseMessage { of, actor: by, reason };
        blocking(move || shared.appender.erase(&order)).await
    }

    /// The signed checkpoint over everything that is recorded, as a note to print or mail.
    pub async fn seal(&self) -> Result<String> {
        let shared = Arc::clone(&self.shared);
        blocking(move || shared.appender.seal()).await
    }

    /// A clean stop: signs, gives socket and lock back, closes the operation database. Clones of this
    /// folder can append no more.
    pub async fn close(self) -> Result<()> {
        let shared = Arc::clone(&self.shared);
        let closed = blocking(move || shared.appender.close()).await;
        let operation = self.shared.operation.clone().close().await;
        closed.and(operation)
    }
}

fn tools(root: &Path, clock: Arc<dyn Clock>) -> Tools {
    let layout = Layout::new(root);
    let blobs = Blobs::new(layout.blobs());
    Tools { layout, blobs, clock }
}
