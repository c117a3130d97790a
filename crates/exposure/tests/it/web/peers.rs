//! MDN's HTTP Observatory 1.4.8 said of 472 answers whether they pass; so do we, but for what is written
//! here with its reason.

use std::collections::BTreeMap;

use arvak_exposure::Https;
use arvak_probe::{CheckOutcome, Probe as _};
use serde::Deserialize;

use super::*;

/// One answer: the fields, and what the Observatory says.
#[derive(Deserialize)]
struct Line {
    check: String,
    fields: Vec<(String, String)>,
    result: String,
    pass: bool,
}

/// Where we differ: our reason, the Observatory's result, how often, and why.
const DIFFERENCES: [(&str, &str, usize, &str); 4] = [
    (
        "csp.twice",
        "csp-header-invalid",
        1,
        "A browser heeds the first of two directives, so the policy works; a notice.",
    ),
    (
        "framing.anyone",
        "x-frame-options-implemented-via-csp",
        7,
        "`frame-ancestors *` lets everyone frame the page, whatever the older field says.",
    ),
    (
        "framing.invalid",
        "x-frame-options-allow-from-origin",
        2,
        "No browser heeds ALLOW-FROM any more.",
    ),
    (
        "nosniff.present",
        "x-content-type-options-header-invalid",
        1,
        "The standard reads the first value of the list (Fetch, `determine nosniff`).",
    ),
];

/// A transcript of a visit whose answer has these fields.
fn transcript(fields: &[(String, String)]) -> Vec<u8> {
    let mut headers: Vec<(String, String)> =
        fields.iter().map(|(name, value)| (name.to_lowercase(), value.clone())).collect();
    headers.push(("content-type".into(), "text/html".into()));
    let url = format!("https://{HOST}/");
    let transcript = serde_json::json!({
        "v": 1, "probe": "https", "method_version": 2, "subject": "endpoint/www", "host": HOST, "port": 443,
        "domain": "nordvik.example", "vantage": "inside",
        "started_at": house::NOW, "finished_at": house::NOW,
        "events": [
            {"at_ms": 0, "event": "http", "url": url, "status": 200, "headers": headers},
            {"at_ms": 1, "event": "page", "url": url, "media_type": "text/html", "read_bytes": 9, "whole": true},
        ],
    });
    transcript.to_string().into_bytes()
}

#[test]
fn an_answer_fails_where_the_observatory_fails_it_but_for_known_differences() {
    let lines = include_str!("../../peers/observatory.jsonl");
    let (mut differences, mut same) = (BTreeMap::new(), 0);
    for line in lines.lines() {
        let Line { check, fields, result: theirs, pass } = serde_json::from_str(line).unwrap();
        let judgement = Https.judge(&transcript(&fields)).unwrap();
        let (ours, reason) = result(&judgement, &check);
        assert!(
            ours != CheckOutcome::Inconclusive && ours != CheckOutcome::NotApplicable,
            "{line}"
        );
        if (ours == CheckOutcome::Fail) == pass {
            let seen = differences.entry((reason.to_owned(), theirs)).or_insert((0, line));
            seen.0 += 1;
        } else {
            same += 1;
        }
    }
    let known: BTreeMap<(String, String), usize> = DIFFERENCES
        .iter()
        .map(|(ours, theirs, count, _)| (((*ours).to_owned(), (*theirs).to_owned()), *count))
        .collect();
    let found: BTreeMap<(String, String), usize> =
        differences.iter().map(|(key, (count, _))| (key.clone(), *count)).collect();
    assert_eq!(found, known, "{same} are the same; {differences:#?}");
}
