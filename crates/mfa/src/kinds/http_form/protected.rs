//! What needs a session, and whether it opened.

use url::Url;

use crate::web::{Answer, Ask, Browser, How, names_second, refuses};
use crate::{Seen, Trial};

/// Whether something that needs a session opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::kinds) enum Opened {
    /// It did.
    Yes,
    /// It refused.
    No,
    /// It answered otherwise than to a stranger, and not as to somebody who is logged in.
    Unclear,
    /// There was no answer.
    Lost(Seen),
}

/// How a place answered a stranger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Before {
    /// It refused, or led elsewhere.
    #[default]
    Refused,
    /// It gave a page of its own, on which no mark of a session stood.
    Soft,
    /// It opened.
    Open,
}

/// The places that need a session.
#[derive(Clone, Debug, Default)]
pub(in crate::kinds) struct Protected {
    places: Vec<(Url, Before)>,
}

impl Protected {
    pub(in crate::kinds) fn new(urls: Vec<Url>) -> Self {
        Self { places: urls.into_iter().map(|url| (url, Before::default())).collect() }
    }

    pub(super) fn urls(&self) -> impl Iterator<Item = &Url> {
        self.places.iter().map(|(url, _)| url)
    }

    /// How the places answer a stranger. A mark of a session that strangers see is none, and is forgotten.
    pub(in crate::kinds) async fn before(
        &mut self,
        trial: &mut Trial<'_, '_>,
        how: &mut How,
    ) -> Seen {
        let mut answers = Vec::new();
        for (url, _) in &self.places {
            let mut browser = Browser::of(how);
            match browser.get(trial, url).await {
                Ok(answer) => answers.push(answer),
                Err(seen) => return seen,
            }
            if let Some(person) = browser.person_mut() {
                person.leave().await;
            }
        }
        if answers.iter().any(|answer| how.marks.is_session(answer)) {
            how.marks.forget_session();
        }
        for ((url, before), answer) in self.places.iter_mut().zip(&answers) {
            *before = if !is_own_page(answer, url, how) {
                Before::Refused
            } else if !how.marks.knows_session() || !answer.is_html() {
                // Nothing would tell what somebody sees who is logged in from this.
                Before::Open
            } else {
                Before::Soft
            };
        }
        let open = self.places.iter().filter(|(_, before)| *before == Before::Open).count();
        let is_told_by_landing = self.places.is_empty() && how.marks.knows_session();
        match open {
            0 if !self.places.is_empty() || is_told_by_landing => Seen::Shut,
            some if some < self.places.len() => Seen::PartlyOpen,
            _ => Seen::OpenToAll,
        }
    }

    /// Whether one of the places opens for somebody.
    pub(in crate::kinds) async fn opened(
        &self,
        trial: &mut Trial<'_, '_>,
        browser: &Browser,
        how: &How,
    ) -> Opened {
        let mut worst = Opened::No;
        for (url, before) in self.places.iter().filter(|(_, before)| *before != Before::Open) {
            let mut twin = browser.twin();
            let opened = match twin.get(trial, url).await {
                Ok(answer) => opened(&answer, url, *before, how),
                Err(seen) => Opened::Lost(seen),
            };
            if let Some(person) = twin.person_mut() {
                person.leave().await;
            }
            match opened {
                Opened::Yes => return Opened::Yes,
                Opened::No => {}
                other => worst = other,
            }
        }
        worst
    }
}

fn opened(answer: &Answer, url: &Url, before: Before, how: &How) -> Opened {
    if !answer.is_ok() || asks_for_code(answer, how) {
        return Opened::No;
    }
    if how.marks.is_session(answer) {
        return Opened::Yes;
    }
    if !is_own_page(answer, url, how) || before == Before::Soft {
        return Opened::No;
    }
    // Somebody named what those who are logged in see, and this page does not show it.
    if answer.is_html() && how.marks.knows_session() { Opened::Unclear } else { Opened::Yes }
}

/// Whether an answer is the place itself, and not a way to log in or a refusal.
fn is_own_page(answer: &Answer, url: &Url, how: &How) -> bool {
    let is_there = answer.url.origin() == url.origin() && answer.url.path() == url.path();
    let is_marked = how.marks.is_refused(answer) || how.marks.is_code(answer);
    is_there && answer.is_ok() && !is_marked && !asks(answer, how) && !refuses_a_program(answer)
}

fn ask(answer: &Answer, how: &How) -> Option<Ask> {
    Ask::of(answer, &how.fields, true, how.marks.is_code(answer))
}

/// Whether a page asks for a password or a code.
fn asks(answer: &Answer, how: &How) -> bool {
    ask(answer, how).is_some_and(|ask| ask.password.is_some() || !ask.code.is_empty())
}

fn asks_for_code(answer: &Answer, how: &How) -> bool {
    if how.marks.tells_code() {
        let asks_password = ask(answer, how).is_some_and(|ask| ask.password.is_some());
        return how.marks.is_code(answer) && !asks_password;
    }
    ask(answer, how).is_some_and(|ask| ask.is_code_alone())
}

/// Whether an answer to a program says no, though its status says yes.
fn refuses_a_program(answer: &Answer) -> bool {
    let is_no = |value: &serde_json::Value| {
        let has = |name: &str| value.get(name).is_some_and(|value| !value.is_null());
        has("error")
            || has("errors")
            || ["ok", "success", "authenticated", "loggedIn", "logged_in"]
                .iter()
                .any(|name| value.get(name) == Some(&serde_json::Value::Bool(false)))
    };
    !answer.is_html()
        && answer.json().is_some_and(|value| {
            is_no(&value)
                || (value.is_object()
                    && answer.text.len() < 400
                    && refuses(&answer.text)
                    && names_second(&answer.text))
        })
}
