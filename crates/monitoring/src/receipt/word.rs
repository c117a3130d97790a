//! What a person wrote down: a word, and kept as one.

use arvak_core::{Digest, Instant};
use serde::{Deserialize, Serialize};

use super::{Raw, Sender};

/// A person's entry, as its raw bytes hold it in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// The version of this form: 1.
    pub v: u32,
    /// The role that wrote it down.
    pub by: String,
    /// When they were told.
    pub at: Instant,
    /// What they were told; the mark, when it was read out, stands here.
    pub said: String,
    /// The file that they read it off: a picture holds no text that a program finds, so what it shows is a person's word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Digest>,
}

pub(super) fn read(bytes: &[u8]) -> Option<Raw> {
    let word: Word = serde_json::from_slice(bytes).ok().filter(|word: &Word| word.v == 1)?;
    Some(Raw {
        id: None,
        arrived: Some(word.at),
        signed_at: None,
        sender: Sender::Word,
        text: vec![word.said.to_lowercase()],
        of: word.of,
    })
}
