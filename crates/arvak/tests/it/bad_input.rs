//! Bad input: all of it told at once, with file and line, and nothing half recorded.

use crate::support::{Folder, stderr};

/// Two files with nearly every kind of mistake.
const ONE: &str = "\
[[service]]
id = \"epost\"
name = \"E-post\"
internet_facing = \"ja\"
logn = \"password\"
runs_on = [\"finnes-ikke\"]

[[service]]
id = \"epost\"

[[tjeneste]]
id = \"kart\"

[[system]]
id = \"A B\"
criticality = 11
";

const TWO: &str = "\
[[system]]
id = \"a\"
runs_on = [\"b\"]

[[system]]
id = \"b\"
runs_on = [\"a\"]
";

fn import(folder: &Folder, lang: &str) -> String {
    let output =
        folder.arvak(&["import", folder.outside().join("in").to_str().unwrap(), "--lang", lang]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    stderr(&output).replace(folder.outside().to_str().unwrap(), "…")
}

fn with(files: &[(&str, &[u8])]) -> Folder {
    let folder = Folder::made();
    std::fs::create_dir(folder.outside().join("in")).unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.outside().join("in").join(name), bytes).unwrap();
    }
    folder
}

#[test]
fn all_mistakes_of_an_inventory_are_told_at_once() {
    let folder = with(&[("one.toml", ONE.as_bytes()), ("two.toml", TWO.as_bytes())]);
    let before = folder.said(&["ledger", "list", "--ids"]);
    insta::assert_snapshot!("inventory_nb", import(&folder, "nb"));
    insta::assert_snapshot!("inventory_en", import(&folder, "en"));
    assert_eq!(folder.said(&["ledger", "list", "--ids"]), before, "nothing was recorded");
}

#[test]
fn a_file_that_is_no_utf_8_or_no_toml_is_told_with_its_place() {
    let folder = with(&[("latin.toml", b"[[plan]]\nid = \"p\"\nname = \"Bl\xe5\"\n")]);
    insta::assert_snapshot!("utf8_nb", import(&folder, "nb"));
    let folder = with(&[("broken.toml", b"[[plan]]\nid = \"p\nname = 3\n")]);
    insta::assert_snapshot!("toml_nb", import(&folder, "nb"));
}

#[test]
fn an_empty_folder_and_one_that_is_not_there_are_told() {
    let folder = with(&[]);
    insta::assert_snapshot!("empty_nb", import(&folder, "nb"));
    let folder = Folder::made();
    insta::assert_snapshot!("absent_nb", import(&folder, "nb"));
}

#[test]
fn a_hundred_thousand_things_are_taken_in() {
    use std::fmt::Write as _;
    let mut text = String::new();
    for number in 0..100_000 {
        let _ = writeln!(text, "[[system]]\nid = \"s{number}\"");
    }
    let folder = with(&[("many.toml", text.as_bytes())]);
    let path = folder.outside().join("in");
    let report = folder.json(&["import", path.to_str().unwrap()]);
    assert_eq!((&report["new"], &report["recorded"]), (&100_000.into(), &true.into()));
    let again = folder.json(&["import", path.to_str().unwrap()]);
    assert_eq!((&again["new"], &again["same"]), (&0.into(), &100_000.into()));
}

#[test]
fn a_letter_with_mistakes_is_told_line_by_line() {
    let folder = Folder::none();
    let dir = folder.outside().join("catalogue");
    std::fs::create_dir_all(dir.join("letters")).unwrap();
    std::fs::write(
        dir.join("letters/brev.toml"),
        "\
[letter]
id = \"brev\"
title.nb = \"Brev\"

[[point]]
id = \"1\"

[[claim]]
id = \"1.1\"
point = \"2\"
for_each = \"service where internet_facing und login\"
any_of = [{ evidence = \"finnes.ikke\", at_least = \"prøve\", within = \"7 dager\" }]
",
    )
    .unwrap();
    let check = |lang: &str| {
        let output = folder.arvak(&["letters", "check", dir.to_str().unwrap(), "--lang", lang]);
        assert_eq!(output.status.code(), Some(2));
        stderr(&output).replace(folder.outside().to_str().unwrap(), "…")
    };
    insta::assert_snapshot!("letter_nb", check("nb"));
    insta::assert_snapshot!("letter_en", check("en"));
}

#[test]
fn a_missing_data_folder_says_how_to_make_one() {
    let folder = Folder::none();
    for verb in [&["status"][..], &["verify"], &["ledger", "list"], &["report", "changes"]] {
        let output = folder.arvak(verb);
        assert_eq!(output.status.code(), Some(2), "{verb:?}: {}", stderr(&output));
        assert!(stderr(&output).contains("arvak init"), "{verb:?}: {}", stderr(&output));
    }
    let output = folder.arvak(&["status", "--lang", "se"]);
    assert_eq!(output.status.code(), Some(2));
}
