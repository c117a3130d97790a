//! Keys, and that nothing lies in the folder that does not belong there.

use std::fs;
use std::path::{Path, PathBuf};

use super::Verified;
use crate::folder::read_seal_key;
use crate::{Error, Layout, Result};

/// What may lie at the top of a data folder. SQLite puts files with endings beside its databases.
const TOP: [&str; 13] = [
    "FORMAT",
    "arvak.sock",
    "arvak.toml",
    "blobs",
    "index.db",
    "keys",
    "ledger",
    "ledger.last",
    "lock",
    "mail.marks",
    "operation.db",
    "operation.sum",
    "products.db",
];

const DATABASE_ENDINGS: [&str; 3] = ["-wal", "-shm", "-journal"];

pub(super) fn check(layout: &Layout, verified: &mut Verified) -> Result<()> {
    for path in names(layout.root())? {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let base = DATABASE_ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
        let is_temporary = path.extension().is_some_and(|extension| extension == "tmp");
        if !TOP.contains(&base.unwrap_or(name)) && !is_temporary {
            verified.strays.push(path.strip_prefix(layout.root()).unwrap_or(&path).to_owned());
        }
    }
    let seal = layout.seal_key();
    if let Err(problem) = read_seal_key(layout) {
        verified.add(layout, &seal, "key.seal", problem.to_string());
    }
    let known = [layout.ledger_key(), seal];
    for path in names(&layout.keys())? {
        if !known.contains(&path) {
            let what = "it does not belong here".to_owned();
            verified.add(layout, &path, "file.stray", what);
        }
    }
    Ok(())
}

fn names(dir: &Path) -> Result<Vec<PathBuf>> {
    let listed = fs::read_dir(dir).map_err(Error::io("list", dir))?;
    let mut paths = listed
        .map(|entry| entry.map(|entry| entry.path()).map_err(Error::io("list", dir)))
        .collect::<Result<Vec<_>>>()?;
    paths.sort_unstable();
    Ok(paths)
}
