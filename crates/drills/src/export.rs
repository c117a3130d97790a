//! After the seal is open: everything that somebody else needs to tell the verdict for themselves.

use arvak_monitoring::{File, files};
use arvak_store::Folder;

use crate::{Gathered, Kept, Refusal, Result};

/// The files of a drill, without the ledger's entry and its proof, which whoever reads the ledger adds ([`ENTRY`], [`PROOF`]).
pub async fn exported(folder: &Folder, kept: &Kept) -> Result<Vec<File>> {
    let Some(opened) = kept.opened_at() else {
        return Err(Refusal::about("drill-still-sealed", &kept.row.id).into());
    };
    let gathered = Gathered::of(folder, kept, opened).await?;
    let judged = gathered.judged(kept.secret.key.as_deref());
    Ok(files(&gathered.record, &judged, &kept.secret.definition, |raw| gathered.bytes(raw)))
}

/// The name of the ledger's entry among the files.
pub const ENTRY: &str = "entry.json";

/// The name of the proof that it is under the signed checkpoint (C2SP tlog-proof).
pub const PROOF: &str = "entry.proof";
