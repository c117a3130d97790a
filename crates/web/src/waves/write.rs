//! Putting one mail into the outbox.

use std::fmt::Write as _;

use arvak_core::Instant;
use arvak_identity::TokenKind;
use arvak_store::supplier::{NewMail, RequestRow, SendingRow};
use arvak_suppliers::letters::{Kind, Letter};
use arvak_suppliers::life::{Event, link_ends};
use arvak_words::Words;

use super::{Desk, Names, WaveError};

/// What a mail is about.
#[derive(Clone, Copy)]
pub(crate) struct About<'a> {
    /// The request.
    pub(crate) row: &'a RequestRow,
    /// Where it goes.
    pub(crate) sending: &'a SendingRow,
    /// When the link was sent.
    pub(crate) asked_at: Option<Instant>,
    /// What was asked further, or the hash of what was sent in.
    pub(crate) text: &'a str,
}

impl About<'_> {
    /// Subject and text.
    pub(super) fn letter(
        &self,
        desk: &Desk,
        names: &Names<'_>,
        words: &Words,
        call: &str,
        kind: Kind,
    ) -> (String, String) {
        let letter = Letter {
            from: &names.asks(words),
            supplier: &(names.of)(&self.row.supplier, words),
            request: &self.row.id,
            questions: self.row.questions.len(),
            due: self.row.due,
            asked_at: self.asked_at,
            origin: &desk.origin,
            call,
            own: desk.channels.suppliers.own.as_deref(),
            text: self.text,
            wants_code: self.sending.wants_code,
        };
        letter.write(kind, words)
    }
}

/// Puts a mail of that kind into the outbox, once for each number; `false` when it was made before, or there is nobody to send
/// it to. `code` is what belongs in the place for a code.
pub(crate) async fn note(
    desk: &Desk,
    names: &Names<'_>,
    about: &About<'_>,
    (kind, number): (Kind, i64),
    code: Option<&str>,
) -> Result<bool, WaveError> {
    let (_, call) = desk.ready()?;
    let to = &about.sending.to;
    let address = match kind {
        Kind::Leader => to.leader.as_deref(),
        _ => Some(to.address.as_str()),
    };
    let Some(address) = address else { return Ok(false) };
    let words = names.words(&to.lang);
    let (subject, body) = about.letter(desk, names, words, call, kind);
    let name = random_name()?;
    let mail = NewMail {
        kind: kind.name(),
        number,
        name: &name,
        address,
        subject: &subject,
        body: &body,
        code,
    };
    let (seal, now) = (desk.seal().await?, desk.people_clock.now());
    Ok(desk.folder.operation().add_supplier_mail(&seal, &about.row.id, &mail, now).await?)
}

/// Sends the request once more with a new link; the one before is worth nothing.
pub(crate) async fn again(
    desk: &Desk,
    names: &Names<'_>,
    about: &About<'_>,
) -> Result<(), WaveError> {
    let (_, call) = desk.ready()?;
    let operation = desk.folder.operation();
    let to = &about.sending.to;
    let words = names.words(&to.lang);
    let (subject, body) = about.letter(desk, names, words, call, Kind::Invitation);
    let secret = TokenKind::Request.make().map_err(|_| WaveError::Inside)?;
    let (now, people_now) = (desk.folder.clock().now(), desk.people_clock.now());
    let sent = operation.supplier_mails_of(&about.row.id).await?;
    let number = sent.iter().filter(|one| one.kind == Kind::Invitation.name()).count();
    let name = random_name()?;
    let mail = NewMail {
        kind: Kind::Invitation.name(),
        number: i64::try_from(number).unwrap_or(i64::MAX),
        name: &name,
        address: &to.address,
        subject: &subject,
        body: &body,
        code: Some(secret.reveal()),
    };
    let times = (people_now, link_ends(about.row.due, now, people_now));
    let (hash, seal) = (secret.hash(), desk.seal().await?);
    let link = (hash.as_bytes(), times);
    if operation.add_supplier_link_mail(&seal, &about.row.id, link, &mail, people_now).await? {
        operation.add_supplier_event(&about.row.id, Event::Renewed.name(), "", now).await?;
    }
    Ok(())
}

/// What a mail is known by: 96 random bits, so that nobody can make up a notification that it came back.
pub(super) fn random_name() -> Result<String, WaveError> {
    let mut bytes = [0_u8; 12];
    getrandom::fill(&mut bytes).map_err(|_| WaveError::Inside)?;
    let mut name = String::new();
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(name, "{byte:02x}");
    }
    Ok(name)
}
