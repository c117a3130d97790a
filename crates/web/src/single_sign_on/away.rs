//! Browsers that were sent to a provider: the cookie by which one is known again, and what waits for it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use arvak_core::{Instant, Span};
use arvak_identity::Waiting;
use arvak_oidc::{OidcError, Pending, Seen};
use axum::http::{HeaderMap, HeaderValue};

use crate::app::App;
use crate::cookie::Cookie;
use crate::failure::Failure;

/// How long somebody may take at the provider.
const LIFE_S: i64 = 600;

/// The cookie of a browser that is away.
const COOKIE: Cookie = Cookie { secure: "__Host-arvak-openid", plain: "arvak-openid" };

/// What waits for one browser.
pub(super) struct Sent {
    pub(super) pending: Pending,
    /// Where to go on to.
    pub(super) to: String,
}

/// What came of trying a provider, by its slug.
type Tried = BTreeMap<String, (Instant, Result<Seen, OidcError>)>;

/// All of it, in memory: after a restart, whoever was away begins again.
pub(crate) struct Away {
    sent: Mutex<Waiting<Sent>>,
    tried: Mutex<Tried>,
}

impl Default for Away {
    fn default() -> Self {
        let sent = Waiting::lasting(Span::from_millis(LIFE_S * 1000));
        Self { sent: Mutex::new(sent), tried: Mutex::default() }
    }
}

impl Away {
    /// Tries of administrators.
    pub(super) fn tried(&self) -> MutexGuard<'_, Tried> {
        self.tried.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sent(&self) -> MutexGuard<'_, Waiting<Sent>> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets it wait. Gives the cookie to set.
pub(super) fn leave(app: &App, sent: Sent) -> Result<HeaderValue, Failure> {
    let name = app.accounts().away().sent().put(sent, app.real_clock().now())?;
    set_cookie(app, name.reveal(), LIFE_S)
}

/// What waits for the browser that the request comes from; it is taken, and the same answer is worth nothing a second time.
pub(super) fn come_back(app: &App, headers: &HeaderMap) -> Option<Sent> {
    let name = COOKIE.get(headers, app.site().is_secure())?;
    app.accounts().away().sent().take(name, app.real_clock().now())
}

/// Takes the cookie away.
pub(super) fn no_cookie(app: &App) -> Result<HeaderValue, Failure> {
    set_cookie(app, "", 0)
}

fn set_cookie(app: &App, value: &str, life_s: i64) -> Result<HeaderValue, Failure> {
    let line = COOKIE.set(value, app.site().is_secure(), &format!("; Max-Age={life_s}"));
    HeaderValue::from_str(&line).map_err(|_| Failure::Inside)
}
