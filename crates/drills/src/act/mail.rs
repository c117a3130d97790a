//! The EICAR test file by mail, through the relay, to the decoy mailbox that was agreed on. The mark stands in the subject, the Message-ID and the
//! name of the attachment.

use std::sync::atomic::{AtomicBool, Ordering};

use arvak_monitoring::Answered;
use arvak_notices::{Handed, Letter, Mail, Session};

use super::{Ended, Hand};
use crate::say::EICAR;

/// A relay that waits for a mail, and the mail.
pub(super) struct Ready {
    session: Session,
    mail: Mail,
}

impl Ready {
    /// The mail as it goes over the wire.
    pub(super) fn bytes(&self) -> &[u8] {
        self.mail.bytes()
    }
}

pub(super) async fn reach(hand: &Hand<'_>, to: &str) -> Result<Ready, String> {
    let post = hand.doors.post.as_ref().ok_or("[mail] (arvak.toml)")?;
    let letter = Letter { subject: hand.mark.clone(), text: post.text.clone() };
    let (from, now) = (&post.relay.from, hand.doors.clock.now());
    let file = (hand.target(), EICAR.concat().into_bytes());
    let mail = Mail::with_file(&letter, from, to, (&hand.mark, now), file);
    let mail = mail.map_err(|error| error.to_string())?;
    let session = Session::open(&post.door, &post.relay, &post.hello).await;
    Ok(Ready { session: session.map_err(|error| error.to_string())?, mail })
}

pub(super) async fn send(ready: Ready) -> Ended {
    let Ready { session, mail } = ready;
    let is_whole = AtomicBool::new(false);
    let begins = || {
        is_whole.store(true, Ordering::Relaxed);
        Ok(())
    };
    let (handed, session) = session.send(&mail, begins).await;
    if let Some(session) = session {
        session.close().await;
    }
    match handed {
        Handed::Taken(_) => Ok(Answered::MailTaken),
        // Whoever looks into it refuses it when it is whole; before that it is the mailbox, or the sender, that is refused.
        Handed::Not(_) if is_whole.load(Ordering::Relaxed) => Ok(Answered::MailRefused),
        Handed::Not(error) | Handed::Unknown(error) => Err(error.to_string()),
    }
}
