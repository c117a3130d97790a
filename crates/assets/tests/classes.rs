//! Every class that pages name is a class of the style sheet: a slip of the pen would go unseen.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::path::Path;

/// The class names in `class="…"` of a source file; names put together from parts are passed over.
fn named(source: &str) -> BTreeSet<String> {
    let lists = source.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let plain = |name: &&str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    lists.flat_map(str::split_whitespace).filter(plain).map(str::to_owned).collect()
}

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path.display().to_string(), text));
        }
    }
}

/// Whether the style sheet has a rule for a class, and not only for a longer one.
fn has(style: &str, class: &str) -> bool {
    let dotted = format!(".{class}");
    style.match_indices(&dotted).any(|(at, _)| {
        let next = style.as_bytes().get(at + dotted.len());
        !next.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    })
}

#[test]
fn every_class_of_pages_and_pictures_is_in_the_style_sheet() {
    let style = std::str::from_utf8(arvak_assets::all().first().unwrap().bytes).unwrap();
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for name in ["web", "pictures"] {
        sources(&crates.join(name).join("src"), &mut files);
    }
    let mut wrong = Vec::new();
    for (name, text) in &files {
        // Not the words of tests.
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for class in named(text).iter().filter(|class| !has(style, class)) {
            wrong.push(format!("{name}: {class}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(!has(style, "a-poin") && !has(style, "a-poinst") && has(style, "a-points"));
}
