//! Every blob that an entry names is there and whole, unless an entry orders its erasure.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use arvak_core::{Digest, EntryId};

use super::entries::Seen;
use super::{Place, Problem, Verified};
use crate::blobs::Listing;
use crate::{Blobs, Error};

pub(super) fn check(blobs: &Blobs, listing: &Listing, seen: &Seen, verified: &mut Verified) {
    let listed: BTreeSet<Digest> = listing.digests.iter().copied().collect();
    let mut problem = |digest: Digest, entry: Option<u64>, code, what: String| {
        let place =
            Place { file: below(&blobs.path(digest)), offset: None, entry: entry.map(EntryId) };
        verified.problems.push(Problem { place, code, what });
    };
    for (digest, entries) in &seen.blobs {
        let needed = entries.iter().find(|entry| !seen.blobs_erased.contains(&(*digest, **entry)));
        match (needed, listed.contains(digest) || blobs.has(*digest)) {
            (Some(_), true) | (None, false) => {}
            (Some(entry), false) => {
                let what = "the blob is missing, and no entry orders its erasure".to_owned();
                problem(*digest, Some(*entry), "blob.missing", what);
            }
            (None, true) => {
                let what = "the blob was to be erased, and is still there".to_owned();
                problem(*digest, entries.first().copied(), "blob.not_erased", what);
            }
        }
    }
    for digest in &listing.digests {
        let entry = seen.blobs.get(digest).and_then(|entries| entries.first()).copied();
        match blobs.check(*digest) {
            // Erased since it was listed; looked at above.
            Ok(()) | Err(Error::BlobMissing { .. }) => {}
            Err(error) => problem(*digest, entry, "blob.damaged", error.to_string()),
        }
    }
    verified.blobs = listing.digests.len() as u64;
    for file in &listing.strays {
        let what = "it is no blob, and does not belong here".to_owned();
        let place = Place { file: below(file), offset: None, entry: None };
        verified.problems.push(Problem { place, code: "file.stray", what });
    }
}

/// The last three parts of a path: `blobs/ab/cdef…`.
fn below(path: &Path) -> PathBuf {
    let parts: Vec<_> = path.components().rev().take(3).collect();
    parts.into_iter().rev().collect()
}
