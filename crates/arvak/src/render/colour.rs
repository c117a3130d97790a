//! Colours of states in a terminal. Only what is verified is green.

use arvak_core::Status;

/// Puts ANSI colours around text, or leaves it as it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paint(pub(crate) bool);

impl Paint {
    fn wrap(self, code: &str, text: &str) -> String {
        if self.0 { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    pub(crate) fn bold(self, text: &str) -> String {
        self.wrap("1", text)
    }

    pub(crate) fn faint(self, text: &str) -> String {
        self.wrap("2", text)
    }

    /// Text in the colour of a state.
    pub(crate) fn state(self, state: Status, text: &str) -> String {
        let code = match state {
            Status::Verified => "32",
            Status::Refuted => "1;31",
            Status::Stale => "33",
            Status::Compensated | Status::Exempt => "36",
            Status::Partial => "34",
            Status::Missing => "35",
            Status::NotApplicable => "2",
        };
        self.wrap(code, text)
    }
}
