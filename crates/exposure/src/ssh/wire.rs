//! The transport of SSH before encryption: the identification line, packets, and what is in them
//! (RFC 4253 sections 4.2 and 6, RFC 4251 section 5).

/// Most bytes of lines before the identification that are read.
const GREETING_BYTES_MAX: usize = 4 * 1024;

/// Most bytes of one packet (RFC 4253 section 6.1).
const PACKET_BYTES_MAX: usize = 35_000;

/// What the beginning of a server's bytes holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Read<T> {
    /// It is whole; and so many bytes of it are used.
    Whole(T, usize),
    /// More must come.
    Partial,
    /// It is not what it should be.
    Bad,
}

/// The identification line, without its end (RFC 4253 section 4.2).
pub(crate) fn identification(bytes: &[u8]) -> Read<String> {
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if !line.ends_with(b"\n") {
            break;
        }
        at += line.len();
        if line.starts_with(b"SSH-") {
            let text = String::from_utf8_lossy(line);
            let text = text.chars().filter(|c| !c.is_control()).take(255).collect();
            return Read::Whole(text, at);
        }
    }
    if bytes.len() > GREETING_BYTES_MAX { Read::Bad } else { Read::Partial }
}

/// The payload of a packet that is not encrypted.
pub(crate) fn packet(bytes: &[u8]) -> Read<Vec<u8>> {
    let Some((head, rest)) = bytes.split_first_chunk::<5>() else { return Read::Partial };
    let [a, b, c, d, padding] = *head;
    let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
    let padding = usize::from(padding);
    if length > PACKET_BYTES_MAX || length < padding + 2 {
        return Read::Bad;
    }
    // The length counts the byte that says how long the padding is.
    let Some(body) = rest.get(..length - 1) else { return Read::Partial };
    match body.get(..length - 1 - padding) {
        Some(payload) => Read::Whole(payload.to_vec(), length + 4),
        None => Read::Bad,
    }
}

/// A packet around a payload, padded to eight bytes.
pub(crate) fn wrap(payload: &[u8]) -> Vec<u8> {
    let padding = 4 + (8 - (payload.len() + 5 + 4) % 8) % 8;
    let length = u32::try_from(payload.len() + padding + 1).unwrap_or(0);
    let mut out = length.to_be_bytes().to_vec();
    out.push(u8::try_from(padding).unwrap_or(4));
    out.extend_from_slice(payload);
    out.resize(out.len() + padding, 0);
    out
}

/// Takes a `string` off the front: a length of four bytes, then the bytes.
pub(crate) fn take_string<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (front, rest) = rest.split_at_checked(length)?;
    *bytes = rest;
    Some(front)
}

/// Adds a `string`.
pub(crate) fn put_string(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend(u32::try_from(bytes.len()).unwrap_or(0).to_be_bytes());
    out.extend_from_slice(bytes);
}

/// The bits of a whole number as it stands in an `mpint`.
pub(crate) fn bits(number: &[u8]) -> u32 {
    let digits = match number.iter().position(|byte| *byte != 0) {
        Some(at) => number.get(at..).unwrap_or_default(),
        None => return 0,
    };
    let Some((first, rest)) = digits.split_first() else { return 0 };
    let whole = u32::try_from(rest.len()).unwrap_or(u32::MAX / 8).saturating_mul(8);
    whole.saturating_add(8 - first.leading_zeros())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_wrapped_is_read_again(payload in proptest::collection::vec(any::<u8>(), 1..400)) {
            let wrapped = wrap(&payload);
            prop_assert_eq!(wrapped.len() % 8, 0);
            prop_assert_eq!(packet(&wrapped), Read::Whole(payload, wrapped.len()));
            for cut in 0..wrapped.len() {
                prop_assert_eq!(packet(&wrapped[..cut]), Read::Partial);
            }
        }
    }

    #[test]
    fn bits_are_counted_without_leading_zeros() {
        assert_eq!((bits(&[0, 0x80, 0]), bits(&[1]), bits(&[]), bits(&[0])), (16, 1, 0, 0));
    }

    #[test]
    fn a_packet_with_an_absurd_length_is_bad() {
        assert_eq!(packet(&[0xff; 16]), Read::Bad);
        assert_eq!(packet(&[0, 0, 0, 8, 20, 0, 0, 0, 0, 0, 0, 0]), Read::Bad);
    }
}
