//! Who may ask what: keys, their rights and their end; sessions beside them.

use arvak_core::Span;
use arvak_identity::{Access, Right, Role};
use arvak_probe::Clock as _;
use serde_json::json;

use super::support::{Api, ORIGIN};
use crate::routes::declared;
use crate::settings::tokens::GIVEN;

const STATUS: &str = "/api/v1/status";

#[tokio::test(flavor = "multi_thread")]
async fn without_a_key_or_with_a_wrong_one_nothing_opens() {
    let api = Api::new().await;
    let nobody = api.ask("GET", STATUS, &[], "").await;
    assert_eq!((nobody.status, nobody.code().as_str()), (401, "no-key"));
    assert_eq!(nobody.header("www-authenticate"), "Bearer realm=\"arvak\"");
    let wrong = api.get("arvak_wrong", STATUS).await;
    assert_eq!((wrong.status, wrong.code().as_str()), (401, "key-refused"));
    assert!(wrong.header("www-authenticate").contains("invalid_token"));
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_ended_were_taken_back_or_whose_owner_is_gone_are_all_refused_alike() {
    let api = Api::new().await;
    let operation = api.trial.app.folder().operation();
    let short = api.key_lasting(Role::IctLead, &GIVEN, Span::from_days(1)).await;
    let removed = api.whole_key().await;
    let owners = api.key(Role::Contributor, &[Right::Read]).await;
    for key in [&short, &removed, &owners] {
        assert_eq!(api.get(key, STATUS).await.status, 200);
    }
    let rows = operation.tokens("api").await.unwrap();
    assert!(rows.iter().all(|row| row.used_at.is_some()), "their use is noted");
    let newest = rows.iter().rev().find(|row| row.person != rows[2].person).unwrap().id;
    operation.remove_token(newest).await.unwrap();
    let owner = rows[2].person.clone().unwrap();
    operation.close_account(&owner, api.trial.clock.now(), "contributor").await.unwrap();
    api.cookie(Role::Contributor).await;
    let late = api.trial.clock.now().plus(Span::from_days(2));
    api.trial.clock.set(late);
    let (short, removed) = (api.get(&short, STATUS).await, api.get(&removed, STATUS).await);
    assert_eq!((short.status, removed.status), (401, 401));
    assert_eq!(short.text, removed.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_opens_what_both_it_and_its_owner_may_and_nothing_that_needs_a_person() {
    let api = Api::new().await;
    let none = api.key(Role::IctLead, &[Right::Export]).await;
    let reads = api.key(Role::IctLead, &[Right::Read]).await;
    // The auditor may not record, whatever the key says.
    let more = api.key(Role::Auditor, &GIVEN).await;
    let all = api.key(Role::Administrator, &Right::ALL).await;
    for route in declared(&api.trial.app) {
        let Access::May(right) = route.access else { continue };
        if !route.path.starts_with("/api/v1") {
            continue;
        }
        let path = route.path.replace(['{', '}'], "");
        let body = json!({});
        let method = route.method.as_str();
        let named = format!("{method} {path}");
        let ask = async |key: &str| api.send(method, key, &path, &body).await;
        if GIVEN.contains(&right) {
            let answers = [(&none, right == Right::Export), (&reads, right == Right::Read)];
            for (key, is_open) in answers {
                let answer = ask(key).await;
                assert_eq!(answer.status != 403, is_open, "{named}: {answer:?}");
            }
            assert_eq!(ask(&more).await.status != 403, Role::Auditor.may(right), "{named}");
            assert_ne!(ask(&all).await.code_or_none(), Some("people-only".to_owned()), "{named}");
        } else {
            let answer = ask(&all).await;
            assert_eq!((answer.status, answer.code().as_str()), (403, "people-only"), "{named}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_reads_and_writes_from_our_own_origin_alone() {
    let api = Api::new().await;
    let cookie = api.cookie(Role::IctLead).await;
    let with = |more: &[(&'static str, &'static str)]| {
        let mut all = vec![("cookie", cookie.as_str()), ("content-type", "application/json")];
        all.extend(more);
        all
    };
    assert_eq!(api.ask("GET", STATUS, &with(&[]), "").await.status, 200);
    let path = "/api/v1/runs";
    for foreign in
        [&[][..], &[("origin", "https://evil.example")], &[("sec-fetch-site", "cross-site")]]
    {
        let answer = api.ask("POST", path, &with(foreign), "{}").await;
        assert_eq!((answer.status, answer.code().as_str()), (403, "foreign"));
    }
    assert_eq!(api.ask("POST", path, &with(&[("origin", ORIGIN)]), "{}").await.status, 202);
    // With a key no cookie is looked at, and no origin: not even when the key is wrong.
    let wrong = with(&[("authorization", "Bearer arvak_wrong"), ("origin", ORIGIN)]);
    assert_eq!(api.ask("GET", STATUS, &wrong, "").await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_keys_from_one_address_are_slowed_and_good_ones_pass_all_the_same() {
    let api = Api::new().await;
    let good = api.whole_key().await;
    for _ in 0..21 {
        assert_eq!(api.get("arvak_wrong", STATUS).await.status, 401);
    }
    let slowed = api.get("arvak_wrong", STATUS).await;
    assert_eq!((slowed.status, slowed.code().as_str()), (429, "too-many"));
    assert!(slowed.header("retry-after").parse::<u32>().unwrap() > 0);
    assert_eq!(api.get(&good, STATUS).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_make_and_take_back_keys_and_see_one_once() {
    let api = Api::new().await;
    let cookie = api.cookie(Role::Administrator).await;
    let headers =
        [("cookie", cookie.as_str()), ("origin", ORIGIN), ("content-type", "application/json")];
    let ask = async |method: &str, path: &str, body: &str| {
        api.ask(method, path, &headers, body.to_owned()).await
    };
    let wrong = ask("POST", "/api/v1/keys", r#"{"name":"","rights":["approve"],"days":7}"#).await;
    assert_eq!((wrong.status, wrong.code().as_str()), (422, "invalid"));
    let places: Vec<_> = wrong.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["pointer"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(places, ["#/name", "#/rights", "#/days"]);
    let made = ask("POST", "/api/v1/keys", r#"{"name":"n","rights":["read"],"days":30}"#).await;
    assert_eq!(made.status, 201);
    let secret = made.json()["secret"].as_str().unwrap().to_owned();
    assert_eq!(api.get(&secret, STATUS).await.status, 200);
    let listed = ask("GET", "/api/v1/keys", "").await;
    assert!(!listed.text.contains(&secret));
    let id = listed.json()["keys"][0]["id"].to_string();
    assert_eq!(ask("DELETE", &format!("/api/v1/keys/{id}"), "").await.status, 204);
    assert_eq!(ask("DELETE", &format!("/api/v1/keys/{id}"), "").await.code(), "not-found");
    assert_eq!(api.get(&secret, STATUS).await.status, 401);
}
