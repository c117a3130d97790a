//! The catalogue in force: a blob that an entry adopted.

use std::sync::Arc;

use arvak_core::{Catalogue, Digest};

use crate::{Blobs, Error, Result};

/// The catalogue kept under `digest`, which it then names.
pub(crate) fn load(blobs: &Blobs, digest: Digest) -> Result<Arc<Catalogue>> {
    let bytes = blobs.get(digest)?;
    let catalogue = Catalogue::unpack(&bytes)
        .map_err(|error| Error::Catalogue { digest, problem: error.to_string() })?;
    Ok(Arc::new(catalogue.with_digest(digest)))
}
