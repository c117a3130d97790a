//! Web pages with a log-in of two steps: a password, and then a code.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::account::{Account, random};
use super::request::{Asked, Reply};

/// Most sessions that are kept; those that came first go first.
const SESSIONS_MAX: usize = 1_000;

const COOKIE: &str = "okt";

/// How far a session has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Password,
    Code,
}

/// Pages of one service.
#[derive(Debug)]
pub(crate) struct Pages {
    title: &'static str,
    /// Whether what needs a session asks whether the code was given, and not only whether there is a session.
    looks_at_code: bool,
    account: Account,
    sessions: Mutex<BTreeMap<String, (u64, Stage)>>,
}

impl Pages {
    pub(crate) fn new(title: &'static str, looks_at_code: bool, account: Account) -> Self {
        Self { title, looks_at_code, account, sessions: Mutex::default() }
    }

    pub(crate) const fn account(&self) -> &Account {
        &self.account
    }

    pub(crate) fn answer(&self, asked: &Asked) -> Option<Reply> {
        let stage = self.stage(asked.cookie(COOKIE));
        Some(match (asked.path.as_str(), asked.is_post) {
            ("/logg-inn", false) => self.password_page(""),
            ("/logg-inn", true) => self.password(asked),
            ("/kode", false) if stage.is_some() => self.code_page(""),
            ("/kode", true) if stage.is_some() => self.code(asked),
            ("/min-side", false) if self.is_open(stage) => Reply::page(
                self.title,
                "<p>Hei, kanari. Du er logget inn.</p>\n<p><a href=\"/logg-ut\">Logg ut</a></p>",
            ),
            ("/kode" | "/min-side", _) => Reply::to("/logg-inn"),
            ("/logg-ut", false) => {
                self.lock().remove(asked.cookie(COOKIE));
                Reply::to("/logg-inn")
            }
            _ => return None,
        })
    }

    fn is_open(&self, stage: Option<Stage>) -> bool {
        match stage {
            Some(Stage::Code) => true,
            Some(Stage::Password) => !self.looks_at_code,
            None => false,
        }
    }

    fn password_page(&self, told: &str) -> Reply {
        Reply::page(
            self.title,
            &format!(
                "{told}<form method=\"post\" action=\"/logg-inn\">\n\
                 <label>Brukernavn <input name=\"brukernavn\" autocomplete=\"username\"></label>\n\
                 <label>Passord <input name=\"passord\" type=\"password\" autocomplete=\"current-password\"></label>\n\
                 <button>Logg inn</button>\n</form>"
            ),
        )
    }

    fn password(&self, asked: &Asked) -> Reply {
        if !self.account.is(asked.get("brukernavn"), asked.get("passord")) {
            return self.password_page("<p>Feil brukernavn eller passord.</p>\n");
        }
        let Ok(token) = random() else { return self.password_page("") };
        let mut sessions = self.lock();
        let number = sessions.values().map(|(number, _)| number + 1).max().unwrap_or(0);
        sessions.insert(token.clone(), (number, Stage::Password));
        if sessions.len() > SESSIONS_MAX {
            let oldest = number.saturating_sub(SESSIONS_MAX as u64 / 2);
            sessions.retain(|_, (number, _)| *number > oldest);
        }
        Reply::to("/kode").with_cookie(COOKIE, &token)
    }

    fn code_page(&self, told: &str) -> Reply {
        Reply::page(
            self.title,
            &format!(
                "{told}<form method=\"post\" action=\"/kode\">\n\
                 <label>Engangskode fra appen <input name=\"kode\" inputmode=\"numeric\" autocomplete=\"one-time-code\"></label>\n\
                 <button>Gå videre</button>\n</form>"
            ),
        )
    }

    fn code(&self, asked: &Asked) -> Reply {
        if !self.account.takes(asked.get("kode")) {
            return self.code_page("<p>Feil kode.</p>\n");
        }
        if let Some((_, stage)) = self.lock().get_mut(asked.cookie(COOKIE)) {
            *stage = Stage::Code;
        }
        Reply::to("/min-side")
    }

    fn stage(&self, token: &str) -> Option<Stage> {
        self.lock().get(token).map(|(_, stage)| *stage)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, (u64, Stage)>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
