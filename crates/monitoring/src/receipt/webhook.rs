//! Signed webhooks, as <https://www.standardwebhooks.com> says and as our own are sent: HMAC-SHA256 (RFC 2104) over id, second
//! and body. The raw form is that of HTTP/1.1: header lines, an empty line, the body; a request line before them may be there.

use arvak_core::Instant;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::{Raw, Sender};

/// Most signatures that are tried: a sender that changes its key sends two.
const SIGNATURES_MAX: usize = 8;

/// Most characters of an id.
const ID_CHARS_MAX: usize = 200;

pub(super) fn read(bytes: &[u8], key: Option<&[u8]>) -> Option<Raw> {
    let (head, body) = split(bytes)?;
    let head = str::from_utf8(head).ok()?;
    let only = |name: &str| {
        let mut found = head.lines().filter_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.trim().eq_ignore_ascii_case(name).then(|| value.trim())
        });
        // Twice the same header may be read one way here and another way elsewhere.
        found.next().filter(|_| found.next().is_none())
    };
    let id = only("webhook-id").filter(|id| !id.is_empty() && id.len() <= ID_CHARS_MAX)?;
    let second = only("webhook-timestamp")?;
    let seconds: i64 = second.parse().ok().filter(|seconds: &i64| seconds.to_string() == second)?;
    let signatures = only("webhook-signature")?;
    let sender = match key {
        None => Sender::Unchecked,
        Some(key) if is_signed(key, (id, second, body), signatures) => Sender::Proven,
        Some(_) => Sender::Wrong,
    };
    let mut text = vec![String::from_utf8_lossy(body).to_lowercase()];
    if let Ok(value) = serde_json::from_slice(body) {
        strings(&value, &mut text);
    }
    let signed_at = Some(Instant::from_millis(seconds.checked_mul(1_000)?));
    Some(Raw { id: Some(id.to_owned()), arrived: None, signed_at, sender, text, of: None })
}

fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = |end: &[u8]| bytes.windows(end.len()).position(|window| window == end);
    let (crlf, lf) = (at(b"\r\n\r\n"), at(b"\n\n"));
    let (end, length) = match (crlf, lf) {
        (Some(crlf), Some(lf)) if lf < crlf => (lf, 2),
        (Some(crlf), _) => (crlf, 4),
        (None, Some(lf)) => (lf, 2),
        (None, None) => return None,
    };
    Some((bytes.get(..end)?, bytes.get(end + length..)?))
}

/// Whether one of the signatures is right; each is compared in constant time.
fn is_signed(key: &[u8], (id, second, body): (&str, &str, &[u8]), signatures: &str) -> bool {
    let Ok(begun) = Hmac::<Sha256>::new_from_slice(key) else { return false };
    let signed = begun.chain_update(id).chain_update(".").chain_update(second);
    let signed = signed.chain_update(".").chain_update(body);
    let one = |signature: &str| {
        let bytes = STANDARD.decode(signature.strip_prefix("v1,")?).ok()?;
        signed.clone().verify_slice(&bytes).ok()
    };
    signatures.split(' ').take(SIGNATURES_MAX).any(|signature| one(signature).is_some())
}

/// All texts in a JSON value: in the raw body a sign may be written as an escape.
fn strings(value: &serde_json::Value, to: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => to.push(text.to_lowercase()),
        serde_json::Value::Array(values) => values.iter().for_each(|value| strings(value, to)),
        serde_json::Value::Object(members) => {
            for (name, value) in members {
                to.push(name.to_lowercase());
                strings(value, to);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the standard's reference libraries (standard-webhooks/libraries).
    const EXAMPLE: &str = "POST /hook HTTP/1.1\r\nWebhook-Id: msg_p5jXN8AQM9LWM0D4loKWxJek\r\n\
        webhook-timestamp: 1614265330\r\n\
        webhook-signature: v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=\r\n\r\n{\"test\": 2432232314}";

    fn key() -> Vec<u8> {
        STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap()
    }

    #[test]
    fn the_example_of_the_standard_is_signed() {
        let read = read(EXAMPLE.as_bytes(), Some(&key())).unwrap();
        assert_eq!(read.sender, Sender::Proven);
        assert_eq!(read.signed_at, Some(Instant::from_millis(1_614_265_330_000)));
        assert!(
            read.holds("2432232314") && !read.holds("webhook-id"),
            "headers are not what is said"
        );
    }

    #[test]
    fn nothing_can_be_changed_in_what_is_signed() {
        for (from, to) in
            [("msg_p", "msg_q"), ("1614265330", "1614265331"), ("2432", "2433"), ("g0hM", "g0hN")]
        {
            let changed = EXAMPLE.replace(from, to);
            assert_eq!(
                read(changed.as_bytes(), Some(&key())).unwrap().sender,
                Sender::Wrong,
                "{to}"
            );
        }
        let other = [1; 24];
        assert_eq!(read(EXAMPLE.as_bytes(), Some(&other)).unwrap().sender, Sender::Wrong);
        assert_eq!(read(EXAMPLE.as_bytes(), None).unwrap().sender, Sender::Unchecked);
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_not_read() {
        let twice = EXAMPLE.replace("webhook-signature", "webhook-id: other\r\nwebhook-signature");
        assert_eq!(read(twice.as_bytes(), Some(&key())), None);
        for gone in
            ["Webhook-Id", "webhook-timestamp", "webhook-signature", "\r\n\r\n", "1614265330"]
        {
            assert_eq!(read(EXAMPLE.replace(gone, "x").as_bytes(), Some(&key())), None, "{gone}");
        }
    }

    #[test]
    fn a_mark_that_json_writes_as_an_escape_is_found() {
        let text = EXAMPLE.replace("2432232314", "\"\\u0061rvak-1\"");
        assert!(read(text.as_bytes(), None).unwrap().holds("ARVAK-1"));
    }
}
