//! Which AS announces which prefix, as collectors of routes saw it.

use ipnet::IpNet;
use serde::Deserialize;

use super::{BadImport, Imported, as_number, bad, prefix, push};
use crate::rpki::table::{Kind, Row};

/// A route that no more peers than these saw is a fault, a test or inside somebody's network; krill leaves the same out.
const PEERS_FEW: u32 = 5;

/// The origin that cannot be told, of a route whose path ends in a set of ASes.
const NO_ORIGIN: u32 = 0;

/// Reads a route on each line: origin, prefix and how many peers saw it, as RIPE RIS writes them; or prefix and origin, in either
/// order, with blanks, tabulators, commas or semicolons between. Lines that begin with `%` or `#`, and a first line of names,
/// say nothing.
pub(super) fn lines(text: &str) -> Result<Imported, BadImport> {
    let mut found = Found::default();
    let mut is_first = true;
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with(['%', '#']) {
            continue;
        }
        let is_head = std::mem::take(&mut is_first) && names_columns(line);
        if !is_head {
            found.line(line, index + 1)?;
        }
    }
    Ok(found.imported())
}

fn names_columns(line: &str) -> bool {
    let mut names = fields(line).map(str::to_ascii_lowercase);
    names.any(|name| matches!(&*name, "prefix" | "cidr" | "network" | "route"))
}

fn fields(line: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|');
    // The ASes of a set stand with commas between, and belong together.
    let mut depth = 0_i32;
    let parts = line.split(move |c: char| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth <= 0 && ends(c)
    });
    parts.map(|field| field.trim_matches('"')).filter(|field| !field.is_empty())
}

/// Whether the first line is an object of its own with a route in it.
pub(super) fn is_json_lines(text: &str) -> bool {
    text.trim_start().lines().next().is_some_and(|line| serde_json::from_str::<Line>(line).is_ok())
}

/// Reads an object on each line, as bgp.tools writes them.
pub(super) fn json_lines(text: &str) -> Result<Imported, BadImport> {
    let mut found = Found::default();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let read: Line = serde_json::from_str(line).map_err(|error| BadImport {
            place: format!("line {}, column {}", index + 1, error.column()),
            rule: "this is no object with `CIDR` and `ASN`".to_owned(),
        })?;
        let prefix = prefix(&read.cidr).map_err(|rule| bad(index + 1, rule))?;
        found.route(prefix, read.asn, read.hits, index + 1)?;
    }
    Ok(found.imported())
}

#[derive(Deserialize)]
struct Line {
    #[serde(rename = "CIDR")]
    cidr: String,
    #[serde(rename = "ASN")]
    asn: u32,
    #[serde(rename = "Hits", default)]
    hits: Option<u32>,
}

#[derive(Default)]
struct Found {
    rows: Vec<Row>,
    left_out: usize,
}

impl Found {
    fn line(&mut self, line: &str, number: usize) -> Result<(), BadImport> {
        let mut fields = fields(line);
        let (Some(first), Some(second)) = (fields.next(), fields.next()) else {
            return Err(bad(number, "a line has an origin and a prefix"));
        };
        let (route, origin) = if first.contains('/') { (first, second) } else { (second, first) };
        let route = prefix(route).map_err(|rule| bad(number, rule))?;
        let origin = match origin.strip_prefix('{') {
            Some(_) => NO_ORIGIN,
            None => as_number(origin).map_err(|rule| bad(number, rule))?,
        };
        // What else may stand there is no number: the country, a name.
        let peers = fields.next().and_then(|field| field.parse().ok());
        self.route(route, origin, peers, number)
    }

    fn route(
        &mut self,
        prefix: IpNet,
        asn: u32,
        peers: Option<u32>,
        line: usize,
    ) -> Result<(), BadImport> {
        if peers.is_some_and(|peers| peers <= PEERS_FEW) {
            self.left_out += 1;
            return Ok(());
        }
        let row = Row { prefix, max_length: prefix.prefix_len(), asn, until_s: 0 };
        push(&mut self.rows, row, line)
    }

    fn imported(self) -> Imported {
        let Self { rows, left_out } = self;
        Imported { kind: Kind::Routes, made_at: None, rows, left_out }
    }
}
