//! Every declared route, walked as every role and as nobody, from another site, and with a session that has ended: what a
//! route declares is what it asks.

mod answers;
mod sending;

use std::net::SocketAddr;

use arvak_core::Span;
use arvak_identity::{Access, Factor, Factors, Role};
use arvak_probe::Clock as _;
use arvak_store::NewAccount;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, Response, header};
use tower::ServiceExt as _;

use crate::routes::{Declared, declared, router};
use crate::session;
use crate::trial::{Trial, leads_to, read};

/// Where the trial's pages stand.
pub(crate) const ORIGIN: &str = "https://arvak.example";

/// A whole address for what a route declares; most of it leads to nothing, which is for the handler to say.
fn address(route: &Declared) -> String {
    let fill = |part: &str| match part {
        "{kind}" => "service".to_owned(),
        "{edition}" => "internal".to_owned(),
        "{claim}" => "3.1".to_owned(),
        "{id}" if route.path.contains("/kjoringer") || route.path.contains("/runs") => {
            "99".to_owned()
        }
        part if part.starts_with('{') => "0".to_owned(),
        part => part.to_owned(),
    };
    route.path.split('/').map(fill).collect::<Vec<_>>().join("/")
}

/// The pages of a trial, as whoever asks over the wire meets them.
pub(crate) struct Walk {
    pub(crate) trial: Trial,
    router: Router,
}

impl Walk {
    async fn new() -> Self {
        Self::over(Trial::started().await).await
    }

    /// The pages of that trial, with the first run behind it.
    pub(crate) async fn over(trial: Trial) -> Self {
        trial.app.folder().operation().set_meta("first-run-over", "1").await.unwrap();
        let router = router(&trial.app);
        Self { trial, router }
    }

    /// A new session of somebody with a role.
    pub(crate) async fn session(&self, role: Role) -> String {
        self.session_within(role, &[]).await
    }

    /// A new session of somebody with a role that is limited to units.
    pub(crate) async fn session_within(&self, role: Role, units: &[&str]) -> String {
        let operation = self.trial.app.folder().operation();
        let user = format!("{}{}", role.name(), units.concat());
        let known = operation.account_called(&user).await.unwrap();
        let person = if let Some(account) = known {
            account.person
        } else {
            let new = NewAccount {
                name: role.name().to_owned(),
                user_name: user,
                email: None,
                lang: "nb".to_owned(),
                roles: vec![role.name().to_owned()],
                units: units.iter().map(|unit| unit.parse().unwrap()).collect(),
            };
            operation.add_account(&new, self.trial.clock.now()).await.unwrap().unwrap()
        };
        let factors = Factors::of([Factor::Password, Factor::Totp]);
        let begun = session::begin(&self.trial.app, &HeaderMap::new(), &person, &factors).await;
        let cookie = begun.unwrap().cookie;
        cookie.to_str().unwrap().split(';').next().unwrap().to_owned()
    }

    async fn ask(
        &self,
        route: &Declared,
        cookie: Option<&str>,
        origin: Option<&str>,
    ) -> Response<Body> {
        self.send(&route.method, &address(route), cookie, origin, "").await
    }

