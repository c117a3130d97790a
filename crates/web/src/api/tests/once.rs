//! Requests that name themselves.

use arvak_core::fact::Retirement;
use arvak_core::{Fact, Span};
use arvak_identity::{Right, Role};
use arvak_probe::Clock as _;
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_store::{Begun, UNDER_WAY_MAX};
use axum::body::Bytes;
use axum::http::Method;
use serde_json::{Value, json};

use super::support::{Answer, Api};
use crate::api::once::{digest_of, naming};
use crate::recording::key_of;
use crate::session::Who;

const EVIDENCE: &str = "/api/v1/evidence";

fn evidence() -> Value {
    json!({
        "kind": "supplier.contacted", "subject": "supplier/drift", "result": "supports",
        "basis": "statement", "collected_at": "2026-02-01", "note": "Vedtatt i sak 12/26."
    })
}

/// An inventory with something that there is evidence about.
async fn api() -> Api {
    let api = Api::new().await;
    api.trial
        .listed("[[supplier]]\nid = \"drift\"\nname = \"Drift og hjelp AS\"\noperates_ict = true\n")
        .await;
    api
}

async fn named(api: &Api, key: &str, name: &str, body: &Value) -> Answer {
    api.send_with("POST", key, EVIDENCE, body, &[("idempotency-key", name)]).await
}

fn size(api: &Api) -> u64 {
    api.trial.app.live().view().store.size()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_is_done_once_and_answered_alike() {
    let (api, body) = (api().await, evidence());
    let key = api.whole_key().await;
    let before = size(&api);
    let first = named(&api, &key, "\"a\"", &body).await;
    assert_eq!((first.status, size(&api)), (201, before + 1), "{first:?}");
    let again = named(&api, &key, "a", &body).await;
    assert_eq!((again.status, &again.text, size(&api)), (201, &first.text, before + 1));
    assert_eq!(again.header("content-type"), "application/json");
    assert_eq!(
        (first.header("idempotency-replayed"), again.header("idempotency-replayed")),
        ("", "true")
    );
    // Without a name each is a fact of its own.
    assert_eq!(api.send("POST", &key, EVIDENCE, &body).await.status, 201);
    assert_eq!(size(&api), before + 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_stands_for_one_request_of_one_key_for_a_day() {
    let (api, body) = (api().await, evidence());
    let (key, other) = (api.whole_key().await, api.key(Role::IctLead, &[Right::Record]).await);
    assert_eq!(named(&api, &key, "a", &body).await.status, 201);
    let mut changed = body.clone();
    changed["note"] = "En annen.".into();
    let reused = named(&api, &key, "a", &changed).await;
    assert_eq!((reused.status, reused.code().as_str()), (422, "idempotency-key-reused"));
    assert_eq!(named(&api, &other, "a", &changed).await.status, 201);
    let bad = named(&api, &key, "a b", &body).await;
    assert_eq!(
        (bad.code(), bad.wrong().0),
        ("bad-header".to_owned(), "Idempotency-Key".to_owned())
    );
    api.trial.clock.set(api.trial.clock.now().plus(Span::from_millis(25 * 3_600_000)));
    assert_eq!(named(&api, &key, "a", &changed).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_refused_may_be_mended_under_the_same_name() {
    let api = api().await;
    let key = api.whole_key().await;
    let mut body = evidence();
    body["kind"] = "no.such_kind".into();
    let refused = named(&api, &key, "a", &body).await;
    assert_eq!((refused.status, refused.code().as_str()), (422, "invalid"), "{refused:?}");
    assert_eq!(named(&api, &key, "a", &evidence()).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_broke_off_after_it_was_recorded_is_done_again_and_recorded_once() {
    let (api, body) = (api().await, evidence());
    let key = api.whole_key().await;
    let operation = api.trial.app.folder().operation();
    let row = operation.tokens("api").await.unwrap().remove(0);
    let who = Who {
        person: row.person.unwrap(),
        name: String::new(),
        roles: Vec::new(),
        units: Vec::new(),
        scopes: None,
        key: Some(row.id),
    };
    let (uri, bytes) = (EVIDENCE.parse().unwrap(), Bytes::from(body.to_string()));
    let asked = (&Method::POST, &uri, &b"application/json"[..]);
    let request = naming(&who, "a", asked, &bytes);
    // As if the program had stopped between the fact and the answer.
    let now = api.trial.clock.now();
    assert_eq!(operation.begin_answer(&request, now).await.unwrap(), Begun::New);
    let fact =
        Fact::Retirement(Retirement { subject: "service/epost".parse().unwrap(), successor: None });
    let texts = Texts { reason: Some("x".to_owned()), ..Texts::default() };
    let mut draft = draft(fact, &USUAL_ROLE.parse().unwrap(), None, texts).unwrap();
    draft.key = key_of(digest_of(&request), 0);
    let listed =
        api.trial.app.live().view().state().entities_of("service").next().unwrap().id().clone();
    if let Fact::Retirement(retirement) = &mut draft.fact {
        retirement.subject = listed;
    }
    api.trial.append(vec![draft]).await;
    let before = size(&api);
    let waiting = named(&api, &key, "a", &body).await;
    assert_eq!((waiting.status, waiting.code().as_str()), (409, "idempotency-under-way"));
    assert_eq!(waiting.header("retry-after"), "60");
    api.trial.clock.set(now.plus(UNDER_WAY_MAX));
    let again = named(&api, &key, "a", &body).await;
    assert_eq!((again.status, size(&api)), (201, before), "{again:?}");
    assert_eq!(again.json()["entries"], json!([before - 1]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thing_that_is_made_twice_under_one_name_is_made_once_and_never_over_another() {
    let api = api().await;
    let key = api.whole_key().await;
    let body = json!({ "kind": "service", "slug": "nytt", "thing": { "name": "Nytt" } });
    let make = async |name: &str| {
        let name = [("idempotency-key", name)];
        api.send_with("POST", &key, "/api/v1/things", &body, &name).await
    };
    let first = make("a").await;
    assert_eq!((first.status, first.header("location")), (201, "/api/v1/things/service/nytt"));
    let again = make("a").await;
    assert_eq!((again.status, again.header("location")), (201, "/api/v1/things/service/nytt"));
    let other = make("b").await;
    assert_eq!((other.status, other.wrong()), (422, ("#/slug".to_owned(), "taken".to_owned())));
}
