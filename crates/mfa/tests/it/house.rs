//! What every test needs: a canary, a door, a server.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use arvak_core::Instant;
use arvak_mfa::{Found, Job, Once, Run, Secret, Totp, parse, try_all};
use arvak_probe::{Clock, ManualClock, NetBuilder, Scope, SystemClock};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub(crate) const USER: &str = "kanari";
pub(crate) const PASSWORD: &str = "Vinter-2026!";
pub(crate) const SEED: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// What was asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    pub(crate) fn cookie(&self, name: &str) -> String {
        let all =
            self.headers.iter().filter(|(n, _)| n == "cookie").flat_map(|(_, v)| v.split("; "));
        let mut pairs = all.filter_map(|pair| pair.split_once('='));
        pairs.find(|(n, _)| *n == name).map_or_else(String::new, |(_, v)| v.to_owned())
    }

    /// A field of the body, or of the query.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        let body = if self.header("content-type").starts_with("multipart/") {
            multipart(&self.body)
        } else {
            url::form_urlencoded::parse(self.body.as_bytes()).into_owned().collect()
        };
        body.into_iter().chain(self.query.clone()).find(|(n, _)| n == name).map(|(_, v)| v)
    }

    pub(crate) fn json(&self, name: &str) -> Option<String> {
        let json: serde_json::Value = serde_json::from_str(&self.body).ok()?;
        Some(json.get(name)?.as_str()?.to_owned())
    }
}

fn multipart(body: &str) -> Vec<(String, String)> {
    let parts = body.split("name=\"").skip(1);
    let pairs = parts.filter_map(|part| {
        let (name, rest) = part.split_once("\"\r\n\r\n")?;
        Some((name.to_owned(), rest.split("\r\n").next()?.to_owned()))
    });
    pairs.collect()
}

/// What is answered.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

impl Told {
    pub(crate) fn page(body: impl Into<String>) -> Self {
        let headers = vec![("content-type", "text/html; charset=utf-8".to_owned())];
        Self { status: 200, headers, body: body.into() }
    }

    pub(crate) fn json(status: u16, body: &str) -> Self {
        let headers = vec![("content-type", "application/json".to_owned())];
        Self { status, headers, body: body.to_owned() }
    }

    pub(crate) fn to(place: &str) -> Self {
        Self { status: 302, headers: vec![("location", place.to_owned())], body: String::new() }
    }

    pub(crate) fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    pub(crate) fn cookie(mut self, cookie: String) -> Self {
        self.headers.push(("set-cookie", cookie));
        self
    }
}

pub(crate) trait Answers: Send + Sync + 'static {
    fn answer(&self, asked: &Asked) -> Told;
}

/// A server that lives as long as this.
pub(crate) struct Served {
    pub(crate) at: SocketAddr,
    task: JoinHandle<()>,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub(crate) async fn serve<A: Answers>(app: Arc<A>) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let task = tokio::spawn(async move {
        loop {
            let Ok((stream, _)) = listener.accept().await else { return };
            let app = Arc::clone(&app);
            tokio::spawn(async move {
                let service = service_fn(move |request| answer(Arc::clone(&app), request));
                let http = hyper::server::conn::http1::Builder::new();
                let _ = http.serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
    Served { at, task }
}

async fn answer<A: Answers>(
    app: Arc<A>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (parts, body) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default();
    let text =
        |value: &hyper::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let asked = Asked {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        headers: parts.headers.iter().map(|(n, v)| (n.to_string(), text(v))).collect(),
        body: String::from_utf8_lossy(&body.collect().await.unwrap().to_bytes()).into_owned(),
    };
    let told = app.answer(&asked);
    let mut response = Response::builder().status(told.status);
    for (name, value) in told.headers {
        response = response.header(name, value);
    }
    Ok(response.body(Full::new(Bytes::from(told.body))).unwrap())
}

/// The step whose right code this is, near `now`.
pub(crate) fn step_of(code: &str, now: Instant) -> Option<u64> {
    let (totp, seed) = (Totp::default(), Secret::new(SEED));
    let now = totp.step(now);
    (now - 1..=now + 1).find(|step| totp.code(&seed, *step).unwrap().reveal() == code)
}

/// A clock of its own, which a wait moves at once.
pub(crate) fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(SystemClock.now()))
}

/// One service as it stands in a file.
pub(crate) fn written(id: &str, kind: &str, address: &str, params: &str) -> String {
    format!(
        r#"{{"id":"{id}","kind":"{kind}","address":"{address}","params":{params},"canary":{{"user":"{USER}","password":"{PASSWORD}","totp_seed":"{SEED}","totp":"SHA1/6/30"}}}}"#
    )
}

pub(crate) fn run(clock: &Arc<ManualClock>) -> Run {
    Run {
        clock: Arc::<ManualClock>::clone(clock),
        vantage: "inside".parse().unwrap(),
        permits: Arc::new(Once::default()),
    }
}

/// Tries the services of a file.
pub(crate) async fn try_written(services: &[String], run: &Run) -> Vec<Found> {
    try_within(services, run, "127.0.0.0/8").await
}

/// The same with a gate that allows these addresses alone.
pub(crate) async fn try_within(services: &[String], run: &Run, allow: &str) -> Vec<Found> {
    let file = format!(r#"{{"services":[{}]}}"#, services.join(","));
    let services = parse(file.as_bytes()).unwrap_or_else(|wrong| panic!("{wrong:?}"));
    let jobs = services.into_iter().map(|service| {
        let scope = Scope { allow: vec![allow.parse().unwrap()], ..Scope::default() };
        let net = NetBuilder { scope, ..NetBuilder::default() }.build(Arc::clone(&run.clock));
        let host = "127.0.0.1".parse().unwrap();
        let place = service.address.clone();
        Job { service, host, place, net }
    });
    try_all(jobs.collect(), run).await
}
