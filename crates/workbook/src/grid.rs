//! A sheet as cells, before anything is known of what they mean.

use std::collections::BTreeMap;

use crate::mistake::Place;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    /// A text, without blanks around it, and never empty.
    Text(String),
    /// A number.
    Number(f64),
    /// True or false.
    Bool(bool),
    /// A date, with a time of day when that is not midnight, as `2026-03-01 12:00:00`.
    Date(String),
    /// What a spreadsheet shows when a formula went wrong: `#REF!`.
    Error(String),
    /// A formula whose value was never computed.
    NoValue,
}

impl Cell {
    /// A text cell; nothing when there are blanks alone.
    pub(crate) fn text(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self::Text(text.to_owned()))
    }
}

/// The cells of one sheet or CSV file that hold something, by row and column from 1.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    /// The name of the file.
    pub(crate) file: String,
    /// The name of the sheet; a CSV file has none.
    pub(crate) sheet: Option<String>,
    /// The number of its file and of the sheet in it.
    pub(crate) order: (usize, usize),
    /// Rows that hold something, and their cells.
    pub(crate) rows: BTreeMap<u32, BTreeMap<u32, Cell>>,
    /// Merged cells: the first and the last, as row and column.
    pub(crate) merged: Vec<((u32, u32), (u32, u32))>,
}

impl Grid {
    pub(crate) fn put(&mut self, row: u32, column: u32, cell: Cell) {
        self.rows.entry(row).or_default().insert(column, cell);
    }

    /// The place of a cell.
    pub(crate) fn at(&self, row: u32, column: u32) -> Place {
        Place::Cell { sheet: self.sheet.clone(), row, column }
    }
}
