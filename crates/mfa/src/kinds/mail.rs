//! IMAP, POP3 and SMTP: the password alone first, by a way that the server offers; then the arms, with the code behind the
//! password; then every other way that the server offers, with the password alone. A log-in that is refused is never proof:
//! only the same account getting in with its code is.

use arvak_probe::{BoxFuture, Host, NetStream};
use tokio::io::{AsyncRead, AsyncWrite};

use super::in_one::{self, PASSWORD_ALONE};
use crate::door;
use crate::wire::Trouble;
use crate::wire::mail::{Answer, Mail, Meaning, Protocol, Way as How};
use crate::{Arm, Attempt, Kind, Place, Seen, Tls, Trial, Way};

/// One mail server.
pub(crate) struct MailServer {
    protocol: Protocol,
    tls: Tls,
    /// The ways that are to be tried, once they are known.
    ways: Vec<How>,
    /// The way by which the server looked at the password and refused it; one that carries it, so that a code can be behind.
    looked_at: Option<How>,
    /// Ways with a password that cannot be tried here.
    untried: Vec<String>,
}

/// A server's word, and where it was said.
struct Met {
    seen: Seen,
    detail: String,
}

impl MailServer {
    pub(crate) const fn new(protocol: Protocol, tls: Tls) -> Self {
        Self { protocol, tls, ways: Vec::new(), looked_at: None, untried: Vec::new() }
    }

    /// The protocol's port (RFC 8314 for those under TLS from the first byte).
    const fn port(&self) -> u16 {
        match (self.protocol, matches!(self.tls, Tls::Implicit)) {
            (Protocol::Imap, false) => 143,
            (Protocol::Imap, true) => 993,
            (Protocol::Pop3, false) => 110,
            (Protocol::Pop3, true) => 995,
            (Protocol::Smtp, false) => 587,
            (Protocol::Smtp, true) => 465,
        }
    }

    /// Says one word as the password, by one way, on a connection of its own.
    async fn say(&mut self, how: Option<How>, word: &str, trial: &mut Trial<'_, '_>) -> Met {
        let met = self.try_say(how, word, trial).await;
        met.unwrap_or_else(|seen| Met { seen, detail: String::new() })
    }

    async fn try_say(
        &mut self,
        how: Option<How>,
        word: &str,
        trial: &mut Trial<'_, '_>,
    ) -> Result<Met, Seen> {
        let place = Place::read(&trial.service().address, self.port()).ok_or(Seen::Settings)?;
        let tls = if place.is_secure() { Tls::Implicit } else { self.tls };
        let host = &place.target.host;
        let stream = door::connect(trial, &place.target).await?;
        match tls {
            Tls::Implicit => {
                let stream = door::secure(trial, host, stream, &[]).await?;
                self.greet(Mail::new(self.protocol, stream), host, how, word, trial).await
            }
            Tls::None => self.greet(Mail::new(self.protocol, stream), host, how, word, trial).await,
            Tls::Starttls => {
                let stream = self.start_tls(stream, host).await?;
                let stream = door::secure(trial, host, stream, &[]).await?;
                self.talk(Mail::new(self.protocol, stream), host, how, word, trial).await
            }
        }
    }

    /// The stream on which TLS begins. A server that has none gets no password.
    async fn start_tls(&self, stream: NetStream, host: &Host) -> Result<NetStream, Seen> {
        let mut mail = Mail::new(self.protocol, stream);
        let begun = async {
            mail.greeted().await?;
            if mail.offers().await?.start_tls { mail.start_tls().await } else { Ok(None) }
        };
        begun.await.map_err(|trouble| seen_of(host, &trouble))?.ok_or(Seen::NoTls)
    }

