//! Measures that reduce the risk while one factor is enough: what somebody claims, as attributes of `mfa.risk_reduction`.

use std::collections::BTreeMap;
use std::fmt;

use crate::requirement::is_outside;
use crate::{Name, countries};

/// Something that is claimed to stand before a log-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Only named addresses reach it.
    AllowList,
    /// It is reached through a VPN alone.
    VpnOnly,
    /// Only some countries reach it.
    GeoBlock,
    /// An account is locked after that many failures.
    LockoutAfter(u32),
    /// A filter looks at every request.
    Waf,
}

impl Measure {
    /// The names of all of them.
    pub const NAMES: [&'static str; 5] =
        ["allow_list", "vpn_only", "geo_block", "lockout_after", "waf"];

    /// Its name: that of the attribute.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AllowList => "allow_list",
            Self::VpnOnly => "vpn_only",
            Self::GeoBlock => "geo_block",
            Self::LockoutAfter(_) => "lockout_after",
            Self::Waf => "waf",
        }
    }

    /// The attribute's value.
    pub fn value(self) -> i64 {
        match self {
            Self::LockoutAfter(failures) => i64::from(failures),
            _ => 1,
        }
    }

    /// Whether it says that a stranger on the internet does not reach the log-in: that can be seen from there.
    pub const fn keeps_strangers_out(self) -> bool {
        matches!(self, Self::AllowList | Self::VpnOnly)
    }

    fn of(name: &str, value: i64) -> Option<Self> {
        match (name, value) {
            ("allow_list", 1) => Some(Self::AllowList),
            ("vpn_only", 1) => Some(Self::VpnOnly),
            ("geo_block", 1) => Some(Self::GeoBlock),
            ("waf", 1) => Some(Self::Waf),
            ("lockout_after", 1..=1000) => u32::try_from(value).ok().map(Self::LockoutAfter),
            _ => None,
        }
    }

    /// Reads `vpn_only`, or `lockout_after=5`.
    pub fn read(text: &str) -> Result<Self, NoMeasure> {
        let (name, value) = text.split_once('=').unwrap_or((text, "1"));
        let is_whole = (name == "lockout_after") == text.contains('=');
        let read = value.parse().ok().and_then(|value| Self::of(name, value));
        read.filter(|_| is_whole).ok_or(NoMeasure)
    }
}

/// A text that is no measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoMeasure;

impl fmt::Display for NoMeasure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a measure is allow_list, vpn_only, geo_block, waf, or lockout_after=N (1 to 1000)",
        )
    }
}

/// Our own country: a look from here says nothing of a block of others.
const HOME: &str = "no";

/// Whether a vantage stands in another country than ours: the end of its name is that country's code, as in `outside-se`
/// (ISO 3166-1, two letters in lower case).
pub fn is_abroad(vantage: &str) -> bool {
    let country = vantage.rsplit_once('-').map(|(_, country)| country);
    let is_one =
        |country: &str| country != HOME && countries::is_code(&country.to_ascii_uppercase());
    is_outside(vantage) && country.is_some_and(is_one)
}

/// The measures that attributes of evidence claim, in their order.
pub fn claimed(attributes: &BTreeMap<Name, i64>) -> Vec<Measure> {
    let read = attributes.iter().filter_map(|(name, value)| Measure::of(name.as_str(), *value));
    let mut all: Vec<_> = read.collect();
    all.sort();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_read_as_they_are_written_and_come_back_from_attributes() {
        let texts = ["allow_list", "vpn_only", "geo_block", "lockout_after=5", "waf"];
        let read: Vec<_> = texts.iter().map(|text| Measure::read(text).unwrap()).collect();
        let pair = |one: &Measure| (one.name().parse().unwrap(), one.value());
        assert_eq!(claimed(&read.iter().map(pair).collect()), read);
        assert_eq!(read.iter().filter(|one| one.keeps_strangers_out()).count(), 2);
        for text in ["", "vpn", "vpn_only=1", "lockout_after", "lockout_after=0", "lockout_after=x"]
        {
            assert_eq!(Measure::read(text), Err(NoMeasure), "{text}");
        }
        assert_eq!(claimed(&[("vpn_only".parse().unwrap(), 0)].into()), []);
    }

    #[test]
    fn a_vantage_abroad_names_its_country() {
        for (vantage, is) in [
            ("outside-se", true),
            ("outside-cloud-de", true),
            ("outside-no", false),
            ("outside", false),
            ("outside-xx", false),
            ("outside-cloud", false),
            ("inside-se", false),
            ("unstated", false),
        ] {
            assert_eq!(is_abroad(vantage), is, "{vantage}");
        }
    }
}
