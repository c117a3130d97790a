//! What is asked of Google: every account, with the three fields that are judged.

use std::collections::BTreeMap;

use arvak_probe::transcript::ApiAnswer;
use arvak_probe::{Clock, Event, Outbound, Recorder};
use serde_json::Value;

use super::sign::{SCOPE, assertion};
use crate::Google;
use crate::door::{Line, NoAnswer, Question, another_try};

/// Most pages of accounts, of 500.
const PAGES_MAX: u32 = 80;

/// Asks, and takes the answer down.
pub(super) async fn all(
    tenant: &Google,
    door: Outbound,
    clock: &dyn Clock,
    recorder: &mut Recorder<'_>,
) {
    let place = &tenant.place;
    let at = format!("{}/token", place.login);
    let Some(assertion) = assertion(tenant, &at, clock.now()) else {
        return no_token(None, "tenant.bad_key", recorder);
    };
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
        .append_pair("assertion", &assertion)
        .finish();
    let mut line = match Line::open(door, &place.api, (&at, form), clock).await {
        Ok(line) => line,
        Err(NoAnswer { status, code, transient }) => {
            if transient {
                another_try(&code, recorder);
            }
            return no_token(status, &code, recorder);
        }
    };
    let id = if tenant.emergency.is_empty() { "" } else { "id," };
    let path = format!(
        "/admin/directory/v1/users?customer=my_customer&maxResults=500&fields=nextPageToken,users({id}isEnrolledIn2Sv,isEnforcedIn2Sv,isAdmin,suspended,archived)"
    );
    let question = Question {
        what: "accounts",
        path: &path,
        permission: SCOPE,
        rows: Some("users"),
        pages_max: PAGES_MAX,
        body: None,
    };
    let mut counts = BTreeMap::new();
    let mut answer = line.ask(question, &mut |row| count(row, tenant, &mut counts)).await;
    answer.counts = counts;
    recorder.event(Event::ApiAnswer(answer));
    if line.is_worth_another_try {
        another_try("tenant.throttled", recorder);
    }
}

fn no_token(status: Option<u16>, code: &str, recorder: &mut Recorder<'_>) {
    let answer = ApiAnswer {
        what: "token".to_owned(),
        status,
        error: Some(code.to_owned()),
        ..ApiAnswer::default()
    };
    recorder.event(Event::ApiAnswer(answer));
}

/// Counts an account that is in use.
fn count(row: &Value, tenant: &Google, counts: &mut BTreeMap<String, u64>) {
    let is = |field: &str| row.get(field).and_then(Value::as_bool) == Some(true);
    let mut add = |name: &str| *counts.entry(name.to_owned()).or_insert(0) += 1;
    if is("suspended") || is("archived") {
        return add("out_of_use");
    }
    add("people");
    if is("isEnrolledIn2Sv") {
        add("registered");
    }
    let id = row.get("id").and_then(Value::as_str).map(str::to_ascii_lowercase);
    let is_emergency = id.is_some_and(|id| tenant.emergency.contains(&id));
    match (is("isEnforcedIn2Sv"), is_emergency) {
        (true, _) => add("enforced"),
        (false, true) => add("emergency_without"),
        (false, false) => {
            add("without");
            if is("isAdmin") {
                add("admins_without");
            }
        }
    }
}
