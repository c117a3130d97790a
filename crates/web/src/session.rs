//! Whose visit it is: the cookie, what it is worth, and keys for the API.

use arvak_core::{EntityId, Instant, Span};
use arvak_identity::{
    Factor, Factors, Limits, REMEMBERED, Right, Role, Scopes, Secret, SecretHash, Session,
    Standing, TokenKind, TokenStanding,
};
use arvak_store::{Account, SessionRow};
use axum::http::header::{AUTHORIZATION, HeaderMap, HeaderValue, USER_AGENT};

use crate::app::App;
use crate::cookie::Cookie;
use crate::failure::Failure;

/// The cookie of a session.
const COOKIE: Cookie = Cookie { secure: "__Host-arvak", plain: "arvak-session" };

/// How often a session's use is noted: often enough for the idle limit, seldom enough for the disk.
const NOTED_EVERY: Span = Span::from_millis(60_000);

/// Most characters that are kept of what a browser says it is.
const CLIENT_CHARS_MAX: usize = 200;

/// Somebody who is logged in with two factors, or a key that such a person made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Who {
    /// The opaque id of the person.
    pub(crate) person: EntityId,
    /// What the person is called.
    pub(crate) name: String,
    /// The roles that the person has.
    pub(crate) roles: Vec<Role>,
    /// The units that the person is limited to; all when there is none.
    pub(crate) units: Vec<EntityId>,
    /// What the key may do, when it is a program that comes with one.
    pub(crate) scopes: Option<Scopes>,
    /// The number of the key.
    pub(crate) key: Option<i64>,
}

/// Rights that are about the whole municipality: whoever is limited to units does not have them.
const WHOLE: [Right; 5] =
    [Right::Look, Right::Review, Right::PersonalData, Right::Erase, Right::Drill];

impl Who {
    /// The units that the person is limited to; `None` when it is the whole municipality.
    pub(crate) fn limits(&self) -> Option<&[EntityId]> {
        (!self.units.is_empty()).then_some(self.units.as_slice())
    }

    /// Whether any of the roles has the right, and the key too.
    pub(crate) fn may(&self, right: Right) -> bool {
        if self.limits().is_some() && WHOLE.contains(&right) {
            return false;
        }
        match &self.scopes {
            Some(scopes) => scopes.may(right, &self.roles),
            None => self.roles.iter().any(|role| role.may(right)),
        }
    }

    /// Whether it is a program, with a key: it has no page of its own.
    pub(crate) const fn is_program(&self) -> bool {
        self.scopes.is_some()
    }

    fn of(account: Account, scopes: Option<Scopes>, key: Option<i64>) -> Self {
        Self {
            person: account.person,
            name: account.name,
            roles: account.roles.iter().filter_map(|role| Role::from_name(role)).collect(),
            units: account.units,
            scopes,
            key,
        }
    }
}

/// Who is logged in by the session or the key that the request names.
pub(crate) async fn who(app: &App, headers: &HeaderMap) -> Result<Option<Who>, Failure> {
    if let Some(key) = bearer(headers) {
        return by_key(app, key).await;
    }
    let Some(found) = found(app, headers).await? else { return Ok(None) };
    if found.standing != Standing::Full {
        return Ok(None);
    }
    Ok(open_account(app, &found.row.person).await?.map(|account| Who::of(account, None, None)))
}

/// How long after a log-in its owner may change how to log in, and end sessions elsewhere (ASVS 5.0.0, 7.5.1 and 7.5.2).
const FRESH: Span = Span::from_millis(10 * 60_000);

/// A session that has not ended, full or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) row: SessionRow,
    pub(crate) factors: Factors,
    pub(crate) standing: Standing,
}

impl Found {
    /// Whether its owner showed the factors a moment ago. A step of logging in always is.
    pub(crate) fn is_fresh(&self, app: &App) -> bool {
        self.standing != Standing::Full || app.real_clock().now().since(self.row.made_at) <= FRESH
    }

    /// Whether it is a step of logging in, after this factor.
    pub(crate) fn is_step_after(&self, factor: Factor) -> bool {
        self.standing == Standing::Step && self.factors.contains(factor)
    }
}

/// The session that the cookie names, unless it has ended.
pub(crate) async fn found(app: &App, headers: &HeaderMap) -> Result<Option<Found>, Failure> {
    let Some(hash) = shown(app, headers) else { return Ok(None) };
    let operation = app.folder().operation();
    let Some(row) = operation.session(hash.as_bytes()).await? else { return Ok(None) };
    let Some(factors) = Factors::from_text(&row.factors) else { return Ok(None) };
    let now = app.real_clock().now();
    let session = Session { factors: factors.clone(), made_at: row.made_at, seen_at: row.seen_at };
    let standing = session.standing(limits(app), now);
    if matches!(standing, Standing::Idle | Standing::Over) {
        operation.end_session(hash.as_bytes()).await?;
        return Ok(None);
    }
    if now.since(row.seen_at) >= NOTED_EVERY {
        operation.touch_session(hash.as_bytes(), now).await?;
    }
    Ok(Some(Found { row, factors, standing }))
}

