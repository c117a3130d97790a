//! Versions, suites, and whose order decides.

use arvak_probe::{CheckOutcome, Grade};

use super::{Graded, all_told, of, worst};
use crate::findings::Findings;
use crate::tls::notes::{End, Notes};
use crate::tls::order::{Order, order};
use crate::tls::seen::suite_name;
use crate::tls::tables::suite_of;
use crate::tls::{Strength, Version};

pub(super) fn judge(findings: &mut Findings, notes: &Notes<'_>) {
    versions(findings, notes);
    ciphers(findings, notes);
    cipher_order(findings, notes);
}

fn versions(findings: &mut Findings, notes: &Notes<'_>) {
    let mut things: Vec<Graded> = Vec::new();
    let mut ends = Vec::new();
    for version in Version::ALL {
        let accepted = notes.accepted(version);
        match (accepted.is_supported(), accepted.end) {
            (Some(true), _) => things.push((version.strength(), version.to_string())),
            (Some(false), _) => {}
            (None, end) => ends.push(end),
        }
    }
    // What is good of a server is that it has TLS 1.2 or 1.3 and nothing else: all of it is shown.
    let id = ("tls.versions", Grade::Must);
    let all: Vec<&str> = things.iter().map(|(_, name)| name.as_str()).collect();
    let least = things.iter().map(|(strength, _)| *strength).min();
    match (least, all_told(ends)) {
        (Some(Strength::Sufficient | Strength::Good), End::Told) => {
            let code = least.map_or("", Strength::code);
            findings.check(id.0, id.1, CheckOutcome::Pass, code, all.join(" "));
        }
        (_, end) => worst(findings, id, &things, end),
    }
}

fn ciphers(findings: &mut Findings, notes: &Notes<'_>) {
    let mut things: Vec<Graded> = Vec::new();
    let mut ends = Vec::new();
    for version in Version::ALL {
        let accepted = notes.accepted(version);
        ends.push(accepted.end);
        for code in accepted.all() {
            things.push((strength(version, code), suite_name(version, code)));
        }
    }
    worst(findings, ("tls.ciphers", Grade::Must), &things, all_told(ends));
}

fn strength(version: Version, code: u16) -> Strength {
    let known = suite_of(code).filter(|_| version != Version::Ssl2);
    known.map_or(Strength::Insufficient, |suite| suite.strength)
}

/// Good before sufficient before those to be phased out before the rest; within a grade any order will
/// do. TLS 1.3 has no suites that would matter.
fn cipher_order(findings: &mut Findings, notes: &Notes<'_>) {
    let (id, grade) = ("tls.cipher_order", Grade::Must);
    let Some((version, suites)) = notes.newest_classic() else {
        if notes.accepted(Version::Tls13).is_supported() == Some(true) {
            let result = CheckOutcome::NotApplicable;
            return findings.check(id, grade, result, "tls1_3_only", "");
        }
        return findings.unknown(id, grade, "nothing_accepted");
    };
    let grades: Vec<Graded> =
        suites.iter().map(|code| (strength(version, *code), suite_name(version, *code))).collect();
    let best = grades.iter().map(|(strength, _)| *strength).max();
    if grades.iter().all(|(strength, _)| Some(*strength) == best) {
        let code = best.map_or("", Strength::code);
        return findings.check(id, grade, CheckOutcome::NotApplicable, "one_grade", code);
    }
    let seen = format!("{version}: {}", best.map(|best| of(&grades, best)).unwrap_or_default());
    match (order(notes, version), worse_first(notes, version)) {
        (Order::Server, None) => {
            findings.check(id, grade, CheckOutcome::Pass, "servers_order", seen);
        }
        (Order::Server, Some(pair)) => {
            findings.check(id, grade, CheckOutcome::Fail, "worse_first", pair);
        }
        (Order::Client, _) => findings.check(id, grade, CheckOutcome::Fail, "clients_order", seen),
        (Order::Mixed, _) => findings.check(id, grade, CheckOutcome::Fail, "mixed_order", seen),
        (Order::NotApplicable | Order::Unknown, _) => findings.unknown(id, grade, "not_answered"),
    }
}

/// Two suites of which the server takes the worse before the better.
fn worse_first(notes: &Notes<'_>, version: Version) -> Option<String> {
    notes.accepted(version).parts.iter().find_map(|part| {
        part.windows(2).find_map(|pair| {
            let [first, second] = *pair.as_array()?;
            let is_worse = strength(version, first) < strength(version, second);
            let name = |code| suite_name(version, code);
            is_worse.then(|| format!("{version}: {} {}", name(first), name(second)))
        })
    })
}
