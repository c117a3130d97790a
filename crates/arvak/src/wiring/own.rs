//! Evidence that this program finds by itself, from what was recorded before.

use arvak_core::{Actor, Class, Digest, Draft, Evidence, Fact, Name};

/// A draft of `evidence`, found by the method of that name. What is found again under the same `key` is recorded once; the
/// transcript is a blob that is kept already.
pub(super) fn own(key: &str, method: Name, evidence: Evidence) -> Draft {
    Draft {
        key: Digest::of(key.as_bytes()),
        actor: Actor::Program(method),
        class: Class::Internal,
        body: None,
        blobs: evidence.transcript.into_iter().collect(),
        fact: Fact::Evidence(evidence),
    }
}
