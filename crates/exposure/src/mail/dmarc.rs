//! DMARC records (RFC 7489 section 6): what a receiver is asked to do with mail that fails.

use super::DMARC_LABEL;

/// What the record asks for, from nothing to rejection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Enforcement {
    /// Only reports.
    None = 0,
    /// Into the junk folder.
    Quarantine = 1,
    /// Refused.
    Reject = 2,
}

/// A record that applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dmarc {
    /// What is asked for mail from the domain itself.
    pub(crate) enforcement: Enforcement,
    /// What is asked for mail from subdomains: `sp`, or the same when there is none.
    pub(crate) subdomains: Enforcement,
    /// For how many per cent of the mail, 0 to 100.
    pub(crate) percent: u8,
}

/// Why a record does not apply, in a few words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadDmarc(pub(crate) &'static str);

/// Most parents that are asked.
const PARENTS_MAX: usize = 7;

/// Where the record that applies to `domain` may stand, the nearest first: at the domain itself, then
/// at its parents of two labels and more. So walks DMARC's successor too, which needs no list of
/// public suffixes.
pub(crate) fn places(domain: &str) -> Vec<String> {
    let place = |name: &str| format!("{DMARC_LABEL}.{name}");
    let mut places = vec![place(domain)];
    let mut rest = domain;
    while let Some((_, parent)) = rest.split_once('.').filter(|(_, parent)| parent.contains('.')) {
        if places.len() > PARENTS_MAX {
            break;
        }
        places.push(place(parent));
        rest = parent;
    }
    places
}

/// Whether a TXT record claims to be a DMARC record: its first tag is `v=DMARC1`, capitals and all.
pub(crate) fn is_dmarc(record: &str) -> bool {
    let first = record.split(';').next().unwrap_or_default();
    matches!(tag(first), Some(("v", "DMARC1")))
}

/// Reads a record for which [`is_dmarc`] holds.
pub(crate) fn parse(record: &str) -> Result<Dmarc, BadDmarc> {
    let (mut policy, mut subdomains) = (None, None);
    let mut percent = None;
    let mut reports = false;
    let mut testing = false;
    for part in record.split(';').skip(1).filter(|part| !part.trim().is_empty()) {
        let (name, value) = tag(part).ok_or(BadDmarc("a tag is not name=value"))?;
        match name {
            "p" if policy.is_some() => return Err(BadDmarc("p stands twice")),
            "p" => policy = Some(value),
            "sp" if subdomains.is_some() => return Err(BadDmarc("sp stands twice")),
            "sp" => subdomains = Some(value),
            "pct" if percent.is_none() => percent = Some(value),
            "rua" => reports = value.split(',').any(|uri| uri.trim().contains(':')),
            "t" => testing = value.eq_ignore_ascii_case("y"),
            _ => {}
        }
    }
    let asked = policy.and_then(enforcement);
    let asked = asked.and_then(|asked| Some((asked, subdomains.map_or(Some(asked), enforcement)?)));
    // RFC 7489 section 6.6.3: without a readable policy the record counts as p=none when reports
    // are asked for, and not at all otherwise.
    let (asked, subdomains) = match (asked, reports) {
        (Some(asked), _) => asked,
        (None, true) => (Enforcement::None, Enforcement::None),
        (None, false) => {
            return Err(BadDmarc("p (or sp) is missing or none of none, quarantine, reject"));
        }
    };
    // A share that cannot be read is ignored, and then 100 applies.
    let percent = percent.and_then(|text| text.parse::<u8>().ok()).filter(|p| *p <= 100);
    let percent = percent.unwrap_or(100);
    if percent > 0 && !testing {
        return Ok(Dmarc { enforcement: asked, subdomains, percent });
    }
    let (enforcement, subdomains) = (weaker(asked), weaker(subdomains));
    Ok(Dmarc { enforcement, subdomains, percent: 100 })
}

/// What is left of a policy: the next weaker one applies to mail outside the share, and to all mail
/// while the owner says that he is testing (`t=y`, the successor of `pct=0`).
fn weaker(asked: Enforcement) -> Enforcement {
    match asked {
        Enforcement::Reject => Enforcement::Quarantine,
        Enforcement::Quarantine | Enforcement::None => Enforcement::None,
    }
}

