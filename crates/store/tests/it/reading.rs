//! Reading gives what was recorded.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use arvak_core::{EntityId, EntryId, Instant, Outcome, Span};
use arvak_store::Reading;

use crate::support::{NOON, Place, clock, create, folded, statement, thing, withdrawal};

#[tokio::test]
async fn the_state_is_the_fold_of_all_entries() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    folder.append(vec![thing("service/a"), thing("service/b")]).await.unwrap();
    let statements = (0..50).map(|n| statement("service/a", n, Outcome::Supports)).collect();
    folder.append(statements).await.unwrap();
    folder.append(vec![withdrawal(7)]).await.unwrap();
    let reading = Reading::open(&place.path()).await.unwrap();
    assert_eq!(reading.size(), 54);
    assert_eq!(*reading.state(), folded(&reading, 54));
    assert_eq!(reading.root().0, reading.ledger().root().0);
}

#[tokio::test]
async fn what_was_known_at_an_instant_is_the_fold_of_what_was_received_by_then() {
    let place = Place::new();
    let clock = clock();
    let folder = create(&place.path(), &clock).await;
    for number in 0..10 {
        clock.advance(Span::from_millis(1_000));
        let id = format!("service/s{number}");
        folder.append(vec![thing(&id), statement(&id, 0, Outcome::Refutes)]).await.unwrap();
    }
    folder.seal().await.unwrap();
    clock.advance(Span::from_millis(1_000));
    folder.append(vec![thing("service/last")]).await.unwrap();
    let reading = Reading::open(&place.path()).await.unwrap();
    for seconds in -1..=12 {
        let at = Instant::from_millis(NOON.as_millis() + seconds * 1_000);
        let known = reading.as_of(at).await.unwrap();
        let size = match seconds {
            ..0 => 0,
            0..=10 => u64::try_from(1 + 2 * seconds).unwrap(),
            _ => 22,
        };
        assert_eq!(known.size, size, "{seconds} s");
        assert_eq!(known.state, folded(&reading, size));
        assert_eq!(known.root.0, reading.ledger().root_over(size).unwrap().0);
        if size <= reading.checkpoint().size() {
            assert_eq!(known.root.0, reading.ledger().root_at(size).unwrap().0);
        }
    }
    assert_eq!(reading.as_of(Instant::NEVER).await.unwrap().root, reading.root());
}

#[tokio::test]
async fn a_reading_stays_as_it_was_and_a_new_one_sees_what_was_acknowledged() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let before = Reading::open(&place.path()).await.unwrap();
    folder.append(vec![thing("service/a")]).await.unwrap();
    assert_eq!((before.size(), before.state().size()), (1, 1));
    let after = Reading::open(&place.path()).await.unwrap();
    assert!(after.state().is_listed(&"service/a".parse().unwrap()));
}

#[tokio::test]
async fn entries_about_a_thing_are_those_that_concern_it() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let drafts = vec![
        thing("service/a"),
        thing("service/b"),
        statement("service/b", 0, Outcome::Supports),
        statement("service/a", 0, Outcome::Supports),
        withdrawal(4),
        withdrawal(3),
    ];
    folder.append(drafts).await.unwrap();
    let reading = Reading::open(&place.path()).await.unwrap();
    let about = |id: &str| {
        let id: EntityId = id.parse().unwrap();
        let reading = &reading;
        async move { reading.about(&id).await.unwrap() }
    };
    assert_eq!(about("service/a").await, [1, 4, 5].map(EntryId));
    assert_eq!(about("service/b").await, [2, 3, 6].map(EntryId));
    assert!(about("service/c").await.is_empty());
    // Of the evidence, what was withdrawn is left out.
    let kind = "mfa.enforced".parse().unwrap();
    let of = async |id: &str| reading.evidence_of(&id.parse().unwrap(), &kind).await.unwrap();
    assert_eq!((of("service/a").await.len(), of("service/b").await.len()), (0, 0));
    folder.append(vec![statement("service/a", 2, Outcome::Refutes)]).await.unwrap();
    folder.append(vec![statement("service/b", 1, Outcome::Supports)]).await.unwrap();
    let reading = Reading::open(&place.path()).await.unwrap();
    let of = reading.evidence_of(&"service/b".parse().unwrap(), &kind).await.unwrap();
    assert_eq!(of.iter().map(|(entry, _)| *entry).collect::<Vec<_>>(), [EntryId(8)]);
}

#[tokio::test]
async fn entries_are_shown_in_order_until_enough_was_seen() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let things = (0..9).map(|n| thing(&format!("service/s{n}"))).collect();
    folder.append(things).await.unwrap();
    let reading = Reading::open(&place.path()).await.unwrap();
    let mut seen = Vec::new();
    let mut look = |id: EntryId, name: Option<&str>| {
        seen.push((id.0, name.map(str::to_owned)));
        if id.0 < 5 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let each = reading.for_each(3, |id, _, body| look(id, body.and_then(|b| b.name.as_deref())));
    each.unwrap();
    let expected = [(3, "service/s2"), (4, "service/s3"), (5, "service/s4")];
    assert_eq!(seen, expected.map(|(id, name)| (id, Some(name.to_owned()))));
}

#[tokio::test]
async fn names_are_those_given_last() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let mut renamed = thing("service/a");
    renamed.key = arvak_core::Digest::of(b"renamed");
    renamed.body = Some(crate::support::body("Journal"));
    folder.append(vec![thing("service/a"), renamed, thing("service/b")]).await.unwrap();
    let reading = Reading::open(&place.path()).await.unwrap();
    let ids: BTreeSet<EntityId> =
        ["service/a", "service/b", "service/c"].map(|id| id.parse().unwrap()).into();
    let texts = reading.texts_of(&ids).await.unwrap();
    let names: Vec<_> = texts.values().filter_map(|body| body.name.as_deref()).collect();
    assert_eq!(names, ["Journal", "service/b"]);
}
