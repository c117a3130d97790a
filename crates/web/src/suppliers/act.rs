//! What people here do about a request: sent, taken back, lasting longer, something more, no more.

use arvak_core::{Basis, Span};
use arvak_store::drafts::{Texts, USUAL_ROLE, draft, ungraded};
use arvak_suppliers::life::Event;
use arvak_suppliers::taking;
use arvak_words::Say;
use axum::extract::Path;
use axum::response::Response;

use super::asked::{self, Asked};
use super::{mails, one, path};
use crate::failure::Failure;
use crate::form::{Mistakes, Typed};
use crate::recording::{NotRecorded, NotTaken, record};
use crate::see_other::see_other;
use crate::visit::Visit;

/// Days that a link lasts longer.
const LONGER: Span = Span::from_days(14);

/// Most characters of what is asked further.
const FURTHER_CHARS_MAX: usize = 1_000;

type At = Path<String>;

/// The request that a form names.
async fn named(visit: &Visit, slug: &str, typed: &Typed) -> Result<Asked, Failure> {
    let id = asked::known(visit, slug)?;
    asked::one(visit, &id, typed.get("foresporsel")).await
}

/// Whether `event` may happen to a request now; else why not.
pub(super) fn allowed(visit: &Visit, one: &Asked, event: Event) -> Result<(), NotTaken> {
    if one.stage.allows(event) { Ok(()) } else { Err(not_now(visit, one)) }
}

fn not_now(visit: &Visit, one: &Asked) -> NotTaken {
    let stage = visit.plain(&format!("suppliers-stage-{}", one.stage.name()));
    let said = [("request", Say::Text(one.row.id.as_str())), ("stage", Say::Text(&stage))];
    let mut mistakes = Mistakes::default();
    mistakes.tell("", visit.say("request-link-not-now", &said));
    mistakes.into()
}

/// Back to the supplier's page. What may not happen any more was done meanwhile by somebody else, and is shown there.
fn back(slug: &str, done: Result<(), NotTaken>) -> Result<Response, Failure> {
    match done {
        Ok(()) | Err(NotTaken::Mistakes(_)) => Ok(see_other(&path(slug))),
        Err(NotTaken::Failure(failure)) => Err(failure),
    }
}

async fn note(visit: &Visit, one: &Asked, event: Event, text: &str) -> Result<(), Failure> {
    let (operation, now) = (visit.app.folder().operation(), visit.app.clock().now());
    Ok(operation.add_supplier_event(&one.row.id, event.name(), text, now).await?)
}

/// Somebody says that it was sent: the supplier was contacted and asked, by a word.
pub(super) async fn sent(visit: Visit, Path(slug): At, typed: Typed) -> Result<Response, Failure> {
    let one = named(&visit, &slug, &typed).await?;
    if !one.stage.allows(Event::Sent) {
        return Ok(see_other(&path(&slug)));
    }
    let now = visit.app.clock().now();
    let by = USUAL_ROLE.parse().map_err(|_| Failure::Inside)?;
    let facts = taking::sent(&one.row.id, &one.row.supplier, Basis::Statement, now);
    let drafts = facts.map_err(|_| Failure::Inside)?.into_iter().map(|taken| {
        draft(taken.fact, &by, Some(&taken.key), Texts::default())
            .map_err(|error| NotRecorded::undrafted(error, visit.words()))
    });
    let recorded = match drafts.collect::<Result<Vec<_>, _>>() {
        Ok(drafts) => record(&visit, drafts).await,
        Err(error) => Err(error),
    };
    match recorded {
        Ok(_) => {
            note(&visit, &one, Event::Sent, "").await?;
            Ok(see_other(&path(&slug)))
        }
        Err(NotRecorded::Failure(failure)) => Err(failure),
        Err(NotRecorded::Refused(sentence)) => {
            let mut mistakes = Mistakes::default();
            mistakes.tell("", sentence);
            one::again(&visit, &one.row.supplier, &Typed::default(), &mistakes).await
        }
    }
}

