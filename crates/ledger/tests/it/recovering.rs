//! Opening after a crash, and after damage.

use arvak_ledger::{LedgerError, Lock, Reader, Writer};

use crate::support::{
    NOON, check, codes, copy, create, drafts, key, ledger, numbers, open, put, segment,
};

#[test]
fn a_last_record_torn_at_any_byte_is_cut_off_and_the_rest_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = segment(folder.path());
    let mut writer = create(folder.path());
    writer.append(&drafts(0..4), NOON).unwrap();
    writer.checkpoint().unwrap();
    writer.append(&drafts(4..6), NOON).unwrap();
    let before = std::fs::read(&path).unwrap();
    writer.append(&drafts(6..7), NOON).unwrap();
    drop(writer);
    let whole = std::fs::read(&path).unwrap();
    for len in before.len()..whole.len() {
        // Cut short, and grown to its length with the rest never written.
        let mut lost = whole[..len].to_vec();
        lost.resize(whole.len(), 0);
        for bytes in [&whole[..len], &lost] {
            put(&path, bytes);
            assert_eq!(check(folder.path()).problems, [], "torn at {len}");
            assert_eq!(Reader::open(folder.path()).unwrap().size(), 6, "torn at {len}");
            let mut writer = open(folder.path());
            assert_eq!(writer.size(), 6, "torn at {len}");
            assert_eq!(std::fs::read(&path).unwrap(), before, "torn at {len}");
            writer.append(&drafts(7..8), NOON).unwrap();
            drop(writer);
            let reader = Reader::open(folder.path()).unwrap();
            assert_eq!(numbers(&reader, 0..7), [0, 1, 2, 3, 4, 5, 7]);
        }
    }
}

#[test]
fn damage_after_the_checkpoint_is_refused_and_never_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let path = segment(folder.path());
    let mut writer = create(folder.path());
    writer.append(&drafts(0..4), NOON).unwrap();
    writer.checkpoint().unwrap();
    let signed = usize::try_from(std::fs::metadata(&path).unwrap().len()).unwrap();
    writer.append(&drafts(4..8), NOON).unwrap();
    drop(writer);
    let whole = std::fs::read(&path).unwrap();
    for at in signed..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        put(&path, &bytes);
        let error = Writer::open(Lock::take(folder.path()).unwrap(), key()).unwrap_err();
        assert_eq!(error.code(), "ledger.damaged", "byte {at}");
        assert!(!check(folder.path()).is_sound(), "byte {at}");
        assert_eq!(std::fs::read(&path).unwrap(), bytes, "byte {at}: nothing was changed");
    }
}

#[test]
fn records_missing_from_a_signed_ledger_are_refused() {
    let folder = ledger(300);
    let path = segment(folder.path());
    let whole = std::fs::read(&path).unwrap();
    put(&path, &whole[..whole.len() - 1]);
    match Reader::open(folder.path()).unwrap_err() {
        LedgerError::RolledBack { have, signed } => assert_eq!((have, signed), (299, 300)),
        other => panic!("{other}"),
    }
    assert!(codes(&check(folder.path())).contains(&"checkpoint.root"));
}

#[test]
fn an_older_copy_of_the_ledger_folder_is_refused() {
    let folder = ledger(300);
    let older = tempfile::tempdir().unwrap();
    copy(&folder.path().join("ledger"), older.path());
    let mut writer = open(folder.path());
    writer.append(&drafts(300..310), NOON).unwrap();
    writer.close().unwrap();
    std::fs::remove_dir_all(folder.path().join("ledger")).unwrap();
    copy(older.path(), &folder.path().join("ledger"));
    let error = Writer::open(Lock::take(folder.path()).unwrap(), key()).unwrap_err();
    assert!(matches!(error, LedgerError::RolledBack { have: 300, signed: 310 }), "{error}");
    assert_eq!(codes(&check(folder.path())), ["last.root"]);
}

#[test]
fn a_folder_of_a_newer_version_is_refused_by_everything() {
    let folder = ledger(3);
    put(&folder.path().join("FORMAT"), b"arvak-data 2\n");
    let lock = Lock::take(folder.path()).unwrap();
    let error = arvak_ledger::rebuild(&lock).unwrap_err();
    assert_eq!(error.code(), "ledger.newer");
    assert!(error.to_string().contains("upgrade arvak"));
    assert_eq!(Writer::open(lock, key()).unwrap_err().code(), "ledger.newer");
    assert_eq!(Reader::open(folder.path()).unwrap_err().code(), "ledger.newer");
    let report = arvak_ledger::verify(folder.path(), &arvak_ledger::VerifyOptions::default());
    assert_eq!(report.unwrap_err().code(), "ledger.newer");
}

#[test]
fn a_folder_without_a_ledger_a_second_ledger_and_another_key_are_refused() {
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(Reader::open(empty.path()).unwrap_err().code(), "ledger.missing");
    let folder = ledger(3);
    let lock = Lock::take(folder.path()).unwrap();
    assert_eq!(Writer::create(lock, key()).unwrap_err().code(), "ledger.exists");
    let other = arvak_ledger::Key::new("nordvik.example/arvak", [1; 32]).unwrap();
    let lock = Lock::take(folder.path()).unwrap();
    assert_eq!(Writer::open(lock, other).unwrap_err().code(), "ledger.key_differs");
}

#[test]
fn a_second_program_on_the_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let writer = create(folder.path());
    let error = Lock::take(folder.path()).unwrap_err();
    assert_eq!(error.code(), "ledger.locked");
    assert!(error.to_string().contains(&std::process::id().to_string()), "{error}");
    drop(writer);
    open(folder.path());
}
