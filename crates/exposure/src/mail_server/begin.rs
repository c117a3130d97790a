//! Where what one server said begins and ends in a transcript.

use arvak_probe::{Event, Recorder};
use serde::{Deserialize, Serialize};

/// Notes that a server is looked at from here on; the detail is a [`Begin`] as JSON.
pub(crate) const SERVER_NOTE: &str = "mail_server";

/// Notes that the look at one server, or at one file, is over.
pub(crate) const END_NOTE: &str = "mail_end";

/// Which server, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Begin {
    /// Its name.
    pub(crate) host: String,
    /// Its port.
    pub(crate) port: u16,
    /// Why it is looked at.
    pub(crate) role: Role,
}

/// Why a server is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    /// An MX record names it: the greeting that everyone may have.
    Exchanger,
    /// The same server, asked more, under proof.
    Trial,
    /// It is the one that the operator says, or the inventory names.
    Named,
    /// People hand in their mail there.
    Submission,
}

impl Begin {
    /// Notes the beginning.
    pub(crate) fn note(&self, recorder: &mut Recorder<'_>) {
        // A struct of texts and numbers can always be written.
        let detail = serde_json::to_string(self).unwrap_or_default();
        recorder.event(Event::Note { code: SERVER_NOTE.to_owned(), detail });
    }

    /// Notes the end of the latest beginning.
    pub(crate) fn end(recorder: &mut Recorder<'_>) {
        recorder.event(Event::Note { code: END_NOTE.to_owned(), detail: String::new() });
    }
}
