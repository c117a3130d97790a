//! Judges on kept transcripts: what they say, and that they say something of any bytes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use arvak_core::Outcome;
use arvak_exposure::{checks, probes};
use arvak_probe::{CheckOutcome, Judgement, Probe};
use proptest::prelude::*;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts")
}

/// Name and bytes of every kept transcript of a probe.
fn transcripts(probe: &str) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if let Some(name) = name.strip_prefix(&format!("{probe}-")) {
            found.insert(name.to_owned(), fs::read(&path).unwrap());
        }
    }
    assert!(!found.is_empty(), "no transcripts of {probe}");
    found
}

/// Every probe of the room.
fn all() -> Vec<Box<dyn Probe>> {
    probes(BTreeMap::new())
}

fn probe(name: &str) -> Box<dyn Probe> {
    all().into_iter().find(|probe| probe.name() == name).unwrap()
}

fn describe(judgement: &Judgement) -> String {
    let mut text = String::new();
    for check in &judgement.checks {
        let result = serde_json::to_value(check.result).unwrap();
        let result = result.as_str().unwrap();
        writeln!(text, "  {:22} {result:14} {:26} {}", check.id, check.reason, check.seen).unwrap();
    }
    for verdict in &judgement.verdicts {
        let code = verdict.code.as_ref().map(ToString::to_string).unwrap_or_default();
        write!(text, "  = {} {:?} {code}", verdict.kind, verdict.result).unwrap();
        for (name, value) in &verdict.attributes {
            write!(text, " {name}={value}").unwrap();
        }
        if let Some(until) = verdict.valid_until {
            write!(text, " until {until}").unwrap();
        }
        text.push('\n');
    }
    text
}

fn describe_all(name: &str) -> String {
    let mut text = String::new();
    let probe = probe(name);
    for (name, bytes) in transcripts(name) {
        let judgement = probe.judge(&bytes).unwrap();
        writeln!(text, "{name}\n{}", describe(&judgement)).unwrap();
    }
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

#[test]
fn dns_transcripts_mean_what_they_meant() {
    insta::assert_snapshot!(describe_all("dns"));
}

#[test]
fn https_transcripts_mean_what_they_meant() {
    insta::assert_snapshot!(describe_all("https"));
}

#[test]
fn mail_transcripts_mean_what_they_meant() {
    insta::assert_snapshot!(describe_all("mail"));
}

#[test]
fn mail_server_transcripts_mean_what_they_meant() {
    insta::assert_snapshot!(describe_all("mail_server"));
}

#[test]
fn ssh_transcripts_mean_what_they_meant() {
    insta::assert_snapshot!(describe_all("ssh"));
}

#[test]
fn ports_transcripts_mean_what_they_meant() {
    insta::assert_snapshot!(describe_all("ports"));
}

#[test]
fn tls_transcripts_mean_what_they_meant() {
    insta::assert_snapshot!(describe_all("tls"));
}

#[test]
fn web_exposed_transcripts_mean_what_they_meant() {
    insta::assert_snapshot!(describe_all("web-exposed"));
}

#[test]
fn attack_filter_transcripts_mean_what_they_meant() {
    insta::assert_snapshot!(describe_all("attack-filter"));
}

#[test]
fn names_transcripts_mean_what_they_meant() {
    insta::assert_snapshot!(describe_all("names"));
}

#[test]
fn rpki_transcripts_mean_what_they_meant() {
    insta::assert_snapshot!(describe_all("rpki"));
}

#[test]
fn every_judgement_keeps_to_what_its_probe_promises() {
    for probe in all() {
        for (name, bytes) in transcripts(probe.name()) {
            let judgement = probe.judge(&bytes).unwrap();
            for check in &judgement.checks {
                assert!(checks().iter().any(|known| known.id == check.id), "{name}: {}", check.id);
                assert!(!check.reason.is_empty(), "{name}: {}", check.id);
            }
            for verdict in &judgement.verdicts {
                assert!(probe.gives().contains(&verdict.kind.as_str()), "{name}: {}", verdict.kind);
                let says_why = verdict.code.is_some();
                assert_eq!(
                    says_why,
                    verdict.result != Outcome::Supports,
                    "{name}: {}",
                    verdict.kind
                );
            }
        }
    }
}

#[test]
fn the_manual_describes_every_check_with_the_grade_that_it_has() {
    // One document for all families, and one for each that has much to say.
    let docs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let manuals = ["probes", "dns", "http", "mail", "rpki", "ssh-and-ports", "tls"];
    let read = |name| fs::read_to_string(docs.join(format!("{name}.md"))).unwrap_or_default();
    let manual = manuals.map(read).join("\n");
    let rows: BTreeMap<&str, &str> = manual
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
        .map(|(id, rest)| (id, rest.split(' ').next().unwrap_or_default()))
        .filter(|(_, grade)| ["must", "should", "info"].contains(grade))
        .collect();
    for check in checks() {
        assert!(rows.contains_key(check.id), "{}", check.id);
    }
    for probe in all() {
        for bytes in transcripts(probe.name()).into_values() {
            for check in probe.judge(&bytes).unwrap().checks {
                let grade = serde_json::to_value(check.grade).unwrap();
                assert_eq!(rows.get(check.id).copied(), grade.as_str(), "{}", check.id);
            }
        }
    }
}

#[test]
fn a_transcript_of_another_probe_is_refused() {
    let all_names = [
        "attack-filter",
        "dns",
        "https",
        "mail",
        "mail_server",
        "names",
        "ports",
        "rpki",
        "ssh",
        "tls",
        "web-exposed",
    ];
    for name in all_names {
        for bytes in transcripts(name).into_values() {
            for other in all().iter().filter(|other| other.name() != name) {
                assert_eq!(other.judge(&bytes).unwrap_err().code(), "transcript.other_probe");
            }
        }
    }
}

/// Law 5: without the events there is nothing to rely on.
#[test]
fn a_transcript_without_events_never_supports_or_refutes() {
    for probe in all() {
        for bytes in transcripts(probe.name()).into_values() {
            let mut transcript: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            transcript["events"] = serde_json::json!([]);
            let judgement = probe.judge(transcript.to_string().as_bytes()).unwrap();
            assert!(judgement.is_inconclusive(), "{judgement:?}");
            let untold = [CheckOutcome::Inconclusive, CheckOutcome::NotApplicable];
            assert!(judgement.checks.iter().all(|check| untold.contains(&check.result)));
        }
    }
}

#[test]
fn a_transcript_that_lost_its_end_supports_nothing() {
    for probe in all() {
        for bytes in transcripts(probe.name()).into_values() {
            let mut transcript: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            transcript["truncated"] = serde_json::json!(true);
            let judgement = probe.judge(transcript.to_string().as_bytes()).unwrap();
            assert!(judgement.verdicts.iter().all(|verdict| verdict.result != Outcome::Supports));
        }
    }
}

#[derive(Clone, Debug)]
enum Change {
    Flip(usize, u8),
    Cut(usize),
    DropEvent(usize),
    DoubleEvent(usize),
    SwapText(usize, String),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<usize>(), 0..8_u8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        any::<usize>().prop_map(Change::Cut),
        any::<usize>().prop_map(Change::DropEvent),
        any::<usize>().prop_map(Change::DoubleEvent),
        (any::<usize>(), "\\PC{0,20}").prop_map(|(at, text)| Change::SwapText(at, text)),
    ]
}

