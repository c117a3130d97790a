//! What the protocols have in common that know one password and no second question: there the code stands behind the
//! password, in one word. The password alone is tried first; if it opens the door, nothing wrong is ever sent.

use crate::{Arm, Attempt, Secret, Seen, Trial};

/// The name of the way in that is tried first.
pub(crate) const PASSWORD_ALONE: &str = "password-alone";

/// What is sent in an arm: the password with a code behind it; nothing when the canary has no seed.
pub(crate) async fn word(arm: Arm, trial: &mut Trial<'_, '_>) -> Option<Secret> {
    let password = trial.password(arm);
    let code = trial.code(arm).await?;
    let word = Secret::new(format!("{}{}", password.reveal(), code.reveal()));
    trial.hide(word.clone());
    Some(word)
}

/// What an arm met. Password and code go together, so the wrong password is always sent with a right code.
pub(crate) fn attempt(arm: Arm, seen: Seen, detail: String) -> Attempt {
    Attempt { with_right_code: arm == Arm::WrongPassword, ..Attempt::ended(seen, detail) }
}

/// The arm of a canary that has no code to send.
pub(crate) fn without_seed() -> Attempt {
    Attempt::ended(
        Seen::NoSeed,
        "the password alone was refused, and there is no code to try with it",
    )
}
