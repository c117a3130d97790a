//! The keys that a provider signs with.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::CoreJsonWebKeySet;
use serde::Deserialize;
use serde_json::Value;

use crate::Result;
use crate::error::bad_answer;

/// Most keys that anybody signs with at a time.
const KEYS_MAX: usize = 100;

/// Shortest modulus that is trusted (RFC 7518, section 3.3).
const RSA_BITS_MIN: usize = 2048;

/// A key set as it comes.
#[derive(Deserialize)]
pub(crate) struct KeyDocument {
    keys: Vec<Value>,
}

/// The keys that may be used. Those of kinds that nobody here knows, symmetric ones and RSA keys that are too short are left out.
pub(crate) fn usable(document: KeyDocument) -> Result<CoreJsonWebKeySet> {
    if document.keys.len() > KEYS_MAX {
        return Err(bad_answer("keys", format_args!("more than {KEYS_MAX}")));
    }
    let keys: Vec<Value> = document.keys.into_iter().filter(is_trusted).collect();
    if keys.is_empty() {
        return Err(bad_answer("keys", "no key that can be trusted"));
    }
    serde_json::from_value(serde_json::json!({ "keys": keys }))
        .map_err(|error| bad_answer("keys", error))
}

fn is_trusted(key: &Value) -> bool {
    let text = |name: &str| key.get(name).and_then(Value::as_str);
    match text("kty") {
        Some("RSA") => text("n").is_some_and(|modulus| bits(modulus) >= RSA_BITS_MIN),
        Some("EC" | "OKP") => true,
        _ => false,
    }
}

/// How many bits a number has.
fn bits(number: &str) -> usize {
    let bytes = URL_SAFE_NO_PAD.decode(number).unwrap_or_default();
    let significant: Vec<u8> = bytes.into_iter().skip_while(|byte| *byte == 0).collect();
    let lead = significant.first().map_or(0, |byte| byte.leading_zeros() as usize);
    significant.len() * 8 - lead
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rsa(bytes: usize) -> Value {
        json!({ "kty": "RSA", "kid": "r", "e": "AQAB", "n": URL_SAFE_NO_PAD.encode(vec![0xff; bytes]) })
    }

    fn count(keys: Vec<Value>) -> usize {
        usable(KeyDocument { keys }).map_or(0, |keys| keys.keys().len())
    }

    #[test]
    fn short_symmetric_and_unknown_keys_are_left_out() {
        let ec = json!({ "kty": "EC", "crv": "P-256", "kid": "e", "x": "AA", "y": "AA" });
        assert_eq!(count(vec![rsa(256), ec]), 2);
        assert_eq!(count(vec![rsa(255)]), 0);
        assert_eq!(count(vec![json!({ "kty": "oct", "k": "AAAA" })]), 0);
        assert_eq!(count(vec![json!({ "kty": "new" }), json!(3)]), 0);
        assert_eq!(count(vec![rsa(256); KEYS_MAX + 1]), 0);
    }

    #[test]
    fn zeros_in_front_make_no_key_longer() {
        let mut modulus = vec![0; 128];
        modulus.extend([0xff; 128]);
        assert_eq!(bits(&URL_SAFE_NO_PAD.encode(modulus)), 1024);
        assert_eq!((bits("AQ"), bits(""), bits("!")), (1, 0, 0));
    }
}
