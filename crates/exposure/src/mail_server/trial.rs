//! What is asked of an SMTP server under proof: whether it passes on mail of strangers, and whether it
//! tells who has a mailbox. Nothing is sent: envelopes are taken back.

use arvak_probe::Recorder;
use tokio::io::{AsyncRead, AsyncWrite};

use super::greet::exchanged;
use super::lines::{Talk, Trouble};
use super::relay::{self, Try};
use super::smtp::{self, Reply};

/// What is asked of the command that tells whether somebody has a mailbox (RFC 5321 section 3.5).
pub(crate) const VERIFY_KNOWN: &str = "VRFY postmaster";

/// The same for somebody whom nobody has.
pub(crate) const VERIFY_NOBODY: &str = "VRFY arvak-no-such-person";

/// The command that tells who is behind a list.
pub(crate) const EXPAND: &str = "EXPN postmaster";

/// Asks everything; `domain` is one that the server is for.
pub(crate) async fn try_all<S>(
    talk: &mut Talk<S>,
    domain: &str,
    recorder: &mut Recorder<'_>,
) -> Result<(), Trouble>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut trial = Trial { talk, domain, recorder };
    trial.relay().await?;
    trial.verify().await?;
    let _ = trial.ask("QUIT").await;
    Ok(())
}

struct Trial<'a, 'r, S> {
    talk: &'a mut Talk<S>,
    domain: &'a str,
    recorder: &'a mut Recorder<'r>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Trial<'_, '_, S> {
    async fn verify(&mut self) -> Result<(), Trouble> {
        for command in [VERIFY_KNOWN, VERIFY_NOBODY, EXPAND] {
            self.ask(command).await?;
        }
        Ok(())
    }

    async fn relay(&mut self) -> Result<(), Trouble> {
        let tries = relay::tries(self.domain);
        let mut rest = tries.as_slice();
        while let Some(first) = rest.first() {
            let of_sender = rest.iter().take_while(|one| one.from == first.from).count();
            let (group, others) = rest.split_at(of_sender);
            rest = others;
            if self.offer(group).await? {
                break;
            }
        }
        Ok(())
    }

    /// Offers the envelopes of one sender, and takes them back; says whether one more is not needed.
    async fn offer(&mut self, group: &[Try]) -> Result<bool, Trouble> {
        let Some(first) = group.first() else { return Ok(false) };
        if !self.ask(&first.from).await?.is_good() {
            return Ok(false);
        }
        let (mut local, mut open) = (false, false);
        for one in group {
            let accepted = self.ask(&one.to).await?.is_good();
            local |= accepted && one.local;
            open |= accepted && !one.local;
            if open {
                break;
            }
        }
        if open {
            self.ask(&relay::absurd()).await?;
        }
        if local {
            self.ask(&relay::nobody(self.domain)).await?;
        }
        self.ask("RSET").await?;
        Ok(open)
    }

    async fn ask(&mut self, said: &str) -> Result<Reply, Trouble> {
        self.talk.say(said).await?;
        let reply = smtp::reply(self.talk).await?;
        exchanged(said, &reply.lines, self.recorder);
        Ok(reply)
    }
}
