//! Proofs of control and leaves: for those who may look, and for their keys.

use arvak_core::EntryId;
use arvak_identity::{Right, Role};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::support::{Answer, Api};
use crate::program::{Control, Controlled, Proof, Way};
use crate::trial::{HOST, Trial};

async fn api() -> Api {
    let at = |text: &str| format!("{text}T10:00:00Z").parse().unwrap();
    let (since, seen, until) = (at("2026-01-05"), at("2026-02-28"), at("2026-03-30"));
    let domain = Controlled {
        id: format!("domain/{HOST}").parse().unwrap(),
        host: HOST.to_owned(),
        token: "abc".to_owned(),
        proofs: vec![Proof { way: Way::Record, since, seen, until, entry: EntryId(7) }],
        looked_at: Some(seen),
        mail_waits_until: None,
    };
    let control = Control { domains: vec![domain], mails: true, ..Control::default() };
    Api::over(Trial::controlled(control).await)
}

async fn ask(api: &Api, method: &str, path: &str, body: &Value) -> Answer {
    let key = api.key(Role::IctLead, &[Right::Look]).await;
    let bearer = format!("Bearer {key}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    api.ask(method, &format!("/api/v1/{path}"), &headers, body.to_string()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_shows_control_is_told_with_what_would_show_it() {
    let api = api().await;
    let told = ask(&api, "GET", "control", &Value::Null).await.json();
    let domain = &told["domains"][0];
    assert_eq!(domain["record"], "_arvak.heroy.kommune.no");
    assert_eq!(domain["file"], "https://heroy.kommune.no/.well-known/arvak-control.txt");
    assert_eq!(domain["text"], "arvak-control=abc");
    assert_eq!(domain["proofs"][0]["way"], "record");
    assert_eq!(domain["proofs"][0]["since"], "2026-01-05T10:00:00Z");
    let key = api.key(Role::Contributor, &[Right::Read, Right::Record]).await;
    let bearer = format!("Bearer {key}");
    let none = api.ask("GET", "/api/v1/control", &[("authorization", &bearer)], "").await;
    assert_eq!(none.status, 403, "who may not look has no business with proofs");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_is_looked_for_and_a_token_is_mailed_and_entered() {
    let api = api().await;
    let run = ask(&api, "POST", &format!("control/{HOST}/looks"), &Value::Null).await;
    assert_eq!((run.status, run.header("location")), (202, "/api/v1/runs/1"), "{run:?}");
    assert_eq!(run.json()["proof_of"], "domain/heroy.kommune.no");
    let sent = ask(&api, "POST", &format!("control/{HOST}/mails"), &Value::Null).await;
    assert_eq!(
        (sent.status, &sent.json()["sent_to"]),
        (202, &json!("postmaster@heroy.kommune.no"))
    );
    let confirm = format!("control/{HOST}/confirmations");
    let wrong = ask(&api, "POST", &confirm, &json!({ "token": "feil" })).await;
    assert_eq!((wrong.status, wrong.wrong().0.as_str()), (422, "#/token"), "{wrong:?}");
    let right = ask(&api, "POST", &confirm, &json!({ "token": "rett" })).await;
    assert_eq!((right.status, &right.json()["entries"]), (201, &json!([0])), "{right:?}");
    for what in ["looks", "mails"] {
        let none = ask(&api, "POST", &format!("control/andre.example/{what}"), &Value::Null).await;
        assert_eq!(none.code(), "not-found");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leave_is_recorded_once_and_its_mistakes_are_told_at_their_fields() {
    let api = api().await;
    let file = json!({ "name": "lov.pdf", "base64": STANDARD.encode("%PDF-1.4\n%%EOF\n") });
    let whole = json!({
        "names": ["sak.example"], "ranges": ["198.35.26.0/28"], "signed": "2026-02-20",
        "until": "2026-12-31", "file": file, "note": "Kari Vik",
    });
    for (field, value, pointer) in [
        ("names", json!(["a..b"]), "#/names"),
        ("ranges", json!(["10.0.0.0/24"]), "#/ranges"),
        ("signed", json!("2027-01-01"), "#/signed"),
        ("until", json!("2029-01-01"), "#/until"),
        ("file", json!({ "name": "lov.exe", "base64": "AAAA" }), "#/file"),
        ("file", json!({ "name": "lov.pdf", "base64": "?" }), "#/file/base64"),
    ] {
        let mut body = whole.clone();
        body[field] = value;
        let wrong = ask(&api, "POST", "leaves", &body).await;
        assert_eq!((wrong.status, wrong.wrong().0.as_str()), (422, pointer), "{wrong:?}");
    }
    let made = ask(&api, "POST", "leaves", &whole).await;
    assert_eq!(made.status, 201, "{made:?}");
    let id = made.json()["entries"][0].clone();
    let missing =
        ask(&api, "POST", &format!("leaves/{id}/end"), &json!({ "reason": "over" })).await;
    assert_eq!(missing.code(), "not-found", "the trial's program knows of none");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_text_to_sign_is_answered_as_it_is_downloaded() {
    let api = api().await;
    let asked = "leave-template?names=sak.example,arkiv.example&until=2026-06-30&canary=true";
    let text = ask(&api, "GET", asked, &Value::Null).await;
    assert_eq!((text.status, text.header("content-type")), (200, "text/markdown; charset=utf-8"));
    assert!(text.text.contains("- arkiv.example\n- sak.example"), "{text:?}");
    for (query, parameter) in [
        ("names=a..b", "names"),
        ("ranges=x", "ranges"),
        ("until=x", "until"),
        ("canary=x", "canary"),
    ] {
        let wrong = ask(&api, "GET", &format!("leave-template?{query}"), &Value::Null).await;
        assert_eq!((wrong.status, wrong.wrong().0.as_str()), (400, parameter), "{wrong:?}");
    }
}
