//! `[mailbox]` in `arvak.toml`.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use arvak_probe::{Host, Target};
use serde::{Deserialize, Serialize};

/// The folder that is read unless another is written.
const USUAL_FOLDER: &str = "INBOX";

/// Minutes between two readings, unless others are written.
const USUAL_MINUTES: u32 = 5;

/// Most minutes: a day.
const MINUTES_MAX: u32 = 1_440;

/// What the operator writes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailboxFile {
    /// The server: `imap.kommune.no`.
    pub server: Option<String>,
    /// Its port, unless it is the usual one of `tls` (993, 143).
    pub port: Option<u16>,
    /// `tls` (the usual) or `starttls`.
    pub tls: Option<String>,
    /// The user.
    pub user: Option<String>,
    /// The file that holds the password, relative to the data folder.
    pub password_file: Option<PathBuf>,
    /// The folder that is read: `INBOX` unless another is written.
    pub folder: Option<String>,
    /// Minutes between two readings.
    pub minutes: Option<u32>,
}

/// How the way to the server is secured. There is no third: the password and the mails would lie open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte (RFC 8314).
    Tls,
    /// TLS begun with STARTTLS, and required (RFC 9051, section 6.2.1).
    StartTls,
}

/// The mailbox.
#[derive(Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// Where it is.
    pub target: Target,
    /// How the way to it is secured.
    pub security: Security,
    /// The user.
    pub user: String,
    /// The user's password.
    pub password: String,
    /// The folder that is read.
    pub folder: String,
    /// How long between two readings.
    pub every: Duration,
}

impl fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailbox")
            .field("target", &self.target)
            .field("security", &self.security)
            .field("user", &self.user)
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

/// What is wrong with `[mailbox]`, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MailboxMistake {
    /// No server.
    #[error("mailbox.server is missing: write the mail server's name, such as \"imap.kommune.no\"")]
    NoServer,
    /// A name that is none.
    #[error(
        "mailbox.server: `{written}` is no host name: write the name alone, and the port in mailbox.port"
    )]
    BadServer {
        /// What was written.
        written: String,
    },
    /// An unknown word.
    #[error("mailbox.tls: `{written}` is unknown: write \"tls\" or \"starttls\"")]
    BadTls {
        /// What was written.
        written: String,
    },
    /// Either is missing.
    #[error("mailbox.user and mailbox.password_file are both needed")]
    NoLogIn,
    /// It has signs that no line may have, or is empty.
    #[error("mailbox.{field}: write it without control characters")]
    Untidy {
        /// The field.
        field: &'static str,
    },
    /// Too often or too seldom.
    #[error("mailbox.minutes: {written} is not from 1 to {MINUTES_MAX}")]
    BadMinutes {
        /// What was written.
        written: u32,
    },
    /// The file cannot be read.
    #[error("mailbox.password_file: {path}: {why}")]
    NoPassword {
        /// The file.
        path: String,
        /// What the operating system says.
        why: String,
    },
    /// Nothing is in it, or more than one line.
    #[error("mailbox.password_file: {path} must hold the password alone, on one line")]
    BadPassword {
        /// The file.
        path: String,
    },
}

