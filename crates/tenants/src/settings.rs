//! What somebody wrote about a tenant, read: a [`Tenant`] cannot hold nonsense.

use std::collections::BTreeSet;

use arvak_probe::outbound::target_of;
use arvak_probe::{Host, Target};
use hyper::Uri;
use serde::Deserialize;

use crate::Secret;

/// Most bytes of what is written about a tenant.
const BYTES_MAX: usize = 64 * 1024;

/// Most accounts that may be named as kept for emergencies. Microsoft advises two.
pub const EMERGENCY_MAX: usize = 4;

/// Most people for whom it is asked what would be demanded of them.
pub const PEOPLE_MAX: usize = 5;

/// Most services of one tenant: each is a question of its own, and vendors count them.
pub const SERVICES_MAX: usize = 10;

/// Most characters of a name, an id or a place.
const TEXT_CHARS_MAX: usize = 200;

/// Where Graph is, by cloud, and where its tokens come from (Microsoft: National cloud deployments).
const GRAPHS: [(&str, &str); 4] = [
    ("https://graph.microsoft.com", "https://login.microsoftonline.com"),
    ("https://graph.microsoft.us", "https://login.microsoftonline.us"),
    ("https://dod-graph.microsoft.us", "https://login.microsoftonline.us"),
    ("https://microsoftgraph.chinacloudapi.cn", "https://login.chinacloudapi.cn"),
];

/// Where Google's interface is, and where its tokens come from.
const GOOGLE: (&str, &str) = ("https://admin.googleapis.com", "https://oauth2.googleapis.com");

/// A tenant of one vendor.
#[derive(Clone, Debug)]
pub enum Tenant {
    /// Microsoft Entra ID.
    Entra(Entra),
    /// Google Workspace.
    Google(Google),
}

/// A tenant of Microsoft Entra ID, and the application that may read there.
#[derive(Clone, Debug)]
pub struct Entra {
    /// The tenant's id, or a domain of it.
    pub tenant: String,
    /// The application's id.
    pub client_id: String,
    /// The application's secret.
    pub client_secret: Secret,
    /// Object ids of the accounts that are kept for emergencies.
    pub emergency: BTreeSet<String>,
    /// Object ids of people for whom it is asked what would be demanded.
    pub people: BTreeSet<String>,
    /// The application that they would log in to, by its id.
    pub app: String,
    pub(crate) place: Place,
}

/// A Google Workspace, and the service account that may read there.
#[derive(Clone, Debug)]
pub struct Google {
    /// The service account's address.
    pub client_email: String,
    /// Its private key, PEM of PKCS #8.
    pub private_key: Secret,
    /// Which of its keys.
    pub key_id: String,
    /// The administrator in whose name it reads.
    pub admin: String,
    /// Ids of the accounts that are kept for emergencies.
    pub emergency: BTreeSet<String>,
    pub(crate) place: Place,
}

/// Where a vendor's interface and its tokens are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) api: String,
    pub(crate) login: String,
    pub(crate) host: Host,
    pub(crate) targets: Vec<Target>,
}

/// What is wrong in what was written. No value is repeated: one of them is a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadTenant {
    /// Not JSON of the right shape.
    #[error("line {line}, column {column}: this is no tenant: compare with docs/tenants.md")]
    Shape {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// More than anybody needs to write.
    #[error(
        "more than {most} bytes: write the fields that docs/tenants.md names, and nothing else"
    )]
    TooLarge {
        /// The bound.
        most: usize,
    },
    /// A field that cannot be so.
    #[error("`{field}`: {what}")]
    Field {
        /// The field.
        field: &'static str,
        /// What to write.
        what: String,
    },
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
enum Written {
    Entra {
        tenant: String,
        client_id: String,
        client_secret: Secret,
        #[serde(default)]
        emergency_accounts: Vec<String>,
        #[serde(default)]
        people: Vec<String>,
        #[serde(default)]
        app: Option<String>,
        #[serde(default)]
        graph: Option<String>,
        #[serde(default)]
        login: Option<String>,
    },
    Google {
        key: Key,
        admin: String,
        #[serde(default)]
        emergency_accounts: Vec<String>,
        #[serde(default)]
        api: Option<String>,
        #[serde(default)]
        login: Option<String>,
    },
}

/// What of a service account's key file is read; Google writes more fields.
#[derive(Deserialize)]
struct Key {
    client_email: String,
    #[serde(rename = "private_key")]
    pem: Secret,
    #[serde(default, rename = "private_key_id")]
    number: String,
}

/// Exchange Online: what people mean when they say that they read their mail.
const EXCHANGE: &str = "00000002-0000-0ff1-ce00-000000000000";

