//! A log-in that is seen at a service which is recorded as having none is a finding: nobody would ask it for two factors.

use std::path::PathBuf;

use arvak_core::fact::Method;
use arvak_core::{Basis, Evidence, Outcome};

use crate::support::Folder;

const INVENTORY: &str = "\
[[organisation]]
id = \"nordvik\"
name = \"Nordvik kommune\"

[[domain]]
id = \"nordvik.example\"

[[endpoint]]
id = \"www.nordvik.example\"
kind = \"https\"

[[service]]
id = \"skjema\"
name = \"Skjema\"
internet_facing = true
login = \"none\"
endpoints = [\"www.nordvik.example\"]
";

/// What the HTTPS probe took down of a page with a field for a password.
fn page() -> serde_json::Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../exposure/tests/transcripts/https-fields-with-faults.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Keeps that look at the web server, made at that time.
fn looked(folder: &Folder, transcript: &serde_json::Value, at: &str) {
    let evidence = Evidence {
        kind: "web.https_forced".parse().unwrap(),
        subject: "endpoint/www.nordvik.example".parse().unwrap(),
        result: Outcome::Supports,
        basis: Basis::Probe,
        collected_at: at.parse().unwrap(),
        valid_until: None,
        method: Some(Method { name: "https".parse().unwrap(), version: 2 }),
        vantage: Some("outside".parse().unwrap()),
        attributes: std::collections::BTreeMap::new(),
        code: None,
        transcript: None,
        supersedes: None,
    };
    folder.judged_before(evidence, &serde_json::to_vec(transcript).unwrap());
    // A point that nothing is to be looked at for: what is recorded is compared all the same.
    folder.said(&["verify", "4"]);
}

/// What the newest evidence of the comparison says.
fn compared(folder: &Folder) -> Option<(String, String)> {
    let listed = folder.json(&["ledger", "list", "--last", "50"]);
    let all = listed["entries"].as_array().unwrap().iter();
    let ours = all.map(|entry| &entry["fact"]["evidence"]);
    let ours = ours.filter(|one| one["method"]["name"] == "login_comparison");
    let newest = ours.max_by_key(|one| one["collected_at"].as_str().unwrap().to_owned())?;
    let text = |name: &str| newest[name].as_str().unwrap_or_default().to_owned();
    Some((text("result"), text("code")))
}

#[test]
fn a_log_in_at_a_service_without_one_refutes_the_list_until_it_is_recorded() {
    let folder = Folder::with_inventory(INVENTORY);
    let refuted = Some(("refutes".to_owned(), "inventory.login_unrecorded".to_owned()));
    looked(&folder, &page(), "2026-01-01T10:00:00Z");
    assert_eq!(compared(&folder), refuted);
    let entries = folder.said(&["ledger", "list", "--ids"]);
    folder.said(&["verify", "4"]);
    assert_eq!(folder.said(&["ledger", "list", "--ids"]), entries, "it is told once");

    // A look that saw nothing lifts nothing.
    let mut silent = page();
    silent["events"] = serde_json::json!([]);
    looked(&folder, &silent, "2026-01-02T10:00:00Z");
    assert_eq!(compared(&folder), refuted);

    let recorded = folder.outside().join("recorded.toml");
    std::fs::write(&recorded, INVENTORY.replace("\"none\"", "\"form\"")).unwrap();
    folder.said(&["import", recorded.to_str().unwrap()]);
    folder.said(&["verify", "4"]);
    assert_eq!(compared(&folder), Some(("supports".to_owned(), String::new())));
}

#[test]
fn a_page_without_a_log_in_is_nothing_to_tell() {
    let folder = Folder::with_inventory(INVENTORY);
    let mut page = page();
    for event in page["events"].as_array_mut().unwrap() {
        if event["event"] == "page" {
            event["elements"] = serde_json::json!([]);
        }
    }
    looked(&folder, &page, "2026-01-01T10:00:00Z");
    assert_eq!(compared(&folder), None);
}
