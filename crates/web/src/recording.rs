//! Recording what a form says: who it was is put on every fact, what may not be recorded is told in a sentence, and the
//! next page shows what was recorded.

mod limits;

use arvak_core::fact::Actor;
use arvak_core::{Digest, Draft, EntryId, admit};
use arvak_store::drafts::NotDrafted;
use arvak_store::{Answer, Refused};
use arvak_words::{Say, Words};

use crate::failure::Failure;
use crate::form::Mistakes;
use crate::visit::Visit;

/// Why nothing was recorded.
#[derive(Debug)]
pub(crate) enum NotRecorded {
    /// It may not be recorded; the sentence says why and what to do.
    Refused(String),
    /// There is no page either.
    Failure(Failure),
}

/// Why a form was not taken: what is wrong with it, or there is no page either.
#[derive(Debug)]
pub(crate) enum NotTaken {
    /// What is wrong, by field; what may not be recorded is told of the whole.
    Mistakes(Mistakes),
    /// There is no page either.
    Failure(Failure),
}

/// What came of a form: the entries that were recorded.
pub(crate) type Taken = Result<Vec<EntryId>, NotTaken>;

impl From<Failure> for NotTaken {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<arvak_store::Error> for NotTaken {
    fn from(error: arvak_store::Error) -> Self {
        Self::Failure(error.into())
    }
}

impl From<Mistakes> for NotTaken {
    fn from(mistakes: Mistakes) -> Self {
        Self::Mistakes(mistakes)
    }
}

impl From<NotRecorded> for NotTaken {
    fn from(error: NotRecorded) -> Self {
        match error {
            NotRecorded::Refused(sentence) => {
                let mut mistakes = Mistakes::default();
                mistakes.tell("", sentence);
                Self::Mistakes(mistakes)
            }
            NotRecorded::Failure(failure) => Self::Failure(failure),
        }
    }
}

impl From<Failure> for NotRecorded {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<arvak_store::Error> for NotRecorded {
    fn from(error: arvak_store::Error) -> Self {
        Self::Failure(error.into())
    }
}

impl NotRecorded {
    /// Why no draft was made.
    pub(crate) fn undrafted(error: NotDrafted, words: &Words) -> Self {
        match error {
            NotDrafted::Graded { grade } => {
                Self::Refused(words.say("refusal-graded", &[("grade", Say::Text(grade))]))
            }
            NotDrafted::Store(error) => error.into(),
            error => {
                tracing::error!(%error, "a draft");
                Self::Failure(Failure::Inside)
            }
        }
    }
}

/// Records the drafts as what the visitor says. Whoever is limited to units records about own things alone.
pub(crate) async fn record(
    visit: &Visit,
    mut drafts: Vec<Draft>,
) -> Result<Vec<EntryId>, NotRecorded> {
    let actor = visit.actor()?;
    if let Some(units) = visit.limits() {
        limits::hold(visit, units, &mut drafts)?;
    }
    record_as(visit, &actor, drafts).await
}

/// The key of the fact of that number, counted from 0, that a request records which named itself.
pub(crate) fn key_of(once: Digest, number: usize) -> Digest {
    Digest::of(format!("once\n{once}\n{number}").as_bytes())
}

/// Records the drafts as what `actor` says, and waits until pages show them.
pub(crate) async fn record_as(
    visit: &Visit,
    actor: &Actor,
    mut drafts: Vec<Draft>,
) -> Result<Vec<EntryId>, NotRecorded> {
    for (number, draft) in drafts.iter_mut().enumerate() {
        draft.actor = actor.clone();
        if let Some(once) = visit.once {
            draft.key = key_of(once, number);
        }
    }
    // What is recorded is judged by everything that is known, also by what the visitor does not see.
    let (now, whole) = (visit.app.clock().now(), visit.app.live().view());
    let now = whole.state().last_received().map_or(now, |last| last.max(now));
    if let [draft] = drafts.as_slice()
        && let Err(refusal) = admit(whole.state(), Some(&whole.catalogue), draft, now)
        // What a snapshot may have left out is for the writer to decide, who reads it all.
        && refusal.code() != "needs_history"
    {
        return Err(NotRecorded::Refused(visit.words().refusal(&refusal)));
    }
    let mut entries = Vec::with_capacity(drafts.len());
    for answer in visit.app.folder().append_whole(drafts).await? {
        match answer {
            Answer::Taken(entry) | Answer::Known(entry) => entries.push(entry),
            // The one that is the reason comes too.
            Answer::Refused(refused) if refused.code == Refused::WITH_ANOTHER => {}
            Answer::Refused(refused) => return Err(NotRecorded::Refused(refused.reason)),
        }
    }
    if let Some(last) = entries.iter().max() {
        visit.app.live().settled(*last).await;
    }
    Ok(entries)
}
