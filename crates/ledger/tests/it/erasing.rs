//! Bodies can be erased; nothing else can.

use std::collections::BTreeSet;

use arvak_ledger::{BodyState, Reader, VerifyOptions, verify};

use crate::support::{NOON, check, codes, create, drafts, open, segment, with_body};

#[test]
fn an_erased_body_is_accepted_only_with_an_erasure() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = create(folder.path());
    writer.append(&drafts(0..10), NOON).unwrap();
    writer.checkpoint().unwrap();
    let root = writer.root();
    let text = b"the text of number 3";
    let holds =
        || std::fs::read(segment(folder.path())).unwrap().windows(text.len()).any(|w| w == text);
    assert!(holds());
    writer.erase_body(3).unwrap();
    writer.erase_body(3).unwrap();
    writer.erase_body(4).unwrap();
    assert!(!holds());
    assert_eq!(writer.root(), root);
    writer.close().unwrap();
    let reader = Reader::open(folder.path()).unwrap();
    let state = |id| reader.get(id, |entry| entry.body().map(|body| body == BodyState::Erased));
    assert!(state(3).unwrap().unwrap() && !state(6).unwrap().unwrap());

    assert_eq!(codes(&check(folder.path())), ["body.missing"]);
    let ordered = BTreeSet::from([3]);
    let erased = |id| ordered.contains(&id);
    let options = VerifyOptions { erased: &erased, ..VerifyOptions::default() };
    assert_eq!(verify(folder.path(), &options).unwrap().problems, []);
}

#[test]
fn the_last_entry_cannot_be_erased_since_the_order_to_do_so_comes_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = create(folder.path());
    writer.append(&[with_body(0)], NOON).unwrap();
    assert_eq!(writer.erase_body(0).unwrap_err().code(), "ledger.no_entry");
    writer.append(&[with_body(1)], NOON).unwrap();
    writer.erase_body(0).unwrap();
    drop(writer);
    assert_eq!(open(folder.path()).size(), 2);
}
