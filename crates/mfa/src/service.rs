//! What somebody wrote about a log-in and its canary, read: a [`Service`] cannot hold nonsense.

mod canary;
mod params;
mod place;

use std::collections::BTreeSet;
use std::fmt;

use arvak_probe::Host;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub use canary::Canary;
pub(crate) use params::is_xml;
pub use params::{
    AnyConnect, Comparison, Fields, HttpForm, Ldap, Lines, Oidc, OidcRp, Params, Radius,
    RadiusAuth, RadiusStyle, Saml, SamlSp, Ssh, SshFactor, Tls,
};
pub use place::Place;

/// Most bytes of a file with services.
const FILE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Most services in a file.
const SERVICES_MAX: usize = 1_000;

/// Most characters of an id.
const ID_CHARS_MAX: usize = 100;

/// One log-in that is to be tried, and the account to try it with.
#[derive(Clone, Debug)]
pub struct Service {
    /// What it is called.
    pub id: String,
    /// Where it is: `host:port`, or a URL.
    pub address: String,
    /// How it logs in.
    pub params: Params,
    /// The account.
    pub canary: Canary,
    /// The recipe, where the log-in is not to be worked out: a table, or TOML as text.
    pub recipe: Option<Value>,
    /// Other ways into the same thing by other protocols, such as the IMAP server of a web mail: the password alone must
    /// not be enough there either.
    pub also: Vec<Also>,
}

/// Another way in, with the same account.
#[derive(Clone, Debug)]
pub struct Also {
    /// Where it is.
    pub address: String,
    /// How it logs in.
    pub params: Params,
}

/// What is wrong in a file with services. Whoever wrote it acts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Mistake {
    /// The service, by its id, or by its number when it has none.
    pub service: Option<String>,
    /// The field, such as `params.login`.
    pub field: String,
    /// What is wrong with it. Values are never repeated: they may be secrets.
    pub why: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(service) = &self.service {
            write!(f, "service {service}: ")?;
        }
        write!(f, "{}: {}", self.field, self.why)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    services: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawService {
    id: String,
    kind: String,
    address: String,
    #[serde(default)]
    params: Map<String, Value>,
    canary: canary::RawCanary,
    #[serde(default)]
    recipe: Option<Value>,
    #[serde(default)]
    also: Vec<RawAlso>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAlso {
    kind: String,
    address: String,
    #[serde(default)]
    params: Map<String, Value>,
}

impl RawAlso {
    fn read(self) -> Result<Also, Wrong> {
        let params = Params::read(&self.kind, self.params)?;
        // The others begin with what refuses, or need a stranger's look first: a canary of their own tries them.
        match params {
            Params::Imap(_) | Params::Pop3(_) | Params::Smtp(_) | Params::Ldap(_) => {
                Ok(Also { address: self.address, params })
            }
            _ => Err(("kind".to_owned(), "another way in is imap, pop3, smtp or ldap".to_owned())),
        }
    }
}

/// Most other ways in of one service.
const ALSO_MAX: usize = 8;

/// Reads a file with services. All its mistakes are told, and with one of them nothing is tried.
pub fn parse(bytes: &[u8]) -> Result<Vec<Service>, Vec<Mistake>> {
    let whole = |why: String| vec![Mistake { service: None, field: "file".to_owned(), why }];
    if bytes.len() > FILE_BYTES_MAX {
        return Err(whole(format!("it is larger than {FILE_BYTES_MAX} bytes")));
    }
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        whole(format!("it is no JSON: line {}, column {}", error.line(), error.column()))
    })?;
    let file: RawFile =
        typed(value, "file").map_err(|(field, why)| vec![Mistake { service: None, field, why }])?;
    if file.services.len() > SERVICES_MAX {
        return Err(whole(format!("there are more than {SERVICES_MAX} services")));
    }
    let (mut services, mut mistakes) = (Vec::new(), Vec::new());
    for (number, value) in (1..).zip(file.services) {
        let name = name(&value).unwrap_or_else(|| format!("no. {number}"));
        match service(value) {
            Ok(service) => services.push(service),
            Err((field, why)) => mistakes.push(Mistake { service: Some(name), field, why }),
        }
    }
    mistakes.extend(twice(&services));
    if mistakes.is_empty() { Ok(services) } else { Err(mistakes) }
}

