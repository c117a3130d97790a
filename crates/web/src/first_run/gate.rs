//! Who may go through the first run: whoever has the link that the program printed, until there is an administrator;
//! then whoever is logged in and may administer.

use arvak_core::{Digest, Instant, Span};
use arvak_identity::Right;
use arvak_store::{Error, Folder, Has, Operation};
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};

use crate::cookie::Cookie;
use crate::failure::Failure;
use crate::visit::Visit;

/// Where the link's token is kept: its digest alone, so that who reads the database cannot use it.
const KEPT: &str = "first-run-token";

/// The mark that the first run is over.
const OVER: &str = "first-run-over";

/// The cookie that carries the token from page to page.
pub(super) const COOKIE: Cookie = Cookie { secure: "__Host-arvak-oppsett", plain: "arvak-oppsett" };

/// The mark that the status page shows what the first run found, until somebody takes it away.
const BOX: &str = "first-run-box";

/// How long somebody has to open a link after it was printed.
const LINK_LASTS: Span = Span::from_millis(30 * 60_000);

/// How long whoever opened it has to answer.
const OPENED_LASTS: Span = Span::from_millis(2 * 3_600_000);

#[derive(Debug, Serialize, Deserialize)]
struct Token {
    digest: Digest,
    made_at: Instant,
    /// When it was opened first.
    #[serde(default)]
    opened_at: Option<Instant>,
}

/// What a link is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// It opens the first run.
    Good,
    /// The first run is over.
    Used,
    /// Somebody can log in, and goes on with the first run that way: the link is worth nothing more.
    LogIn,
    /// It was not opened within [`LINK_LASTS`], or was opened longer than [`OPENED_LASTS`] ago.
    Old,
    /// It is none of ours, or a newer one was made.
    Wrong,
}

/// A new link to the first run; earlier ones open nothing any more. None when the first run is over. `origin` is where
/// the pages stand, such as `https://arvak.example.no`.
pub async fn link(folder: &Folder, origin: &str) -> Result<Option<String>, Error> {
    let operation = folder.operation();
    if is_over(operation).await? {
        return Ok(None);
    }
    let token = arvak_store::drafts::salt()?;
    let (digest, made_at) = (Digest::of(token.as_bytes()), folder.clock().now());
    let kept = Token { digest, made_at, opened_at: None };
    let kept = serde_json::to_string(&kept).unwrap_or_default();
    operation.set_meta(KEPT, &kept).await?;
    Ok(Some(format!("{origin}/kom-i-gang?nokkel={token}")))
}

/// Whether the first run is over.
pub(crate) async fn is_over(operation: &Operation) -> Result<bool, Error> {
    Ok(operation.meta(OVER).await?.is_some())
}

/// Shows on the status page what the first look found.
pub(super) async fn show_box(operation: &Operation) -> Result<(), Error> {
    operation.set_meta(BOX, "shown").await
}

/// Takes it away.
pub(crate) async fn dismiss_box(operation: &Operation) -> Result<(), Error> {
    operation.set_meta(BOX, "").await
}

/// Whether the status page shows what the first look found.
pub(crate) async fn has_box(operation: &Operation) -> Result<bool, Error> {
    Ok(operation.meta(BOX).await?.is_some_and(|kept| !kept.is_empty()))
}

/// Ends the first run: its link opens nothing any more.
pub async fn end(operation: &Operation) -> Result<(), Error> {
    operation.set_meta(OVER, "1").await
}

