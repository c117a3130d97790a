//! Starting and stopping a call-out test, by the functions that the command line uses.

use arvak_core::{EntryId, Instant};
use arvak_store::drafts::USUAL_ROLE;
use axum::extract::Path;
use axum::response::Response;

use super::desk::{self, Kept};
use super::make::{not_done, whole};
use super::{HERE, one};
use crate::failure::Failure;
use crate::form::{Mistakes, Typed};
use crate::recording::{NotRecorded, NotTaken, record};
use crate::see_other::see_other;
use crate::visit::Visit;

/// The test of that name.
pub(crate) async fn of(visit: &Visit, id: &str) -> Result<Kept, Failure> {
    desk::kept(visit.app.folder(), id).await?.ok_or(Failure::NotFound)
}

pub(super) async fn start(
    visit: Visit,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let kept = of(&visit, &id).await?;
    let mut mistakes = Mistakes::default();
    if typed.get("grunnlag") != "ja" {
        mistakes.tell("grunnlag", visit.plain("callout-start-wrong"));
        return one::again(&visit, &kept, &typed, &mistakes).await;
    }
    match begun(&visit, &kept).await {
        Ok(_) => Ok(see_other(&format!("{HERE}/{id}"))),
        Err(error) => match NotTaken::from(error) {
            NotTaken::Mistakes(mistakes) => one::again(&visit, &kept, &typed, &mistakes).await,
            NotTaken::Failure(failure) => Err(failure),
        },
    }
}

/// Records the ground and starts it: the entry, and when people's times are erased at the latest. From then on the round calls when the moment
/// comes.
pub(crate) async fn begun(visit: &Visit, kept: &Kept) -> Result<(EntryId, Instant), NotRecorded> {
    whole(visit)?;
    let (folder, now) = (visit.app.folder(), visit.app.clock().now());
    let told = |error| not_done(visit, error);
    desk::may_start(kept, now).map_err(|refusal| told(refusal.into()))?;
    let by = USUAL_ROLE.parse().map_err(|_| Failure::Inside)?;
    let by_itself = Visit { once: None, ..visit.clone() };
    if let Some(draft) = desk::sealed_first(kept, &by).map_err(told)? {
        let entries = record(&by_itself, vec![draft]).await?;
        let entry = entries.first().ok_or(Failure::Inside)?;
        desk::noted(folder, &kept.row.id, *entry).await.map_err(told)?;
    }
    let ground = desk::grounds(folder, kept, &by, visit.words()).map_err(told)?;
    let (draft, due) = ground.ok_or(Failure::Inside)?;
    let entries = record(&by_itself, vec![draft]).await?;
    let ground = *entries.first().ok_or(Failure::Inside)?;
    desk::start(folder, kept, ground, (now, due)).await.map_err(told)?;
    Ok((ground, due))
}

pub(super) async fn stop(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let kept = of(&visit, &id).await?;
    stopped(&visit, &kept).await?;
    Ok(see_other(&format!("{HERE}/{}", kept.row.id)))
}

/// Stops it; `false` when it is judged already.
pub(crate) async fn stopped(visit: &Visit, kept: &Kept) -> Result<bool, Failure> {
    whole(visit)?;
    let now = visit.app.clock().now();
    Ok(desk::stop(visit.app.folder(), kept, now, visit.words()).await?)
}
