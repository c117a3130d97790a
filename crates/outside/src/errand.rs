//! What a worker is asked to look at, with the leave for it: a signed note (C2SP signed-note) of one heading and one line of JSON.

use std::collections::BTreeSet;
use std::net::IpAddr;

use arvak_core::{Instant, Name, Span};
use arvak_ledger::{Key, PublicKey, note};
use arvak_probe::scope::forbidden;
use arvak_probe::{Check, Scope};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::{below, signed};

/// The heading: no other note of ours begins so, so that none can be taken for another.
const HEADING: &str = "arvak-errand/1";

/// How long an errand may be carried out.
pub const HOLDS: Span = Span::from_days(1);

/// Most checks of one errand.
pub const CHECKS_MAX: usize = 100;

/// The shortest prefixes that a leave may open, as for leaves at home.
const PREFIXES_MIN: (u8, u8) = (20, 48);

/// An errand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Errand {
    /// The name of the worker's key.
    pub worker: String,
    /// From where it looks, as home knows it.
    pub vantage: Name,
    /// When it was written.
    pub issued_at: Instant,
    /// When it ends.
    pub until: Instant,
    /// When looks that are more than a visit end, where that is earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proved_until: Option<Instant>,
    /// The declared domains that the checks belong to.
    pub declared: BTreeSet<String>,
    /// The domains over which control is proved.
    pub proved: BTreeSet<String>,
    /// Hosts with proof or leave of their own.
    pub hosts: BTreeSet<String>,
    /// Ranges that a signed leave opens.
    pub allow: BTreeSet<IpNet>,
    /// What to look at.
    pub checks: Vec<Check>,
}

impl Errand {
    /// Signed by home; nothing when it is longer than a note may be.
    ///
    /// # Errors
    /// When something in it has no form in JSON.
    pub fn sign(&self, key: &Key) -> serde_json::Result<Option<String>> {
        let signed = signed(HEADING, self, key)?;
        Ok(note::open(&signed, key.public()).is_ok().then_some(signed))
    }

    /// Reads one that `home` signed.
    ///
    /// # Errors
    /// What is wrong with it, in words for whoever keeps the machine: another's signature, another note, no errand, too many checks,
    /// too long a time, or a leave for addresses that no errand may open.
    pub fn open(signed: &str, home: &PublicKey) -> Result<Self, String> {
        let text = note::open(signed, home).map_err(|error| error.to_string())?;
        let errand: Self = below(HEADING, text)?;
        if errand.checks.len() > CHECKS_MAX {
            return Err(format!("it has more than {CHECKS_MAX} checks"));
        }
        if errand.until > errand.issued_at.plus(HOLDS) {
            return Err("it holds for longer than a day".to_owned());
        }
        // Whoever writes errands cannot open inside addresses of the network that the worker stands in.
        match errand.allow.iter().find(|range| !is_bounded(range)) {
            Some(range) => Err(format!("{range} is too wide, or nowhere on the internet")),
            None => Ok(errand),
        }
    }

    /// What the worker's gate opens; its own operator may allow more, and only its own operator may open inside addresses.
    #[must_use]
    pub fn scope(&self) -> Scope {
        Scope {
            declared: self.declared.clone(),
            proved: self.proved.clone(),
            hosts: self.hosts.clone(),
            allow: self.allow.iter().copied().collect(),
            until: self.proved_until,
        }
    }
}

fn is_bounded(range: &IpNet) -> bool {
    let (v4, v6) = PREFIXES_MIN;
    let least = if range.addr().is_ipv4() { v4 } else { v6 };
    let ends: [IpAddr; 2] = [range.network(), range.broadcast()];
    range.prefix_len() >= least && ends.into_iter().all(|end| forbidden(end).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errand() -> Errand {
        let at: Instant = "2026-11-28T12:00:00Z".parse().unwrap();
        Errand {
            worker: "ute".to_owned(),
            vantage: "outside".parse().unwrap(),
            issued_at: at,
            until: at.plus(HOLDS),
            proved_until: None,
            declared: ["nordvik.example".to_owned()].into(),
            proved: BTreeSet::new(),
            hosts: BTreeSet::new(),
            allow: BTreeSet::new(),
            checks: Vec::new(),
        }
    }

    fn home() -> Key {
        Key::new("nordvik.example/arvak", [7; 32]).unwrap()
    }

    #[test]
    fn an_errand_is_read_with_homes_key_and_no_other() {
        let signed = errand().sign(&home()).unwrap().unwrap();
        assert_eq!(Errand::open(&signed, home().public()).unwrap(), errand());
        let other = Key::new("nordvik.example/arvak", [8; 32]).unwrap();
        assert!(Errand::open(&signed, other.public()).is_err());
        let longer = signed.replace("nordvik.example\"", "elsewhere.example\"");
        assert!(Errand::open(&longer, home().public()).is_err(), "nothing in it can be changed");
    }

    #[test]
    fn another_note_of_the_same_key_is_no_errand() {
        let text = format!("arvak-seen/1\n{}\n", serde_json::to_string(&errand()).unwrap());
        let signed = note::sign(&text, &home());
        assert!(Errand::open(&signed, home().public()).is_err());
    }

    #[test]
    fn an_errand_cannot_open_inside_addresses_or_hold_for_long() {
        for range in ["10.0.0.0/24", "127.0.0.0/8", "169.254.169.254/32", "8.0.0.0/8", "fd00::/64"]
        {
            let allow = [range.parse().unwrap()].into();
            let signed = Errand { allow, ..errand() }.sign(&home()).unwrap().unwrap();
            assert!(Errand::open(&signed, home().public()).is_err(), "{range}");
        }
        let allow = ["198.35.26.0/24".parse().unwrap()].into();
        let signed = Errand { allow, ..errand() }.sign(&home()).unwrap().unwrap();
        assert!(Errand::open(&signed, home().public()).is_ok());
        let until = errand().until.plus(Span::from_millis(1));
        let signed = Errand { until, ..errand() }.sign(&home()).unwrap().unwrap();
        assert!(Errand::open(&signed, home().public()).is_err());
    }

    #[test]
    fn what_is_longer_than_a_note_is_not_signed() {
        let declared = (0..4_000).map(|n| format!("domene-{n}.example")).collect();
        assert!(Errand { declared, ..errand() }.sign(&home()).unwrap().is_none());
    }
}
