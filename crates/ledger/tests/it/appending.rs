//! Appending and reading back.

use arvak_ledger::{BodyState, Reader};

use crate::support::{NOON, create, drafts, open};

#[test]
fn what_was_appended_is_read_back_beside_the_writer_and_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = create(folder.path());
    let wanted = drafts(0..700);
    for (group, at) in wanted.chunks(90).zip(0..) {
        let ids = writer.append(group, NOON + at).unwrap();
        assert_eq!(ids.end, writer.size());
        let reader = Reader::open(folder.path()).unwrap();
        assert_eq!((reader.size(), reader.root()), (writer.size(), writer.root()));
        if at == 3 {
            writer.checkpoint().unwrap();
        }
    }
    let root = writer.root();
    drop(writer.close().unwrap());
    let writer = open(folder.path());
    assert_eq!((writer.size(), writer.root()), (700, root));
    let reader = Reader::open(folder.path()).unwrap();
    assert_eq!((reader.checkpoint().size(), reader.checkpoint().root()), (700, root));
    let mut entries = reader.entries(0..700).unwrap();
    for (draft, id) in wanted.iter().zip(0_u64..) {
        let entry = entries.next_entry().unwrap().unwrap();
        assert_eq!(entry.id, id);
        let stamped = entry.envelope.strip_prefix(br#"{"received_at":""#).unwrap();
        assert_eq!(&stamped[26..], &draft.unstamped[1..]);
        assert_eq!(entry.received_millis(), Some(NOON + i64::try_from(id).unwrap() / 90));
        let body = draft.body.as_deref().map_or(BodyState::None, BodyState::Present);
        assert_eq!(entry.body().unwrap(), body);
    }
    assert!(entries.next_entry().unwrap().is_none());
}
