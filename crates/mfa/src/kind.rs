//! What a kind of log-in must be able to do.

use arvak_probe::BoxFuture;

use crate::{Arm, Seen, Trial};

/// What one arm met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// What the password alone met, where it is sent before the code; nothing where both go together.
    pub after_password: Option<Seen>,
    /// What was met at the end. [`Seen::Session`] only when something that a stranger does not get was got.
    pub end: Seen,
    /// In the arm with the wrong password: whether a right code was sent too. Only that shows that the password matters
    /// where both go together, or where everyone is asked for a code.
    pub with_right_code: bool,
    /// The step that it ended at, in short; never a secret.
    pub detail: String,
}

impl Attempt {
    /// An attempt that ended before the password was answered, or where password and code go together.
    pub fn ended(end: Seen, detail: impl Into<String>) -> Self {
        Self { after_password: None, end, with_right_code: false, detail: detail.into() }
    }

    /// An attempt that ended with the answer to the password.
    pub fn at_password(seen: Seen, detail: impl Into<String>) -> Self {
        Self { after_password: Some(seen), ..Self::ended(seen, detail) }
    }

    /// An attempt in which a code was asked for, and then answered with `end`.
    pub fn at_code(end: Seen, detail: impl Into<String>) -> Self {
        Self { after_password: Some(Seen::SecondFactorAsked), ..Self::ended(end, detail) }
    }

    /// Whether the arm went as it must where a second factor is enforced; otherwise nothing more is tried in the arms.
    pub fn is_expected(&self, arm: Arm) -> bool {
        match arm {
            Arm::WrongPassword => self.end.is_refusal(),
            Arm::WrongCode => {
                let refused = matches!(self.after_password, Some(Seen::Refused | Seen::SamePage));
                self.end.is_refusal() && !refused && self.after_password != Some(Seen::Session)
            }
            Arm::Right => self.end == Seen::Session,
        }
    }
}

/// Another way in, tried with the right password and without a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Its name, as a code: `http-basic`, `remembered-device` …
    pub name: String,
    /// What was met.
    pub seen: Seen,
    /// Where, in short; never a secret.
    pub detail: String,
}

/// One way of logging in. Everything that it sends goes through the trial's door, and every secret comes from the trial.
///
/// What a kind needs to remember between the arms (a jar of cookies, what the first page looked like) is its own: one value
/// is made for one trial.
pub trait Kind: Send {
    /// How what needs a session looks to a stranger; [`Seen::Shut`] is as it should be. Kinds without such a thing have
    /// nothing to look at.
    fn before<'t>(&'t mut self, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Option<Seen>> {
        let _ = trial;
        Box::pin(async { None })
    }

    /// Tries what is claimed not to be enough: the right password, or the right key, without a code. It comes before the
    /// arms, because a session here is all that is needed, and nothing wrong is then sent.
    fn alone<'t>(&'t mut self, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Vec<Way>> {
        let _ = trial;
        Box::pin(async { Vec::new() })
    }

    /// Carries one arm out, always as somebody who was never there before. The trial writes down what it returns.
    fn attempt<'t>(&'t mut self, arm: Arm, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Attempt>;

    /// Tries the other ways in, with the right password and without a code. It is asked when no arm gave a reason to leave,
    /// and the trial writes down what it returns.
    fn ways<'t>(&'t mut self, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Vec<Way>> {
        let _ = trial;
        Box::pin(async { Vec::new() })
    }
}
