//! Writing the vectors of the protocol: a length, and that many bytes (RFC 8446 section 3.4).

/// A length in one byte, then the bytes. What is longer than a length can say is cut off.
pub(crate) fn vec8(out: &mut Vec<u8>, bytes: &[u8]) {
    let length = u8::try_from(bytes.len()).unwrap_or(u8::MAX);
    out.push(length);
    out.extend(bytes.iter().take(usize::from(length)));
}

/// A length in two bytes, then the bytes. What is longer than a length can say is cut off.
pub(crate) fn vec16(out: &mut Vec<u8>, bytes: &[u8]) {
    let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
    out.extend(length.to_be_bytes());
    out.extend(bytes.iter().take(usize::from(length)));
}

/// A message of the handshake: a type, a length in three bytes, the body (RFC 8446 section 4).
pub(crate) fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX).to_be_bytes();
    let mut out = vec![kind];
    out.extend(length.iter().skip(1));
    out.extend_from_slice(body);
    out
}

/// Codes of two bytes, one after the other.
pub(crate) fn codes(codes: &[u16]) -> Vec<u8> {
    codes.iter().flat_map(|code| code.to_be_bytes()).collect()
}

/// Takes `count` bytes off the front.
pub(crate) fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (front, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(front)
}

/// Takes a number of two bytes off the front.
pub(crate) fn take_u16(bytes: &mut &[u8]) -> Option<u16> {
    take(bytes, 2)?.try_into().ok().map(u16::from_be_bytes)
}

/// Takes a vector with a length of two bytes off the front.
pub(crate) fn take_vec16<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = take_u16(bytes)?;
    take(bytes, usize::from(length))
}
