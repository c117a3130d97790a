//! Where one is logged in, and one's passkeys. To end a session elsewhere, or to take a passkey away, the factors were shown
//! within ten minutes: a session that somebody else holds must not be enough.

use arvak_core::Instant;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::own::{fresh, hex, unhex};
use crate::api::answer::{Answered, json};
use crate::api::ask::Asked;
use crate::api::lists::{Part, linked};
use crate::api::problem::{Code, Problem};
use crate::failure::Failure;
use crate::session;
use crate::visit::Visit;

/// One's sessions.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sessions {
    /// By number.
    sessions: Vec<Session>,
    /// What `after` must be for the next part; null at the end.
    #[schema(required = true)]
    next: Option<String>,
}

/// A place where one is logged in, or about to be.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Session {
    id: i64,
    /// What the browser said that it is.
    client: String,
    #[schema(value_type = String, format = DateTime)]
    made_at: Instant,
    /// When it was last used, within a minute.
    #[schema(value_type = String, format = DateTime)]
    seen_at: Instant,
    /// Whether it is the one that asks.
    current: bool,
}

async fn mine(visit: &Visit, headers: &HeaderMap) -> Result<session::Found, Problem> {
    Ok(session::found(&visit.app, headers).await?.ok_or(Failure::NotLoggedIn)?)
}

/// Where one is logged in
#[utoipa::path(get, path = "/api/v1/account/sessions", operation_id = "listSessions", tag = "account",
    params(("limit" = Option<u8>, Query, description = "How many at most", minimum = 1, maximum = 200),
        ("after" = Option<String>, Query, description = "`next` of the part before")),
    responses((status = 200, description = "A part of the list", body = Sessions, headers(("link" = String, description = "`rel=\"next\"`: the next part")))))]
pub(crate) async fn sessions(visit: Visit, headers: HeaderMap) -> Answered {
    let asked = Asked::of(&visit, &["limit", "after"])?;
    let part = Part::asked(&asked)?;
    let mine = mine(&visit, &headers).await?.row;
    let mut all = visit.app.folder().operation().sessions_of(&mine.person).await?;
    all.sort_by_key(|one| one.id);
    let (sessions, next) = part.of(all, |one| format!("{:020}", one.id));
    let sessions = sessions.into_iter().map(|one| Session {
        id: one.id,
        client: one.client,
        made_at: one.made_at,
        seen_at: one.seen_at,
        current: one.id == mine.id,
    });
    let sessions = Sessions { sessions: sessions.collect(), next: next.clone() };
    Ok(linked(&visit, json(&sessions)?, next.as_deref()))
}

/// End all other sessions
///
/// When one logged in more than ten minutes ago: `log-in-again`.
#[utoipa::path(delete, path = "/api/v1/account/sessions", operation_id = "endOtherSessions", tag = "account",
    responses((status = 204, description = "They are ended")))]
pub(crate) async fn end_others(visit: Visit, headers: HeaderMap) -> Answered {
    Asked::of(&visit, &[])?;
    let mine = fresh(&visit, mine(&visit, &headers).await?)?;
    visit.app.folder().operation().end_other_sessions(&mine.person, &mine.hash).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// End a session
///
/// When one logged in more than ten minutes ago: `log-in-again`.
#[utoipa::path(delete, path = "/api/v1/account/sessions/{id}", operation_id = "endSession", tag = "account",
    params(("id" = i64, Path, description = "Its number")),
    responses((status = 204, description = "It is ended")))]
pub(crate) async fn end_session(
    visit: Visit,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answered {
    Asked::of(&visit, &[])?;
    let mine = fresh(&visit, mine(&visit, &headers).await?)?;
    let id = id.parse().map_err(|_| Problem::from(Code::NotFound))?;
    let is_ended = visit.app.folder().operation().end_session_of(&mine.person, id).await?;
    if is_ended { Ok(StatusCode::NO_CONTENT.into_response()) } else { Err(Code::NotFound.into()) }
}

/// One's passkeys; twenty at most.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Passkeys {
    passkeys: Vec<Passkey>,
}

/// A passkey, without its credential.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Passkey {
    /// In hexadecimal digits.
    id: String,
    /// What its owner calls it.
    name: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Instant,
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    last_used: Option<Instant>,
}

/// One's passkeys
#[utoipa::path(get, path = "/api/v1/account/passkeys", operation_id = "listPasskeys", tag = "account",
    responses((status = 200, description = "All of them", body = Passkeys)))]
pub(crate) async fn passkeys(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    let me = visit.who.as_ref().ok_or(Failure::NotLoggedIn)?;
    let all = visit.app.folder().operation().passkeys(&me.person).await?;
    let passkeys = all.into_iter().map(|one| Passkey {
        id: hex(&one.id),
        name: one.name,
        created_at: one.created_at,
        last_used: one.last_used,
    });
    json(&Passkeys { passkeys: passkeys.collect() })
}

/// Take a passkey away
///
/// The last way to log in stays: `asked`. When one logged in more than ten minutes ago: `log-in-again`. A new one is registered on
/// the pages.
#[utoipa::path(delete, path = "/api/v1/account/passkeys/{id}", operation_id = "removePasskey", tag = "account",
    params(("id" = String, Path, description = "As `listPasskeys` answers it")),
    responses((status = 204, description = "It opens nothing any more")))]
pub(crate) async fn remove_passkey(
    visit: Visit,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answered {
    Asked::of(&visit, &[])?;
    let mine = fresh(&visit, mine(&visit, &headers).await?)?;
    let id = unhex(&id).ok_or(Code::NotFound)?;
    let operation = visit.app.folder().operation();
    if !operation.passkeys(&mine.person).await?.iter().any(|one| one.id == id) {
        return Err(Code::NotFound.into());
    }
    if operation.remove_passkey(&mine.person, &id).await? {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Err(Problem::said(Code::Asked, visit.plain("login-own-last-factor")))
}
