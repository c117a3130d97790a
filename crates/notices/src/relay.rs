//! The mail relay that the operator configured: `[mail]` in `arvak.toml`.

use std::fmt;
use std::path::PathBuf;

use arvak_probe::{Host, Target};
use lettre::message::Mailbox;
use serde::{Deserialize, Serialize};

/// `[mail]` in `arvak.toml`, as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RelayFile {
    /// The relay's host name or address.
    pub relay: Option<String>,
    /// Its port; the usual one of `tls` otherwise (587, 465, 25).
    pub port: Option<u16>,
    /// `starttls` (the usual), `tls`, or `none`, which is allowed to this machine alone.
    pub tls: Option<String>,
    /// Who notices come from: `Årvåk <arvak@kommune.no>`.
    pub from: Option<String>,
    /// The user to log in as.
    pub user: Option<String>,
    /// The file that holds the password, relative to the data folder.
    pub password_file: Option<PathBuf>,
}

impl RelayFile {
    /// Whether nothing is written: nobody gets mail.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// How the way to the relay is secured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS begun with STARTTLS, and required (RFC 3207).
    StartTls,
    /// TLS from the first byte (RFC 8314).
    Tls,
    /// In the clear, on this machine alone.
    Loopback,
}

impl Security {
    /// The name in `arvak.toml`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::StartTls => "starttls",
            Self::Tls => "tls",
            Self::Loopback => "none",
        }
    }

    const fn usual_port(self) -> u16 {
        match self {
            Self::StartTls => 587,
            Self::Tls => 465,
            Self::Loopback => 25,
        }
    }
}

/// The relay.
#[derive(Clone, PartialEq, Eq)]
pub struct Relay {
    /// Where it is.
    pub target: Target,
    /// How the way to it is secured.
    pub security: Security,
    /// Who notices come from.
    pub from: Mailbox,
    /// User and password, where it asks for them.
    pub log_in: Option<(String, String)>,
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let user = self.log_in.as_ref().map(|(user, _)| user);
        f.debug_struct("Relay")
            .field("target", &self.target)
            .field("security", &self.security)
            .field("from", &self.from)
            .field("user", &user)
            .finish_non_exhaustive()
    }
}

/// What is wrong with `[mail]`, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RelayMistake {
    /// No relay.
    #[error("mail.relay is missing: write the mail server's name, such as \"smtp.kommune.no\"")]
    NoRelay,
    /// A name that is none.
    #[error(
        "mail.relay: `{written}` is no host name: write the name alone, and the port in mail.port"
    )]
    BadRelay {
        /// What was written.
        written: String,
    },
    /// An unknown word.
    #[error(
        "mail.tls: `{written}` is unknown: write \"starttls\", \"tls\", or \"none\" for a server on this machine"
    )]
    BadTls {
        /// What was written.
        written: String,
    },
    /// Mail in the clear to another machine.
    #[error(
        "mail.tls: \"none\" is allowed to this machine alone, and mail.relay is {host}: use \"starttls\" or \"tls\""
    )]
    InTheClear {
        /// The relay.
        host: String,
    },
    /// No sender.
    #[error(
        "mail.from is missing: write who notices come from, such as \"Årvåk <arvak@kommune.no>\""
    )]
    NoFrom,
    /// An address that is none.
    #[error("mail.from: `{written}` is no address: write \"Årvåk <arvak@kommune.no>\"")]
    BadFrom {
        /// What was written.
        written: String,
    },
    /// One of the two alone.
    #[error("mail.user and mail.password_file belong together: write both, or neither")]
    HalfLogIn,
    /// The file cannot be read.
    #[error("mail.password_file: {path}: {why}")]
    NoPassword {
        /// The file.
        path: String,
        /// What the operating system says.
        why: String,
    },
    /// Nothing is in it, or more than one line.
    #[error("mail.password_file: {path} must hold the password alone, on one line")]
    BadPassword {
        /// The file.
        path: String,
    },
}

