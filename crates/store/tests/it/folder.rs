//! A data folder is made, opened, appended to.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use arvak_core::fact::{ClockKind, Scope};
use arvak_core::{Digest, EntryId, Fact, Instant, Outcome};
use arvak_store::{Answer, Folder, Reading, Refused};

use crate::support::{NOON, Place, clock, create, draft, open, statement, taken, thing};

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn a_new_folder_begins_with_who_signs_it_and_by_whose_clock() {
    let place = Place::new();
    create(&place.path(), &clock()).await.close().await.unwrap();
    let reading = Reading::open(&place.path()).await.unwrap();
    let genesis = reading.genesis().unwrap();
    assert_eq!(reading.size(), 1);
    assert_eq!(genesis.clock, ClockKind::Simulated);
    assert_eq!(genesis.public_key, reading.public_key().to_string());
    assert!(genesis.origin.starts_with("arvak/"), "{}", genesis.origin);
    assert_eq!(reading.checkpoint().size(), 1, "signed at the clean stop");
}

#[tokio::test]
async fn keys_are_for_their_owner_alone_and_differ_from_folder_to_folder() {
    let (one, two) = (Place::new(), Place::new());
    for place in [&one, &two] {
        create(&place.path(), &clock()).await.close().await.unwrap();
        for key in ["keys/ledger.key", "keys/seal.key"] {
            assert_eq!(mode(&place.path().join(key)), 0o400, "{key}");
        }
        assert_eq!(mode(&place.path()), 0o700);
    }
    for key in ["keys/ledger.key", "keys/seal.key"] {
        let read = |place: &Place| std::fs::read(place.path().join(key)).unwrap();
        assert_ne!(read(&one), read(&two), "{key}");
    }
}

#[tokio::test]
async fn a_filled_directory_is_refused_and_left_as_it_was() {
    let place = Place::new();
    std::fs::create_dir(place.path()).unwrap();
    std::fs::File::create(place.path().join("notes.txt")).unwrap();
    let made = Folder::create(&place.path(), ClockKind::Real, clock()).await;
    assert_eq!(made.err().unwrap().code(), "store.not_empty");
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn what_is_no_data_folder_is_named() {
    let place = Place::new();
    for made in [false, true] {
        if made {
            std::fs::create_dir(place.path()).unwrap();
        }
        let opened = Folder::open(&place.path(), clock()).await;
        assert_eq!(opened.err().unwrap().code(), "store.not_a_folder");
        assert_eq!(Reading::open(&place.path()).await.err().unwrap().code(), "store.not_a_folder");
    }
}

#[tokio::test]
async fn a_folder_from_a_newer_program_is_refused_and_left_as_it_was() {
    let place = Place::new();
    create(&place.path(), &clock()).await.close().await.unwrap();
    arvak_ledger::durable::write_file(&place.path().join("FORMAT"), b"arvak-data 2\n").unwrap();
    for error in [
        Folder::open(&place.path(), clock()).await.err().unwrap(),
        Reading::open(&place.path()).await.err().unwrap(),
    ] {
        assert_eq!(error.code(), "ledger.newer");
        assert!(error.to_string().contains("upgrade arvak"), "{error}");
    }
}

#[tokio::test]
async fn what_was_appended_is_there_in_order_after_the_folder_was_opened_again() {
    let place = Place::new();
    let (clock, names) = (clock(), ["service/a", "service/b", "service/c"]);
    let folder = create(&place.path(), &clock).await;
    let answers = folder.append(names.map(thing).to_vec()).await.unwrap();
    assert_eq!(taken(&answers), [1, 2, 3]);
    folder.close().await.unwrap();
    let folder = open(&place.path(), &clock).await;
    let more = folder.append(vec![statement("service/b", 1, Outcome::Supports)]).await.unwrap();
    assert_eq!(taken(&more), [4]);
    let reading = Reading::open(&place.path()).await.unwrap();
    for (id, name) in (1..).zip(names) {
        let recorded = reading.entry(EntryId(id)).unwrap();
        let Fact::Entity(entity) = &recorded.envelope.fact else { panic!("{recorded:?}") };
        assert_eq!((entity.id.as_str(), recorded.erased), (name, false));
        assert_eq!(recorded.body.unwrap().name.as_deref(), Some(name));
        assert_eq!(recorded.envelope.received_at, NOON);
    }
}

#[tokio::test]
async fn a_key_is_recorded_once_in_one_append_and_in_several_and_after_opening_again() {
    let place = Place::new();
    let clock = clock();
    let folder = create(&place.path(), &clock).await;
    let answers = folder.append(vec![thing("service/a"), thing("service/a")]).await.unwrap();
    assert_eq!(answers, [Answer::Taken(EntryId(1)), Answer::Known(EntryId(1))]);
    let again = folder.append(vec![thing("service/a")]).await.unwrap();
    assert_eq!(again, [Answer::Known(EntryId(1))]);
    folder.close().await.unwrap();
    let folder = open(&place.path(), &clock).await;
    let again = folder.append(vec![thing("service/b"), thing("service/a")]).await.unwrap();
    assert_eq!(again, [Answer::Taken(EntryId(2)), Answer::Known(EntryId(1))]);
}

#[tokio::test]
async fn a_refused_draft_says_why_and_does_not_touch_the_others() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let mut early = statement("service/a", 1, Outcome::Supports);
    let Fact::Evidence(evidence) = &mut early.fact else { panic!() };
    evidence.collected_at = Instant::from_millis(NOON.as_millis() + 1);
    let mut unkept = statement("service/a", 2, Outcome::Supports);
    unkept.blobs = vec![Digest::of(b"never put")];
    let mut long = thing("service/c");
    long.body.as_mut().unwrap().note = Some("x".repeat(2 * 1024 * 1024));
    let unreasoned = Fact::Scope(Scope { subject: "service/a".parse().unwrap(), in_scope: false });
    let drafts = vec![
        // The thing comes earlier in the same list, so it is known to those that follow.
        thing("service/a"),
        early,
        unkept,
        statement("service/unknown", 1, Outcome::Supports),
        long,
        draft("out of scope", unreasoned),
        statement("service/a", 3, Outcome::Supports),
    ];
    let answers = folder.append(drafts).await.unwrap();
    let codes: Vec<&str> = answers
        .iter()
        .map(|answer| match answer {
            Answer::Refused(refused) => refused.code.as_str(),
            _ => "",
        })
        .collect();
    let expected = [
        "",
        "from_the_future",
        "blob_missing",
        "unknown_subject",
        "too_large",
        "reason_needed",
        "",
    ];
    assert_eq!(codes, expected);
    assert_eq!(answers[6], Answer::Taken(EntryId(2)));
    assert_eq!(Reading::open(&place.path()).await.unwrap().size(), 3);
}

