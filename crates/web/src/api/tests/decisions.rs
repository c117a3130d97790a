//! What is decided about tasks, evidence that is added, runs that are started, estimates; and what only people decide.

use arvak_core::Outcome;
use arvak_identity::Role;
use serde_json::{Value, json};

use super::support::{Answer, Api, ORIGIN};

async fn api() -> (Api, String, String) {
    let api = Api::new().await;
    api.trial
        .listed("[[supplier]]\nid = \"drift\"\nname = \"Drift og hjelp AS\"\noperates_ict = true\n")
        .await;
    api.trial.said("supplier.contacted", "supplier/drift", Outcome::Refutes).await;
    let key = api.whole_key().await;
    let tasks = api.get(&key, "/api/v1/tasks?state=refuted").await.json();
    let (claim, about) = (&tasks["tasks"][0]["claim"], &tasks["tasks"][0]["subject"]);
    let task = format!("/api/v1/tasks/{}/{}", claim.as_str().unwrap(), about.as_str().unwrap());
    (api, key, task)
}

/// As somebody who is logged in.
async fn as_person(api: &Api, role: Role, path: &str, body: &Value) -> Answer {
    let cookie = api.cookie(role).await;
    let headers =
        [("cookie", cookie.as_str()), ("origin", ORIGIN), ("content-type", "application/json")];
    api.ask("POST", path, &headers, body.to_string()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_due_date_is_set_and_met() {
    let (api, key, task) = api().await;
    let path = format!("{task}/measures");
    let wrong = api.send("POST", &key, &path, &json!({ "due": "2020-01-01", "owner": "x" })).await;
    assert_eq!((wrong.status, wrong.code().as_str()), (422, "invalid"));
    let places: Vec<Value> = wrong.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["pointer"].clone())
        .collect();
    assert_eq!(places, ["#/due", "#/owner"]);
    let body = json!({ "due": "2026-06-30", "owner": "role/emergency_coordinator" });
    assert_eq!(api.send("POST", &key, &path, &body).await.status, 201);
    let now = api.get(&key, &task).await.json();
    assert_eq!(now["task"]["owner"], "role/emergency_coordinator");
    assert_eq!(now["measures"][0]["due"], "2026-06-30T22:00:00Z");
    let listed = api.get(&key, "/api/v1/obligations").await.json();
    assert_eq!(listed["obligations"][0]["kind"], "measure.due");
    assert_eq!(api.send("POST", &key, &format!("{task}/completion"), &json!({})).await.status, 201);
    assert_eq!(api.get(&key, &task).await.json()["measures"], json!([]));
    let nowhere = "/api/v1/tasks/9z.9/supplier/drift/measures";
    assert_eq!(api.send("POST", &key, nowhere, &body).await.code(), "not-found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_to_a_refutation_stands_beside_it() {
    let (api, key, task) = api().await;
    let entry = api.get(&key, &task).await.json()["refutations"][0]["entry"].clone();
    let path = format!("{task}/contests");
    let done =
        api.send("POST", &key, &path, &json!({ "entry": entry, "text": "Vedtatt i går." })).await;
    assert_eq!(done.status, 201, "{done:?}");
    let now = api.get(&key, &task).await.json();
    assert_eq!(now["refutations"][0]["replies"][0]["text"], "Vedtatt i går.");
    assert_eq!(now["task"]["state"], "refuted");
    let none = api.send("POST", &key, &path, &json!({ "entry": 0, "text": "x" })).await;
    assert_eq!((none.status, none.wrong().1), (422, "refused".to_owned()), "{none:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_asks_for_an_exemption_and_only_somebody_else_who_is_a_person_approves_it() {
    let (api, key, task) = api().await;
    let body = json!({ "until": "2026-06-30", "reason": "Ny plan i mai." });
    let asked = api.send("POST", &key, &format!("{task}/exemption-requests"), &body).await;
    let request = json!({ "request": asked.json()["entries"][0] });
    let path = format!("{task}/exemptions");
    let program = api.send("POST", &key, &path, &request).await;
    assert_eq!((program.status, program.code().as_str()), (403, "people-only"));
    assert_eq!(as_person(&api, Role::IctLead, &path, &request).await.code(), "forbidden");
    let other = as_person(&api, Role::ChiefExecutive, &path, &json!({ "request": 0 })).await;
    assert_eq!((other.status, other.code().as_str()), (404, "not-found"));
    let done = as_person(&api, Role::ChiefExecutive, &path, &request).await;
    assert_eq!(done.status, 201, "{done:?}");
    let now = api.get(&key, &task).await.json();
    assert_eq!(
        (now["task"]["state"].clone(), now["exemptions"][0]["approved"].clone()),
        (json!("exempt"), json!(true))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_is_added_as_the_command_line_takes_it_and_never_as_more_than_a_word() {
    let (api, key, _) = api().await;
    let body = json!({
        "kind": "supplier.contacted", "subject": "supplier/drift", "result": "supports", "basis": "document",
        "collected_at": "2026-02-20", "note": "Vedtaket.", "file": { "name": "vedtak.txt", "base64": "VmVkdGF0dC4=" }
    });
    let added = api.send("POST", &key, "/api/v1/evidence", &body).await;
    assert_eq!(added.status, 201, "{added:?}");
    let id = added.json()["entries"][0].to_string();
    let entry = api.get(&key, &format!("/api/v1/evidence/{id}")).await.json();
    assert_eq!(
        (entry["note"].clone(), entry["recorded_by"].clone()),
        (json!("Vedtaket."), json!("Ada ict_lead"))
    );
    let digest = entry["attachments"][0].as_str().unwrap();
    let file = api.get(&key, &format!("/api/v1/evidence/{id}/attachments/{digest}")).await;
    assert_eq!(
        (file.text.as_str(), file.header("content-type")),
        ("Vedtatt.", "application/octet-stream")
    );
    let changed = |field: &str, value: Value| {
        let mut body = body.clone();
        body[field] = value;
        body
    };
    for (field, value, pointer, code) in [
        ("basis", json!("probe"), "#/basis", "invalid"),
        ("collected_at", json!("2026-03-03"), "#/collected_at", "invalid"),
        ("collected_at", json!("2026-03-01T12:00:01Z"), "#/collected_at", "invalid"),
        ("valid_until", json!("soon"), "#/valid_until", "invalid"),
        ("subject", json!("drift"), "#/subject", "invalid"),
        ("kind", json!("no.such_kind"), "#", "refused"),
        ("file", Value::Null, "#/file", "invalid"),
        ("file", json!({ "name": "x", "base64": "?" }), "#/file/base64", "invalid"),
        ("file", json!({ "name": "x", "base64": "QkVHUkVOU0VUCg==" }), "#/file", "refused"),
        ("colour", json!("blue"), "#/colour", "unknown"),
    ] {
        let answer = api.send("POST", &key, "/api/v1/evidence", &changed(field, value)).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (422, "invalid"),
            "{field}: {answer:?}"
        );
        assert_eq!(answer.wrong(), (pointer.to_owned(), code.to_owned()), "{field}: {answer:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_started_watched_and_stopped() {
    let (api, key, _) = api().await;
    let started = api.send("POST", &key, "/api/v1/runs", &json!({ "all": true })).await;
    assert_eq!((started.status, started.header("location")), (202, "/api/v1/runs/1"));
    let run = api.get(&key, "/api/v1/runs/1").await.json();
    assert!(["under_way", "ended"].contains(&run["stage"].as_str().unwrap()), "{run}");
    assert_eq!(api.send("POST", &key, "/api/v1/runs/1/stop", &json!({})).await.status, 202);
    assert_eq!(api.get(&key, "/api/v1/runs/99").await.code(), "not-found");
    let unknown = api.send("POST", &key, "/api/v1/runs", &json!({ "point": "99" })).await;
    assert_eq!(
        (unknown.status, unknown.wrong()),
        (422, ("#/point".to_owned(), "unknown".to_owned()))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_estimate_is_kept_beside_the_decision_that_it_is_of() {
    let (api, key, _) = api().await;
    let first = api.get(&key, "/api/v1/leader").await.json()["decisions"][0]["key"].clone();
    let body = json!({ "key": first, "hours": 40, "kroner": 50_000 });
    assert_eq!(api.send("POST", &key, "/api/v1/leader/estimates", &body).await.status, 201);
    let estimate = api.get(&key, "/api/v1/leader").await.json()["decisions"][0]["estimate"].clone();
    assert_eq!(
        (estimate["hours"].clone(), estimate["by"].clone()),
        (json!(40), json!("Ada ict_lead"))
    );
    let wrong = json!({ "key": "x", "hours": 100_001, "kroner": 0 });
    let wrong = api.send("POST", &key, "/api/v1/leader/estimates", &wrong).await;
    assert_eq!(
        (wrong.status, wrong.json()["errors"].as_array().unwrap().len()),
        (422, 2),
        "{wrong:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_invite_change_and_close_as_on_the_pages() {
    let (api, _, _) = api().await;
    let cookie = api.cookie(Role::Administrator).await;
    api.cookie(Role::Contributor).await;
    let ask = async |method: &str, path: &str, body: &Value| {
        let headers =
            [("cookie", cookie.as_str()), ("origin", ORIGIN), ("content-type", "application/json")];
        api.ask(method, path, &headers, body.to_string()).await
    };
    let none = json!({});
    let users = ask("GET", "/api/v1/users", &none).await.json();
    let of = |role: &str| {
        let all = users["users"].as_array().unwrap().iter();
        let found = all.clone().find(|one| one["roles"] == json!([role])).unwrap();
        found["person"].as_str().unwrap().replace("person/", "/api/v1/users/")
    };
    let (me, other) = (of("administrator"), of("contributor"));
    let set = ask("PUT", &format!("{other}/roles"), &json!({ "roles": ["auditor"] })).await;
    assert_eq!((set.status, set.json()["roles"].clone()), (200, json!(["auditor"])), "{set:?}");
    let last = ask("PUT", &format!("{me}/roles"), &json!({ "roles": ["auditor"] })).await;
    assert_eq!((last.status, last.wrong().0), (422, "#/roles".to_owned()));
    let reset =
        ask("POST", &format!("{other}/factor-reset"), &json!({ "reason": "Mistet." })).await;
    assert!(reset.json()["secret"].as_str().unwrap().starts_with("https://arvak.example/lenke/"));
    assert_eq!(
        ask("POST", &format!("{other}/closing"), &json!({ "reason": "Sluttet." })).await.status,
        204
    );
    assert!(ask("GET", &other, &none).await.json()["closed_at"].is_string());
    let invite = json!({ "name": "Kari", "roles": ["auditor"] });
    assert_eq!(ask("POST", "/api/v1/invitations", &invite).await.status, 201);
    let waiting = ask("GET", "/api/v1/invitations", &none).await.json();
    let path = format!("/api/v1/invitations/{}", waiting["invitations"][0]["id"]);
    assert_eq!(ask("DELETE", &path, &none).await.status, 204);
    assert_eq!(ask("GET", "/api/v1/settings", &none).await.json()["origin"], ORIGIN);
    let records = ask("GET", "/api/v1/control-records", &none).await.json();
    assert_eq!(records["records"][0]["name"], "_arvak.heroy.kommune.no");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_shown_is_decided_over_and_kept_while_the_reply_becomes_another() {
    let api = Api::new().await;
    let key = api.whole_key().await;
    let read = api.get(&key, "/api/v1/replies/council").await.json();
    let (digest, text) = (read["digest"].as_str().unwrap(), read["markdown"].as_str().unwrap());
    assert_eq!(read["decisions"], json!([]));
    assert_ne!(api.get(&key, "/api/v1/replies/council").await.json()["digest"], read["digest"]);
    let body = json!({ "digest": digest });
    let in_another_edition = api.send("POST", &key, "/api/v1/replies/public/reviews", &body).await;
    assert_eq!((in_another_edition.status, in_another_edition.code().as_str()), (409, "asked"));
    let reviews = "/api/v1/replies/council/reviews";
    let reviewed = api.send("POST", &key, reviews, &body).await;
    assert_eq!(reviewed.status, 201, "{reviewed:?}");
    // The same word from the same account is the same entry.
    let again = api.send("POST", &key, reviews, &body).await;
    assert_eq!((again.status, again.json()), (201, reviewed.json()));
    // It is approved by somebody else, of whom it is asked as a page asks.
    let approvals = "/api/v1/replies/council/approvals";
    assert_eq!(as_person(&api, Role::ChiefExecutive, approvals, &body).await.status, 201);
    let texts = api.get(&key, "/api/v1/replies/council/texts").await.json();
    assert_eq!(texts["texts"].as_array().unwrap().len(), 1);
    let kept = &texts["texts"][0];
    assert_eq!((kept["digest"].as_str().unwrap(), &kept["kept"]), (digest, &json!(true)));
    let stages: Vec<&Value> =
        kept["decisions"].as_array().unwrap().iter().map(|one| &one["stage"]).collect();
    assert_eq!(stages, ["reviewed", "approved"]);
    let path = format!("/api/v1/replies/council/texts/{digest}");
    let as_kept = api.get(&key, &path).await;
    assert_eq!((as_kept.status, as_kept.text.as_str()), (200, text));
    // One blob is enough for one text.
    let root = api.trial.app.folder().layout().root();
    let store = arvak_store::Reading::open(root).await.unwrap();
    let decided = arvak_store::replies::decided(&store, 0).unwrap();
    assert_eq!(decided.len(), 2);
    assert!(decided[0].blob.is_some() && decided[0].blob == decided[1].blob);
    let elsewhere = api.get(&key, &path.replace("council", "public")).await;
    assert_eq!(elsewhere.status, 404);
}
