//! An application with a log-in, in every layout and with every way around it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use arvak_core::Instant;
use arvak_probe::{Clock, ManualClock};

use crate::house::{Answers, Asked, PASSWORD, Told, USER, clock, step_of};

/// How the log-in looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Layout {
    /// Password, then a page for the code.
    TwoPage,
    /// Name, password and code on one page.
    OnePage,
    /// Name, then password, then code.
    UserFirst,
    /// Six boxes of one digit.
    SixBox,
    /// Six boxes without names, and a hidden field that a script fills.
    SixBoxHidden,
    /// The code comes before the password.
    CodeFirst,
    /// The page for the code is met by a `meta refresh`.
    MetaRefresh,
    /// The page for the code is met by a script.
    ScriptRedirect,
    /// Controls with names that say nothing, known by their labels.
    LabelsOnly,
    /// A token against forged requests in each form, bound to the session.
    Csrf,
    /// Controls that stand outside their form.
    OutsideForm,
    /// Forms as `multipart/form-data`.
    Multipart,
    /// The log-in stands in the very page that needs a session, with status 200.
    InPlace,
    /// A form that goes on by itself stands between password and code.
    HandedOn,
    /// The code goes into a field of type password.
    PasswordCode,
    /// Redirects are relative and many.
    Relative,
    /// A search form, a newsletter and links stand around the log-in.
    Busy,
}

pub(crate) const LAYOUTS: [Layout; 17] = [
    Layout::TwoPage,
    Layout::OnePage,
    Layout::UserFirst,
    Layout::SixBox,
    Layout::SixBoxHidden,
    Layout::CodeFirst,
    Layout::MetaRefresh,
    Layout::ScriptRedirect,
    Layout::LabelsOnly,
    Layout::Csrf,
    Layout::OutsideForm,
    Layout::Multipart,
    Layout::InPlace,
    Layout::HandedOn,
    Layout::PasswordCode,
    Layout::Relative,
    Layout::Busy,
];

