//! Carrying out what a page asks for: through the gate, with this program's own connection and roots.

use arvak_probe::Event;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::Method;
use hyper::header::{HeaderMap, HeaderName, SET_COOKIE};
use ipnet::IpNet;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::Running;
use crate::web::browser::{is_same_place, lost, told};
use crate::web::line::{Line, Raw};
use crate::web::{Jar, Sent};
use crate::{Secret, Seen, Trial};

/// Most requests of all pages of a trial.
const REQUESTS_MAX: usize = 1_500;

/// Most bytes of one answer: pages bring their programs along.
const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Most bytes of all answers of a trial.
const BYTES_MAX: usize = 256 * 1024 * 1024;

/// Fields that belong to the connection, or tell of a browser that this is not.
const OWN: [&str; 7] = [
    "host",
    "user-agent",
    "content-length",
    "connection",
    "accept-encoding",
    "transfer-encoding",
    "upgrade-insecure-requests",
];

/// Fields of an answer that were true of the connection alone.
const OF_CONNECTION: [&str; 4] =
    ["content-length", "transfer-encoding", "connection", "content-encoding"];

/// A request that waits (Fetch.requestPaused).
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Paused {
    request_id: String,
    pub(super) frame_id: String,
    resource_type: String,
    request: Asked,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    url: String,
    method: String,
    headers: std::collections::BTreeMap<String, String>,
    post_data: Option<String>,
    #[serde(default)]
    has_post_data: bool,
}

impl Paused {
    /// Where the page itself is to go, when that is `end`, and what a form would hand on there.
    pub(super) fn leads_to(&self, end: &Url) -> Option<(Url, Option<Secret>)> {
        let url = Url::parse(&self.request.url).ok()?;
        let is_there = self.resource_type == "Document" && is_same_place(&url, end);
        let posted = self.request.post_data.clone().map(Secret::new);
        is_there.then_some((url, posted))
    }
}

/// What came of a request.
pub(super) enum Carried {
    /// Not asked for: nobody who logs in needs it.
    Passed,
    /// Answered.
    Answered {
        /// Whether it is the page itself, or part of one.
        is_document: bool,
        url: Url,
        status: u16,
        headers: HeaderMap,
        /// Whether the password went with it.
        with_password: bool,
    },
    /// Refused or lost.
    Lost { is_document: bool, is_program: bool, seen: Seen },
}

impl Running {
    /// Carries out what a page of that session asked for.
    pub(super) async fn carry(
        &mut self,
        trial: &mut Trial<'_, '_>,
        session: &str,
        paused: &Paused,
        scope: &[IpNet],
    ) -> Carried {
        let kind = paused.resource_type.as_str();
        let is_document = kind == "Document";
        if matches!(
            kind,
            "Image" | "Font" | "Media" | "Ping" | "Other" | "Prefetch" | "CSPViolationReport"
        ) {
            self.fail(session, paused);
            return Carried::Passed;
        }
        match self.exchange(trial, &paused.request, scope).await {
            Ok((url, raw, with_password)) => {
                self.fulfil(session, paused, &raw);
                let (status, headers) = (raw.status, raw.headers);
                Carried::Answered { is_document, url, status, headers, with_password }
            }
            Err(seen) => {
                self.fail(session, paused);
                let is_program = matches!(kind, "Script" | "XHR" | "Fetch");
                Carried::Lost { is_document, is_program, seen }
            }
        }
    }

    async fn exchange(
        &mut self,
        trial: &mut Trial<'_, '_>,
        asked: &Asked,
        scope: &[IpNet],
    ) -> Result<(Url, Raw, bool), Seen> {
        self.asked += 1;
        if self.asked > REQUESTS_MAX {
            return Err(Seen::TooManySteps);
        }
        let sent = sent(asked).ok_or(Seen::Unexpected)?;
        let url = sent.url.clone();
        let content = sent.content.as_ref().map(|(_, content)| content.reveal());
        let with_password = content.is_some_and(|content| trial.holds_password(content));
        let line = Line::open(trial, &url, scope).await;
        let exchanged = match line {
            Ok(mut line) => line.exchange_within(&sent, None, ANSWER_BYTES_MAX).await,
            Err(seen) => Err(seen),
        };
        let raw = exchanged.inspect_err(|seen| lost(trial, &url, *seen))?;
        self.bytes += raw.bytes.len();
        if self.bytes > BYTES_MAX {
            return Err(Seen::TooLarge);
        }
        let now = trial.clock().now();
        for field in raw.headers.get_all(SET_COOKIE) {
            let field = String::from_utf8_lossy(field.as_bytes());
            if let Some(value) = Jar::default().take(&url, &field, now) {
                trial.hide(value);
            }
        }
        let headers = told(&raw.headers);
        trial.event(Event::Http { url: url.to_string(), status: raw.status, headers });
        Ok((url, raw, with_password))
    }

    /// Answers with an empty page: what was asked for is sent nowhere.
    pub(super) fn end(&mut self, session: &str, paused: &Paused) {
        let params = json!({
            "requestId": paused.request_id,
            "responseCode": 200,
            "responseHeaders": [{ "name": "content-type", "value": "text/html" }],
            "body": "",
        });
        self.order(Some(session), "Fetch.fulfillRequest", params);
    }

    fn fail(&mut self, session: &str, paused: &Paused) {
        let params = json!({ "requestId": paused.request_id, "errorReason": "BlockedByClient" });
        self.order(Some(session), "Fetch.failRequest", params);
    }

    fn fulfil(&mut self, session: &str, paused: &Paused, raw: &Raw) {
        let fields = raw.headers.iter().filter(|(name, _)| !OF_CONNECTION.contains(&name.as_str()));
        let fields = fields.map(|(name, value)| {
            json!({ "name": name.as_str(), "value": String::from_utf8_lossy(value.as_bytes()) })
        });
        let params = json!({
            "requestId": paused.request_id,
            "responseCode": raw.status,
            "responseHeaders": fields.collect::<Vec<Value>>(),
            "body": STANDARD.encode(&raw.bytes),
        });
        self.order(Some(session), "Fetch.fulfillRequest", params);
    }
}

/// What is sent for what a page asked; nothing when it cannot be sent as it is.
fn sent(asked: &Asked) -> Option<Sent> {
    let url = Url::parse(&asked.url).ok()?;
    let method: Method = asked.method.parse().ok()?;
    let mut kind = String::new();
    let mut fields = Vec::new();
    for (name, value) in &asked.headers {
        let name = name.to_ascii_lowercase();
        if name == "content-type" {
            kind.clone_from(value);
        } else if !OWN.contains(&name.as_str()) && !name.starts_with("sec-") {
            fields.push((name.parse::<HeaderName>().ok()?, Secret::new(value.clone())));
        }
    }
    if asked.has_post_data && asked.post_data.is_none() {
        return None;
    }
    let content = asked.post_data.as_ref().map(|content| (kind, Secret::new(content.clone())));
    Some(Sent { url, method, fields, content, is_of_page: false })
}
