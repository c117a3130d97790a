//! The demonstration, from beginning to end.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{Folder, stderr, stdout};

fn points(status: &Value) -> BTreeMap<String, String> {
    let all = status["points"].as_array().unwrap();
    let state = |point: &Value| {
        (point["id"].as_str().unwrap().to_owned(), point["state"].as_str().unwrap().to_owned())
    };
    all.iter().map(state).collect()
}

#[test]
fn nordvik_is_played_and_what_is_stated_is_set_against_what_was_found() {
    let folder = Folder::none();
    let output = folder.arvak(&["demo", "--once"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let screen = stdout(&output);
    for word in ["oppgitt", "funnet", "Motbevist", "Bekreftet", "arvak ledger verify fant den"] {
        assert!(screen.contains(word), "{word} is missing in:\n{screen}");
    }

    let status = folder.json(&["status"]);
    let points = points(&status);
    assert_eq!(points.len(), 11);
    assert!(points.values().any(|state| state == "refuted"), "{points:?}");
    assert_eq!(folder.json(&["status"])["root"], status["root"], "nothing is written by looking");
    folder.said(&["ledger", "verify"]);

    // Ninety days: something got better and something worse, and law 12's list is not empty.
    let now = status["assessed_at"].as_str().unwrap();
    let early = folder.json(&["status", "--as-of", &days_before(now, 60)]);
    let (before, after) = (subjects(&early), subjects(&status));
    let rank = |state: &str| {
        let order = ["refuted", "missing", "stale", "partial", "exempt", "compensated", "verified"];
        order.iter().position(|known| *known == state)
    };
    let moved = |better: bool| {
        before.iter().any(|(key, from)| {
            let to = after.get(key).and_then(|to| rank(to));
            to.zip(rank(from)).is_some_and(|(to, from)| if better { to > from } else { to < from })
        })
    };
    assert!(moved(true), "nothing got better in sixty days");
    assert!(moved(false), "nothing got worse in sixty days");
    let report = folder.json(&["report", "changes"]);
    assert!(!report["changes"].as_array().unwrap().is_empty());

    for (claim, subject, state) in FLAWS {
        let found = after.get(&(claim.to_owned(), subject.to_owned())).map(String::as_str);
        assert_eq!(found, Some(state), "{claim} of {subject}");
    }
    // The watch was called, and answered.
    let called = folder.said(&["explain", "1a.2"]);
    assert!(called.contains("svarer når vi ringer: prøve"), "{called}");
    crate::oscal::is_taken_by_every_judge(&folder);

    // A demonstration says what it is, and can never become a real ledger.
    assert!(folder.said(&["status"]).contains("simulert klokke"));
    let genesis = &folder.json(&["ledger", "list"])["entries"][0];
    assert_eq!(genesis["fact"]["genesis"]["clock"], "simulated");
    let again = folder.arvak(&["demo", "--once"]);
    assert_eq!(again.status.code(), Some(2), "an existing folder is left alone");
}

/// What the planted flaws come to on the last day, as `examples/nordvik/README.md` tells.
const FLAWS: [(&str, &str, &str); 20] = [
    ("1b.1", "supplier/steinvenderlas", "stale"),
    ("1b.2", "supplier/ternevern", "missing"),
    ("1b.3", "supplier/tyvjonavn", "refuted"),
    ("1c.2", "supplier/nordvikregionen-ikt", "refuted"),
    ("2b.1", "function/barnevernvakt", "missing"),
    ("2b.1", "function/vei-og-broyting", "stale"),
    ("2b.1", "function/ikt-drift", "verified"),
    ("2b.2", "function/ikt-drift", "refuted"),
    ("2c.1", "system/driftskontroll", "refuted"),
    ("2c.3", "backup_set/kopi-epj", "refuted"),
    ("2c.3", "backup_set/kopi-hvelv", "refuted"),
    ("2d.1", "supplier/sandlobygg", "refuted"),
    ("3.1", "service/turnus", "refuted"),
    ("3.1", "service/fjerntilgang", "refuted"),
    ("3.1", "service/epost", "refuted"),
    ("3.1", "service/filutveksling", "verified"),
    ("3.1", "service/kundeportal", "verified"),
    ("3.3", "service/vannvakt", "refuted"),
    ("3.1", "service/bygningsstyring", "missing"),
    ("3.1", "service/krisestotte", "missing"),
];

fn days_before(now: &str, days: i64) -> String {
    let now: arvak_core::Instant = now.parse().unwrap();
    arvak_core::Instant::from_millis(now.as_millis() - days * 86_400_000).to_string()
}

fn subjects(status: &Value) -> BTreeMap<(String, String), String> {
    let points = status["points"].as_array().unwrap();
    let claims = points.iter().flat_map(|point| point["claims"].as_array().unwrap());
    let of_claim = |claim: &Value| {
        let id = claim["id"].as_str().unwrap().to_owned();
        let subjects = claim["subjects"].as_array().unwrap().clone();
        subjects.into_iter().map(move |one| {
            let key = (id.clone(), one["subject"].as_str().unwrap().to_owned());
            (key, one["state"].as_str().unwrap().to_owned())
        })
    };
    claims.flat_map(of_claim).collect()
}

#[test]
fn the_example_inventory_is_taken_in_as_it_lies() {
    let folder = Folder::made();
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/nordvik");
    let dry = folder.json(&["import", example, "--dry-run"]);
    assert_eq!(dry["recorded"], false);
    let report = folder.json(&["import", example]);
    assert_eq!((&report["new"], &report["recorded"]), (&dry["new"], &Value::Bool(true)));
    assert!(report["new"].as_u64().unwrap() > 100, "{report}");
}
