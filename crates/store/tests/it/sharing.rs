//! Two programs, one folder.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arvak_core::{Actor, EntryId, Outcome};
use arvak_store::{Answer, Reading, verify};

use crate::support::{Place, clock, create, open, statement, taken, thing};

#[tokio::test]
async fn the_second_folder_appends_through_the_first() {
    let place = Place::new();
    let clock = clock();
    let first = create(&place.path(), &clock).await;
    let second = open(&place.path(), &clock).await;
    assert!(first.is_holder() && !second.is_holder());
    assert_eq!(taken(&second.append(vec![thing("service/a")]).await.unwrap()), [1]);
    let answers = first.append(vec![thing("service/a"), thing("service/b")]).await.unwrap();
    assert_eq!(answers, [Answer::Known(EntryId(1)), Answer::Taken(EntryId(2))]);
    let refused = second.append(vec![statement("service/x", 0, Outcome::Supports)]).await.unwrap();
    assert!(matches!(&refused[..], [Answer::Refused(why)] if why.code == "unknown_subject"));
    let by = Actor::Role("role/ict_lead".parse().unwrap());
    assert_eq!(second.erase(EntryId(1), by, None).await.unwrap(), Answer::Taken(EntryId(3)));
    let note = second.seal().await.unwrap();
    assert_eq!(note, Reading::open(&place.path()).await.unwrap().checkpoint().note());
}

#[tokio::test]
async fn the_second_takes_over_when_the_first_is_closed() {
    let place = Place::new();
    let clock = clock();
    let first = create(&place.path(), &clock).await;
    let second = open(&place.path(), &clock).await;
    second.append(vec![thing("service/a")]).await.unwrap();
    first.close().await.unwrap();
    assert_eq!(taken(&second.append(vec![thing("service/b")]).await.unwrap()), [2]);
    assert!(second.is_holder());
    let third = open(&place.path(), &clock).await;
    assert_eq!(taken(&third.append(vec![thing("service/c")]).await.unwrap()), [3]);
}

#[tokio::test]
async fn more_than_a_frame_holds_goes_through_in_order() {
    let place = Place::new();
    let clock = clock();
    let _first = create(&place.path(), &clock).await;
    let second = open(&place.path(), &clock).await;
    let mut drafts = vec![thing("service/a")];
    drafts.extend((0..600).map(|n| statement("service/a", n, Outcome::Supports)));
    let mut long = thing("service/long");
    long.body.as_mut().unwrap().note = Some("x".repeat(900 * 1024));
    drafts.push(long);
    drafts.extend((600..900).map(|n| statement("service/a", n, Outcome::Supports)));
    let ids = taken(&second.append(drafts).await.unwrap());
    assert!(ids.into_iter().eq(1..903));
}

#[tokio::test]
async fn a_whole_of_many_frames_is_recorded_or_refused_as_one() {
    let place = Place::new();
    let clock = clock();
    let _first = create(&place.path(), &clock).await;
    let second = open(&place.path(), &clock).await;
    let mut drafts = vec![thing("service/a")];
    drafts.extend((0..600).map(|n| statement("service/a", n, Outcome::Supports)));
    let mut bad = drafts.clone();
    bad.push(statement("service/unknown", 1, Outcome::Supports));
    let answers = second.append_whole(bad).await.unwrap();
    assert!(answers.iter().all(|answer| matches!(answer, Answer::Refused(_))));
    assert_eq!(Reading::open(&place.path()).await.unwrap().size(), 1);
    let ids = taken(&second.append_whole(drafts).await.unwrap());
    assert!(ids.into_iter().eq(1..602));
    assert_eq!(second.append_whole(Vec::new()).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn holders_come_and_go_and_nothing_acknowledged_is_lost_or_doubled() {
    let place = Place::new();
    let clock = clock();
    create(&place.path(), &clock).await.close().await.unwrap();
    let done = Arc::new(AtomicBool::new(false));
    let appending = |name: &'static str| {
        let (root, clock, done) = (place.path(), Arc::clone(&clock), Arc::clone(&done));
        tokio::spawn(async move {
            let folder = open(&root, &clock).await;
            let mut acknowledged = Vec::new();
            for number in 0..150 {
                let id = format!("service/{name}{number}");
                let answers = folder.append(vec![thing(&id)]).await.unwrap();
                acknowledged.push((answers[0].entry().unwrap(), id));
            }
            done.store(true, Ordering::SeqCst);
            // Dropped, not closed.
            acknowledged
        })
    };
    let (one, two) = (appending("one"), appending("two"));
    // Takes the lock when it can, and lets it go again.
    while !done.load(Ordering::SeqCst) {
        let folder = open(&place.path(), &clock).await;
        let _ = folder.append(vec![thing("service/all")]).await.unwrap();
        folder.close().await.unwrap();
    }
    let reading = {
        let (one, two) = (one.await.unwrap(), two.await.unwrap());
        let reading = Reading::open(&place.path()).await.unwrap();
        for acknowledged in [one, two] {
            assert!(acknowledged.is_sorted_by_key(|(entry, _)| *entry));
            for (entry, id) in acknowledged {
                let recorded = reading.entry(entry).unwrap();
                assert_eq!(recorded.body.unwrap().name, Some(id));
            }
        }
        reading
    };
    assert_eq!(reading.size(), 302, "genesis, 300 things and the one of all");
    assert_eq!(verify(&place.path(), None).await.unwrap().problems, []);
}
