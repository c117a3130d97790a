//! Who may issue certificates (RFC 8659).

use arvak_probe::{DnsAnswer, Event, Grade};

use super::{Seen, Told};
use crate::answers::{Answer, failure_code};
use crate::dns::parents;
use crate::dns::sec::{Name, kind};
use crate::findings::Findings;

/// An issuer must heed this property, or not issue (RFC 8659 section 4.1).
const CRITICAL: u8 = 0x80;

/// Properties that the registry of IANA knows.
const KNOWN: [&str; 7] =
    ["issue", "issuewild", "iodef", "contactemail", "contactphone", "issuemail", "issuevmc"];

pub(super) fn judge(findings: &mut Findings, seen: &Seen<'_>) {
    let relevant = relevant(seen);
    present(seen, &relevant).note(findings, "caa.present", Grade::Should);
    issuer(seen, &relevant).note(findings, "caa.issuer", Grade::Should);
}

/// The records that count, at the nearest name that has any.
enum Relevant<'t> {
    At { owner: &'t str, records: Vec<&'t str> },
    None,
    Unknown(&'t str),
}

fn relevant<'t>(seen: &Seen<'t>) -> Relevant<'t> {
    let mut unknown = None;
    for owner in std::iter::once(seen.domain).chain(parents(seen.domain)) {
        match seen.answers.to(owner, "CAA") {
            Answer::Data(records) if !records.is_empty() => {
                // An issuer that cannot tell what is nearer must not issue by what is farther.
                return unknown.map_or(Relevant::At { owner, records }, Relevant::Unknown);
            }
            Answer::Data(_) | Answer::NoName => {}
            Answer::Unknown(code) => unknown = unknown.or(Some(code)),
        }
        if owner == seen.domain
            && let Some(code) = unknown
        {
            return Relevant::Unknown(code);
        }
    }
    Relevant::None
}

fn present(seen: &Seen<'_>, relevant: &Relevant<'_>) -> Told {
    match relevant {
        Relevant::At { owner, records } if *owner == seen.domain => {
            Told::pass("caa.present", records.join(", "))
        }
        Relevant::At { owner, records } => {
            Told::pass("caa.inherited", format!("{owner}: {}", records.join(", ")))
        }
        Relevant::None => Told::notice("caa.absent", ""),
        Relevant::Unknown(code) => Told::unknown(code),
    }
}

fn issuer(seen: &Seen<'_>, relevant: &Relevant<'_>) -> Told {
    let owner = match relevant {
        Relevant::At { owner, .. } => *owner,
        Relevant::None => return Told::nothing("caa.absent"),
        Relevant::Unknown(code) => return Told::unknown(code),
    };
    let Some(properties) = properties(seen, owner) else {
        return Told::unknown(failure_code(seen.transcript).unwrap_or("not_asked"));
    };
    let shown = properties.iter().map(Property::shown).collect::<Vec<_>>().join(", ");
    let of = |tag: &str| properties.iter().filter(move |p| p.tag == tag).collect::<Vec<_>>();
    let (issue, wild) = (of("issue"), of("issuewild"));
    let critical = |p: &Property| p.flags & CRITICAL != 0 && !KNOWN.contains(&&*p.tag);
    match () {
        () if properties.iter().any(critical) => Told::fail("caa.critical_unknown", shown),
        () if issue.iter().chain(&wild).any(|p| !is_issuer(&p.value)) => {
            Told::fail("caa.syntax", shown)
        }
        // `issuewild` alone leaves everything but wildcards to anyone (RFC 8659 section 4.3).
        () if issue.is_empty() => Told::fail("caa.unrestricted", shown),
        () if of("iodef").iter().any(|p| !is_contact(&p.value)) => Told::notice("caa.iodef", shown),
        () if issue.iter().chain(&wild).all(|p| names_nobody(&p.value)) => {
            Told::pass("caa.nobody", shown)
        }
        () => Told::pass("caa.restricted", shown),
    }
}

/// One record: a property and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Property {
    flags: u8,
    /// In lower case: tags are compared without regard to it (RFC 8659 section 4.1).
    tag: String,
    value: String,
}

impl Property {
    fn read(data: &[u8]) -> Option<Self> {
        let (flags, rest) = data.split_first()?;
        let (length, rest) = rest.split_first()?;
        let tag = rest.get(..usize::from(*length)).filter(|tag| !tag.is_empty())?;
        let value = rest.get(usize::from(*length)..)?;
        Some(Self {
            flags: *flags,
            tag: String::from_utf8_lossy(tag).to_ascii_lowercase(),
            value: String::from_utf8_lossy(value).into_owned(),
        })
    }

    fn shown(&self) -> String {
        format!("{} {} \"{}\"", self.flags, self.tag, self.value)
    }
}

/// The records as they came, at the end of the aliases of `owner`.
fn properties(seen: &Seen<'_>, owner: &str) -> Option<Vec<Property>> {
    let canonical = seen.transcript.events().find_map(|event| match event {
        Event::Resolved(DnsAnswer { name, record_type, canonical, .. })
            if name == owner && record_type == "CAA" =>
        {
            Some(canonical.as_str())
        }
        _ => None,
    })?;
    let at = Name::from_text(canonical)?;
    let message = seen
        .chains
        .message(canonical, kind::CAA)
        .filter(|message| message.answers.iter().any(|record| record.name == at))
        .or_else(|| seen.chains.message(owner, kind::CAA))?;
    let own = message.answers.iter().filter(|r| r.name == at && r.kind == kind::CAA);
    own.map(|record| Property::read(&record.data)).collect()
}

fn names_nobody(value: &str) -> bool {
    value.split(';').next().unwrap_or_default().trim().is_empty()
}

/// RFC 8659 section 4.2: a domain name or nothing, and then parameters.
fn is_issuer(value: &str) -> bool {
    let mut parts = value.split(';');
    let domain = parts.next().unwrap_or_default().trim_matches([' ', '\t']);
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_parameter = |text: &str| {
        let Some((tag, value)) = text.trim_matches([' ', '\t']).split_once('=') else {
            return false;
        };
        let tag = tag.trim_matches([' ', '\t']);
        !tag.is_empty()
            && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && value.trim_matches([' ', '\t']).bytes().all(|byte| byte.is_ascii_graphic())
    };
    let parameters: Vec<&str> = parts.collect();
    // A lone semicolon names nobody and has no parameters.
    let are_good = matches!(&*parameters, [one] if one.trim().is_empty())
        || parameters.iter().all(|text| is_parameter(text));
    (domain.is_empty() || domain.split('.').all(is_label)) && are_good
}

fn is_contact(value: &str) -> bool {
    ["mailto:", "https://", "http://"].iter().any(|scheme| value.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_issuer_is_a_domain_or_nobody_and_may_have_parameters() {
        for value in [
            "buypass.com",
            " buypass.com ",
            ";",
            "",
            "a.no; account=230123",
            "a.no;x=1;y=2",
            "; x=1",
        ] {
            assert!(is_issuer(value), "{value}");
        }
        for value in
            ["https://buypass.com", "a..no", "a.no; account", "-a.no", "a no", "%%%%", "a.no;=1"]
        {
            assert!(!is_issuer(value), "{value}");
        }
    }

    proptest! {
        #[test]
        fn any_record_is_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            if let Some(property) = Property::read(&bytes) {
                let _ = is_issuer(&property.value);
            }
        }
    }
}
