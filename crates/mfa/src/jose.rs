//! Signed tokens (RFC 7515, RFC 7519, OpenID Connect Core section 3.1.3.7): a signature by a key that the provider publishes,
//! and the claims that a log-in rests on. Pure.

use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde_json::Value;

/// Most bytes of a token.
const TOKEN_BYTES_MAX: usize = 64 * 1024;

/// Most keys of a provider that are tried.
const KEYS_MAX: usize = 50;

/// Most seconds that clocks may differ.
const SKEW_S: i64 = 300;

/// What a token must say.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'e> {
    /// Who made it.
    pub issuer: &'e str,
    /// For whom.
    pub audience: &'e str,
    /// What we sent, so that it is no older one.
    pub nonce: &'e str,
    /// Now, in seconds since 1970.
    pub now_s: i64,
}

/// What a valid token says of the log-in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// The class of the log-in.
    pub acr: Option<String>,
    /// Its methods (RFC 8176).
    pub amr: Vec<String>,
}

/// Verifies a token against the keys of the provider (a JWK set, RFC 7517); the error says what is wrong, in a few words.
pub fn verify(token: &str, keys: &Value, expected: &Expected<'_>) -> Result<Claims, &'static str> {
    if token.len() > TOKEN_BYTES_MAX {
        return Err("the token is too long");
    }
    let (signed, signature) = token.rsplit_once('.').ok_or("the token has no signature")?;
    let (header, payload) = signed.split_once('.').ok_or("the token has not three parts")?;
    let (header, payload) = (json(header)?, json(payload)?);
    let signature = decode(signature).ok_or("the signature is no base64url")?;
    let algorithm = text(&header, "alg").ok_or("the token names no algorithm")?;
    let of_id = |key: &&Value| match (text(&header, "kid"), text(key, "kid")) {
        (Some(wanted), Some(kid)) => wanted == kid,
        _ => true,
    };
    let all = keys.get("keys").and_then(Value::as_array).ok_or("the provider publishes no keys")?;
    let is_signed =
        all.iter().take(KEYS_MAX).filter(of_id).any(|key| {
            is_signed_by(algorithm, key, signed.as_bytes(), &signature).unwrap_or(false)
        });
    if !is_signed {
        return Err("no key of the provider signed the token");
    }
    claims(&payload, expected)
}

fn claims(payload: &Value, expected: &Expected<'_>) -> Result<Claims, &'static str> {
    if text(payload, "iss") != Some(expected.issuer) {
        return Err("the token is of another issuer");
    }
    let is_ours = match payload.get("aud") {
        Some(Value::String(audience)) => audience == expected.audience,
        Some(Value::Array(all)) => all.iter().any(|one| one.as_str() == Some(expected.audience)),
        _ => false,
    };
    if !is_ours {
        return Err("the token is for somebody else");
    }
    if text(payload, "nonce") != Some(expected.nonce) {
        return Err("the token does not answer our request");
    }
    let end = payload.get("exp").and_then(Value::as_i64).ok_or("the token has no end")?;
    if end + SKEW_S < expected.now_s {
        return Err("the token has ended");
    }
    let amr = payload.get("amr").and_then(Value::as_array);
    let amr = amr.into_iter().flatten().filter_map(|one| Some(one.as_str()?.to_owned()));
    Ok(Claims { acr: text(payload, "acr").map(str::to_owned), amr: amr.take(20).collect() })
}

fn is_signed_by(algorithm: &str, key: &Value, message: &[u8], signed: &[u8]) -> Option<bool> {
    let part = |name: &str| decode(text(key, name)?);
    let rsa: Option<&signature::RsaParameters> = match algorithm {
        "RS256" => Some(&signature::RSA_PKCS1_2048_8192_SHA256),
        "RS384" => Some(&signature::RSA_PKCS1_2048_8192_SHA384),
        "RS512" => Some(&signature::RSA_PKCS1_2048_8192_SHA512),
        "PS256" => Some(&signature::RSA_PSS_2048_8192_SHA256),
        "PS384" => Some(&signature::RSA_PSS_2048_8192_SHA384),
        "PS512" => Some(&signature::RSA_PSS_2048_8192_SHA512),
        _ => None,
    };
    if let Some(rsa) = rsa {
        let key = RsaPublicKeyComponents { n: part("n")?, e: part("e")? };
        return Some(key.verify(rsa, message, signed).is_ok());
    }
    let (curve, name): (&dyn signature::VerificationAlgorithm, &str) = match algorithm {
        "ES256" => (&signature::ECDSA_P256_SHA256_FIXED, "P-256"),
        "ES384" => (&signature::ECDSA_P384_SHA384_FIXED, "P-384"),
        "EdDSA" | "Ed25519" => (&signature::ED25519, "Ed25519"),
        // `none`, and secrets that both sides know, prove nothing to us.
        _ => return None,
    };
    if text(key, "crv") != Some(name) {
        return Some(false);
    }
    let point =
        if name == "Ed25519" { part("x")? } else { [vec![4], part("x")?, part("y")?].concat() };
    Some(UnparsedPublicKey::new(curve, point).verify(message, signed).is_ok())
}

fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).or_else(|_| URL_SAFE.decode(text)).ok()
}

