//! The tables of the RPKI that `arvak rpki import` keeps in the data folder.

use std::path::Path;
use std::sync::Arc;

use arvak_exposure::Rpki;
use arvak_exposure::rpki::{Kind, Table, Tables};

/// The probe of routes, with what is kept in the folder at `root`; the tables are read when it looks.
pub(crate) fn probe(root: &Path) -> Rpki {
    if !root.join(Kind::Roas.file_name()).exists() {
        return Rpki::default();
    }
    let root = root.to_owned();
    Rpki::reading(move || {
        let read = |kind| kept(&root, kind).map(|table| table.map(Arc::new));
        Ok(Tables { roas: read(Kind::Roas)?, routes: read(Kind::Routes)? })
    })
}

/// The kept table of that kind, if there is one; the error names the file.
pub(crate) fn kept(root: &Path, kind: Kind) -> Result<Option<Table>, String> {
    read_kept(&root.join(kind.file_name()), Table::decode)
}

/// An imported table that lies beside the ledger, if it is there; the error names the file.
pub(super) fn read_kept<T, E: std::fmt::Display>(
    path: &Path,
    decode: impl FnOnce(&[u8]) -> Result<T, E>,
) -> Result<Option<T>, String> {
    let told = |why: String| format!("{}: {why}", path.display());
    match std::fs::read(path) {
        Ok(bytes) => decode(&bytes).map(Some).map_err(|error| told(error.to_string())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(told(error.to_string())),
    }
}
