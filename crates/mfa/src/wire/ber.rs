//! The part of the Basic Encoding Rules (X.690) that LDAP uses: definite lengths, tags of one byte.

/// Longest value that is read, in bytes.
pub const VALUE_BYTES_MAX: usize = 64 * 1024;

/// One element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element<'a> {
    /// Class, form and number, as they stand in the byte.
    pub tag: u8,
    /// The value.
    pub value: &'a [u8],
}

/// What the beginning of some bytes holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read<'a> {
    /// An element; and what comes after it.
    Whole(Element<'a>, &'a [u8]),
    /// More must come.
    Partial,
    /// It is not what it should be.
    Bad,
}

/// Reads one element.
pub fn read(bytes: &[u8]) -> Read<'_> {
    let Some((&tag, rest)) = bytes.split_first() else { return Read::Partial };
    // A number of 31 or more stands in bytes of its own; LDAP has none.
    if tag & 0x1f == 0x1f {
        return Read::Bad;
    }
    let Some((&first, rest)) = rest.split_first() else { return Read::Partial };
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let count = usize::from(first & 0x7f);
        // No length (0x80) means an end that is marked, which LDAP forbids (RFC 4511 section 5.1).
        if count == 0 || count > 4 {
            return Read::Bad;
        }
        let Some((digits, rest)) = rest.split_at_checked(count) else { return Read::Partial };
        (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
    };
    if length > VALUE_BYTES_MAX {
        return Read::Bad;
    }
    match rest.split_at_checked(length) {
        Some((value, rest)) => Read::Whole(Element { tag, value }, rest),
        None => Read::Partial,
    }
}

/// Takes an element with this tag off the front.
pub fn take<'a>(bytes: &mut &'a [u8], tag: u8) -> Option<&'a [u8]> {
    match read(bytes) {
        Read::Whole(element, rest) if element.tag == tag => {
            *bytes = rest;
            Some(element.value)
        }
        _ => None,
    }
}

/// A whole number that is not negative and fits into 32 bits.
pub fn number(value: &[u8]) -> Option<u32> {
    if value.is_empty() || value.len() > 5 || value.first().is_some_and(|byte| byte & 0x80 != 0) {
        return None;
    }
    let number = value.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    u32::try_from(number).ok()
}

/// Writes one element.
pub fn write(tag: u8, value: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match u8::try_from(value.len()) {
        Ok(short) if short < 0x80 => out.push(short),
        _ => {
            out.push(0x84);
            out.extend(u32::try_from(value.len()).unwrap_or(u32::MAX).to_be_bytes());
        }
    }
    out.extend_from_slice(value);
    out
}

/// Writes a whole number.
pub fn write_number(tag: u8, number: u32) -> Vec<u8> {
    let bytes = [&[0][..], &number.to_be_bytes()].concat();
    let spare =
        bytes.windows(2).take_while(|pair| matches!(pair, [0, next] if *next < 0x80)).count();
    write(tag, bytes.get(spare..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            tag in 0_u8..0x1f,
            value in proptest::collection::vec(any::<u8>(), 0..400),
        ) {
            let bytes = write(tag, &value);
            let whole = Read::Whole(Element { tag, value: &value }, &[]);
            prop_assert_eq!(read(&bytes), whole);
            for cut in 0..bytes.len() {
                prop_assert_eq!(read(&bytes[..cut]), Read::Partial);
            }
        }

        #[test]
        fn numbers_come_back(given in any::<u32>()) {
            let bytes = write_number(2, given);
            let value = take(&mut &*bytes, 2).unwrap();
            prop_assert_eq!(number(value), Some(given));
            prop_assert!(value.len() == 1 || value[0] != 0 || value[1] >= 0x80, "the shortest form");
        }
    }

    #[test]
    fn absurd_lengths_are_bad() {
        for bytes in [
            &[0x30, 0x80][..],
            &[0x30, 0x85, 1, 1, 1, 1, 1],
            &[0x30, 0x84, 0xff, 0, 0, 0],
            &[0x1f, 1],
        ] {
            assert_eq!(read(bytes), Read::Bad, "{bytes:?}");
        }
    }
}
