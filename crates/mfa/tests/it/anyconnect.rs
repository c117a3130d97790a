//! Servers of the `AnyConnect` family made for the test: enforced, bypassable, fake; and what is none of them.

use std::sync::{Arc, Mutex};

use arvak_mfa::{Found, Verdict};
use arvak_probe::{Clock as _, ManualClock};

use crate::house::{
    Answers, Asked, PASSWORD, SEED, Told, USER, clock, run, serve, step_of, try_written, written,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    Enforces,
    /// The same with both secrets in one form.
    EnforcesInOne,
    PasswordAlone,
    AnyCode,
    /// Everyone is asked for a code, and the password alone decides.
    FakeForEveryone,
    /// One of the groups asks for no code.
    WeakGroup,
    /// Clients that speak as of old are asked for no code.
    OldClients,
    /// Whoever got in once is asked for no code from the same address.
    RemembersAddress,
    /// The form would send what is typed to somebody else.
    Strays,
    /// The log-in goes on in a browser.
    SignsOnElsewhere,
    /// It wants a certificate.
    WantsCertificate,
    /// It is another page.
    Page,
    Busy,
}

struct Vpn {
    does: Does,
    clock: Arc<ManualClock>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// By the cookie: whether the password was right.
    passwords: Vec<bool>,
    last_step: Option<u64>,
    wrong_passwords: usize,
    was_in: bool,
}

fn asks(message: &str, inputs: &str, does: Does) -> Told {
    let action = if does == Does::Strays { "http://127.0.0.2:9/auth" } else { "/auth" };
    let groups = "<select name=\"group_list\"><option selected=\"true\">ansatt</option><option>drift</option></select>";
    let groups = if does == Does::WeakGroup { groups } else { "" };
    xml(&format!(
        "<config-auth client=\"vpn\" type=\"auth-request\"><opaque is-for=\"sg\"><t>1</t></opaque><auth id=\"main\">\
         <message>{message}</message><form method=\"post\" action=\"{action}\">{inputs}{groups}</form></auth></config-auth>"
    ))
}

fn xml(body: &str) -> Told {
    let headers = vec![("content-type", "text/xml".to_owned())];
    Told { status: 200, headers, body: body.to_owned() }
}

fn input(kind: &str, name: &str) -> String {
    format!("<input type=\"{kind}\" name=\"{name}\" label=\"{name}\"/>")
}

impl Vpn {
    fn first(&self) -> Told {
        let mut inputs = input("text", "username") + &input("password", "password");
        if self.does == Does::EnforcesInOne {
            inputs += &input("password", "secondary_password");
        }
        asks("Logg inn", &inputs, self.does)
    }

    fn takes(&self, code: &str, state: &mut State) -> bool {
        let Some(step) = step_of(code, self.clock.now()) else { return false };
        let is_new = state.last_step.is_none_or(|last| step > last);
        state.last_step = state.last_step.max(Some(step));
        is_new
    }
}

impl Vpn {
    /// What answers a form.
    fn form(&self, asked: &Asked, state: &mut State) -> Told {
        let old = asked.header("x-aggregate-auth").is_empty();
        let element = |name: &str| {
            let at = asked.body.split_once(&format!("<{name}>"))?.1;
            Some(at.split_once("</")?.0.to_owned())
        };
        let typed = |name: &str| if old { asked.field(name) } else { element(name) };
        // What it gave along has to come back.
        assert!(
            old || asked.body.contains("<opaque is-for=\"sg\"><t>1</t></opaque>"),
            "{}",
            asked.body
        );
        let in_with = |state: &mut State| {
            state.was_in = true;
            xml("<config-auth client=\"vpn\" type=\"complete\"><auth id=\"success\"/></config-auth>")
                .cookie("webvpn=session-0; Secure".to_owned())
        };
        if let Some(code) = typed("answer") {
            let number: usize = asked.cookie("webvpncontext").parse().unwrap();
            let right = state.passwords.get(number) == Some(&true);
            let is_code = self.takes(&code, state);
            let is_in = match self.does {
                Does::AnyCode | Does::FakeForEveryone => right,
                _ => right && is_code,
            };
            return if is_in { in_with(state) } else { Told::page("").status(401) };
        }
        let password = typed("password").unwrap_or_default();
        let right = password == PASSWORD && typed("username").as_deref() == Some(USER);
        state.wrong_passwords += usize::from(password != PASSWORD);
        if self.does == Does::EnforcesInOne {
            let code = typed("secondary_password").unwrap_or_default();
            let is_code = self.takes(&code, state);
            return if right && is_code { in_with(state) } else { self.first() };
        }
        if !right && self.does != Does::FakeForEveryone {
            return asks(
                "Login failed",
                &(input("text", "username") + &input("password", "password")),
                self.does,
            );
        }
        let is_enough = match self.does {
            Does::PasswordAlone => true,
            Does::WeakGroup => element("group-select").as_deref() == Some("drift"),
            Does::OldClients => old,
            Does::RemembersAddress => state.was_in && !old,
            _ => false,
        };
        if is_enough {
            return in_with(state);
        }
        state.passwords.push(right);
        asks("Koden fra appen", &input("password", "answer"), self.does)
            .cookie(format!("webvpncontext={}", state.passwords.len() - 1))
    }
}

