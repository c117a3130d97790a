//! A browser without a screen: cookies, forms, and a telephone with codes.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use arvak_core::fact::ClockKind;
use arvak_core::{EntityId, Instant, Span};
use arvak_identity::{Factor, Factors, Password, Role, TotpSecret};
use arvak_probe::schedule::Progress;
use arvak_probe::{Clock as _, ManualClock, Stop};
use arvak_store::{Folder, NewAccount, NewPassword, Seal};
use arvak_words::Lang;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use tokio::sync::mpsc::UnboundedSender;
use tower::ServiceExt as _;

use crate::trial::sound;
use crate::{
    App, Bettered, BoxFuture, Edition, Live, Look, Looked, Program, ProgramError, Site, Special,
    Written, router, session,
};

pub(super) const PASSWORD: &str = "hesten står i båthuset";
pub(super) const ORIGIN: &str = "https://arvak.nordvik.example";
pub(super) const NOON: Instant = Instant::from_millis(1_769_947_200_000);

/// A program that can do nothing.
struct Nothing;

impl Program for Nothing {
    fn look(
        &self,
        _: Look,
        _: UnboundedSender<Progress>,
        _: Stop,
    ) -> BoxFuture<'_, Result<Looked, ProgramError>> {
        Box::pin(async { Err(ProgramError::Full) })
    }
    fn reply(&self, _: Edition, _: Lang) -> BoxFuture<'_, Result<Written, ProgramError>> {
        Box::pin(async { Err(ProgramError::Full) })
    }
    fn bettered(&self) -> BoxFuture<'_, Result<Vec<Bettered>, ProgramError>> {
        Box::pin(async { Err(ProgramError::Full) })
    }
    fn control_records(&self) -> BoxFuture<'_, Result<Vec<(String, String)>, ProgramError>> {
        Box::pin(async { Err(ProgramError::Full) })
    }
}

/// Pages over a new data folder, and a clock moved by hand.
pub(super) struct World {
    pub(super) app: App,
    clock: Arc<ManualClock>,
    _place: tempfile::TempDir,
}

/// Somebody who has a password and a telephone.
pub(super) struct Somebody {
    pub(super) person: EntityId,
    pub(super) phone: TotpSecret,
}

impl Somebody {
    pub(super) fn code(&self, world: &World) -> String {
        self.phone.code(world.clock.now())
    }
}

impl World {
    pub(super) async fn new() -> Self {
        Self::at(Site::at(ORIGIN, Lang::En)).await
    }

    /// The same at a site that the operator set up otherwise.
    pub(super) async fn at(site: Site) -> Self {
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("data");
        let clock = Arc::new(ManualClock::new(NOON));
        // A demonstration's own clock, long behind: whatever people show and hold goes by the real one.
        let behind = NOON.as_millis() - Span::from_days(100).as_millis();
        let simulated = Arc::new(ManualClock::new(Instant::from_millis(behind)));
        let folder = Folder::create(&root, ClockKind::Simulated, simulated.clone()).await.unwrap();
        folder.operation().set_meta("first-run-over", "1").await.unwrap();
        let live = Live::open(&root, simulated).await.unwrap();
        let special = Special { real_clock: Some(clock.clone()), tours: None };
        let app = App::with(folder, live, site, Arc::new(Nothing), special);
        Self { app, clock, _place: place }
    }

    pub(super) fn pass(&self, seconds: i64) {
        self.clock.set(self.clock.now().plus(Span::from_millis(seconds * 1000)));
    }

    /// An account with password and codes.
    pub(super) async fn account(&self, user_name: &str, roles: &[Role]) -> Somebody {
        let operation = self.app.folder().operation();
        let new = NewAccount {
            name: format!("{user_name} Nordmann"),
            user_name: user_name.to_owned(),
            email: None,
            lang: "en".to_owned(),
            roles: roles.iter().map(|role| role.name().to_owned()).collect(),
            units: Vec::new(),
        };
        let person = operation.add_account(&new, self.clock.now()).await.unwrap().unwrap();
        let hash = Password::choose(PASSWORD, &[]).unwrap().hash().unwrap();
        let phone = TotpSecret::random().unwrap();
        let seal = Seal::open(self.app.folder().layout()).unwrap();
        let new =
            NewPassword { hash: hash.as_str(), secret: phone.as_bytes(), step: 0, recovery: &[] };
        operation.set_password(&seal, &person, &new).await.unwrap();
        Somebody { person, phone }
    }

