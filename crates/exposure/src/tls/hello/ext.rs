//! Extensions of a hello: codes of the IANA registry "TLS `ExtensionType` Values", and contents.

use crate::tls::wire::{vec8, vec16};

pub(crate) const SERVER_NAME: u16 = 0;
pub(crate) const STATUS_REQUEST: u16 = 5;
pub(crate) const SUPPORTED_GROUPS: u16 = 10;
pub(crate) const EC_POINT_FORMATS: u16 = 11;
pub(crate) const SIGNATURE_ALGORITHMS: u16 = 13;
pub(crate) const HEARTBEAT: u16 = 15;
pub(crate) const ALPN: u16 = 16;
pub(crate) const CERTIFICATE_TIMESTAMPS: u16 = 18;
pub(crate) const PADDING: u16 = 21;
pub(crate) const ENCRYPT_THEN_MAC: u16 = 22;
pub(crate) const EXTENDED_MASTER_SECRET: u16 = 23;
pub(crate) const SESSION_TICKET: u16 = 35;
pub(crate) const SUPPORTED_VERSIONS: u16 = 43;
pub(crate) const PSK_KEY_EXCHANGE_MODES: u16 = 45;
pub(crate) const KEY_SHARE: u16 = 51;
pub(crate) const RENEGOTIATION_INFO: u16 = 0xff01;

/// A list whose length is one byte.
pub(crate) fn list8(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    vec8(&mut out, bytes);
    out
}

/// A list whose length is two bytes.
pub(crate) fn list16(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    vec16(&mut out, bytes);
    out
}

/// The name of the host (RFC 6066 section 3).
pub(crate) fn server_name(name: &str) -> Vec<u8> {
    let mut entry = vec![0];
    vec16(&mut entry, name.as_bytes());
    list16(&entry)
}

/// Application protocols (RFC 7301).
pub(crate) fn alpn(protocols: &[&str]) -> Vec<u8> {
    let mut names = Vec::new();
    for protocol in protocols {
        vec8(&mut names, protocol.as_bytes());
    }
    list16(&names)
}

/// Asks for the state of the certificate by OCSP, from any responder (RFC 6066 section 8).
pub(crate) fn status_request() -> Vec<u8> {
    vec![1, 0, 0, 0, 0]
}

/// Shares that any server can use and with which nobody agrees a secret: the base points of X25519
/// (RFC 7748 section 6.1) and P-256 (FIPS 186-4 appendix D.1.2.3).
pub(crate) fn open_shares() -> Vec<u8> {
    const X25519: u16 = 29;
    const P256: u16 = 23;
    const P256_POINT: [u8; 65] = [
        0x04, 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4,
        0x40, 0xf2, 0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8,
        0x98, 0xc2, 0x96, 0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f, 0x9b, 0x8e, 0xe7, 0xeb, 0x4a,
        0x7c, 0x0f, 0x9e, 0x16, 0x2b, 0xce, 0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40,
        0x68, 0x37, 0xbf, 0x51, 0xf5,
    ];
    let mut x25519_point = [0; 32];
    x25519_point[0] = 9;
    let mut shares = Vec::new();
    shares.extend(X25519.to_be_bytes());
    vec16(&mut shares, &x25519_point);
    shares.extend(P256.to_be_bytes());
    vec16(&mut shares, &P256_POINT);
    list16(&shares)
}