/// What the application does besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Does {
    /// Two factors, always.
    Enforces,
    /// Two factors; whether the password was right is told after the code alone.
    EnforcesAndHides,
    /// An old page takes the password alone.
    LegacyForm,
    /// An old page takes the password alone and has pages of its own.
    LegacyIsland,
    /// HTTP Basic at what needs a session.
    BasicEverywhere,
    /// HTTP Basic at a door of its own.
    BasicDoor,
    /// JSON for a token.
    ApiToken,
    /// JSON for a cookie.
    ApiCookie,
    /// The password for a token, as OAuth 2.0 had it.
    ApiGrant,
    /// A cookie that lets the device in without a code the next time.
    RemembersDevice,
    /// The same, when a box is ticked.
    RemembersDeviceIfAsked,
    /// The address that logged in once is let in without a code.
    RemembersAddress,
    /// The session stands before the code.
    SessionBeforeCode,
    /// The session opens only a second place before the code.
    SessionBeforeCodeAtApi,
    /// A link past the code.
    SkipLink,
    /// An empty code is as good as a right one.
    EmptyCode,
    /// No code at all is as good as a right one.
    NoCode,
    /// Any code will do.
    AnyCode,
    /// The password is not looked at.
    CodeAlone,
    /// No second factor at all.
    PasswordAlone,
    /// Everyone is asked for a code, and any will do.
    FakeForEveryone,
    /// Everyone is asked for a code, and nobody gets in.
    FakeDeadEnd,
    /// The page for the code is shown, and the session is there already.
    FakeDecoy,
    /// The canary's password is not what it was.
    DeadPassword,
    /// The canary's seed is not what it was.
    DeadSeed,
    /// The account is locked after one failure.
    Locks,
    /// A puzzle for people.
    Captcha,
    /// What needs a session is open.
    Open,
}

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
            (_, "/dav") if self.does == Does::BasicDoor => self.dav(asked, state),
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

    fn form(&self, action: &str, csrf: &str, inner: &str, button: &str) -> String {
        let csrf = if self.layout == Layout::Csrf {
            format!("<input type=hidden name=csrf value={csrf}>")
        } else {
            String::new()
        };
        let kind =
            if self.layout == Layout::Multipart { " enctype=multipart/form-data" } else { "" };
        if self.layout == Layout::OutsideForm {
            let inner = inner.replace("<input ", "<input form=f ");
            return format!(
                "<form id=f method=post action={action}>{csrf}</form>{inner}<button form=f>{button}</button>"
            );
        }
        format!(
            "<form method=post action={action}{kind}>{csrf}{inner}<button>{button}</button></form>"
        )
    }

    fn around(&self, inner: &str) -> Told {
        if self.layout == Layout::Busy {
            return Told::page(format!(
                "<title>Kode</title><form action=/sok><input name=q placeholder='Søk'><button>Søk</button></form>{inner}<form method=post action=/nyhetsbrev><input name=adresse type=text placeholder=newsletter><button>Meld på</button></form><a href=/glemt>Glemt passord?</a>"
            ));
        }
        Told::page(inner)
    }

    /// Names of the controls.
    fn names(&self) -> (&'static str, &'static str, &'static str) {
        if self.layout == Layout::LabelsOnly { ("f1", "f2", "f3") } else { ("user", "pass", "otp") }
    }

    fn first(&self, session: &Session) -> Told {
        self.first_with(session, "")
    }

    fn first_with(&self, session: &Session, said: &str) -> Told {
        let (user, pass, otp) = self.names();
        let user = format!("<label>Brukernavn <input name={user}></label>");
        let pass = format!("<label>Passord <input type=password name={pass}></label>");
        let code = format!("<label>Skriv koden <input name={otp}></label>");
        let puzzle = if self.does == Does::Captcha { "<div class=h-captcha></div>" } else { "" };
        let inner = match self.layout {
            Layout::OnePage => format!("{user}{pass}{code}"),
            Layout::UserFirst | Layout::CodeFirst => user,
            _ => format!("{user}{pass}"),
        };
        let action = if self.layout == Layout::InPlace { "/home" } else { "/in" };
        self.around(&format!(
            "<p>{said}</p>{}{puzzle}",
            self.form(action, &session.csrf, &inner, "Logg inn")
        ))
    }

    fn code_page(&self, session: &Session, said: &str) -> Told {
        let (_, _, otp) = self.names();
        let inner = match self.layout {
            Layout::SixBox => (1..=6).map(|n| format!("<input name=d{n} maxlength=1>")).collect(),
            Layout::SixBoxHidden => {
                format!("{}<input type=hidden name=otp>", "<input maxlength=1>".repeat(6))
            }
            Layout::PasswordCode => format!("<input type=password name={otp}>"),
            _ => format!(
                "<label>Engangskode <input name={otp}></label><label><input type=checkbox name=husk> Husk denne enheten</label>"
            ),
        };
        let skip = if self.does == Does::SkipLink { "<a href=/skip>Hopp over nå</a>" } else { "" };
        self.around(&format!(
            "<h2>Skriv koden</h2><p>{said}</p>{}{skip}",
            self.form("/code", &session.csrf, &inner, "Bekreft")
        ))
    }

    fn refused(&self, session: &Session) -> Told {
        self.first_with(session, "Feil navn, passord eller kode")
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

    fn old(&self, asked: &Asked, sid: &str, state: &mut State) -> Told {
        if asked.method == "POST" {
            if asked.field("u").as_deref() == Some(USER)
                && asked.field("p").as_deref() == Some(PASSWORD)
            {
                if self.does == Does::LegacyIsland {
                    return Told::page(format!("<h1>{MARK}</h1>gammelt"));
                }
                state.session(sid).is_in = true;
                return Told::to("/home");
            }
            return Told::page("Feil").status(403);
        }
        Told::page(
            "<form method=post><input name=u><input type=password name=p><button>Inn</button></form>",
        )
    }

    fn dav(&self, asked: &Asked, _: &State) -> Told {
        if is_basic(asked) {
            return Told::page("katalog");
        }
        let mut told = Told::page("Hvem?").status(401);
        told.headers.push(("www-authenticate", "Basic realm=\"dav\"".to_owned()));
        told
    }

    fn api(&self, asked: &Asked, sid: &str, state: &mut State) -> Told {
        let is_right = asked.json("username").as_deref() == Some(USER)
            && asked.json("password").as_deref() == Some(PASSWORD);
        if !is_right {
            return Told::json(400, r#"{"error":"bad request"}"#);
        }
        match self.does {
            Does::ApiToken => Told::json(200, r#"{"data":{"token":"token-of-password"}}"#),
            Does::ApiCookie => {
                state.session(sid).is_in = true;
                Told::json(200, r#"{"ok":true}"#)
            }
            _ => Told::json(401, r#"{"error":"mfa_required","mfa_token":"step-up-12345"}"#),
        }
    }

    fn grant(&self, asked: &Asked, _: &State) -> Told {
        let is_right = asked.field("grant_type").as_deref() == Some("password")
            && asked.field("username").as_deref() == Some(USER)
            && asked.field("password").as_deref() == Some(PASSWORD);
        if is_right && self.does == Does::ApiGrant {
            return Told::json(
                200,
                r#"{"access_token":"token-of-password","token_type":"Bearer"}"#,
            );
        }
        Told::json(400, r#"{"error":"unsupported_grant_type"}"#)
    }
}

fn is_basic(asked: &Asked) -> bool {
    use base64::Engine as _;
    let encoded = asked.header("authorization").trim_start_matches("Basic ").to_owned();
    let decoded = base64::engine::general_purpose::STANDARD.decode(encoded).unwrap_or_default();
    decoded == format!("{USER}:{PASSWORD}").as_bytes()
}
