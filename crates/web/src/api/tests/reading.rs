//! Everything that can be read: its shape, its parts, and what is refused.

use std::collections::BTreeSet;

use arvak_core::Outcome;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::support::{Answer, Api};
use crate::api::{evidence, leader, replies, runs, shapes, status, tasks, things};
use crate::routes::declared;

/// The answer, read into the shape that the document tells of: every field known, none missing.
fn shaped<T: DeserializeOwned>(answer: &Answer) -> T {
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, "application/json"),
        "{answer:?}"
    );
    serde_json::from_str(&answer.text).unwrap_or_else(|error| panic!("{error}: {}", answer.text))
}

async fn api() -> (Api, String) {
    let api = Api::new().await;
    api.trial
        .listed("[[supplier]]\nid = \"drift\"\nname = \"Drift og hjelp AS\"\noperates_ict = true\n")
        .await;
    api.trial.said("supplier.contacted", "supplier/drift", Outcome::Refutes).await;
    let key = api.whole_key().await;
    (api, key)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_answered_has_the_shape_that_the_document_tells_of() {
    let (api, key) = api().await;
    let get = async |path: &str| api.get(&key, &format!("/api/v1/{path}")).await;
    let _: shapes::Assessment = shaped(&get("status").await);
    let _: status::Letter = shaped(&get("letter").await);
    let _: status::Trend = shaped(&get("trend").await);
    let _: status::Compared = shaped(&get("history").await);
    let _: status::Changes = shaped(&get("changes").await);
    let letter = get("letter").await.json();
    let point = letter["points"][0]["id"].as_str().unwrap();
    let claim = letter["points"][0]["claims"][0]["id"].as_str().unwrap();
    let _: shapes::Point = shaped(&get(&format!("points/{point}")).await);
    let _: shapes::Claim = shaped(&get(&format!("claims/{claim}")).await);
    let _: tasks::Tasks = shaped(&get("tasks").await);
    let _: things::Things = shaped(&get("things").await);
    let _: things::WholeThing = shaped(&get("things/supplier/drift").await);
    let _: evidence::Entries = shaped(&get("evidence").await);
    let last = api.trial.app.live().view().store.size() - 1;
    let _: shapes::Whole = shaped(&get(&format!("evidence/{last}")).await);
    let _: runs::Runs = shaped(&get("runs").await);
    let _: replies::Editions = shaped(&get("replies").await);
    let _: leader::Leader = shaped(&get("leader").await);
    let _: leader::Obligations = shaped(&get("obligations").await);
    let refuted = get("tasks?state=refuted").await.json();
    let about = &refuted["tasks"][0];
    let path = format!(
        "tasks/{}/{}",
        about["claim"].as_str().unwrap(),
        about["subject"].as_str().unwrap()
    );
    let task = get(&path).await;
    let _: tasks::Whole = shaped(&task);
    assert_eq!(task.json()["refutations"].as_array().unwrap().len(), 1, "{task:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_status_is_what_the_command_line_answers_and_as_of_an_earlier_time_too() {
    let (api, key) = api().await;
    let view = api.trial.app.live().view();
    let now = api.get(&key, "/api/v1/status").await;
    assert_eq!(now.text, serde_json::to_string(&view.assessment).unwrap());
    // Before anything was recorded no letter was in force.
    let before = api.get(&key, "/api/v1/status?as_of=2020-01-01").await;
    assert_eq!((before.status, before.json()["letter"].clone()), (200, Value::Null));
    let ahead = api.get(&key, "/api/v1/status?as_of=2100-01-01T00:00:00Z").await;
    assert_eq!(ahead.json()["assessed_at"], now.json()["assessed_at"]);
    let wrong = api.get(&key, "/api/v1/status?as_of=yesterday").await;
    assert_eq!((wrong.status, wrong.code().as_str()), (400, "bad-query"));
    assert_eq!(wrong.wrong(), ("as_of".to_owned(), "invalid".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_can_be_proved_and_its_bytes_read() {
    let (api, key) = api().await;
    let last = api.trial.app.live().view().store.size() - 1;
    let envelope = api.get(&key, &format!("/api/v1/evidence/{last}/envelope")).await;
    assert!(envelope.json()["fact"]["evidence"].is_object());
    let proof = api.get(&key, &format!("/api/v1/evidence/{last}/proof")).await;
    assert!(proof.text.starts_with("c2sp.org/tlog-proof@v1"), "{}", proof.text);
    for none in ["transcript", "attachments/x", &format!("attachments/{}", "0".repeat(64))] {
        let answer = api.get(&key, &format!("/api/v1/evidence/{last}/{none}")).await;
        assert_eq!((answer.status, answer.code().as_str()), (404, "not-found"), "{none}");
    }
}

/// All of a list, part by part, by the link in the header; what each part held.
async fn parts(api: &Api, key: &str, path: &str, of: &str) -> Vec<Vec<Value>> {
    let mut parts = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next {
        let answer = api.get(key, &path).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let body = answer.json();
        parts.push(body[of].as_array().unwrap().clone());
        let link = answer.header("link").strip_prefix('<').and_then(|link| link.split('>').next());
        assert_eq!(link.is_some(), body["next"].is_string(), "{answer:?}");
        next = link.map(str::to_owned);
        assert!(parts.len() < 1_000);
    }
    parts
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_come_in_parts_that_hold_everything_once() {
    let (api, key) = api().await;
    for (path, of) in [("tasks", "tasks"), ("things", "things"), ("evidence", "entries")] {
        let all = api.get(&key, &format!("/api/v1/{path}?limit=200")).await.json();
        let all = all[of].as_array().unwrap().clone();
        assert!(all.len() > 7, "{path}");
        let parts = parts(&api, &key, &format!("/api/v1/{path}?limit=7"), of).await;
        assert!(parts.iter().all(|part| part.len() <= 7));
        let mut joined = parts.concat();
        joined.truncate(all.len());
        assert_eq!(joined, all, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_recorded_between_two_parts_neither_repeats_nor_hides_anything() {
    let (api, key) = api().await;
    let first = api.get(&key, "/api/v1/evidence?limit=3").await;
    let next = first.json()["next"].as_str().unwrap().to_owned();
    let expected = api.get(&key, &format!("/api/v1/evidence?limit=3&after={next}")).await;
    api.trial.said("supplier.contacted", "supplier/drift", Outcome::Refutes).await;
    let second = api.get(&key, &format!("/api/v1/evidence?limit=3&after={next}")).await;
    assert_eq!(second.text, expected.text);
    let last = first.json()["entries"][2]["id"].as_u64().unwrap();
    assert_eq!(second.json()["entries"][0]["id"], last - 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_stand_as_on_the_page_and_are_filtered() {
    let (api, key) = api().await;
    let view = api.trial.app.live().view();
    let page: Vec<String> = crate::tasks::all(&view)
        .iter()
        .map(|task| format!("{} {:?}", task.claim.id, task.about().map(ToString::to_string)))
        .collect();
    let answered = api.get(&key, "/api/v1/tasks?limit=200").await.json();
    let told: Vec<String> = answered["tasks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|task| {
            let about = task["subject"].as_str().map(str::to_owned);
            format!("{} {about:?}", task["claim"].as_str().unwrap())
        })
        .collect();
    assert_eq!(told, page[..told.len()]);
    let of_one = api.get(&key, "/api/v1/tasks?owner=role/ict_lead&state=missing").await.json();
    let of_one = of_one["tasks"].as_array().unwrap();
    assert!(!of_one.is_empty());
    assert!(
        of_one.iter().all(|task| task["owner"] == "role/ict_lead" && task["state"] == "missing")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn things_are_found_by_kind_name_and_criticality() {
    let (api, key) = api().await;
    let ids = async |query: &str| -> BTreeSet<String> {
        let answer = api.get(&key, &format!("/api/v1/things?{query}")).await.json();
        let things = answer["things"].as_array().unwrap().iter();
        things.map(|thing| thing["id"].as_str().unwrap().to_owned()).collect()
    };
    assert!(ids("kind=supplier").await.iter().all(|id| id.starts_with("supplier/")));
    assert_eq!(ids("search=HJELP%20AS").await, BTreeSet::from(["supplier/drift".to_owned()]));
    assert!(ids("kind=service&min_criticality=5").await.len() < ids("kind=service").await.len());
    assert!(ids("kind=supplier&state=refuted").await.contains("supplier/drift"));
}

#[tokio::test(flavor = "multi_thread")]
async fn parameters_that_nobody_knows_are_refused_everywhere() {
    let (api, key) = api().await;
    let mut count = 0;
    for route in declared(&api.trial.app) {
        let is_open = matches!(route.access, arvak_identity::Access::May(right) if crate::settings::tokens::GIVEN.contains(&right));
        if !route.path.starts_with("/api/v1") || route.method != "GET" || !is_open {
            continue;
        }
        let path = route.path.replace("{edition}", "internal").replace(['{', '}'], "");
        let answer = api.get(&key, &format!("{path}?colour=blue")).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, "bad-query"), "{path}");
        assert_eq!(answer.wrong(), ("colour".to_owned(), "unknown".to_owned()), "{path}");
        count += 1;
    }
    assert!(count > 20, "{count}");
    for (query, name) in [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=x", "limit"),
        ("after=%00", "after"),
        ("limit=1&limit=2", "limit"),
        ("state=good", "state"),
    ] {
        let answer = api.get(&key, &format!("/api/v1/tasks?{query}")).await;
        assert_eq!((answer.status, answer.wrong().0), (400, name.to_owned()), "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_fails_is_a_problem_in_the_language_that_is_asked_for() {
    let (api, key) = api().await;
    let bearer = format!("Bearer {key}");
    let ask = async |method: &str, path: &str, kind: &str, body: String| {
        let headers = [("authorization", bearer.as_str()), ("content-type", kind)];
        api.ask(method, path, &headers, body).await
    };
    let json = "application/json";
    let nowhere = ask("GET", "/api/v1/nothing", json, String::new()).await;
    assert_eq!((nowhere.status, nowhere.code().as_str()), (404, "not-found"));
    assert_eq!(nowhere.json()["instance"], "/api/v1/nothing");
    for method in ["DELETE", "PATCH", "TRACE"] {
        let answer = ask(method, "/api/v1/status", json, String::new()).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (405, "method-not-allowed"),
            "{method}"
        );
    }
    let allow = ask("DELETE", "/api/v1/status", json, String::new()).await;
    assert_eq!(allow.header("allow"), "GET,HEAD");
    let kind = ask("POST", "/api/v1/things", "text/plain", "{}".to_owned()).await;
    assert_eq!((kind.status, kind.code().as_str()), (415, "media-type"));
    let malformed = ask("POST", "/api/v1/things", json, "{".to_owned()).await;
    assert_eq!((malformed.status, malformed.code().as_str()), (400, "malformed"));
    let large = ask("POST", "/api/v1/things", json, " ".repeat(300_000)).await;
    assert_eq!((large.status, large.code().as_str()), (413, "too-large"));
    // A text that was never shown cannot be what somebody read.
    let never = format!(r#"{{"digest":"{}"}}"#, "0".repeat(64));
    let asked = ask("POST", "/api/v1/replies/internal/reviews", json, never).await;
    assert_eq!((asked.status, asked.code().as_str()), (409, "asked"));
    let headers = [("authorization", bearer.as_str()), ("accept-language", "nn")];
    let nynorsk = api.ask("GET", "/api/v1/nothing", &headers, "").await;
    assert_eq!(nynorsk.json()["title"], "Her er det ingenting");
    // What a type leads to is a page that anybody can read.
    let page = api.ask("GET", "/api/problems/stale?lang=nn", &[], "").await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("Nokon har endra han sidan"), "{}", page.text);
    assert_eq!(api.ask("GET", "/api/problems/x", &[], "").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_may_ask_whether_all_is_well_and_nobody_without_a_key_is_told_more() {
    let (api, key) = api().await;
    let well = api.ask("GET", "/healthz", &[], "").await;
    assert_eq!((well.status, well.text.as_str()), (200, "ok\n"));
    assert_eq!(api.ask("GET", "/metrics", &[], "").await.code(), "no-key");
    let forwarded = [("x-forwarded-for", "127.0.0.1")];
    assert_eq!(api.ask("GET", "/metrics", &forwarded, "").await.code(), "no-key");
    let metrics = api.get(&key, "/metrics").await;
    assert_eq!(
        (metrics.status, metrics.header("content-type")),
        (200, "text/plain; version=0.0.4; charset=utf-8")
    );
    let size = api.trial.app.live().view().store.size();
    for line in [
        &format!("arvak_entries {size}"),
        "arvak_runs_under_way 0",
        "arvak_points{state=\"verified\"} 0",
    ] {
        assert!(metrics.text.lines().any(|one| one == line), "{line} in\n{}", metrics.text);
    }
    assert!(
        metrics
            .text
            .contains("arvak_http_requests_total{surface=\"api\",method=\"GET\",status=\"4xx\"} 2"),
        "{}",
        metrics.text
    );
    // Every line is a comment, or a name with labels and a number.
    for line in metrics.text.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').unwrap();
        assert!(name.starts_with("arvak_") || name.starts_with("process_"), "{line}");
        assert!(value.parse::<f64>().is_ok(), "{line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_is_closed_is_not_well() {
    let (api, _) = api().await;
    let folder = api.trial.app.folder().clone();
    folder.close().await.unwrap();
    let answer = api.ask("GET", "/healthz", &[], "").await;
    assert_eq!((answer.status, answer.text.as_str()), (503, "failing\n"));
}
