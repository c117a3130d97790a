//! The cookies of these pages.

use axum::http::{HeaderMap, header};

/// A cookie of ours. Over TLS its name begins with `__Host-`: browsers take such a one from this host alone, over TLS
/// alone, and send it to all of its pages (RFC 6265bis, 4.1.3.2). On loopback there is no TLS.
///
/// `SameSite=Lax`: a link in a mail, or the way back from a provider, finds somebody logged in; every write is held to its
/// origin besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cookie {
    /// Its name over TLS.
    pub(crate) secure: &'static str,
    /// Its name without.
    pub(crate) plain: &'static str,
}

impl Cookie {
    /// Its name.
    pub(crate) const fn name(self, is_secure: bool) -> &'static str {
        if is_secure { self.secure } else { self.plain }
    }

    /// The line that sets it; `more` are further attributes, each led by `; `.
    pub(crate) fn set(self, value: &str, is_secure: bool, more: &str) -> String {
        let (name, secure) = (self.name(is_secure), if is_secure { "; Secure" } else { "" });
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}")
    }

    /// The same for a cookie that no link from elsewhere brings along.
    pub(crate) fn set_strict(self, value: &str, is_secure: bool, more: &str) -> String {
        self.set(value, is_secure, more).replace("SameSite=Lax", "SameSite=Strict")
    }

    /// What it holds.
    pub(crate) fn get(self, headers: &HeaderMap, is_secure: bool) -> Option<&str> {
        cookie(headers, self.name(is_secure))
    }
}

/// The value of a cookie.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(header::COOKIE).into_iter();
    let pairs = lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(';'));
    pairs
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}
