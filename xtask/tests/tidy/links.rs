//! Links between documents lead somewhere.

use xtask::{has_extension, links, root, texts};

use crate::assert_none;

#[test]
fn no_link_between_documents_is_dead() {
    let files = texts();
    let documents = files.iter().filter(|(name, _)| has_extension(name, "md"));
    let complaints: Vec<_> =
        documents.flat_map(|(name, text)| links::dead(&root(), name, text)).collect();
    assert_none(&complaints);
}

#[test]
fn no_document_is_empty() {
    let files = texts();
    let documents = files.iter().filter(|(name, _)| has_extension(name, "md"));
    let (empty, full): (Vec<_>, Vec<_>) = documents.partition(|(_, text)| text.trim().is_empty());
    assert_none(&empty.iter().map(|(name, _)| format!("{name} is empty")).collect::<Vec<_>>());
    for needed in ["README.md", "README.nb.md", "ARCHITECTURE.md", "CHANGELOG.md"] {
        assert!(full.iter().any(|(name, _)| *name == needed), "{needed} is not there");
    }
}

#[test]
fn a_dead_link_and_a_missing_heading_are_found() {
    let dead = |text| links::dead(&root(), "docs/new.md", text).len();
    assert_eq!(dead("see [a](../README.md), [b](https://a.example/), [c](mailto:a@b.example)"), 0);
    assert_eq!(dead("see [a](README.md) and [b](../nowhere/)"), 2);
    assert_eq!(dead("see [a](../ARCHITECTURE.md#code-map)"), 0);
    assert_eq!(dead("see [a](../ARCHITECTURE.md#no-such-heading)"), 1);
}
