//! Many mails over one connection to the relay (RFC 5321), with PIPELINING where it is offered (RFC 2920): what belongs to one
//! mail goes out in two writes, and its last bytes only when every earlier answer was read.
//!
//! That matters when this process is killed. With nothing unread, closing the connection lets the system deliver what was written; with
//! something unread it may be thrown away. So whoever notes that a mail begins before its last bytes go out, and that it is
//! taken after the answer, can tell afterwards what the relay has ([decision 0027](../../../docs/decisions/0027-mail-to-suppliers.md)).

use std::time::Duration;

use arvak_probe::Outbound;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::timeout;

use crate::error::tame;
use crate::smtp::open;
use crate::{Mail, Relay, SendError};

/// How long the relay may take for one answer, or for taking what is written.
const TIME_MAX: Duration = Duration::from_mins(1);

/// Most bytes of one answer.
const ANSWER_MOST: usize = 8_192;

/// A connection to the relay.
pub struct Session {
    stream: Box<dyn AsyncTokioStream>,
    unread: Vec<u8>,
    pipelines: bool,
    sent: u32,
}

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handed {
    /// The relay has taken it, and said this.
    Taken(String),
    /// It has not: it said so, or the mail was not handed over whole.
    Not(SendError),
    /// It was handed over, and no answer came. It may have been taken.
    Unknown(SendError),
}

impl Handed {
    /// Whether the connection is good for another mail.
    const fn goes_on(&self) -> bool {
        matches!(
            self,
            Self::Taken(_)
                | Self::Not(
                    SendError::Refused { .. } | SendError::Later { .. } | SendError::LogIn { .. }
                )
        )
    }
}

struct Answer {
    code: u16,
    text: String,
}

impl Answer {
    const fn is_good(&self) -> bool {
        self.code >= 200 && self.code < 300
    }

    fn error(&self) -> SendError {
        let said = tame(&self.text);
        match self.code {
            // It wants a log-in first. That is mended in the configuration, and the mail kept.
            530 => SendError::LogIn { said },
            400..=499 => SendError::Later { said },
            500..=599 => SendError::Refused { said },
            _ => SendError::Broken { said },
        }
    }
}

impl Session {
    /// Opens a connection and logs in where that is asked for. `hello` is what this installation calls itself.
    pub async fn open(door: &Outbound, relay: &Relay, hello: &str) -> Result<Self, SendError> {
        let stream = timeout(TIME_MAX, open(door, relay, hello)).await;
        let stream = stream.map_err(|_| SendError::TimedOut)??;
        let mut session = Self { stream, unread: Vec::new(), pipelines: false, sent: 0 };
        let greeting = session.answer().await?;
        if greeting.code != 220 {
            return Err(away(&greeting));
        }
        session.say(format!("EHLO {hello}\r\n").as_bytes()).await?;
        let offers = session.answer().await?;
        if !offers.is_good() {
            return Err(away(&offers));
        }
        let mut words =
            offers.text.lines().skip(1).filter_map(|line| line.split_whitespace().next());
        session.pipelines = words.any(|word| word.eq_ignore_ascii_case("PIPELINING"));
        if let Some((user, password)) = &relay.log_in {
            session.log_in(user, password, &offers.text).await?;
        }
        Ok(session)
    }

    /// PLAIN (RFC 4616), or LOGIN where the relay knows nothing better.
    async fn log_in(&mut self, user: &str, password: &str, offers: &str) -> Result<(), SendError> {
        let auth = offers.lines().find(|line| line.to_ascii_uppercase().starts_with("AUTH"));
        let knows = |word: &str| auth.is_none_or(|line| line.to_ascii_uppercase().contains(word));
        let lines = if knows("PLAIN") || !knows("LOGIN") {
            vec![format!("AUTH PLAIN {}", STANDARD.encode(format!("\0{user}\0{password}")))]
        } else {
            vec!["AUTH LOGIN".to_owned(), STANDARD.encode(user), STANDARD.encode(password)]
        };
        let count = lines.len();
        for (number, line) in lines.into_iter().enumerate() {
            self.say(format!("{line}\r\n").as_bytes()).await?;
            let answer = self.answer().await?;
            let is_wanted = if number + 1 == count { answer.is_good() } else { answer.code == 334 };
            if !is_wanted {
                let said = tame(&answer.text);
                let later = (400..500).contains(&answer.code);
                return Err(if later {
                    SendError::Later { said }
                } else {
                    SendError::LogIn { said }
                });
            }
        }
        Ok(())
    }

