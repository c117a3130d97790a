//! What each kind of log-in needs to know. Fields are those of `docs/two-factor.md`; a field that is not known is refused.

use ipnet::IpNet;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::{Wrong, typed};
use crate::Secret;

/// The way a service logs in, with what it needs to know.
#[derive(Clone, Debug)]
pub enum Params {
    /// A form on web pages.
    HttpForm(HttpForm),
    /// An OpenID provider.
    Oidc(Oidc),
    /// A service that logs people in at an OpenID provider.
    OidcRp(OidcRp),
    /// A SAML 2.0 identity provider.
    Saml(Saml),
    /// A service that logs people in at a SAML provider.
    SamlSp(SamlSp),
    /// SSH.
    Ssh(Ssh),
    /// RADIUS, as VPN servers ask it.
    Radius(Radius),
    /// IMAP.
    Imap(Lines),
    /// SMTP submission.
    Smtp(Lines),
    /// POP3.
    Pop3(Lines),
    /// An LDAP directory.
    Ldap(Ldap),
    /// A VPN server of the `AnyConnect` family.
    AnyConnect(AnyConnect),
    /// A kind that this program cannot try.
    Unknown(String),
}

/// Names of fields in a form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Fields {
    /// The user's name.
    pub user: Option<String>,
    /// The password.
    pub password: Option<String>,
    /// The code: one field, or one for each digit.
    #[serde(deserialize_with = "one_or_more")]
    pub code: Vec<String>,
}

/// A form on web pages.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HttpForm {
    /// The log-in page; relative to the service's address, or absolute. The address itself when absent.
    pub login: Option<String>,
    /// `onepage`, `twopage`, `userfirst`, `sixbox` …: a hint; the pages decide.
    pub layout: Option<String>,
    /// Names of fields, where they are known.
    pub fields: Fields,
    /// What needs a session.
    pub protected: Vec<String>,
    /// Other ways in.
    pub other_paths: Vec<String>,
    /// What only somebody who is logged in sees.
    #[serde(deserialize_with = "one_or_more")]
    pub session_mark: Vec<String>,
    /// What only the page that asks for a code shows.
    #[serde(deserialize_with = "one_or_more")]
    pub code_mark: Vec<String>,
    /// What only a refusal shows.
    #[serde(deserialize_with = "one_or_more")]
    pub refused_mark: Vec<String>,
    /// Addresses that the log-in may lead to; everything that the operator allows when empty.
    pub scope: Vec<IpNet>,
    /// Whether the pages need scripts, and so a browser that runs them.
    pub browser: bool,
}

/// An OpenID provider.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Oidc {
    /// Its issuer.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Our secret there.
    #[serde(default)]
    pub client_secret: Option<Secret>,
    /// Where it sends people back to; nothing is sent there.
    pub redirect_uri: String,
    /// What the `acr` of a token must be one of.
    #[serde(default, deserialize_with = "one_or_more")]
    pub required_acr: Vec<String>,
    /// Names of fields in its form.
    #[serde(default)]
    pub fields: Fields,
    /// What only the page that asks for a code shows.
    #[serde(default, deserialize_with = "one_or_more")]
    pub code_mark: Vec<String>,
    /// What only a refusal shows.
    #[serde(default, deserialize_with = "one_or_more")]
    pub refused_mark: Vec<String>,
    /// Whether the pages need scripts, and so a browser that runs them.
    #[serde(default)]
    pub browser: bool,
    /// Addresses that the log-in may lead to.
    #[serde(default)]
    pub scope: Vec<IpNet>,
}

/// A service that logs people in at an OpenID provider, and lets the tester name the provider.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcRp {
    /// Where the tester names the provider.
    pub control: String,
    /// Where a log-in begins.
    pub login: String,
    /// What needs a session.
    pub protected: Vec<String>,
    /// What only somebody who is logged in sees.
    #[serde(default, deserialize_with = "one_or_more")]
    pub session_mark: Vec<String>,
    /// What the `acr` of a token must be one of.
    #[serde(default, deserialize_with = "one_or_more")]
    pub required_acr: Vec<String>,
    /// Addresses that the log-in may lead to.
    #[serde(default)]
    pub scope: Vec<IpNet>,
}

