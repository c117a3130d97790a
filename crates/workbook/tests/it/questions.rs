//! The questions to a supplier go out as a workbook and come back as one.

use std::collections::BTreeMap;

use arvak_core::catalogue::SHIPPED;
use arvak_core::catalogue::guide::{Answer, Question};
use arvak_core::{Catalogue, EntityId, Name};
use arvak_words::{Lang, Words};
use arvak_workbook::{Answered, Mistake, Questionnaire, answers, questionnaire};
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;

fn questions() -> Vec<Question> {
    Catalogue::parse(SHIPPED).unwrap().guide.questions
}

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

/// A filled-in workbook as a person or another program would write it: labels, then rows.
fn book(labels: &[(&str, &str)], rows: &[(&str, &str, &str)], words: &Words) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let mut row = 0;
    for (label, value) in labels {
        let label = words.plain(&format!("questionnaire-{label}"));
        sheet.write_string(row, 0, label).unwrap().write_string(row, 1, *value).unwrap();
        row += 1;
    }
    sheet.write_string(row, 0, words.plain("questionnaire-id")).unwrap();
    for (id, answer, comment) in rows {
        row += 1;
        sheet.write_string(row, 0, *id).unwrap();
        sheet.write_string(row, 4, *answer).unwrap();
        sheet.write_string(row, 5, *comment).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

const LABELS: [(&str, &str); 2] = [("request", "drift-2026-11-25"), ("supplier", "supplier/drift")];

fn read(rows: &[(&str, &str, &str)], lang: Lang) -> Result<Answered, Vec<Mistake>> {
    let words = Words::new(lang);
    answers("svar.xlsx", &book(&LABELS, rows, &words), &questions(), &words)
}

fn told(rows: &[(&str, &str, &str)]) -> Vec<String> {
    let words = Words::new(Lang::En);
    read(rows, Lang::En).unwrap_err().iter().map(|mistake| mistake.told(&words)).collect()
}

#[test]
fn what_goes_out_comes_back_unanswered_in_every_language() {
    let known = questions();
    let asked: Vec<&Question> = known.iter().collect();
    let supplier: EntityId = "supplier/drift".parse().unwrap();
    for lang in Lang::ALL {
        let words = Words::new(lang);
        let request = name("drift-2026-11-25");
        let out = Questionnaire {
            request: &request,
            supplier: &supplier,
            supplier_name: "Drift og Dritt AS, Čáhcesuolu",
            asked_by: "Prøvedal kommune",
            due: "1. des. 2026",
            questions: &asked,
        };
        let bytes = questionnaire(&out, &words).unwrap();
        assert_eq!(bytes, questionnaire(&out, &words).unwrap());
        for other in Lang::ALL {
            let mistakes = answers("x.xlsx", &bytes, &known, &Words::new(other)).unwrap_err();
            let codes: Vec<_> = mistakes.iter().map(|mistake| mistake.code).collect();
            assert_eq!(codes, ["answered_nothing"], "{lang:?} {other:?}");
        }
    }
}

#[test]
fn answers_are_read_as_people_write_them_in_any_language() {
    let rows = [
        ("monitoring-done", "JA", "Siden 2023"),
        ("monitoring-watch", "Day and night, every day", ""),
        ("monitoring-systems", "Alle; også Čáhcesuolu", ""),
        ("monitoring-notice", "1 440", ""),
        ("assurance-until", "31.12.2027", ""),
        ("preparedness-plan", "veit ikkje", ""),
        ("preparedness-duty", "Underleverandør svarer", ""),
        ("countries-development", "no, se og UA", ""),
        ("measures-backup", "nei", "Bare på kontoret"),
    ];
    let found = read(&rows[..7], Lang::Nb).unwrap();
    assert_eq!(found.request, name("drift-2026-11-25"));
    assert_eq!(found.supplier.as_str(), "supplier/drift");
    let expected = [
        ("monitoring-done", Answer::YesNo(true)),
        ("monitoring-watch", Answer::Choice(name("always"))),
        ("monitoring-systems", Answer::Text("Alle; også Čáhcesuolu".to_owned())),
        ("monitoring-notice", Answer::Number(1_440)),
        ("assurance-until", Answer::Date("2027-12-31".to_owned())),
        ("preparedness-plan", Answer::DoesNotKnow),
        ("preparedness-duty", Answer::SubSupplier),
    ];
    let expected: BTreeMap<Name, Answer> =
        expected.into_iter().map(|(id, answer)| (name(id), answer)).collect();
    assert_eq!(found.answers, expected);
    assert_eq!(found.comments[&name("monitoring-done")], "Siden 2023");
    // `og` is a word between codes, and no country.
    let mistakes = read(&rows, Lang::Nb).unwrap_err();
    assert_eq!(mistakes.len(), 1);
    assert_eq!((mistakes[0].code, mistakes[0].args["code"].as_str()), ("no_country", "OG"));
}

#[test]
fn all_mistakes_are_told_at_once_each_at_its_cell() {
    let told = told(&[
        ("monitoring-done", "perhaps", ""),
        ("monitoring-watch", "sometimes", ""),
        ("monitoring-notice", "-3", ""),
        ("assurance-until", "soon", ""),
        ("countries-support", "Norway", ""),
        ("countries-suport", "NO", ""),
        ("xyz", "yes", ""),
        ("monitoring-done", "yes", ""),
        ("measures-done", &"x".repeat(4_001), ""),
        ("", "yes", ""),
    ]);
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_file_that_is_no_answer_is_told_as_one() {
    let words = Words::new(Lang::En);
    let code = |bytes: &[u8]| {
        let mistakes = answers("x.xlsx", bytes, &questions(), &words).unwrap_err();
        mistakes.iter().map(|mistake| mistake.code).collect::<Vec<_>>()
    };
    assert_eq!(code(b"hello"), ["not_xlsx"]);
    assert_eq!(code(&book(&[], &[("monitoring-done", "yes", "")], &words)), ["no_request"]);
    let bad = [("request", "Å B"), ("supplier", "drift")];
    assert_eq!(code(&book(&bad, &[("monitoring-done", "yes", "")], &words)), ["label_value"; 2]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_is_written_is_read_or_told_at_its_cell(written in ".{0,40}", place in 0..20_usize) {
        let known = questions();
        let id = known[place % known.len()].id.to_string();
        let rows = [("monitoring-done", "yes", ""), (id.as_str(), written.as_str(), "")];
        let rows = if id == "monitoring-done" { &rows[1..] } else { &rows[..] };
        if let Err(mistakes) = read(rows, Lang::En) {
            for mistake in mistakes {
                let told = mistake.told(&Words::new(Lang::En));
                prop_assert!(told.starts_with("svar.xlsx: "), "{}", told);
            }
        }
    }
}
