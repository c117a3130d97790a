//! *Domener og tillatelser*: which proofs stand is seen, and one is looked for with one button.

use arvak_browser::{Chromium, Look, Scheme};

use crate::person::Person;
use crate::served::Served;

const PROOF: &str = "section[id^='domene-'] p a[href^='/bevis/']";

#[tokio::test]
async fn the_ict_lead_sees_which_proofs_stand() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::own_demo();
    let lead = Person::of(&served, &chromium, "ikt").await;
    lead.open("/internett").await;
    lead.follow("a[href='/internett/kontroll']").await;
    lead.is_sound().await;
    let proofs = lead.links(PROOF).await;
    assert!(!proofs.is_empty(), "Nordvik shows that its domain is its own");
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
