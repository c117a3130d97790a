//! Workbooks, read cell by cell: a sheet that names a cell far away takes no more room than its cells.

mod parts;

use std::io::Cursor;

use arvak_core::mistake::{MISTAKES_MAX, Problem};
use calamine::{DataRef, Reader as _, Xlsx, XlsxError};

use crate::grid::{Cell, Grid};
use crate::limits::{CELLS_MAX, FILE_BYTES_MAX, TEXT_BYTES_MAX};
use crate::mistake::{Mistake, Place, Told};

/// What a sheet has at most (ECMA-376 part 1, 18.3.1.73 and 18.3.1.13, as Excel holds it).
const ROWS_MAX: u32 = 1_048_576;
const COLUMNS_MAX: u32 = 16_384;

/// What was read of a workbook, against its bounds.
struct Counted {
    cells_count: usize,
    text_bytes: usize,
}

/// The sheets of a workbook, in order. What cannot be read is told, and then there are none.
pub(crate) fn open(name: &str, bytes: &[u8], order: usize, told: &mut Told) -> Option<Vec<Grid>> {
    let mut tell = |place, problem| told.tell((order, 0), Mistake::new(name, place, problem));
    if bytes.len() > FILE_BYTES_MAX {
        let problem = Problem::new("too_large").with("bytes", bytes.len());
        tell(Place::File, problem.with("most", FILE_BYTES_MAX));
        return None;
    }
    // Before anything is unpacked for good.
    if let Err(problem) = parts::check(bytes) {
        tell(Place::File, problem);
        return None;
    }
    let mut workbook = match Xlsx::new(Cursor::new(bytes)) {
        Ok(workbook) => workbook,
        Err(error) => {
            tell(Place::File, unreadable(&error, "damaged"));
            return None;
        }
    };
    let mut counted = Counted { cells_count: 0, text_bytes: 0 };
    let mut grids = Vec::new();
    for (number, sheet) in workbook.sheet_names().into_iter().enumerate() {
        let mut grid = Grid {
            file: name.to_owned(),
            sheet: Some(sheet.clone()),
            order: (order, number),
            ..Grid::default()
        };
        match fill(&mut grid, &mut workbook, &sheet, &mut counted) {
            // Charts and dialogues are sheets without cells.
            Ok(()) | Err(Unread::Because(XlsxError::NotAWorksheet(_))) => grids.push(grid),
            Err(Unread::Because(error)) => {
                tell(Place::Sheet(sheet), unreadable(&error, "damaged_sheet"));
                return None;
            }
            Err(Unread::TooMuch(problem)) => {
                tell(Place::File, problem);
                return None;
            }
        }
    }
    Some(grids)
}

enum Unread {
    Because(XlsxError),
    TooMuch(Problem),
}

impl From<XlsxError> for Unread {
    fn from(error: XlsxError) -> Self {
        Self::Because(error)
    }
}

fn fill(
    grid: &mut Grid,
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    counted: &mut Counted,
) -> Result<(), Unread> {
    let mut cells = workbook.worksheet_cells_reader(sheet)?;
    while let Some(record) = cells.next_cell_with_formula_metadata()? {
        if record.pos.0 >= ROWS_MAX || record.pos.1 >= COLUMNS_MAX {
            return Err(XlsxError::Unexpected("a cell's position in the sheet").into());
        }
        let (row, column) = (record.pos.0.saturating_add(1), record.pos.1.saturating_add(1));
        let Some(cell) = cell(record.value, record.formula.is_some()) else { continue };
        counted.cells_count += 1;
        if let Cell::Text(text) = &cell {
            counted.text_bytes += text.len();
        }
        if counted.cells_count > CELLS_MAX {
            let problem = Problem::new("too_many_cells").with("most", CELLS_MAX);
            return Err(Unread::TooMuch(problem));
        }
        if counted.text_bytes > TEXT_BYTES_MAX {
            let problem = Problem::new("too_much_text").with("most", TEXT_BYTES_MAX);
            return Err(Unread::TooMuch(problem));
        }
        grid.put(row, column, cell);
    }
    drop(cells);
    let place = |(row, column): (u32, u32)| (row.saturating_add(1), column.saturating_add(1));
    let merged = workbook.merge_cells_by_sheet_name(sheet)?;
    let merged = merged.into_iter().filter(|region| region.start != region.end);
    grid.merged = merged
        .take(2 * MISTAKES_MAX)
        .map(|region| (place(region.start), place(region.end)))
        .collect();
    Ok(())
}

/// What a cell holds; nothing when it is empty. A formula is worth the value that was computed last.
fn cell(value: DataRef<'_>, is_formula: bool) -> Option<Cell> {
    match value {
        DataRef::Empty if is_formula => Some(Cell::NoValue),
        DataRef::Empty => None,
        DataRef::String(text) => Cell::text(&text),
        DataRef::SharedString(text) => Cell::text(text),
        #[expect(clippy::cast_precision_loss, reason = "spreadsheets know no whole numbers")]
        DataRef::Int(number) => Some(Cell::Number(number as f64)),
        DataRef::Float(number) => Some(Cell::Number(number)),
        DataRef::Bool(flag) => Some(Cell::Bool(flag)),
        DataRef::DateTime(time) => {
            // Days that spreadsheets can name: to the end of the year 9999.
            let days = time.as_f64();
            if !(0.0..2_958_466.0).contains(&days) || time.is_duration() {
                return Some(Cell::Number(days));
            }
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            let midnight = (hour, minute, second) == (0, 0, 0);
            let time = format!(" {hour:02}:{minute:02}:{second:02}");
            Some(Cell::Date(if midnight { date } else { date + &time }))
        }
        DataRef::DateTimeIso(text) => Some(Cell::Date(text)),
        DataRef::DurationIso(text) => Some(Cell::Text(text)),
        DataRef::Error(error) => Some(Cell::Error(error.to_string())),
    }
}

fn unreadable(error: &XlsxError, code: &'static str) -> Problem {
    match error {
        XlsxError::Password => Problem::new("password"),
        error => Problem::new(code).with("why", error),
    }
}
