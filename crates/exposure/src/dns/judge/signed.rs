//! Whether the zone is signed at all, with what, and how it denies names.

use arvak_probe::{CheckOutcome, Event, Grade};

use super::{Seen, Told};
use crate::answers::{Answer, Answers, failure_code};
use crate::dns::sec::{
    Dnskey, Ds, Message, Name, Nsec3, Security, Strength, algorithm_name, kind, strength,
};
use crate::dns::secure::message_of;
use crate::findings::{Findings, inconclusive, refutes, supports};

/// Shorter RSA keys are no longer recommended (NIST SP 800-57 part 1, RFC 8624 leaves it open).
const RSA_BITS_MIN: usize = 2_048;

/// Most rounds of hashing that any validator in use still does (RFC 9276 section 3.2).
const ITERATIONS_MAX: u16 = 100;

pub(super) fn judge(findings: &mut Findings, seen: &Seen<'_>) {
    present(findings, seen);
    algorithm(seen).note(findings, "dnssec.algorithm", Grade::Should);
    nsec3(seen).note(findings, "dnssec.nsec3", Grade::Should);
}

/// Presence alone: that a parent vouches for the zone (DS), that the zone has keys (DNSKEY) and
/// that its answers are signed (RRSIG). Whether the signatures are right is `dnssec.valid`.
fn present(findings: &mut Findings, seen: &Seen<'_>) {
    const KIND: &str = "dnssec.present";
    let Seen { answers, domain, .. } = *seen;
    let mut done = |result, reason: &str, seen: String, found| {
        findings.check("dnssec.present", Grade::Must, result, reason, seen);
        findings.verdict(found);
    };
    let (ds, keys) = (answers.to(domain, "DS"), answers.to(domain, "DNSKEY"));
    let (Answer::Data(ds), Answer::Data(keys)) = (&ds, &keys) else {
        let code = ds.unknown().or(keys.unknown()).unwrap_or("dns.nxdomain");
        return done(CheckOutcome::Inconclusive, code, String::new(), inconclusive(KIND, code));
    };
    let shown = format!("DS {}, DNSKEY {}", ds.len(), keys.len());
    let absent = |reason| (CheckOutcome::Fail, reason, refutes(KIND, "dnssec.absent"));
    let unclear = |reason| (CheckOutcome::Inconclusive, reason, inconclusive(KIND, reason));
    let (result, reason, found) = match (ds.is_empty(), keys.is_empty(), is_zone(answers, domain)) {
        // A name inside a signed zone is signed with it; and a key of the zone that is known beforehand
        // vouches as a parent would.
        (true, true, Some(false)) | (true, false, _)
            if seen.chains.security(domain, kind::SOA) == Security::Secure =>
        {
            (CheckOutcome::Pass, "dnssec.present", supports(KIND))
        }
        // Else a name that is no zone has neither; its zone is not among what was asked.
        (true, true, Some(false)) => unclear("dnssec.not_a_zone"),
        (true, true, None) => unclear(failure_code(seen.transcript).unwrap_or("not_asked")),
        (true, true, Some(true)) => absent("dnssec.absent"),
        (true, false, _) => absent("dnssec.no_ds"),
        (false, true, _) => absent("dnssec.no_keys"),
        (false, false, _) => {
            let is_signed = |t: &&str| answers.is_signed(domain, t);
            if ["DNSKEY", "SOA", "NS", "A", "AAAA", "MX"].iter().any(is_signed) {
                (CheckOutcome::Pass, "dnssec.present", supports(KIND))
            } else {
                unclear("dnssec.no_signatures")
            }
        }
    };
    done(result, reason, shown, found);
}

/// Whether the name is the apex of a zone: only those have NS records of their own.
fn is_zone(answers: Answers<'_>, domain: &str) -> Option<bool> {
    match answers.to(domain, "NS") {
        Answer::Data(records) => Some(!records.is_empty()),
        Answer::NoName => Some(false),
        Answer::Unknown(_) => None,
    }
}

