//! Where personal data is, and forgetting a person: for people with the right, and for nobody else.

use arvak_core::{Actor, Fact};
use arvak_identity::Role;
use arvak_probe::Clock as _;
use arvak_store::NewAccount;
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use serde_json::json;

use super::support::{Api, ORIGIN};

/// A folder in which somebody called Kari Nordmann wrote who she is, and somebody who administers.
async fn api() -> (Api, String) {
    let api = Api::new().await;
    api.cookie(Role::Administrator).await;
    let new = NewAccount {
        name: "Kari Nordmann".to_owned(),
        user_name: "kari".to_owned(),
        email: None,
        lang: "nb".to_owned(),
        roles: vec!["contributor".to_owned()],
        units: Vec::new(),
    };
    let operation = api.trial.app.folder().operation();
    let kari = operation.add_account(&new, api.trial.clock.now()).await.unwrap().unwrap();
    let by = USUAL_ROLE.parse().unwrap();
    let fact = Fact::Obligation(arvak_core::fact::Obligation {
        id: "measure.1b.1.000000000001.aaaaaaaa".parse().unwrap(),
        kind: "measure.due".parse().unwrap(),
        subject: "supplier/helgeland-ikt-iks".parse().unwrap(),
        due: api.trial.clock.now(),
        owner: None,
    });
    let texts = Texts { note: Some("Avtalt med Kari Nordmann.".to_owned()), ..Texts::default() };
    let mut one = draft(fact, &by, None, texts).unwrap();
    one.actor = Actor::Person(kari.clone());
    api.trial.append(vec![one]).await;
    (api, format!("/api/v1/personal-data/persons/{}", kari.slug()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_found_and_forgotten_once() {
    let (api, kari) = api().await;
    let cookie = api.cookie(Role::DataProtectionOfficer).await;
    let headers =
        [("cookie", cookie.as_str()), ("origin", ORIGIN), ("content-type", "application/json")];
    let map = api.ask("GET", "/api/v1/personal-data", &headers, "").await.json();
    let accounts = map["places"].as_array().unwrap().iter().find(|one| one["name"] == "account");
    assert_eq!(accounts.unwrap()["count"], 3, "{map}");
    let persons = api.ask("GET", "/api/v1/personal-data/persons", &headers, "").await.json();
    assert_eq!(persons["persons"].as_array().unwrap().len(), 3);
    let found = api.ask("GET", &kari, &headers, "").await.json();
    let entry = &found["entries"][0];
    assert_eq!((&entry["where"], &entry["proposed"]), (&json!("text"), &json!(true)));
    let path = format!("{kari}/erasure");
    let size = || api.trial.app.live().view().store.size();
    let before = size();
    let erasure = |reason: &str, entries, confirmed: bool| {
        json!({ "reason": reason, "entries": entries, "confirmed": confirmed }).to_string()
    };
    let named = json!([entry["entry"]]);
    for (body, pointer) in [
        (erasure("", named.clone(), true), "#/reason"),
        (erasure("Kari Nordmann ba om det", named.clone(), true), "#/reason"),
        (erasure("Ba om det.", named.clone(), false), "#/confirmed"),
        (erasure("Ba om det.", json!([0]), true), "#/entries/0"),
    ] {
        let wrong = api.ask("POST", &path, &headers, body).await;
        assert_eq!((wrong.status, wrong.wrong().0.as_str()), (422, pointer), "{wrong:?}");
    }
    assert_eq!(size(), before, "nothing was erased");
    let once = [headers[0], headers[1], headers[2], ("idempotency-key", "sak-1")];
    let body = erasure("Ba om det.", named, true);
    let done = api.ask("POST", &path, &once, body.clone()).await;
    assert_eq!((done.status, done.json()), (200, json!({ "entries": 1 })));
    let again = api.ask("POST", &path, &once, body).await;
    assert_eq!((again.status, again.header("idempotency-replayed")), (200, "true"));
    assert_eq!(size(), before + 1, "the erasure is an entry");
    assert_eq!(api.ask("GET", &kari, &headers, "").await.code(), "not-found");
    let map = api.ask("GET", "/api/v1/personal-data", &headers, "").await.json();
    assert_eq!(
        (&map["erasures"][0]["reason"], &map["erasures"][0]["entries"]),
        (&json!("Ba om det."), &json!(1))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_sees_or_erases() {
    let (api, kari) = api().await;
    let key = api.key(Role::DataProtectionOfficer, &arvak_identity::Right::ALL).await;
    let body = json!({ "reason": "x", "entries": [], "confirmed": true });
    assert_eq!(api.get(&key, "/api/v1/personal-data").await.code(), "people-only");
    assert_eq!(
        api.send("POST", &key, &format!("{kari}/erasure"), &body).await.code(),
        "people-only"
    );
    for role in [Role::Administrator, Role::IctLead, Role::ChiefExecutive, Role::Auditor] {
        let cookie = api.cookie(role).await;
        for path in ["/api/v1/personal-data", "/api/v1/personal-data/persons", kari.as_str()] {
            let answer = api.ask("GET", path, &[("cookie", &cookie)], "").await;
            assert_eq!(answer.code(), "forbidden", "{path} as {}", role.name());
        }
    }
}
