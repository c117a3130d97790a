//! The bounds in documents are those of the code.

use xtask::bounds::complaints;

use crate::assert_none;

#[test]
fn the_bounds_that_the_document_names_are_those_of_the_code() {
    let files = xtask::texts();
    let (_, document) =
        files.iter().find(|(name, _)| name == "docs/accounts-and-limits.md").unwrap();
    assert_none(&complaints(document, &files));
}

#[test]
fn a_bound_that_is_another_in_the_code_is_told() {
    let code = "const FORM_MAX: usize = 256 * 1024;\npub const MOST: u32 = 5_000;\n";
    let files = [("a.rs".to_owned(), code.to_owned())];
    let good = "| a form | 256 KiB | `a.rs` `FORM_MAX` |\n| all | 5,000 | `a.rs` `MOST` |\n";
    assert_none(&complaints(good, &files));
    for bad in [
        "| a form | 255 KiB | `a.rs` `FORM_MAX` |",
        "| a form | many | `a.rs` `FORM_MAX` |",
        "| a form | 256 KiB | `b.rs` `FORM_MAX` |",
        "| a form | 256 KiB | `a.rs` `FORM_MIN` |",
        "nothing",
    ] {
        assert_eq!(complaints(bad, &files).len(), 1, "{bad}");
    }
}
