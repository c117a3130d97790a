//! A large inventory with many mistakes: every one of them is told.

use arvak_core::mistake::MISTAKES_MAX;

use crate::books::{book, read};

#[test]
fn all_of_two_hundred_mistakes_among_two_thousand_things_are_told() {
    let bytes = systems(2_000, 10);
    let mistakes = read("i.xlsx", &bytes).unwrap_err();
    assert_eq!(mistakes.len(), 200);
    println!("{} mistakes in {} bytes, the first: {:?}", mistakes.len(), bytes.len(), mistakes[0]);
    let places: Vec<String> = mistakes.iter().map(|one| one.place.to_string()).collect();
    assert_eq!(&places[..3], ["Systemer!B2", "Systemer!C12", "Systemer!D22"]);
}

#[test]
fn more_mistakes_than_anyone_reads_are_counted() {
    let mistakes = read("i.xlsx", &systems(3_000, 1)).unwrap_err();
    assert_eq!(mistakes.len(), MISTAKES_MAX + 1);
    assert_eq!(mistakes[MISTAKES_MAX].code, "more_mistakes");
    assert_eq!(mistakes[MISTAKES_MAX].args["count"], (3_000 - MISTAKES_MAX).to_string());
}

/// Systems of which every `step`th has one mistake, of three kinds in turn.
fn systems(count: u32, step: u32) -> Vec<u8> {
    book(&["Systemer"], |_, sheet| {
        for (column, title) in
            (0..).zip(["id", "hvor kritisk (1–5)", "kjører på", "hvem som drifter"])
        {
            sheet.write_string(0, column, title).unwrap();
        }
        for number in 0..count {
            let row = number + 1;
            let wrong = number.is_multiple_of(step).then(|| number / step % 3);
            sheet.write_string(row, 0, format!("s-{number}")).unwrap();
            sheet.write_number(row, 1, if wrong == Some(0) { 9 } else { 3 }).unwrap();
            let on =
                if wrong == Some(1) { "borte".to_owned() } else { format!("s-{}", number / 2) };
            if number > 0 {
                sheet.write_string(row, 2, on).unwrap();
            }
            sheet
                .write_string(row, 3, if wrong == Some(2) { "ingen" } else { "leverandør" })
                .unwrap();
        }
    })
}
