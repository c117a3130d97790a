//! `security.txt` (RFC 9116): whom to tell of a weakness, and until when that holds.

use arvak_core::Instant;

/// Most lines that are read.
const LINES_MAX: usize = 1_000;

/// Milliseconds of 366 days: an expiry further off than a year is advised against (section 2.5.5).
const YEAR_MS: i64 = 366 * 24 * 60 * 60 * 1_000;

/// What is wrong with a file, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// No `Contact` (section 2.5.3).
    NoContact,
    /// A `Contact` that is no address, or one without encryption.
    BadContact,
    /// No `Expires` (section 2.5.5).
    NoExpires,
    /// More than one.
    TwoExpires,
    /// One that is no date of RFC 3339.
    BadExpires,
    /// It has passed.
    Expired,
    /// A line that is neither field nor comment.
    BadLine,
    /// `Preferred-Languages` stands twice (section 2.5.8).
    TwoLanguages,
    /// `Canonical` names other places than where it was found (section 2.5.2).
    OtherPlace,
    /// It expires more than a year from now.
    LongExpires,
}

impl Fault {
    /// A stable code.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::NoContact => "security_txt.no_contact",
            Self::BadContact => "security_txt.bad_contact",
            Self::NoExpires => "security_txt.no_expires",
            Self::TwoExpires => "security_txt.two_expires",
            Self::BadExpires => "security_txt.bad_expires",
            Self::Expired => "security_txt.expired",
            Self::BadLine => "security_txt.bad_line",
            Self::TwoLanguages => "security_txt.two_languages",
            Self::OtherPlace => "security_txt.other_place",
            Self::LongExpires => "security_txt.long_expires",
        }
    }

    /// Whether the file does what it is for all the same.
    pub(crate) const fn is_slight(self) -> bool {
        matches!(self, Self::BadLine | Self::TwoLanguages | Self::OtherPlace | Self::LongExpires)
    }
}

/// The fields of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SecurityTxt {
    /// Values of `Contact`, in order.
    pub(crate) contacts: Vec<String>,
    /// Values of `Expires`.
    pub(crate) expires: Vec<String>,
    canonical: Vec<String>,
    languages: usize,
    /// Whether it is signed (section 2.3). The signature itself is not verified.
    pub(crate) signed: bool,
    bad_line: bool,
}

impl SecurityTxt {
    /// Reads a file, signed or not.
    pub(crate) fn read(text: &str) -> Self {
        const BEGIN: &str = "-----BEGIN PGP SIGNED MESSAGE-----";
        const END: &str = "-----BEGIN PGP SIGNATURE-----";
        let mut file = Self::default();
        let lines = text.trim_start_matches('\u{feff}').lines().take(LINES_MAX).map(str::trim_end);
        let mut in_armour = false;
        for line in lines {
            match line {
                // The head of the armour ends with an empty line (RFC 9580 section 7).
                BEGIN => in_armour = true,
                "" => in_armour = false,
                END => {
                    file.signed = true;
                    break;
                }
                _ if in_armour => {}
                line => file.line(line.strip_prefix("- ").unwrap_or(line)),
            }
        }
        file
    }

    fn line(&mut self, line: &str) {
        if line.starts_with('#') {
            return;
        }
        let Some((name, value)) = line.split_once(':') else {
            self.bad_line = true;
            return;
        };
        let value = value.trim().to_owned();
        match name.trim().to_ascii_lowercase().as_str() {
            "contact" => self.contacts.push(value),
            "expires" => self.expires.push(value),
            "canonical" => self.canonical.push(value),
            "preferred-languages" => self.languages += 1,
            name if is_name(name) => {}
            _ => self.bad_line = true,
        }
    }

    /// Whether anything of it is a field that makes a file one of these.
    pub(crate) fn is_one(&self) -> bool {
        !self.contacts.is_empty() || !self.expires.is_empty()
    }

    /// The worst fault, at `now`, of a file to which `urls` led.
    pub(crate) fn fault(&self, urls: &[&str], now: Instant) -> Option<Fault> {
        if self.contacts.is_empty() {
            return Some(Fault::NoContact);
        }
        if !self.contacts.iter().all(|contact| is_contact(contact)) {
            return Some(Fault::BadContact);
        }
        let expires: Result<Instant, Fault> = match self.expires.as_slice() {
            [] => Err(Fault::NoExpires),
            [one] => read_instant(one).ok_or(Fault::BadExpires),
            _ => Err(Fault::TwoExpires),
        };
        let expires = match expires {
            Ok(expires) => expires,
            Err(fault) => return Some(fault),
        };
        let left_ms = expires.as_millis().saturating_sub(now.as_millis());
        let is_here = |place: &String| urls.iter().any(|url| place.eq_ignore_ascii_case(url));
        match () {
            () if left_ms <= 0 => Some(Fault::Expired),
            () if self.bad_line => Some(Fault::BadLine),
            () if self.languages > 1 => Some(Fault::TwoLanguages),
            () if !self.canonical.is_empty() && !self.canonical.iter().any(is_here) => {
                Some(Fault::OtherPlace)
            }
            () if left_ms > YEAR_MS => Some(Fault::LongExpires),
            () => None,
        }
    }
}

