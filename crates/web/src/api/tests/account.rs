//! One's own account: for the person with a fresh session, as far as no factors are made.

use arvak_core::Span;
use arvak_identity::{Right, Role};
use arvak_probe::Clock as _;
use arvak_store::PasskeyRow;
use serde_json::{Value, json};

use super::support::{Answer, Api, ORIGIN};

async fn ask(api: &Api, method: &str, cookie: &str, path: &str, body: &Value) -> Answer {
    let headers = [("cookie", cookie), ("origin", ORIGIN), ("content-type", "application/json")];
    api.ask(method, &format!("/api/v1/{path}"), &headers, body.to_string()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_told_what_it_may_and_nothing_of_the_account_of_its_maker() {
    let api = Api::new().await;
    let key = api.key(Role::IctLead, &[Right::Read, Right::Record]).await;
    let caller = api.get(&key, "/api/v1/caller").await.json();
    assert_eq!(caller["rights"], json!(["read", "record"]));
    assert_eq!((caller["key"].is_i64(), &caller["units"]), (true, &json!([])));
    for path in ["account", "account/sessions", "account/passkeys", "account/notices"] {
        assert_eq!(api.get(&key, &format!("/api/v1/{path}")).await.code(), "people-only", "{path}");
    }
    let taken = api.send("DELETE", &key, "/api/v1/account/sessions", &Value::Null).await;
    assert_eq!(taken.code(), "people-only");
    // What its maker may not, the key may not either.
    let more = api.key(Role::Auditor, &Right::ALL).await;
    assert_eq!(api.get(&more, "/api/v1/caller").await.json()["rights"], json!(["read", "export"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_and_ended_while_the_log_in_is_fresh() {
    let api = Api::new().await;
    let (mine, other, third) = (
        api.cookie(Role::Auditor).await,
        api.cookie(Role::Auditor).await,
        api.cookie(Role::Auditor).await,
    );
    let strangers = api.cookie(Role::IctLead).await;
    let none = Value::Null;
    let list = async || ask(&api, "GET", &mine, "account/sessions", &none).await.json();
    let all = list().await;
    let sessions = all["sessions"].as_array().unwrap();
    let current: Vec<bool> = sessions.iter().map(|one| one["current"].as_bool().unwrap()).collect();
    assert_eq!(current, [true, false, false]);
    let theirs = ask(&api, "GET", &strangers, "account/sessions", &none).await.json()["sessions"]
        [0]["id"]
        .clone();
    let end = async |id: &Value| {
        ask(&api, "DELETE", &mine, &format!("account/sessions/{id}"), &none).await
    };
    assert_eq!(end(&theirs).await.code(), "not-found", "nobody ends another one's");
    assert_eq!(end(&sessions[1]["id"]).await.status, 204);
    assert_eq!(ask(&api, "GET", &other, "account", &none).await.code(), "no-key");
    assert_eq!(ask(&api, "GET", &third, "account", &none).await.status, 200);
    api.trial.clock.advance(Span::from_millis(11 * 60_000));
    let late = ask(&api, "DELETE", &mine, "account/sessions", &none).await;
    assert_eq!((late.status, late.code().as_str()), (401, "log-in-again"));
    let again = api.cookie(Role::Auditor).await;
    assert_eq!(ask(&api, "DELETE", &again, "account/sessions", &none).await.status, 204);
    for ended in [mine, third] {
        assert_eq!(ask(&api, "GET", &ended, "account", &none).await.status, 401);
    }
    assert_eq!(ask(&api, "GET", &again, "account", &none).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_taken_away_but_never_the_last_way_to_log_in() {
    let api = Api::new().await;
    let cookie = api.cookie(Role::Auditor).await;
    let operation = api.trial.app.folder().operation();
    let person = operation.account_called("auditor").await.unwrap().unwrap().person;
    for (id, name) in [([1, 171], "nøkkel"), ([2, 0], "telefon")] {
        let row = PasskeyRow {
            id: id.to_vec(),
            person: person.clone(),
            name: name.to_owned(),
            credential: "{}".to_owned(),
            created_at: api.trial.clock.now(),
            last_used: None,
        };
        assert!(operation.add_passkey(&row).await.unwrap());
    }
    let none = Value::Null;
    let listed = ask(&api, "GET", &cookie, "account/passkeys", &none).await;
    assert!(!listed.text.contains("credential"), "{listed:?}");
    let account = ask(&api, "GET", &cookie, "account", &none).await.json();
    assert_eq!(
        account["factors"],
        json!({ "password": false, "codes": false, "passkeys": 2, "recovery_codes": 0 })
    );
    let remove = async |id: &str| {
        ask(&api, "DELETE", &cookie, &format!("account/passkeys/{id}"), &none).await
    };
    assert_eq!(remove("01ab").await.status, 204);
    assert_eq!(remove("01ab").await.code(), "not-found");
    assert_eq!(remove("æøå").await.code(), "not-found");
    let last = remove("0200").await;
    assert_eq!((last.status, last.code().as_str()), (409, "asked"));
    api.trial.clock.advance(Span::from_millis(11 * 60_000));
    assert_eq!(remove("0200").await.code(), "log-in-again");
}

#[tokio::test(flavor = "multi_thread")]
async fn language_and_notices_are_chosen() {
    let api = Api::new().await;
    let cookie = api.cookie(Role::Auditor).await;
    let set = ask(&api, "PUT", &cookie, "account/language", &json!({ "lang": "nn" })).await;
    assert_eq!(set.status, 204);
    let wrong = ask(&api, "PUT", &cookie, "account/language", &json!({ "lang": "se" })).await;
    assert_eq!((wrong.status, wrong.wrong().0.as_str()), (422, "#/lang"));
    let usual = ask(&api, "GET", &cookie, "account/notices", &Value::Null).await.json();
    assert_eq!(usual, json!({ "kinds": [], "pace": "daily", "email": null, "lang": "nn" }));
    let choice = |email: Value| json!({ "kinds": ["refuted", "overdue"], "pace": "at_once", "email": email, "lang": "en" });
    for wrong in [Value::Null, json!("nobody")] {
        let answer = ask(&api, "PUT", &cookie, "account/notices", &choice(wrong)).await;
        assert_eq!((answer.status, answer.wrong().0.as_str()), (422, "#/email"), "{answer:?}");
    }
    let mine = choice(json!("ada@heroy.example"));
    let kept = ask(&api, "PUT", &cookie, "account/notices", &mine).await;
    assert_eq!((kept.status, kept.json()), (200, mine.clone()));
    assert_eq!(ask(&api, "GET", &cookie, "account/notices", &Value::Null).await.json(), mine);
}