impl Relay {
    /// The relay that was written, when anything was; `read` gives the text of the password's file.
    pub fn of(
        file: &RelayFile,
        read: impl FnOnce(&std::path::Path) -> std::io::Result<String>,
    ) -> Result<Option<Self>, RelayMistake> {
        if file.is_empty() {
            return Ok(None);
        }
        let written = file.relay.as_deref().ok_or(RelayMistake::NoRelay)?;
        let host: Host =
            written.parse().map_err(|_| RelayMistake::BadRelay { written: written.to_owned() })?;
        let security = match file.tls.as_deref() {
            None | Some("starttls") => Security::StartTls,
            Some("tls") => Security::Tls,
            Some("none") if is_here(&host) => Security::Loopback,
            Some("none") => return Err(RelayMistake::InTheClear { host: host.to_string() }),
            Some(other) => return Err(RelayMistake::BadTls { written: other.to_owned() }),
        };
        let from = file.from.as_deref().ok_or(RelayMistake::NoFrom)?;
        let bad_from = || RelayMistake::BadFrom { written: from.to_owned() };
        if from.contains(char::is_control) {
            return Err(bad_from());
        }
        let from: Mailbox = from.parse().map_err(|_| bad_from())?;
        let log_in = log_in(file, read)?;
        let port = file.port.unwrap_or(security.usual_port());
        Ok(Some(Self { target: Target { host, port }, security, from, log_in }))
    }
}

fn log_in(
    file: &RelayFile,
    read: impl FnOnce(&std::path::Path) -> std::io::Result<String>,
) -> Result<Option<(String, String)>, RelayMistake> {
    let (user, path) = match (&file.user, &file.password_file) {
        (None, None) => return Ok(None),
        (Some(user), Some(path)) => (user, path),
        _ => return Err(RelayMistake::HalfLogIn),
    };
    let shown = path.display().to_string();
    let text = read(path).map_err(|error| RelayMistake::NoPassword {
        path: shown.clone(),
        why: error.to_string(),
    })?;
    let password = text.trim_end_matches(['\r', '\n']);
    if password.is_empty() || password.contains(char::is_control) {
        return Err(RelayMistake::BadPassword { path: shown });
    }
    Ok(Some((user.clone(), password.to_owned())))
}

fn is_here(host: &Host) -> bool {
    host.as_str() == "localhost" || host.address().is_some_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(relay: &str, tls: &str) -> RelayFile {
        RelayFile {
            relay: Some(relay.to_owned()),
            tls: Some(tls.to_owned()),
            from: Some("Årvåk <arvak@kommune.no>".to_owned()),
            ..RelayFile::default()
        }
    }

    fn of(file: &RelayFile) -> Result<Option<Relay>, RelayMistake> {
        Relay::of(file, |_| Ok("hemmelig\n".to_owned()))
    }

    #[test]
    fn the_port_follows_from_how_the_way_is_secured() {
        for (relay, tls, port) in [
            ("smtp.kommune.no", "starttls", 587),
            ("smtp.kommune.no", "tls", 465),
            ("::1", "none", 25),
        ] {
            assert_eq!(of(&file(relay, tls)).unwrap().unwrap().target.port, port);
        }
        let usual = RelayFile { tls: None, ..file("smtp.kommune.no", "") };
        assert_eq!(of(&usual).unwrap().unwrap().security, Security::StartTls);
        assert_eq!(of(&RelayFile::default()), Ok(None));
    }

    #[test]
    fn each_mistake_says_what_to_write() {
        let said = |file: RelayFile| of(&file).unwrap_err().to_string();
        let good = || file("smtp.kommune.no", "tls");
        for (file, says) in [
            (RelayFile { relay: None, ..good() }, "mail.relay is missing"),
            (file("smtp kommune", "tls"), "`smtp kommune` is no host name"),
            (file("smtp.kommune.no", "ssl"), "`ssl` is unknown"),
            (file("smtp.kommune.no", "none"), "allowed to this machine alone"),
            (RelayFile { from: None, ..good() }, "mail.from is missing"),
            (RelayFile { from: Some("arvak".to_owned()), ..good() }, "`arvak` is no address"),
            (RelayFile { from: Some("a@b.no\nBcc: x@y.no".to_owned()), ..good() }, "is no address"),
            (RelayFile { user: Some("arvak".to_owned()), ..good() }, "belong together"),
        ] {
            let said = said(file);
            assert!(said.contains(says), "{said}");
        }
    }

    #[test]
    fn the_password_stands_in_a_file_and_in_no_message() {
        let with = RelayFile {
            user: Some("arvak".to_owned()),
            password_file: Some("mail-password".into()),
            ..file("smtp.kommune.no", "tls")
        };
        let relay = of(&with).unwrap().unwrap();
        assert_eq!(relay.log_in, Some(("arvak".to_owned(), "hemmelig".to_owned())));
        assert!(!format!("{relay:?}").contains("hemmelig"));
        let empty = Relay::of(&with, |_| Ok("\n".to_owned())).unwrap_err();
        assert!(empty.to_string().contains("must hold the password alone"));
        let gone = Relay::of(&with, |_| Err(std::io::ErrorKind::NotFound.into())).unwrap_err();
        assert!(gone.to_string().starts_with("mail.password_file: mail-password: "), "{gone}");
    }
}
