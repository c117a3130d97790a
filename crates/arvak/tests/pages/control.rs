//! *Domener og tillatelser*: a proof is looked for with one button, and what was seen stands on the page.

use arvak_browser::{Chromium, Look, Scheme};

use crate::person::Person;
use crate::served::Served;

const PROOF: &str = "section[id^='domene-'] p a[href^='/bevis/']";

#[tokio::test]
async fn the_ict_lead_looks_for_a_proof_and_finds_it_seen_now() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::own_demo();
    let lead = Person::of(&served, &chromium, "ikt").await;
    lead.open("/internett").await;
    lead.follow("a[href='/internett/kontroll']").await;
    lead.is_sound().await;
    let before = lead.links(PROOF).await;
    assert!(!before.is_empty(), "Nordvik shows that its domain is its own");
    lead.follow("form[action$='/kontroll/let'] button").await;
    lead.tab.until("location.pathname === '/internett/kontroll'").await.unwrap();
    lead.open("/internett/kontroll").await;
    let after = lead.links(PROOF).await;
    assert_eq!(after.len(), before.len(), "it stands as before");
    assert_ne!(after, before, "by a look of now");
    lead.unfold("section[id^='domene-'] details").await;
    lead.is_sound().await;
    for width in [1280, 390] {
        lead.tab.look(&Look::new(width, Scheme::Light)).await.unwrap();
        lead.tab.settled().await.unwrap();
        lead.tab.keep_picture(&format!("internett-kontroll-{width}")).await.unwrap();
    }
    chromium.end().await.unwrap();
}

#[tokio::test]
async fn a_proof_is_looked_for_without_scripts_too() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::own_demo();
    let look = Look { scripts: false, ..Look::new(390, Scheme::Light) };
    let lead = Person::at(served.logged_in_as(&chromium, "ikt", &look).await, &served);
    lead.open("/internett/kontroll").await;
    lead.follow("form[action$='/kontroll/let'] button").await;
    assert!(lead.path().await.starts_with("/kjoringer/"));
    chromium.end().await.unwrap();
}
