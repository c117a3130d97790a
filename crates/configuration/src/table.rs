//! Separated values under a row of headers that are known by name, in whatever order and language.

use std::collections::BTreeMap;

use arvak_csv::{Fields, named_separator};

use crate::Place;
use crate::mistake::Mistake;

/// Most rows of a table.
const ROWS_MAX: usize = 100_000;

/// Most columns of a table.
const COLUMNS_MAX: u32 = 500;

/// Columns that hold secrets, as exports name them: LAPS keeps passwords in the directory, firewalls their shared keys.
const SECRETS: [&str; 13] = [
    "msmcsadmpwd",
    "mslapspassword",
    "mslapsencryptedpassword",
    "password",
    "passord",
    "userpassword",
    "unixuserpassword",
    "unicodepwd",
    "sharedkey",
    "presharedkey",
    "psk",
    "secret",
    "privatekey",
];

/// Whether a plain header is that of a secret.
pub(crate) fn is_secret(header: &str) -> bool {
    SECRETS.contains(&header)
}

/// A header without case, blanks and signs: `Source Address` and `source_address` are one.
pub(crate) fn plain(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// One row: its number as a spreadsheet shows it, and its fields by column.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    pub(crate) number: u32,
    cells: BTreeMap<u32, String>,
}

impl Row {
    /// What stands in a column, without blanks around it; empty when nothing does.
    pub(crate) fn cell(&self, column: u32) -> &str {
        self.cells.get(&column).map_or("", String::as_str)
    }
}

/// Headers by column, and the rows beneath them.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) headers: Vec<(u32, String)>,
    pub(crate) rows: Vec<Row>,
}

impl Table {
    /// Reads a table; `known` says of a plain header whether it means something, which tells the separator.
    pub(crate) fn read(text: &str, known: &dyn Fn(&str) -> bool) -> Result<Self, Vec<Mistake>> {
        let (separator, text) = separator(text, known);
        let mut rows: Vec<Row> = Vec::new();
        for field in Fields::of(text, separator) {
            let field = field.map_err(|(row, column)| {
                vec![Mistake::new(Place::Field(row, column), "open_quote")]
            })?;
            let text = field.text.trim();
            if text.is_empty() || field.column > COLUMNS_MAX {
                continue;
            }
            if rows.last().is_none_or(|last| last.number != field.row) {
                if rows.len() > ROWS_MAX {
                    let mistake = Mistake::new(Place::File, "too_many").with("most", &ROWS_MAX);
                    return Err(vec![mistake]);
                }
                rows.push(Row { number: field.row, cells: BTreeMap::new() });
            }
            if let Some(row) = rows.last_mut() {
                row.cells.insert(field.column, text.to_owned());
            }
        }
        // `Export-Csv` of older PowerShell names the type of the objects in a line of its own.
        let mut rows = rows.into_iter().skip_while(|row| row.cell(1).starts_with("#TYPE"));
        let Some(header) = rows.next() else {
            return Err(vec![Mistake::new(Place::File, "empty")]);
        };
        let headers = header.cells.into_iter().map(|(at, text)| (at, plain(&text))).collect();
        let table = Self { headers, rows: rows.collect() };
        let secrets = table.secrets(header.number);
        if secrets.is_empty() { Ok(table) } else { Err(secrets) }
    }

    /// The first column with one of those plain headers, in the order of the names.
    pub(crate) fn column(&self, names: &[&str]) -> Option<u32> {
        names.iter().find_map(|name| {
            let mut found = self.headers.iter().filter(|(_, header)| header == name);
            found.next().map(|(at, _)| *at)
        })
    }

    /// Columns that hold secrets in some row. Such a file is not kept (law 10).
    fn secrets(&self, row: u32) -> Vec<Mistake> {
        let secret = self.headers.iter().filter(|(at, header)| {
            is_secret(header) && self.rows.iter().any(|row| !row.cell(*at).is_empty())
        });
        let mistake = |(at, header): &(u32, String)| {
            Mistake::new(Place::Field(row, *at), "secret_column").with("column", header)
        };
        secret.map(mistake).collect()
    }
}

/// How many headers of the first row are known; for guessing what a file is.
pub(crate) fn known_headers(text: &str, known: &dyn Fn(&str) -> bool) -> usize {
    Table::read(text, known)
        .map_or(0, |table| table.headers.iter().filter(|(_, header)| known(header)).count())
}

/// The separator under which the most headers are known; and the text after a line that names it.
fn separator<'t>(text: &'t str, known: &dyn Fn(&str) -> bool) -> (char, &'t str) {
    if let Some(named) = named_separator(text) {
        return named;
    }
    let is_header =
        |line: &&str| !line.trim().is_empty() && !line.trim_matches('"').starts_with("#TYPE");
    let first = text.lines().find(is_header).unwrap_or_default();
    let count = |separator: &char| {
        Fields::of(first, *separator).flatten().filter(|field| known(&plain(&field.text))).count()
    };
    // Of equals the last one counts: a semicolon, as in Norway.
    let separator = ['|', ',', '\t', ';'].into_iter().max_by_key(count);
    (separator.unwrap_or(';'), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Table, Vec<Mistake>> {
        Table::read(text, &|header| ["name", "sourceaddress"].contains(&header))
    }

    #[test]
    fn headers_are_known_under_any_separator_and_spelling() {
        for text in [
            "Name;Source address\na;b\n",
            "Name,Source_Address\na,b\n",
            "name\tSOURCE ADDRESS\na\tb\n",
            "sep=,\r\nName,source-address\r\na,b\r\n",
            "#TYPE Selected.System\r\n\"Name\",\"Source Address\"\r\n\"a\",\" b \"\r\n",
        ] {
            let table = read(text).unwrap();
            let column = table.column(&["nothing", "sourceaddress"]).unwrap();
            assert_eq!(table.rows.len(), 1, "{text}");
            assert_eq!(table.rows[0].cell(column), "b", "{text}");
        }
    }

    #[test]
    fn a_column_with_secrets_is_refused_and_an_empty_one_is_not() {
        let mistakes = read("name;ms-Mcs-AdmPwd\na;\nb;s3cret\n").unwrap_err();
        assert_eq!((mistakes[0].code, &mistakes[0].place), ("secret_column", &Place::Field(1, 2)));
        assert!(!format!("{mistakes:?}").contains("s3cret"));
        assert!(read("name;password\na;\n").is_ok());
        assert!(read("name;PasswordNeverExpires\na;True\n").is_ok());
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        assert_eq!(read("name;b\na;\"open\n").unwrap_err()[0].code, "open_quote");
        assert_eq!(read("\n\n").unwrap_err()[0].code, "empty");
    }
}
