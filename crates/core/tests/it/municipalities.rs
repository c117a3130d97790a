//! Our table of municipalities against the facts that it was made from.

use std::path::Path;

use arvak_core::municipality;

#[test]
fn the_table_says_what_its_source_says() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR"));
    let source = source.join("../../../shared/corpora/kommuner/kommuner.csv");
    let Ok(text) = std::fs::read_to_string(&source) else {
        println!("skipped: the source of the table is not beside this repository");
        return;
    };
    let mut theirs: Vec<Vec<&str>> =
        text.lines().skip(1).map(|line| line.split(',').take(5).collect()).collect();
    theirs.sort();
    let ours: Vec<Vec<&str>> = municipality::all()
        .iter()
        .map(|one| vec![one.number, one.name, one.name_official, one.county_number, one.county])
        .collect();
    assert_eq!(ours, theirs);
}
