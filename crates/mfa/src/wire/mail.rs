//! Logging in to IMAP (RFC 9051), POP3 (RFC 1939, RFC 5034) and SMTP (RFC 4954): as far as the answer to a
//! password, and no further. No mailbox is opened and no mail is sent.

mod answer;
mod offers;
mod sasl;
mod scram;

use tokio::io::{AsyncRead, AsyncWrite};

pub(crate) use answer::words;
pub use answer::{Answer, Meaning};
use answer::{imap_answer, pop3_answer, smtp_answer};
pub use offers::{Offers, Way};
use offers::{imap_offers, pop3_offers, smtp_offers};

use super::{Lines, Trouble};

/// How we present ourselves to SMTP servers: an address literal needs no name of ours (RFC 5321 section 4.1.3).
const EHLO: &str = "EHLO [127.0.0.1]";

/// Most steps of one way to log in. `LOGIN` has two.
const STEPS_MAX: usize = 4;

/// Which of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protocol {
    /// Reading mail on the server.
    Imap,
    /// Fetching mail.
    Pop3,
    /// Handing in mail.
    Smtp,
}

/// A conversation with a mail server.
#[derive(Debug)]
pub struct Mail<S> {
    protocol: Protocol,
    lines: Lines<S>,
    tag: u32,
    /// The time stamp of a POP3 greeting, which `APOP` answers.
    stamp: Option<String>,
}

/// What a server says next while somebody logs in.
enum Step {
    /// It wants the next word; what it sent along.
    More(Vec<u8>),
    /// It has decided.
    Done(Answer),
}

impl<S: AsyncRead + AsyncWrite + Unpin> Mail<S> {
    /// Over a stream on which nothing was said yet, or under TLS that was begun by `STARTTLS`.
    pub const fn new(protocol: Protocol, stream: S) -> Self {
        Self { protocol, lines: Lines::new(stream), tag: 0, stamp: None }
    }

    /// Hears the greeting.
    pub async fn greeted(&mut self) -> Result<(), Trouble> {
        let good = match self.protocol {
            Protocol::Imap => self.lines.line().await?.to_ascii_uppercase().starts_with("* OK"),
            Protocol::Pop3 => {
                let line = self.lines.line().await?;
                self.stamp = stamp(&line);
                line.starts_with("+OK")
            }
            Protocol::Smtp => self.reply().await?.0 == 220,
        };
        if good { Ok(()) } else { Err(Trouble::Absurd("no_greeting")) }
    }

    /// What the server offers.
    pub async fn offers(&mut self) -> Result<Offers, Trouble> {
        match self.protocol {
            Protocol::Imap => {
                let (lines, _) = self.imap("CAPABILITY").await?;
                Ok(imap_offers(&lines))
            }
            Protocol::Pop3 => {
                self.lines.say("CAPA").await?;
                let mut lines = Vec::new();
                // Old servers know no CAPA; they have USER and PASS.
                if !self.lines.line().await?.starts_with("+OK") {
                    return Ok(self.with_apop(pop3_offers(&["USER".to_owned(), "STLS".to_owned()])));
                }
                loop {
                    let line = self.lines.line().await?;
                    if line == "." {
                        return Ok(self.with_apop(pop3_offers(&lines)));
                    }
                    lines.push(line);
                }
            }
            Protocol::Smtp => {
                self.lines.say(EHLO).await?;
                let (code, lines) = self.reply().await?;
                if code == 250 { Ok(smtp_offers(&lines)) } else { Err(Trouble::Absurd("no_ehlo")) }
            }
        }
    }

    /// Asks for TLS; the stream on which it begins, or nothing when the server will not.
    pub async fn start_tls(mut self) -> Result<Option<S>, Trouble> {
        let good = match self.protocol {
            Protocol::Imap => self.imap("STARTTLS").await?.1.meaning == Meaning::Accepted,
            Protocol::Pop3 => {
                self.lines.say("STLS").await?;
                self.lines.line().await?.starts_with("+OK")
            }
            Protocol::Smtp => {
                self.lines.say("STARTTLS").await?;
                self.reply().await?.0 == 220
            }
        };
        if good { self.lines.into_stream().map(Some) } else { Ok(None) }
    }

    /// Tries to log in, one way, once.
    pub async fn log_in(
        &mut self,
        way: Way,
        user: &str,
        password: &str,
    ) -> Result<Answer, Trouble> {
        match (way, self.protocol) {
            (Way::Command, Protocol::Imap) => {
                let (Some(user), Some(password)) = (quoted(user), quoted(password)) else {
                    return Ok(Answer::not_offered("this way cannot carry such a password"));
                };
                Ok(self.imap(&format!("LOGIN {user} {password}")).await?.1)
            }
            (Way::Command, Protocol::Pop3) => self.user_and_pass(user, password).await,
            (Way::Apop, _) => self.apop(user, password).await,
            (Way::Command, Protocol::Smtp) => Ok(Answer::not_offered("SMTP has no such command")),
            _ => self.sasl(way, user, password).await,
        }
    }

    /// Takes leave; how that goes does not matter any more.
    pub async fn leave(self) {
        let word = if self.protocol == Protocol::Imap { "z LOGOUT" } else { "QUIT" };
        self.lines.part(word).await;
    }

    fn with_apop(&self, mut offers: Offers) -> Offers {
        offers.ways.extend(self.stamp.as_ref().map(|_| Way::Apop));
        offers
    }

    async fn apop(&mut self, user: &str, password: &str) -> Result<Answer, Trouble> {
        let digest = self.stamp.as_deref().and_then(|stamp| sasl::apop(stamp, password));
        let Some(digest) = digest.filter(|_| !user.contains(char::is_control)) else {
            return Ok(Answer::not_offered("the greeting has no time stamp"));
        };
        self.lines.say(&format!("APOP {user} {digest}")).await?;
        Ok(pop3_answer(&self.lines.line().await?))
    }

