//! Lists of names: exports of certificate transparency as JSON (crt.sh, `name_value`; Cert Spotter, `dns_names`) or as
//! separated values, and plain lists with a name on each line. Only names inside the given domains are taken.

use std::collections::BTreeSet;

use arvak_core::Instant;
use arvak_csv::{Fields, decode, named_separator};
use arvak_probe::Host;
use serde_json::{Map, Value};

/// Most bytes of a list.
const BYTES_MAX: usize = 64 * 1024 * 1024;

/// Most rows, and most columns of one.
const ROWS_MAX: u32 = 500_000;
const COLUMNS_MAX: u32 = 200;

/// Most names that are taken.
const NAMES_MAX: usize = 10_000;

/// What names stand under, without case, blanks and signs.
const NAMED: [&str; 13] = [
    "namevalue",
    "commonname",
    "dnsnames",
    "names",
    "matchingidentities",
    "subjectalternativenames",
    "parsednames",
    "san",
    "domain",
    "domene",
    "host",
    "hostname",
    "vertsnavn",
];

/// What the end of a certificate stands under.
const ENDS: [&str; 2] = ["notafter", "validto"];

/// What a list names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Hosts inside the domains, the domains themselves left out.
    pub inside: BTreeSet<Host>,
    /// Certificates that were over, and were left out.
    pub over: usize,
    /// Names with a star: they say nothing of any one host.
    pub wildcards: usize,
    /// Names outside of the domains, and what is no name.
    pub others: usize,
}

/// Bytes that are no list of names. Whoever exported them acts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no list of names, {place}: {rule}")]
pub struct BadList {
    /// Where it is bad, such as `line 3`.
    pub place: String,
    /// The rule that it breaks.
    pub rule: &'static str,
}

fn bad(place: impl Into<String>, rule: &'static str) -> BadList {
    BadList { place: place.into(), rule }
}

