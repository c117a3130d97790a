//! What a mail server's answer to a log-in means. Only a plain yes is a session, and only a plain no is a
//! refusal; all else stops the trial, for a canary that is locked out says nothing of two-factor.

/// What an answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// There is a session.
    Accepted,
    /// Name and password were looked at, and were not enough.
    Refused,
    /// The server does not have this way, here or at all: no password was looked at.
    NotOffered,
    /// The server says that the password is right and that it wants a password for one program instead.
    AppPassword,
    /// The server says that the account is locked, or that there were too many tries.
    LockedOut,
    /// The server cannot just now.
    Temporary,
    /// Anything else.
    Unexpected,
}

impl Meaning {
    /// A stable code for transcripts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Accepted => "session",
            Self::Refused => "refused",
            Self::NotOffered => "not_offered",
            Self::AppPassword => "app_password",
            Self::LockedOut => "locked_out",
            Self::Temporary => "temporary",
            Self::Unexpected => "unexpected",
        }
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What it means.
    pub meaning: Meaning,
    /// What the server said, cut; it may echo what it was told, so whoever keeps it masks the secrets.
    pub text: String,
}

/// Most characters of an answer that are kept.
const TEXT_MAX: usize = 160;

impl Answer {
    fn new(meaning: Meaning, text: &str) -> Self {
        let text = text.trim().chars().filter(|c| !c.is_control()).take(TEXT_MAX).collect();
        Self { meaning, text }
    }

    /// The way cannot be used.
    pub(super) fn not_offered(text: &str) -> Self {
        Self::new(Meaning::NotOffered, text)
    }

    /// The same, when it came before the password was said: a no is then a no to the way, and a yes is absurd.
    pub(super) fn before_the_password(mut self) -> Self {
        self.meaning = match self.meaning {
            Meaning::Refused | Meaning::NotOffered => Meaning::NotOffered,
            Meaning::Accepted => Meaning::Unexpected,
            other => other,
        };
        self
    }
}

/// What the words of a refusal say, where they say more than no.
pub(crate) fn words(text: &str) -> Option<Meaning> {
    const APP: [&str; 3] = ["application-specific", "app password", "app-specific"];
    const LOCKED: [&str; 9] = [
        "locked",
        "lockout",
        "lock out",
        "too many",
        "blocked",
        "banned",
        "suspended",
        "sperret",
        "for mange",
    ];
    const TEMPORARY: [&str; 5] =
        ["temporar", "[unavailable]", "service unavailable", "try again later", "[sys/temp]"];
    let text = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&["unsupported", "not supported"]) {
        return Some(Meaning::NotOffered);
    }
    if has(&APP) {
        return Some(Meaning::AppPassword);
    }
    if has(&LOCKED) {
        return Some(Meaning::LockedOut);
    }
    has(&TEMPORARY).then_some(Meaning::Temporary)
}

/// A tagged line of IMAP, without its tag (RFC 9051 section 7.1, codes of RFC 5530).
pub(super) fn imap_answer(rest: &str) -> Answer {
    let (word, text) = rest.split_once(' ').unwrap_or((rest, ""));
    let meaning = match word.to_ascii_uppercase().as_str() {
        "OK" => Meaning::Accepted,
        "NO" => words(text).unwrap_or_else(|| imap_refusal(text)),
        "BAD" => Meaning::NotOffered,
        _ => Meaning::Unexpected,
    };
    Answer::new(meaning, text)
}

fn imap_refusal(text: &str) -> Meaning {
    let text = text.to_ascii_uppercase();
    if text.starts_with("[PRIVACYREQUIRED]") || text.starts_with("[CANNOT]") {
        return Meaning::NotOffered;
    }
    if ["[EXPIRED]", "[CONTACTADMIN]", "[LIMIT]", "[SERVERBUG]"].iter().any(|c| text.starts_with(c))
    {
        return Meaning::Unexpected;
    }
    Meaning::Refused
}

