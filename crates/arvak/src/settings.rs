//! Configuration: flags first, then `ARVAK_…`, then `arvak.toml` in the data folder.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use arvak_core::EntityId;
use arvak_mailbox::MailboxFile;
use arvak_notices::RelayFile;
use arvak_notices::sms::GatewayFile;
use arvak_store::drafts::USUAL_ROLE;
use arvak_words::Lang;
use serde::{Deserialize, Serialize};

use crate::cli::Common;
use crate::exit::BadInput;

/// The name of the file in the data folder.
pub(crate) const FILE: &str = "arvak.toml";

/// `arvak.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct File {
    /// Language of messages: nb, nn, en.
    pub(crate) lang: Option<String>,
    /// From where probes look: `outside` or `inside` the organisation's own network.
    pub(crate) vantage: Option<String>,
    /// How probes reach the network.
    pub(crate) net: NetSettings,
    /// Whose letters are accepted.
    pub(crate) letters: LettersSettings,
    /// Whose evidence about shared systems is taken in.
    pub(crate) sharing: SharingSettings,
    /// Workers outside, that look from there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) outside: Vec<OutsideSettings>,
    /// Where the pages stand.
    pub(crate) web: WebSettings,
    /// The mail relay.
    pub(crate) mail: RelayFile,
    /// The gateway for text messages.
    pub(crate) sms: GatewayFile,
    /// The mailbox that answers come to.
    pub(crate) mailbox: MailboxFile,
    /// When notices are sent, and how long they are tried.
    pub(crate) notices: NoticesSettings,
    /// What mail to suppliers says.
    pub(crate) suppliers: SuppliersSettings,
    /// Where acts of drills may read and write files.
    pub(crate) drills: DrillsSettings,
}

/// `[drills]` in `arvak.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct DrillsSettings {
    /// Folders on this machine, which may be shares: a canary file is read and a test file written there or below, and nowhere else.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) folders: Vec<PathBuf>,
}

/// `[suppliers]` in `arvak.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SuppliersSettings {
    /// Whom a supplier may call to learn whether a mail is genuine; nothing is sent without it.
    pub(crate) call: Option<String>,
    /// A sentence of the municipality's own, in every mail.
    pub(crate) own: Option<String>,
    /// Connections to the mail server at once.
    pub(crate) connections: Option<u8>,
}

/// `[notices]` in `arvak.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct NoticesSettings {
    /// Days before its expiry that evidence is told of.
    pub(crate) expiring_days: Option<u32>,
    /// Days that a message is tried before it is a failure.
    pub(crate) give_up_days: Option<u32>,
}

/// `[web]` in `arvak.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct WebSettings {
    /// Where to listen.
    pub(crate) listen: Option<SocketAddr>,
    /// The origin that people's browsers see; passkeys belong to its host.
    pub(crate) origin: Option<String>,
    /// Minutes that a session lasts without a sign of life.
    pub(crate) idle_minutes: Option<u32>,
    /// Hours that a session lasts at most.
    pub(crate) session_hours: Option<u32>,
    /// Addresses of proxies that are believed about where a visitor comes from.
    pub(crate) trusted_proxies: Vec<ipnet::IpNet>,
    /// The header in which they say it.
    pub(crate) proxy_header: HeaderSetting,
    /// A file of leaked passwords, as Pwned Passwords gives it out, relative to the data folder.
    pub(crate) leaked_passwords: Option<PathBuf>,
    /// OpenID providers that people may log in at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) openid: Vec<arvak_oidc::ProviderFile>,
}

/// `web.proxy_header`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum HeaderSetting {
    /// `x-forwarded-for`.
    #[default]
    XForwardedFor,
    /// `forwarded`.
    Forwarded,
}

/// `[sharing]` in `arvak.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SharingSettings {
    /// Verifier keys (C2SP signed-note) of ledgers whose evidence is taken in.
    pub(crate) trusted: Vec<String>,
}

/// One `[[outside]]` in `arvak.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutsideSettings {
    /// The worker's verifier key (C2SP signed-note), as `arvak outside key` prints it.
    pub(crate) key: String,
    /// From where it looks.
    pub(crate) vantage: String,
    /// The probes that it carries out instead of this machine; all that can be given away when this is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) probes: Option<Vec<String>>,
}

/// `[letters]` in `arvak.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LettersSettings {
    /// Verifier keys (C2SP signed-note) of those whose letters are accepted.
    pub(crate) signers: Vec<String>,
}

/// `[net]` in `arvak.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct NetSettings {
    /// DNS servers to ask.
    pub(crate) resolver: Vec<SocketAddr>,
    /// Address ranges that may be touched although they are private.
    pub(crate) allow: Vec<ipnet::IpNet>,
    /// The hours of the day in Oslo, from and to, at which more than a public look may run; always when absent.
    pub(crate) hours: Option<[u8; 2]>,
    /// A PEM file with trusted certificate authorities, relative to the data folder.
    pub(crate) roots: Option<PathBuf>,
    /// A file with the DNSSEC keys to trust instead of the root's (DS or DNSKEY records), relative to the
    /// data folder.
    pub(crate) trust_anchor: Option<PathBuf>,
    /// Where an address really listens (the demonstration's servers use free ports).
    pub(crate) reroute: BTreeMap<SocketAddr, SocketAddr>,
    /// Where a host is, without looking it up (`--connect`; never in the file).
    #[serde(skip)]
    pub(crate) connect: BTreeMap<String, SocketAddr>,
}

/// What holds for one run of the program.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The data folder.
    pub(crate) data: PathBuf,
    /// Whether nobody named it.
    pub(crate) data_is_usual: bool,
    /// Whether stdout is JSON.
    pub(crate) json: bool,
    /// The language of messages.
    pub(crate) lang: Lang,
    /// Whether stdout may have colours.
    pub(crate) colour: bool,
    /// The file in the data folder.
    pub(crate) file: File,
}

impl Settings {
    /// Reads the environment and the data folder's file, once.
    pub(crate) fn gather(common: &Common) -> anyhow::Result<Self> {
        let named = common.data.clone().or_else(|| environment("ARVAK_DATA").map(PathBuf::from));
        let data_is_usual = named.is_none();
        let data = named.unwrap_or_else(|| PathBuf::from("arvak-data"));
        let file = File::read(&data)?;
        let tag = environment("ARVAK_LANG").or_else(|| file.lang.clone());
        let lang = match (common.lang, tag) {
            (Some(lang), _) => lang,
            (None, Some(tag)) => tag.parse().map_err(BadInput)?,
            (None, None) => Lang::default(),
        };
        let colour = std::io::IsTerminal::is_terminal(&std::io::stdout())
            && environment("NO_COLOR").is_none_or(|value| value.is_empty())
            && environment("TERM").is_none_or(|term| term != "dumb");
        Ok(Self { data, data_is_usual, json: common.json, lang, colour, file })
    }
}

impl Settings {
    /// The role that a person at the terminal acts in.
    pub(crate) fn role(given: Option<&EntityId>) -> anyhow::Result<EntityId> {
        let role = match given {
            Some(role) => role.clone(),
            None => USUAL_ROLE.parse()?,
        };
        if role.kind() == "role" {
            Ok(role)
        } else {
            Err(BadInput(format!("`{role}` is no role")).into())
        }
    }
}

impl File {
    fn read(data: &Path) -> anyhow::Result<Self> {
        let path = data.join(FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).map_err(|error| {
                BadInput(format!("{}: {error}", path.display()).trim_end().to_owned()).into()
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(BadInput(format!("{}: {error}", path.display())).into()),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
