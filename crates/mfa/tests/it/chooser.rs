//! A log-in that nobody works out: the way to the code must be chosen, and after it somebody is asked whether to stay.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use arvak_mfa::{Found, Verdict};
use arvak_probe::{Clock as _, ManualClock};

use crate::house::{
    Answers, Asked, PASSWORD, Told, clock, run, serve, step_of, try_written, written,
};

/// How far each session has come: 1 password, 2 chosen, 3 code, 4 in.
struct Chooser {
    clock: Arc<ManualClock>,
    sessions: Mutex<BTreeMap<String, (u8, bool)>>,
    used: Mutex<Option<u64>>,
    /// Whether any code is taken.
    is_fake: bool,
}

const STEPS: &str = r##"{"open":"/start"},{"follow":"a.inn"},{"fill":"user","at":"f1"},{"fill":"password","at":"#p"},{"press":"go"},
    {"choose":"Kode fra en app"},{"press":"*"},{"wait":"next-code"},{"fill":"code","at":"x1"},{"press":"*"},{"press":"no"}"##;

impl Chooser {
    fn takes(&self, code: &str) -> bool {
        let Some(step) = step_of(code, self.clock.now()) else { return self.is_fake };
        let mut used = self.used.lock().unwrap();
        let is_new = used.is_none_or(|last| step > last);
        *used = used.max(Some(step));
        is_new || self.is_fake
    }
}

impl Answers for Chooser {
    fn answer(&self, asked: &Asked) -> Told {
        let mut sessions = self.sessions.lock().unwrap();
        let sid = asked.cookie("sid");
        let count = sessions.len();
        let sid =
            if sessions.contains_key(&sid) { sid } else { format!("session-{count:05}-qwer") };
        let (stage, password) = sessions.entry(sid.clone()).or_default();
        let form =
            |inner: &str| Told::page(format!("<form method=post action=/next>{inner}</form>"));
        let told = match (asked.path.as_str(), *stage) {
            ("/start", _) => {
                Told::page("<a class=ut href=/x>Om oss</a><a class='inn stor' href=/in>Inn</a>")
            }
            ("/in", _) => form(
                "<input name=f1><input id=p type=password name=f2><button name=go>Neste</button>",
            ),
            ("/home", 4) => Told::page("<h1 class=inne>Velkommen</h1>"),
            ("/home", _) => Told::to("/in"),
            ("/next", 0) => {
                *password = asked.field("f2").as_deref() == Some(PASSWORD);
                if *password {
                    *stage = 1;
                    form(
                        "<h2 class=valg>Velg</h2><label><input type=radio name=how value=sms checked> Melding</label><label><input type=radio name=how value=app> Kode fra en app</label><button>Neste</button>",
                    )
                } else {
                    form(
                        "<p class=feil>Nei</p><input name=f1><input id=p type=password name=f2><button name=go>Neste</button>",
                    )
                }
            }
            ("/next", 1) if asked.field("how").as_deref() == Some("app") => {
                *stage = 2;
                form("<h2 class=valg>Appen</h2><input name=x1><button>Neste</button>")
            }
            ("/next", 1) => Told::page("Vi sender ingen melding").status(500),
            ("/next", 2) if self.takes(&asked.field("x1").unwrap_or_default()) => {
                *stage = 3;
                form(
                    "<h2>Fortsett å være innlogget?</h2><button name=yes>Ja</button><button name=no>Nei</button>",
                )
            }
            ("/next", 2) => {
                *stage = 0;
                form("<p class=feil>Nei</p>")
            }
            ("/next", 3) if asked.field("no").is_some() => {
                *stage = 4;
                Told::to("/home")
            }
            _ => Told::page("Finnes ikke").status(404),
        };
        told.cookie(format!("sid={sid}; Path=/"))
    }
}

async fn trial(is_fake: bool, recipe: &str) -> Found {
    let chooser = Arc::new(Chooser {
        clock: clock(),
        sessions: Mutex::default(),
        used: Mutex::default(),
        is_fake,
    });
    let server = serve(Arc::clone(&chooser)).await;
    let at = format!("http://{}", server.at);
    let params = format!(r#"{{"login":"{at}/in","protected":["{at}/home"]}}"#);
    let service = written("chooser", "http-form", &at, &params);
    let service = format!(r#"{},"recipe":{recipe}}}"#, service.strip_suffix('}').unwrap());
    try_written(&[service], &run(&chooser.clock)).await.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_worked_out_is_unknown_without_steps_and_told_apart_with_them() {
    let recipe = format!(
        r#"{{"version":1,"steps":[{STEPS}],"session":{{"selector":"h1.inne"}},"second_factor":{{"selector":"h2.valg"}},"refused":{{"selector":"p.feil"}}}}"#
    );
    for (is_fake, recipe, wanted) in [
        (false, "null", Verdict::Unknown),
        (false, recipe.as_str(), Verdict::Proven),
        (true, recipe.as_str(), Verdict::Refuted),
    ] {
        let found = trial(is_fake, recipe).await;
        assert_eq!(
            found.judged.verdict, wanted,
            "{is_fake} {:?} {:?} {:?}",
            found.judged, found.arms, found.ways
        );
    }
}
