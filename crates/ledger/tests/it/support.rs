//! What the tests share.

use std::fs::File;
use std::io::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

use arvak_ledger::{Draft, Key, Lock, Reader, Report, VerifyOptions, Writer, merkle, verify};

/// 2026-02-01T12:00:00Z.
pub(crate) const NOON: i64 = 1_769_947_200_000;

pub(crate) fn key() -> Key {
    Key::new("nordvik.example/arvak", [42; 32]).unwrap()
}

pub(crate) fn create(data: &Path) -> Writer {
    key().save(data).unwrap();
    Writer::create(Lock::take(data).unwrap(), key()).unwrap()
}

pub(crate) fn open(data: &Path) -> Writer {
    Writer::open(Lock::take(data).unwrap(), key()).unwrap()
}

/// A ledger of `size` entries, closed cleanly.
pub(crate) fn ledger(size: u64) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = create(folder.path());
    for from in (0..size).step_by(1000) {
        writer.append(&drafts(from..size.min(from + 1000)), NOON).unwrap();
    }
    writer.close().unwrap();
    folder
}

/// An entry without a body.
pub(crate) fn plain(number: u64) -> Draft {
    Draft { unstamped: format!(r#"{{"v":1,"n":{number}}}"#).into_bytes(), body: None }
}

/// An entry with a body.
pub(crate) fn with_body(number: u64) -> Draft {
    let body = format!("the text of number {number}").into_bytes();
    let digest = merkle::sha256(&body).to_hex();
    let unstamped = format!(r#"{{"v":1,"n":{number},"body":"{digest}"}}"#).into_bytes();
    Draft { unstamped, body: Some(body) }
}

/// Every third with a body.
pub(crate) fn drafts(numbers: Range<u64>) -> Vec<Draft> {
    numbers.map(|n| if n % 3 == 0 { with_body(n) } else { plain(n) }).collect()
}

/// The numbers that the entries of a range say they are.
pub(crate) fn numbers(reader: &Reader, range: Range<u64>) -> Vec<u64> {
    let mut entries = reader.entries(range).unwrap();
    let mut numbers = Vec::new();
    while let Some(entry) = entries.next_entry().unwrap() {
        numbers.push(number_of(&entry));
    }
    numbers
}

/// The number that an entry says it is.
pub(crate) fn number_of(entry: &arvak_ledger::Entry<'_>) -> u64 {
    let value: serde_json::Value = serde_json::from_slice(entry.envelope).unwrap();
    entry.body().unwrap();
    value["n"].as_u64().unwrap()
}

pub(crate) fn check(data: &Path) -> Report {
    verify(data, &VerifyOptions::default()).unwrap()
}

pub(crate) fn codes(report: &Report) -> Vec<&'static str> {
    report.problems.iter().map(|problem| problem.code).collect()
}

pub(crate) fn segment(data: &Path) -> PathBuf {
    data.join("ledger/segments/0000.seg")
}

pub(crate) fn put(path: &Path, bytes: &[u8]) {
    File::create(path).unwrap().write_all(bytes).unwrap();
}

pub(crate) fn copy(from: &Path, to: &Path) {
    copy_with(from, to, &|from, to| assert!(std::fs::copy(from, to).is_ok()));
}

/// As [`copy`], but tiles are only given a second name: the ledger replaces them and never writes
/// into them.
pub(crate) fn link(from: &Path, to: &Path) {
    let is_tile = |path: &Path| path.components().any(|part| part.as_os_str() == "tile");
    copy_with(from, to, &|from, to| {
        if is_tile(from) {
            std::fs::hard_link(from, to).unwrap();
        } else {
            std::fs::copy(from, to).unwrap();
        }
    });
}

fn copy_with(from: &Path, to: &Path, copy_file: &dyn Fn(&Path, &Path)) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_with(&entry.path(), &target, copy_file);
        } else {
            copy_file(&entry.path(), &target);
        }
    }
}
