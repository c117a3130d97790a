//! A provider of our own, for as long as a trial lasts: metadata, a key, and tokens that say what they are told to say.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use ring::rand as chance;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

use crate::kinds::own_key;

/// Most bytes of a question to the provider.
const QUESTION_BYTES_MAX: usize = 64 * 1024;

/// Most connections that are taken in one trial.
const CONNECTIONS_MAX: usize = 500;

/// Seconds that a token is good for.
const LIFE_S: i64 = 300;

/// What a token shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    /// Two factors, and everything else as it must be.
    TwoFactors,
    /// One factor, and says so.
    OneFactor,
    /// Nothing of how somebody logged in.
    NoClass,
    /// Two factors, with a signature that no key made.
    BadSignature,
    /// Two factors, and no signature.
    Unsigned,
    /// Two factors, for somebody else.
    AnotherAudience,
    /// Two factors, in answer to another request.
    AnotherNonce,
    /// Two factors, long ago.
    Ended,
}

impl Shows {
    /// What is tried besides the arms.
    pub(super) const WAYS: [Self; 5] =
        [Self::NoClass, Self::Unsigned, Self::AnotherAudience, Self::AnotherNonce, Self::Ended];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::TwoFactors => "two-factors",
            Self::OneFactor => "low-acr",
            Self::NoClass => "no-acr",
            Self::BadSignature => "bad-signature",
            Self::Unsigned => "unsigned-token",
            Self::AnotherAudience => "wrong-audience",
            Self::AnotherNonce => "wrong-nonce",
            Self::Ended => "expired-token",
        }
    }
}

/// A code that was handed out, and what it is worth.
struct Given {
    client: String,
    nonce: Option<String>,
    shows: Shows,
    class: Option<String>,
    now_s: i64,
}

struct Inner {
    issuer: String,
    codes: Mutex<BTreeMap<String, Given>>,
}

/// The provider. It ends when it is dropped.
pub(super) struct Mock {
    inner: Arc<Inner>,
    task: JoinHandle<()>,
}

impl Drop for Mock {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The key of this run.
fn key() -> Option<&'static RsaKeyPair> {
    own_key::own().map(|own| &own.pair)
}

impl Mock {
    /// Starts it on this machine.
    pub(super) async fn start() -> Option<Self> {
        tokio::task::spawn_blocking(|| key().is_some()).await.ok().filter(|is_there| *is_there)?;
        let listener = TcpListener::bind("127.0.0.1:0").await.ok()?;
        let issuer = format!("http://{}", listener.local_addr().ok()?);
        let inner = Arc::new(Inner { issuer, codes: Mutex::default() });
        let task = tokio::spawn(serve(listener, Arc::clone(&inner)));
        Some(Self { inner, task })
    }

    pub(super) fn issuer(&self) -> &str {
        &self.inner.issuer
    }

    /// Answers a request for a log-in: where the person goes back to, with a code that is worth this.
    pub(super) fn answer(
        &self,
        asked: &Url,
        shows: Shows,
        class: Option<&str>,
        now_s: i64,
    ) -> Option<Url> {
        let get =
            |name: &str| asked.query_pairs().find(|(n, _)| n == name).map(|(_, v)| v.into_owned());
        let mut back = Url::parse(&get("redirect_uri")?).ok()?;
        let code = random()?;
        {
            let mut query = back.query_pairs_mut();
            query.append_pair("code", &code).append_pair("iss", &self.inner.issuer);
            if let Some(state) = get("state") {
                query.append_pair("state", &state);
            }
        }
        let (client, nonce, class) = (get("client_id")?, get("nonce"), class.map(str::to_owned));
        let given = Given { client, nonce, shows, class, now_s };
        self.inner.codes.lock().unwrap_or_else(PoisonError::into_inner).insert(code, given);
        Some(back)
    }
}

fn random() -> Option<String> {
    let mut bytes = [0_u8; 24];
    getrandom::fill(&mut bytes).ok()?;
    Some(URL_SAFE_NO_PAD.encode(bytes))
}

