//! What is done with a drill: started, noted as done, answered by a word, judged, stopped. Each is done by the functions that the command
//! line uses.

use arvak_core::drill::Stimulus;
use arvak_core::{Actor, Instant};
use arvak_drills::act::Carried;
use arvak_drills::{Gathered, keep, plan, start as starting, verdict as judging};
use arvak_monitoring::{Evidently, METHOD, Word, shown};
use arvak_store::drafts::{USUAL_ROLE, ungraded};
use axum::extract::Path;
use axum::response::Response;

use super::known::{self, One, not_done};
use super::{one, path};
use crate::failure::Failure;
use crate::form::{Mistakes, Typed};
use crate::program::ProgramError;
use crate::recording::{NotRecorded, NotTaken, record, record_as};
use crate::see_other::see_other;
use crate::visit::Visit;

/// Most minutes that something may have been ago: a week.
const MINUTES_MOST: i64 = 7 * 24 * 60;

/// Most characters of a word.
const WORD_CHARS_MAX: usize = 4_000;

type At = Path<String>;

/// What came of starting.
pub(crate) enum Started {
    /// This program did it.
    Done,
    /// This program carried out the act, and this came of it.
    Acted(Carried),
    /// A person carries it out now: the page shows how.
    ByPerson,
}

pub(super) async fn start(visit: Visit, Path(seal): At, typed: Typed) -> Result<Response, Failure> {
    let one = known::of(&visit, &seal).await?;
    let mut mistakes = Mistakes::default();
    if typed.get("avtalt") != "ja" {
        mistakes.tell("avtalt", visit.plain("drills-start-agreed-wrong"));
        return Ok(one::again(&visit, &one, &typed, &mistakes));
    }
    match begun(&visit, &one).await {
        Ok(Started::Done | Started::Acted(_)) => Ok(see_other(&path(one.seal()))),
        Ok(Started::ByPerson) => Ok(one::carried_out(&visit, &one)),
        Err(error) => refused(&visit, &one, &typed, error.into()),
    }
}

/// Starts a drill: what this program does is done, and the rest is for a person.
pub(crate) async fn begun(visit: &Visit, one: &One) -> Result<Started, NotRecorded> {
    let (folder, now) = (visit.app.folder(), visit.app.clock().now());
    let told = |error| not_done(visit, error);
    starting::may_begin(folder, &one.kept, now).await.map_err(told)?;
    sealed_first(visit, one).await?;
    if let Stimulus::Act(deed) = &one.kept.definition.stimulus
        && deed.door.is_some()
    {
        let id = one.kept.row.id.clone();
        let acted = visit.app.program().act(id).await.map_err(|error| match error {
            ProgramError::Asked(sentence) => NotRecorded::Refused(sentence),
            error => {
                tracing::error!(%error, "the act of a drill");
                NotRecorded::Failure(Failure::Inside)
            }
        })?;
        if let Ok(carried) = acted {
            return match carried.refusal(&one.kept.row.id) {
                None => Ok(Started::Acted(carried)),
                Some(refusal) => Err(NotRecorded::Refused(refusal.say(visit.words()))),
            };
        }
    }
    let roots = &visit.app.notices().channels().roots;
    let sent = starting::begin(folder, &one.kept, roots, now).await.map_err(told)?;
    match sent {
        None => Ok(Started::ByPerson),
        Some(sent) => match starting::told_of(&one.kept.row.id, sent) {
            Ok(()) => Ok(Started::Done),
            Err(refusal) => Err(NotRecorded::Refused(refusal.say(visit.words()))),
        },
    }
}

/// The hash goes into the ledger before anything happens, also after this machine went down in between.
async fn sealed_first(visit: &Visit, one: &One) -> Result<(), NotRecorded> {
    let by = USUAL_ROLE.parse().map_err(|_| Failure::Inside)?;
    let whole = visit.app.live().view();
    let draft = starting::sealed_first(&one.kept, whole.state(), &by);
    let Some(draft) = draft.map_err(|error| not_done(visit, error))? else { return Ok(()) };
    let entries = record(visit, vec![draft]).await?;
    let entry = entries.first().ok_or(Failure::Inside)?;
    let noted = plan::noted(visit.app.folder(), &one.kept.row.id, *entry).await;
    noted.map_err(|error| not_done(visit, error))
}

pub(super) async fn done(visit: Visit, Path(seal): At, typed: Typed) -> Result<Response, Failure> {
    let one = known::of(&visit, &seal).await?;
    let Some(at) = ago(&visit, typed.get("minutter")) else {
        return Ok(one::again(
            &visit,
            &one,
            &typed,
            &wrong(&visit, "minutter", "drills-ago-wrong"),
        ));
    };
    match done_at(&visit, &one, at).await {
        Ok(()) => Ok(see_other(&path(one.seal()))),
        Err(error) => refused(&visit, &one, &typed, error.into()),
    }
}

/// Notes that a person did it.
pub(crate) async fn done_at(visit: &Visit, one: &One, at: Instant) -> Result<(), NotRecorded> {
    let (folder, now) = (visit.app.folder(), visit.app.clock().now());
    let told = |error| not_done(visit, error);
    starting::may_be_done(folder, &one.kept, at, now).await.map_err(told)?;
    sealed_first(visit, one).await?;
    starting::done_by_hand(folder, &one.kept, at).await.map_err(told)
}

