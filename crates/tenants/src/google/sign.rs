//! The assertion by which a service account gets a token (RFC 7523, RS256), as Google documents it for server to server.

use arvak_core::Instant;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand as chance;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::json;
use zeroize::Zeroizing;

use crate::Google;

/// To read accounts, and nothing else.
pub(super) const SCOPE: &str = "https://www.googleapis.com/auth/admin.directory.user.readonly";

/// How long an assertion holds: Google takes an hour at most.
const HOLDS_S: i64 = 600;

/// The signed assertion; nothing when the key cannot be read.
pub(super) fn assertion(tenant: &Google, audience: &str, now: Instant) -> Option<String> {
    let key = Zeroizing::new(der(tenant.private_key.reveal())?);
    let pair = RsaKeyPair::from_pkcs8(&key).ok()?;
    let issued_s = now.as_millis().div_euclid(1_000);
    let header = json!({ "alg": "RS256", "typ": "JWT", "kid": tenant.key_id });
    let claims = json!({
        "iss": tenant.client_email, "sub": tenant.admin, "scope": SCOPE, "aud": audience,
        "iat": issued_s, "exp": issued_s + HOLDS_S,
    });
    let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&header), part(&claims));
    let mut signature = vec![0; pair.public().modulus_len()];
    pair.sign(&RSA_PKCS1_SHA256, &chance::SystemRandom::new(), signed.as_bytes(), &mut signature)
        .ok()?;
    Some(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// The bytes of a PEM private key of PKCS #8 (RFC 7468).
fn der(pem: &str) -> Option<Vec<u8>> {
    let (_, after) = pem.split_once("-----BEGIN PRIVATE KEY-----")?;
    let (inner, _) = after.split_once("-----END PRIVATE KEY-----")?;
    let text: Zeroizing<String> =
        Zeroizing::new(inner.chars().filter(|c| !c.is_whitespace()).collect());
    STANDARD.decode(text.as_bytes()).ok()
}