/// An address with a scheme; web addresses must be encrypted (section 2.5.3).
fn is_contact(value: &str) -> bool {
    let Some((scheme, rest)) = value.split_once(':') else { return false };
    let is_scheme = scheme.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    is_scheme
        && !rest.is_empty()
        && !rest.contains(char::is_whitespace)
        && !scheme.eq_ignore_ascii_case("http")
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// A date and time of RFC 3339, whose letters may be small.
fn read_instant(text: &str) -> Option<Instant> {
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    let text = text.to_ascii_uppercase().replacen(' ', "T", 1);
    let is_one = marks.iter().all(|(at, mark)| text.as_bytes().get(*at) == Some(mark));
    text.parse().ok().filter(|_| is_one)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const URL: &str = "https://www.nordvik.example/.well-known/security.txt";

    fn now() -> Instant {
        "2026-11-24T06:00:00Z".parse().unwrap()
    }

    fn fault(text: &str) -> &'static str {
        SecurityTxt::read(text).fault(&[URL], now()).map_or("good", Fault::code)
    }

    #[test]
    fn a_file_in_order_is_good_signed_or_not() {
        let plain =
            "# Hei\r\nContact: mailto:ikt@nordvik.example\r\nExpires: 2027-06-01T00:00:00Z\r\n";
        assert_eq!(fault(plain), "good");
        assert_eq!(
            fault(
                "contact:https://a.example/x\nEXPIRES: 2027-06-01t00:00:00.000+02:00\n\nX-New: y"
            ),
            "good"
        );
        let signed = format!(
            "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n{plain}Canonical: {URL}\n\
             -----BEGIN PGP SIGNATURE-----\n\nabc: def\n-----END PGP SIGNATURE-----\n"
        );
        assert_eq!(fault(&signed), "good");
        assert!(SecurityTxt::read(&signed).signed && !SecurityTxt::read(plain).signed);
    }

    #[test]
    fn each_fault_is_told_by_its_code() {
        let contact = "Contact: mailto:a@b.example\n";
        let expires = "Expires: 2027-06-01T00:00:00Z\n";
        for (text, code) in [
            (String::new(), "security_txt.no_contact"),
            (expires.to_owned(), "security_txt.no_contact"),
            (format!("{expires}Contact: a@b.example"), "security_txt.bad_contact"),
            (format!("{expires}Contact: http://b.example/"), "security_txt.bad_contact"),
            (contact.to_owned(), "security_txt.no_expires"),
            (format!("{contact}{expires}{expires}"), "security_txt.two_expires"),
            (format!("{contact}Expires: 1 June 2027"), "security_txt.bad_expires"),
            (format!("{contact}Expires: 2026-11-24T06:00:00Z"), "security_txt.expired"),
            (format!("{contact}Expires: 2020-01-01T00:00:00+01:00"), "security_txt.expired"),
            (format!("{contact}{expires}Hello there"), "security_txt.bad_line"),
            (
                format!("{contact}{expires}Preferred-Languages: nb\nPreferred-Languages: nn"),
                "security_txt.two_languages",
            ),
            (
                format!("{contact}{expires}Canonical: https://b.example/.well-known/security.txt"),
                "security_txt.other_place",
            ),
            (format!("{contact}Expires: 2029-01-01T00:00:00Z"), "security_txt.long_expires"),
        ] {
            assert_eq!(fault(&text), code, "{text}");
        }
    }

    #[test]
    fn a_page_is_no_such_file() {
        assert!(!SecurityTxt::read("<!doctype html><p>Contact us: a@b.example</p>").is_one());
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "((Contact|Expires|-----BEGIN PGP SIGNATURE-----|#)?:? ?\\PC{0,20}\r?\n?){0,6}") {
            let file = SecurityTxt::read(&text);
            let _ = (file.is_one(), file.fault(&[URL], now()));
        }

        #[test]
        fn a_file_is_good_until_the_instant_that_it_names_and_not_after(left_s in -1_000_i64..31_000_000) {
            let until = Instant::from_millis(now().as_millis() + left_s * 1_000);
            let text = format!("Contact: tel:+4733445566\nExpires: {until}\n");
            prop_assert_eq!(fault(&text), if left_s > 0 { "good" } else { "security_txt.expired" });
        }
    }
}