fn enforcement(policy: &str) -> Option<Enforcement> {
    match policy.to_ascii_lowercase().as_str() {
        "none" => Some(Enforcement::None),
        "quarantine" => Some(Enforcement::Quarantine),
        "reject" => Some(Enforcement::Reject),
        _ => None,
    }
}

fn tag(part: &str) -> Option<(&str, &str)> {
    let (name, value) = part.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    let good = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    good.then_some((name, value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_policy_and_its_share_are_read() {
        let cases = [
            ("v=DMARC1; p=reject", Enforcement::Reject, 100),
            (
                "v=DMARC1;p=Quarantine;pct=30;rua=mailto:d@nordvik.example",
                Enforcement::Quarantine,
                30,
            ),
            ("v = DMARC1 ; p = none ;", Enforcement::None, 100),
            ("v=DMARC1; p=reject; pct=0", Enforcement::Quarantine, 100),
            ("v=DMARC1; p=quarantine; pct=0", Enforcement::None, 100),
            ("v=DMARC1; p=reject; t=y", Enforcement::Quarantine, 100),
            ("v=DMARC1; p=reject; pct=400", Enforcement::Reject, 100),
            ("v=DMARC1; p=rejct; rua=mailto:d@nordvik.example", Enforcement::None, 100),
            ("v=DMARC1; sp=none; p=reject; future=1", Enforcement::Reject, 100),
        ];
        for (record, enforcement, percent) in cases {
            assert!(is_dmarc(record), "{record}");
            let dmarc = parse(record).unwrap();
            assert_eq!((dmarc.enforcement, dmarc.percent), (enforcement, percent), "{record}");
        }
    }

    #[test]
    fn subdomains_have_the_same_policy_unless_they_have_their_own() {
        for (record, subdomains) in [
            ("v=DMARC1; p=reject", Enforcement::Reject),
            ("v=DMARC1; p=reject; sp=none", Enforcement::None),
            ("v=DMARC1; p=none; SP=reject", Enforcement::None),
            ("v=DMARC1; sp=Reject; p=none", Enforcement::Reject),
            ("v=DMARC1; p=none; sp=reject; t=y", Enforcement::Quarantine),
            ("v=DMARC1; p=reject; sp=all; rua=mailto:d@nordvik.example", Enforcement::None),
        ] {
            assert_eq!(parse(record).unwrap().subdomains, subdomains, "{record}");
        }
    }

    #[test]
    fn a_subdomain_without_a_record_is_under_its_parents() {
        assert_eq!(places("nordvik.example"), ["_dmarc.nordvik.example"]);
        let places = places("a.b.nordvik.example");
        assert_eq!(places.last().unwrap(), "_dmarc.nordvik.example");
        assert_eq!(places.len(), 3);
        assert_eq!(super::places(&format!("{}x", "a.".repeat(100))).len(), PARENTS_MAX + 1);
        assert_eq!(super::places("no"), ["_dmarc.no"]);
    }

    #[test]
    fn a_record_without_a_policy_does_not_apply() {
        for record in [
            "v=DMARC1",
            "v=DMARC1; p=",
            "v=DMARC1; p=all",
            "v=DMARC1; reject",
            "v=DMARC1; p=none; p=reject",
            "v=DMARC1; p=none; sp=all",
            "v=DMARC1; p=none; sp=none; sp=reject",
        ] {
            assert!(parse(record).is_err(), "{record}");
        }
    }

    #[test]
    fn only_a_record_that_begins_with_the_version_is_one() {
        for record in
            ["", "p=reject; v=DMARC1", "v=dmarc1; p=none", "v=DMARC2; p=none", "v=spf1 -all"]
        {
            assert!(!is_dmarc(record), "{record}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(record in "\\PC{0,200}") {
            let _ = (is_dmarc(&record), parse(&record));
        }

        #[test]
        fn the_share_stays_between_nothing_and_all(record in "v=DMARC1(;[a-z]{1,3}=[a-z0-9]{0,10}){0,5}") {
            if let Ok(dmarc) = parse(&record) {
                prop_assert!(dmarc.percent <= 100);
            }
        }
    }
}
