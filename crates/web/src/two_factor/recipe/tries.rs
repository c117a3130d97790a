//! Trials with a recipe that is being written: started from a page, watched while they go, kept for later. One at a time.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use arvak_core::{EntityId, EntryId, Instant};
use arvak_probe::transcript::LogInSeen;
use arvak_probe::{Event, Stop};
use arvak_store::Operation;
use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, watch};

use crate::app::App;
use crate::failure::Failure;
use crate::program::{OfRecipe, TriedRecipe};

/// Where they are kept in the operation database.
const KEPT: &str = "recipe-tries";

/// How many are kept.
const KEPT_MOST: usize = 20;

/// Most lines of one.
const LINES_MOST: usize = 500;

/// The notes of a trial that are shown; see `ARM_NOTE` and `STEP_NOTE` of the crate that tries.
const ARM: &str = "arm-begins";
const STEP: &str = "recipe-step";

/// One thing that was seen. The canary's secrets were taken out before it was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Line {
    /// An arm begins: its code.
    Arm(String),
    /// A page was asked for: its status, and its address without the query.
    Page(u16, String),
    /// A step of the recipe was done, or could not be.
    Step {
        /// Its number, from 1.
        number: usize,
        /// Its word.
        does: String,
        /// `done`, or what was met, as a code.
        seen: String,
        /// The page that came of it: its status and its address.
        page: Option<(u16, String)>,
    },
    /// An arm, a look or another way in came to its end.
    Met(LogInSeen),
}

impl Line {
    fn of(event: Event) -> Option<Self> {
        match event {
            Event::LogIn(seen) => Some(Self::Met(seen)),
            Event::Http { url, status, .. } => {
                let place = url.split(['?', '#']).next().unwrap_or_default();
                Some(Self::Page(status, place.to_owned()))
            }
            Event::Note { code, detail } if code == ARM => Some(Self::Arm(detail)),
            Event::Note { code, detail } if code == STEP => Self::step(&detail),
            _ => None,
        }
    }

    fn step(detail: &str) -> Option<Self> {
        let mut parts = detail.splitn(5, ' ');
        let (number, does, seen) = (parts.next()?.parse().ok()?, parts.next()?, parts.next()?);
        let status = parts.next().and_then(|status| status.parse().ok());
        let page = status.zip(parts.next().map(str::to_owned));
        Some(Self::Step { number, does: does.to_owned(), seen: seen.to_owned(), page })
    }
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum End {
    /// With a verdict, why, and what to do next, as codes.
    Found { verdict: String, reason: String, next: String },
    /// Nothing was tried: the trials of the day are used up, or the service is not one to be tried.
    Nothing,
    /// Something is wrong with the recipe after all, as a code.
    Wrong(String),
    /// It could not be carried out: a code of [`Failure`].
    Failed(String),
}

impl End {
    fn of(done: OfRecipe<Option<TriedRecipe>>) -> Self {
        match done {
            Ok(Ok(Some(TriedRecipe { verdict, reason, next }))) => {
                Self::Found { verdict, reason, next }
            }
            Ok(Ok(None)) => Self::Nothing,
            Ok(Err(wrong)) => Self::Wrong(wrong.fault.to_owned()),
            Err(error) => Self::Failed(Failure::from(error).code().to_owned()),
        }
    }
}

/// A trial, as pages show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Try {
    /// Its number.
    pub(crate) id: u64,
    pub(crate) service: EntityId,
    /// The recipe that was tried.
    pub(crate) recipe: String,
    begun_at_ms: i64,
    ended_at_ms: Option<i64>,
    pub(crate) lines: Vec<Line>,
    pub(crate) end: Option<End>,
}

impl Try {
    pub(crate) const fn begun_at(&self) -> Instant {
        Instant::from_millis(self.begun_at_ms)
    }

    pub(crate) fn ended_at(&self) -> Option<Instant> {
        self.ended_at_ms.map(Instant::from_millis)
    }

    fn hear(&mut self, event: Event) {
        if self.lines.len() < LINES_MOST {
            self.lines.extend(Line::of(event));
        }
    }
}

/// The trials since the program began.
#[derive(Default)]
pub(crate) struct Tries {
    known: Mutex<BTreeMap<u64, Arc<watch::Sender<Try>>>>,
    /// Held while one begins, so that two who ask at the same moment begin one.
    beginning: tokio::sync::Mutex<()>,
}