#[tokio::test]
async fn a_whole_with_one_refused_draft_leaves_nothing_behind() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let known = folder.append(vec![thing("service/known")]).await.unwrap();
    let drafts = vec![
        thing("service/known"),
        thing("service/a"),
        statement("service/unknown", 1, Outcome::Supports),
        statement("service/a", 1, Outcome::Supports),
    ];
    let answers = folder.append_whole(drafts).await.unwrap();
    let codes = answers.iter().map(|answer| match answer {
        Answer::Refused(refused) => refused.code.as_str(),
        _ => "",
    });
    let with_another = Refused::WITH_ANOTHER;
    assert_eq!(codes.collect::<Vec<_>>(), ["", with_another, "unknown_subject", with_another]);
    assert_eq!(answers[0], Answer::Known(known[0].entry().unwrap()));
    assert_eq!(Reading::open(&place.path()).await.unwrap().size(), 2);
    // Nor does the writer remember a thing that was not recorded.
    let later = folder.append(vec![statement("service/a", 1, Outcome::Supports)]).await.unwrap();
    assert!(matches!(&later[..], [Answer::Refused(why)] if why.code == "unknown_subject"));
    let whole = vec![thing("service/a"), statement("service/a", 1, Outcome::Supports)];
    assert_eq!(taken(&folder.append_whole(whole).await.unwrap()), [2, 3]);
}

#[tokio::test]
async fn a_clock_set_back_is_refused_with_both_times_and_a_little_is_borne() {
    let place = Place::new();
    let clock = clock();
    let folder = create(&place.path(), &clock).await;
    clock.set(Instant::from_millis(NOON.as_millis() - 5 * 60_000));
    assert_eq!(taken(&folder.append(vec![thing("service/a")]).await.unwrap()), [1]);
    clock.set(Instant::from_millis(NOON.as_millis() - 5 * 60_000 - 1));
    let error = folder.append(vec![thing("service/b")]).await.unwrap_err();
    assert_eq!(error.code(), "ledger.clock_behind");
    assert!(error.to_string().contains("2026-02-01T12:00:00"), "{error}");
    clock.set(NOON);
    assert_eq!(taken(&folder.append(vec![thing("service/b")]).await.unwrap()), [2]);
    let reading = Reading::open(&place.path()).await.unwrap();
    assert_eq!(reading.entry(EntryId(1)).unwrap().envelope.received_at, NOON);
}

#[tokio::test]
async fn the_checkpoint_follows_by_itself() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    folder.append(vec![thing("service/a")]).await.unwrap();
    let signed = || async { Reading::open(&place.path()).await.unwrap().checkpoint().size() };
    while signed().await < 2 {
        tokio::task::yield_now().await;
    }
    let note = folder.seal().await.unwrap();
    let reading = Reading::open(&place.path()).await.unwrap();
    assert_eq!(note, reading.checkpoint().note());
    assert_eq!(reading.checkpoint().root().0, reading.root().0);
}

#[tokio::test]
async fn many_at_once_are_all_recorded_each_askers_in_order() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    folder.append(vec![thing("service/a")]).await.unwrap();
    let mut asking = tokio::task::JoinSet::new();
    for asker in 0..16 {
        let folder = folder.clone();
        asking.spawn(async move {
            let mut ids = Vec::new();
            for number in 0..20 {
                let draft = statement("service/a", asker * 1_000 + number, Outcome::Supports);
                ids.extend(taken(&folder.append(vec![draft]).await.unwrap()));
            }
            assert!(ids.is_sorted(), "{ids:?}");
            ids
        });
    }
    let mut all: Vec<u64> = asking.join_all().await.into_iter().flatten().collect();
    all.sort_unstable();
    assert!(all.into_iter().eq(2..322));
}

#[tokio::test]
async fn a_closed_folder_takes_nothing_and_its_lock_is_free() {
    let place = Place::new();
    let clock = clock();
    let folder = create(&place.path(), &clock).await;
    let clone = folder.clone();
    folder.close().await.unwrap();
    let error = clone.append(vec![thing("service/a")]).await.unwrap_err();
    assert_eq!(error.code(), "store.closing");
    assert!(open(&place.path(), &clock).await.is_holder());
}
