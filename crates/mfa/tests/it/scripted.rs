//! Log-ins whose pages are made by script, followed with Chromium: enforced, bypassable and fake.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use arvak_core::Instant;
use arvak_mfa::{Found, Verdict};
use arvak_probe::{Clock as _, ManualClock};

use crate::house::{
    Answers, Asked, PASSWORD, SEED, Told, USER, clock, run, serve, step_of, try_within, written,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    /// Two factors; the session is a cookie.
    Enforces,
    /// The same; the session is a token that the page keeps.
    EnforcesByToken,
    PasswordAlone,
    AnyCode,
    /// The session begins with the password.
    SessionBeforeCode,
    /// The token comes with the password, and the page holds it back until a code was typed.
    TokenHeldBack,
    /// Everyone is asked for a code, and the password alone decides.
    FakeForEveryone,
    /// A cookie that outlasts the browser stands for the code.
    RemembersByCookie,
    /// The same, while the session's own cookie lasts as long, and leaving forgets the device.
    RemembersBesideLastingSession,
    /// So does something in the page's own storage.
    RemembersByStorage,
    /// The password is looked at nowhere.
    CodeAlone,
    /// A script that never ends.
    Endless,
    /// A page that wants to reach another machine in every way that there is.
    Strays,
}

struct Spa {
    does: Does,
    clock: Arc<ManualClock>,
    state: Mutex<State>,
    elsewhere: Option<u16>,
}

#[derive(Default)]
struct State {
    /// Tickets between password and code: whether the password was right.
    tickets: BTreeMap<String, bool>,
    sessions: Vec<String>,
    devices: Vec<String>,
    last_step: Option<u64>,
    wrong_passwords: usize,
    count: usize,
}

impl State {
    fn name(&mut self, kind: &str) -> String {
        self.count += 1;
        format!("{kind}-{:05}-abcdefgh", self.count)
    }

    fn takes(&mut self, code: &str, now: Instant) -> bool {
        let Some(step) = step_of(code, now) else { return false };
        let is_new = self.last_step.is_none_or(|last| step > last);
        if is_new {
            self.last_step = Some(step);
        }
        is_new
    }
}

const SCRIPT: &str = r"
const app = document.getElementById('app');
const post = (to, body) => fetch(to, { method: 'POST', headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ ...body, device: localStorage.getItem('device') }) }).then((r) => r.json());
const enter = (answer) => {
  if (answer.token) localStorage.setItem('token', answer.token);
  if (answer.device) localStorage.setItem('device', answer.device);
  location.assign('/home');
};
const text = (words) => { const p = document.createElement('p'); p.textContent = words; app.append(p); };
const field = (label, type) => {
  const made = document.createElement('label'); made.textContent = label;
  const input = document.createElement('input'); input.type = type; made.append(input); app.append(made); return input;
};
const button = (words, act) => {
  const made = document.createElement('button'); made.type = 'button'; made.textContent = words; made.onclick = act; app.append(made);
};
const first = (why) => {
  app.replaceChildren(); text(why);
  const user = field('Brukernavn', 'text'), word = field('Passord', 'password');
  button('Logg inn', async () => {
    if (document.body.dataset.endless) for (;;);
    const answer = await post('/api/login', { user: user.value, password: word.value });
    if (answer.next !== 'code') return answer.ok ? enter(answer) : first('Feil navn eller passord');
    second('', answer);
  });
};
const second = (why, held) => {
  app.replaceChildren(); text('Skriv koden fra appen'); text(why);
  const code = field('Engangskode', 'text');
  button('Bekreft', async () => {
    const answer = held.token ? held : await post('/api/code', { ticket: held.ticket, code: code.value });
    answer.token || answer.ok ? enter(answer) : second('Feil kode', held);
  });
};
const home = async () => {
  const token = localStorage.getItem('token');
  const me = await fetch('/api/me', { headers: token ? { authorization: 'Bearer ' + token } : {} });
  if (!me.ok) return location.replace('/in');
  text('Velkommen inn i Nordvik, ' + (await me.json()).user);
  button('Logg ut', async () => { await post('/api/out', {}); localStorage.removeItem('token'); location.assign('/in'); });
};
location.pathname === '/home' ? home() : first('');
";

impl Spa {
    fn new(does: Does) -> Self {
        Self { does, clock: clock(), state: Mutex::default(), elsewhere: None }
    }

