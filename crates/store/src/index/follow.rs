//! The thread that keeps the index behind the writer.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::catch_up::{CatchUp, SNAPSHOT_AFTER_QUIET};
use super::file::IndexFile;
use crate::{Error, Layout, Result};

/// So long after the last append a folder is quiet.
const QUIET_AFTER: Duration = Duration::from_secs(1);

/// The running thread. It is told how many entries are acknowledged, and never waited for until it is
/// closed.
pub(crate) struct Follower {
    sizes: Option<Sender<u64>>,
    thread: Option<JoinHandle<()>>,
}

impl Follower {
    /// Begins to follow the ledger of the folder, whose lock this process holds.
    pub(crate) fn start(layout: &Layout, size: u64) -> Result<Self> {
        let (sizes, told) = channel();
        let (root, path) = (layout.root().to_owned(), layout.index());
        let thread = std::thread::Builder::new()
            .name("arvak-index".to_owned())
            .spawn(move || Work { root, path, told, size }.run())
            .map_err(Error::io("start a thread for", &layout.index()))?;
        Ok(Self { sizes: Some(sizes), thread: Some(thread) })
    }

    /// Tells it that `size` entries are acknowledged.
    pub(crate) fn follow(&self, size: u64) {
        if let Some(sizes) = &self.sizes {
            // Without an index the folder is slower, and nothing else.
            let _ = sizes.send(size);
        }
    }

    /// Lets it catch up and end.
    pub(crate) fn close(&mut self) {
        self.sizes = None;
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.close();
    }
}

struct Work {
    root: PathBuf,
    path: PathBuf,
    told: Receiver<u64>,
    size: u64,
}

impl Work {
    /// An index is never worth an error: whatever fails is told in the log, and readers fold the ledger.
    fn run(self) {
        let runtime = match tokio::runtime::Builder::new_current_thread().enable_time().build() {
            Ok(runtime) => runtime,
            Err(error) => return tracing::warn!(%error, "there is no index: no runtime for it"),
        };
        runtime.block_on(self.follow());
    }

    async fn follow(mut self) {
        let mut index = None;
        loop {
            self.catch_up(&mut index, None).await;
            match self.told.recv_timeout(QUIET_AFTER) {
                Ok(size) => self.size = self.told.try_iter().last().unwrap_or(size),
                Err(RecvTimeoutError::Timeout) => {
                    self.catch_up(&mut index, Some(SNAPSHOT_AFTER_QUIET)).await;
                    let Ok(size) = self.told.recv() else { break };
                    self.size = size;
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.catch_up(&mut index, Some(SNAPSHOT_AFTER_QUIET)).await;
        if let Some(index) = index
            && let Err(error) = index.close().await
        {
            tell(&error);
        }
    }

    /// Follows up to the size that was told last. What fails is tried once more with a new index, unless
    /// there is no room for one; and then again when there is more to follow.
    async fn catch_up(&self, index: &mut Option<CatchUp>, rest: Option<u64>) {
        for _ in 0..2 {
            let Err(error) = self.try_to_catch_up(index, rest).await else { return };
            tell(&error);
            *index = None;
            if error.is_full() || IndexFile::make(&self.path).await.is_err() {
                return;
            }
        }
    }

    async fn try_to_catch_up(&self, index: &mut Option<CatchUp>, rest: Option<u64>) -> Result<()> {
        let index = match index {
            Some(index) => index,
            none => none.insert(CatchUp::open(&self.root, &self.path).await?),
        };
        index.follow(self.size).await?;
        match rest {
            Some(after) => index.rest(after).await,
            None => Ok(()),
        }
    }
}

fn tell(error: &Error) {
    tracing::warn!(code = error.code(), %error, "the index does not follow; reading is slower");
}

/// Makes the index of a folder anew, whose lock the caller holds; says how many entries it follows.
pub(crate) async fn make_anew(layout: &Layout) -> Result<u64> {
    IndexFile::make(&layout.index()).await?.close().await?;
    let mut index = CatchUp::open(layout.root(), &layout.index()).await?;
    let size = index.size_of_ledger();
    index.follow(size).await?;
    index.rest(1).await?;
    index.close().await?;
    Ok(size)
}
