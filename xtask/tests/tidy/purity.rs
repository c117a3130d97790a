//! Pure crates reach no clock, network, runtime or random source, and chapters do not reach across.

use xtask::graph::{reaches, tree};
use xtask::{text, texts};

use crate::assert_none;

/// Runtimes, sockets, random sources, databases and the ways to the operating system.
const WORLD: [&str; 12] = [
    "tokio",
    "mio",
    "socket2",
    "async-io",
    "futures",
    "rand",
    "getrandom",
    "fastrand",
    "sqlx",
    "rustix",
    "nix",
    "libc",
];

/// What the crates may not reach.
const RULES: [(&str, &[&str]); 15] = [
    ("arvak-core", &WORLD),
    ("arvak-reports", &WORLD),
    ("arvak-pictures", &WORLD),
    ("arvak-oscal", &WORLD),
    ("arvak-csv", &WORLD),
    ("arvak-configuration", &WORLD),
    ("arvak-monitoring", &WORLD),
    ("arvak-words", &["tokio", "mio", "socket2", "sqlx", "rustix"]),
    // Their zip library links libc and a random source for encryption, which nothing here calls.
    (
        "arvak-documents",
        &["tokio", "mio", "socket2", "sqlx", "rustix", "arvak-store", "arvak-ledger"],
    ),
    (
        "arvak-workbook",
        &["tokio", "mio", "socket2", "sqlx", "rustix", "arvak-store", "arvak-ledger"],
    ),
    // So does its own, for the list of a packed document's parts.
    (
        "arvak-suppliers",
        &["tokio", "mio", "socket2", "sqlx", "rustix", "arvak-store", "arvak-ledger"],
    ),
    ("arvak-ledger", &["arvak-core", "tokio", "mio", "socket2", "sqlx"]),
    ("arvak-exposure", &["arvak-store", "arvak-ledger", "arvak-demo", "arvak-words", "sqlx"]),
    // It speaks with providers through the door alone.
    ("arvak-oidc", &["arvak-store", "arvak-ledger", "arvak-words", "sqlx", "reqwest", "ureq"]),
    ("arvak-probe", &["arvak-store", "arvak-ledger", "arvak-exposure", "arvak-words", "sqlx"]),
];

#[test]
fn pure_crates_reach_nothing_of_the_world_and_no_crate_reaches_across() {
    for (package, banned) in RULES {
        assert_eq!(reaches(&tree(package).unwrap(), banned), [""; 0], "{package}");
    }
}

#[test]
fn a_crate_that_reaches_the_world_is_found() {
    // The program reaches nearly all that is banned elsewhere; a slip of the pen there would be silent.
    let all = tree("arvak").unwrap();
    let known =
        ["tokio", "mio", "socket2", "rand", "getrandom", "sqlx", "rustix", "libc", "arvak-store"];
    assert_eq!(reaches(&all, &known), known);
    let example = "arvak-core v0.1.0\nserde v1.0.0\ntokio v1.0.0 (*)\ntokio-macros v1.0.0\n";
    assert_eq!(reaches(example, &WORLD), ["tokio"]);
}

#[test]
fn the_source_of_core_reads_no_clock_file_or_environment_and_knows_no_floats() {
    let files = texts();
    let pure = ["crates/core/src/", "crates/csv/src/", "crates/monitoring/src/"];
    let core = files.iter().filter(|(name, _)| pure.iter().any(|folder| name.starts_with(folder)));
    assert_none(&core.flat_map(|(name, text)| text::impure(name, text)).collect::<Vec<_>>());
    for line in [
        "use std::fs::File;",
        "let x: f64 = 1.0;",
        "async fn a() {}",
        "SystemTime::now()",
        "std::thread::spawn(f)",
    ] {
        assert_eq!(text::impure("crates/core/src/a.rs", line).len(), 1, "{line}");
    }
    let fine =
        "// async, as others are\nlet asynchronous = 1;\n#[cfg(test)]\nmod tests {\nuse std::fs;}";
    assert_eq!(text::impure("crates/core/src/a.rs", fine), [""; 0]);
}
