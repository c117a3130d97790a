//! Asking a vendor's interface: a token, questions, their pages, and what to do when it says "not so fast".

use arvak_core::{Instant, Span};
use arvak_probe::transcript::ApiAnswer;
use arvak_probe::{Clock, Event, Outbound, OutboundError, Recorder};
use hyper::body::Bytes;
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use hyper::{Method, Request, StatusCode, Uri};
use serde_json::Value;

use crate::Secret;

/// How long all questions together may take; a check has 110 s.
const TIME_MAX: Span = Span::from_millis(80_000);

/// The longest that is waited because the vendor asks for it; what asks for more is tried again by the schedule.
const WAIT_MAX_S: i64 = 20;

/// How often it is waited in one check.
const WAITS_MAX: u32 = 3;

/// A question whose answer is a list.
#[derive(Clone, Copy)]
pub(crate) struct Question<'q> {
    /// Its code in the transcript.
    pub(crate) what: &'static str,
    /// The path below the interface's address, with its query.
    pub(crate) path: &'q str,
    /// What the application must be allowed.
    pub(crate) permission: &'static str,
    /// The field that holds the list; an answer that is no list is one row.
    pub(crate) rows: Option<&'static str>,
    /// Most pages that are read.
    pub(crate) pages_max: u32,
    /// What is sent along; then it is a POST.
    pub(crate) body: Option<&'q Value>,
}

/// Why there is no answer.
pub(crate) struct NoAnswer {
    pub(crate) status: Option<u16>,
    pub(crate) code: String,
    /// Whether the same may go better in a little while.
    pub(crate) transient: bool,
}

impl NoAnswer {
    fn new(status: Option<u16>, code: &str) -> Self {
        Self { status, code: code.to_owned(), transient: false }
    }
}

impl From<OutboundError> for NoAnswer {
    fn from(error: OutboundError) -> Self {
        let transient = error.is_transient();
        Self { status: None, code: error.code().to_owned(), transient }
    }
}

/// A conversation with one interface.
pub(crate) struct Line<'a> {
    door: Outbound,
    api: &'a str,
    token: Secret,
    clock: &'a dyn Clock,
    until: Instant,
    waits: u32,
    /// Whether something was not answered that may be later.
    pub(crate) is_worth_another_try: bool,
}

impl<'a> Line<'a> {
    /// Gets a token by posting `form` to `at`, and begins.
    pub(crate) async fn open(
        door: Outbound,
        api: &'a str,
        (at, form): (&str, String),
        clock: &'a dyn Clock,
    ) -> Result<Self, NoAnswer> {
        let until = clock.now().plus(TIME_MAX);
        let token = Secret::default();
        let mut line =
            Self { door, api, token, clock, until, waits: 0, is_worth_another_try: false };
        let request = || {
            Request::post(at)
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(ACCEPT, "application/json")
                .body(Bytes::from(form.clone()))
                .ok()
        };
        let (_, answer) = line.exchange(&request).await?;
        let token = answer.get("access_token").and_then(Value::as_str);
        let token = token.filter(|token| HeaderValue::from_str(token).is_ok());
        line.token = Secret::new(token.ok_or_else(|| NoAnswer::new(None, "tenant.bad_answer"))?);
        Ok(line)
    }

    /// Asks, page by page, and hands each row to `each`. What went wrong stands in the answer.
    pub(crate) async fn ask(
        &mut self,
        question: Question<'_>,
        each: &mut (dyn FnMut(&Value) + Send),
    ) -> ApiAnswer {
        let mut answer = ApiAnswer {
            what: question.what.to_owned(),
            path: question.path.split('?').next().unwrap_or_default().to_owned(),
            permission: Some(question.permission.to_owned()),
            ..ApiAnswer::default()
        };
        let mut next = format!("{}{}", self.api, question.path);
        loop {
            if answer.pages >= question.pages_max || self.clock.now() >= self.until {
                return answer;
            }
            match self.page(&next, question.body).await {
                Ok((status, page)) => {
                    answer.status = Some(status);
                    answer.pages += 1;
                    match self.rows(question, &page, each) {
                        Ok(Some(link)) => next = link,
                        Ok(None) => {
                            answer.whole = true;
                            return answer;
                        }
                        Err(why) => {
                            answer.error = Some(why.code);
                            return answer;
                        }
                    }
                }
                Err(why) => {
                    self.is_worth_another_try |= why.transient;
                    answer.status = why.status;
                    answer.error = Some(why.code);
                    return answer;
                }
            }
        }
    }

