//! Runs of the probes: started from a page or by the clock, watched while they go, kept for later. One at a time.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use arvak_core::Instant;
use arvak_probe::Stop;
use arvak_probe::schedule::{Finish, Progress};
use arvak_store::Operation;
use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, watch};

use crate::app::App;
use crate::failure::Failure;
use crate::program::{Look, Looked, ProgramError};

/// Where the runs are kept in the operation database.
const KEPT: &str = "runs";

/// How many runs are kept.
const KEPT_MOST: usize = 50;

/// How many checks that are under way are named.
const NAMED_MOST: usize = 6;

/// A run, as pages show it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shown {
    /// Its number.
    pub(crate) id: u64,
    /// Who started it: a person's opaque id; nobody when it was the clock.
    pub(crate) by: Option<String>,
    /// The point or claim that it is about; all when there is none.
    pub(crate) point: Option<String>,
    /// The domain that it looks for the proof of alone.
    #[serde(default)]
    pub(crate) proof_of: Option<String>,
    pub(crate) begun_at_ms: i64,
    pub(crate) ended_at_ms: Option<i64>,
    /// Checks that are due.
    pub(crate) planned: u64,
    /// Checks that have come to their end.
    pub(crate) done: u64,
    /// Whose checks are under way.
    #[serde(default)]
    pub(crate) under_way: Vec<String>,
    pub(crate) supports: u64,
    pub(crate) refutes: u64,
    pub(crate) inconclusive: u64,
    pub(crate) failed: u64,
    pub(crate) stopped: bool,
    /// Why it could not be carried out, as a code of [`Failure`].
    pub(crate) failure: Option<String>,
    /// Where whoever watches goes when it ends.
    pub(crate) then: Option<String>,
}

impl Shown {
    pub(crate) fn begun_at(&self) -> Instant {
        Instant::from_millis(self.begun_at_ms)
    }

    pub(crate) fn ended_at(&self) -> Option<Instant> {
        self.ended_at_ms.map(Instant::from_millis)
    }

    fn hear(&mut self, progress: &Progress) {
        match progress {
            Progress::Planned { checks } => {
                self.planned = u64::try_from(*checks).unwrap_or(u64::MAX);
            }
            Progress::Started { check } => {
                let name = format!("{} {}", check.probe, check.host);
                if self.under_way.len() < NAMED_MOST && !self.under_way.contains(&name) {
                    self.under_way.push(name);
                }
            }
            Progress::Finished { check, outcome } => {
                let name = format!("{} {}", check.probe, check.host);
                self.under_way.retain(|known| *known != name);
                self.done += 1;
                self.failed += u64::from(matches!(outcome, Finish::Failed(_)));
            }
            Progress::Retrying { .. } => {}
            Progress::Stopped { .. } => self.stopped = true,
        }
    }

    fn end(&mut self, at: Instant, looked: Result<Looked, ProgramError>) {
        self.ended_at_ms = Some(at.as_millis());
        self.under_way.clear();
        match looked {
            Ok(looked) => {
                self.supports = looked.supports;
                self.refutes = looked.refutes;
                self.inconclusive = looked.inconclusive;
                self.failed = looked.failed;
                self.stopped |= looked.stopped;
                self.done = looked.finished;
                self.planned = self.planned.max(looked.finished);
            }
            Err(error) => self.failure = Some(Failure::from(error).code().to_owned()),
        }
    }
}

/// A run that goes on, or has ended since the program began.
struct Running {
    shown: watch::Sender<Shown>,
    stop: Stop,
}

/// The runs since the program began.
#[derive(Default)]
pub(crate) struct Runs {
    running: Mutex<BTreeMap<u64, Arc<Running>>>,
    /// Held while a run begins, so that two who ask at the same moment begin one.
    beginning: tokio::sync::Mutex<()>,
}

impl Runs {
    /// The run of that number, to be watched; `None` when it is none of this process.
    pub(crate) fn watch(&self, id: u64) -> Option<watch::Receiver<Shown>> {
        Some(self.get(id)?.shown.subscribe())
    }

    /// Asks a run to stop: what runs has a few seconds, and what it finds is kept.
    pub(crate) fn stop(&self, id: u64) {
        if let Some(run) = self.get(id) {
            run.stop.stop();
        }
    }

    /// The run that goes on, when the clock began it.
    pub(crate) fn active_of_clock(&self) -> Option<u64> {
        let id = self.active()?;
        self.get(id).filter(|run| run.shown.borrow().by.is_none()).map(|_| id)
    }

