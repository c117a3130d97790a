//! `[[web.openid]]` in `arvak.toml`: what the operator writes, and what of it can be used.

mod parse;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;

use arvak_core::Span;
use arvak_probe::Target;
use openidconnect::AuthType;
use serde::{Deserialize, Serialize};

pub use self::parse::{ReadSecret, parse};
use crate::{Grants, Requirement};

/// One provider as it is written. Every key is checked by [`parse`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProviderFile {
    /// Its name in addresses: `entra`.
    pub slug: String,
    /// Its name on the log-in page.
    pub name: String,
    /// Its address, exactly as its discovery document writes it.
    pub issuer: String,
    /// What the provider calls us.
    pub client_id: String,
    /// A file with the secret that the provider gave us, relative to the data folder.
    pub secret_file: Option<PathBuf>,
    /// How the secret is sent: `basic` or `post`.
    pub client_auth: Option<String>,
    /// What is asked for; `openid` always is.
    pub scopes: Option<Vec<String>>,
    /// Classes of log-in that mean two factors: asked for, and one must be in the answer.
    pub acr_values: Vec<String>,
    /// The claim that names the class: `acr`, or `acrs` with Entra.
    pub acr_claim: Option<String>,
    /// What shows two factors: `acr`, `amr`, or `both`.
    pub require: Option<String>,
    /// Minutes since the factors were shown at the provider.
    pub max_age_minutes: Option<u32>,
    /// What people are known by: `sub`, or `oid` with Entra.
    pub subject: Option<String>,
    /// The claim that names groups, or roles.
    pub groups_claim: Option<String>,
    /// Other hosts of the provider, as `HOST` or `HOST:PORT`.
    pub hosts: Vec<String>,
    /// Roles by group.
    pub roles: BTreeMap<String, OneOrMore>,
    /// Units by group; `*` for all.
    pub units: BTreeMap<String, OneOrMore>,
}

/// One text, or a list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OneOrMore {
    /// `"auditor"`
    One(String),
    /// `["auditor", "contributor"]`
    More(Vec<String>),
}

impl OneOrMore {
    fn all(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::More(texts) => texts,
        }
    }
}

/// One provider, as it can be used.
#[derive(Clone, Debug)]
pub struct ProviderSettings {
    /// Its name in addresses.
    pub slug: String,
    /// Its name on pages.
    pub name: String,
    /// The issuer, exactly.
    pub issuer: String,
    /// What the provider calls us.
    pub client_id: String,
    pub(crate) secret: Secret,
    pub(crate) client_auth: ClientAuth,
    pub(crate) scopes: Vec<String>,
    /// What a token must show.
    pub requirement: Requirement,
    /// The claim that names the class of log-in.
    pub acr_claim: String,
    pub(crate) max_age: Option<Span>,
    pub(crate) subject: Subject,
    /// The claim that names groups.
    pub groups_claim: String,
    pub(crate) targets: BTreeSet<Target>,
    /// What groups give.
    pub grants: Grants,
}

/// How our secret is sent (OpenID Connect Core, section 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClientAuth {
    /// `client_secret_basic`
    Basic,
    /// `client_secret_post`
    Post,
}

impl From<ClientAuth> for AuthType {
    fn from(auth: ClientAuth) -> Self {
        match auth {
            ClientAuth::Basic => Self::BasicAuth,
            ClientAuth::Post => Self::RequestBody,
        }
    }
}

/// What people are known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// `sub`
    Sub,
    /// `tid` and `oid`
    Oid,
}

/// A secret, which no log shows.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Something in the configuration that cannot be used: where it stands, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Which `[[web.openid]]`, counted from 1.
    pub number: usize,
    /// The slug, when it has one.
    pub slug: String,
    /// The key.
    pub key: String,
    /// What is wrong, and what to do.
    pub what: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { number, slug, key, what } = self;
        write!(f, "[[web.openid]] no. {number}")?;
        if !slug.is_empty() {
            write!(f, " ({slug})")?;
        }
        write!(f, ", `{key}`: {what}")
    }
}
