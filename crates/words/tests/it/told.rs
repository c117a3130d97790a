//! What a person sees who has written an inventory or a letter badly.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use arvak_core::{Catalogue, Mistake, SourceFile, inventory};
use arvak_words::{Lang, Words};

fn told(lang: Lang, mistakes: &[Mistake]) -> String {
    let words = Words::new(lang);
    let mut shown = String::new();
    for mistake in mistakes {
        writeln!(shown, "{}", words.mistake(mistake)).unwrap();
    }
    shown
}

fn inventory() -> Vec<Mistake> {
    let files = [
        SourceFile { name: "tjenester.toml", text: include_str!("badly/tjenester.toml") },
        SourceFile { name: "leverandorer.toml", text: include_str!("badly/leverandorer.toml") },
    ];
    inventory::parse(&files, &BTreeSet::new()).unwrap_err()
}

fn letter() -> Vec<Mistake> {
    let files = [
        SourceFile { name: "kinds.toml", text: include_str!("badly/kinds.toml") },
        SourceFile { name: "letters/nytt-brev.toml", text: include_str!("badly/nytt-brev.toml") },
    ];
    Catalogue::parse(&files).unwrap_err()
}

#[test]
fn a_badly_written_inventory_is_told_in_norwegian() {
    insta::assert_snapshot!(told(Lang::Nb, &inventory()));
}

#[test]
fn a_badly_written_inventory_is_told_in_nynorsk() {
    insta::assert_snapshot!(told(Lang::Nn, &inventory()));
}

#[test]
fn a_badly_written_inventory_is_told_in_english() {
    insta::assert_snapshot!(told(Lang::En, &inventory()));
}

#[test]
fn a_badly_written_letter_is_told_in_norwegian() {
    insta::assert_snapshot!(told(Lang::Nb, &letter()));
}

#[test]
fn a_badly_written_letter_is_told_in_english() {
    insta::assert_snapshot!(told(Lang::En, &letter()));
}

#[test]
fn every_mistake_of_every_file_is_told_in_the_order_of_the_files() {
    for mistakes in [inventory(), letter()] {
        let places: Vec<_> = mistakes.iter().map(|one| (one.file.clone(), one.line)).collect();
        let files: BTreeSet<_> = places.iter().map(|(file, _)| file).collect();
        assert_eq!(files.len(), 2, "both files have mistakes: {files:?}");
        let turns = places.windows(2).filter(|pair| pair[0].0 != pair[1].0).count();
        assert_eq!(turns, 1, "the files are told one after the other");
        for pair in places.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            assert!(pair[0].1 <= pair[1].1);
        }
    }
}
