//! The mapping of OWASP ASVS to tests forgets no requirement and names no test that is not there.

use xtask::{asvs, root, texts};

use crate::assert_none;

fn mapping() -> String {
    std::fs::read_to_string(root().join("docs/asvs.toml")).unwrap()
}

#[test]
fn every_requirement_is_answered_once_by_tests_that_are_there() {
    assert_none(&asvs::complaints(&mapping(), &texts()));
}

#[test]
fn the_document_counts_what_the_mapping_holds() {
    let document = std::fs::read_to_string(root().join("docs/asvs.md")).unwrap();
    let missing = |row: &String| !document.lines().any(|line| line.trim_end() == row);
    assert_none(&asvs::rows(&mapping()).into_iter().filter(missing).collect::<Vec<_>>());
}

#[test]
fn what_is_forgotten_doubled_or_made_up_is_found() {
    let files = [("crates/web/src/a/b.rs", "#[test]\nfn it_holds() {}\nfn it_helps() {}\n")];
    let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let sound = "[[requirement]]\nid = \"6.2.1\"\nlevel = 1\nasks = \"x\"\n";
    // Apart from all others, which are not there.
    let told = |rest: &str| {
        let complaints = asvs::complaints(&format!("{sound}{rest}"), &files);
        complaints.into_iter().filter(|one| !one.ends_with("stands 0 times")).collect::<Vec<_>>()
    };
    assert_eq!(told("tests = [\"arvak-web::a::b::it_holds\"]"), [""; 0]);
    assert_eq!(told("tests = [\"arvak-web::a::b::tests::it_holds\"]"), [""; 0]);
    assert_eq!(told("gap = \"y\"\nwhere = \"crates/web/src/a/b.rs\""), [""; 0]);
    for (rest, complaint) in [
        ("", "6.2.1: one of tests, not_applicable, gap is needed, not 0"),
        (
            "gap = \"y\"\nnot_applicable = \"y\"",
            "6.2.1: one of tests, not_applicable, gap is needed, not 2",
        ),
        ("gap = \"\"", "6.2.1: gap says nothing"),
        ("tests = []", "6.2.1: tests names none"),
        ("gap = \"y\"\nbecause = \"z\"", "6.2.1: \"because\" is no field"),
        (
            "gap = \"y\"\nwhere = \"crates/web/src/c.rs\"",
            "6.2.1: there is no file \"crates/web/src/c.rs\"",
        ),
        ("tests = [\"arvak-web::a::it_holds\"]", "6.2.1: there is no test arvak-web::a::it_holds"),
        (
            "tests = [\"arvak-core::a::b::it_holds\"]",
            "6.2.1: there is no test arvak-core::a::b::it_holds",
        ),
        (
            "tests = [\"arvak-web::a::b::it_helps\"]",
            "6.2.1: there is no test arvak-web::a::b::it_helps",
        ),
        ("tests = [\"it_holds\"]", "6.2.1: there is no test it_holds"),
        (
            "gap = \"y\"\n[[requirement]]\nid = \"6.2.1\"\nlevel = 1\nasks = \"x\"\ngap = \"y\"",
            "6.2.1 stands 2 times",
        ),
        (
            "gap = \"y\"\n[[requirement]]\nid = \"6.7.1\"\nlevel = 3\nasks = \"x\"\ngap = \"y\"",
            "\"6.7.1\" is no requirement of level 1 or 2 in these chapters",
        ),
    ] {
        assert_eq!(told(rest), [complaint], "{rest}");
    }
    assert_eq!(asvs::complaints("", &files).len(), 126, "all of levels 1 and 2 are asked for");
    let wrong_level = sound.replace("level = 1", "level = 2");
    let complaints = asvs::complaints(&format!("{wrong_level}gap = \"y\""), &files);
    assert!(complaints.contains(&"6.2.1 is of level 1".to_owned()), "{complaints:?}");
    assert_eq!(told("= broken").len(), 1);
}