/// Reads one service without an id, which is `id`: what is kept for a canary.
pub fn parse_target(id: &str, bytes: &[u8]) -> Result<Service, Mistake> {
    let mistake = |field: &str, why: String| {
        let field = if field.is_empty() { "file" } else { field }.to_owned();
        Mistake { service: Some(id.to_owned()), field, why }
    };
    if bytes.len() > FILE_BYTES_MAX {
        return Err(mistake("file", format!("it is larger than {FILE_BYTES_MAX} bytes")));
    }
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        mistake("file", format!("it is no JSON: line {line}, column {column}"))
    })?;
    let Value::Object(mut fields) = value else {
        return Err(mistake("file", "it is no object".to_owned()));
    };
    if fields.insert("id".to_owned(), Value::String(id.to_owned())).is_some() {
        return Err(mistake(
            "id",
            "leave it out: the inventory says which service it is".to_owned(),
        ));
    }
    service(Value::Object(fields)).map_err(|(field, why)| mistake(&field, why))
}

impl Service {
    /// Every host that stands in what was written, as hosts are written: what may be looked at, and nothing else.
    pub fn hosts(&self) -> BTreeSet<Host> {
        let mut places = vec![self.address.as_str()];
        places.extend(self.also.iter().map(|also| also.address.as_str()));
        match &self.params {
            Params::HttpForm(form) => {
                places.extend(form.login.as_deref());
                places.extend(form.protected.iter().map(String::as_str));
                places.extend(form.other_paths.iter().map(String::as_str));
            }
            Params::Oidc(oidc) => places.push(&oidc.issuer),
            Params::OidcRp(relying) => {
                places.extend([relying.control.as_str(), &relying.login]);
                places.extend(relying.protected.iter().map(String::as_str));
            }
            Params::Saml(saml) => places.extend(saml.places()),
            Params::SamlSp(relying) => {
                places.extend([relying.control.as_str(), &relying.login]);
                places.extend(relying.acs.as_deref());
                places.extend(relying.protected.iter().map(String::as_str));
            }
            _ => {}
        }
        let is_address =
            |text: &str| text == self.address || self.also.iter().any(|also| also.address == text);
        let is_place = |text: &&str| text.contains("://") || is_address(text);
        // Another way in may have a method before its address.
        let bare = |text: &'_ str| text.rsplit(' ').next().unwrap_or_default().to_owned();
        let hosts = places.into_iter().filter(is_place).map(bare);
        let hosts = hosts.filter_map(|text| Place::read(&text, 1));
        hosts.map(|place| place.target.host).collect()
    }
}

impl Service {
    /// The place that the log-in begins at, as host and port; the address as it was written when it is none.
    pub fn place(&self) -> String {
        let begins = match &self.params {
            Params::HttpForm(form) => form.login.as_deref().filter(|login| login.contains("://")),
            Params::Oidc(oidc) => Some(oidc.issuer.as_str()),
            Params::OidcRp(relying) => Some(relying.login.as_str()),
            Params::Saml(saml) => saml.places().next(),
            Params::SamlSp(relying) => Some(relying.login.as_str()),
            _ => None,
        };
        let written = begins.unwrap_or(&self.address);
        Place::read(written, 1).map_or_else(|| written.to_owned(), |place| place.target.to_string())
    }
}

fn name(value: &Value) -> Option<String> {
    let id = value.get("id")?.as_str()?;
    Some(id.chars().take(ID_CHARS_MAX).collect())
}

/// A field and what is wrong with it.
type Wrong = (String, String);

