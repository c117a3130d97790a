//! The same zone, read by us and by checkdmarc (6.0.4, from PyPI): every difference is known and explained
//! in docs/mail.md.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use arvak_probe::{CheckOutcome, Judgement};

use super::{look, shown};
use crate::house::{House, program, result};

/// Where the two do not say the same: domain, fact, what we say, what checkdmarc says.
const DIFFERENCES: &[[&str; 4]] = &[
    ["adresselos", "dmarc", "right reject reject", "wrong"],
    ["feil", "dmarc", "wrong", "right none none"],
    ["under.over", "dmarc", "right quarantine quarantine", "right reject quarantine"],
    ["versjon", "dmarc", "absent", "wrong"],
    ["x.mellom.over", "dmarc", "right quarantine quarantine", "right reject quarantine"],
];

const OTHERS: &str = "
$ORIGIN test.
$TTL 3600
@ SOA ns.test. hostmaster.test. 1 7200 3600 1209600 3600
@ NS ns
ns A 127.0.0.1
mx A 192.0.2.25
rapport MX 10 mx
ja MX 10 mx
*._report._dmarc.ja TXT \"v=DMARC1;\"
";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The names in the zone that stand for domains.
fn domains(zone: &str) -> Vec<String> {
    let names = zone.lines().filter_map(|line| line.split_once(' ').map(|(name, _)| name));
    let names = names.filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_'));
    let of_domain = |name: &str| {
        let labels = ["_dmarc.", "_smtp._tls.", "_mta-sts."];
        let bare = labels.iter().find_map(|label| name.strip_prefix(label)).unwrap_or(name);
        bare.to_owned()
    };
    let mut names: Vec<String> = names.map(of_domain).collect();
    names.retain(|name| !["ns", "mx"].contains(&name.as_str()) && !name.contains("inkludert"));
    names.sort_unstable();
    names.dedup();
    names
}

fn ours(judgement: &Judgement) -> BTreeMap<&'static str, String> {
    let fails = |id: &str| result(judgement, id).0 == CheckOutcome::Fail;
    let spf = match result(judgement, "spf.policy").1 {
        _ if result(judgement, "spf.valid").1 == "spf.absent" => "absent".to_owned(),
        _ if ["spf.valid", "spf.lookups", "spf.void_lookups"].into_iter().any(fails) => {
            "wrong".to_owned()
        }
        reason => format!("right {}", reason.trim_start_matches("spf.")),
    };
    let dmarc = match result(judgement, "dmarc.valid").1 {
        "dmarc.absent" => "absent".to_owned(),
        "dmarc.valid" | "dmarc.faults" => {
            let policy = |id: &str| result(judgement, id).1.trim_start_matches("dmarc.").to_owned();
            format!("right {} {}", policy("dmarc.policy"), policy("dmarc.subdomain_policy"))
        }
        _ => "wrong".to_owned(),
    };
    let reports = result(judgement, "dmarc.reports").1 == "dmarc.reports_not_taken";
    let of_record = |id: &str, absent: &str| match result(judgement, id) {
        (CheckOutcome::NotApplicable, _) => None,
        (_, reason) if reason == absent => Some("absent".to_owned()),
        // Without a web server the file cannot be had; the record itself was right.
        (_, "mta_sts.no_host") => Some("right".to_owned()),
        (CheckOutcome::Fail, _) => Some("wrong".to_owned()),
        _ => Some("right".to_owned()),
    };
    let mut facts = BTreeMap::from([
        ("spf", spf),
        ("dmarc", dmarc),
        ("reports", if reports { "not taken" } else { "taken" }.to_owned()),
    ]);
    facts.extend(of_record("tls_rpt.record", "tls_rpt.absent").map(|fact| ("tls_rpt", fact)));
    facts.extend(of_record("mta_sts.policy", "mta_sts.absent").map(|fact| ("mta_sts", fact)));
    facts
}

#[tokio::test]
async fn our_verdicts_are_those_of_checkdmarc_but_for_differences_that_are_explained() {
    let python = root().join(".venv/bin/python");
    let has_peer = Command::new(&python).args(["-c", "import checkdmarc"]).output();
    if !has_peer.is_ok_and(|output| output.status.success()) {
        return eprintln!("SKIPPED: checkdmarc is not installed in .venv (PyPI)");
    }
    let Some(server) = program("knotd", "knot") else { return };
    let mut house = House::new();
    let place = house.place("ns.example", 53);
    let zone = std::fs::read_to_string(root().join("tests/peers/mail.zone")).unwrap();
    house.write("example", &zone);
    house.write("test", OTHERS);
    let dir = house.path("").display().to_string();
    let config = format!(
        "server:\n  rundir: {dir}\n  listen: {}@{}\ndatabase:\n  storage: {dir}\nzone:\n\
         - domain: example\n  file: {dir}/example\n- domain: test\n  file: {dir}/test\n",
        place.ip(),
        place.port(),
    );
    let config = house.write("knot.conf", &config);
    house.start(Command::new(server).arg("-c").arg(&config), place).await;
    house.resolve_by(place);
    let domains = domains(&zone);
    assert!(domains.len() >= 30, "{domains:?}");
    let full: Vec<String> = domains.iter().map(|name| format!("{name}.example")).collect();
    let said = Command::new(python)
        .arg(root().join("tests/peers/checkdmarc_facts.py"))
        .args([place.ip().to_string(), place.port().to_string()])
        .args(&full)
        .output()
        .unwrap();
    let text = String::from_utf8(said.stdout).unwrap();
    assert_eq!(text.lines().count(), domains.len(), "{}", String::from_utf8_lossy(&said.stderr));
    let (mut differences, mut compared) = (Vec::new(), 0);
    for (name, line) in domains.iter().zip(text.lines()) {
        let theirs: BTreeMap<String, String> = serde_json::from_str(line).unwrap();
        let judgement = look(&house, &theirs["domain"], &[]).await;
        for (fact, ours) in ours(&judgement) {
            compared += 1;
            if theirs[fact] != ours {
                eprintln!("{name} {fact}: {}", shown(&judgement, "dmarc.valid"));
                differences.push([name.clone(), fact.to_owned(), ours, theirs[fact].clone()]);
            }
        }
    }
    eprintln!("{} domains, {compared} facts, {} differ", domains.len(), differences.len());
    assert_eq!(differences, DIFFERENCES);
}
