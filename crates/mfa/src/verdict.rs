//! From what was tried to a verdict: pure, over the transcript alone.
//!
//! Never *proven* unless all three arms behave: a wrong password is turned away otherwise than the right one, the right
//! password with a wrong code gets nothing, both right give a session; and no other way in let the password alone in. A
//! session on one factor is *refuted*, whatever else happened. Everything else is *unknown*, with the reason.

use std::fmt;

use arvak_probe::Event;
use arvak_probe::transcript::{LogInSeen, Transcript};
use serde::{Serialize, Serializer};

use crate::log_in::NO_KIND_NOTE;
use crate::trial::CUT_NOTE;
use crate::{Arm, Attempt, Seen, Way};

/// What was tried at one service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tried {
    /// How what needs a session looked to a stranger; nothing where a kind has no such thing.
    pub before: Option<Seen>,
    /// The arms, in the order in which they were tried.
    pub arms: Vec<(Arm, Attempt)>,
    /// The other ways in.
    pub ways: Vec<Way>,
    /// What ended the trial, where something did besides the answers: a code of the transcript's first failure.
    pub failure: Option<String>,
    /// Whether the trial, or its transcript, came to no end.
    pub is_cut: bool,
    /// Whether this program knew no way to try it.
    pub is_untried: bool,
}

/// What is known of a service's second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Two factors were demanded, and were enough.
    Proven,
    /// One factor was enough.
    Refuted,
    /// A policy says so, and nobody tried.
    PolicyOnly,
    /// It could not be told.
    Unknown,
}

impl Verdict {
    /// Its code, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::Refuted => "refuted",
            Self::PolicyOnly => "policy-only",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A verdict, why, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The verdict.
    pub verdict: Verdict,
    /// Why, as a stable code.
    pub reason: String,
    /// What to do, as a stable code.
    pub next: &'static str,
}

impl Judged {
    fn new(verdict: Verdict, reason: impl Into<String>, next: &'static str) -> Self {
        Self { verdict, reason: reason.into(), next }
    }

    /// What could not be told, and why.
    pub fn unknown(reason: impl Into<String>) -> Self {
        let reason = reason.into();
        let next = next_of(&reason);
        Self { verdict: Verdict::Unknown, reason, next }
    }
}

/// Reads what was tried out of a transcript.
pub fn read(transcript: &Transcript) -> Tried {
    let mut tried = Tried {
        failure: transcript.failure_code().map(str::to_owned),
        is_cut: transcript.truncated,
        ..Tried::default()
    };
    for event in transcript.events() {
        match event {
            Event::LogIn(seen) => take(seen, &mut tried),
            Event::Note { code, .. } if code == CUT_NOTE => tried.is_cut = true,
            Event::Note { code, .. } if code == NO_KIND_NOTE => tried.is_untried = true,
            _ => {}
        }
    }
    tried
}

fn take(seen: &LogInSeen, tried: &mut Tried) {
    // A code of a newer program is something that this one cannot place.
    let code = |text: &str| text.parse().unwrap_or(Seen::Unexpected);
    let end = code(&seen.seen);
    match seen.trial.as_str() {
        "before" => tried.before = Some(end),
        "way" => tried.ways.push(Way {
            name: seen.way.clone().unwrap_or_default(),
            seen: end,
            detail: seen.detail.clone(),
        }),
        arm => {
            let Ok(arm) = arm.parse() else { return };
            let attempt = Attempt {
                after_password: seen.after_password.as_deref().map(code),
                end,
                with_right_code: seen.with_right_code,
                detail: seen.detail.clone(),
            };
            tried.arms.push((arm, attempt));
        }
    }
}

/// The verdict over what was tried.
pub fn judge(tried: &Tried) -> Judged {
    one_factor(tried)
        .or_else(|| not_told(tried))
        .unwrap_or_else(|| Judged::new(Verdict::Proven, "three-arms-behaved", "keep-the-canary"))
}

/// A session on one factor, if there was one.
fn one_factor(tried: &Tried) -> Option<Judged> {
    let refuted = |reason: String, next| Some(Judged::new(Verdict::Refuted, reason, next));
    for (arm, attempt) in &tried.arms {
        let alone = attempt.after_password == Some(Seen::Session);
        let reason = match (arm, attempt.end) {
            (Arm::WrongPassword, _) if alone => "any-password-opens",
            (Arm::WrongPassword, Seen::Session) if attempt.with_right_code => "code-alone-opens",
            (Arm::WrongPassword, Seen::Session) => "any-password-opens",
            (_, _) if alone => "password-alone-opens",
            (Arm::WrongCode, Seen::Session) => "any-code-opens",
            (_, Seen::WeakAccepted) => "weak-token-accepted",
            _ => continue,
        };
        return refuted(reason.to_owned(), "demand-second-factor");
    }
    let open =
        tried.ways.iter().find(|way| matches!(way.seen, Seen::Session | Seen::WeakAccepted))?;
    refuted(format!("bypass-{}", open.name), "close-the-way-in")
}

