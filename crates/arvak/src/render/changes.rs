//! A status that changed, on one line.

use arvak_core::Status;
use arvak_core::change::{Change, Changed};
use arvak_words::{Say, Words};

/// `3.1 service/epost: Oppgitt → Motbevist`
pub(crate) fn change_line(change: &Change, words: &Words) -> String {
    let state = |state: Option<Status>| {
        state.map_or_else(
            || "–".to_owned(),
            |state| words.plain(&format!("status-{}", state.name())),
        )
    };
    let (claim, subject) = match &change.of {
        Changed::Letter => (String::new(), String::new()),
        Changed::Point(id) | Changed::Claim(id) => (id.to_string(), String::new()),
        Changed::Subject(id, subject) => (id.to_string(), subject.to_string()),
    };
    let args = [
        ("claim", Say::Owned(claim)),
        ("subject", Say::Owned(subject)),
        ("from", Say::Owned(state(change.from))),
        ("to", Say::Owned(state(change.to))),
    ];
    // A claim as a whole has no subject.
    words.say("change-line", &args).replacen(" :", ":", 1)
}
