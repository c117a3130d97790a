//! The stand-in: a small HTTP server for Microsoft Graph 1.0 and Google's Directory API, with a tenant that a test describes.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use arvak_core::{EntityId, Instant, Span};
use arvak_probe::{
    Check, Clock, Context, Judgement, Look, ManualClock, NetBuilder, Probe, Transcript,
};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// The token that the stand-in gives, and asks for.
pub(crate) const TOKEN: &str = "stand-in-token-7c1f";

/// A request that came.
#[derive(Clone, Debug)]
pub(crate) struct Came {
    pub(crate) path: String,
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) body: String,
}

/// What a tenant of the stand-in holds.
#[derive(Default)]
pub(crate) struct World {
    /// Lists by path; each page has `page` rows.
    pub(crate) lists: BTreeMap<String, Vec<Value>>,
    /// Single things by path.
    pub(crate) ones: BTreeMap<String, Value>,
    /// What a POST to a path is answered with, by the client that it names.
    pub(crate) what_if: BTreeMap<String, Vec<Value>>,
    /// Paths that are refused, with a status and a code.
    pub(crate) refused: BTreeMap<String, (u16, String)>,
    /// How often a path says "not so fast" first, and what it says of the time.
    pub(crate) busy: BTreeMap<String, (u32, String)>,
    /// Rows of a page.
    pub(crate) page: usize,
    /// Where the next page is said to be, instead of here.
    pub(crate) next_at: Option<String>,
    /// What a token costs: fields that the form must have.
    pub(crate) form: BTreeMap<String, String>,
}

pub(crate) struct StandIn {
    pub(crate) at: SocketAddr,
    pub(crate) came: Arc<Mutex<Vec<Came>>>,
    pub(crate) clock: Arc<ManualClock>,
}

impl StandIn {
    pub(crate) async fn open(world: World) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let came = Arc::new(Mutex::new(Vec::new()));
        let state = Arc::new((Mutex::new(world), Arc::clone(&came)));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&state);
                let serve = service_fn(move |request| {
                    let state = Arc::clone(&state);
                    async move { Ok::<_, Infallible>(answer(request, at, &state).await) }
                });
                tokio::spawn(async move {
                    let http = hyper::server::conn::http1::Builder::new();
                    let _ = http.serve_connection(TokioIo::new(stream), serve).await;
                });
            }
        });
        let clock = Arc::new(ManualClock::new("2026-11-29T10:00:00Z".parse().unwrap()));
        Self { at, came, clock }
    }

    pub(crate) fn asked(&self, path: &str) -> Vec<Came> {
        let came = self.came.lock().unwrap();
        came.iter().filter(|one| one.path == path).cloned().collect()
    }

    /// Asks as the schedule does; the bytes of the transcript.
    pub(crate) async fn observe(&self, probe: &dyn Probe) -> Vec<u8> {
        let clock: Arc<dyn Clock> = self.clock.clone();
        let net = NetBuilder::default().build(Arc::clone(&clock));
        let vantage = "outside".parse().unwrap();
        let context = Context { net: &net, clock: &*clock, vantage: &vantage };
        let check = Check {
            probe: probe.name().parse().unwrap(),
            subject: service(),
            host: self.at.ip().to_string().parse().unwrap(),
            port: None,
            look: Look::Public,
            domain: self.at.ip().to_string(),
        };
        probe.observe(&check, &context).await.unwrap().transcript
    }
}

pub(crate) fn service() -> EntityId {
    "service/m365".parse().unwrap()
}

/// How the transcript would be judged, had the vendor itself answered so: what a stand-in says is never evidence.
pub(crate) fn as_if_at(host: &str, probe: &dyn Probe, transcript: &[u8]) -> Judgement {
    let mut seen = Transcript::decode(transcript).unwrap();
    seen.host = host.parse().unwrap();
    probe.judge(&serde_json::to_vec(&seen).unwrap()).unwrap()
}

