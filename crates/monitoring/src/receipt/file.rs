//! A file that was handed over. Nobody is shown to have sent it, so it is a word; and only a text can be searched for the mark.

use super::{Raw, Sender};

pub(super) fn read(bytes: &[u8]) -> Raw {
    let text = std::str::from_utf8(bytes).map(str::to_lowercase);
    Raw {
        id: None,
        arrived: None,
        signed_at: None,
        sender: Sender::Word,
        text: text.into_iter().collect(),
        of: None,
    }
}
