//! Whether the chain of trust holds from a known key down to the domain's records.

use arvak_probe::Grade;

use super::{Seen, Told};
use crate::dns::ABSENT_LABEL;
use crate::dns::sec::{Gap, Name, Rrsig, Security, kind};
use crate::dns::targets::below;
use crate::findings::Findings;

/// The records whose chain is judged, by type and name.
const JUDGED: [(&str, u16); 7] = [
    ("SOA", kind::SOA),
    ("NS", kind::NS),
    ("A", kind::A),
    ("AAAA", kind::AAAA),
    ("MX", kind::MX),
    ("TXT", kind::TXT),
    ("CAA", kind::CAA),
];

pub(super) fn judge(findings: &mut Findings, seen: &Seen<'_>) {
    valid(seen).note(findings, "dnssec.valid", Grade::Must);
}

/// The worst of all counts, for what one record lacks a visitor meets: an answer that is refused.
fn valid(seen: &Seen<'_>) -> Told {
    let absent = below(ABSENT_LABEL, seen.domain);
    let judged: Vec<(&str, Security)> = JUDGED
        .iter()
        .map(|(label, kind)| (*label, seen.chains.security(seen.domain, *kind)))
        .chain([("a name that is not there", seen.chains.security(&absent, kind::A))])
        .collect();
    for (label, security) in &judged {
        if let Security::Bogus { flaw, at } = security {
            return Told::fail(flaw.code(), format!("{label}: at {at}"));
        }
    }
    // Whether something is denied securely matters less than whether what is there is secure: a zone
    // may leave unsigned names out of its proofs.
    let Some(((_, first), rest)) = judged.split_first() else { return Told::unknown("not_asked") };
    match first {
        Security::Insecure(Gap::Iterations) | Security::Secure => {}
        Security::Insecure(gap) => return Told::nothing(gap.code()),
        Security::Indeterminate(code) => return Told::unknown(code),
        Security::Bogus { flaw, .. } => return Told::fail(flaw.code(), ""),
    }
    let unknown = rest.iter().find_map(|(_, security)| match security {
        Security::Indeterminate(code) => Some(code),
        _ => None,
    });
    if let Some(code) = unknown {
        return Told::unknown(code);
    }
    Told::pass("dnssec.valid", soonest(seen).unwrap_or_default())
}

/// When the first of the signatures over the domain's own records runs out.
fn soonest(seen: &Seen<'_>) -> Option<String> {
    let name = Name::from_text(seen.domain)?;
    let now_s = seen.chains.now_s();
    let messages = JUDGED.iter().filter_map(|(_, kind)| seen.chains.message(seen.domain, *kind));
    let left = messages
        .flat_map(|message| &message.answers)
        .filter(|record| record.name == name && record.kind == kind::RRSIG)
        .filter_map(|record| Rrsig::read(&record.data))
        .map(|signature| signature.seconds_left(now_s))
        .filter(|left| *left >= 0)
        .min()?;
    Some(format!("signatures run out in {} hours", left / 3_600))
}