async fn serve(listener: TcpListener, inner: Arc<Inner>) {
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..CONNECTIONS_MAX {
        let Ok((stream, _)) = listener.accept().await else { return };
        let inner = Arc::clone(&inner);
        tasks.spawn(async move {
            let service = service_fn(move |request| respond(Arc::clone(&inner), request));
            // Whoever asked and went away has nothing to be told.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
    tasks.join_all().await;
}

async fn respond(
    inner: Arc<Inner>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (parts, body) = request.into_parts();
    let basic =
        parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let body = Limited::new(body, QUESTION_BYTES_MAX).collect().await;
    let body = body.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let (status, said) = match parts.uri.path() {
        "/.well-known/openid-configuration" => (StatusCode::OK, inner.metadata()),
        "/jwks" => (StatusCode::OK, published()),
        "/token" => inner.token(&String::from_utf8_lossy(&body), basic.as_deref()),
        "/userinfo" => (StatusCode::OK, json!({ "sub": SUBJECT })),
        _ => (StatusCode::NOT_FOUND, json!({})),
    };
    let mut response = Response::new(Full::new(Bytes::from(said.to_string())));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, hyper::header::HeaderValue::from_static("application/json"));
    Ok(response)
}

/// Who logs in.
const SUBJECT: &str = "kanari";

fn published() -> Value {
    let Some(key) = key() else { return json!({ "keys": [] }) };
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let public = ring::rsa::PublicKeyComponents::<Vec<u8>>::from(key.public());
    json!({ "keys": [{ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": "arvak", "n": part(&public.n), "e": part(&public.e) }] })
}

impl Inner {
    fn metadata(&self) -> Value {
        let at = |path: &str| format!("{}{path}", self.issuer);
        json!({
            "issuer": self.issuer,
            "authorization_endpoint": at("/authorize"),
            "token_endpoint": at("/token"),
            "userinfo_endpoint": at("/userinfo"),
            "jwks_uri": at("/jwks"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": true,
        })
    }

    fn token(&self, body: &str, basic: Option<&str>) -> (StatusCode, Value) {
        let typed: BTreeMap<_, _> =
            url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
        let code = typed.get("code").cloned().unwrap_or_default();
        let given = self.codes.lock().unwrap_or_else(PoisonError::into_inner).remove(&code);
        let client = typed.get("client_id").cloned().or_else(|| client_of(basic?));
        match given {
            Some(given) if client.is_none_or(|client| client == given.client) => {
                let token = signed(&self.claims(&given), given.shows).unwrap_or_default();
                let said = json!({ "access_token": code, "token_type": "Bearer", "expires_in": LIFE_S, "id_token": token });
                (StatusCode::OK, said)
            }
            _ => (StatusCode::BAD_REQUEST, json!({ "error": "invalid_grant" })),
        }
    }

    fn claims(&self, given: &Given) -> Value {
        let shows = given.shows;
        let begun = if shows == Shows::Ended { given.now_s - 86_400 } else { given.now_s };
        let audience =
            if shows == Shows::AnotherAudience { "somebody-else" } else { &given.client };
        let mut claims = json!({
            "iss": self.issuer, "sub": SUBJECT, "aud": audience,
            "iat": begun, "auth_time": begun, "exp": begun + LIFE_S,
        });
        let nonce = if shows == Shows::AnotherNonce {
            Some("another".to_owned())
        } else {
            given.nonce.clone()
        };
        let mut put = |name: &str, value: Value| {
            if let Some(claims) = claims.as_object_mut() {
                claims.insert(name.to_owned(), value);
            }
        };
        if let Some(nonce) = nonce {
            put("nonce", nonce.into());
        }
        match shows {
            Shows::NoClass => {}
            Shows::OneFactor => {
                put("acr", "urn:arvak:one-factor".into());
                put("amr", json!(["pwd"]));
            }
            _ => {
                put("acr", given.class.as_deref().unwrap_or("urn:arvak:two-factors").into());
                put("amr", json!(["pwd", "otp", "mfa"]));
            }
        }
        claims
    }
}

/// The name in a `Basic` field.
fn client_of(field: &str) -> Option<String> {
    let bytes = STANDARD.decode(field.strip_prefix("Basic ")?).ok()?;
    let pair = String::from_utf8(bytes).ok()?;
    let name = pair.split_once(':')?.0.to_owned();
    url::form_urlencoded::parse(format!("x={name}").as_bytes())
        .next()
        .map(|(_, name)| name.into_owned())
}

fn signed(claims: &Value, shows: Shows) -> Option<String> {
    let is_unsigned = shows == Shows::Unsigned;
    let header = if is_unsigned {
        json!({ "alg": "none" })
    } else {
        json!({ "alg": "RS256", "kid": "arvak", "typ": "JWT" })
    };
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(&header), part(claims));
    if is_unsigned {
        return Some(format!("{text}."));
    }
    let key = key()?;
    let mut signature = vec![0; key.public().modulus_len()];
    // This signature needs no chance, and the function asks for some.
    let system = chance::SystemRandom::new();
    key.sign(&RSA_PKCS1_SHA256, &system, text.as_bytes(), &mut signature).ok()?;
    if let Some(last) = signature.last_mut().filter(|_| shows == Shows::BadSignature) {
        *last ^= 1;
    }
    Some(format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature)))
}
