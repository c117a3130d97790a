//! The records of the domain itself: whether it is there, can be reached over IPv6, and its SOA.

use arvak_probe::{CheckOutcome, Grade};

use super::{Seen, Told};
use crate::answers::{Answer, Answers};
use crate::dns::ABSENT_LABEL;
use crate::dns::targets::below;
use crate::findings::{Findings, inconclusive, refutes, supports};

/// Bounds of an SOA's times, in seconds (RFC 1912 section 2.2, RFC 2308 section 5, RIPE-203).
const EXPIRE_MIN_S: u32 = 604_800;
const NEGATIVE_MAX_S: u32 = 86_400;

pub(super) fn judge(findings: &mut Findings, seen: &Seen<'_>) {
    resolves(findings, seen.answers, seen.domain);
    ipv6_web(seen).note(findings, "dns.ipv6_web", Grade::Should);
    soa(seen).note(findings, "dns.soa", Grade::Info);
    wildcard(seen).note(findings, "dns.wildcard", Grade::Info);
}

fn resolves(findings: &mut Findings, answers: Answers<'_>, domain: &str) {
    const KIND: &str = "dns.resolves";
    let mut done = |result, reason: &str, seen: String, found| {
        findings.check("dns.resolves", Grade::Must, result, reason, seen);
        findings.verdict(found);
    };
    let mut unknown = None;
    // Addresses, or at least that the name is a zone or takes mail.
    for record_type in ["A", "AAAA", "NS", "MX"] {
        match answers.to(domain, record_type) {
            Answer::Data(records) if !records.is_empty() => {
                let seen = format!("{record_type} {}", records.join(", "));
                return done(CheckOutcome::Pass, "dns.resolves", seen, supports(KIND));
            }
            Answer::Data(_) => {}
            // RFC 8020: nothing is at or below a name that does not exist, whatever the type.
            Answer::NoName => {
                let found = refutes(KIND, "dns.nxdomain");
                return done(CheckOutcome::Fail, "dns.nxdomain", String::new(), found);
            }
            Answer::Unknown(code) => unknown = unknown.or(Some(code)),
        }
    }
    let (result, reason, found) = unknown.map_or_else(
        || (CheckOutcome::Fail, "dns.no_records", refutes(KIND, "dns.no_records")),
        |code| (CheckOutcome::Inconclusive, code, inconclusive(KIND, code)),
    );
    done(result, reason, String::new(), found);
}

/// Whether the domain, or else its www, has an IPv6 address where it has an IPv4 one.
fn ipv6_web(seen: &Seen<'_>) -> Told {
    let www = below("www", seen.domain);
    let mut unknown = None;
    let mut only_ipv4 = Vec::new();
    for name in [seen.domain, &www] {
        match (seen.answers.to(name, "A"), seen.answers.to(name, "AAAA")) {
            (_, Answer::Data(six)) if !six.is_empty() => {
                return Told::pass("ipv6.present", format!("{name} {}", six.join(", ")));
            }
            (Answer::Data(four), Answer::Data(_)) if !four.is_empty() => {
                only_ipv4.push(format!("{name} {}", four.join(", ")));
            }
            (Answer::Unknown(code), _) | (_, Answer::Unknown(code)) => unknown = Some(code),
            _ => {}
        }
    }
    match unknown {
        _ if !only_ipv4.is_empty() => Told::fail("ipv6.absent", only_ipv4.join("; ")),
        Some(code) => Told::unknown(code),
        None => Told::nothing("ipv6.no_web"),
    }
}

fn soa(seen: &Seen<'_>) -> Told {
    let records = match seen.answers.to(seen.domain, "SOA") {
        Answer::Data(records) => records,
        Answer::NoName => return Told::nothing("dns.nxdomain"),
        Answer::Unknown(code) => return Told::unknown(code),
    };
    let Some(record) = records.first() else { return Told::nothing("dns.not_a_zone") };
    let times: Vec<u32> = record.split(' ').skip(2).filter_map(|word| word.parse().ok()).collect();
    let [_serial, refresh, retry, expire, negative] = *times else {
        return Told::unknown("soa.unreadable");
    };
    let reason = match () {
        () if retry >= refresh => "soa.retry_not_below_refresh",
        () if expire < EXPIRE_MIN_S => "soa.expires_early",
        () if negative > NEGATIVE_MAX_S => "soa.long_negative",
        () => return Told::pass("soa.usual", *record),
    };
    Told::notice(reason, *record)
}

/// Whether names that nobody made exist all the same.
fn wildcard(seen: &Seen<'_>) -> Told {
    let name = below(ABSENT_LABEL, seen.domain);
    match seen.answers.to(&name, "A") {
        Answer::Data(records) if !records.is_empty() => {
            Told::notice("dns.wildcard", format!("{name} {}", records.join(", ")))
        }
        // The name is there, whatever it has: something was made of a wildcard.
        Answer::Data(_) | Answer::NoName => Told::pass("dns.no_wildcard", ""),
        Answer::Unknown(code) => Told::unknown(code),
    }
}