/// A SAML 2.0 identity provider.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saml {
    /// Where it takes requests for a log-in by redirect; read from `metadata` when absent.
    #[serde(default)]
    pub sso: Option<String>,
    /// Its metadata: an address, or the XML itself.
    #[serde(default)]
    pub metadata: Option<String>,
    /// Its certificate, as PEM, or several of them; read from `metadata` when absent.
    #[serde(default)]
    pub idp_certificate: Option<String>,
    /// Its name; read from `metadata` when absent, and not looked at where it is in neither.
    #[serde(default)]
    pub idp_entity_id: Option<String>,
    /// Who asks.
    pub entity_id: String,
    /// Where it sends people back to; nothing is sent there.
    pub acs: String,
    /// What the `AuthnContextClassRef` of an assertion must be one of.
    #[serde(default, deserialize_with = "one_or_more")]
    pub required_class: Vec<String>,
    /// How the class that is asked for is compared.
    #[serde(default)]
    pub comparison: Comparison,
    /// Where a log-in begins that nobody asked for, if there is such a place.
    #[serde(default)]
    pub idp_initiated: Option<String>,
    /// Names of fields in its form.
    #[serde(default)]
    pub fields: Fields,
    /// What only the page that asks for a code shows.
    #[serde(default, deserialize_with = "one_or_more")]
    pub code_mark: Vec<String>,
    /// What only a refusal shows.
    #[serde(default, deserialize_with = "one_or_more")]
    pub refused_mark: Vec<String>,
    /// Whether the pages need scripts, and so a browser that runs them.
    #[serde(default)]
    pub browser: bool,
    /// Addresses that the log-in may lead to.
    #[serde(default)]
    pub scope: Vec<IpNet>,
}

impl Saml {
    /// The addresses that are written down. Where the metadata stands in the file, what it names is not among them: it has to be
    /// written as `sso`, so that nothing is looked at that nobody named.
    pub fn places(&self) -> impl Iterator<Item = &str> {
        let metadata = self.metadata.as_deref().filter(|text| !is_xml(text));
        let all = [self.sso.as_deref(), metadata, self.idp_initiated.as_deref()];
        all.into_iter().flatten()
    }
}

/// Whether metadata is the XML itself.
pub(crate) fn is_xml(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with('<')
}

/// How a class of log-in that is asked for is compared with that which is given (SAML core section 3.3.2.2.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Comparison {
    /// One of those.
    #[default]
    Exact,
    /// One of those, or stronger.
    Minimum,
    /// As strong as can be, but no stronger than one of those.
    Maximum,
    /// Stronger than any of those.
    Better,
}

impl Comparison {
    /// Its name, as in a request.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::Better => "better",
        }
    }
}

/// A service that logs people in at a SAML provider, and lets the tester name the provider.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SamlSp {
    /// Where the tester names the provider.
    pub control: String,
    /// Where a log-in begins.
    pub login: String,
    /// Where it takes assertions; what its request says when absent.
    #[serde(default)]
    pub acs: Option<String>,
    /// What needs a session.
    pub protected: Vec<String>,
    /// What only somebody who is logged in sees.
    #[serde(default, deserialize_with = "one_or_more")]
    pub session_mark: Vec<String>,
    /// What the `AuthnContextClassRef` of an assertion must be one of.
    #[serde(default, deserialize_with = "one_or_more")]
    pub required_class: Vec<String>,
    /// Addresses that the log-in may lead to.
    #[serde(default)]
    pub scope: Vec<IpNet>,
}

