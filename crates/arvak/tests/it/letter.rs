//! The letter from the first day: every point is judged, and judged by evidence alone.

use serde_json::Value;

use crate::support::{Folder, stderr};

const INVENTORY: &str = "\
[[plan]]
id = \"beredskapsplan\"
name = \"Beredskapsplan\"

[[function]]
id = \"legevakt\"
name = \"Legevakt\"
";

fn claim<'v>(status: &'v Value, id: &str) -> &'v Value {
    let points = status["points"].as_array().unwrap();
    let claims = points.iter().flat_map(|point| point["claims"].as_array().unwrap());
    claims.into_iter().find(|claim| claim["id"] == id).unwrap()
}

#[test]
fn a_new_folder_answers_all_eleven_points_and_all_are_missing() {
    let folder = Folder::made();
    let status = folder.json(&["status"]);
    let points = status["points"].as_array().unwrap();
    let ids: Vec<_> = points.iter().map(|point| point["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["0", "1a", "1b", "1c", "2a", "2b", "2c", "2d", "3", "4", "5"]);
    assert!(points.iter().all(|point| point["state"] == "missing"), "{status}");
    let claims = points.iter().map(|point| point["claims"].as_array().unwrap().len());
    assert_eq!(claims.sum::<usize>(), 28);
}

#[test]
fn status_has_the_fields_that_scripts_rely_on() {
    let folder = Folder::with_inventory(INVENTORY);
    let status = folder.json(&["status"]);
    for field in ["letter", "assessed_at", "engine", "catalogue", "tree_size", "root", "points"] {
        assert!(!status[field].is_null(), "{field} is missing");
    }
    assert_eq!(status["letter"], "kdd-ks-2022");
    assert_eq!(status["tree_size"], 5, "genesis, catalogue, organisation, plan, function");
    let claim = claim(&status, "2a.2");
    let subject = &claim["subjects"][0];
    assert_eq!(subject["subject"], "function/legevakt");
    assert_eq!(subject["state"], "missing");
    assert_eq!(subject["reasons"][0]["code"], "missing");
    assert!(subject["next"]["code"].is_string() && subject["next"]["owner"].is_string());
    assert_eq!(subject["evidence"], serde_json::json!([]));
}

#[test]
fn the_same_folder_at_the_same_instant_gives_the_same_bytes_in_every_language() {
    let folder = Folder::with_inventory(INVENTORY);
    let at = "2030-01-01T00:00:00Z";
    let first = folder.said(&["status", "--json", "--as-of", at]);
    for lang in ["nb", "nn", "en"] {
        let again = folder.said(&["status", "--json", "--as-of", at, "--lang", lang]);
        assert_eq!(again, first);
    }
}

#[test]
fn a_document_verifies_until_it_expires_and_a_statement_never_does() {
    let folder = Folder::with_inventory(INVENTORY);
    let about = ["impact.unavailable", "function/legevakt", "supports"];
    let add = |basis: &str| {
        folder.said(&[&["evidence", "add"], &about[..], &["--basis", basis]].concat());
    };
    let state = |extra: &[&str]| {
        let status = folder.json(&[&["status"], extra].concat());
        claim(&status, "2a.2")["subjects"][0]["state"].as_str().unwrap().to_owned()
    };
    add("statement");
    assert_eq!(state(&[]), "partial");
    add("document");
    assert_eq!(state(&[]), "verified");
    assert_eq!(state(&["--as-of", "2100-01-01"]), "stale");
    // Before anything was recorded nothing was known, not even the letter.
    let before = folder.json(&["status", "--as-of", "2020-01-01"]);
    assert_eq!(before["points"], serde_json::json!([]));
}

#[test]
fn withdrawn_support_stops_counting_and_a_refutation_cannot_be_withdrawn() {
    let folder = Folder::with_inventory(INVENTORY);
    let about = ["impact.unavailable", "function/legevakt"];
    let add = |result: &str| {
        let args = [&["evidence", "add"], &about[..], &[result, "--basis", "document"]].concat();
        folder.json(&args)["id"].to_string()
    };
    let state = || {
        let status = folder.json(&["status"]);
        claim(&status, "2a.2")["subjects"][0]["state"].as_str().unwrap().to_owned()
    };
    let support = add("supports");
    folder.said(&["evidence", "withdraw", &support, "--reason", "feil dokument"]);
    assert_eq!(state(), "missing");
    let refutation = add("refutes");
    assert_eq!(state(), "refuted");
    let output = folder.arvak(&["evidence", "withdraw", &refutation, "--reason", "vil ikke"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert_eq!(state(), "refuted");
    add("supports");
    assert_eq!(state(), "verified", "later support of the same strength lifts it");
}

#[test]
fn fail_on_ends_with_one_when_a_point_is_that_bad_or_worse() {
    let folder = Folder::made();
    let code = |state: &str| folder.arvak(&["status", "--fail-on", state]).status.code();
    assert_eq!(code("refuted"), Some(0));
    assert_eq!(code("missing"), Some(1));
    assert_eq!(code("stale"), Some(1));
    assert_eq!(code("bad"), Some(2));
}

#[test]
fn explain_says_the_rule_the_evidence_and_whose_turn_it_is() {
    let folder = Folder::with_inventory(INVENTORY);
    folder.said(&[
        "evidence",
        "add",
        "impact.unavailable",
        "function/legevakt",
        "supports",
        "--note",
        "ROS 2026",
    ]);
    let nb = folder.said(&["explain", "2a.2", "function/legevakt"]);
    for word in ["2a.2", "Legevakt", "Oppgitt", "Beredskapskoordinator", "minst dokument"] {
        assert!(nb.contains(word), "{word} is missing in:\n{nb}");
    }
    let json = folder.json(&["explain", "2a.2"]);
    assert_eq!(json["id"], "2a.2");
    let output = folder.arvak(&["explain", "9.9"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("5.1"), "the claims that there are: {}", stderr(&output));
}

#[test]
fn a_case_of_the_executable_model_is_judged_by_the_products_own_rules() {
    let folder = Folder::none();
    let case = folder.outside().join("case.json");
    std::fs::write(
        &case,
        r#"{"at":5,"facts":[
            {"seq":0,"received":0,"fact":"subject","subject":"s/1","in_scope":true},
            {"seq":1,"received":3,"fact":"evidence","kind":"a","subject":"s/1","result":"supports",
             "strength":4,"collected":3,"valid_until":null},
            {"seq":2,"received":4,"fact":"evidence","kind":"a","subject":"s/1","result":"refutes",
             "strength":2,"collected":4,"valid_until":null}],
          "claims":[{"id":"1","subject_kind":"s","applies_if_worse":null,
            "any_of":[{"all_of":[{"kind":"a","at_least":4,"within":8}],"compensates":false}]}]}"#,
    )
    .unwrap();
    let answer = folder.json(&["assess", "--case", case.to_str().unwrap()]);
    assert_eq!(answer["1"]["subjects"]["s/1"]["state"], "verified", "contested, not refuted");
}

#[test]
fn what_betters_a_status_without_evidence_needs_a_reason_and_is_listed() {
    let folder = Folder::with_inventory(
        "[[service]]\nid = \"epost\"\nname = \"E-post\"\ninternet_facing = true\nlogin = \"form\"\n",
    );
    let file = folder.outside().join("after.toml");
    std::fs::write(
        &file,
        "[[service]]\nid = \"epost\"\nname = \"E-post\"\ninternet_facing = false\nlogin = \"form\"\n",
    )
    .unwrap();
    let import = ["import", file.to_str().unwrap()];
    let before = folder.said(&["ledger", "list", "--ids"]);
    let output = folder.arvak(&import);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert_eq!(folder.said(&["ledger", "list", "--ids"]), before, "nothing was recorded");
    folder.said(&[&import[..], &["--reason", "Flyttet bak VPN"]].concat());
    let report = folder.json(&["report", "changes"]);
    let changes = report["changes"].as_array().unwrap();
    assert!(!changes.is_empty());
    assert!(changes.iter().all(|change| change["subject"] == "service/epost"), "{report}");
    assert!(changes.iter().all(|change| change["reason"] == "Flyttet bak VPN"), "{report}");
    let later = folder.json(&["report", "changes", "--since", "2100-01-01"]);
    assert_eq!(later["changes"], serde_json::json!([]));
}