/// Reads what was written, JSON.
pub fn parse(bytes: &[u8]) -> Result<Tenant, BadTenant> {
    if bytes.len() > BYTES_MAX {
        return Err(BadTenant::TooLarge { most: BYTES_MAX });
    }
    let written: Written = serde_json::from_slice(bytes)
        .map_err(|error| BadTenant::Shape { line: error.line(), column: error.column() })?;
    match written {
        Written::Entra {
            tenant,
            client_id,
            client_secret,
            emergency_accounts,
            people,
            app,
            graph,
            login,
        } => {
            if client_secret.is_empty() {
                return Err(bad("client_secret", "write the secret's value, not its id"));
            }
            Ok(Tenant::Entra(Entra {
                tenant: segment("tenant", tenant)?,
                client_id: id("client_id", &client_id)?,
                client_secret,
                emergency: ids("emergency_accounts", &emergency_accounts, EMERGENCY_MAX)?,
                people: ids("people", &people, PEOPLE_MAX)?,
                app: id("app", app.as_deref().unwrap_or(EXCHANGE))?,
                place: place(("graph", graph), login, &GRAPHS)?,
            }))
        }
        Written::Google { key, admin, emergency_accounts, api, login } => {
            if key.pem.is_empty() {
                return Err(bad("private_key", "write the whole key file under `key`"));
            }
            if !admin.contains('@') {
                return Err(bad("admin", "write the address of the administrator to read as"));
            }
            Ok(Tenant::Google(Google {
                client_email: line("client_email", key.client_email)?,
                private_key: key.pem,
                key_id: key.number,
                admin: line("admin", admin)?,
                emergency: ids("emergency_accounts", &emergency_accounts, EMERGENCY_MAX)?,
                place: place(("api", api), login, &[GOOGLE])?,
            }))
        }
    }
}

impl Tenant {
    /// Which vendor's it is.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Entra(_) => "entra",
            Self::Google(_) => "google",
        }
    }

    /// The hosts that are asked.
    pub fn hosts(&self) -> Vec<String> {
        let place = self.place();
        place.targets.iter().map(|target| target.host.to_string()).collect()
    }

    /// Whether the interface is a stand-in on this machine.
    pub fn is_stand_in(&self) -> bool {
        is_stand_in(&self.place().host)
    }

    const fn place(&self) -> &Place {
        match self {
            Self::Entra(entra) => &entra.place,
            Self::Google(google) => &google.place,
        }
    }
}

/// Whether a host is none of a vendor's, but a stand-in for one.
pub(crate) fn is_stand_in(host: &Host) -> bool {
    let vendors = GRAPHS.iter().map(|(api, _)| *api).chain([GOOGLE.0]);
    !vendors.filter_map(|api| api.strip_prefix("https://")).any(|name| name == host.as_str())
}

fn bad(field: &'static str, what: &str) -> BadTenant {
    BadTenant::Field { field, what: what.to_owned() }
}

fn line(field: &'static str, text: String) -> Result<String, BadTenant> {
    let is_line = !text.trim().is_empty() && !text.contains(char::is_control);
    if is_line && text.chars().count() <= TEXT_CHARS_MAX {
        return Ok(text);
    }
    Err(bad(field, "write it on one line"))
}

/// What can stand in the path of an address as it is.
fn segment(field: &'static str, text: String) -> Result<String, BadTenant> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    if !text.is_empty() && text.len() <= TEXT_CHARS_MAX && text.chars().all(fits) {
        return Ok(text);
    }
    Err(bad(field, "write its id, or a domain of it"))
}

fn id(field: &'static str, text: &str) -> Result<String, BadTenant> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if !text.is_empty() && text.len() <= TEXT_CHARS_MAX && text.chars().all(fits) {
        return Ok(text.to_ascii_lowercase());
    }
    Err(bad(field, "write an id: letters, digits and `-`"))
}

fn ids(field: &'static str, texts: &[String], most: usize) -> Result<BTreeSet<String>, BadTenant> {
    if texts.len() > most {
        return Err(BadTenant::Field { field, what: format!("name {most} at most") });
    }
    texts.iter().map(|text| id(field, text)).collect()
}

