//! Which DMARC record applies to a domain, and what its organisation is.
//!
//! The way is the tree walk of DMARC's successor (RFC 9989 section 4.10), which needs
//! no list of public suffixes: the record at the domain itself, else the one at the organisational
//! domain, which is the highest ancestor with a record, or the one that a record says (`psd`). Top-level
//! domains are not asked.

use super::DMARC_LABEL;
use super::dmarc::{self, BadDmarc, Dmarc};
use crate::answers::Answer;

/// The record that applies.
#[derive(Debug)]
pub(crate) enum Record<'a> {
    /// There is none.
    Absent,
    /// There is one, or several, that no receiver uses: a code, and what was seen.
    Wrong(&'static str, String),
    /// It could not be told, for the reason with this code.
    Unknown(&'a str),
    /// This one.
    Applies {
        /// What it says.
        dmarc: Dmarc,
        /// Whether it stands at a parent, so that the domain is one of its subdomains.
        inherited: bool,
        /// As it was written.
        seen: &'a str,
    },
}

/// What a walk found.
#[derive(Debug)]
pub(crate) struct Walked<'a> {
    /// The record that applies.
    pub(crate) record: Record<'a>,
    /// The organisational domain.
    pub(crate) organisation: String,
    /// The domain at which the record stands that applies.
    pub(crate) from: String,
}

/// Most other organisations that are asked whether they take reports.
const STRANGERS_MAX: usize = 8;

