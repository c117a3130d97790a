//! File length, banned words, and what each file is for.

use xtask::{text, texts};

use crate::assert_none;

#[test]
fn no_rust_file_is_longer_than_the_limit() {
    let files = texts();
    assert_none(
        &files.iter().filter_map(|(name, text)| text::too_long(name, text)).collect::<Vec<_>>(),
    );
    let long = "x\n".repeat(601);
    assert!(text::too_long("crates/core/src/a.rs", &long).is_some());
    assert_eq!(text::too_long("crates/core/src/a.rs", &long[2..]), None);
    assert_eq!(text::too_long("Cargo.lock", &long), None);
}

#[test]
fn no_file_names_a_machine_or_a_registry_or_leaves_work_undone() {
    let files = texts();
    assert!(files.iter().any(|(name, _)| name == ".ci/run"), "hidden folders are looked at too");
    assert!(files.iter().any(|(name, _)| name == "scripts/test"), "and files without extension");
    // What a build leaves is nobody's text, also where cargo left no mark in its folder.
    let ignored = xtask::ignored("/target\n*.new\n/mutants.out*\n");
    for (name, expected) in
        [("target", true), ("mutants.out.old", true), ("targets", false), ("a.new", false)]
    {
        assert_eq!(xtask::is_ignored(name, &ignored), expected, "{name}");
    }
    assert_none(
        &files.iter().flat_map(|(name, text)| text::banned(name, text)).collect::<Vec<_>>(),
    );
    // Put together here, so that this file does not find itself.
    for (one, two) in
        [("cd /ro", "ot/a"), ("https://pypi.", "org/x"), ("// TO", "DO: it"), ("XX", "X")]
    {
        let line = format!("first\n{one}{two}");
        let complaints = text::banned("a.rs", &line);
        assert!(complaints[0].starts_with("a.rs:2: "), "{complaints:?}");
    }
    assert_eq!(text::banned("a.rs", "TODOS are Spanish for all; /var/work stays"), [""; 0]);
}

#[test]
fn every_rust_file_says_first_what_it_is_for() {
    let files = texts();
    assert_none(
        &files.iter().filter_map(|(name, text)| text::says_nothing(name, text)).collect::<Vec<_>>(),
    );
    assert!(text::says_nothing("crates/core/src/a.rs", "use std::fmt;\n").is_some());
}
