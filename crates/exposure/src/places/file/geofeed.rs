//! Geofeeds (RFC 8805): prefix, country, region, city, postal code; one line each.

use super::{BadPlaces, Form, Read, bad, prefix};
use crate::places::table::Place;

/// Reads the lines. A line without a country says that its network is to be placed nowhere (RFC 8805 section 2.1), and is left
/// out; one with a code that is no country is a mistake, as one that is no prefix.
pub(super) fn read(text: &str) -> Result<Read, BadPlaces> {
    let mut read = Read { form: Form::Geofeed, made_at: None, rows: Vec::new(), left_out: 0 };
    for (index, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        let wrong = |rule: String| bad(index + 1, rule);
        let mut fields = line.split(',').map(str::trim);
        let prefix = prefix(fields.next().unwrap_or_default()).map_err(wrong)?;
        let code = fields.next().unwrap_or_default().to_ascii_uppercase();
        if code.is_empty() {
            read.left_out += 1;
            continue;
        }
        let place = Place::country(&code).ok_or_else(|| {
            let code: String = code.chars().filter(|c| !c.is_control()).take(10).collect();
            wrong(format!("`{code}` is no code of a country (ISO 3166-1)"))
        })?;
        read.rows.push((prefix, place));
    }
    Ok(read)
}
