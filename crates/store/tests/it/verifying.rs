//! What `verify` finds.

use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use arvak_core::{Digest, EntryId, Outcome};
use arvak_store::{Verified, rebuild, verify};

use crate::support::{Place, clock, create, statement, thing};

/// A closed folder with some entries and one blob, which entry 2 names.
async fn filled() -> (Place, PathBuf, Digest) {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let blob = folder.blobs().put(b"seen").unwrap();
    let mut seen = statement("service/a", 0, Outcome::Supports);
    seen.blobs = vec![blob];
    folder.append(vec![thing("service/a"), seen, thing("service/b")]).await.unwrap();
    let path = folder.blobs().path(blob);
    folder.close().await.unwrap();
    (place, path, blob)
}

async fn check(place: &Place) -> Verified {
    verify(&place.path(), None).await.unwrap()
}

fn codes(verified: &Verified) -> Vec<&'static str> {
    verified.problems.iter().map(|problem| problem.code).collect()
}

fn overwrite(path: &Path, offset: u64, bytes: &[u8]) {
    let mut permissions = std::fs::metadata(path).unwrap().permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o600);
    std::fs::set_permissions(path, permissions).unwrap();
    let file = std::fs::File::options().write(true).open(path).unwrap();
    file.write_all_at(bytes, offset).unwrap();
}

/// Where a text stands in the first segment.
fn offset_of(place: &Place, text: &str) -> (PathBuf, u64) {
    let path = place.path().join("ledger/segments/0000.seg");
    let bytes = std::fs::read(&path).unwrap();
    let at = bytes.windows(text.len()).position(|w| w == text.as_bytes()).unwrap();
    (path, at as u64)
}

#[tokio::test]
async fn a_whole_folder_is_sound() {
    let (place, ..) = filled().await;
    let verified = check(&place).await;
    assert!(verified.is_sound(), "{:?}", verified.problems);
    assert_eq!((verified.size, verified.signed_size, verified.blobs), (4, 4, 1));
    assert!(verified.strays.is_empty(), "{:?}", verified.strays);
}

#[tokio::test]
async fn a_removed_blob_is_found_with_the_entry_that_names_it() {
    let (place, blob, _) = filled().await;
    std::fs::remove_file(blob).unwrap();
    let verified = check(&place).await;
    assert_eq!(codes(&verified), ["blob.missing"]);
    assert_eq!(verified.problems[0].place.entry, Some(EntryId(2)));
    assert!(verified.problems[0].place.file.starts_with("blobs"));
}

#[tokio::test]
async fn a_changed_blob_is_found() {
    let (place, blob, _) = filled().await;
    overwrite(&blob, 17, b"X");
    assert_eq!(codes(&check(&place).await), ["blob.damaged"]);
}

#[tokio::test]
async fn a_body_that_is_gone_without_an_order_is_found() {
    let (place, ..) = filled().await;
    let (path, at) = offset_of(&place, r#"{"salt":""#);
    let bytes = std::fs::read(&path).unwrap();
    let rest = &bytes[usize::try_from(at).unwrap()..];
    let length = rest.iter().position(|byte| *byte == b'}').unwrap() + 1;
    overwrite(&path, at, &vec![0; length]);
    let verified = check(&place).await;
    assert_eq!(codes(&verified), ["body.missing"]);
    assert_eq!(verified.problems[0].place.entry, Some(EntryId(1)));
}

#[tokio::test]
async fn a_changed_envelope_is_found_with_its_place() {
    let (place, ..) = filled().await;
    let (path, at) = offset_of(&place, "mfa.enforced");
    overwrite(&path, at, b"X");
    let verified = check(&place).await;
    assert_eq!(verified.problems[0].code, "record.damaged");
    assert_eq!(verified.problems[0].place.entry, Some(EntryId(2)));
}

#[tokio::test]
async fn changed_keys_are_found() {
    for (file, code) in [("keys/ledger.key", "key.private"), ("keys/seal.key", "key.seal")] {
        let (place, ..) = filled().await;
        let path = place.path().join(file);
        let length = std::fs::metadata(&path).unwrap().len();
        overwrite(&path, length - 4, b"0");
        overwrite(&path, length - 3, b"0");
        assert!(codes(&check(&place).await).contains(&code), "{file}");
    }
}

#[tokio::test]
async fn a_missing_operation_database_is_found() {
    let (place, ..) = filled().await;
    std::fs::remove_file(place.path().join("operation.db")).unwrap();
    assert_eq!(codes(&check(&place).await), ["operation.missing"]);
}

#[tokio::test]
async fn a_damaged_operation_database_is_found() {
    let (place, ..) = filled().await;
    overwrite(&place.path().join("operation.db"), 4096, &[0x55; 4096]);
    assert_eq!(codes(&check(&place).await), ["operation.damaged"]);
}

#[tokio::test]
async fn files_that_do_not_belong_are_named() {
    let (place, ..) = filled().await;
    for file in ["ledger/notes.txt", "keys/old.key", "blobs/notes.txt", "notes.txt"] {
        std::fs::File::create(place.path().join(file)).unwrap();
    }
    let verified = check(&place).await;
    assert_eq!(codes(&verified), ["file.stray"; 3]);
    assert_eq!(verified.strays, [PathBuf::from("notes.txt")]);
}

#[tokio::test]
async fn an_earlier_checkpoint_must_be_continued() {
    let (place, ..) = filled().await;
    let (other, ..) = filled().await;
    let note = |place: &Place| std::fs::read_to_string(place.path().join("ledger.last")).unwrap();
    let own = verify(&place.path(), Some(&note(&place))).await.unwrap();
    assert_eq!(own.problems, []);
    let foreign = verify(&place.path(), Some(&note(&other))).await.unwrap();
    assert_eq!(codes(&foreign), ["given.not_ours"]);
}

#[tokio::test]
async fn rebuilding_makes_a_lost_segment_index_again() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    folder.append(vec![thing("service/a")]).await.unwrap();
    let drafts = (0..700).map(|n| statement("service/a", n, Outcome::Supports)).collect();
    folder.append(drafts).await.unwrap();
    assert_eq!(rebuild(&place.path()).await.unwrap_err().code(), "ledger.locked");
    folder.close().await.unwrap();
    std::fs::remove_file(place.path().join("ledger/tile/0/000")).unwrap();
    assert!(!check(&place).await.is_sound());
    let rebuilt = rebuild(&place.path()).await.unwrap();
    assert_eq!((rebuilt.entries, rebuilt.tiles), (702, 1));
    assert_eq!(check(&place).await.problems, []);
}