pub(super) async fn revoke(
    visit: Visit,
    Path(slug): At,
    typed: Typed,
) -> Result<Response, Failure> {
    let one = named(&visit, &slug, &typed).await?;
    back(&slug, revoked(&visit, &one).await)
}

/// The link opens nothing any more.
pub(crate) async fn revoked(visit: &Visit, one: &Asked) -> Result<(), NotTaken> {
    allowed(visit, one, Event::Revoked)?;
    let (operation, now) = (visit.app.folder().operation(), visit.app.real_clock().now());
    operation.revoke_supplier_links(&one.row.id, now).await?;
    Ok(note(visit, one, Event::Revoked, "").await?)
}

pub(super) async fn extend(
    visit: Visit,
    Path(slug): At,
    typed: Typed,
) -> Result<Response, Failure> {
    let one = named(&visit, &slug, &typed).await?;
    back(&slug, extended(&visit, &one).await)
}

/// The link lasts longer.
pub(crate) async fn extended(visit: &Visit, one: &Asked) -> Result<(), NotTaken> {
    allowed(visit, one, Event::Renewed)?;
    let now = visit.app.real_clock().now();
    let from = one.link.as_ref().map_or(now, |link| link.ends_at.max(now));
    let operation = visit.app.folder().operation();
    // A link that was taken back is not given back by lasting longer.
    if !operation.extend_supplier_link(&one.row.id, from.plus(LONGER)).await? {
        return Err(not_now(visit, one));
    }
    Ok(note(visit, one, Event::Renewed, "").await?)
}

pub(super) async fn follow_up(
    visit: Visit,
    Path(slug): At,
    typed: Typed,
) -> Result<Response, Failure> {
    let one = named(&visit, &slug, &typed).await?;
    if !one.stage.allows(Event::FollowUp) {
        return Ok(see_other(&path(&slug)));
    }
    match asked_more(&visit, &one, &typed).await {
        Ok(()) => Ok(see_other(&path(&slug))),
        Err(NotTaken::Failure(failure)) => Err(failure),
        Err(NotTaken::Mistakes(mistakes)) => {
            one::again(&visit, &one.row.supplier, &typed, &mistakes).await
        }
    }
}

/// Something more is asked (`sporsmal`). The same link leads to it, and lasts long enough.
pub(crate) async fn asked_more(visit: &Visit, one: &Asked, typed: &Typed) -> Result<(), NotTaken> {
    allowed(visit, one, Event::FollowUp)?;
    let text = typed.get("sporsmal");
    let mut mistakes = Mistakes::default();
    if text.is_empty() || text.chars().count() > FURTHER_CHARS_MAX {
        mistakes.tell("sporsmal", visit.plain("suppliers-further-wrong"));
    } else if let Err(error) = ungraded(text) {
        match NotRecorded::undrafted(error, visit.words()) {
            NotRecorded::Refused(sentence) => mistakes.tell("sporsmal", sentence),
            NotRecorded::Failure(failure) => return Err(failure.into()),
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes.into());
    }
    let now = visit.app.real_clock().now();
    let lasts = one.link.as_ref().map_or(now, |link| link.ends_at).max(now.plus(LONGER));
    visit.app.folder().operation().extend_supplier_link(&one.row.id, lasts).await?;
    note(visit, one, Event::FollowUp, text).await?;
    Ok(mails::follow_up(visit, one, text).await?)
}

pub(super) async fn close(visit: Visit, Path(slug): At, typed: Typed) -> Result<Response, Failure> {
    let one = named(&visit, &slug, &typed).await?;
    back(&slug, closed(&visit, &one).await)
}

/// No more is asked, and what was typed is forgotten.
pub(crate) async fn closed(visit: &Visit, one: &Asked) -> Result<(), NotTaken> {
    allowed(visit, one, Event::Closed)?;
    let (operation, now) = (visit.app.folder().operation(), visit.app.clock().now());
    Ok(operation.close_supplier_request(&one.row.id, Event::Closed.name(), now).await?)
}
