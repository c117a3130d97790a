//! What would open a way in stands nowhere in the program's source, or only where it is known.

use std::collections::BTreeSet;

use xtask::{safety, texts};

use crate::assert_none;

/// Where any of the words stands in what is shipped, as file and line.
fn found(words: &[&str]) -> Vec<String> {
    let files = texts();
    let shipped = files.iter().filter(|(name, _)| safety::is_shipped(name));
    shipped.flat_map(|(name, text)| safety::said(name, text, words)).collect()
}

#[test]
fn every_crate_forbids_unsafe_code() {
    let files = texts();
    let manifests: Vec<_> = files
        .iter()
        .filter(|(name, _)| name == "Cargo.toml" || name.ends_with("/Cargo.toml"))
        .collect();
    assert!(manifests.len() > 20, "{}", manifests.len());
    let complaints = manifests.iter().filter_map(|(name, text)| safety::may_be_unsafe(name, text));
    assert_none(&complaints.collect::<Vec<_>>());
    for bad in [
        "[package]\nname = \"a\"",
        "[lints]\nworkspace = false",
        "[lints.rust]\nunsafe_code = \"allow\"",
        "[workspace.lints.rust]\nunsafe_code = \"warn\"",
        "[workspace]\nmembers = []",
    ] {
        assert!(safety::may_be_unsafe("Cargo.toml", bad).is_some(), "{bad}");
    }
}

#[test]
fn no_number_overflows_unseen() {
    let files = texts();
    let (_, manifest) = files.iter().find(|(name, _)| name == "Cargo.toml").unwrap();
    assert_eq!(safety::may_overflow(manifest), None);
    let pedantic = "[workspace.lints.clippy]\npedantic = \"warn\"\n";
    let checked = "[profile.release]\noverflow-checks = true\n";
    assert_eq!(safety::may_overflow(&format!("{pedantic}{checked}")), None);
    for bad in [
        pedantic.to_owned(),
        checked.to_owned(),
        format!("{pedantic}[profile.release]\noverflow-checks = false\n"),
        format!("{pedantic}cast_possible_truncation = \"allow\"\n{checked}"),
    ] {
        assert!(safety::may_overflow(&bad).is_some(), "{bad}");
    }
}

/// The browser's command is made of constants, a port and a folder of ours; nothing that anybody sent or wrote is in it
/// (`docs/decisions/0017-a-browser-without-a-network.md`).
#[test]
fn no_program_is_started_but_the_browser() {
    let places = found(&safety::PROGRAMS);
    assert_eq!(places.len(), 1, "{places:?}");
    assert!(places[0].starts_with("crates/mfa/src/web/screen.rs:"), "{places:?}");
    let bad = "use std::process::Command;\nfn f() {\n    Command::new(\"sh\");\n}\n";
    assert_eq!(safety::said("crates/a/src/a.rs", bad, &safety::PROGRAMS).len(), 2);
    let tests = "// Command::new\n#[cfg(test)]\nmod tests {\n    Command::new(\"dot\");\n}\n";
    assert_eq!(safety::said("crates/a/src/a.rs", tests, &safety::PROGRAMS), [""; 0]);
}

#[test]
fn secrets_come_from_the_operating_system_alone() {
    assert_none(&found(&safety::RANDOM));
    let bad = "let x: [u8; 32] = rand::random();";
    assert_eq!(safety::said("a.rs", bad, &safety::RANDOM), ["a.rs:1: rand::"]);
    assert!(safety::said("a.rs", "use errand::Errand;", &safety::RANDOM).is_empty());
    let files = texts();
    for makes in ["secret", "recovery", "totp"] {
        let name = format!("crates/identity/src/{makes}.rs");
        let (_, text) = files.iter().find(|(file, _)| *file == name).unwrap();
        assert!(text.contains("getrandom::fill"), "{name}");
    }
}

/// sqlx takes a text that is fixed when it is compiled, or one that somebody vouches for. Here it is put together of
/// constants: the columns of one query, used by several.
#[test]
fn sql_is_put_together_only_where_it_is_known_to_hold_no_value() {
    let places = found(&safety::SQL);
    let files: BTreeSet<_> = places.iter().filter_map(|place| place.split(':').next()).collect();
    // In persons.rs it is the names of our own tables, as the schema has them.
    let known = ["accounts.rs", "persons.rs", "tokens.rs"]
        .map(|name| format!("crates/store/src/operation/{name}"));
    let known: BTreeSet<_> = known.iter().map(String::as_str).collect();
    assert_eq!(files, known, "look at {places:?} and, when it is sound, add it");
}

#[test]
fn the_script_takes_markup_from_our_own_progress_alone() {
    let files = texts();
    let scripts = files.iter().filter(|(name, _)| name.starts_with("crates/assets/script/"));
    let places: Vec<_> =
        scripts.flat_map(|(name, text)| safety::said(name, text, &safety::MARKUP)).collect();
    assert_eq!(places.len(), 1, "{places:?}");
    assert!(places[0].starts_with("crates/assets/script/arvak.js:"), "{places:?}");
    let bad = "said.innerHTML = text;\nsaid.textContent = text; // not innerHTML\n";
    assert_eq!(safety::said("a.js", bad, &safety::MARKUP), ["a.js:1: innerHTML"]);
}
