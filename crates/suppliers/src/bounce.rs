//! Delivery status notifications (RFC 3464): which of our mails did not arrive, and what the server said. The notification is
//! foreign: only the name of a mail that nobody can guess says that it is about one of ours.

use mail_parser::{Message, MessageParser, MimeHeaders as _, PartType};

/// Most bytes of a notification.
pub const BYTES_MAX: usize = 2 * 1024 * 1024;

/// Most parts that are looked through.
const PARTS_MAX: usize = 50;

/// Most characters of what a server said that are kept.
const SAID_MOST: usize = 300;

/// What a notification says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounce {
    /// The Message-ID of the mail that it is about, without brackets.
    pub of: String,
    /// Whether it failed for good; a delay, a relay or a success is none.
    pub has_failed: bool,
    /// The status code, such as `5.1.1` (RFC 3463); empty when there is none.
    pub status: String,
    /// What the server said, as one short line.
    pub said: String,
}

/// Why something is no such notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoBounce {
    /// It is too long.
    #[error("longer than {BYTES_MAX} bytes")]
    TooLong,
    /// It is no mail.
    #[error("no e-mail")]
    NoMail,
    /// It holds no `message/delivery-status`.
    #[error("no delivery status notification (RFC 3464)")]
    NoStatus,
    /// It does not say which mail it is about.
    #[error("it names no mail: neither the mail nor its headers came back")]
    NoName,
}

impl NoBounce {
    /// All codes.
    pub const CODES: [&'static str; 4] = ["too-long", "no-mail", "no-status", "no-name"];

    /// A stable code, for words in three languages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLong => "too-long",
            Self::NoMail => "no-mail",
            Self::NoStatus => "no-status",
            Self::NoName => "no-name",
        }
    }
}

/// Reads a notification as it came.
pub fn read(bytes: &[u8]) -> Result<Bounce, NoBounce> {
    if bytes.len() > BYTES_MAX {
        return Err(NoBounce::TooLong);
    }
    let message = MessageParser::default().parse(bytes).ok_or(NoBounce::NoMail)?;
    message.headers_raw().next().ok_or(NoBounce::NoMail)?;
    let (mut status, mut of) = (None, None);
    for part in message.parts.iter().take(PARTS_MAX) {
        let kind = part.content_type().map(|kind| {
            format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_ascii_lowercase()
        });
        let text = || match &part.body {
            PartType::Text(text) | PartType::Html(text) => text.to_string(),
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
                String::from_utf8_lossy(bytes).into_owned()
            }
            PartType::Message(inner) => String::from_utf8_lossy(inner.raw_message()).into_owned(),
            PartType::Multipart(_) => String::new(),
        };
        match kind.as_deref() {
            Some("message/delivery-status" | "message/global-delivery-status")
                if status.is_none() =>
            {
                status = Some(text());
            }
            Some(
                "message/rfc822"
                | "text/rfc822-headers"
                | "message/global"
                | "message/global-headers",
            ) if of.is_none() => {
                of = match &part.body {
                    PartType::Message(inner) => name_of(inner),
                    _ => {
                        MessageParser::default().parse(text().as_bytes()).as_ref().and_then(name_of)
                    }
                };
            }
            _ => {}
        }
    }
    let status = status.ok_or(NoBounce::NoStatus)?;
    let of = of.ok_or(NoBounce::NoName)?;
    let failed = groups(&status)
        .into_iter()
        .find(|group| field(group, "action").as_deref() == Some("failed"));
    let group = failed.clone().unwrap_or_default();
    let said = field(&group, "diagnostic-code").unwrap_or_default();
    let said = said.split_once(';').map_or(said.as_str(), |(_, said)| said);
    Ok(Bounce {
        of,
        has_failed: failed.is_some(),
        status: field(&group, "status").map(|status| tame(&status)).unwrap_or_default(),
        said: tame(said),
    })
}

fn name_of(message: &Message<'_>) -> Option<String> {
    let id = message.message_id()?.trim();
    (!id.is_empty()).then(|| id.to_owned())
}

type Field = (String, String);

/// The groups of fields: of the message, then one of each receiver, unfolded.
fn groups(text: &str) -> Vec<Vec<Field>> {
    let mut all: Vec<Vec<Field>> = vec![Vec::new()];
    for line in text.lines() {
        let Some(group) = all.last_mut() else { break };
        if line.trim().is_empty() {
            if !group.is_empty() {
                all.push(Vec::new());
            }
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = group.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            group.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    all
}

fn field(group: &[Field], name: &str) -> Option<String> {
    let found = group.iter().find(|(one, _)| one == name);
    // The action is a word and whatever case it has (RFC 3464, section 2.3.3).
    found
        .map(|(_, value)| if name == "action" { value.to_ascii_lowercase() } else { value.clone() })
}

fn tame(said: &str) -> String {
    let line = said.chars().map(|sign| if sign.is_control() { ' ' } else { sign });
    line.take(SAID_MOST).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// As Postfix writes it.
    fn notification(action: &str, returned: &str) -> String {
        format!(
            "From: MAILER-DAEMON@relay.example (Mail Delivery System)\r\nTo: arvak@nordvik.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"AB/relay\"\r\n\r\n--AB/relay\r\nContent-Description: Notification\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nI'm sorry.\r\n\r\n--AB/relay\r\nContent-Description: Delivery report\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; relay.example\r\nArrival-Date: Sun, 1 Mar 2026 12:00:00 +0100\r\n\r\nFinal-Recipient: rfc822; kari@drift.example\r\nAction: {action}\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n    <kari@drift.example>: no such user\r\n\r\n--AB/relay\r\nContent-Type: {returned}\r\n\r\nFrom: arvak@nordvik.example\r\nMessage-ID: <f00d@nordvik.example>\r\nSubject: x\r\n\r\n--AB/relay--\r\n"
        )
    }

    #[test]
    fn a_notification_names_the_mail_and_says_what_the_server_said() {
        for returned in ["message/rfc822", "text/rfc822-headers"] {
            let read = read(notification("failed", returned).as_bytes()).unwrap();
            assert_eq!(read.of, "f00d@nordvik.example", "{returned}");
            assert!(read.has_failed);
            assert_eq!(read.status, "5.1.1");
            assert_eq!(read.said, "550 5.1.1 <kari@drift.example>: no such user");
        }
    }

    #[test]
    fn a_delay_or_a_success_is_no_failure() {
        for action in ["delayed", "delivered", "relayed", "expanded"] {
            let read = read(notification(action, "message/rfc822").as_bytes()).unwrap();
            assert!(!read.has_failed, "{action}");
        }
        assert!(read(notification("FAILED", "message/rfc822").as_bytes()).unwrap().has_failed);
    }

    #[test]
    fn what_is_none_says_why() {
        assert_eq!(read(b""), Err(NoBounce::NoMail));
        assert_eq!(read(b"From: a@b.example\r\n\r\nhei"), Err(NoBounce::NoStatus));
        let nameless = notification("failed", "message/rfc822").replace("Message-ID", "X-Id");
        assert_eq!(read(nameless.as_bytes()), Err(NoBounce::NoName));
        assert_eq!(read(&vec![b'a'; BYTES_MAX + 1]), Err(NoBounce::TooLong));
        assert_eq!(NoBounce::CODES.len(), 4);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            if let Ok(bounce) = read(&bytes) {
                prop_assert!(!bounce.of.is_empty());
            }
        }
    }
}
