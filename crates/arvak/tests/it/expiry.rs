//! How long evidence holds here, where the municipality chooses otherwise than the letter.

use crate::support::{Folder, stderr};

const INVENTORY: &str = "\
[[plan]]
id = \"beredskapsplan\"
name = \"Beredskapsplan\"
covers = [\"function/legevakt\"]

[[function]]
id = \"legevakt\"
name = \"Legevakt\"
";

fn folder() -> Folder {
    let folder = Folder::with_inventory(INVENTORY);
    let add = ["evidence", "add", "impact.unavailable", "function/legevakt", "supports"];
    let rest = ["--basis", "document", "--collected-at", "2026-06-01"];
    folder.said(&[&add[..], &rest].concat());
    folder
}

fn state(folder: &Folder) -> String {
    folder.json(&["explain", "2a.2"])["state"].as_str().unwrap().to_owned()
}

#[test]
fn a_shorter_time_needs_no_reason_and_bites_at_once() {
    let folder = folder();
    let before = state(&folder);
    assert_ne!(before, "stale");
    folder.said(&["expiry", "set", "impact.unavailable", "1d"]);
    assert_eq!(state(&folder), "stale");
    let said = folder.said(&["explain", "2a.2", "--lang", "en"]);
    let said: String = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("one day (chosen here; the letter: 365 days)"), "{said}");
    let list = folder.json(&["expiry", "list"]);
    assert_eq!(list[0]["letter"][0]["claim"], "2a.2");
    assert_eq!(list[0]["letter"][0]["within"], "365d");
}

#[test]
fn a_longer_time_needs_a_reason_and_the_letter_is_gone_back_to() {
    let folder = folder();
    folder.said(&["expiry", "set", "impact.unavailable", "1d", "--claim", "2a.2"]);
    let before = folder.said(&["ledger", "list", "--ids"]);
    let longer = ["expiry", "set", "impact.unavailable", "900d", "--claim", "2a.2"];
    let refused = folder.arvak(&longer);
    assert_eq!(refused.status.code(), Some(2), "{}", stderr(&refused));
    assert_eq!(folder.said(&["ledger", "list", "--ids"]), before);
    folder.said(&[&longer[..], &["--dry-run"]].concat());
    assert_eq!(folder.said(&["ledger", "list", "--ids"]), before);
    folder.said(&[&longer[..], &["--reason", "Rådet har vedtatt det"]].concat());
    assert_ne!(state(&folder), "stale");
    let changes = folder.said(&["report", "changes", "--lang", "nb"]);
    assert!(changes.contains("Rådet har vedtatt det"), "{changes}");
    let unset = ["expiry", "unset", "impact.unavailable", "--claim", "2a.2"];
    folder.said(&unset);
    assert_eq!(folder.json(&["expiry", "list"]), serde_json::json!([]));
    assert!(!folder.said(&["explain", "2a.2", "--lang", "en"]).contains("chosen here"));
}

#[test]
fn what_nobody_asks_for_has_no_time_to_change() {
    let folder = folder();
    for args in [["impact.unavalable", "1d"], ["impact.unavailable", "soon"]] {
        let refused = folder.arvak(&[&["expiry", "set"][..], &args].concat());
        assert_eq!(refused.status.code(), Some(2), "{}", stderr(&refused));
    }
    let other = ["expiry", "set", "impact.unavailable", "1d", "--claim", "3.1", "--lang", "nb"];
    let refused = folder.arvak(&other);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("2a.2"), "{}", stderr(&refused));
}

#[test]
fn a_new_catalogue_keeps_what_was_chosen_here() {
    let folder = folder();
    folder.said(&["expiry", "set", "impact.unavailable", "1d"]);
    let follow_up = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples/oppfolgingsbrev.toml");
    let accept =
        ["letters", "accept", follow_up.to_str().unwrap(), "--unsigned", "--reason", "prøve"];
    folder.said(&accept);
    assert_eq!(state(&folder), "stale");
    folder.said(&["letters", "accept", "built-in", "--reason", "tilbake"]);
    assert_eq!(state(&folder), "stale");
}
