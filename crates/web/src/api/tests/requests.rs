//! Requests to suppliers that a program makes and changes.

use arvak_core::Span;
use arvak_identity::{Right, Role};
use arvak_suppliers::life::Event;
use serde_json::{Value, json};

use super::support::{Answer, Api};

const REQUESTS: &str = "/api/v1/suppliers/drift/requests";
const ONE: &str = "/api/v1/suppliers/drift/requests/drift-2026-03-01";

async fn api() -> (Api, String) {
    let api = Api::new().await;
    api.trial
        .listed("[[supplier]]\nid = \"drift\"\nname = \"Drift og hjelp AS\"\noperates_ict = true\n\n[[supplier]]\nid = \"annen\"\n")
        .await;
    let key = api.whole_key().await;
    (api, key)
}

async fn act(api: &Api, key: &str, what: &str, body: &Value) -> Answer {
    api.send("POST", key, &format!("{ONE}/{what}"), body).await
}

async fn stage(api: &Api, key: &str) -> String {
    let all = api.get(key, "/api/v1/supplier-requests").await.json();
    all["requests"][0]["stage"].as_str().unwrap_or_default().to_owned()
}

/// The supplier sends in what it has written, as far as the request is concerned.
async fn sent_in(api: &Api) {
    let operation = api.trial.app.folder().operation();
    let now = api.trial.app.clock().now();
    let request = "drift-2026-03-01".parse().unwrap();
    operation.supplier_sent_in(&request, Event::SentIn.name(), "{}", now).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_made_with_its_link_and_led_to_its_end() {
    let (api, key) = api().await;
    let size = api.trial.app.live().view().store.size();
    let body = json!({ "questions": ["countries-support", "measures-done"], "due": "2026-03-20" });
    let made = api.send("POST", &key, REQUESTS, &body).await;
    assert_eq!(made.status, 201, "{made:?}");
    let link = made.json();
    assert_eq!(
        (&link["request"], link["link"].as_str().is_some()),
        (&json!("drift-2026-03-01"), true)
    );
    let code = link["link"].as_str().unwrap().rsplit_once("/foresporsel#").unwrap().1.to_owned();
    assert_eq!(code.len(), 43, "256 bits");
    assert_eq!(api.trial.app.live().view().store.size(), size + 1, "by when an answer is due");
    let listed = api.get(&key, "/api/v1/supplier-requests").await;
    assert!(!listed.text.contains(&code), "shown once");
    let request = listed.json()["requests"][0].clone();
    assert_eq!((&request["stage"], &request["questions"]), (&json!("draft"), &json!(2)));
    assert_eq!(request["due"], "2026-03-20T23:00:00Z");

    let again = api.send("POST", &key, REQUESTS, &json!({})).await;
    assert_eq!((again.status, again.code().as_str()), (422, "invalid"), "one a day");
    let new = act(&api, &key, "link", &json!({})).await;
    assert_eq!(new.status, 201, "{new:?}");
    assert_ne!(new.json()["link"], link["link"]);
    let ends = new.json()["ends_at"].clone();
    assert_eq!(act(&api, &key, "extend", &json!({})).await.status, 200);
    let operation = api.trial.app.folder().operation();
    let request = "drift-2026-03-01".parse().unwrap();
    let row = operation.supplier_link_of(&request).await.unwrap().unwrap();
    let before: arvak_core::Instant = serde_json::from_value(ends).unwrap();
    assert_eq!(row.ends_at, before.plus(Span::from_days(14)));

    let revoked = act(&api, &key, "revoke", &json!({})).await;
    assert_eq!((revoked.status, &revoked.json()["stage"]), (200, &json!("revoked")));
    assert_eq!(act(&api, &key, "extend", &json!({})).await.status, 422, "it is not given back");
    assert_eq!(act(&api, &key, "link", &json!({})).await.status, 201);
    let early = act(&api, &key, "ask", &json!({ "question": "Hvem vokter?" })).await;
    assert_eq!(early.status, 422, "nothing came in yet");
    sent_in(&api).await;
    assert_eq!(stage(&api, &key).await, "sent_in");
    let asked = act(&api, &key, "ask", &json!({ "question": "Hvem vokter om natten?" })).await;
    assert_eq!((asked.status, &asked.json()["stage"]), (200, &json!("follow_up")), "{asked:?}");
    let closed = act(&api, &key, "close", &json!({})).await;
    assert_eq!((closed.status, &closed.json()["stage"]), (200, &json!("closed")));
    for what in ["link", "extend", "revoke", "close"] {
        let late = act(&api, &key, what, &json!({})).await;
        assert_eq!(late.status, 422, "{what}: {late:?}");
        assert!(late.text.contains("drift-2026-03-01"), "it says which, and how it stands");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_out_is_as_the_page_proposes() {
    let (api, key) = api().await;
    assert_eq!(api.send("POST", &key, REQUESTS, &json!({})).await.status, 201);
    let all = api.get(&key, "/api/v1/supplier-requests").await.json();
    assert!(all["requests"][0]["questions"].as_u64().unwrap() > 5, "{all}");
    let due: arvak_core::Instant =
        serde_json::from_value(all["requests"][0]["due"].clone()).unwrap();
    assert_eq!(due, api.trial.app.clock().now().plus(Span::from_days(14)));
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_is_told_at_its_field_and_nothing_is_made() {
    let (api, key) = api().await;
    let size = api.trial.app.live().view().store.size();
    for (body, place) in [
        (json!({ "due": "2026-02-01" }), "#/due"),
        (json!({ "due": "i morgen" }), "#/due"),
        (json!({ "due": "2027-03-01" }), "#/due"),
        (json!({ "questions": [] }), "#/questions"),
        (json!({ "questions": ["countries-support", "finnes-ikke"] }), "#/questions/1"),
        (json!({ "questions": ["monitoring-watch"] }), "#/questions/0"),
        (json!({ "questions": ["Æ Ø"] }), "#/questions/0"),
        (json!({ "code_language": "nb" }), "#/code_language"),
        (json!({ "frist": "2026-03-20" }), "#/frist"),
    ] {
        let answer = api.send("POST", &key, REQUESTS, &body).await;
        assert_eq!(answer.status, 422, "{body}: {answer:?}");
        assert_eq!(answer.wrong().0, place, "{body}: {answer:?}");
    }
    assert_eq!(api.trial.app.live().view().store.size(), size);
    let none = api.get(&key, "/api/v1/supplier-requests").await.json();
    assert_eq!(none["requests"], json!([]));
    for path in ["/api/v1/suppliers/ukjent/requests", "/api/v1/suppliers/Ø/requests"] {
        let status = api.send("POST", &key, path, &json!({})).await.status;
        assert!(status == 404 || status == 400, "{path}: {status}");
    }
    assert_eq!(act(&api, &key, "close", &json!({})).await.status, 404);
    api.send("POST", &key, REQUESTS, &json!({})).await;
    let other = "/api/v1/suppliers/annen/requests/drift-2026-03-01/revoke";
    assert_eq!(api.send("POST", &key, other, &json!({})).await.status, 404, "of another supplier");
    let empty = act(&api, &key, "ask", &json!({ "question": "" })).await;
    assert_eq!(empty.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_only_read_makes_and_changes_nothing() {
    let (api, key) = api().await;
    api.send("POST", &key, REQUESTS, &json!({})).await;
    let reader = api.key(Role::IctLead, &[Right::Read]).await;
    assert_eq!(api.send("POST", &reader, REQUESTS, &json!({})).await.status, 403);
    for what in ["link", "extend", "revoke", "ask", "close"] {
        let answer = act(&api, &reader, what, &json!({})).await;
        assert_eq!(answer.status, 403, "{what}");
    }
    assert_eq!(stage(&api, &key).await, "draft");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_no_secret_is_done_once_by_its_name() {
    let (api, key) = api().await;
    let named = [("idempotency-key", "a")];
    // A link is not kept, so that request cannot be answered again.
    let made = api.send_with("POST", &key, REQUESTS, &json!({}), &named).await;
    assert_eq!(made.status, 201);
    let again = api.send_with("POST", &key, REQUESTS, &json!({}), &named).await;
    assert_eq!((again.status, again.header("idempotency-replayed")), (422, ""));
    let path = format!("{ONE}/extend");
    let first = api.send_with("POST", &key, &path, &json!({}), &named).await;
    let second = api.send_with("POST", &key, &path, &json!({}), &named).await;
    assert_eq!((first.status, second.header("idempotency-replayed")), (200, "true"));
    let operation = api.trial.app.folder().operation();
    let events = operation.supplier_events_of(&"drift-2026-03-01".parse().unwrap()).await.unwrap();
    let renewed = events.iter().filter(|one| one.event == Event::Renewed.name()).count();
    assert_eq!(renewed, 1);
}
