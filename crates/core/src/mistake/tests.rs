//! Every mistake there is can be made, is told alone, and is told where it stands.

mod cases;
mod large;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::*;
use crate::inventory::{self, decode_utf8};
use crate::{Catalogue, SourceFile};

const CATALOGUE: &str = include_str!("tests/catalogue.toml");
const INVENTORY: &str = include_str!("tests/inventory.toml");
const DRILL: &str = include_str!("tests/drill.toml");
const ACT: &str = include_str!("../../../../examples/drills/norsk-drift-agnkonto.toml");
const RESTORE: &str = include_str!("../../../../examples/drills/norsk-drift-gjenoppretting.toml");
const CALLOUT: &str = include_str!("tests/callout.toml");

fn in_catalogue(text: &str) -> Vec<Mistake> {
    Catalogue::parse(&[SourceFile { name: "letter.toml", text }]).err().unwrap_or_default()
}

fn in_inventory(text: &str) -> Vec<Mistake> {
    let file = SourceFile { name: "inventory.toml", text };
    inventory::parse(&[file], &BTreeSet::new()).err().unwrap_or_default()
}

fn in_drill(text: &str) -> Vec<Mistake> {
    crate::drill::parse(SourceFile { name: "drill.toml", text }).err().unwrap_or_default()
}

fn in_callout(text: &str) -> Vec<Mistake> {
    let file = SourceFile { name: "callout.toml", text };
    crate::drill::callout::parse(file).err().unwrap_or_default()
}

/// The text with a piece of it written otherwise, and the place that the piece marks.
fn written(sound: &str, (code, before, after): cases::Case) -> (String, Place) {
    assert!(sound.contains(before), "{code}: {before:?} does not stand in the sound file");
    let mut marked = sound.replacen(before, after, 1);
    if !marked.contains('§') {
        marked = marked.replacen(cases::CLAIM, &cases::CLAIM.replace('"', "§\""), 1);
    }
    let (ahead, _) = marked.split_once('§').unwrap();
    let line = ahead.matches('\n').count() + 1;
    let column = ahead.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let number = |count: usize| u32::try_from(count).unwrap();
    let place = Place { line: number(line), column: number(column) };
    (marked.replace('§', ""), place)
}

/// Reads a file and tells its mistakes.
type Reader = fn(&str) -> Vec<Mistake>;

/// Everything that the cases tell, each checked to be told alone and at its place.
fn told() -> Vec<Mistake> {
    let (mut all, mut wrong) = (Vec::new(), Vec::new());
    let tables: [(&str, &[cases::Case], Reader); 6] = [
        (CATALOGUE, cases::CATALOGUE, in_catalogue),
        (INVENTORY, cases::INVENTORY, in_inventory),
        (DRILL, cases::DRILL, in_drill),
        (CALLOUT, cases::CALLOUT, in_callout),
        (ACT, cases::ACT, in_drill),
        (RESTORE, cases::RESTORE, in_drill),
    ];
    for (sound, cases, read) in tables {
        for case in cases {
            let (text, place) = written(sound, *case);
            let mistakes = read(&text);
            let expected = format!("{}:{} {}", place.line, place.column, case.0);
            let told = |one: &Mistake| format!("{}:{} {}", one.line, one.column, one.code);
            if mistakes.iter().map(told).collect::<Vec<_>>() != [expected.as_str()] {
                let mistakes: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
                wrong.push(format!("{case:?}\n  expected {expected}\n  told {mistakes:?}"));
            }
            all.extend(mistakes);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    all
}

#[test]
fn sound_files_are_read_without_a_word() {
    assert_eq!(in_catalogue(CATALOGUE), []);
    assert_eq!(in_inventory(INVENTORY), []);
    assert_eq!(in_drill(DRILL), []);
    assert_eq!(in_drill(ACT), []);
}

#[test]
fn every_mistake_can_be_made_and_is_told_alone_at_its_place_with_all_its_arguments() {
    let mut all = told();
    all.extend(large::told());
    all.push(decode_utf8("x.toml", b"\xff").unwrap_err());
    all.extend(in_inventory("# Nothing yet."));
    for mistake in &all {
        let row = CODES.iter().find(|row| row.code == mistake.code).unwrap();
        let asked: BTreeSet<&str> = row.args().collect();
        let given: BTreeSet<&str> = mistake.args.keys().map(String::as_str).collect();
        assert_eq!(asked, given, "{mistake}");
    }
    let codes: BTreeSet<_> = all.iter().map(|mistake| mistake.code).collect();
    let never: Vec<_> = CODES.iter().map(|row| row.code).filter(|c| !codes.contains(c)).collect();
    assert!(never.is_empty(), "never made: {never:?}");
    let words: BTreeSet<&str> = all
        .iter()
        .flat_map(|mistake| &mistake.args)
        .filter(|(name, _)| TERM_ARGS.contains(&name.as_str()))
        .map(|(_, value)| value.as_str())
        .collect();
    let never: Vec<_> = TERMS.iter().filter(|(term, _)| !words.contains(term)).collect();
    assert!(never.is_empty(), "never said: {never:?}");
}

#[test]
fn mistakes_say_what_is_wrong_and_what_to_do() {
    let mut shown = String::new();
    for mistake in told() {
        writeln!(shown, "{mistake}").unwrap();
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn what_is_shown_holds_no_control_characters_and_is_short() {
    let problem = Problem::new("unknown_field").with("name", "\u{1b}[31m\n");
    assert_eq!(problem.args["name"], "\\u{1b}[31m\\n");
    let problem = Problem::new("unknown_field").with("name", "x".repeat(5_000));
    assert_eq!(problem.args["name"].chars().count(), ARG_CHARS_MAX + 1);
}

#[test]
fn terms_are_written_out_only_where_the_code_asks_for_a_term() {
    let problem = Problem::new("wrong_type")
        .with("field", "list")
        .with("found_type", "list")
        .with("expected_type", "whole_number");
    assert_eq!(problem.to_string(), "`list` is a list; write a whole number");
}
