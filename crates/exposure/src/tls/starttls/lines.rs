//! Protocols that talk in lines, and XMPP, which talks in tags.

use super::Step;

/// Most lines of one reply.
const LINES_MAX: usize = 100;

/// How one protocol asks for TLS.
#[derive(Debug)]
pub(super) struct Way {
    /// Whether a line is the last one of a reply; `None` when it is no reply at all.
    last: fn(&str) -> Option<bool>,
    /// What is said after each reply, in order: what the reply must begin with, what one of its lines must
    /// hold, and what to say then; nothing after the last one.
    turns: &'static [Turn],
}

#[derive(Debug)]
struct Turn {
    begins: &'static str,
    holds: Option<&'static str>,
    say: Option<&'static str>,
}

const fn turn(
    begins: &'static str,
    holds: Option<&'static str>,
    say: Option<&'static str>,
) -> Turn {
    Turn { begins, holds, say }
}

pub(super) const SMTP: Way = Way {
    last: by_code,
    turns: &[
        turn("220", None, Some("EHLO arvak.invalid\r\n")),
        turn("250", Some("STARTTLS"), Some("STARTTLS\r\n")),
        turn("220", None, None),
    ],
};

pub(super) const FTP: Way = Way {
    last: by_code,
    turns: &[turn("220", None, Some("AUTH TLS\r\n")), turn("234", None, None)],
};

pub(super) const POP3: Way = Way {
    last: |line| (line.starts_with("+OK") || line.starts_with("-ERR")).then_some(true),
    turns: &[turn("+OK", None, Some("STLS\r\n")), turn("+OK", None, None)],
};

pub(super) const IMAP: Way = Way {
    // The greeting has no tag; lines before a tagged reply do not matter.
    last: |line| Some(line.starts_with("a1 ") || !line.starts_with("* CAPABILITY")),
    turns: &[turn("* OK", None, Some("a1 STARTTLS\r\n")), turn("a1 OK", None, None)],
};

/// `220-more` and `220 last` (RFC 5321 section 4.2.1).
fn by_code(line: &str) -> Option<bool> {
    let digits = line.bytes().take(3).filter(u8::is_ascii_digit).count();
    match line.as_bytes().get(3) {
        _ if digits != 3 => None,
        None | Some(b' ') => Some(true),
        Some(b'-') => Some(false),
        Some(_) => None,
    }
}

/// Where a conversation in lines stands.
#[derive(Debug)]
pub(super) struct Dialogue {
    way: &'static Way,
    turn: usize,
    lines: usize,
    held: bool,
}

impl Dialogue {
    pub(super) const fn new(way: &'static Way) -> Self {
        Self { way, turn: 0, lines: 0, held: false }
    }

    /// Takes whole lines off the front of what was said.
    pub(super) fn step(&mut self, said: &mut Vec<u8>) -> Step {
        while let Some(end) = said.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = said.drain(..=end).collect();
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            if let Some(step) = self.take(&line) {
                return step;
            }
        }
        Step::Wait
    }

    fn take(&mut self, line: &str) -> Option<Step> {
        let turn = self.way.turns.get(self.turn)?;
        self.lines += 1;
        let Some(is_last) = (self.way.last)(line) else {
            return Some(Step::Refused("starttls.not_the_protocol"));
        };
        self.held |= turn.holds.is_some_and(|word| line.to_ascii_uppercase().contains(word));
        if !is_last {
            return (self.lines > LINES_MAX).then_some(Step::Refused("starttls.too_much"));
        }
        if !line.to_ascii_uppercase().starts_with(&turn.begins.to_ascii_uppercase()) {
            let code = if self.turn == 0 { "starttls.no_greeting" } else { "starttls.refused" };
            return Some(Step::Refused(code));
        }
        if turn.holds.is_some() && !self.held {
            return Some(Step::Refused("starttls.not_offered"));
        }
        self.turn += 1;
        self.lines = 0;
        Some(turn.say.map_or(Step::Ready, |words| Step::Send(words.as_bytes().to_vec())))
    }
}

/// Where a conversation in XMPP stands.
#[derive(Debug)]
pub(super) struct Xmpp {
    host: String,
    said: u8,
}

impl Xmpp {
    pub(super) fn new(host: &str) -> Self {
        Self { host: host.to_owned(), said: 0 }
    }

    pub(super) fn step(&mut self, said: &mut Vec<u8>) -> Step {
        let text = String::from_utf8_lossy(said).into_owned();
        match self.said {
            0 => {
                self.said = 1;
                Step::Send(
                    format!(
                        "<?xml version='1.0'?><stream:stream to='{}' xmlns='jabber:client' \
                         xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>",
                        self.host
                    )
                    .into_bytes(),
                )
            }
            1 if text.contains("</stream:features>") => {
                said.clear();
                self.said = 2;
                if !text.contains("<starttls") {
                    return Step::Refused("starttls.not_offered");
                }
                Step::Send(b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>".to_vec())
            }
            2 if text.contains("<proceed") => {
                let Some(end) = text.find('>') else { return Step::Wait };
                said.drain(..=end.min(said.len().saturating_sub(1)));
                Step::Ready
            }
            2 if text.contains("<failure") => Step::Refused("starttls.refused"),
            _ if text.contains("</stream:stream>") => Step::Refused("starttls.refused"),
            _ => Step::Wait,
        }
    }
}
