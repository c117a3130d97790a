//! Where the pages stand, as the operator says.

use std::path::PathBuf;
use std::sync::Arc;

use arvak_oidc::Provider;
use arvak_words::Lang;
use ipnet::IpNet;

/// What the operator decided about the pages.
#[derive(Clone, Debug)]
pub struct Site {
    /// The origin that people's browsers see, such as `https://arvak.example.no`; no slash at its end.
    pub origin: String,
    /// The language of whoever has not chosen one.
    pub lang: Lang,
    /// Minutes that a session lasts without a sign of life.
    pub idle_minutes: u32,
    /// Hours that a session lasts at most.
    pub session_hours: u32,
    /// Where proxies of the operator's own stand, besides this machine: they are believed about whom they heard.
    pub trusted_proxies: Vec<IpNet>,
    /// The header in which they say it; another one is not read, since a visitor may have written it.
    pub proxy_header: ProxyHeader,
    /// OpenID providers that people may log in at.
    pub providers: Vec<Arc<Provider>>,
    /// A list of leaked passwords, which nobody may choose ([`arvak_identity::leaked`]).
    pub leaked: Option<PathBuf>,
}

/// In which header a proxy says whom it heard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProxyHeader {
    /// `X-Forwarded-For`, as most write it.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

impl Site {
    /// Pages at `origin`, with the usual times: 30 minutes idle, 12 hours in all (ASVS 5.0, chapter 7).
    pub fn at(origin: &str, lang: Lang) -> Self {
        let origin = origin.trim_end_matches('/').to_owned();
        Self {
            origin,
            lang,
            idle_minutes: 30,
            session_hours: 12,
            trusted_proxies: Vec::new(),
            proxy_header: ProxyHeader::default(),
            providers: Vec::new(),
            leaked: None,
        }
    }

    /// Whether browsers reach the pages over TLS: only then may cookies ask for it.
    pub fn is_secure(&self) -> bool {
        self.origin.starts_with("https://")
    }

    /// The host in the address that browsers know.
    pub fn host(&self) -> &str {
        let rest = self.origin.split_once("://").map_or(self.origin.as_str(), |(_, rest)| rest);
        rest.split([':', '/']).next().unwrap_or(rest)
    }
}
