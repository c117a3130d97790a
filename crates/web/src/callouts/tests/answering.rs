//! The page for whoever was called: only a button acknowledges, and each wrong link is told as what it is.

use arvak_identity::Role;
use axum::http::Method;

use super::scripted::Scripted;
use super::*;

/// A test under way with one call, and its link.
async fn called() -> (Walk, String) {
    let server = Scripted::start([]).await;
    let walk = planned(server.address.port()).await;
    start(&walk).await;
    at_the_moment(&walk).await;
    round(&walk).await;
    let link = link(&server.messages()[0]);
    (walk, link)
}

async fn acknowledged(walk: &Walk) -> usize {
    let calls = walk.trial.app.folder().operation().calls(ID).await.unwrap();
    calls.iter().filter(|call| call.acknowledged_at.is_some()).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_at_a_link_acknowledges_nothing_and_pressing_the_button_does_once() {
    let (walk, link) = called().await;
    let (path, code) = link.strip_prefix(ORIGIN).unwrap().split_once('#').unwrap();
    assert!(code.len() >= 22, "128 bits at least");
    for address in [path.to_owned(), format!("{path}?kode={code}")] {
        let (status, page) = walk.page(&address, "").await;
        assert_eq!(status, 200);
        crate::trial::sound(&page);
        // No script sends the form either.
        assert!(page.contains("data-code=\"fill\""), "{page}");
    }
    assert_eq!(acknowledged(&walk).await, 0);
    let (status, page) = press(&walk, &link).await;
    assert!(status == 200 && page.contains("Takk"), "{page}");
    let (status, page) = press(&walk, code).await;
    assert!(status == 200 && page.contains("alt lagret"), "{page}");
    assert_eq!(acknowledged(&walk).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_old_and_stopped_links_are_told_as_what_they_are() {
    let (walk, link) = called().await;
    let (status, page) = press(&walk, "gjettet").await;
    assert!(status == 404 && page.contains("Ingen lenke"), "{page}");
    walk.trial.clock.advance(minutes(61));
    let (status, page) = press(&walk, &link).await;
    assert!(status == 410 && page.contains("over"), "{page}");
    let (walk, link) = called().await;
    let cookie = walk.session(Role::IctLead).await;
    let stop = "/vaktprover/vakta-1/stopp";
    walk.send(&Method::POST, stop, Some(&cookie), Some(ORIGIN), "").await;
    let (status, page) = press(&walk, &link).await;
    assert!(status == 410 && page.contains("stoppet"), "{page}");
    assert_eq!(acknowledged(&walk).await, 0);
    let page = seen(&walk, "/vaktprover", Role::Auditor).await;
    assert!(page.contains("Stoppet"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_and_whoever_has_the_link_is_let_in() {
    let (walk, link) = called().await;
    let mut statuses = Vec::new();
    for number in 0..60 {
        statuses.push(press(&walk, &format!("gjett{number}")).await.0);
    }
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
    assert_eq!(press(&walk, &link).await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_moment_is_not_shown_before_it_has_come_and_times_only_to_those_who_work_with_them() {
    let server = Scripted::start([]).await;
    let walk = planned(server.address.port()).await;
    start(&walk).await;
    let page = seen(&walk, "/vaktprover/vakta-1", Role::IctLead).await;
    let moment = now_kept(&walk).await.plan.moment;
    let told = arvak_words::date_and_time(Lang::Nb, moment);
    assert!(!page.contains(&told), "the moment is sealed");
    assert!(page.contains("Fagforbundet"), "the ground is shown");
    at_the_moment(&walk).await;
    round(&walk).await;
    assert!(seen(&walk, "/vaktprover/vakta-1", Role::IctLead).await.contains(&told));
    let page = seen(&walk, "/vaktprover/vakta-1", Role::Auditor).await;
    assert!(page.contains("har ikke svart ennå") && !page.contains(&told), "{page}");
}
