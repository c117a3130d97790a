//! Where an answer sends its visitor: as much of URLs (RFC 3986) as a redirect needs.

use std::borrow::Cow;
use std::net::Ipv6Addr;

use arvak_probe::transcript::mask::MASK;
use serde::{Deserialize, Serialize};

/// An absolute http or https URL without user names or fragments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    /// Whether it is https.
    pub(crate) secure: bool,
    /// Lower-case ASCII host name or address, as [`arvak_probe::Host`] writes it.
    pub(crate) host: String,
    /// The port, 443 or 80 when the URL names none.
    pub(crate) port: u16,
    /// Path and query, beginning with a slash.
    pub(crate) path: String,
}

const PATH_BYTES_MAX: usize = 2_000;

impl Place {
    /// The root of a host.
    pub(crate) fn root(secure: bool, host: &str, port: u16) -> Self {
        Self { secure, host: host.to_owned(), port, path: "/".to_owned() }
    }

    /// Reads an absolute http or https URL.
    pub(crate) fn parse(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let secure = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        Self::with_authority(secure, rest)
    }

    /// Where `location`, found in the answer from here, leads.
    pub(crate) fn follow(&self, location: &str) -> Option<Self> {
        if let Some(rest) = location.strip_prefix("//") {
            return Self::with_authority(self.secure, rest);
        }
        let before_path = location.split(['/', '?', '#']).next().unwrap_or_default();
        if before_path.contains(':') {
            return Self::parse(location);
        }
        let path = without_fragment(location);
        let path = match path.chars().next() {
            Some('/') => path.to_owned(),
            Some('?') => format!("{}{path}", self.path.split('?').next().unwrap_or_default()),
            Some(_) => {
                let folder = self.path.split('?').next().and_then(|path| path.rsplit_once('/'));
                format!("{}/{path}", folder.map_or("", |(folder, _)| folder))
            }
            None => self.path.clone(),
        };
        is_path(&path).then(|| Self { path, ..self.clone() })
    }

    /// The same place with its query hidden: redirects carry session states and tokens.
    pub(crate) fn masked(&self) -> Self {
        let path = match self.path.split_once('?') {
            Some((path, _)) => format!("{path}?{MASK}"),
            None => self.path.clone(),
        };
        Self { path, ..self.clone() }
    }

    /// The host as URLs and the `Host` field write it: IPv6 addresses in brackets (RFC 3986 3.2.2).
    pub(crate) fn host_in_url(&self) -> Cow<'_, str> {
        if self.host.contains(':') {
            format!("[{}]", self.host).into()
        } else {
            (&*self.host).into()
        }
    }

    fn with_authority(secure: bool, rest: &str) -> Option<Self> {
        let rest = without_fragment(rest);
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end)?;
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, "")) => (host, None),
            Some((host, port)) if !port.ends_with(']') => {
                (host, Some(port.parse::<u16>().ok().filter(|port| *port > 0)?))
            }
            _ => (authority, None),
        };
        let host = read_host(host)?;
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        let port = port.unwrap_or(if secure { 443 } else { 80 });
        is_path(&path).then_some(Self { secure, host, port, path })
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (scheme, usual) = if self.secure { ("https", 443) } else { ("http", 80) };
        write!(f, "{scheme}://{}", self.host_in_url())?;
        if self.port != usual {
            write!(f, ":{}", self.port)?;
        }
        f.write_str(&self.path)
    }
}

fn without_fragment(text: &str) -> &str {
    text.split('#').next().unwrap_or_default()
}

fn read_host(text: &str) -> Option<String> {
    if let Some(inside) = text.strip_prefix('[') {
        let address: Ipv6Addr = inside.strip_suffix(']')?.parse().ok()?;
        return Some(address.to_string());
    }
    let host = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
    is_host(&host).then_some(host)
}

/// Letters, digits, hyphens and dots, as in names and IPv4 addresses.
fn is_host(host: &str) -> bool {
    let in_label = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
    host.len() <= 253
        && host
            .split('.')
            .all(|label| (1..=63).contains(&label.len()) && label.bytes().all(in_label))
}

fn is_path(path: &str) -> bool {
    path.len() <= PATH_BYTES_MAX && path.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn from_root(location: &str) -> Option<String> {
        Place::root(false, "a.example", 80).follow(location).map(|place| place.to_string())
    }

    #[test]
    fn a_location_is_absolute_or_relative_to_where_it_was_found() {
        let cases = [
            ("https://A.Example/x?y#z", "https://a.example/x?y"),
            ("HTTPS://a.example.", "https://a.example/"),
            ("https://a.example:8443?q", "https://a.example:8443/?q"),
            ("//b.example/x", "http://b.example/x"),
            ("/x:y", "http://a.example/x:y"),
            ("x/y", "http://a.example/x/y"),
            ("?q", "http://a.example/?q"),
            ("", "http://a.example/"),
            ("http://a.example:80/", "http://a.example/"),
            ("https://[2001:DB8:0::1]/x", "https://[2001:db8::1]/x"),
            ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443/"),
        ];
        for (location, place) in cases {
            assert_eq!(from_root(location).as_deref(), Some(place), "{location}");
        }
    }

    #[test]
    fn what_is_no_web_address_leads_nowhere() {
        for location in [
            "ftp://a.example/",
            "javascript:alert(1)",
            "https://user:pass@a.example/",
            "https:///x",
            "https://[::1/",
            "https://::1/",
            "https://[a.example]/",
            "https://[::1]x/",
            "https://a..example/",
            "https://a.example:0/",
            "https://a.example:99999/",
            "https://a.example/a b",
            "https://blåbær.example/",
            "/a\u{7f}",
        ] {
            assert_eq!(from_root(location), None, "{location}");
        }
    }

    #[test]
    fn the_query_is_hidden_when_masked() {
        let place = Place::parse("https://a.example/login?state=secret").unwrap();
        let masked = place.masked();
        assert_eq!(masked.to_string(), "https://a.example/login?***");
        assert_eq!(Place::parse(&masked.to_string()), Some(masked), "a judge can read it");
    }

    proptest! {
        #[test]
        fn any_location_is_read_without_a_panic(location in "\\PC{0,80}") {
            if let Some(place) = Place::root(true, "a.example", 443).follow(&location) {
                prop_assert!(place.path.starts_with('/'));
                prop_assert_eq!(Place::parse(&place.to_string()), Some(place));
            }
        }
    }
}
