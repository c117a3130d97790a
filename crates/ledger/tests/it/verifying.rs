//! Verification finds what was changed by hand.

use arvak_ledger::{Key, LedgerError, Lock, Reader, VerifyOptions, Writer, rebuild, verify};

use crate::support::{NOON, check, codes, copy, create, drafts, key, ledger, open, put, segment};

fn against(data: &std::path::Path, checkpoint: &str) -> Vec<&'static str> {
    let options = VerifyOptions { checkpoint: Some(checkpoint), ..VerifyOptions::default() };
    codes(&verify(data, &options).unwrap())
}

#[test]
fn a_folder_rolled_back_as_a_whole_is_found_by_who_holds_a_later_checkpoint() {
    let folder = ledger(300);
    let older = tempfile::tempdir().unwrap();
    copy(folder.path(), older.path());
    let early = Reader::open(folder.path()).unwrap().checkpoint().note().to_owned();
    let mut writer = open(folder.path());
    writer.append(&drafts(300..310), NOON).unwrap();
    let late = writer.checkpoint().unwrap().note().to_owned();
    drop(writer);
    assert_eq!(against(folder.path(), &early), [""; 0]);
    assert_eq!(against(folder.path(), &late), [""; 0]);
    // By itself the older copy is sound.
    assert_eq!(against(older.path(), &early), [""; 0]);
    assert_eq!(against(older.path(), &late), ["given.not_continued"]);
    // Another history of the same length, signed with the same key, is no continuation.
    let mut writer = open(older.path());
    writer.append(&drafts(400..410), NOON).unwrap();
    writer.close().unwrap();
    assert_eq!(check(older.path()).problems, []);
    assert_eq!(against(older.path(), &late), ["given.not_continued"]);
    assert_eq!(against(older.path(), "nonsense"), ["given.not_ours"]);
}

#[test]
fn a_ledger_of_another_key_is_found_by_who_knows_the_right_one() {
    let folder = ledger(3);
    let other = Key::new("nordvik.example/arvak", [1; 32]).unwrap();
    let options = VerifyOptions { key: Some(other.public()), ..VerifyOptions::default() };
    let found = codes(&verify(folder.path(), &options).unwrap());
    assert!(found.contains(&"key.differs") && found.contains(&"checkpoint.damaged"), "{found:?}");
}

#[test]
fn missing_and_stray_files_are_found() {
    let folder = ledger(600);
    for name in ["checkpoint", "vkey", "segments/0000.seg", "tile/0/001", "../ledger.last"] {
        let path = folder.path().join("ledger").join(name);
        let bytes = std::fs::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert!(!check(folder.path()).is_sound(), "{name} is missing");
        put(&path, &bytes);
    }
    for name in ["notes.txt", "segments/0002.seg", "tile/0/002", "tile/2/000", "tile/0/1.p"] {
        let path = folder.path().join("ledger").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        put(&path, b"stray");
        assert!(!check(folder.path()).is_sound(), "{name} is there");
        std::fs::remove_file(&path).unwrap();
    }
    assert_eq!(check(folder.path()).problems, []);
}

#[test]
fn a_damaged_record_is_named_by_file_byte_and_entry() {
    let folder = ledger(300);
    let path = segment(folder.path());
    let mut bytes = std::fs::read(&path).unwrap();
    let at = bytes.windows(8).position(|w| w == br#""n":100}"#).unwrap();
    bytes[at + 4] = b'2';
    put(&path, &bytes);
    let report = check(folder.path());
    let first = &report.problems[0];
    assert_eq!((first.code, first.entry), ("record.damaged", Some(100)));
    assert_eq!(first.file.to_str(), Some("ledger/segments/0000.seg"));
    assert!(first.offset.unwrap() < at as u64);
    // Reading that entry is refused, the ones before and after are still read.
    let reader = Reader::open(folder.path()).unwrap();
    assert!(matches!(reader.get(100, |_| ()), Err(LedgerError::Damaged { entry: 100, .. })));
    reader.get(99, |_| ()).unwrap();
    reader.get(290, |_| ()).unwrap();
}

#[test]
fn a_history_written_anew_is_refused_by_rebuild_which_never_signs() {
    let folder = ledger(300);
    let other = tempfile::tempdir().unwrap();
    let mut writer = create(other.path());
    writer.append(&drafts(1000..1300), NOON).unwrap();
    writer.close().unwrap();
    std::fs::copy(segment(other.path()), segment(folder.path())).unwrap();
    assert!(codes(&check(folder.path())).contains(&"checkpoint.root"));
    let tile = std::fs::read(folder.path().join("ledger/tile/0/000")).unwrap();
    let lock = Lock::take(folder.path()).unwrap();
    assert!(matches!(rebuild(&lock), Err(LedgerError::RootDiffers { size: 300 })));
    assert_eq!(std::fs::read(folder.path().join("ledger/tile/0/000")).unwrap(), tile);
    assert!(matches!(Writer::open(lock, key()), Err(LedgerError::RootDiffers { size: 300 })));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let folder = ledger(66_000);
    let with = |threads| {
        verify(folder.path(), &VerifyOptions { threads, ..VerifyOptions::default() }).unwrap()
    };
    assert_eq!(with(1), with(2));
    assert_eq!(with(1), with(7));
    assert!(with(2).is_sound() && with(2).size == 66_000);
}
