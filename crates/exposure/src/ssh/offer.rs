//! The lists of algorithms in a server's `SSH_MSG_KEXINIT`, and the message with which we answer
//! (RFC 4253 section 7.1).

use arvak_probe::transcript::SshOffer;

use super::wire::{put_string, take_string};

/// The number of the message.
pub(crate) const KEXINIT: u8 = 20;

/// Most names of one list that are kept.
const NAMES_MAX: usize = 128;

/// Most characters of a name (RFC 4251 section 6).
const NAME_CHARS_MAX: usize = 64;

/// Reads the payload of a `SSH_MSG_KEXINIT`; nothing when it is none. Names that break the rules of
/// RFC 4251 section 6 are left out: no client could choose them.
pub fn read_offer(payload: &[u8]) -> Option<SshOffer> {
    let (&KEXINIT, rest) = payload.split_first()? else { return None };
    let mut rest = rest.get(16..)?;
    let mut next = || take_string(&mut rest).map(names);
    Some(SshOffer {
        kex: next()?,
        host_keys: next()?,
        ciphers_in: next()?,
        ciphers_out: next()?,
        macs_in: next()?,
        macs_out: next()?,
        compression_in: next()?,
        compression_out: next()?,
    })
}

fn names(list: &[u8]) -> Vec<String> {
    let is_name = |name: &&[u8]| {
        (1..=NAME_CHARS_MAX).contains(&name.len()) && name.iter().all(u8::is_ascii_graphic)
    };
    let names = list.split(|byte| *byte == b',').filter(is_name).take(NAMES_MAX);
    names.map(|name| String::from_utf8_lossy(name).into_owned()).collect()
}

/// Our message: one way to agree on a key and one kind of host key, and for the rest whatever the server
/// has, since nothing will be encrypted.
pub(crate) fn answer(offer: &SshOffer, kex: &str, host_key: &str) -> Vec<u8> {
    let mut out = vec![KEXINIT];
    // The cookie keeps two exchanges apart whose keys are used. Ours is not.
    out.extend([0x61; 16]);
    for list in [kex, host_key] {
        put_string(&mut out, list.as_bytes());
    }
    for list in [
        &offer.ciphers_in,
        &offer.ciphers_out,
        &offer.macs_in,
        &offer.macs_out,
        &offer.compression_in,
        &offer.compression_out,
    ] {
        put_string(&mut out, list.join(",").as_bytes());
    }
    // No languages, no guess, and four bytes for later.
    out.extend([0; 13]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer() -> SshOffer {
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        SshOffer {
            kex: list(&["curve25519-sha256"]),
            host_keys: list(&["ssh-ed25519"]),
            ciphers_in: list(&["aes128-ctr", "aes256-ctr"]),
            ciphers_out: list(&["aes128-ctr"]),
            macs_in: list(&["hmac-sha2-256"]),
            macs_out: Vec::new(),
            compression_in: list(&["none"]),
            compression_out: list(&["none", "zlib"]),
        }
    }

    #[test]
    fn an_offer_that_is_written_is_read_again() {
        let written = answer(&offer(), "curve25519-sha256", "ssh-ed25519");
        assert_eq!(read_offer(&written), Some(offer()));
        assert_eq!(read_offer(&written[..60]), None);
        assert_eq!(read_offer(&[21]), None);
    }

    #[test]
    fn names_that_no_client_could_choose_are_left_out() {
        let long = "x".repeat(65);
        let list = format!("a,,b c,\u{e5},{long},d@e");
        assert_eq!(names(list.as_bytes()), ["a", "d@e"]);
        assert_eq!(names(&b"a,".repeat(1_000)).len(), NAMES_MAX);
    }
}