    fn get(&self, id: u64) -> Option<Arc<Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    /// The run that goes on.
    pub(crate) fn active(&self) -> Option<u64> {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let active = running.values().find(|run| run.shown.borrow().ended_at_ms.is_none());
        active.map(|run| run.shown.borrow().id)
    }

    fn add(&self, id: u64, run: Arc<Running>) {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).insert(id, run);
    }
}

/// Starts a run and answers its number; that of the one that goes on, when one does.
pub(crate) async fn start(
    app: &App,
    look: Look,
    by: Option<String>,
    then: Option<String>,
) -> Result<u64, Failure> {
    let _turn = app.runs().beginning.lock().await;
    if let Some(active) = app.runs().active() {
        return Ok(active);
    }
    let operation = app.folder().operation();
    let id = kept(operation).await?.iter().map(|run| run.id).max().unwrap_or(0) + 1;
    let shown = Shown {
        id,
        by,
        point: look.point.as_ref().map(ToString::to_string),
        proof_of: look.proof_of.as_ref().map(ToString::to_string),
        begun_at_ms: app.clock().now().as_millis(),
        then,
        ..Shown::default()
    };
    keep(operation, &shown).await?;
    let (sender, _) = watch::channel(shown);
    let run = Arc::new(Running { shown: sender, stop: Stop::default() });
    app.runs().add(id, Arc::clone(&run));
    tokio::spawn(carry_out(app.clone(), look, run));
    Ok(id)
}

async fn carry_out(app: App, look: Look, run: Arc<Running>) {
    let (sender, mut events) = mpsc::unbounded_channel();
    let hearing = {
        let run = Arc::clone(&run);
        tokio::spawn(async move {
            while let Some(progress) = events.recv().await {
                run.shown.send_modify(|shown| shown.hear(&progress));
            }
        })
    };
    let looked = app.program().look(look, sender, run.stop.clone()).await;
    // Everything that was told is heard before the end is.
    drop(hearing.await);
    let mut ended = run.shown.borrow().clone();
    ended.end(app.clock().now(), looked);
    let operation = app.folder().operation();
    let kept = if is_nothing(&ended) {
        forget(operation, ended.id).await
    } else {
        keep(operation, &ended).await
    };
    if let Err(error) = kept {
        tracing::error!(%error, "a run that ended could not be kept");
    }
    let size = app.live().view().store.size();
    app.live().settled(arvak_core::EntryId(size.saturating_sub(1))).await;
    run.shown.send_replace(ended);
}

/// Whether the clock looked and nothing was due: hundreds of such a month would hide the others.
const fn is_nothing(run: &Shown) -> bool {
    run.by.is_none()
        && run.planned == 0
        && run.done == 0
        && run.failed == 0
        && run.failure.is_none()
}

/// All runs that are kept, the newest first; those of this process as they are now.
pub(crate) async fn all(app: &App) -> Result<Vec<Shown>, Failure> {
    let mut all = kept(app.folder().operation()).await?;
    for run in &mut all {
        if let Some(now) = app.runs().watch(run.id) {
            *run = now.borrow().clone();
        }
    }
    all.sort_by_key(|run| std::cmp::Reverse(run.id));
    Ok(all)
}

/// One run.
pub(crate) async fn one(app: &App, id: u64) -> Result<Shown, Failure> {
    let all = all(app).await?;
    let kept = all.into_iter().find(|run| run.id == id);
    // Whoever watched the clock look at nothing still sees how it ended.
    kept.or_else(|| app.runs().watch(id).map(|run| run.borrow().clone())).ok_or(Failure::NotFound)
}

async fn kept(operation: &Operation) -> Result<Vec<Shown>, arvak_store::Error> {
    let text = operation.meta(KEPT).await?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

async fn forget(operation: &Operation, id: u64) -> Result<(), arvak_store::Error> {
    let mut all = kept(operation).await?;
    all.retain(|known| known.id != id);
    operation.set_meta(KEPT, &serde_json::to_string(&all).unwrap_or_default()).await
}

async fn keep(operation: &Operation, run: &Shown) -> Result<(), arvak_store::Error> {
    let mut all = kept(operation).await?;
    all.retain(|known| known.id != run.id);
    all.push(run.clone());
    let surplus = all.len().saturating_sub(KEPT_MOST);
    all.drain(..surplus);
    operation.set_meta(KEPT, &serde_json::to_string(&all).unwrap_or_default()).await
}
