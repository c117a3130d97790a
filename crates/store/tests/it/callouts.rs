//! Call-out tests: nothing is called without a ground, nothing twice, and an acknowledgement is noted once.

use arvak_core::{Digest, EntryId, Instant};
use arvak_store::{Operation, Seal};

use crate::support::{Place, clock, create};

const NOW: Instant = Instant::from_millis(1_000);
const LATER: Instant = Instant::from_millis(2_000);

async fn planned(operation: &Operation, seal: &Seal) {
    let plan = Digest::of(b"plan");
    assert!(operation.add_callout(seal, ("a", plan), b"kari@nordvik.example", NOW).await.unwrap());
}

#[tokio::test]
async fn nothing_is_called_before_the_ground_is_recorded() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let (operation, seal) = (folder.operation(), Seal::open(folder.layout()).unwrap());
    planned(operation, &seal).await;
    let call = (1, "mail", 1);
    assert!(!operation.begin_call("a", call, &[1; 32], NOW).await.unwrap(), "it is not started");
    assert!(
        !operation.arm_callout("a", EntryId(8), (NOW, LATER)).await.unwrap(),
        "its hash is not in the ledger"
    );
    operation.note_callout_entry("a", EntryId(7)).await.unwrap();
    assert!(operation.arm_callout("a", EntryId(8), (NOW, LATER)).await.unwrap());
    assert!(!operation.arm_callout("a", EntryId(9), (NOW, LATER)).await.unwrap(), "once");
    assert!(operation.begin_call("a", call, &[1; 32], NOW).await.unwrap());
    assert!(!operation.begin_call("a", call, &[2; 32], NOW).await.unwrap(), "begun is begun");
    assert!(operation.begin_call("a", (1, "mail", 2), &[2; 32], NOW).await.unwrap());
    let row = operation.callouts().await.unwrap().remove(0);
    assert_eq!(
        (row.ground, row.armed_at, row.erase_at),
        (Some(EntryId(8)), Some(NOW), Some(LATER))
    );
}

#[tokio::test]
async fn an_acknowledgement_is_noted_once_and_not_after_a_stop() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let (operation, seal) = (folder.operation(), Seal::open(folder.layout()).unwrap());
    planned(operation, &seal).await;
    operation.note_callout_entry("a", EntryId(7)).await.unwrap();
    operation.arm_callout("a", EntryId(8), (NOW, LATER)).await.unwrap();
    for (attempt, hash) in [(1, [1; 32]), (2, [2; 32])] {
        assert!(operation.begin_call("a", (1, "sms", attempt), &hash, NOW).await.unwrap());
    }
    operation.call_failed("a", (1, "sms", 1), ("timeout", false)).await.unwrap();
    operation.call_sent("a", (1, "sms", 2), LATER).await.unwrap();
    assert!(operation.acknowledge(&[1; 32], NOW).await.unwrap());
    assert!(!operation.acknowledge(&[1; 32], LATER).await.unwrap(), "the first one stands");
    assert!(!operation.acknowledge(&[9; 32], LATER).await.unwrap(), "there is no such code");
    let calls = operation.calls("a").await.unwrap();
    assert_eq!(calls[0].acknowledged_at, Some(NOW));
    assert_eq!((calls[0].problem.as_deref(), calls[1].sent_at), (Some("timeout"), Some(LATER)));
    assert_eq!(operation.call_of(&[2; 32]).await.unwrap().unwrap().call, calls[1]);
    assert!(operation.stop_callout("a", LATER).await.unwrap());
    assert!(!operation.acknowledge(&[2; 32], LATER).await.unwrap());
    assert!(!operation.begin_call("a", (2, "sms", 1), &[3; 32], LATER).await.unwrap());
}

#[tokio::test]
async fn names_and_times_are_gone_when_they_are_erased_and_the_verdict_by_role_stays() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let (operation, seal) = (folder.operation(), Seal::open(folder.layout()).unwrap());
    planned(operation, &seal).await;
    operation.note_callout_entry("a", EntryId(7)).await.unwrap();
    operation.arm_callout("a", EntryId(8), (NOW, LATER)).await.unwrap();
    operation.begin_call("a", (1, "mail", 1), &[1; 32], NOW).await.unwrap();
    operation.note_callout_verdict("a", (Some(EntryId(9)), "[\"silent\"]"), LATER).await.unwrap();
    operation.erase_callout(&seal, "a", b"plan", LATER).await.unwrap();
    assert_eq!(operation.calls("a").await.unwrap(), []);
    let secret = operation.callout_secret(&seal, "a").await.unwrap();
    assert_eq!(secret.as_deref(), Some(b"plan".as_slice()));
    let row = operation.callouts().await.unwrap().remove(0);
    assert_eq!((row.found.as_deref(), row.erased_at), (Some("[\"silent\"]"), Some(LATER)));
}
