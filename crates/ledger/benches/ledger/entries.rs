//! Entries of 600 bytes, and folders to put them in.

use std::path::Path;

use arvak_ledger::{Draft, Key, Lock, Writer};

/// 2026-02-01T12:00:00Z.
pub(crate) const NOON: i64 = 1_769_947_200_000;

/// Bytes of an envelope, its time included.
pub(crate) const ENVELOPE_BYTES: usize = 600;

/// Entries in a group.
pub(crate) const GROUP: u64 = 1000;

/// Bytes that the ledger adds at the front of what it is given: the time of receipt.
const STAMP_BYTES: usize = r#""received_at":"2026-02-01T12:00:00.000Z","#.len();

/// A folder on the disk that holds the build, not in memory as `/tmp` may be.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

pub(crate) fn key() -> Key {
    Key::new("nordvik.example/arvak", [42; 32]).unwrap()
}

pub(crate) fn writer(data: &Path) -> Writer {
    Writer::create(Lock::take(data).unwrap(), key()).unwrap()
}

/// An envelope as evidence looks, filled up to 600 bytes once it is stamped.
pub(crate) fn draft(number: u64) -> Draft {
    let front = format!(
        r#"{{"v":1,"type":"evidence","kind":"web.certificate","subject":"endpoint/e{number}","result":"supports","basis":"probe","collected_at":"2026-02-01T11:59:58.000Z","method":"https/1","fill":""#
    );
    let fill = ENVELOPE_BYTES - STAMP_BYTES - front.len() - 2;
    let mut unstamped = front.into_bytes();
    // Digits that are not all the same, as digests have.
    unstamped.extend((0..fill as u64).map(|at| b'a' + ((at * 7 + number) % 26) as u8));
    unstamped.extend_from_slice(br#""}"#);
    Draft { unstamped, body: None }
}

pub(crate) fn group(number: u64) -> Vec<Draft> {
    (number * GROUP..(number + 1) * GROUP).map(draft).collect()
}