fn service(value: Value) -> Result<Service, Wrong> {
    let raw: RawService = typed(value, "")?;
    if raw.id.is_empty() || raw.id.chars().count() > ID_CHARS_MAX {
        return Err(("id".to_owned(), format!("it has 1 to {ID_CHARS_MAX} characters")));
    }
    let canary =
        raw.canary.read().map_err(|(field, why)| (format!("canary.{field}"), why.to_owned()))?;
    let params = Params::read(&raw.kind, raw.params)?;
    if raw.also.len() > ALSO_MAX {
        return Err(("also".to_owned(), format!("there are more than {ALSO_MAX}")));
    }
    let also = (0_usize..).zip(raw.also).map(|(number, also)| {
        also.read().map_err(|(field, why)| (format!("also[{number}].{field}"), why))
    });
    let also = also.collect::<Result<_, _>>()?;
    Ok(Service { id: raw.id, address: raw.address, params, canary, recipe: raw.recipe, also })
}

/// Ids that stand twice: an answer could not be told from another.
fn twice(services: &[Service]) -> Vec<Mistake> {
    let mut ids: Vec<_> = services.iter().map(|service| service.id.as_str()).collect();
    ids.sort_unstable();
    let pairs = ids.iter().zip(ids.iter().skip(1)).filter(|(a, b)| a == b);
    let why = "two services have this id";
    let mistake = |(id, _): (&&str, _)| Mistake {
        service: Some((*id).to_owned()),
        field: "id".to_owned(),
        why: why.to_owned(),
    };
    pairs.map(mistake).collect()
}

