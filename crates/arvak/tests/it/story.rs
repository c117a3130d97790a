//! What is publicly known of the attack on Østre Toten in 2021, played into a ledger.

use serde_json::Value;

use crate::support::{Folder, stderr, stdout};

/// The evening before, and the claims that the story is about.
const EVE: &str = "2021-01-08";
const CLAIMS: [(&str, &str); 4] = [
    ("1a.1", "log.silent"),
    ("2c.2", "backup.write_succeeded"),
    ("2c.3", "backup.delete_succeeded"),
    ("3.1", "mfa.single_factor_login"),
];

fn claims(status: &Value) -> Vec<&Value> {
    let points = status["points"].as_array().unwrap();
    points.iter().flat_map(|point| point["claims"].as_array().unwrap()).collect()
}

#[test]
fn the_day_before_the_attack_the_four_claims_are_refuted_and_the_rest_is_unknown() {
    let folder = Folder::none();
    let output = folder.arvak(&["demo", "--once", "--story", "ostre-toten-2021"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let screen = stdout(&output);
    for word in ["tankeforsøk", "8. jan. 2021", "Datatilsynet 2022", "24 ikke undersøkt"] {
        assert!(screen.contains(word), "{word} is missing in:\n{screen}");
    }

    let status = folder.json(&["status", "--as-of", EVE]);
    let claims = claims(&status);
    assert_eq!(claims.len(), 28);
    for claim in claims {
        let id = claim["id"].as_str().unwrap();
        let code = CLAIMS.iter().find(|(known, _)| *known == id).map(|(_, code)| *code);
        assert_eq!(claim["state"], if code.is_some() { "refuted" } else { "missing" }, "{id}");
        if let Some(code) = code {
            assert!(claim.to_string().contains(code), "{id} does not name {code}: {claim}");
            let told = folder.said(&["explain", id, "--as-of", EVE]);
            for word in ["Motbevist", "dokumentert · motbeviser", "8. jan. 2021"] {
                assert!(told.contains(word), "{word} is missing in:\n{told}");
            }
        }
    }
}

#[test]
fn nothing_is_known_before_that_day_and_no_more_than_a_document_says_ever() {
    let folder = Folder::none();
    folder.said(&["demo", "--once", "--story", "ostre-toten-2021"]);
    let before = folder.json(&["status", "--as-of", "2021-01-07"]);
    assert!(claims(&before).iter().all(|claim| claim["state"] == "missing"), "{before}");

    let listed = folder.json(&["ledger", "list"]);
    let entries = listed["entries"].as_array().unwrap();
    let evidence = |entry: &&Value| entry["fact"].get("evidence").is_some();
    let evidence: Vec<_> = entries.iter().filter(evidence).collect();
    assert_eq!(evidence.len(), 6);
    for entry in evidence {
        assert_eq!(entry["fact"]["evidence"]["basis"], "document", "{entry}");
        assert_eq!(entry["fact"]["evidence"]["collected_at"], entry["received_at"], "{entry}");
    }
    assert_eq!(entries[0]["fact"]["genesis"]["clock"], "simulated");

    // It is judged by a letter that came a year later, on a clock that is not the machine's; no
    // municipality's name stands beside that without it being said.
    assert!(folder.said(&["status"]).contains("ingen kommune har ført dette"));
    folder.said(&["ledger", "verify"]);
}

#[test]
fn a_story_that_is_not_there_is_refused_with_those_that_are() {
    let folder = Folder::none();
    let output = folder.arvak(&["demo", "--once", "--story", "nordvik"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("ostre-toten-2021"), "{}", stderr(&output));
}
