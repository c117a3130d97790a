//! Which control of a form is for the name, the password and the code, where nobody said so.

use super::Input;

/// Words for a second factor, in names and labels of controls.
const CODE: [&str; 20] = [
    "otp",
    "totp",
    "mfa",
    "2fa",
    "tfa",
    "twofactor",
    "two-factor",
    "two_factor",
    "engangs",
    "verific",
    "verify",
    "authenticator",
    "passcode",
    "sikkerhetskode",
    "sikkerheitskode",
    "pinkode",
    "bekreftelseskode",
    "one-time",
    "onetime",
    "siffer",
];

/// Words that alone are the name of a control for a code.
const CODE_WORDS: [&str; 6] = ["code", "kode", "token", "pin", "digit", "challenge"];

/// What makes a code something else.
const OTHER_CODES: [&str; 9] =
    ["postcode", "postkode", "zip", "country", "landkode", "areacode", "csrf", "promo", "rabatt"];

/// Words for a user's name.
const USER: [&str; 16] = [
    "user", "login", "logon", "email", "e-mail", "mail", "bruker", "brukar", "epost", "e-post",
    "uid", "account", "konto", "ident", "name", "navn",
];

/// What is no log-in.
const SEARCH: [&str; 5] = ["search", "søk", "sok", "query", "newsletter"];

fn told(input: &Input) -> String {
    let told = if input.told.trim().is_empty() { &input.near } else { &input.told };
    format!("{} {told}", input.name.to_lowercase())
}

fn is_word(text: &str, word: &str) -> bool {
    let is_letter = |c: char| c.is_alphabetic();
    text.split(|c| !is_letter(c)).any(|part| part == word || part.strip_suffix('s') == Some(word))
}

/// Whether a control is for a code.
pub(super) fn is_code(input: &Input) -> bool {
    if !input.is_typed() {
        return false;
    }
    if input.autocomplete.contains("one-time-code") {
        return true;
    }
    if input.autocomplete.contains("password") || input.autocomplete.contains("username") {
        return false;
    }
    let name = input.name.to_lowercase();
    if input.kind == "password" && !names_code(&name) {
        // A password stays one, whatever the text before it says.
        return false;
    }
    names_code(&told(input))
}

fn names_code(text: &str) -> bool {
    if OTHER_CODES.iter().any(|other| text.contains(other)) {
        return false;
    }
    CODE.iter().any(|word| text.contains(word)) || CODE_WORDS.iter().any(|word| is_word(text, word))
}

/// Whether a control that a script fills is for a code.
pub(super) fn is_hidden_code(input: &Input) -> bool {
    input.kind == "hidden"
        && names_code(&input.name.to_lowercase())
        && !input.name.to_lowercase().contains("token")
}

/// Whether a control takes one digit.
pub(super) fn is_digit(input: &Input) -> bool {
    input.is_typed() && input.max_length == Some(1)
}

/// Whether a control is for a password.
pub(super) fn is_password(input: &Input) -> bool {
    input.kind == "password" && !is_code(input)
}

/// Whether a control is for a new password.
pub(crate) fn is_new_password(input: &Input) -> bool {
    let told = told(input);
    input.kind == "password"
        && (input.autocomplete.contains("new-password")
            || ["new", "nytt", "nye", "confirm", "gjenta", "bekreft"]
                .iter()
                .any(|w| told.contains(w)))
}

/// Whether a control is for searching and the like.
pub(super) fn is_search(input: &Input) -> bool {
    let told = told(input);
    input.kind == "search" || SEARCH.iter().any(|word| told.contains(word))
}

/// Whether a control is for a user's name.
pub(super) fn is_user(input: &Input) -> bool {
    let is_text =
        matches!(input.kind.as_str(), "text" | "email" | "tel" | "number" | "search" | "textarea");
    let told = told(input);
    if !is_text || is_digit(input) || is_search(input) {
        return false;
    }
    input.kind == "email"
        || input.autocomplete.contains("username")
        || input.autocomplete.contains("email")
        || USER.iter().any(|word| told.contains(word))
}

/// Whether a box lets a device be remembered.
pub(crate) fn remembers(input: &Input) -> bool {
    const WORDS: [&str; 16] = [
        "remember",
        "trust",
        "husk",
        "hugs",
        "device",
        "enhet",
        "eining",
        "stol",
        "keep",
        "stay",
        "persist",
        "dont_ask",
        "don't ask",
        "ikke spør",
        "ikkje spør",
        "nettleser",
    ];
    let told = told(input);
    input.kind == "checkbox" && WORDS.iter().any(|word| told.contains(word))
}

/// What a button does besides going on.
const ASIDE: [&str; 22] = [
    "cancel",
    "avbryt",
    "tilbake",
    "back",
    "resend",
    "send ny",
    "new code",
    "ny kode",
    "another",
    "annen",
    "other",
    "skip",
    "hopp over",
    "senere",
    "seinare",
    "later",
    "forgot",
    "glemt",
    "sms",
    "logout",
    "logg ut",
    "help",
];

/// Whether a button does something else than going on.
pub(super) fn is_aside(input: &Input) -> bool {
    let told = format!("{} {}", told(input), input.value.to_lowercase());
    ASIDE.iter().any(|word| told.contains(word))
}

/// Whether a link or button offers to go on without a second factor.
pub(crate) fn skips(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "skip",
        "hopp over",
        "senere",
        "seinare",
        "later",
        "not now",
        "ikke nå",
        "ikkje no",
        "remind",
        "minn meg",
        "without",
        "uten",
        "utan",
        "fortsett til",
    ];
    WORDS.iter().any(|word| text.contains(word))
}

/// Whether a button only agrees to what was asked for, or goes on.
pub(super) fn agrees(input: &Input) -> bool {
    const WORDS: [&str; 14] = [
        "continue",
        "fortsett",
        "hald fram",
        "authorize",
        "authorise",
        "allow",
        "accept",
        "agree",
        "consent",
        "godta",
        "samtykk",
        "tillat",
        "videre",
        "yes",
    ];
    let told = format!("{} {}", told(input), input.value.to_lowercase());
    input.is_submit() && WORDS.iter().any(|word| told.contains(word))
}

/// Whether a link or button ends a session.
pub(crate) fn ends_session(text: &str) -> bool {
    const WORDS: [&str; 8] =
        ["logout", "log out", "logg ut", "logg av", "signout", "sign out", "logoff", "loggut"];
    WORDS.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::super::Page;
    use super::*;

    fn input(html: &str) -> Input {
        Page::read(&format!("<form>{html}</form>")).forms.remove(0).inputs.remove(0)
    }

    #[test]
    fn controls_are_known_by_their_names_and_labels() {
        for (html, user, password, code) in [
            ("<input name=username>", true, false, false),
            ("<label>Brukernavn<input name=f1></label>", true, false, false),
            ("<input type=email name=x>", true, false, false),
            ("<input type=password name=pw>", false, true, false),
            ("<input type=password name=otp>", false, false, true),
            ("<input name=x autocomplete=one-time-code>", false, false, true),
            ("<label>Engangskode<input name=f3></label>", false, false, true),
            ("<input name=code>", false, false, true),
            ("<input name=postcode>", false, false, false),
            ("<input type=hidden name=csrf_token>", false, false, false),
            ("<input name=q placeholder=Søk>", false, false, false),
            (
                "<label>Passord (ikke engangskoden)<input type=password name=p></label>",
                false,
                true,
                false,
            ),
        ] {
            let input = input(html);
            assert_eq!(
                (is_user(&input), is_password(&input), is_code(&input)),
                (user, password, code),
                "{html}"
            );
        }
    }
}