async fn answer(
    request: Request<Incoming>,
    at: SocketAddr,
    (world, log): &(Mutex<World>, Arc<Mutex<Vec<Came>>>),
) -> Response<Full<Bytes>> {
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default();
    let query: BTreeMap<String, String> =
        url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let bearer = request.headers().get("authorization").cloned();
    let body = request.into_body().collect().await.unwrap().to_bytes();
    let body = String::from_utf8(body.to_vec()).unwrap();
    log.lock().unwrap().push(Came { path: path.clone(), query: query.clone(), body: body.clone() });
    let mut world = world.lock().unwrap();
    if path.ends_with("/token") {
        return token(&world, &body);
    }
    if bearer.is_none_or(|bearer| bearer != format!("Bearer {TOKEN}")) {
        return say(401, &json!({ "error": { "code": "InvalidAuthenticationToken" } }));
    }
    if let Some((left, after)) = world.busy.get_mut(&path).filter(|(left, _)| *left > 0) {
        *left -= 1;
        let (after, mut answer) =
            (after.clone(), say(429, &json!({ "error": { "code": "TooManyRequests" } })));
        answer.headers_mut().insert("retry-after", after.parse().unwrap());
        return answer;
    }
    if let Some((status, code)) = world.refused.get(&path) {
        return say(
            *status,
            &json!({ "error": { "code": code, "message": "Kari Nordmann lacks it" } }),
        );
    }
    if path.ends_with("/conditionalAccess/evaluate") {
        let sent: Value = serde_json::from_str(&body).unwrap();
        let client = sent.pointer("/signInConditions/clientAppType").unwrap().as_str().unwrap();
        return say(
            200,
            &json!({ "value": world.what_if.get(client).cloned().unwrap_or_default() }),
        );
    }
    if let Some(one) = world.ones.get(&path) {
        return say(200, one);
    }
    match world.lists.get(&path) {
        Some(rows) => say(200, &page(rows, &world, &path, &query, at)),
        None => say(404, &json!({ "error": { "code": "Request_ResourceNotFound" } })),
    }
}

fn token(world: &World, body: &str) -> Response<Full<Bytes>> {
    let form: BTreeMap<String, String> =
        url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    if world.form.iter().any(|(name, value)| form.get(name) != Some(value)) {
        return say(
            401,
            &json!({ "error": "invalid_client", "error_description": "AADSTS7000215" }),
        );
    }
    say(200, &json!({ "token_type": "Bearer", "expires_in": 3599, "access_token": TOKEN }))
}

/// A page as the vendor whose path it is writes one.
fn page(
    rows: &[Value],
    world: &World,
    path: &str,
    query: &BTreeMap<String, String>,
    at: SocketAddr,
) -> Value {
    let size = if world.page == 0 { 1_000 } else { world.page };
    let is_google = path.starts_with("/admin/");
    let name = if is_google { "pageToken" } else { "$skiptoken" };
    let from: usize = query.get(name).map_or(0, |text| text.parse().unwrap());
    let mine: Vec<&Value> = rows.iter().skip(from).take(size).collect();
    let more = (from + size < rows.len()).then(|| from + size);
    if is_google {
        return json!({ "users": mine, "nextPageToken": more.map(|from| from.to_string()) });
    }
    let origin = world.next_at.clone().unwrap_or_else(|| format!("http://{at}"));
    let link = more.map(|from| format!("{origin}{path}?$skiptoken={from}"));
    let mut page =
        json!({ "@odata.context": "https://graph.microsoft.com/v1.0/$metadata", "value": mine });
    if let Some(link) = link {
        page["@odata.nextLink"] = json!(link);
    }
    page
}

fn say(status: u16, body: &Value) -> Response<Full<Bytes>> {
    let answer = Response::builder().status(status).header("content-type", "application/json");
    answer.body(Full::new(Bytes::from(body.to_string()))).unwrap()
}

/// How much time went by on the clock of the test.
pub(crate) fn waited(clock: &ManualClock, since: Instant) -> Span {
    clock.now().since(since)
}
