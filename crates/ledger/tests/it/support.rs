//! What the tests share.

use std::path::Path;

use arvak_ledger::{Draft, Key, Lock, Writer, merkle};

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
pub(crate) fn drafts(numbers: std::ops::Range<u64>) -> Vec<Draft> {
    numbers.map(|n| if n % 3 == 0 { with_body(n) } else { plain(n) }).collect()
}
