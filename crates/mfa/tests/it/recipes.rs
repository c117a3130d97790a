//! Recipes that say every step, held against the same applications as log-ins that are worked out.

use std::sync::Arc;

use arvak_core::Span;
use arvak_mfa::{
    Asks, Codes, Found, Looks, Recipe, Shown, Unrecorded, Verdict, What, parse_target, record,
};
use arvak_probe::{Clock as _, Context, ManualClock, NetBuilder, Scope};

use crate::app::{App, Does, Layout};
use crate::house::{PASSWORD, SEED, run, serve, try_written, written};

fn steps(layout: Layout) -> String {
    let one = |what: &str, at: &str| format!(r#"{{"fill":"{what}","at":"{at}"}}"#);
    let press = |at: &str| format!(r#"{{"press":"{at}"}}"#);
    let (user, password) = (one("user", "input[name=user]"), one("password", "pass"));
    let steps = match layout {
        Layout::OnePage => vec![user, password, one("code", "otp"), press("*")],
        Layout::UserFirst => {
            vec![user, press("*"), password, press("form button"), one("code", "otp"), press("*")]
        }
        Layout::SixBox => vec![user, password, press("*"), one("code", "d1"), press("*")],
        _ => vec![user, password, press("button"), one("code", "[name=otp]"), press("*")],
    };
    steps.join(",")
}

async fn trial(layout: Layout, does: Does, steps: &str) -> (Arc<App>, Found) {
    let app = Arc::new(App::new(layout, does));
    let server = serve(Arc::clone(&app)).await;
    let at = format!("http://{}", server.at);
    let recipe = format!(
        r#"{{"version":1,"protected":["{at}/home","{at}/api/me"],"steps":[{steps}],
        "session":{{"selector":"a[href='/out']","text":"Velkommen inn i Nordvik"}},
        "second_factor":{{"text":"Skriv koden"}},"refused":[{{"text":"Feil navn, passord eller kode"}}]}}"#
    );
    let params = format!(
        r#"{{"login":"{at}/in","other_paths":["{at}/old","{at}/api/login","{at}/dav","{at}/oauth/token"]}}"#
    );
    let service = written("portal", "http-form", &at, &params);
    let service = format!(r#"{},"recipe":{recipe}}}"#, service.strip_suffix('}').unwrap());
    let found = try_written(&[service], &run(&app.clock)).await.remove(0);
    (app, found)
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_that_somebody_wrote_down_tell_the_enforced_from_the_bypassable_and_the_fake() {
    for layout in [Layout::TwoPage, Layout::OnePage, Layout::UserFirst, Layout::SixBox] {
        for (does, wanted) in [
            (Does::Enforces, Verdict::Proven),
            (Does::PasswordAlone, Verdict::Refuted),
            (Does::AnyCode, Verdict::Refuted),
            (Does::LegacyForm, Verdict::Refuted),
            (Does::ApiToken, Verdict::Refuted),
            (Does::RemembersDevice, Verdict::Refuted),
            (Does::SessionBeforeCode, Verdict::Refuted),
            (Does::SkipLink, Verdict::Refuted),
            (Does::FakeForEveryone, Verdict::Refuted),
            (Does::DeadPassword, Verdict::Unknown),
        ] {
            let is_of_code_page =
                matches!(does, Does::SessionBeforeCode | Does::SkipLink | Does::FakeForEveryone);
            if layout == Layout::OnePage && is_of_code_page {
                continue;
            }
            let (app, found) = trial(layout, does, &steps(layout)).await;
            assert_eq!(found.judged.verdict, wanted, "{layout:?} {does:?}: {found:?}");
            assert!(app.wrong_passwords() <= 1, "{layout:?} {does:?}");
            let transcript = found.observation.unwrap().transcript;
            let transcript = String::from_utf8(transcript).unwrap();
            for secret in [PASSWORD, SEED, "session-0"] {
                assert!(!transcript.contains(secret), "{layout:?} {does:?}: {secret}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_does_not_fit_is_told_with_its_number_and_ends_the_trial() {
    let steps = steps(Layout::TwoPage).replace("[name=otp]", "#not-there");
    let (app, found) = trial(Layout::TwoPage, Does::Enforces, &steps).await;
    assert_eq!(
        (found.judged.verdict, found.judged.reason.as_str()),
        (Verdict::Unknown, "recipe-step")
    );
    let transcript = String::from_utf8(found.observation.unwrap().transcript).unwrap();
    assert!(transcript.contains("step 4: fill"), "{transcript}");
    assert_eq!(app.wrong_passwords(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recipe_that_cannot_be_read_sends_nothing() {
    let (app, found) = trial(Layout::TwoPage, Does::Enforces, r#"{"push":"*"}"#).await;
    assert_eq!(found.judged.reason, "recipe-step");
    assert_eq!(app.wrong_passwords(), 0);
    let transcript = String::from_utf8(found.observation.unwrap().transcript).unwrap();
    assert!(transcript.contains("steps[0]") && transcript.contains("push"), "{transcript}");
}

/// Somebody who takes every guess, and remembers what was shown.
#[derive(Default)]
struct Agreeable {
    shown: Vec<Shown>,
}

impl Asks for Agreeable {
    fn show(&mut self, shown: &Shown) {
        self.shown.push(shown.clone());
    }

    fn looks(&mut self, guess: Looks) -> Looks {
        guess
    }

    fn control(&mut self, _what: What, guess: Option<usize>) -> Option<usize> {
        guess
    }

    fn button(&mut self, guess: Option<usize>) -> Option<usize> {
        guess
    }

    fn session(&mut self, guess: &str) -> String {
        guess.to_owned()
    }
}

async fn recorded(
    app: &Arc<App>,
    at: &str,
    password: &str,
) -> (Result<String, Unrecorded>, Vec<Shown>) {
    let target = format!(
        r#"{{"kind":"http-form","address":"{at}","params":{{}},"canary":{{"user":"kanari","password":"{password}","totp_seed":"{SEED}"}}}}"#
    );
    let service = parse_target("portal", target.as_bytes()).unwrap();
    let scope = Scope { allow: vec!["127.0.0.0/8".parse().unwrap()], ..Scope::default() };
    let net =
        NetBuilder { scope, ..NetBuilder::default() }.build(Arc::<ManualClock>::clone(&app.clock));
    let vantage = "inside".parse().unwrap();
    let context = Context { net: &net, clock: &*app.clock, vantage: &vantage };
    let (host, mut asks) = ("127.0.0.1".parse().unwrap(), Agreeable::default());
    let start = format!("{at}/in");
    let codes = Codes::default();
    let text = record(&service, &host, &context, &codes, &start, &mut asks).await.unwrap();
    (text, asks.shown)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_in_that_was_recorded_is_a_recipe_by_which_the_trial_goes() {
    for layout in [Layout::TwoPage, Layout::OnePage, Layout::UserFirst, Layout::LabelsOnly] {
        let app = Arc::new(App::new(layout, Does::Enforces));
        let server = serve(Arc::clone(&app)).await;
        let at = format!("http://{}", server.at);
        let (text, shown) = recorded(&app, &at, PASSWORD).await;
        let text = text.unwrap_or_else(|why| panic!("{layout:?}: {why:?} {shown:#?}"));
        let recipe = Recipe::parse(&text).unwrap_or_else(|bad| panic!("{bad}\n{text}"));
        assert!(recipe.acts.len() >= 4, "{text}");
        for secret in [PASSWORD, SEED, "session-0"] {
            assert!(!text.contains(secret) && !format!("{shown:?}").contains(secret), "{text}");
        }
        assert_eq!(app.wrong_passwords(), 0);
        // The code that was recorded with is used up.
        app.clock.sleep(Span::from_millis(90_000)).await;
        let service = written("portal", "http-form", &at, "{}");
        let recipe = serde_json::Value::from(text.clone());
        let service = format!(r#"{},"recipe":{recipe}}}"#, service.strip_suffix('}').unwrap());
        let found = try_written(&[service], &run(&app.clock)).await.remove(0);
        assert_eq!(found.judged.verdict, Verdict::Proven, "{layout:?}\n{text}\n{found:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_recorded_of_a_log_in_that_is_refused() {
    let app = Arc::new(App::new(Layout::TwoPage, Does::DeadPassword));
    let server = serve(Arc::clone(&app)).await;
    let (text, shown) = recorded(&app, &format!("http://{}", server.at), PASSWORD).await;
    assert_eq!((text.unwrap_err().page, shown.len()), (2, 2));
}
