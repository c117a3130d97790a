//! Pure crates reach no clock, network, runtime or random source, and chapters do not reach across.

use std::process::Command;

use xtask::root;

/// All crates that `package` reaches through normal dependencies.
fn reached(package: &str) -> String {
    let cargo = option_env!("CARGO").unwrap_or("cargo");
    let output = Command::new(cargo)
        .args(["tree", "--offline", "--locked", "-e", "normal", "--prefix", "none", "-p", package])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn assert_reaches_none(package: &str, banned: &[&str]) {
    let tree = reached(package);
    for name in banned {
        let found = tree.lines().any(|line| line.split(' ').next() == Some(name));
        assert!(!found, "{package} reaches {name}");
    }
}

#[test]
fn core_is_pure() {
    let banned = ["tokio", "mio", "socket2", "rand", "getrandom", "sqlx", "rustix", "libc"];
    assert_reaches_none("arvak-core", &banned);
}

#[test]
fn words_are_pure() {
    assert_reaches_none("arvak-words", &["tokio", "mio", "socket2", "sqlx"]);
}

#[test]
fn the_ledger_knows_nothing_of_core_or_the_network() {
    assert_reaches_none("arvak-ledger", &["arvak-core", "tokio", "mio", "sqlx"]);
}

#[test]
fn a_chapter_reaches_neither_the_store_nor_another_chapter() {
    assert_reaches_none("arvak-exposure", &["arvak-store", "arvak-ledger", "arvak-demo", "sqlx"]);
    assert_reaches_none("arvak-probe", &["arvak-store", "arvak-ledger", "arvak-exposure"]);
}
