//! Lists that those who own networks publish: geofeeds (RFC 8805), AWS's `ip-ranges.json`, Google Cloud's `cloud.json`, and Azure's
//! *Service Tags*.

mod geofeed;
mod json;

#[cfg(test)]
mod tests;

use std::net::IpAddr;

use arvak_core::Instant;
use ipnet::IpNet;

use super::table::{Place, ROWS_MAX};

/// Most bytes of a file.
pub const BYTES_MAX: usize = 128 * 1024 * 1024;

/// Most characters of a file that a message repeats.
const SHOWN_CHARS_MAX: usize = 60;

/// Who publishes such a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Whoever runs a network (RFC 8805).
    Geofeed,
    /// Amazon Web Services.
    Aws,
    /// Google Cloud.
    Google,
    /// Microsoft Azure.
    Azure,
}

impl Form {
    /// Its name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Geofeed => "geofeed",
            Self::Aws => "aws",
            Self::Google => "google",
            Self::Azure => "azure",
        }
    }
}

/// What was read from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// Whose list it is.
    pub form: Form,
    /// When it was made, where it says so.
    pub made_at: Option<Instant>,
    /// Prefixes with their places.
    pub rows: Vec<(IpNet, Place)>,
    /// Rows that say no country, or a region that is not known.
    pub left_out: usize,
}

/// A file that cannot be used. Whoever made it acts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {rule}")]
pub struct BadPlaces {
    /// Where, such as `line 3`.
    pub place: String,
    /// What stands there, or what should.
    pub rule: String,
}

fn bad(line: usize, rule: impl Into<String>) -> BadPlaces {
    BadPlaces { place: format!("line {line}"), rule: rule.into() }
}

/// Reads a list of any of the forms.
pub fn read(bytes: &[u8]) -> Result<Read, BadPlaces> {
    let whole = |rule: String| BadPlaces { place: "the file".to_owned(), rule };
    if bytes.len() > BYTES_MAX {
        return Err(whole(format!("it is longer than {} MiB", BYTES_MAX >> 20)));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        bad(before.split(|byte| *byte == b'\n').count(), "this is no text")
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let read =
        if text.trim_start().starts_with('{') { json::read(text)? } else { geofeed::read(text)? };
    if read.rows.is_empty() {
        return Err(whole("no row says where addresses are".to_owned()));
    }
    if read.rows.len() > ROWS_MAX {
        return Err(whole(format!("there are more than {ROWS_MAX} rows")));
    }
    Ok(read)
}

/// A prefix in slash notation, or one address, with no bits beyond its length.
fn prefix(text: &str) -> Result<IpNet, String> {
    let shown: String = text.chars().filter(|c| !c.is_control()).take(SHOWN_CHARS_MAX).collect();
    let alone = || text.parse::<IpAddr>().ok().map(IpNet::from);
    let read: IpNet = text
        .parse()
        .ok()
        .or_else(alone)
        .ok_or_else(|| format!("`{shown}` is no prefix such as 192.0.2.0/24"))?;
    if read.trunc() == read {
        Ok(read)
    } else {
        Err(format!("`{read}` has bits beyond its length"))
    }
}
