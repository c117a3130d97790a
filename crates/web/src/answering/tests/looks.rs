//! How the suppliers' pages read, on both sides: what a change does to them is seen in the snapshots.

use arvak_core::Span;
use arvak_identity::Role;

use super::contradicted::contradict;
use super::{QUESTIONS, There, fine};
use crate::inbound::tests::{drilled, kept};

/// The page's own part, an element a line. What is drawn by lot (codes, salted hashes) is left out.
fn main_of(page: &str) -> String {
    let (_, rest) = page.split_once("<main").expect(page);
    let (main, _) = rest.split_once("</main>").expect(page);
    let (mut out, mut run) = (String::new(), String::new());
    for sign in format!("<main{main}").replace("><", ">\n<").chars().chain(['\n']) {
        if sign.is_ascii_alphanumeric() || sign == '-' || sign == '_' {
            run.push(sign);
            continue;
        }
        let is_drawn = run.len() >= 32 && run.chars().any(|sign| sign.is_ascii_digit());
        out.push_str(if is_drawn { "[by lot]" } else { &run });
        run.clear();
        out.push(sign);
    }
    out
}

macro_rules! look {
    ($name:literal, $page:expr) => {
        insta::assert_snapshot!($name, main_of(&fine($page)));
    };
}

const ANSWERS: [(&str, &str); 4] = [
    ("a.monitoring-done", "yes"),
    ("a.measures-done", "Ny brannmur"),
    ("a.preparedness-contact", "Vakta, 55 00 00 10"),
    ("a.countries-support", "NO"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_request_from_its_making_to_its_receipt() {
    let there = There::new().await;
    look!("supplier_never_asked", there.page("/leverandorer/skjemavev", &there.lead).await);
    let code = there.ask("nordlys", &QUESTIONS).await;
    look!("supplier_before_sending", there.page("/leverandorer/nordlys", &there.lead).await);
    there.act("/leverandorer/nordlys/sendt", "foresporsel=nordlys-2026-03-01").await;
    look!("supplier_after_sending", there.page("/leverandorer/nordlys", &there.lead).await);
    let me = there.enter(&code).await;
    look!("own_page_questions", there.page("/foresporsel/skjema", &me).await);
    fine(there.save(&me, &ANSWERS, &[]).await);
    look!("own_page_check", there.page("/foresporsel/sjekk", &me).await);
    fine(there.send_in(&me).await);
    look!("supplier_replied", there.page("/leverandorer/nordlys", &there.lead).await);
    look!(
        "agenda",
        there.page("/leverandorer/nordlys/saksliste?dag=2026-03-20", &there.lead).await
    );
    for lang in ["nb", "nn", "en"] {
        let page = there.page(&format!("/leverandorer?lang={lang}"), &there.lead).await;
        insta::assert_snapshot!(format!("list_{lang}"), main_of(&fine(page)));
        let page = there.page(&format!("/foresporsel/kvittering?lang={lang}"), &me).await;
        insta::assert_snapshot!(format!("own_page_receipt_{lang}"), main_of(&fine(page)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_contradicts_an_answer() {
    let there = There::new().await;
    let code = there.ask("nordlys", &["measures-two-factor"]).await;
    let entry = contradict(&there).await;
    look!("contradicted_untold", there.page("/leverandorer/nordlys", &there.lead).await);
    there.act("/leverandorer/nordlys/funn", &format!("funn={entry}")).await;
    look!("contradicted_told", there.page("/leverandorer/nordlys", &there.lead).await);
    let me = there.enter(&code).await;
    look!("own_page_contradicted", there.page("/foresporsel/funn", &me).await);
    look!("wave_preview", there.page("/foresporsler/bolge?hvem=alle", &there.lead).await);
    look!("list_contradicted", there.page("/leverandorer?vis=contradicted", &there.lead).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn drills_and_one_of_them() {
    let (walk, _) = drilled().await;
    let lead = walk.session(Role::IctLead).await;
    let seal = kept(&walk).await.row.seal;
    look!("drills", walk.page("/ovelser", &lead).await);
    look!("drill", walk.page(&format!("/ovelser/{seal}"), &lead).await);
    walk.trial.clock.advance(Span::from_millis(60_000));
    let other = walk.session(Role::Auditor).await;
    look!("drill_under_seal", walk.page(&format!("/ovelser/{seal}"), &other).await);
}
