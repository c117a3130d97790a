//! Files that people write: inventories and catalogues.

use std::collections::BTreeSet;

use arvak_core::mistake::MISTAKES_MAX;
use arvak_core::{Catalogue, Mistake, SourceFile, inventory};
use bolero::check;

use crate::changed::Foreign;

const INVENTORY: &str = include_str!("../../../crates/core/src/mistake/tests/inventory.toml");
const CATALOGUE: &str = include_str!("../../../crates/core/src/mistake/tests/catalogue.toml");

/// Files take long to read, so fewer are.
const ITERATIONS: usize = 300;

fn are_told(text: &str, mistakes: &[Mistake]) {
    assert!(!mistakes.is_empty(), "refused without a reason");
    assert!(mistakes.len() <= MISTAKES_MAX + 1);
    let lines = u32::try_from(text.matches('\n').count() + 1).unwrap();
    for mistake in mistakes {
        assert!((1..=lines).contains(&mistake.line), "{mistake}");
        assert!(!mistake.to_string().contains(char::is_control), "{mistake}");
    }
}

#[test]
fn inventories() {
    check!().with_iterations(ITERATIONS).with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&[INVENTORY.as_bytes()]);
        let text = match inventory::decode_utf8("inventory.toml", &bytes) {
            Ok(text) => text.to_owned(),
            Err(mistake) => {
                are_told(&String::from_utf8_lossy(&bytes), &[mistake]);
                String::from_utf8_lossy(&bytes).into_owned()
            }
        };
        let file = SourceFile { name: "inventory.toml", text: &text };
        let read = inventory::parse(&[file], &BTreeSet::new());
        assert_eq!(read, inventory::parse(&[file], &BTreeSet::new()));
        if let Err(mistakes) = read {
            are_told(&text, &mistakes);
        }
    });
}

#[test]
fn catalogues() {
    check!().with_iterations(ITERATIONS).with_type::<Foreign>().for_each(|foreign| {
        let text = foreign.text(&[CATALOGUE]);
        let file = SourceFile { name: "letter.toml", text: &text };
        match Catalogue::parse(&[file]) {
            Ok(catalogue) => {
                assert_eq!(Catalogue::unpack(&Catalogue::pack(&[file])), Ok(catalogue));
            }
            Err(mistakes) => are_told(&text, &mistakes),
        }
    });
}

#[test]
fn packed_catalogues() {
    let files = [SourceFile { name: "letter.toml", text: CATALOGUE }];
    let packed = Catalogue::pack(&files);
    check!().with_iterations(ITERATIONS).with_type::<Foreign>().for_each(|foreign| {
        if let Err(error) = Catalogue::unpack(&foreign.bytes(&[&packed])) {
            assert!(!error.to_string().is_empty());
        }
    });
}