/// Where to ask: one of the vendor's own places, or a stand-in on this machine for both.
fn place(
    (field, api): (&'static str, Option<String>),
    login: Option<String>,
    known: &[(&str, &str)],
) -> Result<Place, BadTenant> {
    let trimmed = |text: String| text.trim_end_matches('/').to_owned();
    let usual = known.first().copied().unwrap_or_default();
    let api = api.map_or_else(|| usual.0.to_owned(), trimmed);
    let vendors = known.iter().find(|(its, _)| *its == api);
    let login = match (vendors, login.map(trimmed)) {
        (Some((_, its)), None) => (*its).to_owned(),
        (Some((_, its)), Some(login)) if login == *its => login,
        (None, Some(login)) if is_loopback(&api) && is_loopback(&login) => login,
        (None, None) if is_loopback(&api) => api.clone(),
        _ => {
            let all: Vec<_> = known.iter().map(|(its, _)| *its).collect();
            let what = format!("write one of {}, and no other place", all.join(", "));
            return Err(BadTenant::Field { field, what });
        }
    };
    let target = |address: &str| {
        let uri: Uri = address.parse().map_err(|_| bad(field, "this is no address"))?;
        target_of(&uri).map_err(|_| bad(field, "this is no address that can be asked"))
    };
    let (api_target, login_target) = (target(&api)?, target(&login)?);
    let host = api_target.host.clone();
    Ok(Place { api, login, host, targets: vec![api_target, login_target] })
}

fn is_loopback(address: &str) -> bool {
    let uri: Option<Uri> = address.parse().ok();
    let host = uri.as_ref().and_then(Uri::host).and_then(|host| host.parse::<Host>().ok());
    let plain = uri.as_ref().is_some_and(|uri| uri.path() == "/" && uri.query().is_none());
    plain && host.is_some_and(|host| host.address().is_some_and(|address| address.is_loopback()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRA: &str = r#"{"kind":"entra","tenant":"nordvik.example","client_id":"6f0c","client_secret":"s-e-c-r-e-t"}"#;

    fn entra(more: &str) -> Result<Tenant, BadTenant> {
        parse(ENTRA.replace('}', &format!("{more}}}")).as_bytes())
    }

    #[test]
    fn a_tenant_is_asked_where_its_vendor_is_and_nowhere_else() {
        let Tenant::Entra(read) = entra("").unwrap() else { panic!("not Entra") };
        assert_eq!(read.place.api, "https://graph.microsoft.com");
        assert_eq!(read.place.login, "https://login.microsoftonline.com");
        assert!(!entra("").unwrap().is_stand_in());
        let us = entra(r#","graph":"https://graph.microsoft.us/""#).unwrap();
        assert_eq!(us.hosts(), ["graph.microsoft.us", "login.microsoftonline.us"]);
        for elsewhere in [
            r#","graph":"https://graph.example.no""#,
            r#","graph":"https://graph.microsoft.com.example.no""#,
            r#","graph":"https://127.0.0.1.example.no""#,
            r#","login":"https://login.example.no""#,
            r#","graph":"http://127.0.0.1:1/x""#,
            r#","graph":"http://127.0.0.1:1","login":"https://login.example.no""#,
        ] {
            let error = entra(elsewhere).unwrap_err();
            assert!(matches!(error, BadTenant::Field { field: "graph", .. }), "{elsewhere}");
        }
        assert!(entra(r#","graph":"http://127.0.0.1:8080""#).unwrap().is_stand_in());
    }

    #[test]
    fn a_mistake_names_its_field_and_never_repeats_a_value() {
        for (more, field) in [
            (r#","people":["a b"]"#, "people"),
            (r#","emergency_accounts":["1","2","3","4","5"]"#, "emergency_accounts"),
            (r#","app":"../x""#, "app"),
        ] {
            let error = entra(more).unwrap_err().to_string();
            assert!(error.contains(field) && !error.contains("s-e-c"), "{error}");
        }
        for broken in [ENTRA.replace("6f0c", "").as_str(), &ENTRA.replace("tenant", "tennant"), "{"]
        {
            let error = parse(broken.as_bytes()).unwrap_err().to_string();
            assert!(!error.contains("s-e-c"), "{error}");
        }
        let shown = format!("{:?}", entra("").unwrap());
        assert!(!shown.contains("s-e-c"), "{shown}");
    }

    #[test]
    fn googles_key_file_is_read_whole_and_only_the_key_is_kept() {
        let file = r#"{"type":"service_account","project_id":"p","private_key_id":"k1","private_key":"PEM",
            "client_email":"arvak@p.iam.gserviceaccount.com","token_uri":"https://evil.example/token"}"#;
        let json = format!(r#"{{"kind":"google","admin":"it@nordvik.example","key":{file}}}"#);
        let Tenant::Google(read) = parse(json.as_bytes()).unwrap() else { panic!("not Google") };
        assert_eq!(read.key_id, "k1");
        assert_eq!(read.place.login, "https://oauth2.googleapis.com", "never where the file says");
    }
}
