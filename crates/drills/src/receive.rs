//! Taking in: raw bytes are kept as they came, whatever they are worth.

use arvak_core::{Digest, Instant};
use arvak_monitoring::{Evidently, Raw, Receipt, Sender};
use arvak_store::Folder;

use crate::{Kept, Result};

/// Keeps what came back: the bytes first, then the note that names them. Both are durable on return. The same bytes twice are two
/// receipts, which the verdict tells apart.
pub async fn keep(
    folder: &Folder,
    kept: &Kept,
    (channel, at): (Evidently, Instant),
    bytes: &[u8],
) -> Result<()> {
    let blob = folder.blobs().put(bytes)?;
    let receipt = serde_json::to_string(&receipt(kept, (channel, at), bytes))?;
    Ok(folder.operation().add_receipt(&kept.row.id, &receipt, blob).await?)
}

/// Keeps a mail, unless the same bytes lie there: whoever polls a mailbox may find it again. Answers whether it is new.
pub async fn keep_mail_once(
    folder: &Folder,
    kept: &Kept,
    at: Instant,
    bytes: &[u8],
) -> Result<bool> {
    let receipt = receipt(kept, (Evidently::Mail, at), bytes);
    let (operation, id) = (folder.operation(), &kept.row.id);
    for (known, _) in operation.receipts(id).await? {
        let known: Receipt = serde_json::from_str(&known)?;
        if known.channel == Evidently::Mail && known.raw == receipt.raw {
            return Ok(false);
        }
    }
    let blob = folder.blobs().put(bytes)?;
    operation.add_receipt(id, &serde_json::to_string(&receipt)?, blob).await?;
    Ok(true)
}

fn receipt(kept: &Kept, (channel, at): (Evidently, Instant), bytes: &[u8]) -> Receipt {
    let is_signed = (channel == Evidently::Webhook).then(|| {
        let read = Raw::read(channel, bytes, kept.secret.key.as_deref(), None);
        read.is_some_and(|read| read.sender == Sender::Proven)
    });
    Receipt { at, channel, raw: Digest::of(bytes), is_signed }
}
