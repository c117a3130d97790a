//! Drills: what is planned is sealed; what happened and what came back is kept in order, and once.

use arvak_core::{Digest, EntryId, Instant};
use arvak_store::Seal;

use crate::support::{Place, clock, create};

const NOW: Instant = Instant::from_millis(1_000);

#[tokio::test]
async fn a_plan_opens_with_the_folders_key_alone_and_is_not_read_off_the_file() {
    let (place, elsewhere) = (Place::new(), Place::new());
    let folder = create(&place.path(), &clock()).await;
    let other = create(&elsewhere.path(), &clock()).await;
    let (operation, seal) = (folder.operation(), Seal::open(folder.layout()).unwrap());
    let (hash, secret) = (Digest::of(b"plan"), b"nonce 0123456789abcdef");
    assert!(operation.add_drill(&seal, ("a", hash), secret, NOW).await.unwrap());
    assert!(!operation.add_drill(&seal, ("a", Digest::of(b"x")), secret, NOW).await.unwrap());
    assert!(!operation.add_drill(&seal, ("b", hash), secret, NOW).await.unwrap(), "one plan, once");
    operation.note_drill_entry("a", EntryId(7)).await.unwrap();
    let found = operation.drill_secret(&seal, "a").await.unwrap();
    assert_eq!(found.as_deref(), Some(secret.as_slice()));
    assert_eq!(operation.drill_secret(&seal, "b").await.unwrap(), None);
    let wrong = Seal::open(other.layout()).unwrap();
    assert!(operation.drill_secret(&wrong, "a").await.is_err());
    let row = operation.drills().await.unwrap().remove(0);
    assert_eq!(
        (row.entry, row.seal, row.stopped_at, row.judged),
        (Some(EntryId(7)), hash, None, None)
    );
    let file = folder.layout().operation();
    folder.close().await.unwrap();
    let bytes = std::fs::read(file).unwrap();
    assert!(!bytes.windows(secret.len()).any(|window| window == secret));
}

#[tokio::test]
async fn nothing_is_done_twice_or_after_a_drill_was_stopped() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let (operation, seal) = (folder.operation(), Seal::open(folder.layout()).unwrap());
    for (id, plan) in [("a", b"1"), ("b", b"2")] {
        assert!(operation.add_drill(&seal, (id, Digest::of(plan)), plan, NOW).await.unwrap());
    }
    assert!(!operation.add_emission("c", "{}", false).await.unwrap(), "there is no such drill");
    assert!(operation.add_emission("a", "{}", false).await.unwrap());
    assert!(!operation.add_emission("a", "{}", true).await.unwrap(), "begun is begun");
    assert_eq!(operation.emissions("a").await.unwrap(), [("{}".to_owned(), false)]);
    operation.note_emission_done("a").await.unwrap();
    assert_eq!(operation.emissions("a").await.unwrap(), [("{}".to_owned(), true)]);
    for (number, receipt) in ["x", "y", "x"].into_iter().enumerate() {
        let blob = Digest::of(&[u8::try_from(number).unwrap()]);
        operation.add_receipt("a", receipt, blob).await.unwrap();
    }
    let receipts = operation.receipts("a").await.unwrap();
    let kept: Vec<_> = receipts.iter().map(|(receipt, _)| receipt.as_str()).collect();
    assert_eq!(kept, ["x", "y", "x"]);
    assert!(operation.stop_drill("b", NOW).await.unwrap());
    assert!(!operation.stop_drill("b", NOW).await.unwrap());
    assert!(!operation.add_emission("b", "{}", true).await.unwrap());
    operation.note_drill_verdict("a", "seen", NOW).await.unwrap();
    assert!(!operation.stop_drill("a", NOW).await.unwrap(), "a verdict cannot be stopped");
    let rows = operation.drills().await.unwrap();
    assert_eq!(rows[0].judged, Some((NOW, "seen".to_owned())));
    folder.close().await.unwrap();
}
