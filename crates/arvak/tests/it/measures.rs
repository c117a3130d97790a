//! Measures that are claimed until two factors are in place, held against what was seen: who is reached by strangers at home, by
//! strangers abroad, and by what looks like an attack.

use std::path::PathBuf;

use arvak_core::fact::Method;
use arvak_core::{Basis, Evidence, Outcome};
use serde_json::Value;

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
id = \"vpn\"
name = \"Fjerntilgang\"
internet_facing = true
login = \"form\"
endpoints = [\"www.nordvik.example\"]
";

fn transcript(name: &str) -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join(format!("../exposure/tests/transcripts/{name}.json"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Keeps a look at the web server, made at that time from there, and compares.
fn looked(folder: &Folder, name: &str, (kind, result): (&str, Outcome), vantage: &str, at: &str) {
    let mut transcript = transcript(name);
    transcript["vantage"] = vantage.into();
    let refutes = (result == Outcome::Refutes).then(|| "web.attack_passed".parse().unwrap());
    let probe = transcript["probe"].as_str().unwrap();
    let evidence = Evidence {
        kind: kind.parse().unwrap(),
        subject: "endpoint/www.nordvik.example".parse().unwrap(),
        result,
        basis: Basis::Probe,
        collected_at: at.parse().unwrap(),
        valid_until: None,
        method: Some(Method {
            name: probe.parse().unwrap(),
            version: u32::try_from(transcript["method_version"].as_u64().unwrap()).unwrap(),
        }),
        vantage: Some(vantage.parse().unwrap()),
        attributes: std::collections::BTreeMap::new(),
        code: refutes,
        transcript: None,
        supersedes: None,
    };
    folder.judged_before(evidence, &serde_json::to_vec(&transcript).unwrap());
    // A point that nothing is to be looked at for: what is recorded is compared all the same.
    folder.said(&["verify", "4"]);
}

fn claims(folder: &Folder, measures: &[&str], at: &str) {
    let mut args = vec!["evidence", "add", "mfa.risk_reduction", "service/vpn", "supports"];
    args.extend(["--collected-at", at]);
    for measure in measures {
        args.extend(["--measure", measure]);
    }
    folder.said(&args);
}

/// What the newest comparison says.
fn compared(folder: &Folder) -> Option<(String, String)> {
    let listed = folder.json(&["ledger", "list", "--last", "50"]);
    let all = listed["entries"].as_array().unwrap().iter();
    let mut ours = all.map(|entry| &entry["fact"]["evidence"]);
    let newest = ours.rfind(|one| one["method"]["name"] == "mfa_reach")?;
    let text = |name: &str| newest[name].as_str().unwrap_or_default().to_owned();
    Some((text("result"), text("code")))
}

fn refuted(code: &str) -> (String, String) {
    ("refutes".to_owned(), code.to_owned())
}

const SERVED: (&str, Outcome) = ("web.https_forced", Outcome::Supports);
const PAGE: &str = "https-fields-in-order";

#[test]
fn a_block_of_countries_is_held_against_looks_from_other_countries_alone() {
    let folder = Folder::with_inventory(INVENTORY);
    claims(&folder, &["geo_block"], "2026-01-01T00:00:00Z");
    looked(&folder, PAGE, SERVED, "outside", "2026-01-01T10:00:00Z");
    looked(&folder, PAGE, SERVED, "outside-no", "2026-01-02T10:00:00Z");
    looked(&folder, PAGE, SERVED, "inside-se", "2026-01-03T10:00:00Z");
    assert_eq!(compared(&folder), None, "whoever is at home is let in");
    looked(&folder, PAGE, SERVED, "outside-se", "2026-01-04T10:00:00Z");
    assert_eq!(compared(&folder), Some(refuted("mfa.login_reachable")));
}

#[test]
fn a_filter_is_held_against_the_trial_of_it_and_mended_when_it_stops() {
    let kind = "web.attack_filter";
    let folder = Folder::with_inventory(INVENTORY);
    claims(&folder, &["waf"], "2026-01-01T00:00:00Z");
    // A page that strangers reach is no break of this claim.
    looked(&folder, PAGE, SERVED, "outside", "2026-01-01T10:00:00Z");
    let passes = (kind, Outcome::Refutes);
    looked(&folder, "attack-filter-passes", passes, "inside", "2026-01-02T10:00:00Z");
    assert_eq!(compared(&folder), None, "the filter may stand farther out");
    looked(&folder, "attack-filter-passes", passes, "outside", "2026-01-03T10:00:00Z");
    assert_eq!(compared(&folder), Some(refuted("mfa.filter_passes")));
    let explained = folder.json(&["explain", "3.3"]).to_string();
    assert!(explained.contains("mfa.filter_passes"), "{explained}");
    let (stops, silent) = ((kind, Outcome::Supports), (kind, Outcome::Inconclusive));
    looked(&folder, "attack-filter-silent", silent, "outside", "2026-01-04T10:00:00Z");
    assert_eq!(compared(&folder), Some(refuted("mfa.filter_passes")), "no answer mends nothing");
    looked(&folder, "attack-filter-stops", stops, "outside", "2026-01-05T10:00:00Z");
    assert_eq!(compared(&folder), Some(("supports".to_owned(), String::new())));
}

#[test]
fn a_filter_that_acts_does_not_lift_that_strangers_reach_what_should_be_closed() {
    let folder = Folder::with_inventory(INVENTORY);
    claims(&folder, &["waf", "vpn_only"], "2026-01-01T00:00:00Z");
    looked(&folder, PAGE, SERVED, "outside", "2026-01-01T10:00:00Z");
    assert_eq!(compared(&folder), Some(refuted("mfa.login_reachable")));
    let stops = ("web.attack_filter", Outcome::Supports);
    looked(&folder, "attack-filter-stops", stops, "outside", "2026-01-05T10:00:00Z");
    assert_eq!(compared(&folder), Some(refuted("mfa.login_reachable")));
}

#[test]
fn a_filter_is_tried_only_where_somebody_claims_that_there_is_one() {
    let folder = Folder::with_inventory(INVENTORY);
    let tried = || {
        let listed = folder.json(&["ledger", "list"]);
        let all = listed["entries"].as_array().unwrap().iter();
        all.filter(|entry| entry["fact"]["evidence"]["kind"] == "web.attack_filter").count()
    };
    folder.arvak(&["verify", "--all"]);
    assert_eq!(tried(), 0);
    claims(&folder, &["waf"], "2026-01-01T00:00:00Z");
    folder.arvak(&["verify", "--all"]);
    assert_eq!(tried(), 1, "without proof of control nothing is sent, and that is recorded");
}
