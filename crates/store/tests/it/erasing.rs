//! People can be forgotten (law 8).

use arvak_core::{Actor, EntityId, EntryId, Outcome};
use arvak_store::{Answer, Reading, verify};

use crate::support::{Place, clock, create, statement, taken, thing};

fn by() -> Actor {
    Actor::Role("role/data_protection".parse().unwrap())
}

/// Whether any file below the directory holds these bytes.
fn holds(dir: &std::path::Path, text: &[u8]) -> bool {
    std::fs::read_dir(dir).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            holds(&path, text)
        } else {
            std::fs::read(&path).is_ok_and(|bytes| bytes.windows(text.len()).any(|w| w == text))
        }
    })
}

#[tokio::test]
async fn an_erased_entry_loses_its_texts_and_blobs_and_nothing_else() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let blob = folder.blobs().put(b"a letter from Kari").unwrap();
    let mut named = thing("service/a");
    named.body = Some(crate::support::body("Kari Nordmann"));
    named.blobs = vec![blob];
    folder.append(vec![named, thing("service/b")]).await.unwrap();
    assert!(holds(&place.path(), b"Kari Nordmann"));
    let answer = folder.erase(EntryId(1), by(), Some("she asked".to_owned())).await.unwrap();
    assert_eq!(answer, Answer::Taken(EntryId(3)));
    assert!(!holds(&place.path(), b"Kari"));
    let reading = Reading::open(&place.path()).await.unwrap();
    let recorded = reading.entry(EntryId(1)).unwrap();
    assert!(recorded.erased && recorded.body.is_none());
    assert!(!reading.blobs().has(blob));
    let id: EntityId = "service/a".parse().unwrap();
    assert!(reading.state().is_listed(&id));
    assert!(reading.texts_of(&[id].into()).await.unwrap().is_empty());
    let order = reading.entry(EntryId(3)).unwrap();
    assert_eq!(order.body.unwrap().reason.as_deref(), Some("she asked"));
    let verified = verify(&place.path(), None).await.unwrap();
    assert_eq!(verified.problems, []);
}

#[tokio::test]
async fn a_blob_that_another_entry_names_stays_until_that_one_is_erased_too() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let blob = folder.blobs().put(b"shared").unwrap();
    let mut drafts = vec![thing("service/a"), thing("service/b")];
    for draft in &mut drafts {
        draft.blobs = vec![blob];
    }
    folder.append(drafts).await.unwrap();
    folder.erase(EntryId(1), by(), None).await.unwrap();
    assert!(folder.blobs().has(blob));
    assert_eq!(verify(&place.path(), None).await.unwrap().problems, []);
    folder.erase(EntryId(2), by(), None).await.unwrap();
    assert!(!folder.blobs().has(blob));
    assert_eq!(verify(&place.path(), None).await.unwrap().problems, []);
}

#[tokio::test]
async fn erasing_twice_is_one_erasure() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    folder.append(vec![thing("service/a")]).await.unwrap();
    let first = folder.erase(EntryId(1), by(), None).await.unwrap();
    let second = folder.erase(EntryId(1), by(), Some("again".to_owned())).await.unwrap();
    assert_eq!((first, second), (Answer::Taken(EntryId(2)), Answer::Known(EntryId(2))));
}

#[tokio::test]
async fn what_has_no_texts_or_is_not_there_cannot_be_erased() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let drafts = vec![thing("service/a"), statement("service/a", 0, Outcome::Supports)];
    assert_eq!(taken(&folder.append(drafts).await.unwrap()), [1, 2]);
    for (entry, code) in
        [(0, "store.not_erasable"), (2, "store.not_erasable"), (9, "ledger.no_entry")]
    {
        let error = folder.erase(EntryId(entry), by(), None).await.unwrap_err();
        assert_eq!(error.code(), code, "{entry}");
    }
    assert_eq!(Reading::open(&place.path()).await.unwrap().size(), 3);
}
