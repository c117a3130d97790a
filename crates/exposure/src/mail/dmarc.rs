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
    /// Whether DKIM must name the very domain (`adkim=s`), not one of the same organisation.
    pub(crate) strict_dkim: bool,
    /// The same for SPF (`aspf=s`).
    pub(crate) strict_spf: bool,
    /// Whether the domain is a public suffix, below which organisations have theirs (`psd`).
    pub(crate) suffix: Option<bool>,
    /// Where reports go (`rua`), as written.
    pub(crate) reports: Vec<String>,
    /// Where reports of single failures go (`ruf`), as written.
    pub(crate) failures: Vec<String>,
    /// What receivers pass over although it is wrong, in a few words each.
    pub(crate) faults: Vec<&'static str>,
}

/// Why a record does not apply, in a few words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadDmarc(pub(crate) &'static str);

/// Most parents that are asked.
const PARENTS_MAX: usize = 7;

/// Most tags of a record that are read.
const TAGS_MAX: usize = 40;

/// Most places for reports of one kind that are read.
const REPORTS_MAX: usize = 10;

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
    let mut tags: Vec<(&str, &str)> = Vec::new();
    let mut faults = Vec::new();
    for part in record.split(';').skip(1).filter(|part| !part.trim().is_empty()).take(TAGS_MAX) {
        let (name, value) = tag(part).ok_or(BadDmarc("a tag is not name=value"))?;
        match (name, tags.iter().any(|(known, _)| *known == name)) {
            ("p", true) => return Err(BadDmarc("p stands twice")),
            ("sp", true) => return Err(BadDmarc("sp stands twice")),
            (_, true) => faults.push("a tag stands twice"),
            (_, false) => tags.push((name, value)),
        }
    }
    let get = |name: &str| tags.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let (reports, failures) = (places_of(get("rua")), places_of(get("ruf")));
    let asked = get("p").and_then(enforcement);
    let asked = asked.and_then(|asked| Some((asked, get("sp").map_or(Some(asked), enforcement)?)));
    let has_place = reports.iter().any(|uri| uri.contains(':'));
    // RFC 7489 section 6.6.3: without a readable policy the record counts as p=none when reports
    // are asked for, and not at all otherwise.
    let (asked, subdomains) = match (asked, has_place) {
        (Some(asked), _) => asked,
        (None, true) => {
            faults.push("p (or sp) is missing or none of none, quarantine, reject");
            (Enforcement::None, Enforcement::None)
        }
        (None, false) => {
            return Err(BadDmarc("p (or sp) is missing or none of none, quarantine, reject"));
        }
    };
    faults.extend(faults_of(get, reports.iter().chain(&failures)));
    // A share that cannot be read is ignored, and then 100 applies.
    let percent = get("pct").and_then(share).unwrap_or(100);
    let testing = get("t").is_some_and(|value| value.eq_ignore_ascii_case("y"));
    let is_strict = |name| get(name).is_some_and(|value| value.eq_ignore_ascii_case("s"));
    let suffix = get("psd").and_then(|value| match value {
        "y" | "Y" => Some(true),
        "n" | "N" => Some(false),
        _ => None,
    });
    let whole = percent > 0 && !testing;
    let left = |asked| if whole { asked } else { weaker(asked) };
    Ok(Dmarc {
        enforcement: left(asked),
        subdomains: left(subdomains),
        percent: if whole { percent } else { 100 },
        strict_dkim: is_strict("adkim"),
        strict_spf: is_strict("aspf"),
        suffix,
        reports,
        failures,
        faults,
    })
}

fn share(text: &str) -> Option<u8> {
    text.parse::<u8>().ok().filter(|percent| *percent <= 100)
}

/// The places in a list, without the limits of size behind them (`!10m`).
fn places_of(list: Option<&str>) -> Vec<String> {
    let places = list.unwrap_or_default().split(',').map(str::trim).filter(|p| !p.is_empty());
    places.take(REPORTS_MAX).map(str::to_owned).collect()
}