/// Whether there is an account with a factor: one that was begun and left can be begun anew.
async fn somebody_can_log_in(operation: &Operation) -> Result<bool, Error> {
    for account in operation.accounts().await? {
        if operation.has_factors(&account.person).await? != Has::default() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What a token is worth now that somebody carries from page to page: it was opened before.
pub(super) async fn worth(operation: &Operation, token: &str, now: Instant) -> Result<Link, Error> {
    Ok(known(operation, token, now).await?.0)
}

/// Opens the link with a token. Whoever does has two hours from then on.
pub(super) async fn open(operation: &Operation, token: &str, now: Instant) -> Result<Link, Error> {
    let (link, kept) = known(operation, token, now).await?;
    match kept {
        Some(mut kept) if kept.opened_at.is_none() && link != Link::Wrong => {
            if now.since(kept.made_at) > LINK_LASTS {
                return Ok(Link::Old);
            }
            kept.opened_at = Some(now);
            let kept = serde_json::to_string(&kept).unwrap_or_default();
            operation.set_meta(KEPT, &kept).await?;
            Ok(Link::Good)
        }
        _ => Ok(link),
    }
}

/// What a token is worth, and what is kept of it while nothing else decides.
async fn known(
    operation: &Operation,
    token: &str,
    now: Instant,
) -> Result<(Link, Option<Token>), Error> {
    if is_over(operation).await? {
        return Ok((Link::Used, None));
    }
    if somebody_can_log_in(operation).await? {
        return Ok((Link::LogIn, None));
    }
    let kept = operation.meta(KEPT).await?;
    let kept: Option<Token> = kept.and_then(|text| serde_json::from_str(&text).ok());
    let link = match &kept {
        Some(kept) if kept.digest != Digest::of(token.as_bytes()) => Link::Wrong,
        Some(Token { opened_at: Some(at), .. }) if now.since(*at) <= OPENED_LASTS => Link::Good,
        Some(_) => Link::Old,
        None => Link::Wrong,
    };
    Ok((link, kept))
}

/// What the visit is worth: somebody who may administer needs no link.
pub(super) async fn of(visit: &Visit, headers: &HeaderMap) -> Result<Link, Failure> {
    if visit.may(Right::Administer) {
        return Ok(Link::Good);
    }
    let token = COOKIE.get(headers, visit.app.site().is_secure()).unwrap_or_default();
    Ok(worth(visit.app.folder().operation(), token, visit.app.clock().now()).await?)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arvak_core::fact::ClockKind;
    use arvak_probe::{Clock as _, ManualClock};

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn used_old_and_wrong_links_open_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::new("2026-03-01T12:00:00Z".parse().unwrap()));
        let folder =
            Folder::create(&dir.path().join("data"), ClockKind::Real, clock.clone()).await.unwrap();
        let operation = folder.operation();
        let token = |link: String| link.split_once('=').unwrap().1.to_owned();
        let worth_of = async |token: &str| worth(operation, token, clock.now()).await.unwrap();
        let opened = async |token: &str| open(operation, token, clock.now()).await.unwrap();
        assert_eq!((worth_of("").await, opened("").await), (Link::Wrong, Link::Wrong));
        let first = token(link(&folder, "http://x").await.unwrap().unwrap());
        assert_eq!(worth_of(&first).await, Link::Old, "what nobody opened is no way in");
        assert_eq!((opened(&first).await, worth_of(&first).await), (Link::Good, Link::Good));
        assert!(!operation.meta(KEPT).await.unwrap().unwrap().contains(&first));
        let second = token(link(&folder, "http://x").await.unwrap().unwrap());
        assert_eq!((opened(&first).await, worth_of(&first).await), (Link::Wrong, Link::Wrong));
        let minutes = |count: i64| clock.set(clock.now().plus(Span::from_millis(count * 60_000)));
        minutes(30);
        assert_eq!(opened(&second).await, Link::Good, "half an hour to open it");
        minutes(119);
        assert_eq!((opened(&second).await, worth_of(&second).await), (Link::Good, Link::Good));
        minutes(2);
        assert_eq!((opened(&second).await, worth_of(&second).await), (Link::Old, Link::Old));
        let third = token(link(&folder, "http://x").await.unwrap().unwrap());
        minutes(31);
        assert_eq!((opened(&third).await, worth_of(&third).await), (Link::Old, Link::Old));
        end(folder.operation()).await.unwrap();
        assert_eq!(opened(&third).await, Link::Used);
        assert_eq!(link(&folder, "http://x").await.unwrap(), None);
        folder.close().await.unwrap();
    }
}