/// Reads a list of any of the forms. Certificates that were over at `now` name what may be gone, and are left out where
/// the list says when they end.
pub fn listed_names(
    bytes: &[u8],
    domains: &BTreeSet<Host>,
    now: Instant,
) -> Result<Listed, BadList> {
    if bytes.len() > BYTES_MAX {
        return Err(bad("its end", "it is longer than 64 MiB"));
    }
    let text = decode(bytes).map_err(|(line, _)| bad(format!("line {line}"), "this is no text"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut reader = Reader { domains, now, found: Listed::default() };
    match text.trim_start().chars().next() {
        Some('[') => reader.json(text)?,
        Some('{') => reader.json_lines(text)?,
        _ => reader.rows(text)?,
    }
    Ok(reader.found)
}

struct Reader<'a> {
    domains: &'a BTreeSet<Host>,
    now: Instant,
    found: Listed,
}

impl Reader<'_> {
    fn json(&mut self, text: &str) -> Result<(), BadList> {
        let read: Vec<Value> = serde_json::from_str(text).map_err(|error| at(&error, 0))?;
        read.iter().try_for_each(|value| self.record(value))
    }

    /// An object on each line; or one in all, with the list in it.
    fn json_lines(&mut self, text: &str) -> Result<(), BadList> {
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let read: Value = serde_json::from_str(line).map_err(|error| at(&error, number))?;
            self.record(&read)?;
        }
        Ok(())
    }

    fn record(&mut self, value: &Value) -> Result<(), BadList> {
        let Value::Object(fields) = value else {
            return match value {
                Value::String(text) => self.names(text),
                _ => Err(bad("a record", "this is neither an object nor a name")),
            };
        };
        if self.is_over(fields) {
            self.found.over += 1;
            return Ok(());
        }
        for (name, value) in fields.iter().filter(|(name, _)| is_named(name)) {
            match value {
                Value::String(text) => self.names(text)?,
                Value::Array(all) => {
                    for text in all.iter().filter_map(Value::as_str) {
                        self.names(text)?;
                    }
                }
                Value::Null => {}
                _ => return Err(bad(name.as_str(), "this is neither a name nor a list of names")),
            }
        }
        Ok(())
    }

    fn is_over(&self, fields: &Map<String, Value>) -> bool {
        let end = fields.iter().find(|(name, _)| ENDS.contains(&&*plain(name)));
        end.and_then(|(_, value)| value.as_str()).is_some_and(|text| self.is_past(text))
    }

    fn is_past(&self, text: &str) -> bool {
        instant(text).is_some_and(|end| end <= self.now)
    }

    /// Separated values with a header that says where names stand; without one, a name on each line.
    fn rows(&mut self, text: &str) -> Result<(), BadList> {
        let (separator, text) = named_separator(text).unwrap_or_else(|| (separator(text), text));
        let mut columns: Option<Columns> = None;
        let mut row: Vec<(u32, String)> = Vec::new();
        let mut number = 0;
        for field in Fields::of(text, separator) {
            let field = field.map_err(|(row, _)| {
                bad(format!("row {row}"), "a quotation mark is opened and not closed")
            })?;
            if field.row > ROWS_MAX || field.column > COLUMNS_MAX {
                return Err(bad(
                    format!("row {}", field.row),
                    "there are more rows or columns than are read",
                ));
            }
            if field.row != number {
                self.row(&mut columns, &row)?;
                row.clear();
                number = field.row;
            }
            row.push((field.column, field.text));
        }
        self.row(&mut columns, &row)
    }

    fn row(&mut self, columns: &mut Option<Columns>, row: &[(u32, String)]) -> Result<(), BadList> {
        let Some(columns) = columns else {
            let Some((_, first)) = row.first().filter(|(_, text)| !text.trim().is_empty()) else {
                return Ok(());
            };
            if first.trim_start().starts_with('#') {
                return Ok(());
            }
            let header = Columns::of(row);
            let is_header = !header.names.is_empty();
            let columns = columns.insert(if is_header { header } else { Columns::first() });
            let columns = columns.clone();
            return if is_header { Ok(()) } else { self.cells(&columns, row) };
        };
        let columns = columns.clone();
        self.cells(&columns, row)
    }

    fn cells(&mut self, columns: &Columns, row: &[(u32, String)]) -> Result<(), BadList> {
        let is_end =
            |(column, text): &(u32, String)| columns.ends.contains(column) && self.is_past(text);
        if row.iter().any(is_end) {
            self.found.over += 1;
            return Ok(());
        }
        for (_, text) in row.iter().filter(|(column, _)| columns.names.contains(column)) {
            self.names(text.split('#').next().unwrap_or_default())?;
        }
        Ok(())
    }

    /// The names in one text, apart from each other by blanks, commas or semicolons.
    fn names(&mut self, text: &str) -> Result<(), BadList> {
        let names = text.split([' ', '\t', '\r', '\n', ',', ';', '|']);
        for name in names.map(|name| name.trim_end_matches('.')).filter(|name| !name.is_empty()) {
            if name.contains('*') {
                self.found.wildcards += 1;
                continue;
            }
            let host = name.parse::<Host>().ok().filter(|host| {
                let is_within = |domain: &Host| host.is_within(domain.as_str());
                self.domains.iter().any(is_within) && !host.as_str().starts_with('_')
            });
            match host {
                Some(host) if self.domains.contains(&host) => {}
                Some(host) => {
                    self.found.inside.insert(host);
                }
                None => self.found.others += 1,
            }
            if self.found.inside.len() > NAMES_MAX {
                return Err(bad("its end", "it has more than 10,000 names of these domains"));
            }
        }
        Ok(())
    }
}

/// Where names and ends stand in rows.
#[derive(Clone)]
struct Columns {
    names: BTreeSet<u32>,
    ends: BTreeSet<u32>,
}

