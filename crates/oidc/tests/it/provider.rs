//! A provider on loopback that answers what the test tells it to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use arvak_core::Instant;
use arvak_oidc::{Callback, OidcError, Pending, Person, Provider, ProviderFile, parse};
use arvak_probe::Roots;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};
use tokio::net::TcpListener;

pub(crate) const NOON: Instant = Instant::from_millis(1_769_947_200_000);
pub(crate) const ORIGIN: &str = "https://arvak.nordvik.example";
pub(crate) const SECRET: &str = "s3cret-with:colon";

/// What is answered at an address.
#[derive(Clone)]
pub(crate) enum Reply {
    Json(Value),
    Text(u16, &'static str, Vec<u8>),
    Redirect,
    Never,
}

/// What was asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) authorization: String,
    pub(crate) body: String,
}

struct State {
    discovery: Reply,
    keys: Reply,
    token: Reply,
    asked: Vec<Asked>,
}

/// A key that signs.
pub(crate) struct Signer {
    pub(crate) kid: &'static str,
    pair: EcdsaKeyPair,
}

impl Signer {
    pub(crate) fn new(kid: &'static str) -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap();
        Self { kid, pair }
    }

    pub(crate) fn public(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    pub(crate) fn jwk(&self) -> Value {
        let (x, y) = self.public()[1..].split_at(32);
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        json!({ "kty": "EC", "crv": "P-256", "use": "sig", "kid": self.kid, "x": text(x), "y": text(y) })
    }

    pub(crate) fn sign(&self, claims: &Value) -> String {
        let header = json!({ "alg": "ES256", "typ": "JWT", "kid": self.kid });
        let signed = signed_part(&header, claims);
        let signature = self.pair.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// Header and claims as they stand in a token.
pub(crate) fn signed_part(header: &Value, claims: &Value) -> String {
    let text = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", text(header), text(claims))
}

/// The provider.
pub(crate) struct Mock {
    pub(crate) issuer: String,
    pub(crate) signer: Signer,
    state: Arc<Mutex<State>>,
}

/// A log-in that was begun: our half, and what stands in the address that the browser was sent to.
pub(crate) struct Begun {
    pub(crate) pending: Pending,
    pub(crate) query: Vec<(String, String)>,
}

impl Begun {
    pub(crate) fn asked(&self, name: &str) -> &str {
        self.query.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

impl Mock {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let signer = Signer::new("one");
        let state = State {
            discovery: Reply::Json(json!({
                "issuer": issuer,
                "authorization_endpoint": format!("{issuer}/authorize"),
                "token_endpoint": format!("{issuer}/token"),
                "jwks_uri": format!("{issuer}/keys"),
                "end_session_endpoint": format!("{issuer}/end?x=1"),
                "response_types_supported": ["code"],
            })),
            keys: Reply::Json(json!({ "keys": [signer.jwk()] })),
            token: Reply::Json(json!({ "error": "invalid_grant" })),
            asked: Vec::new(),
        };
        let state = Arc::new(Mutex::new(state));
        tokio::spawn(serve(listener, Arc::clone(&state)));
        Self { issuer, signer, state }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.issuer.strip_prefix("http://").unwrap().parse().unwrap()
    }

    /// What the operator wrote, with `more` keys.
    pub(crate) fn file(&self, more: &str) -> ProviderFile {
        let text = format!(
            "slug = \"prove\"\nname = \"Prøve\"\nissuer = \"{}\"\nclient_id = \"arvak id\"\n\
             secret_file = \"keys/prove\"\n{more}\n[roles]\nict = \"ict_lead\"",
            self.issuer
        );
        toml::from_str(&text).unwrap()
    }

    pub(crate) fn provider(&self, more: &str) -> Provider {
        let settings = parse(&[self.file(more)], &|_| Ok(format!("{SECRET}\n"))).unwrap();
        Provider::new(settings.into_iter().next().unwrap(), ORIGIN, Roots::Native).unwrap()
    }

    pub(crate) fn discovery(&self, change: impl FnOnce(&mut Value)) {
        if let Reply::Json(value) = &mut self.state.lock().unwrap().discovery {
            change(value);
        }
    }

    pub(crate) fn answer_discovery(&self, reply: Reply) {
        self.state.lock().unwrap().discovery = reply;
    }

    pub(crate) fn answer_keys(&self, reply: Reply) {
        self.state.lock().unwrap().keys = reply;
    }

    pub(crate) fn answer_token(&self, reply: Reply) {
        self.state.lock().unwrap().token = reply;
    }

    /// What was asked at a path.
    pub(crate) fn asked(&self, path: &str) -> Vec<Asked> {
        let state = self.state.lock().unwrap();
        state.asked.iter().filter(|asked| asked.path == path).cloned().collect()
    }

    /// The claims of somebody who showed two factors.
    pub(crate) fn claims(&self, nonce: &str) -> Value {
        let now = NOON.as_millis() / 1000;
        json!({
            "iss": self.issuer, "aud": "arvak id", "sub": "kari-7", "nonce": nonce,
            "iat": now, "exp": now + 300, "auth_time": now - 20, "amr": ["pwd", "otp"],
            "name": "Kari Nordmann", "preferred_username": "kari", "groups": ["ict"],
            "email": "kari@nordvik.example", "email_verified": true,
        })
    }

    pub(crate) async fn begin(&self, provider: &Provider) -> Result<Begun, OidcError> {
        let (pending, url) = provider.begin("nn", NOON).await?;
        let query = url.query_pairs().into_owned().collect();
        Ok(Begun { pending, query })
    }

    pub(crate) fn give(&self, token: &str) {
        self.answer_token(Reply::Json(json!({
            "access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": token,
        })));
    }

    /// A whole log-in, with claims changed before they are signed.
    pub(crate) async fn log_in(
        &self,
        provider: &Provider,
        change: impl FnOnce(&mut Value),
    ) -> Result<Person, OidcError> {
        let begun = self.begin(provider).await?;
        let mut claims = self.claims(begun.asked("nonce"));
        change(&mut claims);
        self.give(&self.signer.sign(&claims));
        finish(provider, begun).await
    }

    /// The code of what such a log-in ends with.
    pub(crate) async fn code(
        &self,
        provider: &Provider,
        change: impl FnOnce(&mut Value),
    ) -> &'static str {
        code(&self.log_in(provider, change).await)
    }
}

/// The browser comes back as it should.
pub(crate) async fn finish(provider: &Provider, begun: Begun) -> Result<Person, OidcError> {
    let state = begun.asked("state").to_owned();
    let callback = Callback { state: &state, code: "c0de", error: "", issuer: "" };
    provider.finish(begun.pending, callback, NOON).await
}

pub(crate) fn code<T>(result: &Result<T, OidcError>) -> &'static str {
    result.as_ref().map_or_else(OidcError::code, |_| "good")
}

async fn serve(listener: TcpListener, state: Arc<Mutex<State>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let state = Arc::clone(&state);
        let service = service_fn(move |request| answer(Arc::clone(&state), request));
        tokio::spawn(
            hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service),
        );
    }
}

