//! Canaries: sealed for their service, one each, and a trial is noted for the secrets that it was made with.

use arvak_core::{EntityId, Instant};
use arvak_store::{LastTrial, NewCanary, Seal};

use crate::support::{Place, clock, create};

const TARGET: &[u8] = br#"{"canary":{"password":"Vinter-2026"}}"#;

fn new() -> NewCanary<'static> {
    NewCanary { target: TARGET, told: "vakta", groups: "", locks_after: Some(5) }
}

fn id(slug: &str) -> EntityId {
    format!("service/{slug}").parse().unwrap()
}

fn trial(at: i64) -> LastTrial {
    LastTrial {
        at: Instant::from_millis(at),
        verdict: "proven".to_owned(),
        reason: "three-arms-behaved".to_owned(),
    }
}

#[tokio::test]
async fn a_service_has_one_canary_which_opens_with_the_folders_key_alone() {
    let (place, elsewhere) = (Place::new(), Place::new());
    let folder = create(&place.path(), &clock()).await;
    let other = create(&elsewhere.path(), &clock()).await;
    let (operation, seal) = (folder.operation(), Seal::open(folder.layout()).unwrap());
    let at = Instant::from_millis(1_000);
    assert!(operation.add_canary(&seal, &id("vpn"), new(), at).await.unwrap());
    assert!(!operation.add_canary(&seal, &id("vpn"), new(), at).await.unwrap());
    let target = operation.canary_target(&seal, &id("vpn")).await.unwrap();
    assert_eq!(target.as_deref(), Some(TARGET));
    assert_eq!(operation.canary_target(&seal, &id("post")).await.unwrap(), None);
    let wrong = Seal::open(other.layout()).unwrap();
    assert!(operation.canary_target(&wrong, &id("vpn")).await.is_err());
    let rows = operation.canaries().await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].told.as_str(), rows[0].locks_after), ("vakta", Some(5)));
    assert!(operation.remove_canary(&id("vpn")).await.unwrap());
    assert!(!operation.remove_canary(&id("vpn")).await.unwrap());
    assert_eq!(operation.canaries().await.unwrap(), []);
}

#[tokio::test]
async fn a_trial_is_noted_for_the_secrets_that_it_was_made_with_and_the_latest_stays() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let (operation, seal) = (folder.operation(), Seal::open(folder.layout()).unwrap());
    let at = Instant::from_millis;
    operation.add_canary(&seal, &id("vpn"), new(), at(1_000)).await.unwrap();
    let last = async || operation.canaries().await.unwrap().remove(0).last.map(|last| last.at);
    operation.note_trial(&id("vpn"), &trial(2_000)).await.unwrap();
    operation.note_trial(&id("vpn"), &trial(1_500)).await.unwrap();
    assert_eq!(last().await, Some(at(2_000)));
    assert!(operation.rotate_canary(&seal, &id("vpn"), b"{}", at(3_000)).await.unwrap());
    assert_eq!(last().await, None, "what the old secrets found says nothing of the new ones");
    operation.note_trial(&id("vpn"), &trial(2_500)).await.unwrap();
    assert_eq!(last().await, None, "it began with the old ones");
    operation.note_trial(&id("vpn"), &trial(3_500)).await.unwrap();
    assert_eq!(last().await, Some(at(3_500)));
    assert!(!operation.rotate_canary(&seal, &id("post"), b"{}", at(1)).await.unwrap());
}
