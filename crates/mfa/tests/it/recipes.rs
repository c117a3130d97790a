//! Recipes that say every step, held against the same applications as log-ins that are worked out.

use std::sync::Arc;

use arvak_mfa::{Found, Verdict};

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
        r##"{{"version":1,"protected":["{at}/home","{at}/api/me"],"steps":[{steps}],
        "session":{{"selector":"a[href='/out']","text":"Velkommen inn i Nordvik"}},
        "second_factor":{{"text":"Skriv koden"}},"refused":[{{"text":"Feil navn, passord eller kode"}}]}}"##
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
    assert_eq!((found.judged.verdict, found.judged.reason.as_str()), (Verdict::Unknown, "recipe-step"));
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