/// SSH.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ssh {
    /// The server's key, as in `known_hosts` or an OpenSSH fingerprint; secrets go to no other.
    pub host_key: Option<String>,
    /// The canary's key.
    pub private_key_file: Option<String>,
    /// What is demanded, in order: `key`, `password`, `code`.
    pub factors: Vec<SshFactor>,
}

/// One thing that an SSH server asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SshFactor {
    /// A key.
    Key,
    /// A password.
    Password,
    /// A code.
    Code,
}

/// RADIUS.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Radius {
    /// What the server and we share.
    pub shared_secret: Secret,
    /// How the password is sent.
    #[serde(default)]
    pub auth: RadiusAuth,
    /// How the code is sent.
    #[serde(default)]
    pub style: RadiusStyle,
}

/// How a password is sent over RADIUS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RadiusAuth {
    /// As it is, under the shared secret.
    #[default]
    Pap,
    /// MS-CHAPv2 (RFC 2759).
    Mschapv2,
}

/// How a code is sent over RADIUS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RadiusStyle {
    /// In answer to a challenge.
    #[default]
    Challenge,
    /// Behind the password.
    Concat,
}

/// A protocol of lines.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lines {
    /// How it is encrypted.
    pub tls: Tls,
}

/// How a protocol is encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tls {
    /// Not at all.
    None,
    /// After a first exchange in clear.
    #[default]
    Starttls,
    /// From the first byte.
    Implicit,
}

/// An LDAP directory.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ldap {
    /// How it is encrypted.
    pub tls: Tls,
}

/// A VPN server of the `AnyConnect` family.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AnyConnect {
    /// The group that people choose; the one that the server has chosen when absent.
    pub group: Option<String>,
    /// Addresses that the log-in may lead to.
    pub scope: Vec<IpNet>,
}

impl Params {
    /// The kind's name, as in the file.
    pub fn kind(&self) -> &str {
        match self {
            Self::HttpForm(_) => "http-form",
            Self::Oidc(_) => "oidc",
            Self::OidcRp(_) => "oidc-rp",
            Self::Saml(_) => "saml",
            Self::SamlSp(_) => "saml-sp",
            Self::Ssh(_) => "ssh",
            Self::Radius(_) => "radius",
            Self::Imap(_) => "imap",
            Self::Smtp(_) => "smtp",
            Self::Pop3(_) => "pop3",
            Self::Ldap(_) => "ldap",
            Self::AnyConnect(_) => "anyconnect",
            Self::Unknown(kind) => kind,
        }
    }

    pub(super) fn read(kind: &str, params: Map<String, Value>) -> Result<Self, Wrong> {
        fn of<T: DeserializeOwned>(params: Map<String, Value>) -> Result<T, Wrong> {
            typed(Value::Object(params), "params")
        }
        Ok(match kind {
            "http-form" => Self::HttpForm(of(params)?),
            "oidc" => Self::Oidc(of(params)?),
            "oidc-rp" => Self::OidcRp(of(params)?),
            "saml" => Self::Saml(of(params)?),
            "saml-sp" => Self::SamlSp(of(params)?),
            "ssh" => Self::Ssh(of(params)?),
            "radius" => Self::Radius(of(params)?),
            "imap" => Self::Imap(of(params)?),
            "smtp" => Self::Smtp(of(params)?),
            "pop3" => Self::Pop3(of(params)?),
            "ldap" => Self::Ldap(of(params)?),
            "anyconnect" => Self::AnyConnect(of(params)?),
            other => Self::Unknown(other.chars().take(40).collect()),
        })
    }
}

/// One text, several, or none.
fn one_or_more<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMore {
        One(String),
        More(Vec<String>),
    }
    let read = Option::<OneOrMore>::deserialize(deserializer)?;
    let texts = match read {
        None => Vec::new(),
        Some(OneOrMore::One(text)) => vec![text],
        Some(OneOrMore::More(texts)) => texts,
    };
    Ok(texts.into_iter().filter(|text| !text.is_empty()).collect())
}
