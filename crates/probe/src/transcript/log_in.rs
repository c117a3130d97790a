//! What trying to log in met, kept as codes: no name, no secret and no page is among them.

use serde::{Deserialize, Serialize};

/// One trial of a log-in, or of a way around it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogInSeen {
    /// What was tried: `before` (without logging in), `wrong-password`, `wrong-code`, `right`, or `way`.
    pub trial: String,
    /// The way in, for `way`: `http-basic`, `remembered-device` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<String>,
    /// What the password alone met, where it was sent before the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_password: Option<String>,
    /// What was met at the end.
    pub seen: String,
    /// Whether a right code was sent along with a wrong password.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub with_right_code: bool,
    /// The step that it ended at, in short.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}