/// The algorithms of the zone's keys and of the digests that its parent has of them.
fn algorithm(seen: &Seen<'_>) -> Told {
    let Some(message) = seen.chains.message(seen.domain, kind::DNSKEY) else {
        return Told::unknown(failure_code(seen.transcript).unwrap_or("not_asked"));
    };
    let keys: Vec<Dnskey> = data(message, seen.domain, kind::DNSKEY, Dnskey::read);
    if keys.is_empty() {
        return Told::nothing("dnssec.absent");
    }
    let digests: Vec<Ds> = seen
        .chains
        .message(seen.domain, kind::DS)
        .map(|message| data(message, seen.domain, kind::DS, Ds::read))
        .unwrap_or_default();
    let mut names: Vec<String> = keys.iter().map(shown).collect();
    names.sort_unstable();
    names.dedup();
    let shown = names.join(", ");
    let all = |is: fn(Strength) -> bool| keys.iter().all(|key| is(strength(key.algorithm)));
    let short = keys.iter().filter_map(Dnskey::rsa_bits).any(|bits| bits < RSA_BITS_MIN);
    let is_sha1 = |digest: &Ds| digest.digest_type == 1;
    match () {
        () if all(|strength| strength == Strength::Unsupported) => {
            Told::notice("dnssec.unsupported", shown)
        }
        () if keys.iter().any(|key| strength(key.algorithm) == Strength::Weak) => {
            Told::fail("dnssec.weak_algorithm", shown)
        }
        () if !digests.is_empty() && digests.iter().all(is_sha1) => {
            Told::fail("dnssec.weak_digest", shown)
        }
        () if short => Told::notice("dnssec.short_key", shown),
        () => Told::pass("dnssec.strong_algorithm", shown),
    }
}

fn shown(key: &Dnskey) -> String {
    let name = algorithm_name(key.algorithm);
    key.rsa_bits().map_or_else(|| name.clone(), |bits| format!("{name} {bits} bits"))
}

fn data<T>(message: &Message, domain: &str, kind: u16, read: fn(&[u8]) -> Option<T>) -> Vec<T> {
    let Some(name) = Name::from_text(domain) else { return Vec::new() };
    let own = message.answers.iter().filter(|r| r.name == name && r.kind == kind);
    own.filter_map(|record| read(&record.data)).collect()
}

/// How the zone's own proofs hash names (RFC 9276 section 3.1: no further rounds, no salt).
fn nsec3(seen: &Seen<'_>) -> Told {
    let Some(zone) = Name::from_text(seen.domain) else { return Told::unknown("dnssec.bad_name") };
    // What denies a DS is the parent's.
    let is_own = |(_, message): &(_, Message)| message.question.1 != kind::DS;
    let messages = seen.transcript.events().filter_map(message_of).filter(is_own);
    let mut plain = false;
    for (_, message) in messages {
        let own = message.authorities.iter().filter(|r| r.name.is_within(&zone));
        for record in own {
            plain |= record.kind == kind::NSEC;
            if record.kind != kind::NSEC3 {
                continue;
            }
            let Some(nsec3) = Nsec3::read(&zone, &record.name, &record.data) else { continue };
            let (rounds, salt) = (nsec3.settings.iterations, nsec3.settings.salt.len());
            let opt_out = if nsec3.opts_out() { ", opt-out" } else { "" };
            let shown = format!("iterations {rounds}, salt {salt} bytes{opt_out}");
            return match () {
                () if rounds > ITERATIONS_MAX => Told::fail("nsec3.many_iterations", shown),
                () if rounds > 0 => Told::notice("nsec3.iterations", shown),
                () if salt > 0 => Told::notice("nsec3.salt", shown),
                () => Told::pass("nsec3.plain", shown),
            };
        }
    }
    let is_asked = seen.transcript.events().any(|event| matches!(event, Event::DnsMessage(_)));
    match () {
        () if plain => Told::nothing("nsec3.nsec"),
        () if is_asked => Told::nothing("nsec3.none"),
        () => Told::unknown(failure_code(seen.transcript).unwrap_or("not_asked")),
    }
}
