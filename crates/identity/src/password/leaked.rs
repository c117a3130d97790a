//! Passwords that were leaked: a file of SHA-1 digests in their order, as *Pwned Passwords* gives them out.
//!
//! Each line is 40 hexadecimal digits, a colon and how often the password was found, and the lines are sorted. The file is
//! some 40 GB, so it stays on the disk and is searched by halving: about forty short reads. Nothing is asked of anybody:
//! a service on the net would learn when passwords are chosen here, and a little of which. SHA-1 protects nothing here;
//! it is what the list is written in.

use std::io::{self, BufRead as _, BufReader, Read, Seek, SeekFrom};

use sha1::{Digest as _, Sha1};

/// Hexadecimal digits of a digest.
const DIGITS: usize = 40;

/// Most bytes of a line: a digest, a colon, a count, the end.
const LINE_BYTES_MAX: u64 = 128;

/// Whether `password` stands in `list`. Fails when the list cannot be read, or is no such list
/// ([`io::ErrorKind::InvalidData`]).
pub fn is_leaked(list: &mut (impl Read + Seek), password: &str) -> io::Result<bool> {
    let sought = digits_of(password);
    // The line sought begins at or after `from`, and before `to`.
    let (mut from, mut to) = (0, list.seek(SeekFrom::End(0))?);
    while from < to {
        let middle = from + (to - from) / 2;
        let Some((begins, line)) = line_from(list, middle, to)? else {
            // No line begins in the second half.
            to = middle;
            continue;
        };
        let ends = begins + line.len() as u64;
        match digest(&line)?.cmp(&sought) {
            std::cmp::Ordering::Equal => return Ok(true),
            std::cmp::Ordering::Less => from = ends,
            std::cmp::Ordering::Greater => to = middle,
        }
    }
    Ok(false)
}

/// Whether it is such a list: its first lines are digests in their order.
pub fn check_list(list: &mut (impl Read + Seek)) -> io::Result<()> {
    list.seek(SeekFrom::Start(0))?;
    let mut lines = BufReader::new(list);
    let mut before = None;
    for _ in 0..100 {
        let mut line = Vec::new();
        lines.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            break;
        }
        let digest = digest(&line)?;
        if before.replace(digest).is_some_and(|before| before >= digest) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the digests are not in order"));
        }
    }
    if before.is_none() {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it is empty"));
    }
    Ok(())
}

/// The first line that begins at or after `at` and before `to`, with its end, and where it begins.
fn line_from(
    list: &mut (impl Read + Seek),
    at: u64,
    to: u64,
) -> io::Result<Option<(u64, Vec<u8>)>> {
    // One byte earlier: when that is the end of a line, the next begins just here.
    let before = at.saturating_sub(1);
    list.seek(SeekFrom::Start(before))?;
    let mut near = BufReader::with_capacity(256, list.by_ref().take(2 * LINE_BYTES_MAX));
    let mut begins = before;
    if at > 0 {
        let mut skipped = Vec::new();
        near.read_until(b'\n', &mut skipped)?;
        begins += skipped.len() as u64;
    }
    if begins >= to {
        return Ok(None);
    }
    let mut line = Vec::new();
    near.read_until(b'\n', &mut line)?;
    Ok(Some((begins, line)))
}

fn digest(line: &[u8]) -> io::Result<[u8; DIGITS]> {
    let digits =
        line.first_chunk::<DIGITS>().filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    let is_end = |byte: &u8| matches!(byte, b':' | b'\r' | b'\n');
    match digits {
        Some(digits) if line.get(DIGITS).is_none_or(is_end) => {
            Ok(digits.map(|it| it.to_ascii_uppercase()))
        }
        _ => Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "a line does not begin with a SHA-1 digest of 40 hexadecimal digits and a colon",
        )),
    }
}

fn digits_of(password: &str) -> [u8; DIGITS] {
    let mut digits = [0; DIGITS];
    let bytes = Sha1::digest(password.as_bytes());
    for (pair, byte) in digits.chunks_exact_mut(2).zip(bytes) {
        let digit =
            |half: u8| b"0123456789ABCDEF".get(usize::from(half)).copied().unwrap_or_default();
        pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 0xf)]);
    }
    digits
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    fn list(passwords: &[String], end: &str) -> Cursor<Vec<u8>> {
        let mut lines: Vec<String> = passwords
            .iter()
            .enumerate()
            .map(|(count, it)| {
                format!("{}:{}{end}", String::from_utf8(digits_of(it).to_vec()).unwrap(), 7 * count)
            })
            .collect();
        lines.sort();
        lines.dedup();
        Cursor::new(lines.concat().into_bytes())
    }

    #[test]
    fn digests_are_written_as_the_list_has_them() {
        // What `printf password | sha1sum` says.
        assert_eq!(&digits_of("password"), b"5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8");
    }

    proptest! {
        #[test]
        fn what_stands_in_the_list_is_found_and_nothing_else(
            all in prop::collection::btree_set("[a-zæøå ]{1,9}", 1..60), windows in any::<bool>()
        ) {
            let all: Vec<String> = all.into_iter().collect();
            let (leaked, others) = all.split_at(all.len() / 2 + 1);
            let mut list = list(leaked, if windows { "\r\n" } else { "\n" });
            check_list(&mut list).unwrap();
            for password in leaked {
                prop_assert!(is_leaked(&mut list, password).unwrap());
            }
            for password in others {
                prop_assert!(!is_leaked(&mut list, password).unwrap());
            }
        }
    }

    #[test]
    fn the_last_line_needs_no_end() {
        let mut list = list(&["password".to_owned()], "");
        assert!(is_leaked(&mut list, "password").unwrap());
        assert!(!is_leaked(&mut list, "another").unwrap());
    }

    #[test]
    fn what_is_no_such_list_is_refused() {
        for text in ["", "password\n", "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8x1\n"] {
            let error = check_list(&mut Cursor::new(text)).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{text}");
        }
        let turned = "B0:1\nA0:1\n".replace('0', &"0".repeat(39));
        assert!(check_list(&mut Cursor::new(turned)).unwrap_err().to_string().contains("order"));
        assert!(is_leaked(&mut Cursor::new("password\n"), "password").is_err());
    }
}
