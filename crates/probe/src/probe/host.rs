//! A host as the inventory names it.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A host name in lower-case ASCII without a final dot, or an IP address as Rust writes it.
/// Spellings that only some programs take for an address (`127.1`, `0x7f000001`, `2130706433`) are
/// refused: they are a way around a gate. International names are read and kept in their ASCII form
/// (UTS 46, `xn--…`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Host(String);

impl Host {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address, when the host is one.
    pub fn address(&self) -> Option<IpAddr> {
        self.0.parse().ok()
    }

    /// Whether the host is `domain` or below it.
    pub fn is_within(&self, domain: &str) -> bool {
        is_within(&self.0, domain)
    }
}

/// Whether `name` is `domain` or below it; both in lower case without a final dot.
pub(crate) fn is_within(name: &str, domain: &str) -> bool {
    name.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        && !domain.is_empty()
}

/// Text that is no host.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no host: {rule}")]
pub struct BadHost {
    /// What was written, cut to a readable length.
    pub text: String,
    /// The rule that it breaks.
    pub rule: &'static str,
}

impl FromStr for Host {
    type Err = BadHost;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = |rule| BadHost { text: text.chars().take(120).collect(), rule };
        let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        if let Ok(address) = bare.parse::<IpAddr>() {
            return Ok(Self(address.to_string()));
        }
        let name = text.strip_suffix('.').unwrap_or(text);
        let name = if name.is_ascii() {
            name.to_ascii_lowercase()
        } else {
            idna::domain_to_ascii_strict(name).map_err(|_| bad("it is no international name"))?
        };
        if name.is_empty() || name.len() > 253 {
            return Err(bad("a name has 1 to 253 characters"));
        }
        if !name.split('.').all(is_label) {
            return Err(bad("labels have 1 to 63 of a-z, 0-9, '-' and '_', with '-' only inside"));
        }
        let last = name.rsplit('.').next().unwrap_or_default();
        if last.bytes().all(|b| b.is_ascii_digit()) || last.starts_with("0x") {
            return Err(bad("a name cannot end in a number; write an address in full"));
        }
        Ok(Self(name))
    }
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0)
    }
}

impl From<Host> for String {
    fn from(host: Host) -> Self {
        host.0
    }
}

impl TryFrom<String> for Host {
    type Error = BadHost;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_lower_case_without_a_final_dot() {
        assert_eq!("WWW.Nordvik.example.".parse::<Host>().unwrap().as_str(), "www.nordvik.example");
        assert_eq!("[::1]".parse::<Host>().unwrap().as_str(), "::1");
    }

    #[test]
    fn odd_spellings_of_addresses_are_refused() {
        for text in [
            "127.1",
            "2130706433",
            "0x7f000001",
            "0x7f.1",
            "017700000001",
            "127.0.0.1.",
            "1.2.3.256",
        ] {
            assert!(text.parse::<Host>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_no_host_is_refused() {
        for text in [
            "",
            ".",
            "a..b",
            "-a.no",
            "a-.no",
            "bå t.no",
            "x\u{200d}y.no",
            "a b.no",
            "a/b",
            "user@host.no",
            "host.no:80",
        ] {
            assert!(text.parse::<Host>().is_err(), "{text}");
        }
    }

    #[test]
    fn international_names_are_kept_in_their_ascii_form() {
        let host: Host = "Blåbærsyltetøy.Example.".parse().unwrap();
        assert_eq!(host.as_str(), "xn--blbrsyltety-y8ao3x.example");
        assert_eq!("XN--BLBRSYLTETY-Y8AO3X.example".parse::<Host>().unwrap(), host);
    }

    /// Full-width digits and dots are mapped to plain ones.
    #[test]
    fn an_address_in_disguise_is_no_international_name() {
        for text in ["１２７.0.0.1", "127。0。0。1", "２１３０７０６４３３", "0x７f.1"]
        {
            assert!(text.parse::<Host>().is_err(), "{text}");
        }
    }

    #[test]
    fn within_is_by_labels_and_not_by_letters() {
        let host: Host = "a.nordvik.example".parse().unwrap();
        assert!(host.is_within("nordvik.example") && host.is_within("a.nordvik.example"));
        assert!(!host.is_within("vik.example") && !host.is_within("b.nordvik.example"));
        assert!(!host.is_within(""));
    }
}
