//! What somebody chose in the first run, kept between its pages.

use std::collections::BTreeSet;

use arvak_core::municipality::{self, Municipality};
use arvak_probe::Host;
use serde::{Deserialize, Serialize};

/// Most domains that the first run asks about; more are added in the inventory.
pub const DOMAINS_MAX: usize = 20;

/// Most characters of a name that is typed.
pub const NAME_CHARS_MAX: usize = 200;

/// Who runs ICT for the municipality: the words of the vocabulary's `organisation.operates_ict`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunsIct {
    /// The municipality itself.
    #[serde(rename = "self")]
    Own,
    /// An inter-municipal company, or a host municipality.
    Intermunicipal,
    /// Many suppliers, most of it as services from the cloud.
    SaasMix,
}

impl RunsIct {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Own, Self::Intermunicipal, Self::SaasMix];

    /// The word of the vocabulary.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Own => "self",
            Self::Intermunicipal => "intermunicipal",
            Self::SaasMix => "saas_mix",
        }
    }

    /// The one with that word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// Everything that was chosen so far. What is not reached yet is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// The number of the municipality.
    pub municipality: Option<String>,
    /// Who runs ICT.
    pub runs_ict: Option<RunsIct>,
    /// What the company or the most important supplier is called; empty when nobody wrote it.
    pub operator: String,
    /// The domains, one a line, as they were typed.
    pub domains: Option<String>,
    /// The slugs of the functions that were ticked.
    pub functions: Option<BTreeSet<String>>,
    /// The slugs of the services that were ticked.
    pub services: Option<BTreeSet<String>>,
}

/// A page of the first run, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Which municipality.
    Municipality,
    /// Who runs ICT.
    RunsIct,
    /// Domains and language.
    Domains,
    /// Functions and services of the starter pack.
    Starter,
    /// The first administrator.
    Administrator,
    /// What will be sent, and what not; then the look.
    Look,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [
        Self::Municipality,
        Self::RunsIct,
        Self::Domains,
        Self::Starter,
        Self::Administrator,
        Self::Look,
    ];

    /// Its place, from 1.
    pub fn number(self) -> usize {
        Self::ALL.iter().position(|one| *one == self).map_or(1, |index| index + 1)
    }

    /// The last part of its address.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Municipality => "kommune",
            Self::RunsIct => "drift",
            Self::Domains => "domener",
            Self::Starter => "startpakke",
            Self::Administrator => "administrator",
            Self::Look => "undersokelse",
        }
    }

    /// Its address.
    pub fn path(self) -> String {
        format!("/kom-i-gang/{}", self.slug())
    }

    /// The one before it.
    pub fn before(self) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|one| *one < self)
    }
}

impl Choices {
    /// The municipality that was chosen.
    pub fn municipality(&self) -> Option<Municipality> {
        self.municipality.as_deref().and_then(municipality::by_number)
    }

    /// The first page that is not answered yet. Whether there is an administrator the caller knows.
    pub fn next(&self, has_administrator: bool) -> Step {
        if self.municipality().is_none() {
            Step::Municipality
        } else if self.runs_ict.is_none() {
            Step::RunsIct
        } else if self.domains().is_err() {
            Step::Domains
        } else if self.functions.is_none() || self.services.is_none() {
            Step::Starter
        } else if has_administrator {
            Step::Look
        } else {
            Step::Administrator
        }
    }

    /// Whether that page may be shown: all before it are answered.
    pub fn may_show(&self, step: Step, has_administrator: bool) -> bool {
        step <= self.next(has_administrator)
    }

    /// What stands in the box of domains: what was typed, or what is proposed.
    pub fn typed_domains(&self) -> String {
        let proposed = || self.municipality().map(|one| one.usual_domain()).unwrap_or_default();
        self.domains.clone().unwrap_or_else(proposed)
    }

    /// The domains that were typed, each once, in ASCII.
    pub fn domains(&self) -> Result<Vec<Host>, BadDomains> {
        read_domains(self.domains.as_deref().unwrap_or_default())
    }
}

/// Why what was typed is no list of domains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadDomains {
    /// Nothing was typed.
    None,
    /// More than [`DOMAINS_MAX`].
    TooMany,
    /// These are no domains.
    NoDomain(Vec<String>),
}