/// A line of POP3 (RFC 1939, codes of RFC 2449 and RFC 3206).
pub(super) fn pop3_answer(line: &str) -> Answer {
    if let Some(text) = line.strip_prefix("+OK") {
        return Answer::new(Meaning::Accepted, text);
    }
    let Some(text) = line.strip_prefix("-ERR") else {
        return Answer::new(Meaning::Unexpected, line);
    };
    let upper = text.trim().to_ascii_uppercase();
    let meaning = if upper.starts_with("[IN-USE]") {
        // The password was taken; somebody else has the mailbox open (RFC 2449 section 8.1.1).
        Meaning::Accepted
    } else if upper.starts_with("[LOGIN-DELAY]") {
        Meaning::Temporary
    } else if upper.starts_with("[SYS/PERM]") {
        Meaning::Unexpected
    } else {
        words(text).unwrap_or(Meaning::Refused)
    };
    Answer::new(meaning, text)
}

/// A reply of SMTP to `AUTH` (RFC 4954 section 6).
pub(super) fn smtp_answer(code: u16, text: &str) -> Answer {
    let meaning = match code {
        235 => Meaning::Accepted,
        535 => words(text).unwrap_or(Meaning::Refused),
        // Refused for the way, or because there is no such command.
        500..=504 | 530 | 538 => Meaning::NotOffered,
        534 => words(text).unwrap_or(Meaning::NotOffered),
        400..=499 => words(text).unwrap_or(Meaning::Temporary),
        _ => words(text).unwrap_or(Meaning::Unexpected),
    };
    Answer::new(meaning, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_yes_is_a_session_and_only_a_plain_no_a_refusal() {
        use Meaning::{
            Accepted, AppPassword, LockedOut, NotOffered, Refused, Temporary, Unexpected,
        };
        for (line, meaning) in [
            ("OK [CAPABILITY IMAP4rev1] Logged in", Accepted),
            ("NO [AUTHENTICATIONFAILED] Authentication failed.", Refused),
            ("NO [ALERT] Application-specific password required", AppPassword),
            ("NO [UNAVAILABLE] Temporary authentication failure.", Temporary),
            ("NO [EXPIRED] Password expired", Unexpected),
            ("NO [PRIVACYREQUIRED] Use TLS", NotOffered),
            ("NO Unsupported authentication mechanism.", NotOffered),
            ("NO Too many failed logins", LockedOut),
            ("BAD Unknown command", NotOffered),
            ("MAYBE", Unexpected),
        ] {
            assert_eq!(imap_answer(line).meaning, meaning, "{line}");
        }
        for (line, meaning) in [
            ("+OK Logged in.", Accepted),
            ("-ERR [AUTH] Authentication failed.", Refused),
            ("-ERR [IN-USE] Do you have another session?", Accepted),
            ("-ERR [SYS/TEMP] Later", Temporary),
            ("-ERR account locked", LockedOut),
            ("hello", Unexpected),
        ] {
            assert_eq!(pop3_answer(line).meaning, meaning, "{line}");
        }
        for (code, text, meaning) in [
            (235, "2.7.0 ok", Accepted),
            (535, "5.7.8 Error: authentication failed: (reason unavailable)", Refused),
            (534, "5.7.9 Application-specific password required", AppPassword),
            (503, "5.5.1 Error: authentication not enabled", NotOffered),
            (454, "4.7.0 later", Temporary),
            (421, "4.7.0 Too many errors", LockedOut),
            (250, "ok", Unexpected),
        ] {
            assert_eq!(smtp_answer(code, text).meaning, meaning, "{code} {text}");
        }
    }

    #[test]
    fn a_no_before_the_password_is_no_refusal_of_the_password() {
        assert_eq!(
            imap_answer("NO Unsupported").before_the_password().meaning,
            Meaning::NotOffered
        );
        assert_eq!(smtp_answer(235, "").before_the_password().meaning, Meaning::Unexpected);
    }
}
