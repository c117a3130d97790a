//! Channels, the timetable, providers, and what the first run ended with: for administrators, and for no key.

use arvak_identity::{Right, Role};
use arvak_notices::{Channels, Relay, RelayFile};
use arvak_probe::Clock as _;
use serde_json::{Value, json};

use super::support::{Answer, Api, ORIGIN};
use crate::trial::Trial;

async fn ask(api: &Api, method: &str, path: &str, body: &Value) -> Answer {
    let cookie = api.cookie(Role::Administrator).await;
    let headers =
        [("cookie", cookie.as_str()), ("origin", ORIGIN), ("content-type", "application/json")];
    api.ask(method, &format!("/api/v1/{path}"), &headers, body.to_string()).await
}

/// A municipality with a relay that nobody answers at, after its first run.
async fn relaying() -> Api {
    let mut trial = Trial::started().await;
    let file = RelayFile {
        relay: Some("127.0.0.1".to_owned()),
        port: Some(1),
        tls: Some("none".to_owned()),
        from: Some("Årvåk <arvak@heroy.example>".to_owned()),
        ..RelayFile::default()
    };
    let relay = Relay::of(&file, |_| Ok(String::new())).unwrap();
    trial.app = trial.app.clone().sending(Channels { relay, ..Channels::default() });
    Api::over(trial)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_is_registered_tested_and_taken_away() {
    let api = Api::new().await;
    for (address, pointer) in [("http://hooks.heroy.example/", "#/address"), ("", "#/address")] {
        let wrong = ask(&api, "POST", "webhooks", &json!({ "address": address })).await;
        assert_eq!((wrong.status, wrong.wrong().0.as_str()), (422, pointer), "{wrong:?}");
    }
    let body = json!({ "address": "https://hooks.heroy.example/topp-hemmelig" });
    let made = ask(&api, "POST", "webhooks", &body).await;
    assert_eq!(made.status, 201);
    assert!(made.json()["secret"].as_str().unwrap().starts_with("whsec_"));
    assert_eq!(ask(&api, "POST", "webhooks", &body).await.status, 422, "it is known");
    let listed = ask(&api, "GET", "webhooks", &Value::Null).await;
    assert!(!listed.text.contains("hemmelig") && !listed.text.contains("whsec_"), "{listed:?}");
    let id = made.json()["id"].clone();
    assert_eq!(listed.json()["webhooks"][0]["id"], id);
    let tested = ask(&api, "POST", &format!("webhooks/{id}/tests"), &Value::Null).await;
    assert_eq!(tested.status, 202);
    assert_eq!(ask(&api, "GET", "channels", &Value::Null).await.json()["waiting"], 1);
    assert_eq!(ask(&api, "DELETE", &format!("webhooks/{id}"), &Value::Null).await.status, 204);
    assert_eq!(
        ask(&api, "DELETE", &format!("webhooks/{id}"), &Value::Null).await.code(),
        "not-found"
    );
    assert_eq!(ask(&api, "POST", "webhooks/999/tests", &Value::Null).await.code(), "not-found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_does_not_get_through_is_tried_again_or_forgotten() {
    let without = Api::new().await;
    assert_eq!(ask(&without, "GET", "channels", &Value::Null).await.json()["mail"], Value::Null);
    assert_eq!(ask(&without, "POST", "channels/mail/tests", &Value::Null).await.code(), "asked");
    let api = relaying().await;
    let mail = ask(&api, "GET", "channels", &Value::Null).await.json()["mail"].clone();
    assert_eq!((&mail["relay"], &mail["tls"]), (&json!("127.0.0.1:1"), &json!("none")));
    let operation = api.trial.app.folder().operation();
    let me = operation.account_called("administrator").await.unwrap().unwrap().person;
    assert_eq!(
        ask(&api, "POST", "channels/mail/tests", &Value::Null).await.code(),
        "asked",
        "no address"
    );
    operation.set_account_email(&me, Some("ada@heroy.example")).await.unwrap();
    assert_eq!(ask(&api, "POST", "channels/mail/tests", &Value::Null).await.status, 202);
    let waiting = operation.due_messages(arvak_core::Instant::NEVER).await.unwrap();
    operation.give_up(waiting[0].id, "refused", "550 no", api.trial.clock.now()).await.unwrap();
    let stuck = ask(&api, "GET", "messages", &Value::Null).await.json()["messages"][0].clone();
    assert_eq!(
        (&stuck["problem"], &stuck["said"], &stuck["next_at"]),
        (&json!("refused"), &json!("550 no"), &Value::Null)
    );
    assert_eq!(stuck["person"], me.to_string());
    let path = format!("messages/{}", stuck["id"]);
    assert_eq!(ask(&api, "POST", &format!("{path}/retries"), &Value::Null).await.status, 202);
    assert_eq!(ask(&api, "GET", "channels", &Value::Null).await.json()["failed"], 0);
    assert_eq!(ask(&api, "DELETE", &path, &Value::Null).await.status, 204);
    assert_eq!(ask(&api, "DELETE", &path, &Value::Null).await.code(), "not-found");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_timetable_is_chosen_and_what_does_not_fit_is_named() {
    let api = Api::new().await;
    let usual = ask(&api, "GET", "timetable", &Value::Null).await.json();
    assert_eq!((&usual["when"], &usual["hours"]), (&json!("every"), &json!(1)));
    for (body, pointer, code) in [
        (json!({ "when": "every", "hours": 5 }), "#/hours", "invalid"),
        (json!({ "when": "every" }), "#/hours", "missing"),
        (json!({ "when": "off", "hours": 1 }), "#/hours", "invalid"),
        (json!({ "when": "nightly", "from": 2 }), "#/to", "missing"),
        (json!({ "when": "nightly", "from": 24, "to": 5 }), "#/from", "invalid"),
        (json!({ "when": "nightly", "from": 2, "to": 2 }), "#/to", "invalid"),
        (json!({ "when": "noon" }), "#/when", "invalid"),
    ] {
        let wrong = ask(&api, "PUT", "timetable", &body).await;
        let (at, why) = wrong.wrong();
        assert_eq!((wrong.status, at.as_str(), why.as_str()), (422, pointer, code), "{body}");
    }
    let night = json!({ "when": "nightly", "from": 2, "to": 5 });
    assert_eq!(ask(&api, "PUT", "timetable", &night).await.status, 200);
    let now = ask(&api, "GET", "timetable", &Value::Null).await.json();
    assert_eq!(
        (&now["when"], &now["from"], &now["to"], &now["hours"]),
        (&json!("nightly"), &json!(2), &json!(5), &Value::Null)
    );
    assert!(now["next"].is_string());
    assert_eq!(
        ask(&api, "PUT", "timetable", &json!({ "when": "off" })).await.json()["next"],
        Value::Null
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_listed_comes_in_parts() {
    let api = Api::new().await;
    for role in [Role::Auditor, Role::Contributor, Role::Administrator] {
        api.cookie(role).await;
        api.key(role, &[Right::Read]).await;
        let invite = json!({ "name": role.name(), "roles": ["auditor"] });
        assert_eq!(ask(&api, "POST", "invitations", &invite).await.status, 201);
    }
    for (path, what) in [("users", "users"), ("keys", "keys"), ("invitations", "invitations")] {
        let whole = ask(&api, "GET", path, &Value::Null).await.json();
        assert_eq!(
            (whole[what].as_array().unwrap().len(), &whole["next"]),
            (3, &Value::Null),
            "{path}"
        );
        let mut parts = Vec::new();
        let mut next = String::new();
        loop {
            let part =
                ask(&api, "GET", &format!("{path}?limit=2{next}"), &Value::Null).await.json();
            parts.extend(part[what].as_array().unwrap().clone());
            let Some(after) = part["next"].as_str() else { break };
            next = format!("&after={after}");
        }
        assert_eq!(json!(parts), whole[what], "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_run_tells_whether_it_is_over_and_administrators_what_it_found() {
    let api = Api::new().await;
    let operation = api.trial.app.folder().operation();
    let is_set_up =
        async || api.ask("GET", "/api/v1/first-run", &[], "").await.json()["set_up"].clone();
    assert_eq!(is_set_up().await, false);
    operation.set_meta("first-run-over", "1").await.unwrap();
    assert_eq!(is_set_up().await, true);
    let found = ask(&api, "GET", "first-run/findings", &Value::Null).await.json();
    let to: Vec<&str> =
        found["texts"].as_array().unwrap().iter().map(|one| one["to"].as_str().unwrap()).collect();
    assert_eq!(to, ["dns", "supplier", "leader"]);
    assert_eq!(ask(&api, "DELETE", "first-run/findings", &Value::Null).await.status, 204);
    let now = ask(&api, "GET", "first-run/findings", &Value::Null).await.json();
    assert_eq!(now["shown"], false);
    assert_eq!(
        ask(&api, "GET", "openid-providers", &Value::Null).await.json()["providers"],
        json!([])
    );
    let none = ask(&api, "POST", "openid-providers/entra/tests", &Value::Null).await;
    assert_eq!(none.code(), "not-found");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_key_administers_whatever_it_says() {
    let api = Api::new().await;
    let key = api.key(Role::Administrator, &Right::ALL).await;
    for (method, path) in [
        ("GET", "channels"),
        ("GET", "webhooks"),
        ("POST", "webhooks"),
        ("DELETE", "webhooks/1"),
        ("GET", "messages"),
        ("PUT", "timetable"),
        ("GET", "openid-providers"),
        ("GET", "first-run/findings"),
    ] {
        let answer = api.send(method, &key, &format!("/api/v1/{path}"), &json!({})).await;
        assert_eq!(answer.code(), "people-only", "{method} {path}");
    }
}
