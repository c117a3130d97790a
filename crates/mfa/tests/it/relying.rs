//! Services that log people in at an OpenID provider: one that checks what it gets, and those that do not.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};

use arvak_mfa::Verdict;
use arvak_mfa::jose::{Expected, verify};
use arvak_probe::{Clock, SystemClock};
use serde_json::Value;

use crate::house::{Answers, Asked, Told, clock, run, serve, try_written, written};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Checks {
    Everything,
    AllButTheClass,
    ClassOnlyWhereThereIsOne,
    NoSignature,
    Nothing,
}

struct Service {
    checks: Checks,
    issuer: Mutex<String>,
    requests: Mutex<BTreeMap<String, String>>,
    sessions: Mutex<Vec<String>>,
}

const CLASS: &str = "idporten-loa-high";

/// One exchange with the provider that was named.
fn exchange(issuer: &str, method: &str, path: &str, body: &str) -> Value {
    let host = issuer.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).unwrap();
    let kind = "application/x-www-form-urlencoded";
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
}

fn claims_of(token: &str) -> Option<Value> {
    use base64::Engine as _;
    let part = token.split('.').nth(1)?;
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part).ok()?;
    serde_json::from_slice(&bytes).ok()
}

impl Service {
    fn takes(&self, token: &str, nonce: &str) -> bool {
        let issuer = self.issuer.lock().unwrap().clone();
        let keys = exchange(&issuer, "GET", "/jwks", "");
        let now_s = SystemClock.now().as_millis() / 1_000;
        let expected = Expected { issuer: &issuer, audience: "portal", nonce, now_s };
        let said =
            claims_of(token).and_then(|claims| Some(claims.get("acr")?.as_str()?.to_owned()));
        let is_sound = verify(token, &keys, &expected).is_ok();
        let is_high = said.as_deref() == Some(CLASS);
        match self.checks {
            Checks::Everything => is_sound && is_high,
            Checks::AllButTheClass => is_sound,
            Checks::ClassOnlyWhereThereIsOne => is_sound && (is_high || said.is_none()),
            Checks::NoSignature => is_high,
            Checks::Nothing => true,
        }
    }
}

impl Answers for Service {
    fn answer(&self, asked: &Asked) -> Told {
        match (asked.method.as_str(), asked.path.as_str()) {
            ("POST", "/control") => {
                let Some(issuer) = asked.json("issuer") else { return Told::json(400, "{}") };
                *self.issuer.lock().unwrap() = issuer;
                Told::json(200, "{}")
            }
            ("GET", "/login") => {
                let issuer = self.issuer.lock().unwrap().clone();
                let mut requests = self.requests.lock().unwrap();
                let (state, nonce) =
                    (format!("st{}", requests.len()), format!("no{}", requests.len()));
                requests.insert(state.clone(), nonce.clone());
                let back =
                    format!("http%3A%2F%2F{}%2Fback", asked.header("host").replace(':', "%3A"));
                Told::to(&format!(
                    "{issuer}/authorize?response_type=code&scope=openid&client_id=portal&redirect_uri={back}&state={state}&nonce={nonce}&acr_values={CLASS}"
                ))
            }
            ("GET", "/back") => {
                let state = asked.field("state").unwrap_or_default();
                let Some(nonce) = self.requests.lock().unwrap().remove(&state) else {
                    return Told::page("Feil").status(400);
                };
                let issuer = self.issuer.lock().unwrap().clone();
                let code = asked.field("code").unwrap_or_default();
                let body = format!("grant_type=authorization_code&code={code}&client_id=portal");
                let said = exchange(&issuer, "POST", "/token", &body);
                if !self
                    .takes(said.get("id_token").and_then(Value::as_str).unwrap_or_default(), &nonce)
                {
                    return Told::page("Ingen tilgang").status(403);
                }
                let mut sessions = self.sessions.lock().unwrap();
                let session = format!("session-{}", sessions.len());
                sessions.push(session.clone());
                Told::to("/home").cookie(format!("sid={session}; Path=/"))
            }
            ("GET", "/home") if self.sessions.lock().unwrap().contains(&asked.cookie("sid")) => {
                Told::page("Du er inne")
            }
            ("GET", "/home") => Told::to("/login"),
            _ => Told::page("Finnes ikke").status(404),
        }
    }
}

async fn hold(checks: Checks, verdict: Verdict, reason: &str) {
    let service = Service {
        checks,
        issuer: Mutex::default(),
        requests: Mutex::default(),
        sessions: Mutex::default(),
    };
    let served = serve(Arc::new(service)).await;
    let at = format!("http://{}", served.at);
    let params = format!(
        r#"{{"control":"{at}/control","login":"{at}/login","protected":["{at}/home"],"session_mark":"Du er inne","required_acr":["{CLASS}"]}}"#
    );
    let found =
        try_written(&[written("portal", "oidc-rp", &at, &params)], &run(&clock())).await.remove(0);
    let told = (found.judged.verdict, found.judged.reason.as_str());
    assert_eq!(told, (verdict, reason), "{checks:?}: {:?} {:?}", found.arms, found.ways);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_checks_its_tokens_is_proven() {
    hold(Checks::Everything, Verdict::Proven, "three-arms-behaved").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_takes_less_than_it_asked_for_is_refuted() {
    hold(Checks::AllButTheClass, Verdict::Refuted, "weak-token-accepted").await;
    hold(Checks::ClassOnlyWhereThereIsOne, Verdict::Refuted, "bypass-no-acr").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_takes_anybodys_tokens_is_refuted() {
    hold(Checks::NoSignature, Verdict::Refuted, "weak-token-accepted").await;
    hold(Checks::Nothing, Verdict::Refuted, "weak-token-accepted").await;
}
