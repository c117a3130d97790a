//! Checks of the house itself, run as tests: see `tests/`.
//!
//! Each check is a function from text to complaints, so that a test can also give it a bad example.

pub mod graph;
pub mod licence;
pub mod links;
pub mod text;

use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// Folders that are not the repository's own.
const FOREIGN: [&str; 5] = [".git", ".venv", "node_modules", "mutants.out", "mutants.out.old"];

/// All files of the repository that are text, with their names below its root, sorted.
pub fn texts() -> Vec<(String, String)> {
    let root = root();
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        // Where cargo builds, it leaves this mark.
        if folder.join("CACHEDIR.TAG").exists() {
            continue;
        }
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let foreign = FOREIGN.iter().any(|name| entry.file_name() == *name);
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if !foreign {
                    folders.push(path);
                }
            } else if !foreign && let Ok(text) = std::fs::read_to_string(&path) {
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
