//! The beginning of a conversation with a mail server: its greeting, what it offers, and TLS.

use arvak_probe::{Event, Host, NetError, NetStream, Recorder};
use rustls::pki_types::TrustAnchor;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::client::TlsStream;

use super::lines::{Talk, Trouble};
use super::{Protocol, imap, pop3, smtp};
use crate::https::handshake::shake_hands;

/// How we present ourselves. A name that nobody has (RFC 2606): it proves nothing and accuses nobody.
pub(crate) const OUR_NAME: &str = "arvak-probe.example.net";

/// Longest line that a transcript keeps, in characters.
const KEPT_CHARS_MAX: usize = 400;

/// Most lines of one answer that a transcript keeps.
const KEPT_LINES_MAX: usize = 40;

/// A conversation that stands, with or without TLS.
pub(crate) enum Open {
    /// In the clear.
    Plain(Box<Talk<NetStream>>),
    /// Under TLS.
    Secure(Box<Talk<TlsStream<NetStream>>>),
}

/// How far a greeting came.
#[derive(Default)]
pub(crate) struct Greeted {
    /// The protocol, as the first line told it.
    pub(crate) protocol: Option<Protocol>,
    /// The conversation, where it goes on.
    pub(crate) open: Option<Open>,
}

/// With whom, and how.
pub(crate) struct Greeting<'a> {
    /// The server; TLS is made out to it.
    pub(crate) host: &'a Host,
    /// The trusted roots.
    pub(crate) roots: &'a [TrustAnchor<'static>],
    /// Whether TLS comes before the first word.
    pub(crate) tls_first: bool,
    /// Whether TLS is begun where it is offered.
    pub(crate) with_tls: bool,
}

impl Greeting<'_> {
    /// Greets. When the conversation breaks off, the transcript tells why.
    pub(crate) async fn greet(&self, stream: NetStream, recorder: &mut Recorder<'_>) -> Greeted {
        if self.tls_first {
            return self.greet_secure(stream, recorder).await;
        }
        let mut talk = Talk::new(stream);
        let first = match talk.line().await {
            Ok(first) => first,
            Err(trouble) => return self.silent(trouble, talk, recorder).await,
        };
        let mut greeted = Greeted { protocol: Protocol::of_greeting(&first), open: None };
        match self.go_on(talk, first, recorder).await {
            Ok(open) => greeted.open = open,
            Err(trouble) => failed(self.host, trouble, recorder),
        }
        greeted
    }

    /// A server that says nothing may wait for TLS.
    async fn silent(
        &self,
        trouble: Trouble,
        talk: Talk<NetStream>,
        recorder: &mut Recorder<'_>,
    ) -> Greeted {
        let is_late =
            matches!(&trouble, Trouble::Io(error) if error.kind() == std::io::ErrorKind::TimedOut);
        match talk.into_stream() {
            Ok(stream) if is_late => self.greet_secure(stream, recorder).await,
            _ => {
                failed(self.host, trouble, recorder);
                Greeted::default()
            }
        }
    }

    async fn greet_secure(&self, stream: NetStream, recorder: &mut Recorder<'_>) -> Greeted {
        let stream = shake_hands(self.host, stream, None, self.roots, recorder).await;
        let Some(stream) = stream else { return Greeted::default() };
        let mut talk = Talk::new(stream);
        let opened = async {
            let first = talk.line().await?;
            let protocol = begin(&mut talk, first, recorder).await?;
            offers(&mut talk, protocol, true, recorder).await?;
            Ok(protocol)
        };
        match opened.await {
            Ok(protocol) => {
                let open = Some(Open::Secure(Box::new(talk)));
                Greeted { protocol: Some(protocol), open }
            }
            Err(trouble) => {
                failed(self.host, trouble, recorder);
                Greeted::default()
            }
        }
    }

    /// From the first line on: what is offered, and TLS.
    async fn go_on(
        &self,
        mut talk: Talk<NetStream>,
        first: String,
        recorder: &mut Recorder<'_>,
    ) -> Result<Option<Open>, Trouble> {
        let protocol = begin(&mut talk, first, recorder).await?;
        let words = offers(&mut talk, protocol, false, recorder).await?;
        if !self.with_tls || !start_tls(&mut talk, protocol, &words, recorder).await? {
            return Ok(Some(Open::Plain(Box::new(talk))));
        }
        let stream = talk.into_stream()?;
        let Some(stream) = shake_hands(self.host, stream, None, self.roots, recorder).await else {
            return Ok(None);
        };
        let mut talk = Talk::new(stream);
        offers(&mut talk, protocol, true, recorder).await?;
        Ok(Some(Open::Secure(Box::new(talk))))
    }
}

