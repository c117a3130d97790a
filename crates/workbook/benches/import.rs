//! How long an import takes to be read: 5,000 things in a workbook, of which 200 have a mistake.
//!
//! Each line is a JSON object; times are medians in microseconds.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::Instant as Stopwatch;

use arvak_core::inventory::Item;
use arvak_core::{EntityId, SourceFile, inventory};
use arvak_words::{Lang, Words};
use arvak_workbook::{File, Format, Mistake, export, parse};
use rust_xlsxwriter::Workbook;

const THINGS: u32 = 5_000;
const MISTAKES: u32 = 200;
const RUNS: usize = 15;

fn main() {
    let words = Words::new(Lang::Nb);
    let wrong = workbook();
    let (told, took) = median(|| read(&wrong, &words).err().unwrap_or_default());
    tell("import_mistakes", wrong.len(), told.len(), took);

    let items = items();
    let (sound, took) = median(|| export(&items, &words).unwrap_or_default());
    tell("export", sound.len(), items.len(), took);
    let (read, took) = median(|| read(&sound, &words).unwrap_or_default());
    tell("import", sound.len(), read.len(), took);
}

fn read(bytes: &[u8], words: &Words) -> Result<Vec<Item>, Vec<Mistake>> {
    let file = File { name: "inventar.xlsx", bytes, format: Format::Xlsx };
    let known: BTreeSet<EntityId> = BTreeSet::new();
    let read = parse(&[file], &known, words);
    // The sentences are part of what one waits for.
    if let Err(mistakes) = &read {
        let length: usize = mistakes.iter().map(|mistake| mistake.told(words).len()).sum();
        assert!(length > 0);
    }
    read
}

/// Systems with ten columns each; every 25th has a mistake, of four kinds in turn.
fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let mut put = |row: u32, column: u16, text: &str| {
        sheet.write_string(row, column, text).map(drop).unwrap_or_default();
    };
    let titles = [
        "id",
        "navn",
        "hvor kritisk (1–5)",
        "hvem som drifter",
        "mål for gjenopprettingstid (minutter)",
        "største akseptable datatap (minutter)",
        "inneholder personopplysninger",
        "kjører på",
        "får strøm fra",
        "merknad",
    ];
    for (column, title) in (0..).zip(titles) {
        put(0, column, title);
    }
    for number in 0..THINGS {
        let step = THINGS / MISTAKES;
        let wrong = number.is_multiple_of(step).then_some(number / step % 4);
        let row = number + 1;
        put(row, 0, &format!("system-{number}"));
        put(row, 1, &format!("Fagsystem nummer {number}"));
        put(row, 2, if wrong == Some(0) { "9" } else { "3" });
        put(row, 3, if wrong == Some(1) { "ingen" } else { "leverandør" });
        put(row, 4, if wrong == Some(2) { "4,5" } else { "240" });
        put(row, 5, "60");
        put(row, 6, "ja");
        let last = THINGS - 1;
        let on =
            if wrong == Some(3) { "sytsem-borte".to_owned() } else { format!("system-{last}") };
        put(row, 7, if number == last { "system-0" } else { &on });
        put(row, 8, if number == 1 { "system-2" } else { "system-1" });
        put(row, 9, "Gjelder hele kommunen.\nSe avtalen.");
    }
    sheet.set_name("Systemer").map(drop).unwrap_or_default();
    workbook.save_to_buffer().unwrap_or_default()
}

fn items() -> Vec<Item> {
    let mut text = String::new();
    for number in 0..THINGS {
        let on = (number + 1) % THINGS;
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "[[system]]\nid = \"system-{number}\"\nname = \"Fagsystem nummer {number}\"\n\
             criticality = 3\noperator = \"supplier\"\nrto_minutes = 240\nrpo_minutes = 60\n\
             contains_personal_data = true\nruns_on = [\"system-{on}\"]\n"
        );
    }
    let file = SourceFile { name: "inventar.toml", text: &text };
    inventory::parse(&[file], &BTreeSet::new()).unwrap_or_default()
}

fn median<T>(mut run: impl FnMut() -> T) -> (T, u128) {
    let mut times = Vec::new();
    let mut last = None;
    for _ in 0..RUNS {
        #[expect(clippy::disallowed_methods, reason = "a bench measures time")]
        let start = Stopwatch::now();
        last = Some(run());
        times.push(start.elapsed().as_micros());
    }
    times.sort_unstable();
    let took = times.get(RUNS / 2).copied().unwrap_or_default();
    #[expect(clippy::expect_used, reason = "there are runs")]
    (last.expect("there are runs"), took)
}

fn tell(bench: &str, bytes: usize, count: usize, took: u128) {
    println!(
        "{{\"bench\":\"{bench}\",\"things\":{THINGS},\"bytes\":{bytes},\"told_or_read\":{count},\
         \"median_us\":{took}}}"
    );
}