    /// Sends a form, or asks for a page.
    pub(crate) async fn send(
        &self,
        method: &Method,
        address: &str,
        cookie: Option<&str>,
        origin: Option<&str>,
        form: &str,
    ) -> Response<Body> {
        let mut request = Request::builder().method(method.clone()).uri(address);
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.answer(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    /// What is answered to a request as it stands.
    pub(crate) async fn answer(&self, mut request: Request<Body>) -> Response<Body> {
        let from: SocketAddr = "192.0.2.7:4000".parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(from));
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// A page as somebody sees it: its status and text.
    pub(crate) async fn page(&self, address: &str, cookie: &str) -> (u16, String) {
        read(self.send(&Method::GET, address, Some(cookie), None, "").await).await
    }
}

/// Whether an answer sends whoever asks to the log-in, or refuses since nobody is logged in.
fn asks_to_log_in(answer: &Response<Body>) -> bool {
    answer.status() == 401 || leads_to(answer).starts_with("/logg-inn?til=")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_asks_what_it_declares_of_every_role_and_of_nobody() {
    let walk = Walk::new().await;
    let routes = declared(&walk.trial.app);
    assert!(routes.len() > 130, "{}", routes.len());
    for route in &routes {
        let named = format!("{} {}", route.method, route.path);
        let closed = matches!(route.access, Access::LoggedIn | Access::May(_));
        let nobody = walk.ask(route, None, Some(ORIGIN)).await;
        // What is open to anyone may ask for it by itself: the steps of logging in do.
        if closed {
            assert!(asks_to_log_in(&nobody), "{named} as nobody: {}", nobody.status());
        }
        if route.access == Access::Link {
            assert_eq!(nobody.status(), 401, "{named} as nobody");
        }
        for role in Role::ALL {
            let cookie = walk.session(role).await;
            let answer = walk.ask(route, Some(&cookie), Some(ORIGIN)).await;
            let status = answer.status().as_u16();
            match route.access {
                Access::May(right) if !role.may(right) => {
                    assert_eq!(status, 403, "{named} as {}", role.name());
                }
                Access::May(_) | Access::LoggedIn => {
                    assert!(!asks_to_log_in(&answer), "{named} as {}", role.name());
                    assert_ne!(status, 403, "{named} as {}", role.name());
                }
                // An account opens no supplier's request.
                Access::Link => assert_eq!(status, 401, "{named} as {}", role.name()),
                Access::Anyone | Access::SetUp | Access::Sender => {}
            }
            assert!(status < 500 || status == 507, "{named} as {}: {status}", role.name());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_write_is_taken_from_another_site_or_without_a_sign_of_where_it_comes_from() {
    let walk = Walk::new().await;
    let routes = declared(&walk.trial.app);
    let writes: Vec<_> = routes
        .iter()
        .filter(|route| route.method != Method::GET && route.access != Access::Sender)
        .collect();
    assert!(writes.len() > 20, "{}", writes.len());
    for route in writes {
        for origin in
            [None, Some("https://evil.example"), Some("null"), Some("http://arvak.example")]
        {
            let cookie = walk.session(Role::Administrator).await;
            let answer = walk.ask(route, Some(&cookie), origin).await;
            assert_eq!(answer.status(), 403, "{} from {origin:?}", route.path);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_has_ended_opens_nothing() {
    let walk = Walk::new().await;
    for role in Role::ALL {
        let cookie = walk.session(role).await;
        let late = walk.trial.clock.now().plus(Span::from_millis(31 * 60_000));
        walk.trial.clock.set(late);
        for route in declared(&walk.trial.app) {
            if matches!(route.access, Access::LoggedIn | Access::May(_)) {
                let answer = walk.ask(&route, Some(&cookie), Some(ORIGIN)).await;
                assert!(asks_to_log_in(&answer), "{} as {}", route.path, role.name());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_says_what_browsers_may_do_with_it() {
    let walk = Walk::new().await;
    let cookie = walk.session(Role::Auditor).await;
    for route in declared(&walk.trial.app) {
        let answer = walk.ask(&route, Some(&cookie), Some(ORIGIN)).await;
        let header = |name: &str| {
            let value = answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
            value.unwrap_or_default()
        };
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none';"), "{}: {policy}", route.path);
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{}", route.path);
        assert_eq!(header("referrer-policy"), "same-origin", "{}", route.path);
        assert_eq!(header("cache-control"), "no-store", "{}", route.path);
        assert!(header("strict-transport-security").contains("max-age="), "{}", route.path);
    }
}

/// The value of a header; empty when there is none.
fn said(answer: &Response<Body>, name: &str) -> String {
    let value = answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    value.unwrap_or_default()
}