/// What receivers pass over: values that the tags do not have, and places that no report reaches.
fn faults_of<'a, 'p>(
    get: impl Fn(&str) -> Option<&'a str>,
    mut places: impl Iterator<Item = &'p String>,
) -> Vec<&'static str> {
    let is_one_of = |name: &str, values: &[&str]| {
        get(name).is_none_or(|value| values.contains(&value.to_ascii_lowercase().as_str()))
    };
    let is_failure_option = |value: &str| {
        value.split(':').all(|o| matches!(o.trim(), "0" | "1" | "d" | "s" | "D" | "S"))
    };
    [
        (is_one_of("adkim", &["r", "s"]), "adkim is neither r nor s"),
        (is_one_of("aspf", &["r", "s"]), "aspf is neither r nor s"),
        (is_one_of("t", &["y", "n"]), "t is neither y nor n"),
        (is_one_of("psd", &["y", "n", "u"]), "psd is none of y, n, u"),
        (get("np").is_none_or(|p| enforcement(p).is_some()), "np is no policy"),
        (get("pct").is_none_or(|pct| share(pct).is_some()), "pct is no number from 0 to 100"),
        (get("ri").is_none_or(|ri| ri.parse::<u32>().is_ok()), "ri is no number"),
        (get("fo").is_none_or(is_failure_option), "fo is none of 0, 1, d, s"),
        (places.all(|uri| target(uri).is_some()), "rua or ruf is no list of mailto: addresses"),
    ]
    .into_iter()
    .filter_map(|(good, fault)| (!good).then_some(fault))
    .collect()
}

/// The domain that reports to this place go to; nothing when no report can go there. Only mail is
/// defined (RFC 7489 section 6.3).
pub(crate) fn target(uri: &str) -> Option<String> {
    let (scheme, rest) = uri.split_once(':')?;
    let address = rest.split('!').next().unwrap_or(rest);
    let (user, domain) = address.rsplit_once('@')?;
    let inside = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let good = scheme.eq_ignore_ascii_case("mailto")
        && !user.is_empty()
        && domain.contains('.')
        && domain.bytes().all(inside);
    good.then(|| domain.trim_end_matches('.').to_ascii_lowercase())
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
    fn alignment_suffix_and_places_for_reports_are_read() {
        let record = "v=DMARC1; p=reject; adkim=s; aspf=r; psd=n; \
                      rua=mailto:a@nordvik.example!10m, mailto:b@rapport.example; ruf=mailto:c@x.example";
        let dmarc = parse(record).unwrap();
        assert_eq!((dmarc.strict_dkim, dmarc.strict_spf), (true, false));
        assert_eq!((dmarc.suffix, &dmarc.faults), (Some(false), &Vec::new()));
        let targets: Vec<_> = dmarc.reports.iter().filter_map(|uri| target(uri)).collect();
        assert_eq!(targets, ["nordvik.example", "rapport.example"]);
        assert_eq!(dmarc.failures, ["mailto:c@x.example"]);
    }

    #[test]
    fn what_receivers_pass_over_is_told() {
        for (record, fault) in [
            ("v=DMARC1; p=none; pct=400", "pct is no number from 0 to 100"),
            ("v=DMARC1; p=none; adkim=strict", "adkim is neither r nor s"),
            (
                "v=DMARC1; p=none; rua=d@nordvik.example",
                "rua or ruf is no list of mailto: addresses",
            ),
            (
                "v=DMARC1; p=none; rua=https://x.example/",
                "rua or ruf is no list of mailto: addresses",
            ),
            ("v=DMARC1; p=none; fo=2", "fo is none of 0, 1, d, s"),
            ("v=DMARC1; p=none; np=all", "np is no policy"),
            ("v=DMARC1; p=none; pct=1; pct=2", "a tag stands twice"),
        ] {
            assert_eq!(parse(record).unwrap().faults, [fault], "{record}");
        }
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
