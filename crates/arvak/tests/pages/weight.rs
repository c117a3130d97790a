//! How much a visit weighs over the wire, and that nobody else is asked for anything.

use arvak_browser::{Chromium, Look, Request, Scheme};

use crate::served::Served;

fn sum(requests: &[Request]) -> u64 {
    requests.iter().map(|request| request.bytes).sum()
}

#[tokio::test]
async fn a_first_visit_is_light_and_the_next_ones_lighter() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::demo();
    let tab = served.logged_in(&chromium, "administrator").await;
    for page in
        ["/status", "/oppgaver", "/tjenester", "/bevis", "/kjoringer", "/historikk", "/leder"]
    {
        let address = format!("{}{page}", served.origin);
        tab.forget_files().await.unwrap();
        let _ = tab.requests();
        tab.open(&address).await.unwrap();
        let first = tab.requests();
        println!("{page}: {} bytes in {} requests", sum(&first), first.len());
        assert!(sum(&first) <= 95_000, "{page}: {first:#?}");
        assert!(first.len() <= 6, "{page}: {first:#?}");
        assert!(first.iter().all(|one| one.url.starts_with(&served.origin)), "{page}: {first:#?}");
        tab.open(&address).await.unwrap();
        let again = tab.requests();
        println!("{page}: {} bytes the next time", sum(&again));
        assert!(sum(&again) <= 15_000, "{page}: {again:#?}");
        let shift = tab.layout_shift().await.unwrap();
        assert!(shift < 20, "{page} moves by {shift} thousandths");
    }
    // Of somebody who is not logged in: what scripts bring to sight moves nothing.
    let stranger = chromium.tab(&Look::new(390, Scheme::Light)).await.unwrap();
    stranger.open(&format!("{}/logg-inn", served.origin)).await.unwrap();
    let offered: bool =
        stranger.ask("!!document.querySelector('[data-passkey]:not([hidden])')").await.unwrap();
    let shift = stranger.layout_shift().await.unwrap();
    assert!(offered && shift < 20, "/logg-inn moves by {shift} thousandths");
    chromium.end().await.unwrap();
}
