//! The key exchange: groups, primes, the hash function that signs it.

use arvak_probe::transcript::TlsDh;
use arvak_probe::{CheckOutcome, Grade};

use super::{Graded, all_told, worst};
use crate::findings::Findings;
use crate::tls::notes::{End, Notes};
use crate::tls::seen::{group_name, group_strength, scheme_name, scheme_strength};
use crate::tls::tables::{group_of, prime_of, suite_of};
use crate::tls::{Strength, Version};

pub(super) fn judge(findings: &mut Findings, notes: &Notes<'_>) {
    key_exchange(findings, notes);
    groups(findings, notes);
    hash(findings, notes);
    post_quantum(findings, notes);
}

/// What was agreed on with a client that offers everything, with each suite.
fn key_exchange(findings: &mut Findings, notes: &Notes<'_>) {
    let (id, grade) = ("tls.key_exchange", Grade::Must);
    let mut things: Vec<Graded> = Vec::new();
    let mut ends = Vec::new();
    let mut without = 0_usize;
    for version in Version::ALL {
        ends.push(notes.accepted(version).end);
        for hello in notes.suite_hellos(version) {
            let group = hello.group.map(|code| (group_strength(code), group_name(code)));
            let dh = hello.dh.as_ref().map(prime);
            without += usize::from(group.is_none() && dh.is_none());
            things.extend(group.into_iter().chain(dh));
        }
    }
    let end = all_told(ends);
    if things.is_empty() && without > 0 && end == End::Told {
        // Keys that are sent encrypted to the certificate's key can be read later by whoever gets that key.
        return findings.check(id, grade, CheckOutcome::Fail, "no_forward_secrecy", "");
    }
    worst(findings, (id, grade), &things, end);
}

/// Only the primes of RFC 7919 from 3072 bits are known to be sound; others cannot be told from bad ones.
fn prime(dh: &TlsDh) -> Graded {
    match prime_of(&dh.prime_sha256) {
        Some(prime) => (prime.strength, prime.name.to_owned()),
        None => (Strength::Insufficient, format!("DH-{}", dh.bits)),
    }
}

/// Everything that a client can ask for.
fn groups(findings: &mut Findings, notes: &Notes<'_>) {
    let mut things: Vec<Graded> = Vec::new();
    let mut ends = Vec::new();
    let newest = notes.accepted(Version::Tls13).all();
    let has_curves = |suites: &[u16]| {
        suites.iter().filter_map(|code| suite_of(*code)).any(|suite| suite.key_exchange == "ECDHE")
    };
    let classic = notes.newest_classic().filter(|(_, suites)| has_curves(suites));
    let versions = (!newest.is_empty())
        .then_some(Version::Tls13)
        .into_iter()
        .chain(classic.map(|(version, _)| version));
    for version in versions {
        let (codes, end) = notes.groups(version);
        ends.push(end);
        things.extend(codes.into_iter().map(|code| (group_strength(code), group_name(code))));
    }
    let (id, grade) = ("tls.groups", Grade::Should);
    if ends.is_empty() {
        return findings.check(id, grade, CheckOutcome::NotApplicable, "no_groups", "");
    }
    worst(findings, (id, grade), &things, all_told(ends));
}

fn hash(findings: &mut Findings, notes: &Notes<'_>) {
    let (id, grade) = ("tls.key_exchange_hash", Grade::Must);
    let Some((version, suites)) = notes.newest_classic() else {
        if notes.accepted(Version::Tls13).is_supported() == Some(true) {
            let result = CheckOutcome::NotApplicable;
            return findings.check(id, grade, result, "tls1_3_only", "");
        }
        return findings.unknown(id, grade, "nothing_accepted");
    };
    let is_signed = |code: &u16| {
        suite_of(*code).is_some_and(|suite| matches!(suite.key_exchange, "ECDHE" | "DHE"))
    };
    if !suites.iter().any(is_signed) {
        return findings.check(id, grade, CheckOutcome::NotApplicable, "no_signature", "");
    }
    if version < Version::Tls12 {
        // RFC 4346 section 7.4.3: MD5 and SHA-1 together, or SHA-1.
        return findings.check(id, grade, CheckOutcome::Fail, "fixed_sha1", version.to_string());
    }
    let (codes, end) = notes.schemes();
    let things: Vec<Graded> =
        codes.into_iter().map(|code| (scheme_strength(code), scheme_name(code))).collect();
    // A server that signs as it likes, whatever is offered, does not use what it did not.
    let end = if end == End::Untold("tls.not_offered") { End::Told } else { end };
    worst(findings, (id, grade), &things, end);
}

fn post_quantum(findings: &mut Findings, notes: &Notes<'_>) {
    let (id, grade) = ("tls.post_quantum", Grade::Info);
    if notes.accepted(Version::Tls13).is_supported() == Some(false) {
        return findings.check(id, grade, CheckOutcome::Notice, "no_tls1_3", "");
    }
    let (codes, end) = notes.groups(Version::Tls13);
    let known = codes.iter().filter_map(|code| group_of(*code));
    let names: Vec<&str> = known
        .filter(|group| matches!(group.kind, "hybrid" | "kem"))
        .map(|group| group.name)
        .collect();
    match end {
        _ if !names.is_empty() => {
            findings.check(id, grade, CheckOutcome::Pass, "accepted", names.join(" "));
        }
        End::Told => findings.check(id, grade, CheckOutcome::Notice, "absent", ""),
        End::Untold(code) => findings.unknown(id, grade, code),
    }
}
