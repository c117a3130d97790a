//! CSV files, as spreadsheets of any country write them.
//!
//! Bytes become fields in [`arvak_csv`].
//! Separators: semicolon, tab or comma, whichever finds the most columns that are known.

use arvak_core::mistake::Problem;
use arvak_core::vocabulary::KindRow;
use arvak_csv::{Fields, decode, named_separator};
use arvak_words::Words;

use crate::grid::{Cell, Grid};
use crate::limits::{CELLS_MAX, FILE_BYTES_MAX};
use crate::mistake::{Mistake, Place, Told, with_all};
use crate::names::{Names, kinds};

/// Reads a CSV file. The kind is told by its name: `systemer.csv`.
pub(crate) fn open(
    name: &str,
    bytes: &[u8],
    order: usize,
    known: (&Names, &Words),
    told: &mut Told,
) -> Option<(Grid, &'static KindRow)> {
    let (names, words) = known;
    let mut tell = |place, problem| told.tell((order, 0), Mistake::new(name, place, problem));
    let kind = names.kind(stem(name));
    if kind.is_none() {
        tell(Place::File, unknown_file(name, names, words));
    }
    if bytes.len() > FILE_BYTES_MAX {
        let problem = Problem::new("too_large").with("bytes", bytes.len());
        tell(Place::File, problem.with("most", FILE_BYTES_MAX));
        return None;
    }
    let text = match decode(bytes) {
        Ok(text) => text,
        Err((line, byte)) => {
            let problem = Problem::new("encoding").with("line", line).with("byte", byte);
            tell(Place::File, problem);
            return None;
        }
    };
    let kind = kind?;
    let (separator, text) = separator(&text, kind, names);
    let mut grid = Grid { file: name.to_owned(), order: (order, 0), ..Grid::default() };
    match fill(&mut grid, text, separator) {
        Ok(()) => Some((grid, kind)),
        Err((place, problem)) => {
            tell(place, problem);
            None
        }
    }
}

fn fill(grid: &mut Grid, text: &str, separator: char) -> Result<(), (Place, Problem)> {
    let mut count = 0;
    for field in Fields::of(text, separator) {
        let field =
            field.map_err(|(row, column)| (grid.at(row, column), Problem::new("open_quote")))?;
        let Some(cell) = Cell::text(&field.text.replace("\r\n", "\n")) else { continue };
        count += 1;
        if count > CELLS_MAX {
            let problem = Problem::new("too_many_cells").with("most", CELLS_MAX);
            return Err((Place::File, problem));
        }
        grid.put(field.row, field.column, errors(cell));
    }
    Ok(())
}

/// Spreadsheets write their error values as they show them, in English or in Norwegian.
fn errors(cell: Cell) -> Cell {
    const SHOWN: [&str; 11] = [
        "#REF!", "#DIV/0!", "#NULL!", "#N/A", "#I/T", "#NAME?", "#NAVN?", "#NUM!", "#TALL!",
        "#VALUE!", "#VERDI!",
    ];
    match cell {
        Cell::Text(text) if SHOWN.contains(&text.as_str()) => Cell::Error(text),
        cell => cell,
    }
}

/// The name of a file without folders and extension.
fn stem(name: &str) -> &str {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn unknown_file(name: &str, names: &Names, words: &Words) -> Problem {
    let problem = if let Some(near) = names.nearest_sheet(stem(name), words) {
        Problem::new("unknown_file_near").with("near", near.to_lowercase())
    } else {
        let all = kinds().map(|kind| words.plain(&format!("things-{}", kind.name)).to_lowercase());
        with_all(Problem::new("unknown_file"), all)
    };
    problem.with("name", stem(name))
}

/// The separator, and the text after the line `sep=;` with which Excel may name it.
fn separator<'t>(text: &'t str, kind: &KindRow, names: &Names) -> (char, &'t str) {
    if let Some(named) = named_separator(text) {
        return named;
    }
    let known = |separator: &char| {
        let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let titles = Fields::of(first, *separator).flatten();
        titles.filter(|field| names.column(kind, &field.text).is_some()).count()
    };
    // Of equals the last one counts: a semicolon, as in Norway.
    let separator = [',', '\t', ';'].into_iter().max_by_key(known);
    (separator.unwrap_or(';'), text)
}