    /// The rows of a page, and where the next one is.
    fn rows(
        &self,
        question: Question<'_>,
        page: &Value,
        each: &mut (dyn FnMut(&Value) + Send),
    ) -> Result<Option<String>, NoAnswer> {
        let Some(name) = question.rows else {
            each(page);
            return Ok(None);
        };
        match page.get(name) {
            Some(Value::Array(rows)) => rows.iter().for_each(each),
            // Google leaves an empty list out.
            None if page.is_object() && name == "users" => {}
            _ => return Err(NoAnswer::new(None, "tenant.bad_answer")),
        }
        if let Some(link) = page.get("@odata.nextLink").and_then(Value::as_str) {
            return self.followed(link).map(Some);
        }
        let token = page.get("nextPageToken").and_then(Value::as_str);
        Ok(token.filter(|token| !token.is_empty()).map(|token| {
            let token: String = url::form_urlencoded::byte_serialize(token.as_bytes()).collect();
            format!("{}{}&pageToken={token}", self.api, question.path)
        }))
    }

    /// A link of the answer, when it leads to the same interface: the token goes nowhere else.
    fn followed(&self, link: &str) -> Result<String, NoAnswer> {
        let origin = |address: &str| {
            let uri: Uri = address.parse().ok()?;
            Some((uri.scheme()?.clone(), uri.authority()?.as_str().to_ascii_lowercase()))
        };
        match (origin(link), origin(self.api)) {
            (Some(theirs), Some(ours)) if theirs == ours => Ok(link.to_owned()),
            _ => Err(NoAnswer::new(None, "tenant.foreign_link")),
        }
    }

    async fn page(&mut self, at: &str, body: Option<&Value>) -> Result<(u16, Value), NoAnswer> {
        let bearer = format!("Bearer {}", self.token.reveal());
        let request = || {
            let method = if body.is_some() { Method::POST } else { Method::GET };
            let sent = body.map_or_else(Bytes::new, |body| Bytes::from(body.to_string()));
            let mut token = HeaderValue::from_str(&bearer).ok()?;
            token.set_sensitive(true);
            let mut request =
                Request::builder().method(method).uri(at).header(AUTHORIZATION, token);
            request = request.header(ACCEPT, "application/json");
            // Members of a group by sort are an advanced query of the directory.
            request = request.header("ConsistencyLevel", "eventual");
            if body.is_some() {
                request = request.header(CONTENT_TYPE, "application/json");
            }
            request.body(sent).ok()
        };
        self.exchange(&request).await
    }

    /// One exchange, waited for when the other end asks for it.
    async fn exchange(
        &mut self,
        request: &(dyn Fn() -> Option<Request<Bytes>> + Sync),
    ) -> Result<(u16, Value), NoAnswer> {
        loop {
            let request = request().ok_or_else(|| NoAnswer::new(None, "tenant.bad_answer"))?;
            let answer = self.door.send(request).await?;
            let status = answer.status.as_u16();
            let body: Option<Value> = serde_json::from_slice(&answer.body).ok();
            if answer.status.is_success() {
                let body = body.ok_or_else(|| NoAnswer::new(Some(status), "tenant.bad_answer"))?;
                return Ok((status, body));
            }
            let is_busy = matches!(
                answer.status,
                StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
            );
            if !is_busy {
                return Err(NoAnswer::new(Some(status), why(answer.status, body.as_ref())));
            }
            let asked = answer.headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok());
            let wait_s =
                asked.and_then(|text| text.trim().parse::<i64>().ok()).unwrap_or(WAIT_MAX_S);
            let wait = Span::from_millis(wait_s.clamp(1, WAIT_MAX_S) * 1_000);
            let is_too_long = wait_s > WAIT_MAX_S || self.clock.now().plus(wait) >= self.until;
            if self.waits >= WAITS_MAX || is_too_long {
                let code = "tenant.throttled".to_owned();
                return Err(NoAnswer { status: Some(status), code, transient: true });
            }
            self.waits += 1;
            self.clock.sleep(wait).await;
        }
    }
}

/// Something may go better in a little while; what was answered all the same is judged.
pub(crate) fn another_try(code: &str, recorder: &mut Recorder<'_>) {
    recorder.event(Event::Failed {
        step: "tenant".to_owned(),
        code: code.to_owned(),
        detail: "the vendor's interface is busy, or cannot be reached".to_owned(),
        transient: true,
    });
}

/// What a refusal means, by its status and the code that the vendor gives. The vendor's sentence is not kept: it may name
/// somebody.
fn why(status: StatusCode, body: Option<&Value>) -> &'static str {
    let error = body.and_then(|body| body.get("error"));
    // Graph: {"error":{"code":…}}; Google: {"error":{"errors":[{"reason":…}]}}; token endpoints: {"error":"…"}.
    let code = error.and_then(|error| error.as_str().or_else(|| error.get("code")?.as_str()));
    let code = code.unwrap_or_default();
    match status {
        StatusCode::FORBIDDEN if code.contains("NonPremium") => "tenant.no_licence",
        StatusCode::FORBIDDEN => "tenant.no_permission",
        StatusCode::UNAUTHORIZED => "tenant.not_let_in",
        StatusCode::BAD_REQUEST
            if matches!(
                code,
                "invalid_client" | "unauthorized_client" | "invalid_grant" | "invalid_request"
            ) =>
        {
            "tenant.not_let_in"
        }
        StatusCode::NOT_FOUND => "tenant.not_there",
        _ => "tenant.refused",
    }
}