/// A value as a type; otherwise the field below `at`, and what is wrong with it, without its value.
pub(crate) fn typed<T: DeserializeOwned>(value: Value, at: &str) -> Result<T, Wrong> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let path = if path == "." { "" } else { path.as_str() };
        let between = if at.is_empty() || path.is_empty() { "" } else { "." };
        let told = error.inner().to_string();
        let is_safe = ["unknown field", "missing field", "unknown variant", "duplicate field"];
        let why = if is_safe.iter().any(|safe| told.starts_with(safe)) {
            told
        } else {
            "this is not what belongs here (its type or its form differs)".to_owned()
        };
        (format!("{at}{between}{path}"), why)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(kind: &str, params: &str, canary: &str) -> String {
        format!(
            r#"{{"services":[{{"id":"portal","kind":"{kind}","address":"127.0.0.1:1","params":{params},"canary":{canary}}}]}}"#
        )
    }

    const CANARY: &str = r#"{"user":"kanari","password":"s3cret-pw","totp_seed":"MZXW6YTBOI"}"#;

    #[test]
    fn every_kind_is_read() {
        for (kind, params) in [
            (
                "http-form",
                r#"{"login":"http://127.0.0.1/in","layout":"sixbox","fields":{"user":"u","password":"p","code":["a","b"]},"protected":["/x"],"other_paths":["/old"],"session_mark":"Hei","code_mark":null,"scope":["127.0.0.0/8"]}"#,
            ),
            (
                "oidc",
                r#"{"issuer":"http://127.0.0.1","client_id":"c","client_secret":"s","redirect_uri":"http://127.0.0.1/cb","required_acr":["high"]}"#,
            ),
            (
                "oidc-rp",
                r#"{"control":"http://127.0.0.1/c","login":"http://127.0.0.1/in","protected":["/x"],"session_mark":"Hei","required_acr":["high"]}"#,
            ),
            ("ssh", r#"{"factors":["password","code"]}"#),
            ("radius", r#"{"shared_secret":"s","auth":"mschapv2","style":"challenge"}"#),
            ("imap", r#"{"tls":"starttls"}"#),
            ("smtp", "{}"),
            ("pop3", r#"{"tls":"implicit"}"#),
        ] {
            let services = parse(file(kind, params, CANARY).as_bytes());
            let services = services.unwrap_or_else(|wrong| panic!("{kind}: {wrong:?}"));
            assert_eq!(services[0].params.kind(), kind);
        }
    }

    #[test]
    fn an_unknown_field_is_refused_with_the_service_and_the_field() {
        let wrong = parse(file("imap", r#"{"tsl":"none"}"#, CANARY).as_bytes()).unwrap_err();
        assert_eq!(wrong[0].service.as_deref(), Some("portal"));
        assert!(
            wrong[0].to_string().contains("params") && wrong[0].to_string().contains("tsl"),
            "{}",
            wrong[0]
        );
    }

    #[test]
    fn a_mistake_never_repeats_a_secret() {
        for canary in [
            r#"{"user":"kanari","password":["s3cret-pw"],"totp_seed":"MZXW6YTBOI"}"#,
            r#"{"user":"kanari","password":"s3cret-pw","totp_seed":"not base 32!"}"#,
            r#"{"user":"kanari","password":"s3cret-pw","totp_seed":7654321}"#,
            r#"{"user":"kanari","password":"s3cret-pw","totp_seed":"MZXW6YTBOI","totp":"MD5/1/1"}"#,
        ] {
            let wrong = parse(file("imap", "{}", canary).as_bytes()).unwrap_err();
            let told = format!("{} {wrong:?}", wrong[0]);
            for secret in ["s3cret", "base 32!", "7654321"] {
                assert!(!told.contains(secret), "{told}");
            }
            assert!(told.contains("canary"), "{told}");
        }
    }

    #[test]
    fn a_kind_that_is_not_known_here_is_read_and_cannot_be_tried() {
        let services = parse(file("exchange", r#"{"any":1}"#, CANARY).as_bytes()).unwrap();
        assert!(matches!(&services[0].params, Params::Unknown(kind) if kind == "exchange"));
    }

    #[test]
    fn a_target_is_a_service_without_an_id() {
        let target = format!(r#"{{"kind":"imap","address":"x:1","canary":{CANARY}}}"#);
        assert_eq!(parse_target("post", target.as_bytes()).unwrap().id, "post");
        for (text, field) in [
            (target.replacen('{', r#"{"id":"a","#, 1), "id"),
            (target.replacen('{', r#"{"more":1,"#, 1), "more"),
            ("[]".to_owned(), "file"),
            ("{".to_owned(), "file"),
        ] {
            let wrong = parse_target("post", text.as_bytes()).unwrap_err();
            assert_eq!((wrong.service.as_deref(), wrong.field.as_str()), (Some("post"), field));
        }
    }

    #[test]
    fn other_ways_in_are_read_and_belong_to_the_hosts() {
        let target = |also: &str| {
            format!(r#"{{"kind":"http-form","address":"x:1","canary":{CANARY},"also":[{also}]}}"#)
        };
        let imap = r#"{"kind":"imap","address":"y:993","params":{"tls":"implicit"}}"#;
        let service = parse_target("post", target(imap).as_bytes()).unwrap();
        let hosts: Vec<_> = service.hosts().iter().map(ToString::to_string).collect();
        assert_eq!(hosts, ["x", "y"]);
        for (also, field) in [
            (r#"{"kind":"ssh","address":"y"}"#, "also[0].kind"),
            (r#"{"kind":"imap","address":"y","params":{"tsl":1}}"#, "also[0].params"),
        ] {
            let wrong = parse_target("post", target(also).as_bytes()).unwrap_err();
            assert!(wrong.field.starts_with(field), "{wrong:?}");
        }
        assert!(parse_target("post", target(&[imap; 9].join(",")).as_bytes()).is_err());
    }

    #[test]
    fn two_services_of_one_id_are_a_mistake() {
        let one =
            r#"{"id":"a","kind":"imap","address":"x:1","canary":{"user":"k","password":"p"}}"#;
        let wrong = parse(format!(r#"{{"services":[{one},{one}]}}"#).as_bytes()).unwrap_err();
        assert_eq!((wrong.len(), wrong[0].field.as_str()), (1, "id"));
    }
}