    pub(super) fn browser(&self) -> Browser<'_> {
        Browser { world: self, cookies: BTreeMap::new(), from: "192.0.2.1:5000".parse().unwrap() }
    }

    /// A browser in which somebody is logged in.
    pub(super) async fn logged_in(
        &self,
        user_name: &str,
        roles: &[Role],
    ) -> (Browser<'_>, Somebody) {
        let somebody = self.account(user_name, roles).await;
        let mut browser = self.browser();
        let factors = Factors::of([Factor::Password, Factor::Totp]);
        let begun = session::begin(&self.app, &HeaderMap::new(), &somebody.person, &factors).await;
        browser.keep(begun.unwrap().cookie.to_str().unwrap());
        (browser, somebody)
    }
}

/// What the browser was answered.
pub(super) struct Page {
    pub(super) status: StatusCode,
    pub(super) to: Option<String>,
    pub(super) text: String,
}

impl Page {
    /// What the first field of that name holds.
    pub(super) fn field(&self, name: &str) -> String {
        let page = scraper::Html::parse_document(&self.text);
        let selector = scraper::Selector::parse(&format!("[name=\"{name}\"]")).unwrap();
        let field = page.select(&selector).next().unwrap();
        field.value().attr("value").unwrap_or_default().to_owned()
    }

    /// The text of the element with that id.
    pub(super) fn text_of(&self, id: &str) -> String {
        let page = scraper::Html::parse_document(&self.text);
        let selector = scraper::Selector::parse(&format!("#{id}")).unwrap();
        page.select(&selector).next().unwrap().text().collect()
    }

    pub(super) fn leads_to(&self, path: &str) -> bool {
        self.status == StatusCode::SEE_OTHER && self.to.as_deref() == Some(path)
    }
}

#[derive(Clone)]
pub(super) struct Browser<'w> {
    world: &'w World,
    pub(super) cookies: BTreeMap<String, String>,
    pub(super) from: SocketAddr,
}

impl Browser<'_> {
    pub(super) async fn get(&mut self, path: &str) -> Page {
        self.ask(self.request("GET", path).body(Body::empty()).unwrap()).await
    }

    pub(super) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", super::super::frame::escaped(value)))
            .collect();
        let request = self
            .request("POST", path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ORIGIN, ORIGIN);
        self.ask(request.body(Body::from(body.join("&"))).unwrap()).await
    }

    pub(super) fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, cookies.join("; "))
            .header(header::USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
    }

    pub(super) async fn ask(&mut self, mut request: Request<Body>) -> Page {
        request.extensions_mut().insert(ConnectInfo(self.from));
        let answer: Response<Body> = router(&self.world.app).oneshot(request).await.unwrap();
        for line in answer.headers().get_all(header::SET_COOKIE) {
            self.keep(line.to_str().unwrap());
        }
        let to = answer.headers().get(header::LOCATION);
        let to = to.map(|to| to.to_str().unwrap().to_owned());
        let status = answer.status();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        if text.starts_with("<!DOCTYPE") {
            sound(&text);
        }
        Page { status, to, text }
    }

    fn keep(&mut self, line: &str) {
        let (pair, attributes) = line.split_once(';').unwrap();
        let (name, value) = pair.split_once('=').unwrap();
        if attributes.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    /// The first step, with this password.
    pub(super) async fn password(&mut self, name: &str, password: &str) -> Page {
        self.post("/logg-inn", &[("navn", name), ("passord", password), ("til", "/konto")]).await
    }

    /// The second step.
    pub(super) async fn code(&mut self, code: &str) -> Page {
        self.post("/logg-inn/kode", &[("kode", code), ("til", "/konto")]).await
    }

    /// Whether somebody is logged in.
    pub(super) async fn is_in(&mut self) -> bool {
        self.get("/konto").await.status == StatusCode::OK
    }
}
