//! Making again what can be made from the ledger.

use std::path::Path;

use arvak_ledger::Lock;

use crate::blocking::{blocking, wait_for};
use crate::{Error, Layout, Result, index, products};

/// What [`rebuild`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rebuilt {
    /// Entries that were read.
    pub entries: u64,
    /// Hash tiles that were missing or wrong and were written.
    pub tiles: u64,
    /// Segment indexes that were missing or wrong and were written.
    pub segment_indexes: u64,
    /// Files in the tile folder that do not belong there and were removed.
    pub removed: u64,
    /// Entries that the new index follows.
    pub indexed: u64,
}

/// Makes tiles, segment indexes and `index.db` of the data folder at `root` again, under its lock: no other program
/// may hold it. `products.db` is removed: the next who asks makes it.
pub async fn rebuild(root: &Path) -> Result<Rebuilt> {
    let layout = Layout::new(root);
    blocking(move || {
        if !layout.format().exists() {
            return Err(Error::NotAFolder { dir: layout.root().to_owned() });
        }
        let lock = Lock::take(layout.root())?;
        let ledger = arvak_ledger::rebuild(&lock)?;
        products::forget(&layout.products())?;
        let indexed = wait_for(index::make_anew(&layout))?;
        Ok(Rebuilt {
            entries: ledger.entries,
            tiles: ledger.tiles,
            segment_indexes: ledger.indexes,
            removed: ledger.removed,
            indexed,
        })
    })
    .await
}
