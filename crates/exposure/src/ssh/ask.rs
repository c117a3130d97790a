//! Questions of our own to an SSH server, one connection each: which algorithms there are, which key it
//! has of a kind, which group it chooses.

use std::time::Duration;

use arvak_probe::transcript::{SshGroup, SshHostKey, SshOffer};
use arvak_probe::{Again, Event, NetError, NetStream, Recorder};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::timeout;

use super::agree::{GROUP_BITS, Reply, Way, cheapest, group_opening, opening, read_reply, way};
use super::key::read_key;
use super::offer::{answer, read_offer};
use super::wire::{Read, bits, identification, packet, wrap};

/// How long one question may take.
const QUESTION: Duration = Duration::from_secs(5);

/// Most bytes of one answer.
const HEARD_BYTES_MAX: usize = 64 * 1024;

/// Most messages that are passed over while waiting for the one that is of use.
const PASSED_OVER_MAX: usize = 8;

/// Most kinds of host keys that are asked for.
const KEYS_MAX: usize = 6;

/// Most bytes that are read at once.
const READ_BYTES: usize = 4096;

/// Asks everything and takes it down. What fails is taken down too and ends the questions.
pub(super) async fn ask_all(again: &Again, recorder: &mut Recorder<'_>) {
    if let Err(trouble) = try_all(again, recorder).await {
        trouble.take_down(again, recorder);
    }
}

async fn try_all(again: &Again, recorder: &mut Recorder<'_>) -> Result<(), Trouble> {
    let offer = within(async { Ok(Talk::begin(again).await?.offer) }).await?;
    recorder.event(Event::SshOffer(offer.clone()));
    let Some(kex) = cheapest(&offer.kex).map(str::to_owned) else { return Ok(()) };
    for asked in kinds(&offer.host_keys) {
        match within(host_key(again, &kex, asked)).await {
            Ok(Some(key)) => recorder.event(Event::SshHostKey(key)),
            // One kind that it does not show does not hide the others.
            Ok(None) | Err(Trouble::Ssh(_)) => {}
            Err(trouble) => return Err(trouble),
        }
    }
    for kex in offer.kex.iter().filter(|kex| way(kex) == Some(Way::Group)).take(2) {
        if let Ok(Some(group)) = within(group(again, kex)).await {
            recorder.event(Event::SshGroup(group));
        }
    }
    Ok(())
}

/// The algorithms to ask host keys by: one for each kind of key.
fn kinds(offered: &[String]) -> Vec<&str> {
    let mut kinds: Vec<(&str, &str)> = Vec::new();
    for name in offered {
        let kind = if is_rsa(name) { "rsa" } else { name };
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, asked)) if *asked == "ssh-rsa" => *asked = name,
            Some(_) => {}
            None => kinds.push((kind, name)),
        }
    }
    kinds.into_iter().map(|(_, asked)| asked).take(KEYS_MAX).collect()
}

/// Whether an algorithm signs with an RSA key, without a certificate.
pub(super) fn is_rsa(name: &str) -> bool {
    matches!(name, "ssh-rsa" | "rsa-sha2-256" | "rsa-sha2-512" | "ssh-rsa-sha256@ssh.com")
}

async fn host_key(again: &Again, kex: &str, asked: &str) -> Result<Option<SshHostKey>, Trouble> {
    let Some((way, opening)) = way(kex).zip(opening(kex)) else { return Ok(None) };
    let mut talk = Talk::begin(again).await?;
    let lists = answer(&talk.offer, kex, asked);
    talk.say(&lists).await?;
    talk.say(&opening).await?;
    loop {
        let payload = talk.hear().await?;
        match read_reply(way, &payload) {
            Some(Reply::Prime(_)) => talk.say(&group_opening()).await?,
            Some(Reply::HostKey(bytes)) => {
                let key = read_key(bytes).ok_or(Trouble::Ssh("ssh.bad_key"))?;
                return Ok(Some(SshHostKey {
                    asked: asked.to_owned(),
                    key_type: key.kind,
                    bits: key.bits,
                    sha256: key.sha256,
                }));
            }
            None => return Err(Trouble::Ssh("ssh.unexpected_message")),
        }
    }
}

async fn group(again: &Again, kex: &str) -> Result<Option<SshGroup>, Trouble> {
    let Some(opening) = opening(kex) else { return Ok(None) };
    let mut talk = Talk::begin(again).await?;
    let Some(host_key) = talk.offer.host_keys.first().cloned() else { return Ok(None) };
    let lists = answer(&talk.offer, kex, &host_key);
    talk.say(&lists).await?;
    talk.say(&opening).await?;
    let payload = talk.hear().await?;
    let Some(Reply::Prime(prime)) = read_reply(Way::Group, &payload) else { return Ok(None) };
    Ok(Some(SshGroup { kex: kex.to_owned(), asked_bits: GROUP_BITS, bits: bits(prime) }))
}