impl Tries {
    /// The trial of that number, to be watched; `None` when it is none of this process.
    pub(crate) fn watch(&self, id: u64) -> Option<watch::Receiver<Try>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&id).map(|one| one.subscribe())
    }

    /// Whether one goes on.
    fn is_active(&self) -> bool {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.values().any(|one| one.borrow().end.is_none())
    }

    /// Those that ended are read from where they are kept.
    fn add(&self, id: u64, one: Arc<watch::Sender<Try>>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, one| one.borrow().end.is_none() || one.receiver_count() > 0);
        known.insert(id, one);
    }
}

/// Starts a trial and answers its number; nothing when another one goes on.
pub(crate) async fn start(
    app: &App,
    service: &EntityId,
    recipe: String,
) -> Result<Option<u64>, Failure> {
    let _turn = app.tries().beginning.lock().await;
    if app.tries().is_active() {
        return Ok(None);
    }
    let operation = app.folder().operation();
    let id = kept(operation).await?.iter().map(|one| one.id).max().unwrap_or(0) + 1;
    let one = Try {
        id,
        service: service.clone(),
        recipe,
        begun_at_ms: app.clock().now().as_millis(),
        ended_at_ms: None,
        lines: Vec::new(),
        end: None,
    };
    keep(operation, &one).await?;
    let (sender, _) = watch::channel(one);
    let sender = Arc::new(sender);
    app.tries().add(id, Arc::clone(&sender));
    tokio::spawn(carry_out(app.clone(), sender));
    Ok(Some(id))
}

async fn carry_out(app: App, one: Arc<watch::Sender<Try>>) {
    let (heard, mut events) = mpsc::unbounded_channel();
    let hearing = {
        let one = Arc::clone(&one);
        tokio::spawn(async move {
            while let Some(event) = events.recv().await {
                one.send_modify(|one| one.hear(event));
            }
        })
    };
    let (service, recipe) = {
        let begun = one.borrow();
        (begun.service.clone(), begun.recipe.clone())
    };
    let done = app.program().try_recipe(&service, recipe, heard, Stop::default()).await;
    // Everything that was told is heard before the end is.
    drop(hearing.await);
    let mut ended = one.borrow().clone();
    (ended.ended_at_ms, ended.end) = (Some(app.clock().now().as_millis()), Some(End::of(done)));
    if let Err(error) = keep(app.folder().operation(), &ended).await {
        tracing::error!(%error, "a trial of a recipe that ended could not be kept");
    }
    let size = app.live().view().store.size();
    app.live().settled(EntryId(size.saturating_sub(1))).await;
    one.send_replace(ended);
}

/// One trial of a service, as it is now.
pub(crate) async fn one(app: &App, service: &EntityId, id: u64) -> Result<Try, Failure> {
    let now = app.tries().watch(id).map(|one| one.borrow().clone());
    let found = match now {
        Some(now) => Some(now),
        None => kept(app.folder().operation()).await?.into_iter().find(|one| one.id == id),
    };
    found.filter(|one| one.service == *service).ok_or(Failure::NotFound)
}

async fn kept(operation: &Operation) -> Result<Vec<Try>, arvak_store::Error> {
    let text = operation.meta(KEPT).await?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

async fn keep(operation: &Operation, one: &Try) -> Result<(), arvak_store::Error> {
    let mut all = kept(operation).await?;
    all.retain(|known| known.id != one.id);
    all.push(one.clone());
    let surplus = all.len().saturating_sub(KEPT_MOST);
    all.drain(..surplus);
    operation.set_meta(KEPT, &serde_json::to_string(&all).unwrap_or_default()).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_read_with_and_without_the_page_that_came_of_it() {
        let note = |detail: &str| {
            Line::of(Event::Note { code: STEP.to_owned(), detail: detail.to_owned() })
        };
        let step = |does: &str, seen: &str, page: Option<(u16, &str)>| {
            let (does, seen) = (does.to_owned(), seen.to_owned());
            let page = page.map(|(status, at)| (status, at.to_owned()));
            Some(Line::Step { number: 3, does, seen, page })
        };
        let page = Some((200, "https://a.example/x y"));
        assert_eq!(note("3 press done 200 https://a.example/x y"), step("press", "done", page));
        assert_eq!(note("3 fill recipe-step"), step("fill", "recipe-step", None));
        assert_eq!(note("three"), None);
    }

    #[test]
    fn of_an_address_its_query_is_not_shown() {
        let headers = Vec::new();
        let url = "https://a.example/in?token=x#y".to_owned();
        let line = Line::of(Event::Http { url, status: 302, headers });
        assert_eq!(line, Some(Line::Page(302, "https://a.example/in".to_owned())));
    }
}
