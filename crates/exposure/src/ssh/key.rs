//! Host keys as a server shows them (RFC 4253 section 6.6), read as far as their type and size.

use sha2::{Digest as _, Sha256};

use super::wire::{bits, take_string};
use crate::bytes::hex;

/// What a key says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// Its type, such as `ssh-rsa`.
    pub(crate) kind: String,
    /// Bits of its modulus, its prime or its curve; 0 when they could not be told.
    pub(crate) bits: u32,
    /// SHA-256 over the whole, in hexadecimal.
    pub(crate) sha256: String,
}

/// Reads the bytes of a key; nothing when it does not even say its type.
pub(crate) fn read_key(bytes: &[u8]) -> Option<Key> {
    let mut rest = bytes;
    let key_type = take_string(&mut rest)?;
    let is_type = (1..=64).contains(&key_type.len()) && key_type.iter().all(u8::is_ascii_graphic);
    let key_type = String::from_utf8_lossy(key_type).into_owned();
    if key_type.contains("-cert-v0") {
        // A certificate begins with a number of the issuer's; then the key follows.
        take_string(&mut rest)?;
    }
    let plain = key_type.split("-cert-v0").next().unwrap_or_default();
    let bits = match plain {
        // The exponent stands first.
        "ssh-rsa" => take_string(&mut rest).and_then(|_| take_string(&mut rest)).map_or(0, bits),
        "ssh-dss" => take_string(&mut rest).map_or(0, bits),
        "ssh-ed25519" | "ecdsa-sha2-nistp256" => 256,
        "ecdsa-sha2-nistp384" => 384,
        "ecdsa-sha2-nistp521" => 521,
        "ssh-ed448" => 448,
        _ => 0,
    };
    is_type.then(|| Key { kind: key_type, bits, sha256: hex(&Sha256::digest(bytes)) })
}

#[cfg(test)]
mod tests {
    use super::super::wire::put_string;
    use super::*;

    #[test]
    fn the_size_of_a_key_is_that_of_its_modulus() {
        let mut rsa = Vec::new();
        put_string(&mut rsa, b"ssh-rsa");
        put_string(&mut rsa, &[1, 0, 1]);
        put_string(&mut rsa, &[&[0, 0x80][..], &[1; 255]].concat());
        let key = read_key(&rsa).unwrap();
        assert_eq!((&*key.kind, key.bits), ("ssh-rsa", 2048));
        rsa.truncate(20);
        assert_eq!(read_key(&rsa).unwrap().bits, 0);
        assert_eq!(read_key(&rsa[..5]), None);
    }
}
