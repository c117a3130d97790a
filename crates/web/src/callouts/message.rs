//! What somebody on the list gets. Every message says first that it is an exercise, and one that is sent again says so.

use arvak_core::{EntityId, Instant};
use arvak_notices::Letter;
use arvak_words::{Say, Words};
use serde_json::json;

use super::ENTRANCE;

/// All that a message tells.
pub(super) struct Message<'m> {
    /// Whom it is for.
    pub(super) name: &'m str,
    pub(super) role: &'m EntityId,
    /// Within which time an answer is wanted, in words.
    pub(super) within: String,
    /// The number that stops it.
    pub(super) stop: &'m str,
    /// Where the pages are.
    pub(super) origin: &'m str,
    /// The code of the link.
    pub(super) code: &'m str,
    /// Whether an earlier one may have arrived.
    pub(super) is_again: bool,
}

impl Message<'_> {
    /// Its link: the code stands behind the `#`, which no browser sends and no log keeps.
    pub(super) fn link(&self) -> String {
        format!("{}{ENTRANCE}#{}", self.origin, self.code)
    }

    fn again(&self, words: &Words) -> String {
        if self.is_again { words.plain("callout-message-again") } else { String::new() }
    }

    /// As a mail.
    pub(super) fn letter(&self, words: &Words) -> Letter {
        let said = [
            ("name", Say::Text(self.name)),
            ("within", Say::Text(&self.within)),
            ("link", Say::Owned(self.link())),
            ("stop", Say::Text(self.stop)),
        ];
        let text = words.say("callout-message-mail", &said);
        let again = self.again(words);
        let text = if again.is_empty() { text } else { format!("{again}\n\n{text}") };
        Letter { subject: words.plain("callout-message-subject"), text: format!("{text}\n") }
    }

    /// As a text message.
    pub(super) fn sms(&self, words: &Words) -> String {
        let said = [("within", Say::Text(&self.within)), ("link", Say::Owned(self.link()))];
        let text = words.say("callout-message-sms", &said);
        format!("{text} {}", self.again(words)).trim_end().to_owned()
    }

    /// As JSON for a program that calls on: Standard Webhooks' `type`, `timestamp`, `data`.
    pub(super) fn payload(&self, words: &Words, now: Instant) -> String {
        let data = json!({
            "exercise": true, "role": self.role, "name": self.name, "url": self.link(),
            "text": self.sms(words), "again": self.is_again, "stop": self.stop,
        });
        json!({ "type": "callout.call", "timestamp": now, "data": data }).to_string()
    }
}
