//! File length, and words that have no place in the repository.

use xtask::{files, root};

/// No Rust file is longer than this; most are far below (ARCHITECTURE.md).
const LINES_MAX: usize = 600;

#[test]
fn no_file_is_longer_than_the_limit() {
    for file in files(&root(), &["rs"]) {
        let lines = std::fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= LINES_MAX, "{} has {lines} lines; split it", file.display());
    }
}

/// Written apart so that this file does not find itself.
const BANNED: [(&str, &str); 7] = [
    ("/work", "/"),
    ("/ro", "ot/"),
    ("static.", "crates.io"),
    ("index.", "crates.io"),
    ("registry.", "npmjs.org"),
    ("files.", "pythonhosted.org"),
    ("TO", "DO:"),
];

#[test]
fn no_file_names_a_machine_or_a_registry_or_leaves_work_undone() {
    let folders = ["rs", "toml", "md", "yml", "sh", "py", "ftl", "json"];
    for file in files(&root(), &folders) {
        let text = std::fs::read_to_string(&file).unwrap();
        for (one, two) in BANNED {
            let word = format!("{one}{two}");
            assert!(!text.contains(&word), "{} contains {word:?}", file.display());
        }
    }
}

#[test]
fn every_rust_file_says_what_it_is_for() {
    for file in files(&root().join("crates"), &["rs"]) {
        // A module's own tests stand beside it, and it says what they are about.
        if file.ends_with("tests.rs") {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//!"), "{} begins without a module comment", file.display());
    }
}
