//! Whether a file is a workbook, and of a size that may be unpacked.

use std::io::{self, Cursor, Read as _};

use arvak_core::mistake::Problem;
use zip::ZipArchive;

use crate::limits::{PARTS_MAX, UNPACKED_BYTES_MAX};

/// How encrypted workbooks, and those of Excel before 2007, begin.
const COMPOUND_FILE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Unpacks everything once and keeps nothing: what a part says of its size may be a lie.
pub(super) fn check(bytes: &[u8]) -> Result<(), Problem> {
    if bytes.starts_with(&COMPOUND_FILE) {
        // The stream that an encrypted workbook lies in, named in UTF-16.
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let locked = bytes.windows(name.len()).any(|part| part == name);
        return Err(Problem::new(if locked { "password" } else { "not_xlsx" }));
    }
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return Err(Problem::new("not_xlsx"));
    };
    if archive.len() > PARTS_MAX {
        let problem = Problem::new("too_many_parts").with("count", archive.len());
        return Err(problem.with("most", PARTS_MAX));
    }
    let mut is_workbook = false;
    let mut left = UNPACKED_BYTES_MAX;
    for number in 0..archive.len() {
        let damaged = |why: &dyn std::fmt::Display| Problem::new("damaged").with("why", why);
        let part = archive.by_index(number).map_err(|error| damaged(&error))?;
        is_workbook |= part.name().is_ok_and(|name| name.ends_with("workbook.xml"));
        let read = io::copy(&mut part.take(left + 1), &mut io::sink());
        let size = read.map_err(|error| damaged(&error))?;
        left = left
            .checked_sub(size)
            .ok_or_else(|| Problem::new("unpacks_too_large").with("most", UNPACKED_BYTES_MAX))?;
    }
    if is_workbook { Ok(()) } else { Err(Problem::new("not_xlsx")) }
}
