//! What questions to a TLS server showed, kept as codes of the protocol: a look asks dozens of them.

use serde::{Deserialize, Serialize};

/// One question to a TLS server, and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsTry {
    /// What was asked, such as `suites.tls1_2.0`; the probe's method says what it offers.
    pub question: String,
    /// How many things were offered to choose from.
    pub offered: u16,
    /// What came back.
    pub answer: TlsAnswer,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TlsAnswer {
    /// The server goes on with the handshake.
    Hello(Box<TlsHello>),
    /// It refuses with this alert (RFC 8446 section 6).
    Alert(u8),
    /// It ends the connection without a word.
    Closed,
    /// What it says is no TLS, or breaks its rules; the code says how.
    Unusable(String),
    /// The network failed; the code says how.
    Failed(String),
}

/// A server's first flight as far as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsHello {
    /// The version it chose, as on the wire: `0x0303` is TLS 1.2.
    pub version: u16,
    /// The cipher suite it chose, by its IANA code.
    pub suite: u16,
    /// Whether it asks for another hello (RFC 8446 section 4.1.4).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retry: bool,
    /// The compression it chose; 0 is none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub compression: u8,
    /// Whether it gave the session an id, so that it can be taken up again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub session_id: bool,
    /// The extensions in its hello, by their IANA codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<u16>,
    /// The application protocol it chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alpn: Option<String>,
    /// The group of the key exchange, by its IANA code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<u16>,
    /// The parameters of a key exchange over a finite field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dh: Option<TlsDh>,
    /// How it signed its part of the key exchange, by the IANA code of the scheme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme: Option<u16>,
    /// Which of the certificates that were seen it sent: 0 is the first one in the transcript.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<u16>,
    /// Whether it sent the state of its certificate (OCSP) along.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stapled: bool,
}

/// Parameters of a Diffie-Hellman key exchange over a finite field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsDh {
    /// Bits of the prime.
    pub bits: u16,
    /// SHA-256 over the prime, in hexadecimal: tells primes that many servers share.
    pub prime_sha256: String,
}

/// What a handshake that was finished shows besides the certificates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsFinished {
    /// The application protocol that the server chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alpn: Option<String>,
    /// The group of the key exchange, by its IANA code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<u16>,
    /// How many tickets came for taking up the session again (TLS 1.3).
    pub tickets: u16,
    /// The most early data that a ticket allows, in bytes; absent when no ticket came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_data_bytes: Option<u32>,
    /// The state of the certificate that was sent along: base64 of an OCSP response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ocsp: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
const fn is_zero(value: &u8) -> bool {
    *value == 0
}
