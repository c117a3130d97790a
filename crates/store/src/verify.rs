//! Checking everything in a data folder.

mod blobs;
mod entries;
mod files;
mod report;

use std::path::Path;

use arvak_core::Digest;
use arvak_ledger::VerifyOptions;

use crate::blocking::{blocking, wait_for};
use crate::operation::Operation;
use crate::{Blobs, Error, Layout, Result, index};
use entries::Seen;
pub use report::{Place, Problem, Verified};

/// Checks the data folder at `root`: the ledger with all its records, tiles and signatures; that every
/// blob that an entry names is there and whole, unless an entry orders its erasure; keys, databases, and
/// that nothing else lies there. `checkpoint` is an earlier note that the ledger must be a continuation
/// of. Changes nothing, and may run beside a writer.
///
/// What is wrong stands in the answer; an error means that the check could not be made.
pub async fn verify(root: &Path, checkpoint: Option<&str>) -> Result<Verified> {
    let layout = Layout::new(root);
    if !layout.format().exists() {
        return Err(Error::NotAFolder { dir: root.to_owned() });
    }
    let checkpoint = checkpoint.map(str::to_owned);
    let reading = layout.clone();
    let mut verified = blocking(move || {
        let blobs = Blobs::new(reading.blobs());
        // Listed before the entries are read: what is put meanwhile is not taken for missing.
        let listing = blobs.list()?;
        let seen = Seen::read(&reading)?;
        let mut verified = ledger(&reading, checkpoint.as_deref(), &seen)?;
        entries::check(&reading, &seen, &mut verified);
        blobs::check(&blobs, &listing, &seen, &mut verified);
        files::check(&reading, &mut verified)?;
        index(&reading, &mut verified)?;
        Ok(verified)
    })
    .await?;
    operation(&layout, &mut verified).await;
    Ok(verified)
}

fn ledger(layout: &Layout, checkpoint: Option<&str>, seen: &Seen) -> Result<Verified> {
    let erased = |entry| seen.bodies_erased.contains(&entry);
    let options = VerifyOptions { checkpoint, erased: &erased, ..VerifyOptions::default() };
    let report = arvak_ledger::verify(layout.root(), &options)?;
    Ok(Verified {
        size: report.size,
        root: Digest(report.root.0),
        signed_size: report.signed_size,
        bytes: report.bytes,
        torn_bytes: report.torn_bytes,
        blobs: 0,
        strays: Vec::new(),
        problems: report.problems.into_iter().map(Problem::from).collect(),
    })
}

/// The index must agree with the ledger.
fn index(layout: &Layout, verified: &mut Verified) -> Result<()> {
    for (entry, what) in wait_for(index::differences(layout))? {
        let what = format!("{what}: run `arvak ledger rebuild`");
        verified.add_at(layout, (&layout.index(), entry), "index.differs", what);
    }
    Ok(())
}

/// The database that cannot be made again is looked through by SQLite itself.
async fn operation(layout: &Layout, verified: &mut Verified) {
    let file = layout.operation();
    if !file.exists() {
        let what = "it is missing: restore it from a backup".to_owned();
        return verified.add(layout, &file, "operation.missing", what);
    }
    if let Err(error) = Operation::check(&file).await {
        verified.add(layout, &file, "operation.damaged", error.to_string());
    }
}