    async fn user_and_pass(&mut self, user: &str, password: &str) -> Result<Answer, Trouble> {
        if [user, password].iter().any(|text| text.contains(char::is_control)) {
            return Ok(Answer::not_offered("this way cannot carry such a password"));
        }
        self.lines.say(&format!("USER {user}")).await?;
        let first = self.lines.line().await?;
        if !first.starts_with("+OK") {
            return Ok(pop3_answer(&first).before_the_password());
        }
        self.lines.say(&format!("PASS {password}")).await?;
        Ok(pop3_answer(&self.lines.line().await?))
    }

    async fn sasl(&mut self, way: Way, user: &str, password: &str) -> Result<Answer, Trouble> {
        let name = way.name();
        let mut exchange = sasl::Exchange::new(way, user, password);
        // SMTP takes the first word along (RFC 4954 section 4), and some servers know `PLAIN` in no other form.
        let first = match (self.protocol, way) {
            (Protocol::Smtp, Way::Plain) => exchange.respond(0, &[]),
            _ => None,
        };
        let said = first.as_ref().map_or(0, |_| 1);
        let word = first.map(|word| format!(" {word}")).unwrap_or_default();
        match self.protocol {
            Protocol::Imap => {
                self.tag += 1;
                self.lines.say(&format!("a{} AUTHENTICATE {name}", self.tag)).await?;
            }
            Protocol::Pop3 | Protocol::Smtp => {
                self.lines.say(&format!("AUTH {name}{word}")).await?;
            }
        }
        for at in said..STEPS_MAX {
            match self.step().await? {
                Step::Done(answer) if at == 0 => return Ok(answer.before_the_password()),
                // Before it has the proof, a no is one to the way, and a yes is absurd.
                Step::Done(answer) if !exchange.is_sound() => {
                    return Ok(answer.before_the_password());
                }
                Step::Done(answer) => return Ok(answer),
                Step::More(challenge) => match exchange.respond(at, &challenge) {
                    Some(response) => self.lines.say(&response).await?,
                    // A star ends the exchange (RFC 4954 section 4, RFC 9051 section 6.2.2).
                    None => self.lines.say("*").await?,
                },
            }
        }
        Err(Trouble::Absurd("endless_log_in"))
    }

    async fn step(&mut self) -> Result<Step, Trouble> {
        match self.protocol {
            Protocol::Imap => loop {
                let line = self.lines.line().await?;
                if let Some(challenge) = line.strip_prefix('+') {
                    return Ok(Step::More(sasl::challenge(challenge)));
                }
                if let Some(answer) = self.tagged(&line)? {
                    return Ok(Step::Done(answer));
                }
            },
            Protocol::Pop3 => {
                let line = self.lines.line().await?;
                if line.starts_with("+OK") || line.starts_with("-ERR") {
                    return Ok(Step::Done(pop3_answer(&line)));
                }
                line.strip_prefix('+')
                    .map(|challenge| Step::More(sasl::challenge(challenge)))
                    .ok_or(Trouble::Absurd("no_answer"))
            }
            Protocol::Smtp => {
                let (code, lines) = self.reply().await?;
                let last = lines.last().map_or("", String::as_str);
                if code == 334 {
                    return Ok(Step::More(sasl::challenge(last)));
                }
                Ok(Step::Done(smtp_answer(code, last)))
            }
        }
    }

    /// The answer in a line with our tag; nothing in a line without one.
    fn tagged(&self, line: &str) -> Result<Option<Answer>, Trouble> {
        let tag = format!("a{} ", self.tag);
        match line.strip_prefix(&tag) {
            Some(rest) => Ok(Some(imap_answer(rest))),
            None if line.starts_with("* ") => Ok(None),
            None => Err(Trouble::Absurd("no_answer")),
        }
    }

    /// Says a command of IMAP and hears the answer: the lines before it, and itself.
    async fn imap(&mut self, command: &str) -> Result<(Vec<String>, Answer), Trouble> {
        self.tag += 1;
        self.lines.say(&format!("a{} {command}", self.tag)).await?;
        let mut lines = Vec::new();
        loop {
            let line = self.lines.line().await?;
            if let Some(answer) = self.tagged(&line)? {
                return Ok((lines, answer));
            }
            lines.push(line);
        }
    }

    /// A reply of SMTP (RFC 5321 section 4.2): its code, and its lines without it.
    async fn reply(&mut self) -> Result<(u16, Vec<String>), Trouble> {
        const NO_REPLY: Trouble = Trouble::Absurd("no_answer");
        let mut lines = Vec::new();
        loop {
            let line = self.lines.line().await?;
            let (digits, rest) = line.split_at_checked(3).ok_or(NO_REPLY)?;
            let code = digits.parse().map_err(|_| NO_REPLY)?;
            lines.push(rest.get(1..).unwrap_or_default().to_owned());
            if !rest.starts_with('-') {
                return Ok((code, lines));
            }
        }
    }
}

/// The time stamp in a greeting (RFC 1939 section 7).
fn stamp(greeting: &str) -> Option<String> {
    let (_, rest) = greeting.split_once('<')?;
    let (stamp, _) = rest.split_once('>').filter(|(stamp, _)| stamp.contains('@'))?;
    Some(format!("<{stamp}>"))
}

/// A quoted string of IMAP (RFC 9051 section 4.3); nothing when the text does not fit into one.
fn quoted(text: &str) -> Option<String> {
    if text.bytes().any(|byte| !(0x20..0x7f).contains(&byte)) {
        return None;
    }
    Some(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}

#[cfg(test)]
mod tests;