impl Mailbox {
    /// The mailbox that was written, when anything was; `read` gives the text of the password's file.
    pub fn of(
        file: &MailboxFile,
        read: impl FnOnce(&Path) -> std::io::Result<String>,
    ) -> Result<Option<Self>, MailboxMistake> {
        if *file == MailboxFile::default() {
            return Ok(None);
        }
        let written = file.server.as_deref().ok_or(MailboxMistake::NoServer)?;
        let bad = |_| MailboxMistake::BadServer { written: written.to_owned() };
        let host: Host = written.parse().map_err(bad)?;
        let (security, usual) = match file.tls.as_deref() {
            None | Some("tls") => (Security::Tls, 993),
            Some("starttls") => (Security::StartTls, 143),
            Some(other) => return Err(MailboxMistake::BadTls { written: other.to_owned() }),
        };
        let (Some(user), Some(path)) = (&file.user, &file.password_file) else {
            return Err(MailboxMistake::NoLogIn);
        };
        let folder = file.folder.clone().unwrap_or_else(|| USUAL_FOLDER.to_owned());
        for (field, text) in [("user", user), ("folder", &folder)] {
            if text.is_empty() || text.contains(char::is_control) {
                return Err(MailboxMistake::Untidy { field });
            }
        }
        let minutes = file.minutes.unwrap_or(USUAL_MINUTES);
        if !(1..=MINUTES_MAX).contains(&minutes) {
            return Err(MailboxMistake::BadMinutes { written: minutes });
        }
        Ok(Some(Self {
            target: Target { host, port: file.port.unwrap_or(usual) },
            security,
            user: user.clone(),
            password: password(path, read)?,
            folder,
            every: Duration::from_secs(u64::from(minutes) * 60),
        }))
    }

    /// What its place is noted under: another user, server or folder is another mailbox.
    pub fn name(&self) -> String {
        format!("{}@{}/{}", self.user, self.target, self.folder)
    }
}

fn password(
    path: &Path,
    read: impl FnOnce(&Path) -> std::io::Result<String>,
) -> Result<String, MailboxMistake> {
    let shown = path.display().to_string();
    let text = read(path).map_err(|error| MailboxMistake::NoPassword {
        path: shown.clone(),
        why: error.to_string(),
    })?;
    let password = text.trim_end_matches(['\r', '\n']);
    if password.is_empty() || password.contains(char::is_control) {
        return Err(MailboxMistake::BadPassword { path: shown });
    }
    Ok(password.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> MailboxFile {
        MailboxFile {
            server: Some("imap.kommune.no".to_owned()),
            user: Some("arvak".to_owned()),
            password_file: Some("imap-password".into()),
            ..MailboxFile::default()
        }
    }

    fn of(file: &MailboxFile) -> Result<Option<Mailbox>, MailboxMistake> {
        Mailbox::of(file, |_| Ok("hemmelig\n".to_owned()))
    }

    #[test]
    fn the_port_follows_from_how_the_way_is_secured_and_the_password_is_in_no_message() {
        let mailbox = of(&file()).unwrap().unwrap();
        assert_eq!((mailbox.target.port, mailbox.folder.as_str()), (993, "INBOX"));
        assert!(
            !format!("{mailbox:?}").contains("hemmelig") && !mailbox.name().contains("hemmelig")
        );
        let starttls = MailboxFile { tls: Some("starttls".to_owned()), ..file() };
        assert_eq!(of(&starttls).unwrap().unwrap().target.port, 143);
        assert_eq!(of(&MailboxFile::default()), Ok(None));
    }

    #[test]
    fn each_mistake_says_what_to_write() {
        let said = |file: MailboxFile| of(&file).unwrap_err().to_string();
        let none = |text: &str| Some(text.to_owned());
        for (file, says) in [
            (MailboxFile { server: None, ..file() }, "mailbox.server is missing"),
            (MailboxFile { server: none("a b"), ..file() }, "`a b` is no host name"),
            (MailboxFile { tls: none("none"), ..file() }, "`none` is unknown"),
            (MailboxFile { user: None, ..file() }, "are both needed"),
            (MailboxFile { user: none("a\r\nb"), ..file() }, "mailbox.user"),
            (MailboxFile { folder: none("a\nb"), ..file() }, "mailbox.folder"),
            (MailboxFile { minutes: Some(0), ..file() }, "0 is not from 1"),
        ] {
            let said = said(file);
            assert!(said.contains(says), "{said}");
        }
        let gone = Mailbox::of(&file(), |_| Err(std::io::ErrorKind::NotFound.into()));
        assert!(
            gone.unwrap_err().to_string().starts_with("mailbox.password_file: imap-password: ")
        );
    }
}
