//! The first sheet, which says how the others are filled in.

use arvak_core::{Basis, Class};
use arvak_words::{Say, Words};
use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use crate::names::{Field, basis_id, class_id};

/// What it says, in order.
const LINES: [&str; 9] =
    ["sheets", "header", "id", "relations", "groups", "basis", "class", "times", "import"];

pub(super) fn write(sheet: &mut Worksheet, words: &Words) -> Result<(), XlsxError> {
    sheet.set_name(words.plain("workbook-help-sheet"))?;
    sheet.set_column_width(0, 100)?;
    let title = Format::new().set_bold().set_font_size(14);
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.write_string_with_format(0, 0, words.plain("workbook-help-title"), &title)?;
    let basis = |basis: Basis| Say::Owned(words.plain(&basis_id(basis.name())));
    let args = [
        ("id", Say::Owned(Field::Id.title(words))),
        ("basis", Say::Owned(Field::Basis.title(words))),
        ("statement", basis(Basis::Statement)),
        ("document", basis(Basis::Document)),
        ("class", Say::Owned(Field::Class.title(words))),
        ("classes", Say::Owned(Field::Classes.title(words))),
        ("internal", Say::Owned(words.plain(&class_id(Class::Internal.name())))),
    ];
    for (row, line) in (2..).zip(LINES) {
        let text = words.say(&format!("workbook-help-{line}"), &args);
        sheet.write_string_with_format(row, 0, text, &body)?;
    }
    Ok(())
}
