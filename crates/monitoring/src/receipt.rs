//! Raw receipts: bytes from outside become what a verdict asks of them.

mod file;
mod mail;
mod text;
mod webhook;
mod word;

pub use word::Word;

use arvak_core::{Digest, Instant, Name};

use crate::plan::MailFrom;
use crate::record::Evidently;

/// Most bytes of one receipt.
pub const RAW_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Whether a mail says that it is from `domain` or one below it. Nothing is checked: it decides only which drill gets it.
pub fn is_from(mail: &[u8], domain: &Name) -> bool {
    mail::is_from(mail, domain.as_str())
}

/// A receipt as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw {
    /// What makes two of them the same one: the id that the sender gave it, when it gave one.
    pub id: Option<String>,
    /// When it reached us, where the bytes themselves say so and can be believed.
    pub arrived: Option<Instant>,
    /// The instant that its signature covers.
    pub signed_at: Option<Instant>,
    /// Whether what it says of its sender can be believed.
    pub sender: Sender,
    /// The file that a person read it off.
    pub of: Option<Digest>,
    /// All text in it, decoded, in lower case.
    text: Vec<String>,
}

/// What is known of a sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// Shown: a right signature, or DKIM that our own server found right.
    Proven,
    /// Somebody's word.
    Word,
    /// Shown to be somebody else, or not shown where it must be.
    Wrong,
    /// It cannot be told without the key.
    Unchecked,
}

impl Raw {
    /// Reads the bytes of a receipt; none when they are not what they should be, or more than [`RAW_BYTES_MAX`].
    pub fn read(
        channel: Evidently,
        bytes: &[u8],
        key: Option<&[u8]>,
        mail: Option<&MailFrom>,
    ) -> Option<Self> {
        if bytes.len() > RAW_BYTES_MAX {
            return None;
        }
        match channel {
            Evidently::Webhook => webhook::read(bytes, key),
            Evidently::Mail => mail::read(bytes, mail),
            Evidently::Person => word::read(bytes),
            Evidently::File => Some(file::read(bytes)),
        }
    }

    /// Whether it holds a text, whatever the case of its letters.
    pub fn holds(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.text.iter().any(|held| held.contains(&text))
    }

    /// Whether it holds the mark of another drill than `own`.
    pub fn holds_other_mark(&self, own: &str) -> bool {
        self.text.iter().any(|held| text::marks(held).any(|mark| mark != own))
    }
}
