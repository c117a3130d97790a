//! L2: a harmless act that the source itself notices, and the door through which this program does it. Without a door a person does.

use core::net::{IpAddr, SocketAddr};

use super::callout::mail;
use super::stimulus::{host_port, marked};
use super::{MARK, TEXT_CHARS_MAX};
use crate::Name;
use crate::mistake::Problem;
use crate::sheet::{Record, Sheet, Value, host};

/// Most log-ins of one drill, and how many there are when nothing is said.
pub const TRIES_MAX: u32 = 10;
const TRIES_USUAL: u32 = 3;

/// Most characters of a path, and of the name of an account or file.
const PATH_CHARS_MAX: usize = 300;
const NAME_CHARS_MAX: usize = 60;

/// Stands for a mark when it is asked whether a target can be one with it.
const SOME_MARK: &str = "arvak-00000000000000000000000000000000";

/// A harmless act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// Failed log-ins on a decoy account.
    FailedLogIn,
    /// A file that nobody has a reason to read is read.
    CanaryFile,
    /// A name that nobody has a reason to ask for is asked for; the mark is a label of it.
    CanaryName,
    /// The EICAR test file is written or mailed; the mark stands in its name.
    Eicar,
}

impl Act {
    /// All, as they are written.
    pub const WORDS: [&str; 4] = ["failed_log_in", "canary_file", "canary_name", "eicar"];

    /// As it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FailedLogIn => "failed_log_in",
            Self::CanaryFile => "canary_file",
            Self::CanaryName => "canary_name",
            Self::Eicar => "eicar",
        }
    }

    fn of(word: &str) -> Self {
        match word {
            "canary_file" => Self::CanaryFile,
            "canary_name" => Self::CanaryName,
            "eicar" => Self::Eicar,
            _ => Self::FailedLogIn,
        }
    }

    /// The doors through which this program can do it, as they are written.
    const fn doors(self) -> &'static [&'static str] {
        match self {
            Self::FailedLogIn => &["ssh", "https"],
            Self::CanaryFile => &["https", "folder"],
            Self::CanaryName => &["resolver"],
            Self::Eicar => &["folder", "mail"],
        }
    }
}

/// The door through which this program does an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Door {
    /// SSH (RFC 4253), on a host of the inventory.
    Ssh {
        /// The host.
        host: Name,
        /// The port.
        port: u16,
    },
    /// HTTPS, on a host of the inventory.
    Https {
        /// The host.
        host: Name,
        /// The port.
        port: u16,
        /// The path, beginning with `/`.
        path: String,
    },
    /// DNS, at the municipality's own resolver.
    Resolver(SocketAddr),
    /// A folder on this machine, which may be a share: one that `arvak.toml` names, or one below it.
    Folder(String),
    /// A mail to this address, by the relay of `arvak.toml`.
    Mail(String),
}

/// What is done, towards what, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// What is done.
    pub act: Act,
    /// The host where it is done.
    pub host: Name,
    /// To what: an account, a file, a name; with [`MARK`] where the mark stands in it.
    pub target: String,
    /// How this program does it; a person does when there is none.
    pub door: Option<Door>,
    /// How many times: log-ins, and 1 of everything else.
    pub tries: u32,
}

impl Deed {
    /// What it is done towards, as one text that a leave names and nothing else equals: `ssh://decoy@host:22`. The word
    /// [`MARK`] stands where the mark does. None when a person does it.
    pub fn towards(&self) -> Option<String> {
        let target = &self.target;
        Some(match self.door.as_ref()? {
            Door::Ssh { host, port } => format!("ssh://{target}@{host}:{port}"),
            Door::Https { host, port, path } if self.act == Act::FailedLogIn => {
                format!("https://{target}@{host}:{port}{path}")
            }
            Door::Https { host, port, path } => format!("https://{host}:{port}{path}"),
            Door::Resolver(at) => format!("dns://{at}/{target}"),
            Door::Folder(folder) => format!("file://{folder}/{target}"),
            Door::Mail(to) => format!("mailto:{to}/{target}"),
        })
    }
}

pub(super) fn read(sheet: &mut Sheet<'_>, record: Record<'_, '_>) -> Option<Deed> {
    let act = record.need(sheet, "act");
    let act = act.and_then(|value| sheet.word_in("act", value, &Act::WORDS)).map(Act::of);
    let doors = act.map_or(&[][..], Act::doors);
    let is_log_in = act == Some(Act::FailedLogIn);
    let has_door = doors.iter().any(|door| record.get(door).is_some());
    record.only(sheet, || {
        let usual = ["level", "act", "host", "target"].into_iter();
        let more: &[&str] = match (is_log_in, has_door, record.get("https").is_some()) {
            (true, true, true) => &["tries", "path"],
            (true, true, false) => &["tries"],
            _ => &[],
        };
        usual.chain(doors.iter().copied()).chain(more.iter().copied()).collect()
    });
    let host = record.need(sheet, "host").and_then(|value| sheet.host_in("host", value));
    let act = act?;
    if !has_door {
        let target = record.need(sheet, "target").and_then(|value| marked(sheet, "target", value));
        return Some(Deed { act, host: host?, target: target?, door: None, tries: 1 });
    }
    let target = record.need(sheet, "target").and_then(|value| target(sheet, record, (act, value)));
    let tries = match record.get("tries") {
        Some(value) if is_log_in => tries(sheet, value),
        _ if is_log_in => Some(TRIES_USUAL),
        _ => Some(1),
    };
    let door = door(sheet, record, act, target.as_deref());
    Some(Deed { act, host: host?, target: target?, door: Some(door?), tries: tries? })
}

