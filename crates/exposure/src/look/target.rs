//! What somebody typed as the target of a look.

use arvak_probe::{BadHost, Host};

use crate::tls::StartTls;

/// A target, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// The host.
    pub(crate) host: Host,
    /// The port that was typed, or the one that the kind of look always has.
    pub(crate) port: Option<u16>,
    /// Whether a URL says https (`true`) or http (`false`).
    pub(crate) secure: Option<bool>,
    /// The words before TLS, where a URL or the port says that there are such.
    pub(crate) start_tls: Option<StartTls>,
}

impl Target {
    /// Reads `text` as the target of that kind of look; the error is the rule that it breaks.
    pub(crate) fn read(kind: &str, text: &str) -> Result<Self, String> {
        let (scheme, rest) = match text.trim().split_once("://") {
            Some((scheme, rest)) => (Some(scheme.to_ascii_lowercase()), rest),
            None => (None, text.trim()),
        };
        let is_web = matches!(kind, "tls" | "http");
        let secure = match scheme.as_deref() {
            None => None,
            Some(scheme) if kind == "tls" && StartTls::of_scheme(scheme).is_some() => None,
            Some("https") if is_web => Some(true),
            Some("http") if is_web => Some(false),
            Some("ssh") if kind == "ssh" => None,
            Some(_) => return Err("write a host name, host:port, or for tls and http a URL".into()),
        };
        // What stands behind the host in a URL is of no interest: the front page is looked at.
        let is_url = is_web || scheme.is_some();
        let place = if is_url { rest.split(['/', '?', '#']).next().unwrap_or(rest) } else { rest };
        let (host, port) = split_port(place);
        let host: Host = host.parse().map_err(|error: BadHost| error.to_string())?;
        let port = port.map(read_port).transpose()?;
        if matches!(kind, "dns" | "mail" | "rpki") {
            if port.is_some() {
                return Err("a look at DNS or mail records takes a domain without a port".into());
            }
            if host.address().is_some() {
                return Err("a look at DNS or mail records takes a domain, not an address".into());
            }
        }
        let known = scheme.as_deref().and_then(StartTls::of_scheme);
        let port = match kind {
            "ssh" => port.or(Some(22)),
            "tls" => port.or(known.map(|(port, _)| port)),
            _ => port,
        };
        let start_tls = match known {
            Some((_, words)) => words,
            None => port.filter(|_| kind == "tls" && scheme.is_none()).and_then(StartTls::of_port),
        };
        Ok(Self { host, port, secure, start_tls })
    }
}

/// One colon sets off a port; several make an IPv6 address, whose port stands after a bracket.
fn split_port(text: &str) -> (&str, Option<&str>) {
    match text.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => (host, Some(port)),
        _ => (text, None),
    }
}

fn read_port(text: &str) -> Result<u16, String> {
    let port = text.parse().ok().filter(|port: &u16| *port > 0);
    port.ok_or_else(|| "a port is a number from 1 to 65535".to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(kind: &str, target: &str) -> Result<(String, Option<u16>, Option<bool>), String> {
        let Target { host, port, secure, .. } = Target::read(kind, target)?;
        Ok((host.to_string(), port, secure))
    }

    #[test]
    fn a_target_is_a_host_with_or_without_a_port_or_a_url() {
        let cases = [
            ("tls", "Nordvik.example", "nordvik.example", None, None),
            ("tls", " nordvik.example:8443\n", "nordvik.example", Some(8443), None),
            ("http", "https://nordvik.example/x?y", "nordvik.example", None, Some(true)),
            ("http", "http://nordvik.example:8080", "nordvik.example", Some(8080), Some(false)),
            ("http", "HTTP://[::1]:8080/", "::1", Some(8080), Some(false)),
            ("http", "nordvik.example/", "nordvik.example", None, None),
            ("ssh", "192.0.2.1:2222", "192.0.2.1", Some(2222), None),
            ("ssh", "ssh://192.0.2.1", "192.0.2.1", Some(22), None),
            ("ssh", "2001:db8::1", "2001:db8::1", Some(22), None),
            ("ssh", "[2001:db8::1]:2222", "2001:db8::1", Some(2222), None),
            ("dns", "nordvik.example.", "nordvik.example", None, None),
            ("mail", "Blåbær.example", "xn--blbr-roah.example", None, None),
        ];
        for (kind, target, host, port, secure) in cases {
            assert_eq!(read(kind, target), Ok((host.to_owned(), port, secure)), "{target}");
        }
    }

    #[test]
    fn a_scheme_or_a_usual_port_says_which_words_come_before_tls() {
        for (target, port, start_tls) in [
            ("nordvik.example", None, None),
            ("smtp://mx.nordvik.example", Some(25), Some(StartTls::Smtp)),
            ("mx.nordvik.example:25", Some(25), Some(StartTls::Smtp)),
            ("imap://mx.nordvik.example:1143", Some(1143), Some(StartTls::Imap)),
            ("imaps://mx.nordvik.example", Some(993), None),
            ("https://mx.nordvik.example:25", Some(25), None),
            ("mx.nordvik.example:8443", Some(8443), None),
        ] {
            let read = Target::read("tls", target).unwrap();
            assert_eq!((read.port, read.start_tls), (port, start_tls), "{target}");
        }
        assert!(Target::read("http", "smtp://mx.nordvik.example").is_err());
    }

    #[test]
    fn what_is_no_target_is_refused() {
        for (kind, target) in [
            ("tls", ""),
            ("tls", "a b"),
            ("tls", "nordvik.example:0"),
            ("tls", "nordvik.example:99999"),
            ("tls", "nordvik.example:"),
            ("tls", "gopher://nordvik.example"),
            ("http", "https://user:secret@nordvik.example/"),
            ("http", "https://"),
            ("ssh", "https://nordvik.example"),
            ("ssh", "nordvik.example/x"),
            ("mail", "nordvik.example:25"),
            ("mail", "post@nordvik.example"),
            ("dns", "192.0.2.1"),
            ("dns", "[::1]"),
            ("dns", "bå t.example"),
        ] {
            assert!(read(kind, target).is_err(), "{kind} {target}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,60}") {
            for kind in crate::LOOKS {
                let _ = read(kind, &text);
            }
        }
    }
}
