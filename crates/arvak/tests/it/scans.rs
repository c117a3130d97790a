//! `arvak evidence scan`: what other scanners found becomes evidence of our own reading, and no more than that.

use std::path::PathBuf;

use crate::support::{Folder, stderr, stdout};

const INVENTORY: &str = "\
[[organisation]]
id = \"nordvik\"
name = \"Nordvik kommune\"

[[domain]]
id = \"nordvik.example\"

[[endpoint]]
id = \"www.nordvik.example\"
kind = \"https\"
";

/// A sample from the crate that reads.
fn sample(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../exposure/tests/it/imports");
    folder.join(name).to_str().unwrap().to_owned()
}

/// The newest entry of the ledger.
fn last(folder: &Folder) -> serde_json::Value {
    let listed = folder.json(&["ledger", "list", "--last", "1"]);
    listed["entries"][0]["fact"]["evidence"].clone()
}

#[test]
fn a_serious_finding_refutes_and_hosts_that_nobody_listed_are_told() {
    let folder = Folder::with_inventory(INVENTORY);
    let file = sample("tjenester.csv");
    let output =
        folder.arvak(&["evidence", "scan", "services", &file, "--scanned", "2026-02-01", "--json"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let told: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(told["unknown"], serde_json::json!(["tjener.nordvik.example"]));
    let evidence = last(&folder);
    assert_eq!(evidence["kind"], "scan.current");
    assert_eq!(evidence["subject"], "organisation/nordvik");
    assert_eq!(
        (&evidence["result"], &evidence["code"]),
        (&"refutes".into(), &"scan.hole_open".into())
    );
    assert_eq!(evidence["basis"], "configuration", "how bad it is, is the scanner's word");
    assert!(evidence["transcript"].is_string(), "the bytes are kept");
}

#[test]
fn a_scan_without_serious_findings_supports() {
    let folder = Folder::with_inventory(INVENTORY);
    let file = sample("nmap.xml");
    let output = folder.arvak(&["evidence", "scan", "nmap", &file, "--scanned", "2026-02-01"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(last(&folder)["result"], "supports");
}

#[test]
fn what_cannot_be_read_records_nothing_and_says_where() {
    let folder = Folder::with_inventory(INVENTORY);
    let before = folder.said(&["ledger", "list", "--ids"]);
    let csv = sample("tjenester.csv");
    let bad = folder.outside().join("bad.jsonl");
    std::fs::write(&bad, "{\"template-id\": \"x\"}\nnot json\n").unwrap();
    for (args, says) in [
        (vec!["nessus", csv.as_str()], "nmap"),
        (vec!["nuclei", bad.to_str().unwrap(), "--scanned", "2026-02-01"], "line 2"),
        (vec!["services", &csv, "--scanned", "2999-01-01"], "2999"),
        (vec!["services", &csv, "--scanned", "2026-02-01", "--about", "plan/x"], "plan/x"),
    ] {
        let output = folder.arvak(&[&["evidence", "scan"], args.as_slice()].concat());
        assert_eq!(output.status.code(), Some(2), "{}{}", stdout(&output), stderr(&output));
        assert!(stderr(&output).contains(says), "{says}: {}", stderr(&output));
    }
    let dry = ["evidence", "scan", "services", &csv, "--scanned", "2026-02-01", "--dry-run"];
    folder.arvak(&dry);
    assert_eq!(folder.said(&["ledger", "list", "--ids"]), before, "nothing was recorded");
}

/// What nuclei found on that host on that day.
fn nuclei(folder: &Folder, day: &str, found: &[&str]) {
    let line = |id: &&str| {
        format!(
            r#"{{"template-id":"{id}","info":{{"name":"{id}","severity":"{severity}"}},"host":"www.nordvik.example","port":"443","matched-at":"https://www.nordvik.example/","timestamp":"{day}T06:00:00Z"}}"#,
            severity = if *id == "tech" { "info" } else { "critical" },
        )
    };
    let file = folder.outside().join(format!("{day}.jsonl"));
    std::fs::write(&file, found.iter().map(line).collect::<Vec<_>>().join("\n")).unwrap();
    let output = folder.arvak(&["evidence", "scan", "nuclei", file.to_str().unwrap()]);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", stderr(&output));
}

/// What is told of holes, newest first: the result and for how many days the oldest has stood.
fn holes(folder: &Folder) -> Vec<(String, i64)> {
    let listed = folder.json(&["ledger", "list"]);
    let entries = listed["entries"].as_array().unwrap().iter().rev();
    let ours = entries.map(|entry| &entry["fact"]["evidence"]);
    let ours = ours.filter(|one| one["method"]["name"] == "hole_ages");
    ours.map(|one| {
        let days = one["attributes"]["oldest_days"].as_i64().unwrap();
        (one["result"].as_str().unwrap().to_owned(), days)
    })
    .collect()
}

#[test]
fn a_hole_is_followed_from_scan_to_scan_until_it_is_closed() {
    let folder = Folder::with_inventory(INVENTORY);
    // Nothing is looked at here: verifying tells what follows from what was taken in.
    let verify = || folder.arvak(&["verify", "2d", "--resolver", "127.0.0.1:9"]);
    nuclei(&folder, "2026-02-01", &["cve", "tech"]);
    verify();
    assert_eq!(holes(&folder), [("refutes".to_owned(), 0)]);
    nuclei(&folder, "2026-03-15", &["tech", "cve"]);
    verify();
    verify();
    assert_eq!(holes(&folder).len(), 2, "what was told is not told again");
    assert_eq!(holes(&folder)[0], ("refutes".to_owned(), 42));
    nuclei(&folder, "2026-04-01", &["tech"]);
    verify();
    assert_eq!(holes(&folder)[0], ("supports".to_owned(), 0));
}
