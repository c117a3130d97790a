//! Separated values with a row for each exposed service or alert, as national services send them. Columns are known
//! by their names in Norwegian and English, or are told.

use std::collections::BTreeMap;

use arvak_csv::{Fields, decode, named_separator};

use super::collect::{Collector, port};
use super::{Finding, Format, Imported, Mistake, Place, Service, Severity, Transport};

/// Most rows of a file.
const ROWS_MAX: u32 = 200_000;

/// Most columns of a row.
const COLUMNS_MAX: u32 = 200;

/// What columns hold, by the names in the file's first row; what is empty is guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The name of the column for each meaning, such as (`address`, `IP`). Meanings are `address`, `host`, `port`,
    /// `protocol`, `software`, `version`, `finding`, `severity`, `first_seen`, `last_seen`.
    pub named: BTreeMap<String, String>,
}

/// What a column holds, and the names that it goes by, without case, blanks and signs.
const MEANINGS: [(&str, &[&str]); 10] = [
    ("address", &["address", "adresse", "ip", "ipaddress", "ipadresse", "ipadr", "ipv4", "ipv6"]),
    (
        "host",
        &["host", "hostname", "vert", "vertsnavn", "vertsnamn", "domain", "domene", "fqdn", "dns"],
    ),
    ("port", &["port", "portnumber", "portnummer", "dstport", "srcport"]),
    ("protocol", &["protocol", "protokoll", "transport", "proto"]),
    (
        "software",
        &[
            "software",
            "programvare",
            "product",
            "produkt",
            "service",
            "tjeneste",
            "teneste",
            "banner",
            "app",
        ],
    ),
    ("version", &["version", "versjon", "productversion", "programversjon"]),
    (
        "finding",
        &[
            "finding",
            "funn",
            "alert",
            "varsel",
            "vulnerability",
            "sårbarhet",
            "sårbarheit",
            "cve",
            "tag",
            "type",
        ],
    ),
    (
        "severity",
        &["severity", "alvorlighet", "alvorlighetsgrad", "alvorsgrad", "risk", "risiko", "grad"],
    ),
    ("first_seen", &["firstseen", "førstsett", "først", "førstobservert", "førstesett"]),
    (
        "last_seen",
        &["lastseen", "sistsett", "sist", "sistobservert", "timestamp", "tidspunkt", "dato"],
    ),
];