/// A session that has begun.
pub(crate) struct Begun {
    /// The cookie to set.
    pub(crate) cookie: HeaderValue,
    /// What it is known by.
    pub(crate) hash: SecretHash,
}

/// Begins a session after `factors` were shown, in place of the one that the request names: its secret is a new one, so
/// that whoever knew the old one has nothing.
pub(crate) async fn begin(
    app: &App,
    headers: &HeaderMap,
    person: &EntityId,
    factors: &Factors,
) -> Result<Begun, Failure> {
    let (operation, now) = (app.folder().operation(), app.real_clock().now());
    if let Some(old) = shown(app, headers) {
        operation.end_session(old.as_bytes()).await?;
    }
    clear_out(app, now).await?;
    let secret = Secret::random()?;
    let client =
        headers.get(USER_AGENT).and_then(|client| client.to_str().ok()).unwrap_or_default();
    let client: String = client.chars().take(CLIENT_CHARS_MAX).collect();
    let text = factors.to_text();
    operation.add_session(secret.hash().as_bytes(), person, &text, &client, now).await?;
    if factors.are_two() {
        operation.note_log_in(person, now).await?;
    }
    Ok(Begun { cookie: set_cookie(app, secret.reveal(), "")?, hash: secret.hash() })
}

/// Ends the session that the request names. Gives the cookie to set.
pub(crate) async fn end(app: &App, headers: &HeaderMap) -> Result<HeaderValue, Failure> {
    if let Some(hash) = shown(app, headers) {
        app.folder().operation().end_session(hash.as_bytes()).await?;
    }
    set_cookie(app, "", "; Max-Age=0")
}

/// Rows that mean nothing any more.
async fn clear_out(app: &App, now: Instant) -> Result<(), Failure> {
    let before =
        |span: Span| Instant::from_millis(now.as_millis().saturating_sub(span.as_millis()));
    let (operation, limits) = (app.folder().operation(), limits(app));
    operation.remove_ended_sessions(before(limits.absolute), before(limits.idle)).await?;
    operation.forget_failures(before(REMEMBERED)).await?;
    Ok(())
}

/// Every session of everybody lasts as long as the operator says.
pub(crate) fn limits(app: &App) -> Limits {
    let site = app.site();
    Limits {
        idle: Span::from_millis(i64::from(site.idle_minutes) * 60_000),
        absolute: Span::from_millis(i64::from(site.session_hours) * 3_600_000),
    }
}

async fn by_key(app: &App, key: &str) -> Result<Option<Who>, Failure> {
    let (operation, now) = (app.folder().operation(), app.real_clock().now());
    let hash = SecretHash::of(key);
    let Some(row) = operation.token(hash.as_bytes()).await? else { return Ok(None) };
    let is_key = TokenKind::from_name(&row.kind) == Some(TokenKind::Api);
    let standing = TokenKind::Api.standing(now, row.ends_at, row.used_at);
    if !is_key || standing != TokenStanding::Good || SecretHash::from_bytes(row.hash) != hash {
        return Ok(None);
    }
    let (Some(owner), Some(scopes)) = (row.person, Scopes::from_text(&row.scopes)) else {
        return Ok(None);
    };
    let Some(account) = open_account(app, &owner).await? else { return Ok(None) };
    if row.used_at.is_none_or(|used| now.since(used) >= NOTED_EVERY) {
        operation.touch_key(hash.as_bytes(), now).await?;
    }
    Ok(Some(Who::of(account, Some(scopes), Some(row.id))))
}

async fn open_account(app: &App, person: &EntityId) -> Result<Option<Account>, Failure> {
    let account = app.folder().operation().account(person).await?;
    Ok(account.filter(|account| account.closed_at.is_none()))
}

/// Whether the request comes with a key for the API, good or not. Then no cookie is looked at.
pub(crate) fn has_key(headers: &HeaderMap) -> bool {
    bearer(headers).is_some()
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, key) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(key.trim())
}

/// The hash of the secret that the request shows.
fn shown(app: &App, headers: &HeaderMap) -> Option<SecretHash> {
    let secret = COOKIE.get(headers, app.site().is_secure())?;
    (!secret.is_empty() && secret.len() <= 100).then(|| SecretHash::of(secret))
}

fn set_cookie(app: &App, secret: &str, more: &str) -> Result<HeaderValue, Failure> {
    let line = COOKIE.set(secret, app.site().is_secure(), more);
    HeaderValue::from_str(&line).map_err(|_| Failure::Inside)
}
