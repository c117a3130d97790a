//! What a page says of itself: the texts that somebody named, and what pages usually say.

use super::{Answer, Page};
use crate::recipe::{Sign, Signs};

/// Texts that tell pages apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    /// What only somebody who is logged in sees.
    pub(crate) session: Vec<String>,
    /// What only the page that asks for a code shows.
    pub(crate) code: Vec<String>,
    /// What only a refusal shows.
    pub(crate) refused: Vec<String>,
    /// The same as a recipe says it.
    pub(crate) signs: Signs,
}

impl Marks {
    pub(crate) fn is_session(&self, answer: &Answer) -> bool {
        has(&self.session, answer) || fits(&self.signs.session, answer)
    }

    pub(crate) fn is_code(&self, answer: &Answer) -> bool {
        has(&self.code, answer) || fits(&self.signs.second_factor, answer)
    }

    /// Whether a recipe says how a page is known that asks for a code. Then nothing else is one.
    pub(crate) fn tells_code(&self) -> bool {
        !self.signs.second_factor.is_empty()
    }

    /// Whether a recipe's sign of a session is on it.
    pub(crate) fn shows_session(&self, answer: &Answer) -> bool {
        fits(&self.signs.session, answer)
    }

    pub(crate) fn is_refused(&self, answer: &Answer) -> bool {
        has(&self.refused, answer) || fits(&self.signs.refused, answer)
    }

    /// Whether anything tells a session.
    pub(crate) fn knows_session(&self) -> bool {
        !self.session.is_empty() || !self.signs.session.is_empty()
    }

    /// Forgets how a session is told: strangers see the same.
    pub(crate) fn forget_session(&mut self) {
        self.session.clear();
        self.signs.session.clear();
    }
}

/// Whether one of the marks stands in an answer, in its source or in what a person reads.
fn has(marks: &[String], answer: &Answer) -> bool {
    marks.iter().any(|mark| answer.text.contains(mark) || answer.page.text.contains(mark))
}

fn fits(signs: &[Sign], answer: &Answer) -> bool {
    signs.iter().any(|sign| sign.fits(answer))
}

/// How pages say that an account is locked, or that we ask too often.
const LOCKED: [&str; 22] = [
    "er låst",
    "er sperret",
    "er sperra",
    "har blitt låst",
    "er blitt låst",
    "midlertidig sperret",
    "midlertidig låst",
    "for mange",
    "is locked",
    "been locked",
    "locked out",
    "account locked",
    "temporarily locked",
    "temporarily blocked",
    "is blocked",
    "been blocked",
    "account disabled",
    "is disabled",
    "too many",
    "rate limit",
    "try again in",
    "prøv igjen om",
];

/// How pages say that something was wrong.
const REFUSED: [&str; 30] = [
    "feil",
    "ugyldig",
    "ikke gyldig",
    "ikke riktig",
    "ikkje rett",
    "stemmer ikke",
    "stemmer ikkje",
    "mislyktes",
    "avvist",
    "nektet",
    "ingen tilgang",
    "ikke tilgang",
    "prøv igjen",
    "prøv på nytt",
    "incorrect",
    "invalid",
    "wrong",
    "failed",
    "failure",
    "denied",
    "not valid",
    "not correct",
    "not match",
    "not recognized",
    "try again",
    "unauthorized",
    "unauthorised",
    "forbidden",
    "rejected",
    "unsuccessful",
];

/// How answers to programs say that a second factor is missing.
const SECOND: [&str; 14] = [
    "mfa",
    "2fa",
    "otp",
    "two_factor",
    "two-factor",
    "twofactor",
    "second_factor",
    "second factor",
    "multi_factor",
    "multifactor",
    "tofaktor",
    "to-faktor",
    "challenge",
    "engangskode",
];

/// The sentences of locking that a page has.
pub(crate) fn locking(page: &Page) -> Vec<&'static str> {
    let text = page.text.to_lowercase();
    LOCKED.into_iter().filter(|said| text.contains(said)).collect()
}

/// Whether a page says that something was wrong.
pub(crate) fn refuses(text: &str) -> bool {
    let text = text.to_lowercase();
    REFUSED.iter().any(|said| text.contains(said))
}

/// Whether an answer to a program names a second factor.
pub(crate) fn names_second(text: &str) -> bool {
    let text = text.to_lowercase();
    SECOND.iter().any(|said| text.contains(said))
}
