//! What is known now, kept fresh: after every entry, and as time passes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use arvak_core::{EntityId, EntryId, Instant, Span};
use arvak_probe::Clock;
use arvak_store::{Error, Layout, Reading};
use tokio::sync::{Notify, watch};

use crate::sight::Sight;
use crate::trend::{Day, trend};
use crate::view::View;

/// How often it is looked whether somebody else recorded something.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// How old a judgement may become: what expires is seen within this.
const JUDGE_EVERY: Span = Span::from_millis(30_000);

/// How long whoever recorded something waits for it to be shown.
const SETTLE_MOST: Duration = Duration::from_secs(20);

/// How old the days that were told may become.
const TREND_EVERY: Span = Span::from_millis(3_600_000);

/// How many earlier instants are kept in memory.
const EARLIER_MOST: usize = 8;

/// How many views of people who are limited to units are kept in memory.
const WITHIN_MOST: usize = 32;

/// What tells one limited view from another: when and how much was known, the units, and the word for what is hidden.
type Within = (Instant, u64, Vec<EntityId>, String);

/// What is known now. Clones share it.
#[derive(Clone)]
pub struct Live {
    inner: Arc<Inner>,
}

struct Inner {
    root: PathBuf,
    clock: Arc<dyn Clock>,
    view: RwLock<Arc<View>>,
    size: watch::Sender<u64>,
    wake: Notify,
    earlier: Mutex<BTreeMap<Instant, Arc<View>>>,
    within: Mutex<BTreeMap<Within, Arc<View>>>,
    trend: RwLock<Arc<Vec<Day>>>,
}

impl Live {
    /// Reads the data folder at `root` for the first time.
    pub async fn open(root: &Path, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        let store = Arc::new(Reading::open(root).await?);
        let view = Arc::new(View::now(store, clock.now()).await?);
        let (size, _) = watch::channel(view.store.size());
        let inner = Inner {
            root: root.to_owned(),
            clock,
            view: RwLock::new(view),
            size,
            wake: Notify::new(),
            earlier: Mutex::default(),
            within: Mutex::default(),
            trend: RwLock::default(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// What is known now.
    pub fn view(&self) -> Arc<View> {
        Arc::clone(&self.inner.view.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// `view` for somebody who is limited to units, as they are now; `hidden` stands for the name of what is not seen.
    pub(crate) async fn within(
        &self,
        view: Arc<View>,
        units: &[EntityId],
        hidden: String,
    ) -> Arc<View> {
        let key = (view.at, view.store.size(), units.to_vec(), hidden);
        let kept = |inner: &Inner| {
            inner.within.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned()
        };
        if let Some(view) = kept(&self.inner) {
            return view;
        }
        let (now, units, hidden) = (self.view(), key.2.clone(), key.3.clone());
        // Of a large municipality it takes a moment: work for a thread of its own.
        let narrowed = tokio::task::spawn_blocking(move || {
            let sight = Arc::new(Sight::of(now.state(), &units));
            Arc::new(view.within(&sight, &hidden))
        });
        let view =
            narrowed.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
        let mut all = self.inner.within.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= WITHIN_MOST {
            all.clear();
        }
        all.insert(key, Arc::clone(&view));
        view
    }

    /// What was known at an earlier instant. The last few that were asked for are kept.
    pub(crate) async fn as_of(&self, at: Instant) -> Result<Arc<View>, Error> {
        let kept = |inner: &Inner| {
            let earlier = inner.earlier.lock().unwrap_or_else(PoisonError::into_inner);
            earlier.get(&at).cloned()
        };
        if let Some(view) = kept(&self.inner) {
            return Ok(view);
        }
        let view = Arc::new(self.view().as_of(at).await?);
        let mut earlier = self.inner.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        if earlier.len() >= EARLIER_MOST {
            earlier.pop_first();
        }
        earlier.insert(at, Arc::clone(&view));
        Ok(view)
    }

    /// Forgets what is kept of earlier instants and of limited views: a text of theirs was erased.
    pub(crate) fn forget(&self) {
        self.inner.earlier.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.inner.within.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// What was known a week before the present day began.
    pub(crate) async fn week_ago(&self) -> Result<Arc<View>, Error> {
        let (day, now) = (Span::from_days(1).as_millis(), self.view().at.as_millis());
        self.as_of(Instant::from_millis(now - now.rem_euclid(day) - 7 * day)).await
    }

    /// How the points stood day by day; empty until it is known.
    pub(crate) fn trend(&self) -> Arc<Vec<Day>> {
        Arc::clone(&self.inner.trend.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Returns when `entry` is in the view, or after twenty seconds: whoever recorded something sees it on the next page.
    pub async fn settled(&self, entry: EntryId) {
        let mut size = self.inner.size.subscribe();
        self.inner.wake.notify_one();
        let there = size.wait_for(|size| *size > entry.0);
        // Too late is no failure: it is recorded, and shown a little later.
        drop(tokio::time::timeout(SETTLE_MOST, there).await);
    }

    /// Keeps the view fresh until it is dropped.
    pub async fn follow(self) {
        let checkpoint = Layout::new(&self.inner.root).ledger().join("checkpoint");
        let mut seen = Vec::new();
        loop {
            self.tell_days().await;
            tokio::select! {
                () = self.inner.wake.notified() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {
                    // The signed checkpoint follows each entry within a second: a cheap sign of news.
                    let newest = tokio::fs::read(&checkpoint).await.unwrap_or_default();
                    let is_old = self.inner.clock.now().since(self.view().at) >= JUDGE_EVERY;
                    if newest == seen && !is_old {
                        continue;
                    }
                    seen = newest;
                }
            }
            if let Err(error) = self.refresh().await {
                tracing::error!(%error, "the data folder could not be read anew");
            }
        }
    }

    /// Tells the days anew when what was told is too old.
    async fn tell_days(&self) {
        let view = self.view();
        let told = self.trend().last().map(|day| day.at);
        if told.is_some_and(|told| view.at.since(told) < TREND_EVERY) {
            return;
        }
        let days = tokio::task::spawn_blocking(move || trend(view.store.reading(), view.at)).await;
        match days {
            Ok(Ok(days)) => {
                *self.inner.trend.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(days);
            }
            Ok(Err(error)) => tracing::error!(%error, "the days could not be told"),
            Err(error) => tracing::error!(%error, "the days could not be told"),
        }
    }

    async fn refresh(&self) -> Result<(), Error> {
        let now = self.inner.clock.now();
        let old = self.view();
        let store = Reading::open(&self.inner.root).await?;
        let view = if store.size() == old.store.size() {
            let judged = tokio::task::spawn_blocking(move || old.later(now)).await;
            judged.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))?
        } else {
            View::now(Arc::new(store), now).await?
        };
        let size = view.store.size();
        *self.inner.view.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(view);
        self.inner.size.send_replace(size);
        Ok(())
    }
}
