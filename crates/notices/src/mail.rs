//! One message as bytes (RFC 5322). What people wrote cannot end a header and begin another: the library encodes every
//! value, and control characters are left out before.

use std::time::{Duration, SystemTime};

use arvak_core::Instant;
use lettre::message::header::{
    ContentTransferEncoding, ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0,
};
use lettre::message::{Attachment, Body, Mailbox, Message, MessageBuilder, MultiPart, SinglePart};
use lettre::{Address, address::Envelope};

use crate::{Letter, SendError};

/// A message, ready to be sent as often as it takes; its bytes are the same each time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub(crate) envelope: Envelope,
    pub(crate) bytes: Vec<u8>,
}

impl Mail {
    /// `letter` to `to`. `name` is what the message is known by ([`Mail::id`]), `made_at` its date, `unsubscribe` the page
    /// on which its reader decides what to get.
    pub fn compose(
        letter: &Letter,
        from: &Mailbox,
        to: &str,
        name: &str,
        made_at: Instant,
        unsubscribe: &str,
    ) -> Result<Self, SendError> {
        let unsubscribe: String = unsubscribe.chars().filter(char::is_ascii_graphic).collect();
        let own = [("List-Unsubscribe", format!("<{unsubscribe}>"))];
        Self::build(letter, from, to, (name, made_at), own)
    }

    /// `letter` to somebody who was asked something and has no account here. `thread` is the name of the first message that it
    /// belongs to.
    pub fn ask(
        letter: &Letter,
        from: &Mailbox,
        to: &str,
        name: &str,
        made_at: Instant,
        thread: Option<&str>,
    ) -> Result<Self, SendError> {
        let first = thread.map(|thread| Self::id(thread, from));
        let own =
            first.into_iter().flat_map(|id| [("In-Reply-To", id.clone()), ("References", id)]);
        Self::build(letter, from, to, (name, made_at), own)
    }

    /// `letter` with a file, to somebody who has no account here.
    pub fn with_file(
        letter: &Letter,
        from: &Mailbox,
        to: &str,
        (name, made_at): (&str, Instant),
        (file, bytes): (String, Vec<u8>),
    ) -> Result<Self, SendError> {
        let kind = ContentType::parse("application/octet-stream");
        let kind = kind.map_err(|_| SendError::BadAddress)?;
        let text = SinglePart::plain(letter.text.clone());
        // As base64 whatever it holds: what is text to one machine is changed by the next.
        let bytes = Body::new_with_encoding(bytes, ContentTransferEncoding::Base64);
        let bytes = bytes.map_err(|_| SendError::BadAddress)?;
        let attached = Attachment::new(file).body(bytes, kind);
        let body = MultiPart::mixed().singlepart(text).singlepart(attached);
        Self::wrap(letter, from, to, (name, made_at), [], |building| building.multipart(body))
    }

    fn build(
        letter: &Letter,
        from: &Mailbox,
        to: &str,
        (name, made_at): (&str, Instant),
        own: impl IntoIterator<Item = (&'static str, String)>,
    ) -> Result<Self, SendError> {
        Self::wrap(letter, from, to, (name, made_at), own, |building| {
            let building = building.header(MIME_VERSION_1_0).header(ContentType::TEXT_PLAIN);
            building.body(letter.text.clone())
        })
    }

    fn wrap(
        letter: &Letter,
        from: &Mailbox,
        to: &str,
        (name, made_at): (&str, Instant),
        own: impl IntoIterator<Item = (&'static str, String)>,
        body: impl FnOnce(MessageBuilder) -> Result<Message, lettre::error::Error>,
    ) -> Result<Self, SendError> {
        if !is_address(to) {
            return Err(SendError::BadAddress);
        }
        let to: Address = to.parse().map_err(|_| SendError::BadAddress)?;
        let millis = u64::try_from(made_at.as_millis()).unwrap_or(0);
        let date = SystemTime::UNIX_EPOCH + Duration::from_millis(millis);
        let subject: String = letter.subject.chars().filter(|sign| !sign.is_control()).collect();
        let mut building = Message::builder()
            .from(from.clone())
            .to(Mailbox::new(None, to.clone()))
            .subject(subject)
            .date(date)
            .message_id(Some(Self::id(name, from)))
            .raw_header(header("Auto-Submitted", "auto-generated".to_owned())?);
        for (name, value) in own {
            building = building.raw_header(header(name, value)?);
        }
        let message = body(building).map_err(|_| SendError::BadAddress)?;
        let envelope =
            Envelope::new(Some(from.email.clone()), vec![to]).map_err(|_| SendError::BadAddress)?;
        Ok(Self { envelope, bytes: message.formatted() })
    }

    /// The Message-ID of the message called `name`: the same at each attempt, so that a reader's program knows a second
    /// copy for what it is.
    pub fn id(name: &str, from: &Mailbox) -> String {
        let name: String = name
            .chars()
            .filter(|sign| sign.is_ascii_alphanumeric() || "._-".contains(*sign))
            .collect();
        format!("<{name}@{}>", from.email.domain())
    }

    /// As it goes over the wire.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

fn header(name: &'static str, value: String) -> Result<HeaderValue, SendError> {
    let name = HeaderName::new_from_ascii(name.to_owned()).map_err(|_| SendError::BadAddress)?;
    Ok(HeaderValue::new(name, value))
}

/// Whether mail can be sent to that address: one of plain ASCII, for many servers take no other (RFC 6531).
pub fn is_address(text: &str) -> bool {
    text.is_ascii()
        && !text.contains(|sign: char| sign.is_control() || sign == ' ')
        && text.len() <= 254
        && text
            .parse::<Address>()
            .is_ok_and(|address| address.domain().contains('.') || address.domain() == "localhost")
}
