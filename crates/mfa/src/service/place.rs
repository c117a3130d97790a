//! Where a service is.

use arvak_probe::{Host, Target};
use url::Url;

/// A host and port, and the scheme where it was written as a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Host and port.
    pub target: Target,
    /// `https`, `ldaps` …; nothing when a bare host was written.
    pub scheme: Option<String>,
}

impl Place {
    /// Whether it was written as a URL that means TLS from the first byte, such as `imaps://`.
    pub fn is_secure(&self) -> bool {
        self.scheme.as_deref().is_some_and(|scheme| scheme.ends_with('s') && scheme != "https")
    }

    /// Reads `host`, `host:port`, `[v6]:port` or a URL; `port` is that of the protocol.
    pub fn read(text: &str, port: u16) -> Option<Self> {
        let text = text.trim();
        if let Some((scheme, rest)) = text.split_once("://") {
            let scheme = scheme.to_ascii_lowercase();
            if let "http" | "https" = scheme.as_str() {
                let url = Url::parse(text).ok()?;
                let host = url.host_str()?.parse().ok()?;
                let target = Target { host, port: url.port_or_known_default()? };
                return Some(Self { target, scheme: Some(scheme) });
            }
            let place = rest.split(['/', '?', '#']).next().unwrap_or(rest);
            return Some(Self { target: target(place, port)?, scheme: Some(scheme) });
        }
        Some(Self { target: target(text, port)?, scheme: None })
    }
}

fn target(text: &str, port: u16) -> Option<Target> {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, digits)) if !host.contains(':') || host.ends_with(']') => {
            (host, digits.parse().ok().filter(|port| *port > 0)?)
        }
        _ => (text, port),
    };
    let host: Host = host.parse().ok()?;
    Some(Target { host, port })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_host_a_host_with_a_port_or_a_url() {
        for (text, target, scheme) in [
            ("vpn.nordvik.example", "vpn.nordvik.example:22", None),
            ("127.0.0.1:2222", "127.0.0.1:2222", None),
            ("[::1]:2222", "[::1]:2222", None),
            ("::1", "[::1]:22", None),
            ("ldaps://ldap.nordvik.example", "ldap.nordvik.example:22", Some("ldaps")),
            ("https://www.nordvik.example/in?x", "www.nordvik.example:443", Some("https")),
            ("http://127.0.0.1:8080", "127.0.0.1:8080", Some("http")),
        ] {
            let place = Place::read(text, 22).unwrap();
            assert_eq!(
                (place.target.to_string().as_str(), place.scheme.as_deref()),
                (target, scheme)
            );
        }
        for text in ["", "a b", "127.1", "host:0", "host:99999", "http://"] {
            assert_eq!(Place::read(text, 22), None, "{text}");
        }
    }
}
