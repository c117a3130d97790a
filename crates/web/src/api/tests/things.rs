//! Things: described, described anew, retired, imported.

use arvak_core::Outcome;
use serde_json::{Value, json};

use super::support::{Answer, Api};

const THING: &str = "/api/v1/things/service/epj";

async fn api() -> (Api, String) {
    let api = Api::new().await;
    let file = "[[system]]\nid = \"db\"\n[[service]]\nid = \"epj\"\nname = \"Journal\"\nbasis = \"document\"\n\
                criticality = 4\ninternet_facing = true\nruns_on = [{ of = [\"system/db\"], at_least = 1, grace_hours = 4 }]\n";
    api.trial.listed(file).await;
    let key = api.whole_key().await;
    (api, key)
}

async fn put(api: &Api, key: &str, body: &Value, version: &str) -> Answer {
    api.send_with("PUT", key, THING, body, &[("if-match", version)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_read_can_be_written_back_and_changes_nothing() {
    let (api, key) = api().await;
    let read = api.get(&key, THING).await;
    let version = read.header("etag").to_owned();
    let thing = read.json()["thing"].clone();
    assert_eq!(thing["attributes"], json!({ "criticality": 4, "internet_facing": true }));
    assert_eq!(
        thing["relations"]["runs_on"],
        json!([{ "of": ["system/db"], "at_least": 1, "grace_hours": 4 }])
    );
    assert_eq!(thing["attribute_basis"]["criticality"], "document");
    let mut body = json!({});
    for part in ["name", "note", "class", "attributes", "attribute_class", "relations"] {
        body[part] = thing[part].clone();
    }
    let size = api.trial.app.live().view().store.size();
    let same = put(&api, &key, &body, &version).await;
    assert_eq!((same.status, same.json()), (200, thing), "{same:?}");
    assert_eq!(
        (same.header("etag"), api.trial.app.live().view().store.size()),
        (version.as_str(), size)
    );
    body["attributes"]["criticality"] = json!(5);
    let changed = put(&api, &key, &body, &version).await;
    assert_eq!(
        (changed.status, changed.json()["attributes"]["criticality"].clone()),
        (200, json!(5))
    );
    assert_ne!(changed.header("etag"), version);
    // What is unchanged is known as it was; what was said now is a statement.
    assert_eq!(
        changed.json()["attribute_basis"],
        json!({ "criticality": "statement", "internet_facing": "document" })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_writes_over_what_somebody_else_wrote() {
    let (api, key) = api().await;
    let version = api.get(&key, THING).await.header("etag").to_owned();
    let missing = api.send("PUT", &key, THING, &json!({ "name": "A" })).await;
    assert_eq!((missing.status, missing.code().as_str()), (428, "version-needed"));
    assert_eq!(put(&api, &key, &json!({ "name": "A", "reason": "x" }), &version).await.status, 200);
    let late = put(&api, &key, &json!({ "name": "B", "reason": "x" }), &version).await;
    assert_eq!((late.status, late.code().as_str()), (412, "stale"));
    assert_eq!(api.get(&key, THING).await.json()["thing"]["name"], "A");
    assert_eq!(put(&api, &key, &json!({}), "*").await.status, 412);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mistake_is_told_at_its_field_with_the_code_of_the_inventory() {
    let (api, key) = api().await;
    let version = api.get(&key, THING).await.header("etag").to_owned();
    let wrong = |answer: &Answer| -> Vec<(String, String)> {
        assert_eq!((answer.status, answer.code().as_str()), (422, "invalid"), "{answer:?}");
        let errors = answer.json()["errors"].as_array().unwrap().clone();
        let pair = |one: &Value| {
            (one["pointer"].as_str().unwrap().to_owned(), one["code"].as_str().unwrap().to_owned())
        };
        errors.iter().map(pair).collect()
    };
    let pair = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());
    let unknown = json!({ "attributes": { "colour": "blue" }, "relations": { "likes": [{ "of": ["a/b"] }] } });
    let told = wrong(&put(&api, &key, &unknown, &version).await);
    assert_eq!(
        told,
        [pair("#/attributes/colour", "unknown"), pair("#/relations/likes", "unknown")]
    );
    let bad = json!({
        "class": "secret", "attributes": { "criticality": 9, "internet_facing": "yes" },
        "relations": { "runs_on": [{ "of": ["system/none"] }] }
    });
    let places: Vec<String> =
        wrong(&put(&api, &key, &bad, &version).await).into_iter().map(|(place, _)| place).collect();
    for place in ["#/class", "#/attributes/criticality", "#/attributes/internet_facing"] {
        assert!(places.contains(&place.to_owned()), "{places:?}");
    }
    let gone = json!({ "relations": { "runs_on": [{ "of": ["system/none"] }] } });
    let told = wrong(&put(&api, &key, &gone, &version).await);
    assert!(
        told[0].0 == "#/relations/runs_on" && told[0].1.starts_with("unknown_thing"),
        "{told:?}"
    );
    let shape =
        put(&api, &key, &json!({ "relations": { "runs_on": [{ "off": [] }] } }), &version).await;
    assert_eq!(shape.wrong(), pair("#/relations/runs_on/0/off", "unknown"));
    let new = json!({ "kind": "service", "slug": "A B", "thing": { "class": "secret" } });
    let told = wrong(&api.send("POST", &key, "/api/v1/things", &new).await);
    assert!(told.iter().any(|(place, _)| place == "#/slug"), "{told:?}");
    assert!(told.iter().any(|(place, _)| place == "#/thing/class"), "{told:?}");
    let kind = json!({ "kind": "unicorn", "thing": {} });
    assert_eq!(
        api.send("POST", &key, "/api/v1/things", &kind).await.wrong(),
        pair("#/kind", "unknown")
    );
    let nameless = json!({ "kind": "service", "thing": {} });
    assert_eq!(
        api.send("POST", &key, "/api/v1/things", &nameless).await.wrong(),
        pair("#/slug", "missing")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_thing_gets_an_id_of_its_name_and_never_anothers() {
    let (api, key) = api().await;
    let new = json!({ "kind": "service", "thing": { "name": "Sak og arkiv Ødegård" } });
    let made = api.send("POST", &key, "/api/v1/things", &new).await;
    assert_eq!(
        (made.status, made.header("location")),
        (201, "/api/v1/things/service/sak-og-arkiv-odegard")
    );
    assert_eq!(api.get(&key, made.header("location")).await.header("etag"), made.header("etag"));
    let again = api.send("POST", &key, "/api/v1/things", &new).await;
    assert_eq!(again.wrong(), ("#/slug".to_owned(), "taken".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_better_a_status_without_evidence_needs_a_reason() {
    let api = Api::new().await;
    api.trial.listed("[[supplier]]\nid = \"drift\"\noperates_ict = true\n").await;
    api.trial.said("supplier.contacted", "supplier/drift", Outcome::Refutes).await;
    let key = api.whole_key().await;
    let path = "/api/v1/things/supplier/drift/retirement";
    let none = api.send("POST", &key, path, &json!({ "reason": " " })).await;
    assert_eq!((none.status, none.wrong()), (422, ("#/reason".to_owned(), "missing".to_owned())));
    let successor = json!({ "reason": "Ny plan.", "successor": "ukjent" });
    let unknown = api.send("POST", &key, path, &successor).await;
    assert_eq!(unknown.wrong(), ("#/successor".to_owned(), "invalid".to_owned()));
    let done = api.send("POST", &key, path, &json!({ "reason": "Ny plan." })).await;
    assert_eq!(done.status, 201, "{done:?}");
    let thing = api.get(&key, "/api/v1/things/supplier/drift").await;
    assert_eq!(thing.json()["thing"]["retired"], true);
    assert_eq!(api.send("POST", &key, path, &json!({ "reason": "x" })).await.code(), "not-found");
}

/// Files as a program sends them.
async fn upload(api: &Api, key: &str, name: &str, text: &str) -> Answer {
    let body = format!(
        "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{text}\r\n--x--\r\n"
    );
    let bearer = format!("Bearer {key}");
    let headers =
        [("authorization", bearer.as_str()), ("content-type", "multipart/form-data; boundary=x")];
    api.ask("POST", "/api/v1/imports", &headers, body).await
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_shown_before_they_are_recorded() {
    let (api, key) = api().await;
    let text = "[[service]]\nid = \"epj\"\nname = \"Journal\"\ncriticality = 4\n[[service]]\nid = \"ny\"\nname = \"Ny\"\n";
    let shown = upload(&api, &key, "a.toml", text).await;
    assert_eq!(shown.status, 201, "{shown:?}");
    let shown = shown.json();
    assert_eq!((shown["new"].clone(), shown["changed"].clone()), (json!(1), json!(1)));
    assert_eq!(api.get(&key, "/api/v1/things/service/ny").await.status, 404);
    let path = format!("/api/v1/imports/{}/confirmation", shown["digest"].as_str().unwrap());
    let confirm = json!({ "seen": shown["seen"], "reason": "Ryddet." });
    let gone = api.send("POST", &key, "/api/v1/imports/0/confirmation", &confirm).await;
    assert_eq!((gone.status, gone.code().as_str()), (409, "gone"));
    let early = api.send("POST", &key, &path, &json!({ "seen": 0, "reason": "x" })).await;
    assert_eq!((early.status, early.code().as_str()), (409, "meanwhile"));
    let done = api.send("POST", &key, &path, &confirm).await;
    assert_eq!(
        (done.status, done.json()["entries"].as_array().unwrap().len()),
        (201, 2),
        "{done:?}"
    );
    assert_eq!(api.get(&key, "/api/v1/things/service/ny").await.status, 200);
    let wrong = upload(&api, &key, "a.toml", "[[service]]\nid = \"x\"\ncriticality = 9\n").await;
    assert_eq!((wrong.status, wrong.wrong().0), (422, "#/file".to_owned()), "{wrong:?}");
    let kind = upload(&api, &key, "a.exe", "x").await;
    assert_eq!((kind.status, kind.wrong().1), (422, "refused".to_owned()));
    let no_files = api.send("POST", &key, "/api/v1/imports", &json!({})).await;
    assert_eq!((no_files.status, no_files.code().as_str()), (415, "media-type"));
    let workbook = api.get(&key, "/api/v1/exports/inventory").await;
    assert!(workbook.status == 200 && workbook.text.starts_with("PK"), "{}", workbook.status);
}
