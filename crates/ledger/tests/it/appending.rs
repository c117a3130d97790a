//! Appending and reading back.

use std::sync::atomic::{AtomicBool, Ordering};

use arvak_ledger::{BodyState, Draft, Reader};

use crate::support::{NOON, check, create, drafts, number_of, numbers, open, plain, with_body};

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

fn number(reader: &Reader, id: u64) -> u64 {
    reader.get(id, number_of).unwrap()
}

#[test]
fn a_ledger_goes_on_over_the_end_of_a_segment() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = create(folder.path());
    for from in (0..66_000).step_by(6_600) {
        writer.append(&drafts(from..from + 6_600), NOON).unwrap();
        let reader = Reader::open(folder.path()).unwrap();
        assert_eq!((reader.size(), reader.root()), (writer.size(), writer.root()));
    }
    writer.close().unwrap();
    let reader = Reader::open(folder.path()).unwrap();
    assert_eq!(numbers(&reader, 65_530..65_540), (65_530..65_540).collect::<Vec<_>>());
    assert_eq!(number(&reader, 65_999), 65_999);
    // Some close together, some far apart, on both sides of the end of the segment.
    for wanted in [
        vec![0, 1, 2, 255, 256, 300, 1_000, 40_000, 65_534, 65_535, 65_536, 65_999],
        vec![65_000, 65_001, 65_600],
        vec![],
    ] {
        let mut seen = Vec::new();
        let take = |entry: &arvak_ledger::Entry<'_>| {
            seen.push((entry.id, number_of(entry)));
            Ok::<(), arvak_ledger::LedgerError>(())
        };
        reader.each(&wanted.iter().copied().collect(), take).unwrap();
        assert_eq!(seen, wanted.into_iter().map(|id| (id, id)).collect::<Vec<_>>());
    }
    let beyond = reader.each(&[3, 66_000].into(), |_| Ok::<(), arvak_ledger::LedgerError>(()));
    assert_eq!(beyond.unwrap_err().code(), "ledger.no_entry");
    let report = check(folder.path());
    assert_eq!((report.size, report.problems.len()), (66_000, 0));
    assert_eq!(open(folder.path()).size(), 66_000);
}

#[test]
fn one_group_may_fill_a_segment_and_go_on_in_the_one_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = create(folder.path());
    writer.append(&drafts(0..10), NOON).unwrap();
    assert_eq!(writer.append(&drafts(10..131_082), NOON).unwrap(), 10..131_082);
    writer.append(&drafts(131_082..131_090), NOON).unwrap();
    writer.close().unwrap();
    let reader = Reader::open(folder.path()).unwrap();
    for around in [65_530..65_540, 131_070..131_090] {
        assert_eq!(numbers(&reader, around.clone()), around.collect::<Vec<_>>());
    }
    let report = check(folder.path());
    assert_eq!((report.size, report.problems.len()), (131_090, 0));
    let too_many = open(folder.path()).append(&drafts(0..262_145), NOON).unwrap_err();
    assert_eq!(too_many.code(), "ledger.bad_draft");
}

#[test]
fn the_time_never_decreases_and_a_clock_set_back_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = create(folder.path());
    writer.append(&[plain(0)], NOON).unwrap();
    writer.append(&[plain(1)], NOON - 299_999).unwrap();
    assert_eq!(writer.last_received_millis(), Some(NOON));
    let error = writer.append(&[plain(2)], NOON - 300_001).unwrap_err();
    assert_eq!(error.code(), "ledger.clock_behind");
    assert!(error.to_string().contains("2026-02-01T11:54:59.999Z"), "{error}");
    drop(writer);
    // A new start remembers.
    let mut writer = open(folder.path());
    assert_eq!(
        writer.append(&[plain(2)], NOON - 400_000).unwrap_err().code(),
        "ledger.clock_behind"
    );
    writer.append(&[plain(2)], NOON + 1).unwrap();
    assert_eq!(check(folder.path()).problems, []);
}

#[test]
fn drafts_that_cannot_be_entries_are_refused_and_leave_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = create(folder.path());
    let draft = |unstamped: &str| Draft { unstamped: unstamped.into(), body: None };
    let digest = "0".repeat(64);
    let long = format!(r#"{{"text":"{}"}}"#, "x".repeat(16 * 1024));
    let mut bad = vec![
        draft(""),
        draft("[]"),
        draft("{"),
        draft("{\n}"),
        draft(r#"{"received_at":"2020-01-01T00:00:00.000Z"}"#),
        draft(&format!(r#"{{"body":"{digest}"}}"#)),
        draft(r#"{"body":7}"#),
        draft(r#"{"a":1} {"b":2}"#),
        draft(&long),
        Draft { body: Some(b"text".to_vec()), ..draft("{}") },
        Draft { body: Some(Vec::new()), ..plain(1) },
    ];
    let mut other = with_body(1);
    other.body = Some(b"another text".to_vec());
    bad.push(other);
    for draft in bad {
        let text = String::from_utf8_lossy(&draft.unstamped).into_owned();
        let error = writer.append(&[plain(0), draft], NOON).unwrap_err();
        assert_eq!(error.code(), "ledger.bad_draft", "{text}");
    }
    assert_eq!(writer.size(), 0);
    writer.append(&[draft("{}"), draft(r#"{"nested":{"body":"x"}}"#)], NOON).unwrap();
    writer.close().unwrap();
    assert_eq!(check(folder.path()).problems, []);
}

#[test]
fn readers_beside_a_writer_see_whole_entries_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = create(folder.path());
    let done = AtomicBool::new(false);
    std::thread::scope(|threads| {
        let read = || {
            let mut seen = 0;
            while !done.load(Ordering::Relaxed) {
                let reader = Reader::open(folder.path()).unwrap();
                assert!(reader.size() >= seen);
                let from = seen.saturating_sub(300);
                assert_eq!(
                    numbers(&reader, from..reader.size()),
                    (from..reader.size()).collect::<Vec<_>>()
                );
                assert_eq!(check(folder.path()).problems, []);
                if reader.checkpoint().size() > 0 {
                    reader.prove(reader.checkpoint().size() - 1).unwrap();
                }
                seen = reader.size();
            }
            seen
        };
        let readers = [threads.spawn(read), threads.spawn(read)];
        for from in (0..3000).step_by(7) {
            writer.append(&drafts(from..from + 7), NOON).unwrap();
            if from % 5 == 0 {
                writer.checkpoint().unwrap();
            }
        }
        done.store(true, Ordering::Relaxed);
        for reader in readers {
            assert!(reader.join().unwrap() > 0);
        }
    });
}
