//! The hello of SSL 2.0: its own header of two bytes, its own codes for ciphers, and an answer that
//! lists all that the server has (draft-hickman-netscape-ssl-00, sections 2.5 and 2.6).

use crate::tls::wire::{codes, take, take_u16};

/// The ciphers: code and name.
pub(crate) const CIPHERS: [(u32, &str); 8] = [
    (0x01_0080, "SSL_CK_RC4_128_WITH_MD5"),
    (0x02_0080, "SSL_CK_RC4_128_EXPORT40_WITH_MD5"),
    (0x03_0080, "SSL_CK_RC2_128_CBC_WITH_MD5"),
    (0x04_0080, "SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5"),
    (0x05_0080, "SSL_CK_IDEA_128_CBC_WITH_MD5"),
    (0x06_0040, "SSL_CK_DES_64_CBC_WITH_MD5"),
    (0x07_00c0, "SSL_CK_DES_192_EDE3_CBC_WITH_MD5"),
    (0x08_0080, "SSL_CK_RC4_64_WITH_MD5"),
];

const CLIENT_HELLO: u8 = 1;
const SERVER_HELLO: u8 = 4;
const CHALLENGE_BYTES: u16 = 16;

/// The hello, with every cipher.
pub(crate) fn hello(challenge: &[u8; 32]) -> Vec<u8> {
    let ciphers: Vec<u8> =
        CIPHERS.iter().flat_map(|(code, _)| code.to_be_bytes().into_iter().skip(1)).collect();
    let ciphers_length = u16::try_from(ciphers.len()).unwrap_or(0);
    let mut message = vec![CLIENT_HELLO];
    // The version, and the lengths of ciphers, session id and challenge.
    message.extend(codes(&[0x0002, ciphers_length, 0, CHALLENGE_BYTES]));
    message.extend(ciphers);
    message.extend(challenge.iter().take(usize::from(CHALLENGE_BYTES)));
    let length = u16::try_from(message.len()).unwrap_or(0);
    let mut record = (0x8000 | length).to_be_bytes().to_vec();
    record.extend(message);
    record
}

/// What the first bytes of an answer are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Not enough yet.
    Partial,
    /// The server speaks SSL 2.0 and has these ciphers.
    Ciphers(Vec<u32>),
    /// It is no SSL 2.0.
    Other,
}

/// Reads the beginning of an answer.
pub(crate) fn read(bytes: &[u8]) -> Reading {
    let mut rest = bytes;
    let Some(length) = take_u16(&mut rest) else { return Reading::Partial };
    if length & 0x8000 == 0 {
        return Reading::Other;
    }
    let length = usize::from(length & 0x7fff);
    match rest.first() {
        Some(&SERVER_HELLO) => {}
        Some(_) => return Reading::Other,
        None => return Reading::Partial,
    }
    let Some(message) = rest.get(..length) else { return Reading::Partial };
    ciphers(message).map_or(Reading::Other, Reading::Ciphers)
}

/// Type, session hit, certificate type, version, three lengths, certificate, ciphers.
fn ciphers(mut message: &[u8]) -> Option<Vec<u32>> {
    take(&mut message, 3)?;
    if take_u16(&mut message)? != 0x0002 {
        return None;
    }
    let certificate = take_u16(&mut message)?;
    let ciphers = take_u16(&mut message)?;
    take_u16(&mut message)?;
    take(&mut message, usize::from(certificate))?;
    let ciphers = take(&mut message, usize::from(ciphers))?;
    let code = |three: &[u8]| three.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
    Some(ciphers.chunks_exact(3).map(code).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn answer(ciphers: &[u32]) -> Vec<u8> {
        let list: Vec<u8> =
            ciphers.iter().flat_map(|code| code.to_be_bytes().into_iter().skip(1)).collect();
        let mut message = vec![SERVER_HELLO, 0, 1];
        message.extend(codes(&[2, 5, u16::try_from(list.len()).unwrap(), 16]));
        message.extend(b"certi");
        message.extend(list);
        message.extend([9; 16]);
        let mut bytes = (0x8000 | u16::try_from(message.len()).unwrap()).to_be_bytes().to_vec();
        bytes.extend(message);
        bytes
    }

    #[test]
    fn the_ciphers_of_an_answer_are_read_once_it_is_whole() {
        let bytes = answer(&[0x01_0080, 0x07_00c0]);
        for end in 0..bytes.len() {
            assert_eq!(read(&bytes[..end]), Reading::Partial, "{end}");
        }
        assert_eq!(read(&bytes), Reading::Ciphers(vec![0x01_0080, 0x07_00c0]));
        assert_eq!(read(b"HTTP/1.1 400"), Reading::Other);
        assert_eq!(read(&[0x15, 3, 1, 0, 2, 2, 40]), Reading::Other);
        // An error message of SSL 2.0: it speaks it, and will not with us.
        assert_eq!(read(&[0x80, 3, 0, 0, 1]), Reading::Other);
    }

    #[test]
    fn the_hello_says_its_own_length() {
        let bytes = hello(&[3; 32]);
        assert_eq!(bytes.len(), 2 + 9 + 24 + 16);
        assert_eq!(bytes[..5], [0x80, 49, 1, 0, 2]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = read(&bytes);
        }
    }
}
