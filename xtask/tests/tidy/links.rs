//! Links between documents lead somewhere.

use std::path::Path;

use xtask::{files, root};

#[test]
fn no_link_between_documents_is_dead() {
    for file in files(&root(), &["md"]) {
        let text = std::fs::read_to_string(&file).unwrap();
        let folder = file.parent().unwrap_or(Path::new("."));
        for target in targets(&text) {
            let path = target.split('#').next().unwrap_or_default();
            let outside = target.contains("://") || target.starts_with("mailto:");
            if path.is_empty() || outside {
                continue;
            }
            assert!(folder.join(path).exists(), "{}: dead link {target}", file.display());
        }
    }
}

/// What stands between `](` and `)`.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

#[test]
fn a_link_is_read_out_of_its_text() {
    let found: Vec<_> = targets("see [a](b.md#c) and [d](https://e.example/)").collect();
    assert_eq!(found, ["b.md#c", "https://e.example/"]);
}
