//! What helps people act, at the terminal: lists with their standing, law with the municipality's own answer, and the
//! areas of NSM's list as evidence.

use crate::support::{Folder, stderr};

const INVENTORY: &str = "\
[[organisation]]
id = \"provedal\"
name = \"Prøvedal\"
";

fn folder() -> Folder {
    Folder::with_inventory(INVENTORY)
}

fn list<'v>(lists: &'v serde_json::Value, id: &str) -> &'v serde_json::Value {
    lists.as_array().unwrap().iter().find(|list| list["id"] == id).unwrap()
}

fn items(list: &serde_json::Value) -> &Vec<serde_json::Value> {
    list["items"].as_array().unwrap()
}

#[test]
fn a_list_stands_as_the_claims_under_it() {
    let folder = folder();
    let add = ["evidence", "add", "notice.sent", "organisation/provedal", "refutes"];
    folder.said(&[&add[..], &["--basis", "document"]].concat());
    let lists = folder.json(&["guide", "lists"]);
    let wholes = items(list(&lists, "nsm-2022")).iter().filter(|item| item["under"].is_null());
    assert_eq!(wholes.count(), 9);
    assert_eq!(items(list(&lists, "helsecert")).len(), 7);
    let status = folder.json(&["status"]);
    let claims = status["points"].as_array().unwrap().iter();
    let claims = claims.flat_map(|point| point["claims"].as_array().unwrap());
    let refuted: Vec<_> =
        claims.filter(|claim| claim["state"] == "refuted").map(|claim| &claim["id"]).collect();
    assert_eq!(refuted, ["4.1"]);
    for item in items(list(&lists, "nsm-2022")) {
        let rests = item["claims"].as_array().unwrap().contains(&"4.1".into());
        assert_eq!(item["state"] == "refuted", rests, "{item}");
    }
    let said = folder.said(&["guide", "lists", "nsm-2022", "--lang", "nb"]);
    assert!(said.contains("Motbevist"), "{said}");
    assert!(!said.contains("HelseCERT"), "{said}");
    let unknown = folder.arvak(&["guide", "lists", "nsm-2021", "--lang", "en"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("nsm-2022"), "{}", stderr(&unknown));
}

#[test]
fn verify_turns_an_area_with_something_refuted_in_it_red_and_says_so_once() {
    let folder = folder();
    let add = ["evidence", "add", "notice.sent", "organisation/provedal", "refutes"];
    folder.said(&[&add[..], &["--basis", "document"]].concat());
    folder.said(&["verify"]);
    let explained = folder.json(&["explain", "0.1"]);
    assert_eq!(explained["state"], "refuted");
    let before = folder.said(&["ledger", "list", "--ids"]);
    folder.said(&["verify"]);
    assert_eq!(folder.said(&["ledger", "list", "--ids"]), before);
    folder.said(&["ledger", "verify"]);
}

#[test]
fn how_plain_each_text_is_can_be_seen() {
    let folder = folder();
    let lix = folder.json(&["guide", "texts"]);
    let texts = lix["texts"].as_array().unwrap();
    assert!(texts.len() > 200);
    assert!(lix["highest_tenths"].as_u64().unwrap() < 450);
    assert!(texts.iter().all(|text| text["lix_tenths"]["nn"].as_u64().unwrap() > 0));
}

#[test]
fn who_runs_ict_decides_what_comes_first() {
    let first = |operates: &str| {
        let folder = Folder::with_inventory(&format!("{INVENTORY}{operates}"));
        let said = folder.json(&["guide", "start"]);
        assert_eq!(said["first"].as_array().unwrap().len(), 5);
        assert!(folder.said(&["guide", "start", "--lang", "nn"]).lines().count() > 10);
        said["first"][0]["claim"].as_str().unwrap().to_owned()
    };
    assert_eq!(first("operates_ict = \"self\"\n"), "3.1");
    assert_eq!(first("operates_ict = \"intermunicipal\"\n"), "1b.1");
    assert_eq!(first("operates_ict = \"saas_mix\"\n"), "3.1");
    assert_eq!(first(""), "2a.1");
}

#[test]
fn whether_law_applies_is_answered_with_evidence_and_changes_no_status() {
    let folder = folder();
    let states = |folder: &Folder| {
        let status = folder.json(&["status"]);
        let points = status["points"].as_array().unwrap().clone();
        points.into_iter().map(|point| point["counts"].clone()).collect::<Vec<_>>()
    };
    let answer = |folder: &Folder, id: &str| {
        let laws = folder.json(&["guide", "laws"]);
        list(&laws, id)["answer"].clone()
    };
    let before = states(&folder);
    assert!(answer(&folder, "nis2").is_null());
    let add = |result: &str, law: &str, at: &str| {
        let subject = format!("regime/{law}");
        let args = ["evidence", "add", "regime.applies", &subject, result, "--collected-at", at];
        folder.arvak(&args)
    };
    assert!(add("refutes", "nis2", "2026-01-02").status.success());
    assert_eq!(answer(&folder, "nis2")["applies"], false);
    assert!(add("supports", "personvern", "2020-01-02").status.success());
    assert_eq!(answer(&folder, "personvern")["applies"], true);
    assert_eq!(answer(&folder, "personvern")["expired"], true);
    assert_eq!(states(&folder), before);
    let unknown = add("supports", "nis3", "2026-01-02");
    assert_eq!(unknown.status.code(), Some(2));
    for verb in ["laws", "authorities", "principles", "situation"] {
        for lang in ["nb", "nn", "en"] {
            let said = folder.said(&["guide", verb, "--lang", lang]);
            assert!(said.lines().all(|line| line.chars().count() <= 140), "{verb} {lang}: {said}");
            assert!(said.lines().count() > 5, "{verb} {lang}: {said}");
        }
    }
}