/// Why it cannot be said to be proven, if it cannot.
fn not_told(tried: &Tried) -> Option<Judged> {
    if tried.is_untried {
        return Some(Judged::unknown(NO_KIND_NOTE));
    }
    if let Some(before) = tried.before.filter(|before| *before != Seen::Shut) {
        return Some(Judged::unknown(before.code()));
    }
    let find = |wanted: Arm| tried.arms.iter().find(|(arm, _)| *arm == wanted).map(|(_, a)| a);
    let mut arms = Vec::new();
    for arm in Arm::ALL {
        let Some(attempt) = find(arm) else {
            if tried.is_cut {
                return Some(Judged::unknown("took-too-long"));
            }
            let stopped = tried.ways.iter().find(|way| way.seen.ends());
            let why =
                stopped.map(|way| way.seen.code().to_owned()).or_else(|| tried.failure.clone());
            let why = why.unwrap_or_else(|| format!("{arm}-not-tried"));
            return Some(Judged::unknown(why));
        };
        if let Some(reason) = unexpected(arm, attempt) {
            return Some(Judged::unknown(reason));
        }
        arms.push(attempt);
    }
    let [wrong_password, wrong_code, right] = arms.as_slice() else {
        return Some(Judged::unknown(Seen::Unexpected.code()));
    };
    if !told_apart(wrong_password, wrong_code, right) {
        return Some(Judged::unknown("second-page-for-everyone"));
    }
    let unclear = tried.ways.iter().find(|way| !way.seen.keeps_out());
    if let Some(way) = unclear {
        return Some(Judged::unknown(format!("way-not-tried-{}-{}", way.name, way.seen)));
    }
    tried.is_cut.then(|| Judged::unknown("took-too-long"))
}

/// What is wrong with an arm, if it did not go as it must for a second factor that is enforced.
fn unexpected(arm: Arm, attempt: &Attempt) -> Option<String> {
    let after_password = attempt.after_password;
    let password_refused = matches!(after_password, Some(Seen::Refused | Seen::SamePage));
    let other = |seen: Seen| Some(seen.code().to_owned());
    match (arm, attempt.end) {
        (Arm::WrongCode | Arm::Right, Seen::Refused | Seen::SamePage) if password_refused => {
            Some("canary-refused".to_owned())
        }
        (Arm::WrongPassword, Seen::Refused | Seen::SamePage)
        | (Arm::WrongCode, Seen::Refused | Seen::SecondFactorAsked)
        | (Arm::Right, Seen::Session) => None,
        (Arm::WrongPassword, Seen::SecondFactorAsked) if attempt.with_right_code => None,
        (Arm::WrongPassword, Seen::SecondFactorAsked) => {
            Some("second-page-for-everyone".to_owned())
        }
        (Arm::Right, Seen::Refused | Seen::SamePage | Seen::SecondFactorAsked) => {
            let is_asked = after_password == Some(Seen::SecondFactorAsked);
            Some(if is_asked { "code-refused" } else { "canary-refused" }.to_owned())
        }
        (_, seen) => other(seen),
    }
}

/// Whether the service shows that it looks at the password *and* at the code: a page that is shown to everyone does not.
fn told_apart(wrong_password: &Attempt, wrong_code: &Attempt, right: &Attempt) -> bool {
    match (wrong_password.after_password, wrong_code.after_password, right.after_password) {
        // The password stands before the code: a wrong one must not get as far as a right one, or the right code with it
        // must get nothing.
        (Some(wrong), Some(Seen::SecondFactorAsked), Some(Seen::SecondFactorAsked)) => {
            matches!(wrong, Seen::Refused | Seen::SamePage) || wrong_password.with_right_code
        }
        // Both in one: only a wrong password beside a right code shows that the password matters.
        (None, None, None) => wrong_password.with_right_code,
        _ => false,
    }
}

/// What to do about an unknown, from its reason.
fn next_of(reason: &str) -> &'static str {
    match reason {
        "canary-refused" | "password-expired" | "not-enrolled" => "mend-the-canary",
        "code-refused" => "check-seed-and-clock",
        "no-seed" => "enrol-the-canary",
        "locked" | "no-permit" => "wait-a-day",
        "captcha" | "kind-not-supported" => "use-another-kind",
        "needs-script" => "install-chromium",
        "unreachable" | "server-error" | "took-too-long" => "try-again-later",
        "certificate" | "no-tls" => "mend-the-certificate",
        "encrypted-assertion" => "let-it-be-read",
        "host-key" => "write-down-the-host-key",
        "app-password" => "try-another-program-password",
        "push-suspected" => "try-while-somebody-watches",
        "not-offered" => "try-another-way-in",
        "out-of-scope" => "widen-the-scope",
        "recipe-step" | "no-form" | "unexpected" => "write-a-recipe",
        "open-to-all" | "partly-open" => "name-what-needs-a-session",
        "second-page-for-everyone" => "ask-the-supplier",
        "settings" => "correct-the-settings",
        reason if reason.starts_with("scope.") => "widen-the-scope",
        reason if reason.starts_with("net.") => "try-again-later",
        _ => "look-at-the-transcript",
    }
}

#[cfg(test)]
mod tests;