/// Reads domains from a text: one a line, or with blanks, commas or semicolons between them. A web address or an
/// e-mail address is taken for the domain in it.
pub fn read_domains(text: &str) -> Result<Vec<Host>, BadDomains> {
    let mut domains: Vec<Host> = Vec::new();
    let mut bad = Vec::new();
    let between = |sign: char| sign.is_whitespace() || sign == ',' || sign == ';';
    for typed in text.split(between).filter(|part| !part.is_empty()) {
        match domain(typed) {
            Some(host) if domains.contains(&host) => {}
            Some(host) => domains.push(host),
            None => bad.push(typed.chars().take(NAME_CHARS_MAX).collect()),
        }
        if domains.len() > DOMAINS_MAX || bad.len() > DOMAINS_MAX {
            return Err(BadDomains::TooMany);
        }
    }
    if !bad.is_empty() {
        return Err(BadDomains::NoDomain(bad));
    }
    if domains.is_empty() { Err(BadDomains::None) } else { Ok(domains) }
}

fn domain(typed: &str) -> Option<Host> {
    let rest = typed.split_once("://").map_or(typed, |(_, rest)| rest);
    let rest = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let name = rest.rsplit_once('@').map_or(rest, |(_, domain)| domain);
    let host: Host = name.parse().ok()?;
    // The website's own name is below the domain, and is looked at with it.
    let host = match host.as_str().strip_prefix("www.") {
        Some(domain) if domain.contains('.') => domain.parse().ok()?,
        _ => host,
    };
    let name = host.as_str();
    // The inventory takes no `_` in a host.
    let fits =
        name.contains('.') && host.address().is_none() && !name.contains('_') && name.len() <= 90;
    fits.then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let domains = read_domains(text).unwrap();
        domains.iter().map(|host| host.as_str().to_owned()).collect()
    }

    #[test]
    fn domains_are_read_however_they_are_written() {
        let text = "Nordvik.kommune.no, https://www.nordvik.kommune.no/forside\npost@nordvik.example;blåbær.example";
        assert_eq!(read(text), ["nordvik.kommune.no", "nordvik.example", "xn--blbr-roah.example"]);
    }

    #[test]
    fn what_is_no_domain_is_named() {
        let bad = read_domains("nordvik.kommune.no nord_vik.no 10.0.0.1 localhost a..b");
        let named = ["nord_vik.no", "10.0.0.1", "localhost", "a..b"].map(str::to_owned).to_vec();
        assert_eq!(bad, Err(BadDomains::NoDomain(named)));
        assert_eq!(read_domains(" \n"), Err(BadDomains::None));
        let many: Vec<String> = (0..=DOMAINS_MAX).map(|n| format!("d{n}.example")).collect();
        assert_eq!(read_domains(&many.join(" ")), Err(BadDomains::TooMany));
    }

    #[test]
    fn a_page_is_shown_when_all_before_it_are_answered() {
        let mut choices = Choices::default();
        assert_eq!(choices.next(false), Step::Municipality);
        assert!(!choices.may_show(Step::RunsIct, false));
        choices.municipality = Some("1103".to_owned());
        choices.runs_ict = Some(RunsIct::Own);
        assert_eq!(choices.next(false), Step::Domains);
        assert_eq!(choices.typed_domains(), "stavanger.kommune.no");
        choices.domains = Some(choices.typed_domains());
        choices.functions = Some(BTreeSet::new());
        choices.services = Some(BTreeSet::new());
        assert_eq!((choices.next(false), choices.next(true)), (Step::Administrator, Step::Look));
        assert!(choices.may_show(Step::Municipality, true), "one may always go back");
    }

    #[test]
    fn choices_are_kept_as_json_and_older_ones_are_read() {
        let choices = Choices { runs_ict: Some(RunsIct::Own), ..Choices::default() };
        let text = serde_json::to_string(&choices).unwrap();
        assert!(text.contains("\"self\""), "{text}");
        assert_eq!(serde_json::from_str::<Choices>(&text).unwrap(), choices);
        assert_eq!(serde_json::from_str::<Choices>("{}").unwrap(), Choices::default());
    }
}