    /// How many mails were taken over this connection.
    pub const fn sent(&self) -> u32 {
        self.sent
    }

    /// Hands one mail over. `begins` is called when everything but the last bytes is over there, and before those go out; when it
    /// fails the mail is not handed over. The connection comes back when it is good for another mail.
    pub async fn send(
        mut self,
        mail: &Mail,
        begins: impl FnOnce() -> Result<(), SendError>,
    ) -> (Handed, Option<Self>) {
        let handed = self.exchange(mail, begins).await;
        if matches!(handed, Handed::Taken(_)) {
            self.sent = self.sent.saturating_add(1);
        }
        // 421: it is about to close the connection, whatever it was asked.
        let closes = matches!(&handed, Handed::Not(error) if error.said().starts_with("421"));
        let goes_on = handed.goes_on() && !closes;
        (handed, goes_on.then_some(self))
    }

    async fn exchange(
        &mut self,
        mail: &Mail,
        begins: impl FnOnce() -> Result<(), SendError>,
    ) -> Handed {
        match self.envelope(mail).await {
            Ok(()) => {}
            Err(error) => return Handed::Not(error),
        }
        let text = dotted(mail.bytes());
        // A large mail goes out but for its end, which is small enough to go out at once.
        let (first, last) = text.split_at(text.len().saturating_sub(LAST_BYTES));
        if !first.is_empty()
            && let Err(error) = self.say(first).await
        {
            return Handed::Not(error);
        }
        if let Err(error) = begins() {
            return Handed::Not(error);
        }
        if let Err(error) = self.say(last).await {
            return Handed::Unknown(error);
        }
        match self.answer().await {
            Ok(answer) if answer.is_good() => Handed::Taken(tame(&answer.text)),
            Ok(answer) => match answer.error() {
                error @ SendError::Broken { .. } => Handed::Unknown(error),
                error => Handed::Not(error),
            },
            Err(error) => Handed::Unknown(error),
        }
    }

    /// Sender, receiver and DATA; when this returns `Ok` the relay waits for the text and everything it said was read.
    async fn envelope(&mut self, mail: &Mail) -> Result<(), SendError> {
        let from = mail.envelope.from().map(ToString::to_string).unwrap_or_default();
        let mut lines = vec![format!("MAIL FROM:<{from}>\r\n")];
        lines.extend(mail.envelope.to().iter().map(|to| format!("RCPT TO:<{to}>\r\n")));
        let mut refused = None;
        if self.pipelines {
            let whole = format!("{}DATA\r\n", lines.concat());
            self.say(whole.as_bytes()).await?;
            for _ in &lines {
                let answer = self.answer().await?;
                if !answer.is_good() {
                    refused.get_or_insert(answer.error());
                }
            }
        } else {
            for line in &lines {
                self.say(line.as_bytes()).await?;
                let answer = self.answer().await?;
                if !answer.is_good() {
                    return Err(self.begin_anew(answer.error()).await);
                }
            }
            self.say(b"DATA\r\n").await?;
        }
        let ready = self.answer().await?;
        match refused {
            None if ready.code == 354 => Ok(()),
            None => Err(self.begin_anew(ready.error()).await),
            Some(error) if ready.code == 354 => {
                // It waits for a text to nobody (RFC 2920, section 3.1): an empty one, which it refuses.
                self.say(b".\r\n").await?;
                self.answer().await?;
                Err(self.begin_anew(error).await)
            }
            Some(error) => Err(self.begin_anew(error).await),
        }
    }

    /// The relay forgets the mail that was refused. When that does not work, the connection is not used any more.
    async fn begin_anew(&mut self, error: SendError) -> SendError {
        match self.say(b"RSET\r\n").await {
            Ok(()) => match self.answer().await {
                Ok(answer) if answer.is_good() => error,
                Ok(answer) if answer.code == 421 => error,
                Ok(answer) => answer.error(),
                // What it said of the mail counts; that it hung up is found by the next one.
                Err(_) => error,
            },
            Err(_) => error,
        }
    }

