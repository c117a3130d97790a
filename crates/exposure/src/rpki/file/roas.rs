//! Validated sets: what the JSON and the CSV of Routinator and rpki-client have in common.

use std::borrow::Cow;
use std::fmt;

use arvak_core::Instant;
use serde::Deserialize;
use serde::de::{Deserializer, Error, Unexpected, Visitor};

use super::{BadImport, Imported, as_number, authorised, bad, prefix, push};
use crate::rpki::table::{Kind, Row};

/// Reads an object with the list `roas` in it. What else stands there is of no use here.
pub(super) fn json(text: &str) -> Result<Imported, BadImport> {
    let read: Set = serde_json::from_str(text).map_err(|error| {
        let rule = error.to_string();
        let rule = rule.rsplit_once(" at line ").map_or(&*rule, |(rule, _)| rule).to_owned();
        BadImport { place: format!("line {}, column {}", error.line(), error.column()), rule }
    })?;
    let mut rows = Vec::with_capacity(read.roas.len());
    for Roa(row) in read.roas {
        push(&mut rows, row, 1)?;
    }
    Ok(Imported { kind: Kind::Roas, made_at: read.metadata.made_at()?, rows, left_out: 0 })
}

/// Whether the first line names the columns of a validated set.
pub(super) fn is_csv(text: &str) -> bool {
    text.lines().next().is_some_and(|head| Columns::of(head).is_some())
}

/// Reads separated values under the names that Routinator and rpki-client give to columns.
pub(super) fn csv(text: &str) -> Result<Imported, BadImport> {
    let mut lines = text.lines().enumerate();
    let head = lines.next().and_then(|(_, head)| Columns::of(head));
    let columns = head.ok_or_else(|| bad(1, "the columns have no names"))?;
    let mut rows = Vec::new();
    for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let row = columns.row(line).map_err(|rule| bad(index + 1, rule))?;
        push(&mut rows, row, index + 1)?;
    }
    Ok(Imported { kind: Kind::Roas, made_at: None, rows, left_out: 0 })
}

/// Where things stand in a line.
struct Columns {
    asn: usize,
    prefix: usize,
    max_length: usize,
    until: Option<usize>,
}

impl Columns {
    fn of(head: &str) -> Option<Self> {
        let names: Vec<String> = fields(head).map(str::to_ascii_lowercase).collect();
        let at = |name: &str| names.iter().position(|own| own == name);
        Some(Self {
            asn: at("asn")?,
            prefix: at("ip prefix")?,
            max_length: at("max length")?,
            until: at("expires"),
        })
    }

    fn row(&self, line: &str) -> Result<Row, String> {
        let values: Vec<&str> = fields(line).collect();
        let at = |column: usize| values.get(column).copied().unwrap_or_default();
        let number = |text: &str| {
            text.parse::<u8>().map_err(|_| format!("`{}` is no length", super::shown(text)))
        };
        let max_length = Some(at(self.max_length)).filter(|text| !text.is_empty());
        let until = match self.until.map(at).filter(|text| !text.is_empty()) {
            Some(text) => seconds(text.parse().map_err(|_| {
                format!("`{}` is no time in seconds since 1970", super::shown(text))
            })?),
            None => 0,
        };
        let max_length = max_length.map(number).transpose()?;
        authorised(prefix(at(self.prefix))?, max_length, as_number(at(self.asn))?, until)
    }
}

/// The values of a line; none of them ever holds a comma.
fn fields(line: &str) -> impl Iterator<Item = &str> {
    line.split(',').map(|field| field.trim().trim_matches('"'))
}

#[derive(Deserialize)]
struct Set {
    #[serde(default)]
    metadata: Metadata,
    roas: Vec<Roa>,
}

/// When a set was made, in the words of Routinator (`generated…`) and of rpki-client (`buildtime`).
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Metadata {
    generated: Option<i64>,
    generated_time: Option<String>,
    buildtime: Option<String>,
}

impl Metadata {
    fn made_at(&self) -> Result<Option<Instant>, BadImport> {
        if let Some(seconds) = self.generated {
            return Ok(Some(Instant::from_millis(seconds.saturating_mul(1_000))));
        }
        let written = self.generated_time.as_ref().or(self.buildtime.as_ref());
        let read = written.map(|text| text.parse::<Instant>());
        read.transpose()
            .map_err(|error| BadImport { place: "metadata".to_owned(), rule: error.to_string() })
    }
}

/// One authorisation. What is wrong with it is told at its place in the file.
#[derive(Deserialize)]
#[serde(try_from = "Written<'_>")]
struct Roa(Row);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    asn: AsNumber,
    #[serde(borrow)]
    prefix: Cow<'a, str>,
    max_length: Option<u8>,
    #[serde(default)]
    expires: Option<i64>,
}

impl TryFrom<Written<'_>> for Roa {
    type Error = String;

    fn try_from(written: Written<'_>) -> Result<Self, String> {
        let until = written.expires.map_or(0, seconds);
        let row = authorised(prefix(&written.prefix)?, written.max_length, written.asn.0, until)?;
        Ok(Self(row))
    }
}

/// A time that is over before it can be written is over all the same.
fn seconds(since_1970: i64) -> u32 {
    u32::try_from(since_1970.max(1)).unwrap_or(u32::MAX)
}

/// A number, or a text with `AS` before it or not.
struct AsNumber(u32);

impl<'de> Deserialize<'de> for AsNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl Visitor<'_> for Either {
            type Value = AsNumber;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the number of an AS")
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<AsNumber, E> {
                let read = u32::try_from(number);
                read.map(AsNumber)
                    .map_err(|_| E::invalid_value(Unexpected::Unsigned(number), &self))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<AsNumber, E> {
                as_number(text).map(AsNumber).map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Either)
    }
}
