//! Cookies as a browser keeps them (RFC 6265).

use arvak_core::{Instant, Span};
use url::Url;

use super::date;
use crate::Secret;

/// Most cookies that are kept; the oldest go first.
const COOKIES_MAX: usize = 60;

/// Most bytes of one cookie, name and value.
const COOKIE_BYTES_MAX: usize = 8 * 1024;

/// One cookie.
#[derive(Clone, Debug)]
struct Cookie {
    name: String,
    value: Secret,
    /// The host, or the domain with all hosts below it.
    domain: String,
    is_host_only: bool,
    path: String,
    is_secure: bool,
    /// When it ends; nothing for one that goes when the browser is closed.
    until: Option<Instant>,
}

/// The cookies of one client.
#[derive(Clone, Debug, Default)]
pub(crate) struct Jar(Vec<Cookie>);

impl Jar {
    /// Takes a `Set-Cookie` of an answer from `url`; gives the value back, which is to be hidden.
    pub(crate) fn take(&mut self, url: &Url, field: &str, now: Instant) -> Option<Secret> {
        let cookie = cookie(url, field, now)?;
        let same = |known: &Cookie| {
            known.name == cookie.name && known.domain == cookie.domain && known.path == cookie.path
        };
        self.0.retain(|known| !same(known));
        if cookie.until.is_some_and(|until| until <= now) {
            return None;
        }
        if self.0.len() >= COOKIES_MAX {
            self.0.remove(0);
        }
        let value = cookie.value.clone();
        self.0.push(cookie);
        Some(value)
    }

    /// The `Cookie` field for a request to `url`; nothing when there is none.
    pub(crate) fn field(&self, url: &Url) -> Option<String> {
        let fits = |cookie: &&Cookie| cookie.fits(url);
        let mut fitting: Vec<_> = self.0.iter().filter(fits).collect();
        // The longest path first, as RFC 6265 section 5.4 says.
        fitting.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        let pairs =
            fitting.iter().map(|cookie| format!("{}={}", cookie.name, cookie.value.reveal()));
        let field = pairs.collect::<Vec<_>>().join("; ");
        (!field.is_empty()).then_some(field)
    }

    /// The names of the cookies for a request to `url`.
    pub(crate) fn names(&self, url: &Url) -> Vec<String> {
        let fitting = self.0.iter().filter(|cookie| cookie.fits(url));
        fitting.map(|cookie| cookie.name.clone()).collect()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The same without the cookie of that number.
    pub(crate) fn without(&self, number: usize) -> Self {
        let mut jar = self.clone();
        if number < jar.0.len() {
            jar.0.remove(number);
        }
        jar
    }

    /// The numbers of the cookies: those that end with the browser first, since sessions mostly do.
    pub(crate) fn session_first(&self) -> Vec<usize> {
        let mut numbers: Vec<_> = (0..self.0.len()).collect();
        numbers
            .sort_by_key(|number| self.0.get(*number).is_some_and(|cookie| cookie.until.is_some()));
        numbers
    }
}

impl Cookie {
    fn fits(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let of_host = host == self.domain || (!self.is_host_only && is_below(host, &self.domain));
        // Browsers take this very machine for safe, and send there what is marked as secure.
        let is_safe = url.scheme() == "https" || is_here(host);
        of_host && (!self.is_secure || is_safe) && path_fits(url.path(), &self.path)
    }
}

fn is_here(host: &str) -> bool {
    host == "localhost"
        || host
            .trim_matches(['[', ']'])
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback())
}

fn is_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|front| front.ends_with('.'))
}

fn path_fits(path: &str, of_cookie: &str) -> bool {
    path.strip_prefix(of_cookie)
        .is_some_and(|rest| rest.is_empty() || of_cookie.ends_with('/') || rest.starts_with('/'))
}

fn cookie(url: &Url, field: &str, now: Instant) -> Option<Cookie> {
    if field.len() > COOKIE_BYTES_MAX {
        return None;
    }
    let host = url.host_str()?.to_owned();
    let mut parts = field.split(';');
    let (name, value) = parts.next()?.split_once('=')?;
    let name = name.trim();
    if name.is_empty() {
        return None;
    }
    let mut cookie = Cookie {
        name: name.to_owned(),
        value: Secret::new(value.trim()),
        domain: host.clone(),
        is_host_only: true,
        path: default_path(url.path()).to_owned(),
        is_secure: false,
        until: None,
    };
    let mut age = None;
    for part in parts {
        let (attribute, value) = part.split_once('=').unwrap_or((part, ""));
        let value = value.trim();
        match attribute.trim().to_ascii_lowercase().as_str() {
            "domain" if !value.is_empty() => {
                let domain = value.trim_start_matches('.').to_ascii_lowercase();
                // A cookie for a domain that the host is not in is not taken.
                if domain != host && !is_below(&host, &domain) {
                    return None;
                }
                (cookie.domain, cookie.is_host_only) = (domain, false);
            }
            "path" if value.starts_with('/') => value.clone_into(&mut cookie.path),
            "secure" => cookie.is_secure = true,
            "max-age" => age = value.parse::<i64>().ok().or(age),
            "expires" => cookie.until = date::read(value).or(cookie.until),
            _ => {}
        }
    }
    if let Some(seconds) = age {
        let span = Span::from_millis(seconds.clamp(0, 400 * 86_400) * 1_000);
        cookie.until = Some(now.plus(span));
    }
    Some(cookie)
}

/// The folder of a path (RFC 6265 section 5.1.4).
fn default_path(path: &str) -> &str {
    match path.rfind('/') {
        Some(at) if at > 0 => path.get(..at).unwrap_or("/"),
        _ => "/",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    fn jar(fields: &[&str]) -> Jar {
        let mut jar = Jar::default();
        for field in fields {
            jar.take(&url("https://www.nordvik.example/in/step"), field, now());
        }
        jar
    }

    fn now() -> Instant {
        Instant::from_millis(1_800_000_000_000)
    }

    #[test]
    fn cookies_go_back_where_they_came_from() {
        let jar = jar(&["a=1; Path=/", "b=2", "c=3; Domain=nordvik.example; Path=/; Secure"]);
        for (to, field) in [
            ("https://www.nordvik.example/", Some("a=1; c=3")),
            ("https://www.nordvik.example/in/code", Some("b=2; a=1; c=3")),
            ("https://www.nordvik.example/inn", Some("a=1; c=3")),
            ("http://www.nordvik.example/", Some("a=1")),
            ("https://mail.nordvik.example/", Some("c=3")),
            ("https://evil.example/", None),
        ] {
            assert_eq!(jar.field(&url(to)).as_deref(), field, "{to}");
        }
    }

    #[test]
    fn a_cookie_that_has_ended_goes() {
        for end in ["Max-Age=0", "Max-Age=-1", "Expires=Thu, 01 Jan 1970 00:00:00 GMT"] {
            let jar = jar(&["a=1; Path=/", &format!("a=; Path=/; {end}")]);
            assert_eq!(jar.len(), 0, "{end}");
        }
        assert_eq!(jar(&["a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT"]).len(), 1);
    }

    #[test]
    fn a_cookie_for_somebody_else_is_not_taken() {
        assert_eq!(
            jar(&["a=1; Domain=evil.example", "=1", "a", "b=2; Domain=example.evil"]).len(),
            0
        );
    }

    #[test]
    fn a_jar_never_shows_a_value() {
        assert!(!format!("{:?}", jar(&["a=verysecret"])).contains("verysecret"));
    }
}
