//! The first half of agreeing on a key: enough for the server to show its host key and its groups, and
//! no more. The public values that we send are ones that everybody knows, so no secret comes of them.

use super::wire::{put_string, take_string};

/// The message with our public value (RFC 4253 section 8, RFC 5656 section 4).
const INIT: u8 = 30;

/// The server's answer to it, with its host key; for a group exchange the group.
const REPLY: u8 = 31;

/// Asks for a group of a size (RFC 4419 section 3).
const GROUP_REQUEST: u8 = 34;

/// Our public value in a group exchange, and the answer.
const GROUP_INIT: u8 = 32;
const GROUP_REPLY: u8 = 33;

/// Bits of the smallest group that is asked for: a server that has none so small gives a larger one.
pub(crate) const GROUP_BITS: u32 = 1024;

/// Bits of the largest group that is asked for.
const GROUP_BITS_MAX: u32 = 8192;

/// The base point of Curve25519 (RFC 7748 section 4.1).
const POINT_25519: [u8; 32] = [
    9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
];

/// The base point of the curve P-256, uncompressed (SEC 2 section 2.4.2).
const POINT_P256: [u8; 65] = [
    0x04, 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40,
    0xf2, 0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2,
    0x96, 0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f, 0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e,
    0x16, 0x2b, 0xce, 0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51,
    0xf5,
];

/// A value below every prime that is in use, with enough bits that no server finds it suspicious.
const NUMBER: [u8; 16] = [0x5a; 16];

/// How a key is agreed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Over a fixed group or curve, or with a key that withstands quantum computers.
    Fixed,
    /// The server chooses a group first (RFC 4419).
    Group,
}

/// The way of a method that we can begin; nothing for the others.
pub(crate) fn way(kex: &str) -> Option<Way> {
    if kex.starts_with("diffie-hellman-group-exchange-") {
        return Some(Way::Group);
    }
    public_value(kex).map(|_| Way::Fixed)
}

/// Of the methods that a server offers, the one to see host keys by: the cheapest that we can begin.
pub(crate) fn cheapest(offered: &[String]) -> Option<&str> {
    let rank = |kex: &str| match way(kex)? {
        Way::Fixed if kex.starts_with("curve25519") => Some(0),
        Way::Fixed if kex.starts_with("ecdh") => Some(1),
        Way::Fixed if kex.starts_with("diffie") => Some(2),
        Way::Group => Some(3),
        Way::Fixed => Some(4),
    };
    let ranked = offered.iter().filter_map(|kex| rank(kex).map(|rank| (rank, &**kex)));
    ranked.min().map(|(_, kex)| kex)
}

fn public_value(kex: &str) -> Option<Vec<u8>> {
    // Bytes of a public key of Streamlined NTRU Prime 761, and of ML-KEM-768 (FIPS 203).
    const NTRU: usize = 1158;
    const KEM: usize = 1184;
    let with_25519 = |length: usize| [&vec![0; length][..], &POINT_25519].concat();
    match kex {
        "curve25519-sha256" | "curve25519-sha256@libssh.org" => Some(POINT_25519.to_vec()),
        "ecdh-sha2-nistp256" => Some(POINT_P256.to_vec()),
        "sntrup761x25519-sha512" | "sntrup761x25519-sha512@openssh.com" => Some(with_25519(NTRU)),
        "mlkem768x25519-sha256" => Some(with_25519(KEM)),
        _ if kex.starts_with("diffie-hellman-group") && !kex.contains("exchange") => {
            Some(NUMBER.to_vec())
        }
        _ => None,
    }
}

/// What is said first after the lists.
pub(crate) fn opening(kex: &str) -> Option<Vec<u8>> {
    match way(kex)? {
        Way::Fixed => {
            let mut out = vec![INIT];
            put_string(&mut out, &public_value(kex)?);
            Some(out)
        }
        Way::Group => {
            let mut out = vec![GROUP_REQUEST];
            for bits in [GROUP_BITS, GROUP_BITS, GROUP_BITS_MAX] {
                out.extend(bits.to_be_bytes());
            }
            Some(out)
        }
    }
}

/// What is said when the server has chosen a group.
pub(crate) fn group_opening() -> Vec<u8> {
    let mut out = vec![GROUP_INIT];
    put_string(&mut out, &NUMBER);
    out
}

/// The server's answer to an opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reply<'a> {
    /// Its host key.
    HostKey(&'a [u8]),
    /// The prime of the group that it chose.
    Prime(&'a [u8]),
}

/// Reads the payload of an answer.
pub(crate) fn read_reply(way: Way, payload: &[u8]) -> Option<Reply<'_>> {
    let (&kind, mut rest) = payload.split_first()?;
    match (way, kind) {
        (Way::Fixed, REPLY) | (Way::Group, GROUP_REPLY) => {
            take_string(&mut rest).map(Reply::HostKey)
        }
        (Way::Group, REPLY) => take_string(&mut rest).map(Reply::Prime),
        _ => None,
    }
}
