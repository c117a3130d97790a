//! Checks of the house itself, run as tests: see `tests/`.
//!
//! Each check is a function from text to complaints, so that a test can also give it a bad example.

pub mod asvs;
pub mod bounds;
pub mod graph;
pub mod licence;
pub mod links;
pub mod safety;
pub mod text;

use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// Folders that are never the repository's own, wherever they stand.
const FOREIGN: [&str; 2] = [".git", "node_modules"];

/// What `.gitignore` leaves out of the root, as the beginnings of names: `/target` and `/mutants.out*`. (A mark
/// that cargo leaves where it builds is not enough: it leaves none in a folder that somebody else made.)
pub fn ignored(gitignore: &str) -> Vec<&str> {
    gitignore.lines().filter_map(|line| line.trim().strip_prefix('/')).collect()
}

/// Whether a name at the root is left out.
pub fn is_ignored(name: &str, ignored: &[&str]) -> bool {
    ignored.iter().any(|pattern| match pattern.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => name == pattern.trim_end_matches('/'),
    })
}

/// All files of the repository that are text, with their names below its root, sorted.
pub fn texts() -> Vec<(String, String)> {
    let root = root();
    let gitignore = std::fs::read_to_string(root.join(".gitignore")).unwrap_or_default();
    let ignored = ignored(&gitignore);
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if FOREIGN.contains(&name.as_str()) || (folder == root && is_ignored(&name, &ignored)) {
                continue;
            }
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let name = path.strip_prefix(&root).unwrap_or(&path);
                found.push((name.to_string_lossy().into_owned(), text));
            }
        }
    }
    found.sort();
    found
}

/// Whether a name ends with this extension.
pub fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == extension)
}