impl Columns {
    fn of(header: &[(u32, String)]) -> Self {
        let of = |known: &[&str]| {
            let named = header.iter().filter(|(_, text)| known.contains(&&*plain(text)));
            named.map(|(column, _)| *column).collect()
        };
        Self { names: of(&NAMED), ends: of(&ENDS) }
    }

    /// A plain list: the first column, of which there is one.
    fn first() -> Self {
        Self { names: BTreeSet::from([1]), ends: BTreeSet::new() }
    }
}

/// The sign that stands most often in the first line.
fn separator(text: &str) -> char {
    let line = text.lines().next().unwrap_or_default();
    let count = |sign: char| line.matches(sign).count();
    [';', '\t', ','].into_iter().max_by_key(|sign| count(*sign)).unwrap_or(',')
}

fn is_named(name: &str) -> bool {
    NAMED.contains(&&*plain(name))
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// An instant as such exports write it: with `T` or a blank, with or without a zone, which is then UTC; or a day.
fn instant(text: &str) -> Option<Instant> {
    let text = text.trim().trim_end_matches(" UTC").replace(' ', "T");
    let with_zone = || text.parse::<Instant>().ok();
    let without = || format!("{text}Z").parse::<Instant>().ok();
    let day = || format!("{text}T23:59:59Z").parse::<Instant>().ok();
    with_zone().or_else(without).or_else(day)
}

fn at(error: &serde_json::Error, lines_before: usize) -> BadList {
    bad(format!("line {}", error.line().saturating_add(lines_before)), "this is no JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Listed, BadList> {
        let domains = BTreeSet::from(["nordvik.example".parse().unwrap()]);
        listed_names(text.as_bytes(), &domains, "2026-11-24T06:00:00Z".parse().unwrap())
    }

    fn inside(text: &str) -> Vec<String> {
        read(text).unwrap().inside.iter().map(ToString::to_string).collect()
    }

    const EXPECTED: [&str; 2] = ["epj.nordvik.example", "vpn.nordvik.example"];

    #[test]
    fn every_form_of_export_is_read() {
        let crt_sh = r#"[{"issuer_ca_id":1,"common_name":"VPN.nordvik.example","name_value":"vpn.nordvik.example\nepj.nordvik.example\nnordvik.example","not_after":"2027-01-01T00:00:00"},
            {"common_name":"*.nordvik.example","name_value":"gammel.nordvik.example","not_after":"2026-01-01T00:00:00"}]"#;
        assert_eq!(inside(crt_sh), EXPECTED);
        assert_eq!(
            read(crt_sh).unwrap().over,
            1,
            "what a certificate that is over names may be gone"
        );
        let spotter = "{\"dns_names\":[\"epj.nordvik.example\",\"*.nordvik.example\"]}\n\
                       {\"dns_names\":[\"vpn.nordvik.example\",\"annen.test\"]}\n";
        assert_eq!(inside(spotter), EXPECTED);
        let told = read(spotter).unwrap();
        assert_eq!((told.wildcards, told.others), (1, 1));
        let rows = "crt.sh ID;Not After;Common Name;Matching Identities\n\
                    1;2027-01-01;vpn.nordvik.example;\"vpn.nordvik.example\nepj.nordvik.example\"\n\
                    2;2025-01-01;gammel.nordvik.example;gammel.nordvik.example\n";
        assert_eq!(inside(rows), EXPECTED);
        let plain =
            "# navn\nvpn.nordvik.example\n\nepj.nordvik.example. # journal\nnordvik.example\n";
        assert_eq!(inside(plain), EXPECTED);
        assert_eq!(inside(""), [""; 0]);
    }

    #[test]
    fn what_is_no_list_is_refused_with_its_place() {
        for (text, place) in [
            ("[{\"name_value\":", "line 1"),
            ("{\"dns_names\":[]}\n{x", "line 2"),
            ("[1]", "a record"),
            ("[{\"name_value\":7}]", "name_value"),
            ("domain;x\n\"a", "row 2"),
        ] {
            assert_eq!(read(text).unwrap_err().place, place, "{text}");
        }
    }
}
