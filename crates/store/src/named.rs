//! Which blobs an entry names.

use std::collections::BTreeSet;

use arvak_core::{Digest, Draft, Envelope, Fact};

/// The blobs that an entry needs: those it lists, the transcript of its evidence, the catalogue that it
/// adopts. (The blobs that an erasure names are gone on purpose.)
pub(crate) fn blobs_of(listed: &[Digest], fact: &Fact) -> BTreeSet<Digest> {
    let own = match fact {
        Fact::Evidence(evidence) => evidence.transcript,
        Fact::Catalogue(adoption) => Some(adoption.digest),
        _ => None,
    };
    listed.iter().copied().chain(own).collect()
}

/// The blobs that a recorded entry names.
pub(crate) fn blobs_of_envelope(envelope: &Envelope) -> BTreeSet<Digest> {
    blobs_of(&envelope.blobs, &envelope.fact)
}

/// The blobs that a draft names.
pub(crate) fn blobs_of_draft(draft: &Draft) -> BTreeSet<Digest> {
    blobs_of(&draft.blobs, &draft.fact)
}
