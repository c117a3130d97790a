//! Nothing may lie in the ledger's folder that does not belong there.

use std::path::{Path, PathBuf};

use super::report::Report;
use crate::LedgerError;
use crate::layout::Layout;
use crate::tile::{self, HEIGHT};

/// The files below the ledger's folder. Listed before the records are read: so a tile that a running
/// writer adds meanwhile is not taken for a stray one.
pub(super) fn list(layout: &Layout) -> Result<Vec<PathBuf>, LedgerError> {
    let mut files = Vec::new();
    walk(&layout.ledger(), &mut files)?;
    files.sort();
    Ok(files)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), LedgerError> {
    let read = |error| LedgerError::read(folder, error);
    for entry in std::fs::read_dir(folder).map_err(read)? {
        let entry = entry.map_err(read)?;
        if entry.file_type().map_err(read)?.is_dir() {
            walk(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// Names those of `files` that do not belong to a ledger of `size` entries.
pub(super) fn check(layout: &Layout, files: &[PathBuf], size: u64, report: &mut Report) {
    for path in files {
        let name = path.strip_prefix(layout.ledger()).ok().and_then(Path::to_str);
        if !name.is_some_and(|name| belongs(name, size)) {
            let detail = "it does not belong here".to_owned();
            report.add(layout.data(), path, "file.stray", detail);
        }
    }
}

/// Whether a file of this name has a place in the folder of a ledger of `size` entries.
fn belongs(name: &str, size: u64) -> bool {
    // What a crash leaves of a file that was being replaced; the next start removes it.
    if matches!(name, "checkpoint" | "vkey") || name.strip_suffix(".tmp").is_some() {
        return true;
    }
    if let Some(name) = name.strip_prefix("segments/") {
        let number = name.strip_suffix(".seg").or_else(|| name.strip_suffix(".idx"));
        let number = number.filter(|digits| digits.len() >= 4);
        let parsed = number.and_then(|digits| digits.parse::<u64>().ok());
        return parsed.is_some_and(|parsed| number == Some(format!("{parsed:04}").as_str()));
    }
    let Some((level, index)) = name.strip_prefix("tile/").and_then(|rest| rest.split_once('/'))
    else {
        return false;
    };
    let number = index.split('/').try_fold(0_u64, |sum, part| {
        let digits = part.strip_prefix('x').unwrap_or(part);
        sum.checked_mul(1000)?.checked_add(digits.parse().ok()?)
    });
    let (Some(number), Ok(height)) = (number, level.parse::<u32>()) else { return false };
    let full = HEIGHT.checked_mul(height.saturating_add(1)).and_then(|bits| size.checked_shr(bits));
    number < full.unwrap_or(0) && name == tile::path(&height.to_string(), number, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_with_a_place_belong() {
        for name in ["checkpoint", "vkey", "segments/0000.seg", "tile/0/003", "tile/1/000.tmp"] {
            assert!(belongs(name, 1024), "{name}");
        }
        for name in
            ["tile/0/004", "tile/1/000", "tile/00/000", "tile/0/3", "segments/1.seg", "notes"]
        {
            assert!(!belongs(name, 1024), "{name}");
        }
        assert!(belongs("tile/1/000", 65_536));
        assert!(belongs("tile/0/x001/000", 1001 * 256));
    }
}