/// What kept a question from its answer.
enum Trouble {
    Net(NetError),
    Ssh(&'static str),
}

impl Trouble {
    fn take_down(self, again: &Again, recorder: &mut Recorder<'_>) {
        let code = match self {
            Self::Net(error) => return recorder.failed("ssh", &error),
            Self::Ssh(code) => code,
        };
        recorder.event(Event::Failed {
            step: "ssh".to_owned(),
            code: code.to_owned(),
            detail: format!(
                "{} does not go on with the beginning of SSH ({code}): look in the log of its server",
                again.target()
            ),
            transient: code == "ssh.closed",
        });
    }
}

async fn within<T>(question: impl Future<Output = Result<T, Trouble>>) -> Result<T, Trouble> {
    let late = |_| Trouble::Ssh("ssh.silent");
    timeout(QUESTION, question).await.map_err(late)?
}

/// A connection on which both sides have said who they are, and the server what it has.
struct Talk {
    stream: NetStream,
    heard: Vec<u8>,
    passed_over: usize,
    offer: SshOffer,
}

impl Talk {
    async fn begin(again: &Again) -> Result<Self, Trouble> {
        let stream = again.connect().await.map_err(Trouble::Net)?;
        let offer = SshOffer::default();
        let mut talk = Self { stream, heard: Vec::new(), passed_over: 0, offer };
        talk.send(concat!("SSH-2.0-Arvak_", env!("CARGO_PKG_VERSION"), "\r\n").as_bytes()).await?;
        loop {
            match identification(&talk.heard) {
                Read::Whole(_, used) => {
                    talk.heard.drain(..used);
                    break;
                }
                Read::Partial => talk.more().await?,
                Read::Bad => return Err(Trouble::Ssh("ssh.not_ssh")),
            }
        }
        let payload = talk.hear().await?;
        talk.offer = read_offer(&payload).ok_or(Trouble::Ssh("ssh.bad_offer"))?;
        Ok(talk)
    }

    async fn say(&mut self, payload: &[u8]) -> Result<(), Trouble> {
        self.send(&wrap(payload)).await
    }

    async fn send(&mut self, bytes: &[u8]) -> Result<(), Trouble> {
        self.stream.write_all(bytes).await.map_err(|error| broken(&self.stream, &error))
    }

    /// The next message that is of use.
    async fn hear(&mut self) -> Result<Vec<u8>, Trouble> {
        /// `SSH_MSG_DISCONNECT`.
        const FAREWELL: u8 = 1;
        /// Ignore, unimplemented, debug, and what else it can do (RFC 4253 section 11, RFC 8308).
        const ASIDE: [u8; 4] = [2, 3, 4, 7];
        loop {
            match packet(&self.heard) {
                Read::Whole(payload, used) => {
                    self.heard.drain(..used);
                    match payload.first() {
                        Some(kind)
                            if ASIDE.contains(kind) && self.passed_over < PASSED_OVER_MAX =>
                        {
                            self.passed_over += 1;
                        }
                        Some(&FAREWELL) => return Err(Trouble::Ssh("ssh.refused")),
                        _ => return Ok(payload),
                    }
                }
                Read::Partial => self.more().await?,
                Read::Bad => return Err(Trouble::Ssh("ssh.bad_packet")),
            }
        }
    }

    async fn more(&mut self) -> Result<(), Trouble> {
        let mut buffer = vec![0; READ_BYTES];
        let count = match self.stream.read(&mut buffer).await {
            Ok(0) => return Err(Trouble::Ssh("ssh.closed")),
            Ok(count) => count,
            Err(error) => return Err(broken(&self.stream, &error)),
        };
        if self.heard.len() + count > HEARD_BYTES_MAX {
            return Err(Trouble::Ssh("ssh.too_much"));
        }
        self.heard.extend_from_slice(buffer.get(..count).unwrap_or_default());
        Ok(())
    }
}

/// A connection that breaks is a server that will not.
fn broken(stream: &NetStream, error: &std::io::Error) -> Trouble {
    match NetError::from_io(stream.host(), "ssh", error) {
        NetError::Broken { .. } => Trouble::Ssh("ssh.closed"),
        error => Trouble::Net(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_key_is_asked_for_once_and_rsa_by_its_best_signature() {
        let offered = ["ssh-rsa", "rsa-sha2-512", "rsa-sha2-256", "ssh-ed25519", "ssh-dss"];
        let offered: Vec<String> = offered.map(str::to_owned).to_vec();
        assert_eq!(kinds(&offered), ["rsa-sha2-512", "ssh-ed25519", "ssh-dss"]);
        assert_eq!(kinds(&["ssh-rsa".to_owned()]), ["ssh-rsa"]);
    }
}
