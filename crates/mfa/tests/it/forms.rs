//! Forms: every layout, enforced, with every way around, and with every fake.

use std::sync::Arc;

use arvak_mfa::{Found, Verdict};
use tokio::task::JoinSet;

use crate::app::{App, Does, LAYOUTS, Layout};
use crate::house::{PASSWORD, SEED, run, serve, try_written, written};

/// What may be done without a page for the code, and so what fits every layout.
const BYPASSES: [Does; 12] = [
    Does::LegacyForm,
    Does::LegacyIsland,
    Does::BasicEverywhere,
    Does::BasicDoor,
    Does::ApiToken,
    Does::ApiCookie,
    Does::ApiGrant,
    Does::RemembersDevice,
    Does::RemembersAddress,
    Does::PasswordAlone,
    Does::AnyCode,
    Does::CodeAlone,
];

/// What is done at a page for the code.
const AT_THE_CODE_PAGE: [Does; 8] = [
    Does::SessionBeforeCode,
    Does::SessionBeforeCodeAtApi,
    Does::SkipLink,
    Does::EmptyCode,
    Does::NoCode,
    Does::FakeForEveryone,
    Does::FakeDecoy,
    Does::RemembersDeviceIfAsked,
];

fn has_code_page(layout: Layout) -> bool {
    !matches!(layout, Layout::OnePage | Layout::CodeFirst)
}

/// Whether the case is one that can be in that layout.
fn fits(layout: Layout, does: Does) -> bool {
    let ticks = !matches!(layout, Layout::SixBox | Layout::SixBoxHidden | Layout::PasswordCode);
    (has_code_page(layout) || !AT_THE_CODE_PAGE.contains(&does))
        && (ticks || does != Does::RemembersDeviceIfAsked)
        && (layout, does) != (Layout::CodeFirst, Does::CodeAlone)
}

async fn trial(cases: &[(Layout, Does)]) -> Vec<(Layout, Does, Arc<App>, Found)> {
    let mut tasks = JoinSet::new();
    for &(layout, does) in cases {
        tasks.spawn(async move {
            let app = Arc::new(App::new(layout, does));
            let server = serve(Arc::clone(&app)).await;
            let at = format!("http://{}", server.at);
            let service =
                written(&format!("{layout:?}-{does:?}"), "http-form", &at, &app.params(&at));
            let found = try_written(&[service], &run(&app.clock)).await.remove(0);
            (layout, does, app, found)
        });
    }
    tasks.join_all().await
}

/// Tries all cases, and holds what must hold of every trial.
async fn hold(cases: &[(Layout, Does)], wanted: impl Fn(&Found) -> bool) {
    let mut wrong = Vec::new();
    for (layout, does, app, found) in trial(cases).await {
        let transcript = String::from_utf8(found.observation.clone().unwrap().transcript).unwrap();
        assert!(
            app.wrong_passwords() <= 1,
            "{layout:?} {does:?}: {} wrong passwords",
            app.wrong_passwords()
        );
        assert_eq!(app.foreign_users(), [""; 0], "{layout:?} {does:?}");
        for secret in [PASSWORD, SEED, "session-0", "token-of-password", "device-0"] {
            assert!(!transcript.contains(secret), "{layout:?} {does:?}: {secret}");
        }
        if !wanted(&found) {
            wrong.push(format!(
                "{layout:?} {does:?}: {:?} {:?} {:?}",
                found.judged, found.arms, found.ways
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn every(all: &[Does]) -> Vec<(Layout, Does)> {
    let cases = LAYOUTS.into_iter().flat_map(|layout| all.iter().map(move |does| (layout, *does)));
    cases.filter(|(layout, does)| fits(*layout, *does)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_factors_that_are_enforced_are_proven_in_every_layout() {
    hold(&every(&[Does::Enforces]), |found| found.judged.verdict == Verdict::Proven).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_around_is_refuted_in_every_layout() {
    hold(&every(&BYPASSES), |found| found.judged.verdict == Verdict::Refuted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_gives_way_at_the_page_for_the_code_is_refuted() {
    hold(&every(&AT_THE_CODE_PAGE), |found| found.judged.verdict == Verdict::Refuted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_tells_of_the_password_after_the_code_alone_is_proven() {
    let cases: Vec<_> =
        every(&[Does::EnforcesAndHides]).into_iter().filter(|(l, _)| has_code_page(*l)).collect();
    hold(&cases, |found| found.judged.verdict == Verdict::Proven).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_told_is_unknown_with_its_reason() {
    for (does, reasons) in [
        (Does::FakeDeadEnd, &["code-refused", "canary-refused", "second-page-for-everyone"][..]),
        (Does::DeadPassword, &["canary-refused"]),
        (Does::DeadSeed, &["code-refused", "canary-refused"]),
        (Does::Locks, &["locked"]),
        (Does::Captcha, &["captcha"]),
        (Does::Open, &["partly-open"]),
    ] {
        let cases: Vec<_> = every(&[does])
            .into_iter()
            .filter(|(layout, _)| does != Does::Open || *layout != Layout::InPlace)
            .collect();
        hold(&cases, |found| {
            found.judged.verdict == Verdict::Unknown
                && reasons.contains(&found.judged.reason.as_str())
        })
        .await;
    }
}
