//! What a mail server says that it can do, and what that means for passwords.

/// A protocol of mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    /// Mail is handed in or passed on.
    Smtp,
    /// Mail is read.
    Imap,
    /// Mail is fetched.
    Pop3,
}

/// What becomes of a password before TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Login {
    /// Nobody can log in.
    None,
    /// Only by ways that do not show the password, though somebody who listens may guess at it.
    Challenge,
    /// As it is.
    Clear,
}

impl Protocol {
    /// As transcripts name it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Smtp => "smtp",
            Self::Imap => "imap",
            Self::Pop3 => "pop3",
        }
    }

    /// The one that is called so in a transcript.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        [Self::Smtp, Self::Imap, Self::Pop3].into_iter().find(|known| known.name() == name)
    }

    /// The one that a server with such a first line speaks.
    pub(crate) fn of_greeting(line: &str) -> Option<Self> {
        if line.starts_with("+OK") {
            return Some(Self::Pop3);
        }
        if line.starts_with("* ") {
            return Some(Self::Imap);
        }
        super::smtp::read_line(line).map(|_| Self::Smtp)
    }

    /// Whether TLS can be begun.
    pub(crate) fn offers_tls(self, words: &[String]) -> bool {
        let word = if self == Self::Pop3 { "STLS" } else { "STARTTLS" };
        words.iter().any(|offered| offered == word)
    }

    /// What becomes of a password when one logs in by what is offered.
    pub(crate) fn login(self, words: &[String]) -> Login {
        let ways = words.iter().filter_map(|word| match self {
            Self::Smtp => word.strip_prefix("AUTH "),
            Self::Imap => word.strip_prefix("AUTH="),
            Self::Pop3 => word.strip_prefix("SASL "),
        });
        let by_way = ways.map(way).max().unwrap_or(Login::None);
        let by_command = match self {
            Self::Smtp => false,
            // RFC 9051 section 6.2.3: the command LOGIN is open unless a server says that it is not.
            Self::Imap => !words.iter().any(|word| word == "LOGINDISABLED"),
            Self::Pop3 => words.iter().any(|word| word == "USER"),
        };
        if by_command { Login::Clear } else { by_way }
    }
}

/// Bearer tokens are as good as a password to whoever reads them.
fn way(name: &str) -> Login {
    match name {
        "PLAIN" | "LOGIN" | "XOAUTH2" | "OAUTHBEARER" | "PLAIN-CLIENTTOKEN" | "XOAUTH" => {
            Login::Clear
        }
        // These rest on a connection that proves who is at the other end.
        "EXTERNAL" | "ANONYMOUS" => Login::None,
        _ => Login::Challenge,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(protocol: Protocol, words: &[&str]) -> Login {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        protocol.login(&words)
    }

    #[test]
    fn a_password_is_shown_by_plain_ways_and_commands() {
        use Login::{Challenge, Clear, None};
        use Protocol::{Imap, Pop3, Smtp};
        for (protocol, words, expected) in [
            (Smtp, &["STARTTLS"][..], None),
            (Smtp, &["AUTH PLAIN", "AUTH LOGIN"], Clear),
            (Smtp, &["AUTH CRAM-MD5"], Challenge),
            (Smtp, &["AUTH GSSAPI", "AUTH XOAUTH2"], Clear),
            (Smtp, &["AUTH EXTERNAL"], None),
            (Imap, &["IMAP4REV1"], Clear),
            (Imap, &["IMAP4REV1", "STARTTLS", "LOGINDISABLED"], None),
            (Imap, &["LOGINDISABLED", "AUTH=PLAIN"], Clear),
            (Imap, &["LOGINDISABLED", "AUTH=SCRAM-SHA-256"], Challenge),
            (Pop3, &["STLS", "UIDL"], None),
            (Pop3, &["STLS", "USER"], Clear),
            (Pop3, &["SASL PLAIN"], Clear),
        ] {
            assert_eq!(login(protocol, words), expected, "{protocol:?} {words:?}");
        }
    }

    #[test]
    fn the_first_line_tells_the_protocol() {
        assert_eq!(Protocol::of_greeting("220-x ESMTP"), Some(Protocol::Smtp));
        assert_eq!(Protocol::of_greeting("554 no"), Some(Protocol::Smtp));
        assert_eq!(Protocol::of_greeting("* OK [CAPABILITY IMAP4rev1]"), Some(Protocol::Imap));
        assert_eq!(Protocol::of_greeting("+OK ready"), Some(Protocol::Pop3));
        assert_eq!(Protocol::of_greeting("SSH-2.0-x"), None);
        assert_eq!(Protocol::of_greeting("HTTP/1.1 400"), None);
    }
}
