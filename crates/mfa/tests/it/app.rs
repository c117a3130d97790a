//! An application with a log-in, in every layout and with every way around it.

mod case;
mod doors;
mod pages;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use arvak_core::Instant;
use arvak_probe::{Clock, ManualClock};

pub(crate) use case::{Does, LAYOUTS, Layout};
use doors::is_basic;

use crate::house::{Answers, Asked, PASSWORD, Told, USER, clock, step_of};

#[derive(Default)]
struct State {
    /// What each session has shown: name, password, code.
    sessions: BTreeMap<String, Session>,
    devices: Vec<String>,
    last_step: Option<u64>,
    has_logged_in: bool,
    wrong_passwords: usize,
    failures: usize,
    count: usize,
    foreign_users: Vec<String>,
}

#[derive(Clone, Default)]
struct Session {
    user: bool,
    password: Option<bool>,
    code: Option<bool>,
    is_in: bool,
    csrf: String,
}

pub(crate) struct App {
    pub(crate) layout: Layout,
    pub(crate) does: Does,
    pub(crate) clock: Arc<ManualClock>,
    state: Mutex<State>,
}

const MARK: &str = "Velkommen inn i Nordvik";

impl App {
    pub(crate) fn new(layout: Layout, does: Does) -> Self {
        Self { layout, does, clock: clock(), state: Mutex::default() }
    }

    pub(crate) fn wrong_passwords(&self) -> usize {
        self.state().wrong_passwords
    }

    pub(crate) fn foreign_users(&self) -> Vec<String> {
        self.state().foreign_users.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// What is written about it in a file of services.
    pub(crate) fn params(&self, at: &str) -> String {
        let fields = match self.layout {
            Layout::SixBox => {
                r#"{"user":"user","password":"pass","code":["d1","d2","d3","d4","d5","d6"]}"#
            }
            Layout::LabelsOnly => r#"{"user":"f1","password":"f2","code":["f3"]}"#,
            // Worked out from the pages.
            Layout::Busy | Layout::TwoPage | Layout::SixBoxHidden => "{}",
            _ => r#"{"user":"user","password":"pass","code":["otp"]}"#,
        };
        format!(
            r#"{{"login":"{at}/in","layout":"x","fields":{fields},"protected":["{at}/home","{at}/api/me"],"other_paths":["{at}/old","{at}/api/login","{at}/dav","{at}/oauth/token"],"session_mark":"{MARK}","code_mark":"Skriv koden","refused_mark":"Feil navn, passord eller kode"}}"#
        )
    }
}

impl Answers for App {
    fn answer(&self, asked: &Asked) -> Told {
        let sid = asked.cookie("sid");
        let mut state = self.state();
        let known = state.sessions.contains_key(&sid);
        let sid = if known { sid } else { state.begin() };
        let mut told = self.route(asked, &sid, &mut state);
        if !known {
            told = told.cookie(format!("sid={sid}; Path=/; HttpOnly"));
        }
        told
    }
}

impl State {
    fn begin(&mut self) -> String {
        self.count += 1;
        let sid = format!("session-{:06}-abcdef", self.count);
        let csrf = format!("csrf-{:06}", self.count);
        self.sessions.insert(sid.clone(), Session { csrf, ..Session::default() });
        sid
    }

    fn session(&mut self, sid: &str) -> &mut Session {
        self.sessions.get_mut(sid).unwrap()
    }

    /// Whether a code is right, and was not taken before.
    fn takes(&mut self, code: &str, now: Instant) -> bool {
        let Some(step) = step_of(code, now) else { return false };
        let is_new = self.last_step.is_none_or(|last| step > last);
        if is_new {
            self.last_step = Some(step);
        }
        is_new
    }
}

impl App {
    fn route(&self, asked: &Asked, sid: &str, state: &mut State) -> Told {
        match (asked.method.as_str(), asked.path.as_str()) {
            (_, "/home") => self.home(asked, sid, state),
            (_, "/api/me") => self.me(asked, sid, state),
            ("GET", "/in") => self.first(state.session(sid)),
            ("POST", "/in") => self.post(asked, sid, state),
            ("GET", "/a/b/step") => Told::to("../c/step2"),
            ("GET", "/a/c/step2") => Told::to("../../code"),
            ("GET", "/code") => self.code_page(state.session(sid), ""),
            ("POST", "/handed") => Told::to("/code"),
            ("POST", "/code") => self.post_code(asked, sid, state),
            ("GET", "/skip") if self.does == Does::SkipLink => {
                let session = state.session(sid);
                session.is_in = session.password == Some(true);
                Told::to("/home")
            }
            ("GET", "/out") => {
                *state.session(sid) = Session::default();
                Told::to("/in")
            }
            (_, "/old") if matches!(self.does, Does::LegacyForm | Does::LegacyIsland) => {
                self.old(asked, sid, state)
            }
            (_, "/old") => Told::to("/in"),
            (_, "/dav") if self.does == Does::BasicDoor => Self::dav(asked),
            ("POST", "/api/login") => self.api(asked, sid, state),
            ("POST", "/oauth/token") => self.grant(asked, state),
            (_, "/dav") => Told::page("Stengt").status(403),
            _ => Told::page("Finnes ikke").status(404),
        }
    }

