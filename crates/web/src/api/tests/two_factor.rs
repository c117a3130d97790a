//! Services with a log-in, as the room *To-faktor* shows them.

use arvak_core::Span;
use serde_json::{Value, json};

use super::support::Api;

const SERVICES: &str = r#"
[[service]]
id = "ansatt"
name = "Ansattportalen"
internet_facing = true
login = "form"

[[service]]
id = "kart"
name = "Kartet"
internet_facing = true

[[service]]
id = "arkiv"
name = "Arkivet"
internet_facing = false
login = "form"
"#;

/// What a trial leaves behind.
const TRIED: &str = r#"{"v":1,"probe":"mfa_login","method_version":1,"subject":"service/ansatt",
"host":"ansatt.heroy.kommune.no","port":443,"domain":"heroy.kommune.no","vantage":"outside",
"started_at":"2026-03-02T06:00:00Z","finished_at":"2026-03-02T06:00:01Z","events":[
{"at_ms":1,"event":"log_in","trial":"wrong-code","after_password":"second-factor-asked","seen":"refused"}]}"#;

const PATH: &str = "/api/v1/two-factor/services";

fn of<'l>(list: &'l Value, id: &str) -> Option<&'l Value> {
    list["services"].as_array().unwrap().iter().find(|one| one["id"] == id)
}

#[tokio::test(flavor = "multi_thread")]
async fn services_are_listed_with_how_they_stand_and_one_tells_what_a_trial_met() {
    let api = Api::new().await;
    api.trial.listed(SERVICES).await;
    let key = api.whole_key().await;
    let list = api.get(&key, PATH).await.json();
    assert_eq!(of(&list, "service/kart").unwrap()["login"], Value::Null);
    assert_eq!(of(&list, "service/arkiv"), None);
    let before = of(&list, "service/ansatt").unwrap();
    assert_eq!((&before["login"], &before["newest"]), (&json!("form"), &Value::Null));
    api.trial.clock.advance(Span::from_days(1));
    let transcript = api.trial.looked("mfa_login", "mfa.enforced", "service/ansatt", TRIED).await;
    let one = async || api.get(&key, &format!("{PATH}/ansatt")).await.json();
    let tried = one().await;
    let met = json!([{ "trial": "wrong-code", "way": null, "after_password": "second-factor-asked", "seen": "refused" }]);
    assert_eq!(tried["trial"]["met"], met, "{tried}");
    assert_eq!(tried["known"][0]["entry"], tried["trial"]["entry"]);
    assert_eq!(tried["service"]["newest"]["basis"], "probe");
    std::fs::remove_file(transcript).unwrap();
    assert_eq!(one().await["trial"], Value::Null, "what was erased is not told");
    for nothing in ["arkiv", "nowhere"] {
        assert_eq!(api.get(&key, &format!("{PATH}/{nothing}")).await.code(), "not-found");
    }
}