async fn answer(
    state: Arc<Mutex<State>>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, hyper::http::Error> {
    let path = request.uri().path().to_owned();
    let authorization = request.headers().get("authorization");
    let authorization =
        authorization.map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    let body = request.into_body().collect().await.unwrap().to_bytes();
    let body = String::from_utf8_lossy(&body).into_owned();
    let reply = {
        let mut state = state.lock().unwrap();
        state.asked.push(Asked { path: path.clone(), authorization, body });
        match path.as_str() {
            "/.well-known/openid-configuration" => state.discovery.clone(),
            "/keys" => state.keys.clone(),
            "/token" => state.token.clone(),
            _ => Reply::Text(404, "text/plain", Vec::new()),
        }
    };
    match reply {
        Reply::Json(value) => {
            let status = if value.get("error").is_some() { 400 } else { 200 };
            text(status, "application/json", value.to_string().into_bytes())
        }
        Reply::Text(status, kind, bytes) => text(status, kind, bytes),
        Reply::Redirect => {
            Response::builder().status(302).header("location", "/other").body(Full::default())
        }
        Reply::Never => std::future::pending().await,
    }
}

fn text(
    status: u16,
    kind: &str,
    bytes: Vec<u8>,
) -> Result<Response<Full<Bytes>>, hyper::http::Error> {
    Response::builder().status(status).header("content-type", kind).body(Full::new(bytes.into()))
}