/// What stands at one place.
enum Stands<'a> {
    Nothing,
    Unknown(&'a str),
    Several(&'a str),
    Wrong(&'a str, BadDmarc),
    One(&'a str, Dmarc),
}

/// Walks from `domain` up; `ask` gives the answer about the TXT records of a name.
pub(crate) fn walk<'a>(domain: &str, ask: impl Fn(&str) -> Answer<'a>) -> Walked<'a> {
    let mut found: Vec<(String, Stands<'a>)> = Vec::new();
    let mut unknown = None;
    for place in dmarc::places(domain) {
        let name = place.strip_prefix(DMARC_LABEL).and_then(|name| name.strip_prefix('.'));
        let name = name.unwrap_or(domain).to_owned();
        let stands = stand(ask(&place));
        let ends = match &stands {
            Stands::Unknown(code) => {
                unknown = unknown.or(Some(*code));
                false
            }
            Stands::One(_, dmarc) => dmarc.suffix.is_some(),
            _ => false,
        };
        found.push((name, stands));
        if ends {
            break;
        }
    }
    let organisation = organisation(domain, &found);
    let own = found.iter().position(|(name, stands)| {
        name == domain && !matches!(stands, Stands::Nothing | Stands::Unknown(_))
    });
    // Who has a record of his own does not depend on his parents.
    let at = match (own, unknown) {
        (Some(own), _) => Some(own),
        (None, Some(code)) => {
            let from = domain.to_owned();
            return Walked { record: Record::Unknown(code), organisation, from };
        }
        (None, None) => found
            .iter()
            .position(|(name, stands)| *name == organisation && !matches!(stands, Stands::Nothing))
            .or_else(|| found.iter().rposition(|(_, stands)| matches!(stands, Stands::One(..)))),
    };
    let chosen = at.filter(|at| *at < found.len()).map(|at| (at, found.swap_remove(at)));
    let Some((at, (from, stands))) = chosen else {
        return Walked { record: Record::Absent, organisation, from: domain.to_owned() };
    };
    Walked { record: read(at, stands), organisation, from }
}

fn read(height: usize, stands: Stands<'_>) -> Record<'_> {
    match stands {
        Stands::Nothing => Record::Absent,
        Stands::Unknown(code) => Record::Unknown(code),
        Stands::Several(first) => Record::Wrong("dmarc.multiple", first.to_owned()),
        Stands::Wrong(record, BadDmarc(why)) => {
            Record::Wrong("dmarc.syntax", format!("{why}: {record}"))
        }
        Stands::One(seen, dmarc) => Record::Applies { dmarc, inherited: height > 0, seen },
    }
}

fn stand(answer: Answer<'_>) -> Stands<'_> {
    let records = match answer {
        Answer::Data(records) => records,
        Answer::NoName => return Stands::Nothing,
        Answer::Unknown(code) => return Stands::Unknown(code),
    };
    let mut records = records.into_iter().filter(|record| dmarc::is_dmarc(record));
    match (records.next(), records.next()) {
        (None, _) => Stands::Nothing,
        (Some(first), Some(_)) => Stands::Several(first),
        (Some(record), None) => match dmarc::parse(record) {
            Ok(dmarc) => Stands::One(record, dmarc),
            Err(bad) => Stands::Wrong(record, bad),
        },
    }
}

fn organisation(domain: &str, found: &[(String, Stands<'_>)]) -> String {
    let mut below = domain;
    let mut highest = domain;
    for (name, stands) in found {
        match stands {
            Stands::One(_, dmarc) if dmarc.suffix == Some(true) => return below.to_owned(),
            Stands::One(_, dmarc) if dmarc.suffix == Some(false) => return name.clone(),
            Stands::One(..) | Stands::Several(_) | Stands::Wrong(..) => highest = name,
            Stands::Nothing | Stands::Unknown(_) => {}
        }
        below = name;
    }
    highest.to_owned()
}

/// Whether `host` is `domain` or below it.
pub(crate) fn is_within(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Where another organisation says that it takes reports about `domain` (RFC 7489 section 7.1).
pub(crate) fn leave(domain: &str, target: &str) -> String {
    format!("{domain}._report.{DMARC_LABEL}.{target}")
}

/// The other organisations to which a record sends reports, each once.
pub(crate) fn strangers(walked: &Walked<'_>) -> Vec<String> {
    let Record::Applies { dmarc, .. } = &walked.record else { return Vec::new() };
    let mut targets: Vec<String> =
        dmarc.reports.iter().chain(&dmarc.failures).filter_map(|uri| dmarc::target(uri)).collect();
    targets.retain(|target| !is_within(target, &walked.organisation));
    targets.sort_unstable();
    targets.dedup();
    targets.truncate(STRANGERS_MAX);
    targets
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The record that applies and the organisation, by a zone in lines of name and text.
    fn walked(domain: &str, zone: &[(&str, &'static str)]) -> (String, String) {
        let walked = walk(domain, |place| {
            let texts: Vec<&'static str> =
                zone.iter().filter(|(name, _)| *name == place).map(|(_, text)| *text).collect();
            match texts.as_slice() {
                [] => Answer::NoName,
                ["!"] => Answer::Unknown("dns.servfail"),
                _ => Answer::Data(texts),
            }
        });
        let record = match walked.record {
            Record::Absent => "absent".to_owned(),
            Record::Wrong(code, _) | Record::Unknown(code) => code.to_owned(),
            Record::Applies { inherited, seen, .. } => format!("{seen} {inherited}"),
        };
        (record, walked.organisation)
    }

    const NONE: &str = "v=DMARC1; p=none";
    const REJECT: &str = "v=DMARC1; p=reject";

    #[test]
    fn the_domains_own_record_comes_first_and_then_the_organisations() {
        let zone = [("_dmarc.nordvik.example", REJECT), ("_dmarc.b.nordvik.example", NONE)];
        let organisation = "nordvik.example".to_owned();
        for (domain, record) in [
            ("nordvik.example", format!("{REJECT} false")),
            ("b.nordvik.example", format!("{NONE} false")),
            // The nearest parent does not count, the highest does.
            ("a.b.nordvik.example", format!("{REJECT} true")),
            ("x.nordvik.example", format!("{REJECT} true")),
        ] {
            assert_eq!(walked(domain, &zone), (record, organisation.clone()), "{domain}");
        }
        assert_eq!(walked("a.test.example", &zone), ("absent".into(), "a.test.example".into()));
    }

    #[test]
    fn a_record_may_say_where_the_organisation_ends() {
        let zone = [
            ("_dmarc.kommune.example", "v=DMARC1; p=reject; psd=y"),
            ("_dmarc.skole.nordvik.kommune.example", "v=DMARC1; p=none; psd=n"),
        ];
        let suffix = "v=DMARC1; p=reject; psd=y true".to_owned();
        assert_eq!(
            walked("a.nordvik.kommune.example", &zone),
            (suffix, "nordvik.kommune.example".into())
        );
        let school = "v=DMARC1; p=none; psd=n true".to_owned();
        let organisation = "skole.nordvik.kommune.example".to_owned();
        assert_eq!(walked("a.skole.nordvik.kommune.example", &zone), (school, organisation));
    }

    #[test]
    fn what_cannot_be_told_above_matters_only_to_who_has_no_record() {
        let zone = [("_dmarc.nordvik.example", "!"), ("_dmarc.b.nordvik.example", NONE)];
        assert_eq!(walked("b.nordvik.example", &zone).0, format!("{NONE} false"));
        assert_eq!(walked("a.nordvik.example", &zone).0, "dns.servfail");
        let zone = [("_dmarc.nordvik.example", NONE), ("_dmarc.nordvik.example", REJECT)];
        assert_eq!(walked("nordvik.example", &zone).0, "dmarc.multiple");
        assert_eq!(walked("a.nordvik.example", &zone).0, "dmarc.multiple");
    }

    #[test]
    fn reports_to_others_need_their_leave() {
        let texts = "v=DMARC1; p=none; rua=mailto:a@nordvik.example,mailto:b@rapport.example; ruf=mailto:c@post.nordvik.example";
        let walked = walk("nordvik.example", |_| Answer::Data(vec![texts]));
        assert_eq!(strangers(&walked), ["rapport.example"]);
        assert_eq!(
            leave("nordvik.example", "rapport.example"),
            "nordvik.example._report._dmarc.rapport.example"
        );
    }
}
