//! How a canary logs in, read, checked, tried and kept over the API.

use arvak_identity::{Right, Role};
use serde_json::{Value, json};

use super::support::Api;

const SERVICES: &str = r#"
[[service]]
id = "ansatt"
name = "Ansattportalen"
internet_facing = true
login = "form"
"#;

const RECIPE: &str = "/api/v1/two-factor/services/ansatt/recipe";

async fn api() -> Api {
    let api = Api::new().await;
    api.trial.listed(SERVICES).await;
    let folder = api.trial.app.folder();
    let seal = arvak_store::Seal::open(folder.layout()).unwrap();
    let target = br#"{"canary":{"password":"hemmelig-ord"}}"#;
    let new = arvak_store::NewCanary {
        target,
        told: "Vakten",
        groups: "Alle ansatte",
        locks_after: Some(10),
    };
    let id = "service/ansatt".parse().unwrap();
    let now = arvak_probe::Clock::now(&*api.trial.clock);
    folder.operation().add_canary(&seal, &id, new, now).await.unwrap();
    api
}

#[tokio::test(flavor = "multi_thread")]
async fn ready_recipes_and_that_of_a_canary_are_read() {
    let api = api().await;
    let key = api.whole_key().await;
    let ready = api.get(&key, "/api/v1/two-factor/recipes").await.json();
    assert_eq!(ready["recipes"][0]["id"], "portal");
    assert_eq!(ready["recipes"][0]["name"]["en"], "The portal");
    let kept = api.get(&key, RECIPE).await.json();
    assert_eq!((&kept["kind"], &kept["recipe"]), (&json!("http-form"), &Value::Null));
    let elsewhere = "/api/v1/two-factor/services/nowhere/recipe";
    assert_eq!(api.get(&key, elsewhere).await.code(), "not-found");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_in_a_recipe_is_told_and_nothing_is_kept_or_sent() {
    let api = api().await;
    let key = api.whole_key().await;
    for (method, path) in [
        ("POST", format!("{RECIPE}/check")),
        ("PUT", RECIPE.to_owned()),
        ("POST", format!("{RECIPE}/trials")),
    ] {
        let wrong = json!({ "recipe": "galt" });
        let answer = api.send(method, &key, &path, &wrong).await;
        assert_eq!(answer.status, 422, "{method} {path}: {}", answer.text);
        assert_eq!(
            answer.wrong(),
            ("#/recipe".to_owned(), "selector".to_owned()),
            "{method} {path}"
        );
    }
    let sound = json!({ "recipe": "login = \"/inn\"" });
    let plan = api.send("POST", &key, &format!("{RECIPE}/check"), &sound).await.json();
    assert_eq!(plan["steps"][0], json!({ "does": "wrong-password", "at": "/inn" }));
    assert_eq!((&plan["wrong_passwords_a_day"], &plan["trials_a_day"]), (&json!(1), &json!(3)));
    // Without saying so nothing is sent: the plan is answered.
    let dry = api.send("POST", &key, &format!("{RECIPE}/trials"), &sound).await;
    assert_eq!((dry.status, dry.json()), (200, plan));
    assert_eq!(api.send("PUT", &key, RECIPE, &sound).await.status, 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_is_begun_only_when_it_is_said_and_tells_what_it_sees_without_secrets() {
    let api = api().await;
    let key = api.whole_key().await;
    let sent = json!({ "recipe": "login = \"/inn\"", "carry_out": true });
    let begun = api.send("POST", &key, &format!("{RECIPE}/trials"), &sent).await;
    assert_eq!(begun.status, 202, "{}", begun.text);
    let path = begun.header("location").to_owned();
    let mut trial = begun.json();
    while trial["stage"] == "under_way" {
        tokio::task::yield_now().await;
        trial = api.get(&key, &path).await.json();
    }
    assert_eq!(trial["stage"], "ended", "{trial}");
    let kinds: Vec<_> = trial["seen"].as_array().unwrap().iter().map(|one| &one["kind"]).collect();
    assert!(kinds.contains(&&json!("arm")) && kinds.contains(&&json!("step")), "{trial}");
    assert!(!trial.to_string().contains("token=1"), "queries are left out: {trial}");
    assert_eq!(api.get(&key, &format!("{RECIPE}/trials/99")).await.code(), "not-found");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_only_read_neither_keeps_nor_tries_a_recipe() {
    let api = api().await;
    let key = api.key(Role::IctLead, &[Right::Read]).await;
    let sent = json!({ "recipe": "login = \"/inn\"", "carry_out": true });
    for (method, path) in [("PUT", RECIPE.to_owned()), ("POST", format!("{RECIPE}/trials"))] {
        let body =
            if method == "PUT" { json!({ "recipe": "login = \"/inn\"" }) } else { sent.clone() };
        assert_eq!(api.send(method, &key, &path, &body).await.status, 403, "{method} {path}");
    }
}
