//! *Domener og tillatelser*: which proofs stand is seen, and one is looked for with one button.

use arvak_browser::{Chromium, Look, Scheme};

use crate::person::Person;
use crate::served::Served;

/// Nordvik's own domain, whose token stands in its DNS.
const OWN: &str = "section[id='domene-nordvik.example']";

#[tokio::test]
async fn the_ict_lead_looks_for_a_proof_and_it_is_a_newer_one_then() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::own_demo();
    let lead = Person::of(&served, &chromium, "ikt").await;
    lead.open("/internett").await;
    lead.follow("a[href='/internett/kontroll']").await;
    lead.is_sound().await;
    let proof = format!("{OWN} p a[href^='/bevis/']");
    let before = lead.links(&proof).await;
    assert_eq!(before.len(), 1, "Nordvik shows that its domain is its own");
    lead.follow(&format!("{OWN} form[action$='/let'] button")).await;
    // The run's page goes on by itself when the look is over.
    lead.tab.until("location.pathname === '/internett/kontroll'").await.unwrap();
    lead.tab.settled().await.unwrap();
    let after = lead.links(&proof).await;
    assert_eq!(after.len(), 1);
    assert!(number(&after[0]) > number(&before[0]), "{before:?} {after:?}");
    chromium.end().await.unwrap();
}

#[tokio::test]
async fn a_proof_is_looked_for_without_scripts_too() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::own_demo();
    let look = Look { scripts: false, ..Look::new(390, Scheme::Light) };
    let lead = Person::at(served.logged_in_as(&chromium, "ikt", &look).await, &served);
    lead.open("/internett/kontroll").await;
    lead.follow(&format!("{OWN} form[action$='/let'] button")).await;
    assert!(lead.path().await.starts_with("/kjoringer/"));
    chromium.end().await.unwrap();
}

/// The number of the evidence that a link leads to.
fn number(link: &str) -> u64 {
    link.rsplit('/').next().unwrap().parse().unwrap()
}
