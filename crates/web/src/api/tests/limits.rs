//! Keys of whoever is limited to units: other units' things are not there for them, and nothing is recorded about them.

use arvak_core::Outcome;
use arvak_identity::Role;
use serde_json::{Value, json};

use super::support::Api;

/// What stands in every name of the other unit, and in nothing else.
const MARK: &str = "zyxwv";

const LISTED: &str = r#"
[[role]]
id = "helse"
[[role]]
id = "teknisk"
[[unit]]
id = "helse"
owner = ["helse"]
[[unit]]
id = "teknisk"
owner = ["teknisk"]
[[system]]
id = "pleie"
name = "Pleiesystem"
owner = ["helse"]
criticality = 4
data_from = ["zyxwv"]
[[system]]
id = "zyxwv"
name = "Zyxwv vannverk"
owner = ["teknisk"]
criticality = 5
[[endpoint]]
id = "zyxwv"
host = "zyxwv.example.no"
port = 443
kind = "https"
owner = ["teknisk"]
[[supplier]]
id = "zyxwv"
name = "Zyxwv AS"
owner = ["teknisk"]
operates_ict = true
"#;

async fn api() -> (Api, String) {
    let api = Api::new().await;
    api.trial.listed(LISTED).await;
    api.trial.said("supplier.contacted", "supplier/zyxwv", Outcome::Refutes).await;
    let key = api.limited_key(Role::IctLead, &["unit/helse"]).await;
    (api, key)
}

#[tokio::test(flavor = "multi_thread")]
async fn other_units_things_are_not_there() {
    let (api, key) = api().await;
    for path in [
        "status",
        "claims/1b.1",
        "points/1b",
        "history",
        "changes",
        "tasks?limit=200",
        "things?limit=200",
        "things/system/pleie",
        "evidence?limit=200",
        "runs",
        "leader",
        "obligations",
        "internet/services?limit=200",
        "internet/changes",
        "internet/unknown-names",
        "caller",
        "exports/inventory",
    ] {
        let answer = api.get(&key, &format!("/api/v1/{path}")).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        assert!(!answer.text.to_lowercase().contains(MARK), "{path}: {answer:?}");
    }
    let size = api.trial.app.live().view().store.size();
    for entry in 0..size {
        for part in ["", "/envelope", "/proof"] {
            let answer = api.get(&key, &format!("/api/v1/evidence/{entry}{part}")).await;
            assert!([200, 404].contains(&answer.status), "{entry}{part}: {answer:?}");
            assert!(!answer.text.to_lowercase().contains(MARK), "{entry}{part}: {answer:?}");
        }
    }
    for path in [
        "internet/services/endpoint/zyxwv",
        "things/system/zyxwv",
        "tasks/1b.1/supplier/zyxwv",
        "replies/internal/file",
    ] {
        let answer = api.get(&key, &format!("/api/v1/{path}")).await;
        assert!([403, 404].contains(&answer.status), "{path}: {answer:?}");
    }
    // Whoever is not limited finds them.
    let whole = api.whole_key().await;
    assert_eq!(api.get(&whole, "/api/v1/things/system/zyxwv").await.status, 200);
    assert_eq!(api.get(&whole, "/api/v1/tasks/1b.1/supplier/zyxwv").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_recorded_about_them() {
    let (api, key) = api().await;
    let size = || api.trial.app.live().view().store.size();
    let before = size();
    let task = "/api/v1/tasks/1b.1/supplier/zyxwv";
    let about = |subject: &str| {
        json!({ "kind": "supplier.contacted", "subject": subject, "result": "supports", "basis": "statement",
            "collected_at": "2026-02-01" })
    };
    let writes: [(&str, String, Value); 8] = [
        ("POST", format!("{task}/measures"), json!({ "due": "2026-06-01", "owner": "role/helse" })),
        ("POST", format!("{task}/completion"), json!({})),
        ("POST", format!("{task}/contests"), json!({ "entry": before - 1, "text": "x" })),
        (
            "POST",
            format!("{task}/exemption-requests"),
            json!({ "until": "2026-06-01", "reason": "x" }),
        ),
        ("PUT", "/api/v1/things/system/zyxwv".to_owned(), json!({ "name": "x" })),
        ("POST", "/api/v1/things/system/zyxwv/retirement".to_owned(), json!({ "reason": "x" })),
        (
            "POST",
            "/api/v1/things".to_owned(),
            json!({ "kind": "system", "slug": "zyxwv", "thing": {} }),
        ),
        ("POST", "/api/v1/evidence".to_owned(), about("supplier/zyxwv")),
    ];
    for (method, path, body) in writes {
        let answer = api.send(method, &key, &path, &body).await;
        assert!([403, 404, 422].contains(&answer.status), "{method} {path}: {answer:?}");
        assert_eq!(size(), before, "{method} {path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_own_thing_that_is_written_back_keeps_what_was_out_of_sight() {
    let (api, key) = api().await;
    let path = "/api/v1/things/system/pleie";
    let read = api.get(&key, path).await;
    let thing = &read.json()["thing"];
    let body = json!({
        "name": "Pleiesystem 2", "attributes": thing["attributes"], "relations": thing["relations"]
    });
    let version = [("if-match", read.header("etag"))];
    let written = api.send_with("PUT", &key, path, &body, &version).await;
    assert_eq!(written.status, 200, "{written:?}");
    assert!(!written.text.contains(MARK), "{written:?}");
    let whole = api.get(&api.whole_key().await, path).await.json();
    assert_eq!(whole["thing"]["relations"]["data_from"][0]["of"], json!(["system/zyxwv"]));
    assert_eq!(whole["thing"]["name"], "Pleiesystem 2");
}