    fn is_in(&self, asked: &Asked, sid: &str, state: &mut State, at_api: bool) -> bool {
        if asked.header("authorization") == "Bearer token-of-password" {
            return matches!(self.does, Does::ApiToken | Does::ApiGrant);
        }
        if asked.header("authorization").starts_with("Basic ") && self.does == Does::BasicEverywhere
        {
            return is_basic(asked);
        }
        let session = state.session(sid);
        let early = match self.does {
            Does::SessionBeforeCode | Does::FakeDecoy => true,
            Does::SessionBeforeCodeAtApi => at_api,
            _ => false,
        };
        session.is_in || (early && session.password == Some(true))
    }

    fn home(&self, asked: &Asked, sid: &str, state: &mut State) -> Told {
        if self.does == Does::Open || self.is_in(asked, sid, state, false) {
            return Told::page(format!(
                "<h1>{MARK}</h1><p>kl. {}</p><a href=/out>Logg ut</a>",
                state.count
            ));
        }
        if self.layout == Layout::InPlace {
            if asked.method == "POST" {
                return self.post(asked, sid, state);
            }
            return self.first(state.session(sid));
        }
        Told::to("/in?next=%2Fhome")
    }

    fn me(&self, asked: &Asked, sid: &str, state: &mut State) -> Told {
        if self.is_in(asked, sid, state, true) {
            return Told::json(200, r#"{"user":"kanari","roles":[]}"#);
        }
        Told::json(401, r#"{"error":"log in"}"#)
    }

    fn is_forged(&self, asked: &Asked, session: &Session) -> bool {
        self.layout == Layout::Csrf && asked.field("csrf").as_deref() != Some(&session.csrf)
    }

    fn password_of(&self, asked: &Asked, state: &mut State) -> Option<bool> {
        let (_, pass, _) = self.names();
        let given = asked.field(pass)?;
        let is_right = given == PASSWORD && self.does != Does::DeadPassword;
        if given != PASSWORD {
            state.wrong_passwords += 1;
        }
        if !is_right {
            state.failures += 1;
        }
        Some(is_right)
    }

    fn post(&self, asked: &Asked, sid: &str, state: &mut State) -> Told {
        if self.is_forged(asked, state.session(sid)) {
            return Told::page("Skjemaet er utløpt").status(400);
        }
        let (user, _, otp) = self.names();
        if let Some(given) = asked.field(user) {
            let is_known = given == USER;
            if !is_known {
                state.foreign_users.push(given);
            }
            state.session(sid).user = is_known;
        }
        if self.layout == Layout::CodeFirst
            && asked.field("pass").is_none()
            && asked.field("otp").is_none()
        {
            return self.around(&self.form(
                "/in",
                "",
                "<label>Engangskode <input name=otp></label>",
                "Neste",
            ));
        }
        if self.layout == Layout::CodeFirst && asked.field("pass").is_none() {
            let code = asked.field("otp").unwrap_or_default();
            let is_right = self.is_code(Some(&code), state);
            state.session(sid).code = Some(is_right);
            return self.around(&self.form(
                "/in",
                "",
                "<label>Passord <input type=password name=pass></label>",
                "Logg inn",
            ));
        }
        if self.layout == Layout::UserFirst && asked.field("pass").is_none() {
            return self.around(&self.form(
                "/in",
                "",
                "<label>Passord <input type=password name=pass></label>",
                "Logg inn",
            ));
        }
        let is_right =
            self.password_of(asked, state).unwrap_or(false) || self.does == Does::CodeAlone;
        if self.does == Does::Locks && state.failures > 0 {
            return self.first_with(state.session(sid), "Kontoen er låst");
        }
        state.session(sid).password = Some(is_right);
        if let Layout::OnePage | Layout::CodeFirst = self.layout {
            let code = asked.field(otp);
            let code_right = match self.layout {
                Layout::OnePage => is_right && self.is_code(code.as_deref(), state),
                _ => state.session(sid).code == Some(true),
            };
            return if is_right && (code_right || self.no_code_needed(asked, state)) {
                self.let_in(asked, sid, state)
            } else {
                self.refused(&state.session(sid).clone())
            };
        }
        let for_everyone =
            matches!(self.does, Does::EnforcesAndHides | Does::FakeForEveryone | Does::FakeDeadEnd);
        if !is_right && !for_everyone {
            return self.refused(&state.session(sid).clone());
        }
        if is_right && self.no_code_needed(asked, state) {
            return self.let_in(asked, sid, state);
        }
        self.to_code(state.session(sid))
    }

    fn no_code_needed(&self, asked: &Asked, state: &State) -> bool {
        match self.does {
            Does::PasswordAlone => true,
            Does::RemembersDevice | Does::RemembersDeviceIfAsked => {
                state.devices.contains(&asked.cookie("device"))
            }
            Does::RemembersAddress => state.has_logged_in,
            _ => false,
        }
    }

    fn to_code(&self, session: &Session) -> Told {
        match self.layout {
            Layout::MetaRefresh => {
                Told::page("<meta http-equiv=refresh content='0; url=/code'>Vent")
            }
            Layout::ScriptRedirect => Told::page("<script>window.location.href='/code';</script>"),
            Layout::HandedOn => Told::page(
                "<form method=post action=/handed><input type=hidden name=state value=1></form><script>document.forms[0].submit()</script>",
            ),
            Layout::Relative => Told::to("a/b/step"),
            Layout::InPlace => self.code_page(session, ""),
            _ => Told::to("/code"),
        }
    }

    fn is_code(&self, code: Option<&str>, state: &mut State) -> bool {
        match (self.does, code) {
            (Does::AnyCode | Does::FakeForEveryone, Some(code)) => !code.is_empty(),
            (Does::EmptyCode, Some("")) | (Does::NoCode, None) => true,
            (Does::DeadSeed | Does::FakeDeadEnd, _) | (_, None) => false,
            (_, Some(code)) => state.takes(code, self.clock.now()),
        }
    }

    fn post_code(&self, asked: &Asked, sid: &str, state: &mut State) -> Told {
        if self.is_forged(asked, state.session(sid)) {
            return Told::page("Skjemaet er utløpt").status(400);
        }
        let (_, _, otp) = self.names();
        let code = if self.layout == Layout::SixBox {
            let digits: Vec<_> = (1..=6).map(|n| asked.field(&format!("d{n}"))).collect();
            digits.into_iter().collect::<Option<Vec<_>>>().map(|digits| digits.concat())
        } else {
            asked.field(otp)
        };
        let password = state.session(sid).password;
        let is_right = self.is_code(code.as_deref(), state);
        let is_in = match (self.does, password) {
            (_, None) => false,
            (_, Some(password)) => password && is_right,
        };
        if is_in {
            return self.let_in(asked, sid, state);
        }
        if password.is_none() {
            return Told::to("/in");
        }
        self.code_page(&state.session(sid).clone(), "Feil navn, passord eller kode")
    }

    fn let_in(&self, asked: &Asked, sid: &str, state: &mut State) -> Told {
        state.has_logged_in = true;
        // A new name for the session, as it should be.
        let fresh = state.begin();
        state.sessions.remove(sid);
        state.session(&fresh).is_in = true;
        let mut told = Told::to("/home").cookie(format!("sid={fresh}; Path=/; HttpOnly"));
        let remembers = match self.does {
            Does::RemembersDevice => true,
            Does::RemembersDeviceIfAsked => asked.field("husk").is_some(),
            _ => false,
        };
        if remembers {
            let device = format!("device-{:06}-zyxw", state.count);
            state.devices.push(device.clone());
            told = told.cookie(format!("device={device}; Path=/; Max-Age=2592000"));
        }
        // Something that has nothing to do with it.
        told.cookie("lang=nb; Path=/; Max-Age=31536000".to_owned())
    }
}
