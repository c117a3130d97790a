//! What MS-CHAPv2 sends instead of a password (RFC 2759 section 8): a DES encryption of a challenge under the MD4
//! digest of the password. None of this is strong; it is what VPN servers speak.

use des::Des;
use des::cipher::{BlockCipherEncrypt as _, KeyInit as _};
use md4::{Digest as _, Md4};
use ring::digest::{Context, SHA1_FOR_LEGACY_USE_ONLY};

/// The value of `MS-CHAP2-Response` (RFC 2548 section 2.3.2): number, flags, our challenge, eight bytes of nothing, the
/// response. Nothing when a library refuses a key, which it does not.
pub(super) fn response(
    user: &str,
    password: &str,
    server: &[u8; 16],
    client: &[u8; 16],
    id: u8,
) -> Option<Vec<u8>> {
    let response = nt_response(user, password, server, client)?;
    Some([&[id, 0][..], client, &[0; 8], &response].concat())
}

/// `GenerateNTResponse` (section 8.1).
fn nt_response(
    user: &str,
    password: &str,
    server: &[u8; 16],
    client: &[u8; 16],
) -> Option<[u8; 24]> {
    let challenge = challenge_hash(user, server, client)?;
    let mut key = [0; 21];
    key.first_chunk_mut::<16>()?.copy_from_slice(&nt_password_hash(password));
    let mut out = [0; 24];
    for (part, place) in key.chunks_exact(7).zip(out.chunks_exact_mut(8)) {
        let des = Des::new(&parity_key(*part.first_chunk()?).into());
        let mut block = challenge.into();
        des.encrypt_block(&mut block);
        place.copy_from_slice(&block);
    }
    Some(out)
}

/// `ChallengeHash` (section 8.2): the name without its domain counts.
fn challenge_hash(user: &str, server: &[u8; 16], client: &[u8; 16]) -> Option<[u8; 8]> {
    let name = user.rsplit_once('\\').map_or(user, |(_, name)| name);
    let mut digest = Context::new(&SHA1_FOR_LEGACY_USE_ONLY);
    digest.update(client);
    digest.update(server);
    digest.update(name.as_bytes());
    digest.finish().as_ref().first_chunk().copied()
}

/// `NtPasswordHash` (section 8.3).
fn nt_password_hash(password: &str) -> [u8; 16] {
    let utf16: Vec<u8> = password.encode_utf16().flat_map(u16::to_le_bytes).collect();
    Md4::digest(utf16).into()
}

/// Spreads seven bytes over eight; the lowest bit of each, the parity, is not looked at by DES.
fn parity_key(seven: [u8; 7]) -> [u8; 8] {
    let mut bytes = [0; 8];
    if let Some(low) = bytes.last_chunk_mut::<7>() {
        low.copy_from_slice(&seven);
    }
    let bits = u64::from_be_bytes(bytes);
    let byte = |at: u32| u8::try_from(bits >> (49 - 7 * at) & 0x7f).unwrap_or(0) << 1;
    [byte(0), byte(1), byte(2), byte(3), byte(4), byte(5), byte(6), byte(7)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 2759 section 9.2.
    const SERVER: [u8; 16] = *b"\x5B\x5D\x7C\x7D\x7B\x3F\x2F\x3E\x3C\x2C\x60\x21\x32\x26\x26\x28";
    const CLIENT: [u8; 16] = *b"\x21\x40\x23\x24\x25\x5E\x26\x2A\x28\x29\x5F\x2B\x3A\x33\x7C\x7E";

    #[test]
    fn the_response_is_that_of_the_example_of_its_rfc() {
        assert_eq!(
            challenge_hash("User", &SERVER, &CLIENT),
            Some(*b"\xD0\x2E\x43\x86\xBC\xE9\x12\x26")
        );
        let hash = nt_password_hash("clientPass");
        assert_eq!(hash, *b"\x44\xEB\xBA\x8D\x53\x12\xB8\xD6\x11\x47\x44\x11\xF5\x69\x89\xAE");
        let response = nt_response("User", "clientPass", &SERVER, &CLIENT).unwrap();
        assert_eq!(
            response,
            *b"\x82\x30\x9E\xCD\x8D\x70\x8B\x5E\xA0\x8F\xAA\x39\x81\xCD\x83\x54\x42\x33\x11\x4A\x3D\x85\xD6\xDF"
        );
    }
}
