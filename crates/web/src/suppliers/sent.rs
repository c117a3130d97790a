//! A file that a supplier sent in with its answers.

use arvak_core::{Digest, EntityId};

use super::asked;
use crate::answering::Receipt;
use crate::failure::Failure;
use crate::visit::Visit;

/// The file, and what it came with.
pub(crate) struct Sent {
    pub(crate) supplier: EntityId,
    /// The blob that holds it.
    pub(crate) digest: Digest,
    /// Its name, as whoever sent it gave it.
    pub(crate) name: String,
    pub(crate) receipt: Receipt,
}

impl Sent {
    /// The file of that blob, when the supplier sent it in and the visitor sees the supplier.
    pub(crate) async fn of(visit: &Visit, slug: &str, digest: &str) -> Result<Self, Failure> {
        let supplier = asked::known(visit, slug)?;
        let digest: Digest = digest.parse().map_err(|_| Failure::NotFound)?;
        let requests = asked::of(visit, &supplier).await?;
        for receipt in requests.iter().filter_map(asked::Asked::receipt) {
            if let Some(file) = receipt.files.iter().find(|one| one.blob == digest) {
                let name = file.name.clone();
                return Ok(Self { supplier, digest, name, receipt });
            }
        }
        Err(Failure::NotFound)
    }

    /// Its bytes, while they are kept.
    pub(crate) async fn bytes(&self, visit: &Visit) -> Result<Vec<u8>, Failure> {
        let (blobs, digest) = (visit.app.folder().blobs().clone(), self.digest);
        let got = tokio::task::spawn_blocking(move || blobs.get(digest)).await;
        got.map_err(|_| Failure::Inside)?.map_err(|_| Failure::NotFound)
    }
}