impl Answers for Vpn {
    fn answer(&self, asked: &Asked) -> Told {
        match self.does {
            Does::SignsOnElsewhere => {
                return xml(
                    "<config-auth type=\"auth-request\"><auth><sso-v2-login>https://id.example/</sso-v2-login></auth></config-auth>",
                );
            }
            Does::WantsCertificate => {
                return xml(
                    "<config-auth type=\"auth-request\"><client-cert-request/></config-auth>",
                );
            }
            Does::Page => {
                return Told::page("<form><input name=user><input type=password name=pass></form>");
            }
            Does::Busy => return Told::page("").status(503),
            _ => {}
        }
        if asked.path == "/auth" {
            self.form(asked, &mut self.state.lock().unwrap())
        } else {
            self.first()
        }
    }
}

async fn trial(does: Does) -> Found {
    let clock = clock();
    let vpn = Arc::new(Vpn { does, clock: Arc::clone(&clock), state: Mutex::default() });
    let server = serve(Arc::clone(&vpn)).await;
    let service = written("vpn", "anyconnect", &format!("http://{}", server.at), "{}");
    let found = try_written(&[service], &run(&clock)).await.remove(0);
    let transcript = found.observation.clone().unwrap().transcript;
    let transcript = String::from_utf8(transcript).unwrap();
    for secret in [PASSWORD, SEED, "session-0"] {
        assert!(!transcript.contains(secret), "{does:?}: {secret} in {transcript}");
    }
    let wrong = vpn.state.lock().unwrap().wrong_passwords;
    assert!(wrong <= 1, "{does:?}: {wrong} wrong passwords");
    found
}

#[tokio::test]
async fn a_vpn_server_is_proven_only_when_it_enforces() {
    for (does, verdict, reason) in [
        (Does::Enforces, Verdict::Proven, "three-arms-behaved"),
        (Does::EnforcesInOne, Verdict::Proven, "three-arms-behaved"),
        (Does::PasswordAlone, Verdict::Refuted, "password-alone-opens"),
        (Does::AnyCode, Verdict::Refuted, "any-code-opens"),
        (Does::FakeForEveryone, Verdict::Refuted, "any-code-opens"),
        (Does::WeakGroup, Verdict::Refuted, "bypass-other-group"),
        (Does::OldClients, Verdict::Refuted, "bypass-older-client"),
        (Does::RemembersAddress, Verdict::Refuted, "bypass-remembered-address"),
        (Does::Strays, Verdict::Unknown, "out-of-scope"),
        (Does::SignsOnElsewhere, Verdict::Unknown, "not-offered"),
        (Does::WantsCertificate, Verdict::Unknown, "not-offered"),
        (Does::Page, Verdict::Unknown, "unexpected"),
        (Does::Busy, Verdict::Unknown, "server-error"),
    ] {
        let found = trial(does).await;
        let told = (found.judged.verdict, found.judged.reason.as_str());
        assert_eq!(told, (verdict, reason), "{does:?}: {:?} {:?}", found.arms, found.ways);
    }
}
