//! The time that the ledger writes at the front of each envelope, and the two members it reads.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::fmt::temporal::DateTimePrinter;
use memchr::memmem::Finder;
use serde::Deserialize;

use crate::LedgerError;
use crate::merkle::NodeHash;

const FRONT: &[u8] = b"{\"received_at\":\"";

/// Bytes of a time such as `2026-02-01T12:00:00.000Z`; always the same, so that times compare as
/// text.
const TIME_BYTES: usize = 24;

/// 9999-12-30T22:00:00Z, about the last instant that jiff knows.
const MILLIS_MAX: i64 = 253_402_207_200_000;

const PRINTER: DateTimePrinter = DateTimePrinter::new().precision(Some(3));

/// RFC 3339 in UTC with exactly three decimals.
pub(crate) fn rfc3339(millis: i64) -> Result<String, LedgerError> {
    match Timestamp::from_millisecond(millis) {
        Ok(time) if (0..=MILLIS_MAX).contains(&millis) => Ok(PRINTER.timestamp_to_string(&time)),
        _ => Err(bad("its time is not between the years 1970 and 9999")),
    }
}

/// Appends the envelope to `out`: `unstamped`, a JSON object, with `time` as its first member.
pub(crate) fn stamp(unstamped: &[u8], time: &str, out: &mut Vec<u8>) -> Result<(), LedgerError> {
    let members = unstamped.strip_prefix(b"{").ok_or_else(|| bad("it is no JSON object"))?;
    if unstamped.iter().any(|byte| *byte < b' ') {
        return Err(bad("it has control characters or line breaks"));
    }
    out.extend_from_slice(FRONT);
    out.extend_from_slice(time.as_bytes());
    out.extend_from_slice(if members == b"}" { b"\"" } else { b"\"," });
    out.extend_from_slice(members);
    Ok(())
}

/// The time at the front of an envelope, as text; `None` when there is none.
pub(crate) fn received_at(envelope: &[u8]) -> Option<&[u8]> {
    let (time, rest) = envelope.strip_prefix(FRONT)?.split_at_checked(TIME_BYTES)?;
    rest.starts_with(b"\"").then_some(time)
}

/// The time at the front of an envelope, in milliseconds since 1970-01-01T00:00:00Z.
pub(crate) fn received_millis(envelope: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(received_at(envelope)?).ok()?;
    text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond)
}

/// The members of an envelope that mean something to the ledger.
#[derive(Deserialize)]
struct Members<'a> {
    #[serde(borrow, default)]
    received_at: Option<std::borrow::Cow<'a, str>>,
    #[serde(borrow, default)]
    body: Option<std::borrow::Cow<'a, str>>,
}

/// Checks a whole new envelope, and gives the digest of the body that it names.
pub(crate) fn check(envelope: &[u8]) -> Result<Option<NodeHash>, LedgerError> {
    let members: Members<'_> = serde_json::from_slice(envelope)
        .map_err(|error| bad(&format!("it cannot be read as a JSON object: {error}")))?;
    if members.received_at.as_deref().map(str::as_bytes) != received_at(envelope) {
        return Err(bad("its time is not at its front"));
    }
    match members.body {
        None => Ok(None),
        Some(text) => match parse_digest(text.as_bytes()) {
            Some(digest) => Ok(Some(digest)),
            None => Err(bad("its `body` is no SHA-256 in 64 small hexadecimal digits")),
        },
    }
}

/// The digest of the body that an envelope names; quick, for envelopes that [`check`] let in.
pub(crate) fn body_digest(envelope: &[u8]) -> Option<NodeHash> {
    const MEMBER: &[u8] = b"\"body\":\"";
    // Made once: that takes as long as a search.
    static FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(MEMBER));
    FINDER.find_iter(envelope).find_map(|at| {
        let before = envelope.get(..at)?;
        let value = envelope.get(at + MEMBER.len()..)?;
        let digest = value.get(..64)?;
        if at_top_level(before) && value.get(64) == Some(&b'"') {
            parse_digest(digest)
        } else {
            None
        }
    })
}

/// Whether what follows `before` is a member of the outermost object, and not inside a text.
fn at_top_level(before: &[u8]) -> bool {
    let (mut depth, mut in_text, mut escaped) = (0_u32, false, false);
    for byte in before {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_text,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => depth = depth.saturating_add(1),
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth == 1 && !in_text
}

fn parse_digest(text: &[u8]) -> Option<NodeHash> {
    let nibble = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_chunks::<2>();
    let mut digest = [0; 32];
    if pairs.len() != 32 || !rest.is_empty() {
        return None;
    }
    for (byte, [high, low]) in digest.iter_mut().zip(pairs) {
        *byte = nibble(*high)? << 4 | nibble(*low)?;
    }
    Some(NodeHash(digest))
}

fn bad(why: &str) -> LedgerError {
    LedgerError::BadDraft { why: why.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_are_written_in_one_way_and_read_back() {
        let text = rfc3339(1_769_947_200_005).unwrap();
        assert_eq!(text, "2026-02-01T12:00:00.005Z");
        let mut envelope = Vec::new();
        stamp(br#"{"v":1}"#, &text, &mut envelope).unwrap();
        assert_eq!(envelope, br#"{"received_at":"2026-02-01T12:00:00.005Z","v":1}"#);
        assert_eq!(received_millis(&envelope), Some(1_769_947_200_005));
        assert!(rfc3339(-1).is_err() && rfc3339(MILLIS_MAX + 1).is_err());
        assert_eq!(rfc3339(MILLIS_MAX).unwrap().len(), TIME_BYTES);
    }

    #[test]
    fn an_empty_object_is_stamped_too() {
        let mut envelope = Vec::new();
        stamp(b"{}", &rfc3339(0).unwrap(), &mut envelope).unwrap();
        assert_eq!(check(&envelope).unwrap(), None);
    }

    #[test]
    fn only_the_outermost_body_counts() {
        let digest = "ab".repeat(32);
        let inner = format!(r#"{{"a":{{"body":"{digest}"}},"b":"\"body\":\"","body":"{digest}"}}"#);
        assert_eq!(body_digest(inner.as_bytes()), Some(NodeHash([0xab; 32])));
        let none = format!(r#"{{"a":[{{"body":"{digest}"}}],"t":"{{\"body\":\"{digest}\"}}"}}"#);
        assert_eq!(body_digest(none.as_bytes()), None);
    }

    fn value() -> impl Strategy<Value = serde_json::Value> {
        let text = prop_oneof![
            "[a-f0-9\"\\\\{}\\[\\]]{0,8}",
            Just("ab".repeat(32)),
            Just("\"body\":\"".to_owned())
        ];
        let leaf =
            prop_oneof![text.prop_map(serde_json::Value::from), Just(serde_json::Value::Null)];
        leaf.prop_recursive(3, 24, 4, |inner| {
            let name = prop_oneof![Just("body".to_owned()), "[a-z\"{]{1,3}"];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
                prop::collection::btree_map(name, inner, 0..4)
                    .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_quick_search_for_the_body_agrees_with_a_parser(inner in value(), named in any::<bool>()) {
            let mut object = serde_json::json!({ "received_at": rfc3339(0).unwrap(), "x": inner });
            if named {
                object["body"] = "cd".repeat(32).into();
            }
            let bytes = serde_json::to_vec(&object).unwrap();
            let wanted = named.then_some(NodeHash([0xcd; 32]));
            prop_assert_eq!(body_digest(&bytes), wanted);
        }
    }
}