fn plain(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A row: its number, and its fields by column.
#[derive(Default)]
struct Row {
    number: u32,
    cells: BTreeMap<u32, String>,
}

pub(super) fn read(bytes: &[u8], columns: &Columns) -> Result<Imported, Vec<Mistake>> {
    let text = decode(bytes).map_err(|(line, _)| {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        vec![Mistake::new("import.not_text", Place::Line(line), "")]
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let (separator, text) = match named_separator(text) {
        Some((separator, rest)) => (separator, rest),
        None => (separator(text), text),
    };
    let mut found = Collector::new(Format::Services);
    let mut known: BTreeMap<&'static str, u32> = BTreeMap::new();
    let mut row = Row::default();
    let mut header = true;
    for field in Fields::of(text, separator) {
        let field = match field {
            Ok(field) => field,
            Err((row, column)) => {
                found.mistake("import.open_quotation", Place::Field(row, column), "");
                break;
            }
        };
        if field.row > ROWS_MAX || field.column > COLUMNS_MAX {
            found.mistake("import.too_many", Place::Field(field.row, field.column), "");
            break;
        }
        if field.row != row.number {
            let whole = std::mem::replace(&mut row, Row { number: field.row, ..Row::default() });
            header &= !end_of_row(&mut found, &mut known, &whole, header, columns)?;
        }
        row.cells.insert(field.column, field.text);
    }
    end_of_row(&mut found, &mut known, &row, header, columns)?;
    if known.is_empty() {
        return Err(vec![Mistake::new("import.no_header", Place::File, "")]);
    }
    found.finish()
}

/// The sign that parts the first line most often.
fn separator(text: &str) -> char {
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: &char| first.matches(*sign).count();
    [',', ';', '\t'].into_iter().max_by_key(count).unwrap_or(',')
}

/// Takes a whole row; says whether it was the header.
fn end_of_row(
    found: &mut Collector,
    known: &mut BTreeMap<&'static str, u32>,
    row: &Row,
    header: bool,
    columns: &Columns,
) -> Result<bool, Vec<Mistake>> {
    if row.cells.values().all(|text| text.trim().is_empty()) {
        return Ok(false);
    }
    if header {
        *known = meanings(row, columns);
        let has = |meaning: &str| known.contains_key(meaning);
        if !has("address") && !has("host") {
            return Err(vec![Mistake::new(
                "import.no_header",
                Place::Field(row.number, 1),
                "address",
            )]);
        }
        if !has("port") && !has("finding") {
            return Err(vec![Mistake::new(
                "import.no_header",
                Place::Field(row.number, 1),
                "port",
            )]);
        }
        return Ok(true);
    }
    take(found, known, row);
    Ok(false)
}

/// The column of each meaning: as told, else by name; the first of several.
fn meanings(header: &Row, columns: &Columns) -> BTreeMap<&'static str, u32> {
    let mut known = BTreeMap::new();
    for (meaning, names) in MEANINGS {
        let told = columns.named.get(meaning).map(|name| plain(name));
        let is_it = |name: &str| match &told {
            Some(told) => name == told,
            None => names.contains(&name),
        };
        let column = header.cells.iter().find(|(_, text)| is_it(&plain(text)));
        if let Some((column, _)) = column {
            known.insert(meaning, *column);
        }
    }
    known
}

fn take(found: &mut Collector, known: &BTreeMap<&'static str, u32>, row: &Row) {
    let column = |meaning: &str| known.get(meaning).copied().unwrap_or(1);
    let cell = |meaning: &str| {
        let text = known.get(meaning).and_then(|column| row.cells.get(column));
        text.map(|text| text.trim()).unwrap_or_default()
    };
    let place = |meaning: &str| Place::Field(row.number, column(meaning));
    let mut hosts: Vec<String> = Vec::new();
    for meaning in ["address", "host"] {
        if !cell(meaning).is_empty() {
            let Some(host) = found.host(cell(meaning), &place(meaning)) else { return };
            hosts.push(host);
        }
    }
    if hosts.is_empty() {
        found.mistake("import.no_host", place("address"), "");
        return;
    }
    let number = port(cell("port"));
    if number.is_none() && !cell("port").is_empty() {
        found.mistake("import.no_port", place("port"), cell("port"));
        return;
    }
    let severity = match (cell("severity"), cell("severity").replace(',', ".").parse::<f64>()) {
        (_, Ok(score)) => Some(Severity::from_score(score)),
        // An alert without a grade is one that somebody thought worth sending.
        ("", _) => Some(Severity::Medium),
        (word, _) => Severity::from_word(word),
    };
    let Some(severity) = severity else {
        found.mistake("import.severity", place("severity"), cell("severity"));
        return;
    };
    let transport = if cell("protocol").to_lowercase().contains("udp") {
        Transport::Udp
    } else {
        Transport::Tcp
    };
    let times = [cell("first_seen"), cell("last_seen")];
    let seen = times.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" – ");
    hosts.dedup();
    for host in hosts {
        if let Some(port) = number {
            let (product, version) = (cell("software").to_owned(), cell("version").to_owned());
            let (product, version) = (Some(product), Some(version));
            let service = Service { host: host.clone(), port, transport, product, version };
            found.service(service, place("port"));
        }
        if !cell("finding").is_empty() {
            let id = cell("finding").to_owned();
            let title = id.clone();
            let finding = Finding { host, port: number, id, severity, title, seen: seen.clone() };
            found.finding(finding, place("finding"));
        }
    }
}
