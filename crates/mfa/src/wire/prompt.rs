//! What a server wants to know when it asks in words: a password, a code, or both in one.

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wanted {
    /// The password.
    Password,
    /// The code of the second factor.
    Code,
    /// The password with the code behind it, in one word.
    Both,
    /// Something that we do not understand.
    Unknown,
}

/// Words for a code, in lower case; some of them hold the word "password", so they are looked for first.
const CODE: [&str; 18] = [
    "one-time",
    "one time",
    "onetime",
    "otp",
    "oath",
    "verification",
    "code",
    "token",
    "passcode",
    "authenticator",
    "2fa",
    "two-factor",
    "second factor",
    "pin",
    "kode",
    "engangs",
    "challenge",
    "response",
];

/// Words for a password.
const PASSWORD: [&str; 4] = ["password", "passphrase", "passord", "pwd"];

/// What a prompt asks for.
pub fn wanted(prompt: &str) -> Wanted {
    let prompt = prompt.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| prompt.contains(word));
    if ["password & ", "password and ", "password + ", "passord og "]
        .iter()
        .any(|w| prompt.contains(w))
        && has(&CODE)
    {
        return Wanted::Both;
    }
    if has(&CODE) {
        return Wanted::Code;
    }
    if has(&PASSWORD) { Wanted::Password } else { Wanted::Unknown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prompts_of_common_modules_are_understood() {
        for (prompt, expected) in [
            ("Password: ", Wanted::Password),
            ("(kari@filer) Password: ", Wanted::Password),
            ("Passord: ", Wanted::Password),
            ("Verification code: ", Wanted::Code),
            ("One-time password (OATH) for `kari': ", Wanted::Code),
            ("Engangskode: ", Wanted::Code),
            ("Password & verification code: ", Wanted::Both),
            ("Passcode or option (1-1): ", Wanted::Code),
            ("Favourite colour: ", Wanted::Unknown),
        ] {
            assert_eq!(wanted(prompt), expected, "{prompt}");
        }
    }
}
