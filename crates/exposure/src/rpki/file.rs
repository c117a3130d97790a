//! Files that others made: what relying parties have validated, and which routes were seen.
//!
//! Validated sets: the JSON of Routinator (`json`, `jsonext`) and rpki-client, and their CSV. Routes: the dumps of RIPE RIS
//! (`riswhoisdump`: origin, prefix, peers), tables of prefix and origin in either order, and the lines of JSON that bgp.tools
//! writes. Packed with gzip or not.

mod roas;
mod routes;

use std::io::Read as _;

use arvak_core::Instant;
use flate2::read::MultiGzDecoder;
use ipnet::IpNet;

use super::table::{Kind, ROWS_MAX, Row};

/// Most bytes of a file, unpacked.
pub const BYTES_MAX: usize = 512 * 1024 * 1024;

/// What a file begins with that gzip packed (RFC 1952 section 2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Most characters of a file that a message repeats.
const SHOWN_CHARS_MAX: usize = 60;

/// What was read from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// What it holds.
    pub kind: Kind,
    /// When it was made, where it says so.
    pub made_at: Option<Instant>,
    /// Its rows, in its order.
    pub rows: Vec<Row>,
    /// Routes that too few saw to be routes of the internet.
    pub left_out: usize,
}

/// A file that cannot be used. Whoever made it acts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {rule}")]
pub struct BadImport {
    /// Where, such as `line 3`.
    pub place: String,
    /// What stands there, or what should.
    pub rule: String,
}

fn bad(line: usize, rule: impl Into<String>) -> BadImport {
    BadImport { place: format!("line {line}"), rule: rule.into() }
}

/// Reads a file of any of the forms.
pub fn read_import(bytes: &[u8]) -> Result<Imported, BadImport> {
    let unpacked = unpack(bytes)?;
    let text = std::str::from_utf8(&unpacked).map_err(|error| {
        let before = unpacked.get(..error.valid_up_to()).unwrap_or_default();
        bad(before.split(|byte| *byte == b'\n').count(), "this is no text")
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // A brace may begin a set of ASes too.
    let inside = text.trim_start().strip_prefix('{').map(str::trim_start);
    let read = match () {
        () if text.trim_start().is_empty() => return Err(bad(1, "the file is empty")),
        () if inside.is_some_and(|inside| inside.starts_with(['"', '}'])) => {
            if routes::is_json_lines(text) {
                routes::json_lines(text)?
            } else {
                roas::json(text)?
            }
        }
        () if roas::is_csv(text) => roas::csv(text)?,
        () => routes::lines(text)?,
    };
    // An empty set would make everything unsigned, or nothing routed, in silence.
    if read.rows.is_empty() {
        return Err(BadImport {
            place: "the file".to_owned(),
            rule: "nothing is in it".to_owned(),
        });
    }
    Ok(read)
}

fn unpack(bytes: &[u8]) -> Result<std::borrow::Cow<'_, [u8]>, BadImport> {
    let whole = |rule: String| BadImport { place: "the file".to_owned(), rule };
    let too_long = || whole(format!("it is longer than {} MiB", BYTES_MAX >> 20));
    if !bytes.starts_with(&GZIP) {
        return if bytes.len() > BYTES_MAX { Err(too_long()) } else { Ok(bytes.into()) };
    }
    let mut unpacked = Vec::new();
    let most = BYTES_MAX as u64 + 1;
    MultiGzDecoder::new(bytes)
        .take(most)
        .read_to_end(&mut unpacked)
        .map_err(|error| whole(format!("it cannot be unpacked: {error}")))?;
    if unpacked.len() > BYTES_MAX { Err(too_long()) } else { Ok(unpacked.into()) }
}

/// Adds a row, as long as there is room for it.
fn push(rows: &mut Vec<Row>, row: Row, line: usize) -> Result<(), BadImport> {
    if rows.len() >= ROWS_MAX {
        return Err(bad(line, format!("there are more than {ROWS_MAX} rows")));
    }
    rows.push(row);
    Ok(())
}

/// A prefix in slash notation, with no bits beyond its length.
fn prefix(text: &str) -> Result<IpNet, String> {
    let read: IpNet =
        text.parse().map_err(|_| format!("`{}` is no prefix such as 192.0.2.0/24", shown(text)))?;
    if read.trunc() == read {
        Ok(read)
    } else {
        Err(format!("`{read}` has bits beyond its length"))
    }
}

/// The number of an AS, with or without `AS` before it (RFC 5396 `asplain`).
fn as_number(text: &str) -> Result<u32, String> {
    let digits = text.strip_prefix("AS").or_else(|| text.strip_prefix("as")).unwrap_or(text);
    let is_plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let read = if is_plain { digits.parse().ok() } else { None };
    read.ok_or_else(|| format!("`{}` is no AS number such as AS64500", shown(text)))
}

/// An authorisation, when its greatest length is one that its prefix can have.
fn authorised(
    prefix: IpNet,
    max_length: Option<u8>,
    asn: u32,
    until_s: u32,
) -> Result<Row, String> {
    let max_length = max_length.unwrap_or(prefix.prefix_len());
    if (prefix.prefix_len()..=prefix.max_prefix_len()).contains(&max_length) {
        return Ok(Row { prefix, max_length, asn, until_s });
    }
    Err(format!("a maxLength of {max_length} does not fit {prefix}"))
}

fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(SHOWN_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests;