    async fn greet<S: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        mut mail: Mail<S>,
        host: &Host,
        how: Option<How>,
        word: &str,
        trial: &Trial<'_, '_>,
    ) -> Result<Met, Seen> {
        mail.greeted().await.map_err(|trouble| seen_of(host, &trouble))?;
        self.talk(mail, host, how, word, trial).await
    }

    async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        mut mail: Mail<S>,
        host: &Host,
        how: Option<How>,
        word: &str,
        trial: &Trial<'_, '_>,
    ) -> Result<Met, Seen> {
        let user = &trial.service().canary.user;
        let offers = mail.offers().await.map_err(|trouble| seen_of(host, &trouble))?;
        if self.ways.is_empty() {
            // A server that offers none may still have one: then it is a hole that nobody sees.
            let hidden = || vec![How::Command, How::Plain];
            self.ways = if offers.ways.is_empty() { hidden() } else { offers.ways.clone() };
            self.untried = offers.untried().map(str::to_owned).collect();
        }
        let ways = how.map_or_else(|| self.ways.clone(), |how| vec![how]);
        let mut last = Met { seen: Seen::NotOffered, detail: offers.others.join(" ") };
        for how in ways {
            let answer = mail.log_in(how, user, word).await;
            let answer = answer.map_err(|trouble| seen_of(host, &trouble))?;
            last = Met { seen: seen(&answer), detail: format!("{}: {}", how.name(), answer.text) };
            if last.seen != Seen::NotOffered {
                self.looked_at = self.looked_at.or(Some(how).filter(|how| how.carries()));
                break;
            }
        }
        mail.leave().await;
        Ok(last)
    }

    async fn try_arm(&mut self, arm: Arm, trial: &mut Trial<'_, '_>) -> Attempt {
        let Some(how) = self.looked_at else {
            return Attempt::ended(Seen::NotOffered, "no way to log in with a password was found");
        };
        let Some(word) = in_one::word(arm, trial).await else { return in_one::without_seed() };
        let met = self.say(Some(how), word.reveal(), trial).await;
        in_one::attempt(arm, met.seen, met.detail)
    }

    async fn try_ways(&mut self, trial: &mut Trial<'_, '_>) -> Vec<Way> {
        let password = trial.password(Arm::Right);
        let first = self.looked_at;
        let mut found = Vec::new();
        // The others first: the one that refused the password is asked again last, for a server that remembers a device lets
        // it in without a code now.
        let others = self.ways.clone().into_iter().filter(|how| Some(*how) != first);
        for how in others.chain(first) {
            let met = self.say(Some(how), password.reveal(), trial).await;
            let again = if Some(how) == first { "-again" } else { "" };
            let name =
                format!("{}-{}{again}", name(self.protocol), how.name().to_ascii_lowercase());
            let is_over = met.seen == Seen::Session || met.seen.ends();
            found.push(Way { name, seen: met.seen, detail: met.detail });
            if is_over {
                return found;
            }
        }
        found.extend(self.untried.iter().map(|untried| Way {
            name: format!("{}-{}", name(self.protocol), untried.to_ascii_lowercase()),
            seen: Seen::NotTried,
            detail: "this program does not know this way".to_owned(),
        }));
        found
    }
}

impl Kind for MailServer {
    fn alone<'t>(&'t mut self, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Vec<Way>> {
        Box::pin(async {
            let password = trial.password(Arm::Right);
            let Met { seen, detail } = self.say(None, password.reveal(), trial).await;
            vec![Way { name: PASSWORD_ALONE.to_owned(), seen, detail }]
        })
    }

    fn attempt<'t>(&'t mut self, arm: Arm, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Attempt> {
        Box::pin(self.try_arm(arm, trial))
    }

    fn ways<'t>(&'t mut self, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Vec<Way>> {
        Box::pin(self.try_ways(trial))
    }
}

const fn name(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Imap => "imap",
        Protocol::Pop3 => "pop3",
        Protocol::Smtp => "smtp",
    }
}

fn seen(answer: &Answer) -> Seen {
    match answer.meaning {
        Meaning::Accepted => Seen::Session,
        Meaning::Refused => Seen::Refused,
        Meaning::NotOffered => Seen::NotOffered,
        Meaning::AppPassword => Seen::AppPassword,
        Meaning::LockedOut => Seen::Locked,
        Meaning::Temporary => Seen::ServerError,
        Meaning::Unexpected => Seen::Unexpected,
    }
}

/// What trouble with a stream is, as a code.
pub(crate) fn seen_of(host: &Host, trouble: &Trouble) -> Seen {
    match trouble {
        Trouble::Io(error) => door::seen_of_io(host, "log-in", error),
        Trouble::Absurd(_) => Seen::Unexpected,
        Trouble::HostKey(_) => Seen::HostKey,
        Trouble::NothingInCommon(_) => Seen::NothingInCommon,
        Trouble::Ssh(_) => Seen::Unreachable,
    }
}