pub(super) async fn word(visit: Visit, Path(seal): At, typed: Typed) -> Result<Response, Failure> {
    let one = known::of(&visit, &seal).await?;
    let Some(at) = ago(&visit, typed.get("siden")) else {
        return Ok(one::again(&visit, &one, &typed, &wrong(&visit, "siden", "drills-ago-wrong")));
    };
    match word_kept(&visit, &one, typed.get("beskjed"), at).await {
        Ok(()) => Ok(see_other(&path(one.seal()))),
        Err(error) => refused(&visit, &one, &typed, error),
    }
}

/// Keeps what somebody here was told.
pub(crate) async fn word_kept(
    visit: &Visit,
    one: &One,
    said: &str,
    at: Instant,
) -> Result<(), NotTaken> {
    let now = visit.app.clock().now();
    if said.is_empty() || said.chars().count() > WORD_CHARS_MAX {
        return Err(wrong(visit, "beskjed", "drills-word-wrong").into());
    }
    if let Err(error) = ungraded(said) {
        return match NotRecorded::undrafted(error, visit.words()) {
            NotRecorded::Refused(sentence) => {
                let mut mistakes = Mistakes::default();
                mistakes.tell("beskjed", sentence);
                Err(mistakes.into())
            }
            NotRecorded::Failure(failure) => Err(failure.into()),
        };
    }
    if one.kept.opened_at().is_some() {
        return Err(NotRecorded::Refused(visit.plain("drills-opened-already")).into());
    }
    let by = visit.who.as_ref().ok_or(Failure::NotLoggedIn)?.person.to_string();
    let word = Word { v: 1, by, at: at.min(now), said: said.to_owned(), of: None };
    let bytes = serde_json::to_vec(&word).map_err(|_| Failure::Inside)?;
    let kept = keep(visit.app.folder(), &one.kept, (Evidently::Person, now), &bytes).await;
    kept.map_err(|error| not_done(visit, error).into())
}

pub(super) async fn verdict(visit: Visit, Path(seal): At) -> Result<Response, Failure> {
    let one = known::of(&visit, &seal).await?;
    match recorded(&visit, &one).await {
        Ok(_) => Ok(see_other(&path(one.seal()))),
        Err(error) => refused(&visit, &one, &Typed::default(), error.into()),
    }
}

/// Records the verdict as evidence, which opens the seal. It is what our own judge says, over bytes that are kept.
pub(crate) async fn recorded(
    visit: &Visit,
    one: &One,
) -> Result<Vec<arvak_core::EntryId>, NotRecorded> {
    let (folder, now) = (visit.app.folder(), visit.app.clock().now());
    let told = |error| not_done(visit, error);
    if one.kept.row.judged.is_some() {
        return Err(NotRecorded::Refused(visit.plain("drills-opened-already")));
    }
    let gathered = Gathered::of(folder, &one.kept, now).await.map_err(told)?;
    let judged = gathered.judged(one.kept.secret.key.as_deref());
    judging::decided(&one.kept, &judged, now).map_err(|refusal| told(refusal.into()))?;
    let shows = shown(&gathered.record, &judged);
    let words = visit.words();
    let drafts = judging::drafts(folder, &one.kept, (&gathered, &judged), &shows, words);
    let by = Actor::Program(METHOD.parse().map_err(|_| Failure::Inside)?);
    // The same verdict is recorded once, whoever asks: its own keys see to that.
    let by_itself = Visit { once: None, ..visit.clone() };
    let entries = record_as(&by_itself, &by, drafts.map_err(told)?).await?;
    judging::recorded(folder, &one.kept, &judged, now).await.map_err(told)?;
    Ok(entries)
}

pub(super) async fn stop(visit: Visit, Path(seal): At) -> Result<Response, Failure> {
    let one = known::of(&visit, &seal).await?;
    match stopped(&visit, &one).await {
        Ok(()) => Ok(see_other(&path(one.seal()))),
        Err(error) => refused(&visit, &one, &Typed::default(), error.into()),
    }
}

/// Stops it: no verdict, and nothing is recorded of anybody.
pub(crate) async fn stopped(visit: &Visit, one: &One) -> Result<(), NotRecorded> {
    let (folder, now) = (visit.app.folder(), visit.app.clock().now());
    let swept = arvak_drills::swept(folder, Some(&one.kept.row.id), now).await;
    swept.map_err(|error| not_done(visit, error))?;
    let opening = judging::stop(folder, &one.kept, now).await;
    if let Some(opening) = opening.map_err(|error| not_done(visit, error))? {
        let by_itself = Visit { once: None, ..visit.clone() };
        record(&by_itself, vec![opening]).await?;
    }
    Ok(())
}

/// So many minutes ago; now when nothing is typed.
fn ago(visit: &Visit, typed: &str) -> Option<Instant> {
    let now = visit.app.clock().now();
    if typed.is_empty() {
        return Some(now);
    }
    let minutes: i64 = typed.parse().ok().filter(|count| (0..=MINUTES_MOST).contains(count))?;
    Some(Instant::from_millis(now.as_millis() - minutes * 60_000))
}

fn wrong(visit: &Visit, field: &str, sentence: &str) -> Mistakes {
    let mut mistakes = Mistakes::default();
    mistakes.tell(field, visit.plain(sentence));
    mistakes
}

fn refused(visit: &Visit, one: &One, typed: &Typed, error: NotTaken) -> Result<Response, Failure> {
    match error {
        NotTaken::Failure(failure) => Err(failure),
        NotTaken::Mistakes(mistakes) => Ok(one::again(visit, one, typed, &mistakes)),
    }
}
