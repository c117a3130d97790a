//! Installed software as osquery lists it, held against a dated table of when products stop getting security updates.
//!
//! The list is what `osqueryi --json` or `--csv` prints, or the snapshots that `osqueryd` logs: rows of the tables `os_version`,
//! `programs`, `deb_packages`, `rpm_packages` and `apps`. A column `kind` may say which table a row is from.
//!
//! The table (`catalogue/lifecycle.toml`) knows some products and not others. A product that it does not know is not taken
//! for sound; packages of a distribution are as sound as the distribution.

mod judge;
mod lifecycle;
pub mod listed;

#[cfg(test)]
mod tests;

use arvak_core::Instant;
use serde_json::Value;

use crate::Place;
use crate::json::{self, Object};
use crate::mistake::{Mistake, Told};
use crate::table::{Table, known_headers, plain};

/// The version of what is read and how it is judged, the table of products included.
pub const VERSION: u32 = 1;

/// The evidence kinds that it can give.
pub const GIVES: &[&str] = &["software.supported"];

/// Most rows of a list.
const ROWS_MAX: usize = 100_000;

/// Headers that are read.
const HEADERS: [&str; 14] = [
    "name",
    "version",
    "kind",
    "codename",
    "platform",
    "platformlike",
    "publisher",
    "release",
    "revision",
    "maintainer",
    "arch",
    "bundleshortversion",
    "identifyingnumber",
    "build",
];

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// An operating system.
    System,
    /// A package of a distribution, as old or new as the distribution.
    Package,
    /// Anything else.
    Program,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Item {
    kind: Kind,
    name: String,
    version: String,
}

/// What is installed, once each.
#[derive(Clone, Debug)]
pub struct Software {
    all: Vec<(Item, Place)>,
    exported_at: Option<Instant>,
}

impl Software {
    pub(crate) fn read(text: &str) -> Result<Self, Vec<Mistake>> {
        let mut told = Told::default();
        let (all, exported_at) = if text.trim_start().starts_with(['[', '{']) {
            of_json(text, &mut told)?
        } else {
            (of_table(text, &mut told)?, None)
        };
        if all.is_empty() {
            told.tell(Mistake::new(Place::File, "no_rows"));
        }
        told.or(Self { all, exported_at })
    }

    /// When it was listed, where a log says so.
    pub(crate) const fn exported_at(&self) -> Option<Instant> {
        self.exported_at
    }
}

/// Whether a text has the shape of such a list.
pub(crate) fn looks_like(text: &str) -> bool {
    let is_known = |header: &str| HEADERS.contains(&header);
    if text.trim_start().starts_with(['[', '{']) {
        let mut told = Told::default();
        return of_json(text, &mut told).is_ok_and(|(all, _)| {
            let has_version = |row: &(Item, Place)| !row.0.version.is_empty();
            all.iter().any(has_version) && told.or(()).is_ok()
        });
    }
    known_headers(text, &is_known) >= 2 && known_headers(text, &|header| header == "version") == 1
}

type Rows = Vec<(Item, Place)>;

fn of_table(text: &str, told: &mut Told) -> Result<Rows, Vec<Mistake>> {
    let table = Table::read(text, &|header| HEADERS.contains(&header))?;
    if table.column(&["name"]).is_none() {
        return Err(vec![Mistake::new(Place::File, "missing_column").with("names", "name")]);
    }
    let headers: Vec<&str> = table.headers.iter().map(|(_, header)| header.as_str()).collect();
    let rows = table.rows.iter().filter_map(|row| {
        let value =
            |name: &str| table.column(&[name]).map_or(String::new(), |at| row.cell(at).to_owned());
        item(&value, &headers, "", Place::Row(row.number), told)
    });
    Ok(rows.collect())
}

fn of_json(text: &str, told: &mut Told) -> Result<(Rows, Option<Instant>), Vec<Mistake>> {
    let mut rows = Vec::new();
    let mut newest: Option<Instant> = None;
    let mut number = 0;
    for value in json::stream(text)? {
        let outer = value.as_object().map(Object::of);
        let snapshot = outer.and_then(|outer| outer.get("snapshot"));
        let query = outer.filter(|_| snapshot.is_some()).and_then(|outer| outer.text("name"));
        let seconds =
            outer.filter(|_| snapshot.is_some()).and_then(|outer| whole(outer.get("unixTime")));
        let at = seconds.and_then(|seconds| seconds.checked_mul(1_000)).map(Instant::from_millis);
        // The oldest of several: all of it was so then or later.
        newest = match (newest, at) {
            (Some(known), Some(at)) => Some(known.min(at)),
            (known, at) => known.or(at),
        };
        let list = json::objects(snapshot.unwrap_or(&value), "rows", ROWS_MAX)?;
        for object in list {
            number += 1;
            let fields: Vec<(String, String)> =
                object.fields().map(|(name, value)| (plain(name), json::joined(value))).collect();
            let headers: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
            let value = |wanted: &str| {
                let mut found = fields.iter().filter(|(name, _)| name == wanted);
                found.next().map_or(String::new(), |(_, value)| value.clone())
            };
            rows.extend(item(
                &value,
                &headers,
                query.unwrap_or_default(),
                Place::Object(number),
                told,
            ));
        }
    }
    Ok((rows, newest))
}

fn whole(value: Option<&Value>) -> Option<i64> {
    let value = value?;
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// A row with a name; one without is told.
fn item(
    value: &dyn Fn(&str) -> String,
    headers: &[&str],
    query: &str,
    place: Place,
    told: &mut Told,
) -> Option<(Item, Place)> {
    let name = value("name");
    if name.is_empty() {
        told.tell(Mistake::new(place, "missing_field").with("field", "name"));
        return None;
    }
    let version = value("version");
    let version = if version.is_empty() { value("bundleshortversion") } else { version };
    let kind = kind(&value("kind"), headers, query);
    Some((Item { kind, name, version }, place))
}

/// Which table a row is from: as it says, else by the columns that only one table has, else by the name of the query.
fn kind(said: &str, headers: &[&str], query: &str) -> Kind {
    let has = |names: &[&str]| names.iter().all(|name| headers.contains(name));
    let word = plain(if said.is_empty() { query } else { said });
    if !word.is_empty() {
        if ["os", "system", "osversion"].contains(&word.as_str()) || word.ends_with("osversion") {
            return Kind::System;
        }
        if ["deb", "rpm", "debpackages", "rpmpackages"].iter().any(|name| word.ends_with(name)) {
            return Kind::Package;
        }
        if !said.is_empty() {
            return Kind::Program;
        }
    }
    if has(&["codename"]) || has(&["platformlike"]) || has(&["platform", "build"]) {
        Kind::System
    } else if has(&["maintainer"]) || has(&["revision", "arch"]) || has(&["release", "arch"]) {
        Kind::Package
    } else {
        Kind::Program
    }
}