    fn shell(&self) -> Told {
        let endless = if self.does == Does::Endless { " data-endless=1" } else { "" };
        let strays = self.elsewhere.map_or_else(String::new, |port| {
            let to = format!("127.0.0.2:{port}");
            format!(
                "<img src=http://{to}/a.png><iframe src=http://{to}/b></iframe><link rel=preconnect href=http://{to}>\
                 <script src=http://{to}/c.js></script><script>fetch('http://{to}/d').catch(() => 0);\
                 try {{ new WebSocket('ws://{to}/e') }} catch {{}} window.open('http://{to}/f');\
                 navigator.sendBeacon('http://{to}/g', 'x'); new Worker('http://{to}/h').onerror = () => 0;</script>"
            )
        });
        Told::page(format!(
            "<body{endless}><div id=app></div>{strays}<script src=/app.js></script>"
        ))
    }

    fn login(&self, asked: &Asked, state: &mut State) -> Told {
        // What has no password in it, as other shapes of a program's log-in, is none.
        let Some(given) = asked.json("password") else { return Told::json(400, "{}") };
        let is_right = given == PASSWORD && asked.json("user").as_deref() == Some(USER);
        state.wrong_passwords += usize::from(given != PASSWORD);
        let device = asked.json("device").unwrap_or_default();
        let is_known =
            state.devices.contains(&asked.cookie("device")) || state.devices.contains(&device);
        let for_everyone = matches!(self.does, Does::FakeForEveryone | Does::CodeAlone);
        if !is_right && !for_everyone {
            return Told::json(401, r#"{"ok":false,"error":"wrong"}"#);
        }
        if self.does == Does::PasswordAlone || is_known {
            return self.enter(state);
        }
        if self.does == Does::TokenHeldBack {
            let token = state.name("token");
            state.sessions.push(token.clone());
            return Told::json(200, &format!(r#"{{"next":"code","token":"{token}"}}"#));
        }
        let ticket = state.name("ticket");
        state.tickets.insert(ticket.clone(), is_right);
        let told = Told::json(200, &format!(r#"{{"next":"code","ticket":"{ticket}"}}"#));
        if self.does == Does::SessionBeforeCode {
            let session = state.name("session");
            state.sessions.push(session.clone());
            return told.cookie(format!("sid={session}; Path=/; HttpOnly"));
        }
        told
    }

    fn code(&self, asked: &Asked, state: &mut State) -> Told {
        let ticket = asked.json("ticket").unwrap_or_default();
        let password = state.tickets.get(&ticket).copied();
        let code = asked.json("code").unwrap_or_default();
        let is_code = state.takes(&code, self.clock.now());
        let is_in = match (self.does, password) {
            (_, None) => false,
            (Does::AnyCode, Some(password)) => password && !code.is_empty(),
            (Does::FakeForEveryone, Some(password)) => password,
            (Does::CodeAlone, Some(_)) => is_code,
            (_, Some(password)) => password && is_code,
        };
        if is_in { self.enter(state) } else { Told::json(401, r#"{"ok":false}"#) }
    }

    fn enter(&self, state: &mut State) -> Told {
        let session = state.name("session");
        state.sessions.push(session.clone());
        let device = state.name("device");
        match self.does {
            Does::EnforcesByToken => Told::json(200, &format!(r#"{{"token":"{session}"}}"#)),
            Does::RemembersByStorage => {
                state.devices.push(device.clone());
                Told::json(200, &format!(r#"{{"ok":true,"device":"{device}"}}"#))
                    .cookie(format!("sid={session}; Path=/; HttpOnly"))
            }
            Does::RemembersByCookie => {
                state.devices.push(device.clone());
                Told::json(200, r#"{"ok":true}"#)
                    .cookie(format!("sid={session}; Path=/; HttpOnly"))
                    .cookie(format!("device={device}; Path=/; Max-Age=2592000"))
            }
            Does::RemembersBesideLastingSession => {
                state.devices.push(device.clone());
                Told::json(200, r#"{"ok":true}"#)
                    .cookie(format!("sid={session}; Path=/; HttpOnly; Max-Age=2592000"))
                    .cookie(format!("device={device}; Path=/; Max-Age=2592000"))
            }
            _ => {
                Told::json(200, r#"{"ok":true}"#).cookie(format!("sid={session}; Path=/; HttpOnly"))
            }
        }
    }
}

impl Answers for Spa {
    fn answer(&self, asked: &Asked) -> Told {
        let mut state = self.state.lock().unwrap();
        let bearer = asked.header("authorization").trim_start_matches("Bearer ").to_owned();
        let session = [asked.cookie("sid"), bearer];
        let is_in = session.iter().any(|given| state.sessions.contains(given));
        match (asked.method.as_str(), asked.path.as_str()) {
            ("GET", "/in" | "/home") => self.shell(),
            ("GET", "/app.js") => Told {
                status: 200,
                headers: vec![("content-type", "text/javascript".to_owned())],
                body: SCRIPT.to_owned(),
            },
            ("GET", "/api/me") if is_in => Told::json(200, r#"{"user":"kanari"}"#),
            ("GET", "/api/me") => Told::json(401, "{}"),
            ("POST", "/api/login") => self.login(asked, &mut state),
            ("POST", "/api/code") => self.code(asked, &mut state),
            ("POST", "/api/out") => {
                state.sessions.retain(|known| !session.contains(known));
                let told = Told::json(200, "{}");
                if self.does == Does::RemembersBesideLastingSession {
                    return told.cookie("device=; Path=/; Max-Age=0".to_owned());
                }
                told
            }
            _ => Told::page("Finnes ikke").status(404),
        }
    }
}

fn has_chromium() -> bool {
    let is_there = std::path::Path::new("/usr/bin/chromium").exists();
    if !is_there {
        let _ = writeln!(std::io::stdout(), "SKIPPED: chromium is not installed");
    }
    is_there
}

async fn trial(spa: Spa, more: &str) -> (Arc<Spa>, Found) {
    let spa = Arc::new(spa);
    let server = serve(Arc::clone(&spa)).await;
    let at = format!("http://{}", server.at);
    let params = format!(
        r#"{{"login":"{at}/in","protected":["{at}/home"],"session_mark":"Velkommen inn i Nordvik"{more}}}"#
    );
    let service = written("spa", "http-form", &at, &params);
    let found = try_within(&[service], &run(&spa.clock), "127.0.0.1/32").await.remove(0);
    (spa, found)
}

fn hold(spa: &Spa, found: &Found) {
    let transcript = found.observation.clone().unwrap().transcript;
    let transcript = String::from_utf8(transcript).unwrap();
    for secret in [PASSWORD, SEED, "session-0", "device-0", "token-0"] {
        assert!(!transcript.contains(secret), "{:?}: {secret}", spa.does);
    }
    let wrong = spa.state.lock().unwrap().wrong_passwords;
    assert!(wrong <= 1, "{:?}: {wrong} wrong passwords", spa.does);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_in_that_is_made_by_script_is_proven_only_when_it_is_enforced() {
    if !has_chromium() {
        return;
    }
    let cases = [
        (Does::Enforces, Verdict::Proven),
        (Does::EnforcesByToken, Verdict::Proven),
        (Does::PasswordAlone, Verdict::Refuted),
        (Does::AnyCode, Verdict::Refuted),
        (Does::SessionBeforeCode, Verdict::Refuted),
        (Does::TokenHeldBack, Verdict::Refuted),
        (Does::RemembersByCookie, Verdict::Refuted),
        (Does::RemembersBesideLastingSession, Verdict::Refuted),
        (Does::RemembersByStorage, Verdict::Refuted),
        (Does::FakeForEveryone, Verdict::Refuted),
        (Does::CodeAlone, Verdict::Refuted),
    ];
    let at_once = Arc::new(tokio::sync::Semaphore::new(2));
    let mut tasks = tokio::task::JoinSet::new();
    for (does, wanted) in cases {
        let at_once = Arc::clone(&at_once);
        tasks.spawn(async move {
            let _place = at_once.acquire().await.unwrap();
            let (spa, found) = trial(Spa::new(does), r#","browser":true"#).await;
            assert_eq!(found.judged.verdict, wanted, "{does:?}: {found:#?}");
            hold(&spa, &found);
        });
    }
    tasks.join_all().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn chromium_comes_by_itself_where_a_page_has_no_form_without_scripts() {
    if !has_chromium() {
        return;
    }
    let (spa, found) = trial(Spa::new(Does::Enforces), "").await;
    assert_eq!(found.judged.verdict, Verdict::Proven, "{found:#?}");
    hold(&spa, &found);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_that_never_ends_is_unknown() {
    if !has_chromium() {
        return;
    }
    let (spa, found) = trial(Spa::new(Does::Endless), r#","browser":true"#).await;
    assert_eq!(
        (found.judged.verdict, found.judged.reason.as_str()),
        (Verdict::Unknown, "took-too-long"),
        "{found:#?}"
    );
    hold(&spa, &found);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_reaches_nothing_that_the_gate_does_not_allow() {
    if !has_chromium() {
        return;
    }
    let elsewhere = tokio::net::TcpListener::bind("127.0.0.2:0").await.unwrap();
    let port = elsewhere.local_addr().unwrap().port();
    let met = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&met);
    let listening = tokio::spawn(async move {
        while elsewhere.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    let spa = Spa { elsewhere: Some(port), ..Spa::new(Does::Strays) };
    let (spa, found) = trial(spa, r#","browser":true"#).await;
    hold(&spa, &found);
    assert_eq!(found.judged.verdict, Verdict::Proven, "{found:#?}");
    listening.abort();
    let transcript = String::from_utf8(found.observation.unwrap().transcript).unwrap();
    assert!(transcript.contains("127.0.0.2/c.js: out-of-scope"), "{transcript}");
    assert_eq!(met.load(Ordering::SeqCst), 0, "somebody else was reached");
}
