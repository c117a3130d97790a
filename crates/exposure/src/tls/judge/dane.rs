//! Whether the certificate is the one that DNS names (RFC 6698), where DNS was asked.

use arvak_probe::{CheckOutcome, DnsAnswer, Event, Grade, RecordType, Transcript};

use crate::bytes::Base64;
use crate::dns::sec::Security;
use crate::dns::secure::Chains;
use crate::findings::Findings;
use crate::tlsa::Tlsa;

const ID: &str = "tls.dane";
const GRADE: Grade = Grade::Should;

pub(super) fn judge(findings: &mut Findings, transcript: &Transcript) {
    let answer = transcript.events().find_map(|event| match event {
        Event::Resolved(answer) if answer.record_type == "TLSA" => Some(answer),
        _ => None,
    });
    let Some(answer) = answer else {
        return findings.check(ID, GRADE, CheckOutcome::NotApplicable, "not_asked", "");
    };
    if !answer.is_ok() && !answer.is_absent() {
        return findings.unknown(ID, GRADE, "dns.failed");
    }
    // Without DNSSEC a record says nothing (RFC 6698 section 4.1), whatever a resolver says of it.
    let kind = u16::from(RecordType::TLSA);
    let records: Vec<&str> = answer.data("TLSA").collect();
    if records.is_empty() {
        return findings.check(ID, GRADE, CheckOutcome::Fail, "absent", "");
    }
    match Chains::of(transcript).security(&answer.name, kind) {
        Security::Secure => {}
        Security::Insecure(_) => {
            return findings.check(ID, GRADE, CheckOutcome::Fail, "not_secure", shown(answer));
        }
        Security::Bogus { flaw, at } => {
            let seen = format!("{} at {at}", flaw.code());
            return findings.check(ID, GRADE, CheckOutcome::Fail, "bogus", seen);
        }
        Security::Indeterminate(code) => return findings.unknown(ID, GRADE, &code),
    }
    let Some(chain) = proved_chain(transcript) else {
        return findings.unknown(ID, GRADE, "tls.no_certificate");
    };
    let usable: Vec<Tlsa> =
        records.iter().filter_map(|record| Tlsa::read(record)).filter(is_known).collect();
    let (result, reason) = match () {
        () if usable.is_empty() => (CheckOutcome::Fail, "not_usable"),
        () if usable.iter().any(|record| matches(record, &chain)) => {
            (CheckOutcome::Pass, "matches")
        }
        () => (CheckOutcome::Fail, "no_match"),
    };
    findings.check(ID, GRADE, result, reason, shown(answer));
}

fn shown(answer: &DnsAnswer) -> String {
    answer.data("TLSA").collect::<Vec<_>>().join("; ")
}

/// The chain of the handshake in which the server showed that it holds the key.
fn proved_chain(transcript: &Transcript) -> Option<Vec<Base64>> {
    let seen = transcript.events().find_map(|event| match event {
        Event::Tls(seen) if seen.version.is_some() => Some(seen),
        _ => None,
    })?;
    seen.chain_der.iter().map(|text| Base64::try_from(text.clone()).ok()).collect()
}

/// Records of the registry of RFC 6698 (section 7).
pub(super) fn is_known(record: &Tlsa) -> bool {
    record.usage <= 3 && record.selector <= 1 && record.matching <= 2
}

/// Usages 1 and 3 name the leaf, 0 and 2 an issuer (RFC 6698 section 2.1.1); whether the chain is
/// trusted besides, for 0 and 1, is said by another check.
pub(super) fn matches(record: &Tlsa, chain: &[Base64]) -> bool {
    let candidates = match record.usage {
        1 | 3 => chain.get(..1),
        _ => chain.get(1..),
    };
    candidates.unwrap_or_default().iter().any(|certificate| record.is(&certificate.0))
}