fn changed(bytes: &[u8], change: &Change) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    match change {
        Change::Flip(at, bit) => {
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
        }
        Change::Cut(at) => bytes.truncate(at % bytes.len()),
        Change::DropEvent(_) | Change::DoubleEvent(_) | Change::SwapText(..) => {
            let mut value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            let events = value["events"].as_array_mut().unwrap();
            if events.is_empty() {
                return bytes;
            }
            match change {
                Change::DropEvent(at) => drop(events.remove(at % events.len())),
                Change::DoubleEvent(at) => {
                    let event = events[at % events.len()].clone();
                    events.push(event);
                }
                Change::SwapText(at, text) => {
                    let count = events.len();
                    swap_text(&mut events[at % count], at / count, text);
                }
                _ => {}
            }
            bytes = serde_json::to_vec(&value).unwrap();
        }
    }
    bytes
}

/// Puts `text` in the place of one of the texts in `value`.
fn swap_text(value: &mut serde_json::Value, which: usize, text: &str) {
    let mut texts = Vec::new();
    gather(value, &mut texts);
    if !texts.is_empty() {
        let count = texts.len();
        text.clone_into(texts[which % count]);
    }
}

fn gather<'a>(value: &'a mut serde_json::Value, texts: &mut Vec<&'a mut String>) {
    match value {
        serde_json::Value::String(text) => texts.push(text),
        serde_json::Value::Array(list) => list.iter_mut().for_each(|v| gather(v, texts)),
        serde_json::Value::Object(map) => map.values_mut().for_each(|v| gather(v, texts)),
        _ => {}
    }
}

proptest! {
    #[test]
    fn judges_survive_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        for probe in all() {
            prop_assert!(probe.judge(&bytes).is_err());
        }
    }

    #[test]
    fn judges_survive_damaged_transcripts_and_always_say_the_same(
        which in any::<prop::sample::Index>(),
        changes in proptest::collection::vec(change(), 1..3),
    ) {
        for probe in all() {
            let all: Vec<_> = transcripts(probe.name()).into_values().collect();
            let mut bytes = which.get(&all).clone();
            for change in &changes {
                if serde_json::from_slice::<serde_json::Value>(&bytes).is_ok_and(|v| v["events"].is_array()) {
                    bytes = changed(&bytes, change);
                }
            }
            prop_assert_eq!(probe.judge(&bytes), probe.judge(&bytes));
        }
    }

    /// A failure anywhere must not turn into support: taking answers away never betters a verdict.
    #[test]
    fn taking_an_answer_away_never_gives_new_support(
        which in any::<prop::sample::Index>(),
        at in any::<usize>(),
    ) {
        for probe in all() {
            let all: Vec<_> = transcripts(probe.name()).into_values().collect();
            let whole = which.get(&all);
            let less = changed(whole, &Change::DropEvent(at));
            let supported = |bytes: &[u8]| -> Vec<String> {
                let verdicts = probe.judge(bytes).unwrap().verdicts;
                let supports = verdicts.into_iter().filter(|v| v.result == Outcome::Supports);
                supports.map(|v| v.kind.to_string()).collect()
            };
            let before = supported(whole);
            for kind in supported(&less) {
                prop_assert!(before.contains(&kind), "{kind} of {}", probe.name());
            }
        }
    }
}
