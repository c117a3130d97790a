//! Writing a workbook: a template to fill in, or what is recorded.

pub(crate) mod cells;
mod help;

use arvak_core::inventory::Item;
use arvak_core::vocabulary::{KindRow, ValueType};
use arvak_core::{Basis, Class};
use arvak_words::Words;
use rust_xlsxwriter::{
    DataValidation, DataValidationRule, DocProperties, ExcelDateTime, Format, FormatAlign,
    Workbook, Worksheet, XlsxError,
};

use crate::names::{BASES, Field, basis_id, class_id, kinds, word_id};

/// The last row that choices are offered in.
const CHOICES_ROW_MAX: u32 = 20_000;

/// Why a workbook could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CannotBeWritten {
    /// A thing holds what a workbook has no place for. Nothing that an inventory file says is such.
    #[error("`{id}` has a field that a workbook cannot show: {field}")]
    Field {
        /// The thing.
        id: String,
        /// The field.
        field: String,
    },
    /// The workbook would break a bound of the format.
    #[error("the workbook cannot be written: {0}")]
    Format(#[from] XlsxError),
}

impl CannotBeWritten {
    /// A stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Field { .. } => "cannot_be_written",
            Self::Format(_) => "workbook_format",
        }
    }
}

/// A workbook with a sheet for each kind of thing, ready to be filled in.
pub fn template(words: &Words) -> Result<Vec<u8>, CannotBeWritten> {
    export(&[], words)
}

/// The same with these things in it. Reading it gives the same things again, whatever the language.
pub fn export(items: &[Item], words: &Words) -> Result<Vec<u8>, CannotBeWritten> {
    let mut workbook = Workbook::new();
    // The same things give the same bytes: no clock.
    let created = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    help::write(workbook.add_worksheet(), words)?;
    for kind in kinds() {
        let things: Vec<&Item> =
            items.iter().filter(|item| item.entity.id.kind() == kind.name).collect();
        write(workbook.add_worksheet(), kind, &things, words)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn write(
    sheet: &mut Worksheet,
    kind: &'static KindRow,
    things: &[&Item],
    words: &Words,
) -> Result<(), CannotBeWritten> {
    sheet.set_name(words.plain(&format!("things-{}", kind.name)))?;
    sheet.set_freeze_panes(1, 1)?;
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    // Text, so that a spreadsheet makes no date of an id such as 1-2.
    let text = body.clone().set_num_format("@");
    for (column, field) in (0..).zip(Field::all(kind)) {
        sheet.set_column_width(column, width(field))?;
        let is_number =
            matches!(field, Field::Attribute(row) if matches!(row.value, ValueType::Int { .. }));
        sheet.set_column_format(column, if is_number { &body } else { &text })?;
        sheet.write_string_with_format(0, column, field.title(words), &head)?;
        if let Some(choices) = choices(field, words)? {
            sheet.add_data_validation(1, column, CHOICES_ROW_MAX, column, &choices)?;
        }
        for (row, item) in (1..).zip(things) {
            match cells::of(item, field, words)? {
                Some(cells::Written::Number(number)) => {
                    sheet.write_number_with_format(row, column, number, &body)?;
                }
                Some(cells::Written::Text(written)) => {
                    sheet.write_string_with_format(row, column, written, &text)?;
                }
                None => {}
            }
        }
    }
    Ok(())
}

const fn width(field: Field) -> f64 {
    match field {
        Field::Id | Field::Classes | Field::Relation(_) => 26.0,
        Field::Name => 36.0,
        Field::Note => 60.0,
        Field::Basis | Field::Class => 14.0,
        Field::Attribute(row) => match row.value {
            ValueType::Host | ValueType::Time => 26.0,
            ValueType::Bool | ValueType::Int { .. } | ValueType::Word(_) => 18.0,
        },
    }
}

/// What may be chosen in a column, so that most mistakes are seen while they are made.
fn choices(field: Field, words: &Words) -> Result<Option<DataValidation>, XlsxError> {
    let said: Vec<String> = match field {
        Field::Basis => BASES.map(Basis::name).map(|name| words.plain(&basis_id(name))).into(),
        Field::Class => Class::ALL.map(|class| words.plain(&class_id(class.name()))).into(),
        Field::Attribute(row) => match row.value {
            ValueType::Bool => ["flag-yes", "flag-no"].map(|id| words.plain(id)).into(),
            ValueType::Word(codes) => {
                codes.iter().map(|code| words.plain(&word_id(row.name, code))).collect()
            }
            ValueType::Int { min, max, .. } => {
                let bound = |number: i64| i32::try_from(number).unwrap_or(i32::MAX);
                let rule = DataValidationRule::Between(bound(min), bound(max));
                return Ok(Some(DataValidation::new().allow_whole_number(rule)));
            }
            ValueType::Host | ValueType::Time => return Ok(None),
        },
        Field::Id | Field::Name | Field::Note | Field::Classes | Field::Relation(_) => {
            return Ok(None);
        }
    };
    DataValidation::new().allow_list_strings(&said).map(Some)
}
