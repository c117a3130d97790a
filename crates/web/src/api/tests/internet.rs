//! What meets the internet, as the room shows it.

use arvak_core::Span;
use serde_json::{Value, json};

use super::support::Api;

const PLACES: &str = r#"
[[endpoint]]
id = "www"
name = "www"
host = "www.heroy.kommune.no"
port = 443
kind = "https"

[[endpoint]]
id = "arkiv"
name = "arkiv"
host = "arkiv.heroy.kommune.no"
port = 443
kind = "https"
"#;

async fn api() -> (Api, String) {
    let api = Api::new().await;
    api.trial.listed(PLACES).await;
    let key = api.whole_key().await;
    (api, key)
}

fn ids(list: &Value) -> Vec<&str> {
    list["services"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worst_service_stands_first_in_parts_and_what_nobody_looked_at_last() {
    let (api, key) = api().await;
    let fine = "http.hsts must pass\ncert.expiry must pass\n";
    api.trial.looked("https", "web.hsts", "endpoint/arkiv", fine).await;
    let wrong = "http.hsts must fail\ncert.expiry must pass\n";
    api.trial.looked("https", "web.hsts", "endpoint/www", wrong).await;
    let path = "/api/v1/internet/services";
    let all = api.get(&key, path).await.json();
    assert_eq!(ids(&all)[..2], ["endpoint/www", "endpoint/arkiv"]);
    assert_eq!(all["services"][0]["checks"]["web"], json!({ "wrong": 1 }));
    assert_eq!(all["services"][0]["checks"]["certificate"], json!({ "fine": 1 }));
    assert_eq!(all["services"][2]["looked_at"], Value::Null);
    let mut parts = Vec::new();
    let mut next = Some(format!("{path}?limit=1"));
    while let Some(path) = next {
        let part = api.get(&key, &path).await;
        let link = part.header("link").to_owned();
        parts.push(ids(&part.json())[0].to_owned());
        next = link.strip_prefix('<').and_then(|rest| rest.split('>').next()).map(str::to_owned);
    }
    assert_eq!(parts, ids(&all));
    assert_eq!(ids(&api.get(&key, &format!("{path}?search=ARK")).await.json()), ["endpoint/arkiv"]);
    assert_eq!(
        ids(&api.get(&key, &format!("{path}?family=web&search=heroy")).await.json()),
        [""; 0]
    );
    let wrong = api.get(&key, &format!("{path}?family=smoke")).await;
    assert_eq!((wrong.status, wrong.wrong().0), (400, "family".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_has_every_check_with_what_was_seen_and_how_it_is_mended() {
    let (api, key) = api().await;
    api.trial.looked("https", "web.hsts", "endpoint/www", "http.hsts must fail\n").await;
    let one = api.get(&key, "/api/v1/internet/services/endpoint/www").await.json();
    let check = &one["checks"][0];
    assert_eq!(
        (&check["id"], &check["rank"], &check["family"]),
        (&json!("http.hsts"), &json!("wrong"), &json!("web"))
    );
    assert_eq!((&check["grade"], &check["result"]), (&json!("must"), &json!("fail")));
    assert!(check["seen"].as_str().unwrap().contains("seen by https"), "{check}");
    assert!(!check["mend"].as_array().unwrap().is_empty() && check["why"].is_string(), "{check}");
    let entry = api.get(&key, &format!("/api/v1/evidence/{}", check["entry"])).await;
    assert_eq!(entry.json()["entry"]["fact"]["evidence"]["subject"], "endpoint/www");
    for nothing in ["endpoint/nowhere", "service/epost"] {
        let answer = api.get(&key, &format!("/api/v1/internet/services/{nothing}")).await;
        assert_eq!(answer.code(), "not-found", "{nothing}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_between_two_days_is_told_and_a_service_is_shown_as_it_was() {
    let (api, key) = api().await;
    api.trial.looked("https", "web.hsts", "endpoint/www", "http.hsts must pass\n").await;
    let day = api.trial.app.live().view().at.to_string();
    api.trial.clock.advance(Span::from_days(20));
    api.trial.looked("https", "web.hsts", "endpoint/www", "http.hsts must fail\n").await;
    let changes = api.get(&key, "/api/v1/internet/changes").await.json();
    let expected =
        json!([{ "service": "endpoint/www", "check": "http.hsts", "from": "fine", "to": "wrong" }]);
    assert_eq!(changes["changes"], expected);
    let same = format!("/api/v1/internet/changes?from={day}&to={day}");
    assert_eq!(api.get(&key, &same).await.json()["changes"], json!([]));
    let then = format!("/api/v1/internet/services/endpoint/www?as_of={day}");
    assert_eq!(api.get(&key, &then).await.json()["checks"][0]["rank"], "fine");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_unknown_names_are_told_where_nothing_was_compared() {
    let (api, key) = api().await;
    let none = api.get(&key, "/api/v1/internet/unknown-names").await.json();
    assert_eq!(none, json!({ "entry": null, "names": [], "next": null }));
}
