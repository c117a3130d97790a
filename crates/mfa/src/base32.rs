//! Base32 as people write seeds down (RFC 4648 section 6): in any case, with blanks and hyphens, with or without padding.

use zeroize::Zeroizing;

/// The bytes; nothing when a character is none of base32.
pub(crate) fn decode(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() * 5 / 8 + 1));
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in text.trim_end_matches(['=', ' ']).bytes() {
        let value = match byte.to_ascii_uppercase() {
            letter @ b'A'..=b'Z' => letter - b'A',
            digit @ b'2'..=b'7' => digit - b'2' + 26,
            b' ' | b'-' => continue,
            _ => return None,
        };
        held = (held << 5 | u32::from(value)) & 0xfff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).ok()?);
        }
    }
    (!bytes.is_empty()).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_are_read_as_people_write_them() {
        for text in ["MZXW6YTBOI======", "mzxw6ytboi", "MZXW 6YTB OI", "mzxw-6ytb-oi"] {
            assert_eq!(decode(text).unwrap().as_slice(), b"foobar", "{text}");
        }
        assert_eq!(decode("MZXW6YQ=").unwrap().as_slice(), b"foob");
        for text in ["", "=", "A1", "Å", "MZXW6YTB0I"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
