//! Signed webhooks, as <https://www.standardwebhooks.com> says: an id that stays the same at each attempt, the second
//! of the attempt, and HMAC-SHA256 over both and the body.

use arvak_core::Instant;
use arvak_probe::outbound::target_of;
use arvak_probe::{Outbound, Target};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::Request;
use hyper::Uri;
use hyper::body::Bytes;
use hyper::header::CONTENT_TYPE;
use ring::hmac;

use crate::SendError;

/// What a secret begins with, so that one that went astray is recognised for what it is.
pub const PREFIX: &str = "whsec_";

/// Bytes of a secret; the standard asks for 24 to 64.
pub const SECRET_BYTES: usize = 32;

/// Most characters of an address.
const ADDRESS_CHARS_MAX: usize = 1_000;

/// Where a webhook leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    uri: Uri,
    /// The host and port: what the door must know.
    pub target: Target,
}

impl Address {
    /// `https://` anywhere, `http://` to this machine alone; no user and password in it, for addresses are shown.
    pub fn parse(text: &str) -> Option<Self> {
        let uri: Uri = text.parse().ok().filter(|_| text.len() <= ADDRESS_CHARS_MAX)?;
        if uri.authority()?.as_str().contains('@') || text.contains('#') {
            return None;
        }
        let target = target_of(&uri).ok()?;
        Some(Self { uri, target })
    }

    /// Where it leads.
    pub(crate) const fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The host, for those who read a list of webhooks.
    pub fn host(&self) -> String {
        self.target.host.to_string()
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.uri.fmt(f)
    }
}

/// A secret as its receiver keeps it: `whsec_` and base64.
pub fn secret_to_text(secret: &[u8]) -> String {
    format!("{PREFIX}{}", STANDARD.encode(secret))
}

/// The value of `webhook-signature`.
pub fn sign(secret: &[u8], id: &str, timestamp: i64, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let mut context = hmac::Context::with_key(&key);
    context.update(format!("{id}.{timestamp}.").as_bytes());
    context.update(body);
    format!("v1,{}", STANDARD.encode(context.sign()))
}

/// Posts `body` as the message `id`. When this returns `Ok`, the receiver answered with 2xx.
pub async fn send(
    door: &Outbound,
    address: &Address,
    secret: &[u8],
    id: &str,
    body: &str,
    now: Instant,
) -> Result<(), SendError> {
    let timestamp = now.as_millis().div_euclid(1_000);
    let request = Request::post(address.uri.clone())
        .header(CONTENT_TYPE, "application/json")
        .header("webhook-id", id)
        .header("webhook-timestamp", timestamp)
        .header("webhook-signature", sign(secret, id, timestamp, body.as_bytes()))
        .body(Bytes::copy_from_slice(body.as_bytes()))
        .map_err(|_| SendError::BadAddress)?;
    let answer = door.send(request).await?;
    match answer.status.as_u16() {
        200..=299 => Ok(()),
        410 => Err(SendError::Gone),
        status => Err(SendError::Status { status }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_the_standard() {
        // The example of the standard's reference libraries (standard-webhooks/libraries).
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed = sign(
            &secret,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            br#"{"test": 2432232314}"#,
        );
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert_eq!(secret_to_text(&secret), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    }

    #[test]
    fn an_address_is_secure_and_holds_no_password() {
        for (text, leads_to) in [
            ("https://varsel.kommune.no/arvak", Some("varsel.kommune.no:443")),
            ("https://varsel.kommune.no:8443/a?b=c", Some("varsel.kommune.no:8443")),
            ("http://127.0.0.1:9000/", Some("127.0.0.1:9000")),
            ("http://varsel.kommune.no/", None),
            ("https://ola:hemmelig@varsel.kommune.no/", None),
            ("ftp://varsel.kommune.no/", None),
            ("/arvak", None),
            ("https://", None),
            ("", None),
        ] {
            let target = Address::parse(text).map(|address| address.target.to_string());
            assert_eq!(target.as_deref(), leads_to, "{text}");
        }
        assert_eq!(Address::parse(&format!("https://a.no/{}", "x".repeat(2_000))), None);
    }
}