    /// Takes leave. Everything was taken or refused before; how this ends does not matter.
    pub async fn close(mut self) {
        if self.say(b"QUIT\r\n").await.is_ok() {
            drop(self.answer().await);
        }
    }

    async fn say(&mut self, bytes: &[u8]) -> Result<(), SendError> {
        let written = async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        };
        let written = timeout(TIME_MAX, written).await.map_err(|_| SendError::TimedOut)?;
        written.map_err(|error| broken(&error.to_string()))
    }

    /// One answer: lines `250-…`, the last one `250 …`.
    async fn answer(&mut self) -> Result<Answer, SendError> {
        timeout(TIME_MAX, self.read_answer()).await.map_err(|_| SendError::TimedOut)?
    }

    async fn read_answer(&mut self) -> Result<Answer, SendError> {
        let mut begin = 0;
        loop {
            while let Some(length) = line_length(&self.unread, begin) {
                let line = self.unread.get(begin..begin + length).unwrap_or_default();
                let is_last = line.get(3) != Some(&b'-');
                begin += length;
                if is_last {
                    let whole: Vec<u8> = self.unread.drain(..begin).collect();
                    return parsed(&String::from_utf8_lossy(&whole));
                }
            }
            if self.unread.len() > ANSWER_MOST {
                return Err(broken("it answered without end"));
            }
            let mut more = [0; 2_048];
            let count =
                self.stream.read(&mut more).await.map_err(|error| broken(&error.to_string()))?;
            if count == 0 {
                return Err(broken("it hung up"));
            }
            self.unread.extend_from_slice(more.get(..count).unwrap_or_default());
        }
    }
}

/// The last bytes of a mail: few enough that the system takes them in one piece.
const LAST_BYTES: usize = 4_096;

fn line_length(bytes: &[u8], begin: usize) -> Option<usize> {
    let rest = bytes.get(begin..)?;
    rest.iter().position(|byte| *byte == b'\n').map(|at| at + 1)
}

/// The code, and the text of all lines without it.
fn parsed(whole: &str) -> Result<Answer, SendError> {
    let code = whole.get(..3).and_then(|code| code.parse::<u16>().ok());
    let Some(code) = code.filter(|code| (200..600).contains(code)) else {
        return Err(broken(whole));
    };
    if (400..600).contains(&code) {
        // What went wrong is told with its code.
        return Ok(Answer { code, text: whole.to_owned() });
    }
    let lines = whole.lines().map(|line| line.get(4..).unwrap_or_default());
    Ok(Answer { code, text: lines.collect::<Vec<_>>().join("\n") })
}

/// A server that does not even greet is away, whatever it says.
fn away(answer: &Answer) -> SendError {
    if answer.code >= 400 {
        SendError::Later { said: tame(&answer.text) }
    } else {
        broken(&answer.text)
    }
}

fn broken(said: &str) -> SendError {
    SendError::Broken { said: tame(said) }
}

/// The text as it goes over the wire, with its end: a dot that begins a line is doubled (RFC 5321, section 4.5.2).
fn dotted(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len() + 64);
    let mut begins = true;
    for byte in bytes {
        if begins && *byte == b'.' {
            text.push(b'.');
        }
        text.push(*byte);
        begins = *byte == b'\n';
    }
    if !begins {
        text.extend_from_slice(b"\r\n");
    }
    text.extend_from_slice(b".\r\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_at_the_beginning_of_a_line_is_doubled_and_the_end_is_a_dot() {
        for (text, wire) in [
            ("a\r\n.b\r\n", "a\r\n..b\r\n.\r\n"),
            (".a", "..a\r\n.\r\n"),
            ("", "\r\n.\r\n"),
            ("a.b\r\n\r\n", "a.b\r\n\r\n.\r\n"),
        ] {
            let wire = if text.is_empty() { ".\r\n" } else { wire };
            assert_eq!(String::from_utf8(dotted(text.as_bytes())).unwrap(), wire);
        }
    }

    #[test]
    fn an_answer_of_many_lines_is_one() {
        let answer = parsed("250-relay\r\n250-PIPELINING\r\n250 8BITMIME\r\n").unwrap();
        assert_eq!((answer.code, answer.text.as_str()), (250, "relay\nPIPELINING\n8BITMIME"));
        assert!(
            parsed("hello\r\n").is_err() && parsed("99 x\r\n").is_err() && parsed("å\n").is_err()
        );
    }
}
