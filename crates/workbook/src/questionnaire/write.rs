//! Writing the workbook.

use arvak_core::catalogue::guide::{AnswerType, Question};
use arvak_words::Words;
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Workbook, Worksheet, XlsxError,
};

use super::{ANSWER_COLUMN, COLUMNS, LABELS, Questionnaire, label_id};
use crate::export::CannotBeWritten;

/// The row of the first label, from 0: above it stand the title and two lines of help.
const LABELS_ROW: u32 = 4;

/// The row of the columns' names.
#[expect(clippy::cast_possible_truncation, reason = "there are five labels")]
const HEAD_ROW: u32 = LABELS_ROW + LABELS.len() as u32 + 1;

const WIDTHS: [f64; 6] = [24.0, 8.0, 60.0, 30.0, 44.0, 44.0];

/// The questions as a workbook in the language of `words`. The same questions give the same bytes.
pub fn questionnaire(asked: &Questionnaire<'_>, words: &Words) -> Result<Vec<u8>, CannotBeWritten> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    write(workbook.add_worksheet(), asked, words)?;
    Ok(workbook.save_to_buffer()?)
}

fn write(sheet: &mut Worksheet, asked: &Questionnaire<'_>, words: &Words) -> Result<(), XlsxError> {
    let title = Format::new().set_bold().set_font_size(14);
    let label = Format::new().set_bold().set_align(FormatAlign::Top);
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let answer = body
        .clone()
        .set_num_format("@")
        .set_background_color(Color::RGB(0x00FF_F8E1))
        .set_border(FormatBorder::Thin);
    sheet.set_name(words.plain("questionnaire-sheet"))?;
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    sheet.write_string_with_format(0, 0, words.plain("questionnaire-title"), &title)?;
    sheet.write_string(1, 0, words.plain("questionnaire-help"))?;
    sheet.write_string(2, 0, words.plain("questionnaire-help-unknown"))?;
    for (row, name) in (LABELS_ROW..).zip(LABELS) {
        sheet.write_string_with_format(row, 0, words.plain(&label_id(name)), &label)?;
        let supplier = asked.supplier.to_string();
        match name {
            "request" => sheet.write_string(row, 1, asked.request.as_str())?,
            "supplier" => {
                sheet.write_string(row, 1, supplier)?.write_string(row, 2, asked.supplier_name)?
            }
            "asked-by" => sheet.write_string(row, 1, asked.asked_by)?,
            "due" => sheet.write_string(row, 1, asked.due)?,
            _ => sheet.write_blank(row, 1, &answer)?,
        };
    }
    for (column, name) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(HEAD_ROW, column, words.plain(&label_id(name)), &label)?;
    }
    sheet.set_freeze_panes(HEAD_ROW + 1, 0)?;
    for (row, question) in (HEAD_ROW + 1..).zip(asked.questions) {
        let claims: Vec<_> = question.claims.iter().map(arvak_core::Name::as_str).collect();
        let text = words.lang().of(&question.text);
        sheet.write_string_with_format(row, 0, question.id.as_str(), &body)?;
        sheet.write_string_with_format(row, 1, claims.join(", "), &body)?;
        sheet.write_string_with_format(row, 2, text, &body)?;
        sheet.write_string_with_format(row, 3, how(question, words), &body)?;
        sheet.write_blank(row, 4, &answer)?;
        sheet.write_blank(row, 5, &answer)?;
        if let Some(choices) = choices(question, words)? {
            let column = u16::try_from(ANSWER_COLUMN - 1).unwrap_or(u16::MAX);
            sheet.add_data_validation(row, column, row, column, &choices)?;
        }
    }
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

/// How to answer, in words.
fn how(question: &Question, words: &Words) -> String {
    let options = question.options.iter().map(|option| words.lang().of(&option.text));
    match question.answer {
        AnswerType::Choice => return options.collect::<Vec<_>>().join(" / "),
        AnswerType::Choices => {
            let how = std::iter::once(words.plain("questionnaire-how-choices"));
            let lines: Vec<_> = how.chain(options.map(str::to_owned)).collect();
            return lines.join("\n");
        }
        _ => {}
    }
    words.plain(&format!("questionnaire-how-{}", question.answer.name()))
}

/// What may be chosen. Anything else may be written all the same: it is judged when it is read.
fn choices(question: &Question, words: &Words) -> Result<Option<DataValidation>, XlsxError> {
    let mut said: Vec<String> = match question.answer {
        AnswerType::YesNo => ["flag-yes", "flag-no"].map(|id| words.plain(id)).into(),
        AnswerType::Choice => {
            let texts = question.options.iter().map(|option| words.lang().of(&option.text));
            // A list in a cell is separated by commas.
            texts.map(|text| text.replace(',', " ")).collect()
        }
        _ => return Ok(None),
    };
    for id in ["questionnaire-does-not-know", "questionnaire-sub-supplier"] {
        said.push(words.plain(id));
    }
    let list = DataValidation::new().allow_list_strings(&said)?;
    Ok(Some(list.show_error_message(false)))
}