fn json(part: &str) -> Result<Value, &'static str> {
    let bytes = decode(part).ok_or("a part of the token is no base64url")?;
    serde_json::from_slice(&bytes).map_err(|_| "a part of the token is no JSON")
}

fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name)?.as_str()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
    use serde_json::json;

    use super::*;

    const EXPECTED: Expected<'_> = Expected {
        issuer: "https://id.example",
        audience: "us",
        nonce: "n1",
        now_s: 1_800_000_000,
    };

    fn sound() -> Value {
        json!({"iss": "https://id.example", "aud": "us", "nonce": "n1", "exp": 1_800_000_060, "acr": "high", "amr": ["pwd", "otp"]})
    }

    /// A token of those claims, and the keys that it is to be checked with.
    fn token(header: &Value, claims: &Value) -> (String, Value) {
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &random)
                .unwrap();
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let signed = format!(
            "{}.{}",
            encode(header.to_string().as_bytes()),
            encode(claims.to_string().as_bytes())
        );
        let signature = pair.sign(&random, signed.as_bytes()).unwrap();
        let point = pair.public_key().as_ref();
        let keys = json!({"keys": [{"kty": "EC", "crv": "P-256", "kid": "k1", "x": encode(&point[1..33]), "y": encode(&point[33..])}]});
        (format!("{signed}.{}", encode(signature.as_ref())), keys)
    }

    #[test]
    fn a_sound_token_tells_how_somebody_logged_in() {
        let (token, keys) = token(&json!({"alg": "ES256", "kid": "k1"}), &sound());
        let claims = verify(&token, &keys, &EXPECTED).unwrap();
        assert_eq!((claims.acr.as_deref(), claims.amr.len()), (Some("high"), 2));
    }

    #[test]
    fn a_token_that_is_not_ours_is_refused() {
        let header = json!({"alg": "ES256"});
        for (name, value) in [
            ("iss", json!("https://evil.example")),
            ("aud", json!("them")),
            ("aud", json!(null)),
            ("nonce", json!("n0")),
            ("exp", json!(1_700_000_000)),
            ("exp", json!(null)),
        ] {
            let mut claims = sound();
            claims[name] = value;
            let (token, keys) = token(&header, &claims);
            assert!(verify(&token, &keys, &EXPECTED).is_err(), "{name}");
        }
    }

    #[test]
    fn a_token_without_a_signature_or_by_another_key_is_refused() {
        let (unsigned, keys) = token(&json!({"alg": "none"}), &sound());
        assert!(verify(&unsigned, &keys, &EXPECTED).is_err());
        let (bare, _) = unsigned.rsplit_once('.').unwrap();
        assert!(verify(&format!("{bare}."), &keys, &EXPECTED).is_err());
        let (_, others) = token(&json!({"alg": "ES256"}), &sound());
        let (signed, _) = token(&json!({"alg": "ES256"}), &sound());
        assert!(verify(&signed, &others, &EXPECTED).is_err());
        assert!(verify(&signed, &json!({}), &EXPECTED).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_taken_for_a_token_without_a_panic(token in "[A-Za-z0-9_.=-]{0,120}") {
            let taken = verify(&token, &json!({"keys": [{}]}), &EXPECTED);
            prop_assert!(taken.is_err());
        }
    }
}