fn tries(sheet: &mut Sheet<'_>, value: Value<'_, '_>) -> Option<u32> {
    let number = sheet.int_in("tries", value, (1, i64::from(TRIES_MAX)))?;
    u32::try_from(number).ok()
}

fn door(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    act: Act,
    target: Option<&str>,
) -> Option<Door> {
    let mut written = act.doors().iter().filter_map(|name| Some((*name, record.get(name)?)));
    let (name, value) = written.next()?;
    if let Some((other, _)) = written.next() {
        let problem = Problem::new("either_or").with("field", name).with("other", other);
        sheet.tell(value.span().start, problem);
        return None;
    }
    match name {
        "ssh" => host_port(sheet, name, value).map(|(host, port)| Door::Ssh { host, port }),
        "https" => {
            let place = host_port(sheet, name, value);
            let path = match (act, record.get("path")) {
                (Act::FailedLogIn, Some(value)) => path(sheet, "path", value),
                (Act::FailedLogIn, None) => Some("/".to_owned()),
                _ => target.map(str::to_owned),
            };
            let (host, port) = place?;
            Some(Door::Https { host, port, path: path? })
        }
        "resolver" => resolver(sheet, value).map(Door::Resolver),
        "folder" => path(sheet, name, value).map(Door::Folder),
        _ => mail(sheet, value).map(Door::Mail),
    }
}

/// What the act is done to. The mark stands in it where it can; where it cannot it goes another way, or none.
fn target(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    (act, value): (Act, Value<'_, '_>),
) -> Option<String> {
    match act {
        // One that exists has no mark in its name. It stands in what the client calls itself.
        Act::FailedLogIn => {
            let text = at_most_once(sheet, value)?;
            let signs = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
            let fits = !text.is_empty() && text.len() <= NAME_CHARS_MAX && text.bytes().all(signs);
            kept_if(fits, sheet, value, ("bad_account", &text))
        }
        // It must be there already.
        Act::CanaryFile if record.get("https").is_some() => path(sheet, "target", value),
        Act::CanaryFile => {
            let text = sheet.line_in("target", value, NAME_CHARS_MAX)?.to_owned();
            kept_if(is_file_name(&text), sheet, value, ("bad_file_name", &text))
        }
        Act::CanaryName => {
            let text = marked(sheet, "target", value)?;
            let is_name = host(&text.replace(MARK, SOME_MARK)).is_some();
            kept_if(is_name, sheet, value, ("bad_host", &text))
        }
        Act::Eicar => {
            let text = marked(sheet, "target", value)?;
            kept_if(is_file_name(&text), sheet, value, ("bad_file_name", &text))
        }
    }
}

fn kept_if(
    fits: bool,
    sheet: &mut Sheet<'_>,
    value: Value<'_, '_>,
    (code, text): (&'static str, &str),
) -> Option<String> {
    if fits {
        return Some(text.to_owned());
    }
    let problem = Problem::new(code).with("field", "target").with("text", text);
    sheet.tell(value.span().start, problem);
    None
}

fn at_most_once(sheet: &mut Sheet<'_>, value: Value<'_, '_>) -> Option<String> {
    let text = sheet.line_in("target", value, TEXT_CHARS_MAX)?;
    let count = text.matches(MARK).count();
    if count <= 1 {
        return Some(text.to_owned());
    }
    let problem = Problem::new("mark_once").with("field", "target").with("count", count);
    sheet.tell(value.span().start, problem);
    None
}

/// A name that stays in its folder on every system.
fn is_file_name(text: &str) -> bool {
    let signs = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    text.len() <= NAME_CHARS_MAX && !text.starts_with('.') && text.bytes().all(signs)
}

/// A path from the top, without anything that leads elsewhere or stands for something else.
fn path(sheet: &mut Sheet<'_>, field: &str, value: Value<'_, '_>) -> Option<String> {
    let text = sheet.line_in(field, value, PATH_CHARS_MAX)?;
    let signs =
        |sign: char| !sign.is_whitespace() && !sign.is_control() && !"?#\\%\"<>".contains(sign);
    let is_plain = text.split('/').skip(1).all(|part| part != ".." && part != ".");
    let fits = text.starts_with('/') && text.chars().all(signs) && is_plain;
    let is_url = matches!(field, "path" | "target");
    if fits && (text.is_ascii() || !is_url) && !text.contains(MARK) {
        let bare = if is_url { text } else { text.trim_end_matches('/') };
        return Some(bare.to_owned());
    }
    let problem = Problem::new("bad_act_path").with("field", field).with("text", text);
    sheet.tell(value.span().start, problem);
    None
}

/// An address and a port: a resolver's name would itself have to be looked up.
fn resolver(sheet: &mut Sheet<'_>, value: Value<'_, '_>) -> Option<SocketAddr> {
    let text = sheet.text_in("resolver", value)?;
    let at = text.parse().ok().filter(|at: &SocketAddr| at.port() > 0 && can_be(at.ip()));
    if at.is_none() {
        let problem = Problem::new("bad_resolver").with("field", "resolver").with("text", text);
        sheet.tell(value.span().start, problem);
    }
    at
}

/// Whether somebody's resolver can be there.
fn can_be(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            !(v4.is_link_local() || v4.is_multicast() || v4.is_unspecified() || v4.is_broadcast())
        }
        IpAddr::V6(v6) => !(v6.is_unicast_link_local() || v6.is_multicast() || v6.is_unspecified()),
    }
}
