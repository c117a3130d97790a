//! A served trial, asked as programs ask.

use std::net::SocketAddr;

use arvak_core::Span;
use arvak_identity::{Factor, Factors, Right, Role, Scopes, TokenKind};
use arvak_probe::Clock as _;
use arvak_store::{NewAccount, TokenRow};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request};
use serde_json::Value;
use tower::ServiceExt as _;

use crate::routes::router;
use crate::session;
use crate::settings::tokens::GIVEN;
use crate::trial::Trial;

/// The origin of the trial's pages.
pub(super) const ORIGIN: &str = "https://arvak.example";

pub(super) struct Api {
    pub(super) trial: Trial,
    router: Router,
}

/// What was answered.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) text: String,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{}", self.text))
    }

    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The code of the problem that it must be.
    pub(super) fn code(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{self:?}");
        let problem = self.json();
        assert_eq!(problem["status"], self.status);
        let code = problem["code"].as_str().unwrap().to_owned();
        assert_eq!(problem["type"], format!("/api/problems/{code}"));
        for part in ["title", "detail", "instance"] {
            assert!(!problem[part].as_str().unwrap().is_empty(), "{problem}");
        }
        code
    }

    /// Where the first thing is that is wrong, and its code.
    pub(super) fn wrong(&self) -> (String, String) {
        let first = &self.json()["errors"][0];
        let place = first["pointer"].as_str().or(first["parameter"].as_str()).unwrap();
        (place.to_owned(), first["code"].as_str().unwrap().to_owned())
    }
}

impl Api {
    pub(super) async fn new() -> Self {
        Self::over(Trial::started().await)
    }

    pub(super) fn over(trial: Trial) -> Self {
        let router = router(&trial.app);
        Self { trial, router }
    }

    /// Somebody with a role; the same one each time.
    async fn person(&self, role: Role, units: &[&str]) -> arvak_core::EntityId {
        let operation = self.trial.app.folder().operation();
        let user_name = format!("{}{}", role.name(), units.concat());
        if let Some(account) = operation.account_called(&user_name).await.unwrap() {
            return account.person;
        }
        let new = NewAccount {
            name: format!("Ada {}", role.name()),
            user_name,
            email: None,
            lang: "nb".to_owned(),
            roles: vec![role.name().to_owned()],
            units: units.iter().map(|unit| unit.parse().unwrap()).collect(),
        };
        operation.add_account(&new, self.trial.clock.now()).await.unwrap().unwrap()
    }

    /// A key with those rights, of somebody with that role.
    pub(super) async fn key(&self, role: Role, rights: &[Right]) -> String {
        self.key_lasting(role, rights, Span::from_days(90)).await
    }

    /// A key that lasts so long.
    pub(super) async fn key_lasting(&self, role: Role, rights: &[Right], life: Span) -> String {
        let person = self.person(role, &[]).await;
        self.key_of(person, rights, life).await
    }

    /// A key with all rights that a key may have, of somebody who is limited to units.
    pub(super) async fn limited_key(&self, role: Role, units: &[&str]) -> String {
        let person = self.person(role, units).await;
        self.key_of(person, &GIVEN, Span::from_days(90)).await
    }

    async fn key_of(&self, person: arvak_core::EntityId, rights: &[Right], life: Span) -> String {
        let now = self.trial.clock.now();
        let secret = TokenKind::Api.make().unwrap();
        let row = TokenRow {
            id: 0,
            hash: *secret.hash().as_bytes(),
            kind: TokenKind::Api.name().to_owned(),
            person: Some(person.clone()),
            name: "test".to_owned(),
            roles: Vec::new(),
            units: Vec::new(),
            scopes: Scopes::of(rights.iter().copied()).to_text(),
            made_by: Some(person),
            made_at: now,
            ends_at: Some(now.plus(life)),
            used_at: None,
        };
        self.trial.app.folder().operation().add_token(&row).await.unwrap();
        secret.reveal().to_owned()
    }

    /// A key with all rights that a key may have, of the head of ICT.
    pub(super) async fn whole_key(&self) -> String {
        self.key(Role::IctLead, &GIVEN).await
    }

    /// The cookie of somebody with that role who is logged in.
    pub(super) async fn cookie(&self, role: Role) -> String {
        let person = self.person(role, &[]).await;
        let factors = Factors::of([Factor::Password, Factor::Totp]);
        let begun = session::begin(&self.trial.app, &HeaderMap::new(), &person, &factors).await;
        begun.unwrap().cookie.to_str().unwrap().split(';').next().unwrap().to_owned()
    }

    /// Asks with those headers and that body.
    pub(super) async fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(body.into()).unwrap();
        let from: SocketAddr = "192.0.2.7:4000".parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(from));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 32 << 20).await.unwrap();
        Answer { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// Asks with a key.
    pub(super) async fn get(&self, key: &str, path: &str) -> Answer {
        self.ask("GET", path, &[("authorization", &format!("Bearer {key}"))], "").await
    }

    /// Sends JSON with a key.
    pub(super) async fn send(&self, method: &str, key: &str, path: &str, body: &Value) -> Answer {
        self.send_with(method, key, path, body, &[]).await
    }

    /// The same with further headers.
    pub(super) async fn send_with(
        &self,
        method: &str,
        key: &str,
        path: &str,
        body: &Value,
        headers: &[(&str, &str)],
    ) -> Answer {
        let bearer = format!("Bearer {key}");
        let mut all =
            vec![("authorization", bearer.as_str()), ("content-type", "application/json")];
        all.extend(headers);
        self.ask(method, path, &all, body.to_string()).await
    }
}

impl Answer {
    /// The code, when it is a problem.
    pub(super) fn code_or_none(&self) -> Option<String> {
        (self.header("content-type") == "application/problem+json").then(|| self.code())
    }
}