/// Takes down why a conversation ended.
pub(crate) fn failed(host: &Host, trouble: Trouble, recorder: &mut Recorder<'_>) {
    match trouble {
        Trouble::Io(error) => {
            recorder.failed("mail", &NetError::from_io(host.as_str(), "a conversation", &error));
        }
        Trouble::Absurd(code) => recorder.event(Event::Failed {
            step: "mail".to_owned(),
            code: code.to_owned(),
            detail: format!("{host} does not talk as a mail server does: look what answers there"),
            transient: false,
        }),
    }
}

/// Takes down what was said and answered, cut to a readable length.
pub(crate) fn exchanged(sent: &str, lines: &[String], recorder: &mut Recorder<'_>) {
    let lines = lines.iter().take(KEPT_LINES_MAX);
    let lines = lines.map(|line| line.chars().take(KEPT_CHARS_MAX).collect()).collect();
    recorder.event(Event::Exchange { sent: sent.to_owned(), lines });
}

/// The greeting, of which the first line was heard.
async fn begin<S>(
    talk: &mut Talk<S>,
    first: String,
    recorder: &mut Recorder<'_>,
) -> Result<Protocol, Trouble>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let protocol = Protocol::of_greeting(&first).ok_or(Trouble::Absurd("mail.not_mail"))?;
    if protocol != Protocol::Smtp {
        exchanged("", std::slice::from_ref(&first), recorder);
        let turned_away = first.to_ascii_uppercase().starts_with("* BYE");
        return if turned_away { Err(Trouble::Absurd("mail.turned_away")) } else { Ok(protocol) };
    }
    let reply = smtp::rest_of(talk, first).await?;
    exchanged("", &reply.lines, recorder);
    if reply.is_good() { Ok(protocol) } else { Err(Trouble::Absurd("mail.turned_away")) }
}

/// Asks what is offered, and takes it down.
async fn offers<S>(
    talk: &mut Talk<S>,
    protocol: Protocol,
    secure: bool,
    recorder: &mut Recorder<'_>,
) -> Result<Vec<String>, Trouble>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let words = match protocol {
        Protocol::Smtp => ehlo(talk, recorder).await?,
        Protocol::Imap => {
            let tag = if secure { "b1" } else { "a1" };
            let answer = imap::ask(talk, tag, "CAPABILITY").await?;
            exchanged(
                "CAPABILITY",
                answer.lines.get(answer.lines.len() - 1..).unwrap_or_default(),
                recorder,
            );
            answer.is_good.then(|| imap::words(&answer.lines))
        }
        Protocol::Pop3 => {
            let answer = pop3::ask(talk, "CAPA", true).await?;
            exchanged("CAPA", answer.lines.get(..1).unwrap_or_default(), recorder);
            answer.is_good.then(|| pop3::words(&answer.lines))
        }
    };
    if let Some(words) = &words {
        let (protocol, words) = (protocol.name().to_owned(), words.clone());
        recorder.event(Event::Offers { protocol, secure, words });
    }
    Ok(words.unwrap_or_default())
}

/// `EHLO`, and `HELO` for a server that does not know it and so offers nothing.
async fn ehlo<S>(
    talk: &mut Talk<S>,
    recorder: &mut Recorder<'_>,
) -> Result<Option<Vec<String>>, Trouble>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    for command in ["EHLO", "HELO"] {
        let said = format!("{command} {OUR_NAME}");
        talk.say(&said).await?;
        let reply = smtp::reply(talk).await?;
        exchanged(&said, &reply.lines, recorder);
        if reply.is_good() {
            let words = if command == "EHLO" { smtp::words(&reply.lines) } else { Vec::new() };
            return Ok(Some(words));
        }
        if reply.code == 421 {
            break;
        }
    }
    Err(Trouble::Absurd("mail.turned_away"))
}

/// Whether TLS may begin. An SMTP server is asked although it does not offer it: somebody in between may
/// have taken the word out.
async fn start_tls<S>(
    talk: &mut Talk<S>,
    protocol: Protocol,
    words: &[String],
    recorder: &mut Recorder<'_>,
) -> Result<bool, Trouble>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    if !protocol.offers_tls(words) && protocol != Protocol::Smtp {
        return Ok(false);
    }
    let (said, is_good, lines) = match protocol {
        Protocol::Smtp => {
            talk.say("STARTTLS").await?;
            let reply = smtp::reply(talk).await?;
            ("STARTTLS", reply.code == 220, reply.lines)
        }
        Protocol::Imap => {
            let answer = imap::ask(talk, "a2", "STARTTLS").await?;
            ("STARTTLS", answer.is_good, answer.lines)
        }
        Protocol::Pop3 => {
            let answer = pop3::ask(talk, "STLS", false).await?;
            ("STLS", answer.is_good, answer.lines)
        }
    };
    exchanged(said, &lines, recorder);
    Ok(is_good)
}
