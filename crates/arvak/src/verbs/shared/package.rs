//! The file that is handed on: entries as their ledger hashed them, each with a proof (C2SP tlog-proof) and its blobs.

use arvak_core::fact::{ENVELOPE_BYTES_MAX, Evidence};
use arvak_core::{Class, Digest, Envelope, Fact};
use arvak_ledger::{PublicKey, verify_proof};
use arvak_store::Blobs;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// What the file is, and in which version.
pub(super) const FORMAT: &str = "arvak-shared/1";

/// Most bytes of a file.
pub(super) const BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Most entries of a file.
pub(super) const ENTRIES_MAX: usize = 100_000;

/// The file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Package {
    pub(super) format: String,
    /// The ledger that it comes from. Whoever takes it in knows the key from elsewhere.
    pub(super) key: String,
    pub(super) entries: Vec<Handed>,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Handed {
    /// The envelope's bytes, exactly as they were hashed.
    pub(super) envelope: String,
    /// The proof that they are in the ledger.
    pub(super) proof: String,
    /// Blobs with their salts, in base64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) blobs: Vec<String>,
}

/// An entry that was checked: it stands in the ledger of that key, and its blobs are what it names.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    /// Its place there.
    pub(super) id: u64,
    pub(super) envelope: Envelope,
    pub(super) evidence: Evidence,
    /// Blobs with their salts, by digest.
    pub(super) blobs: Vec<(Digest, Vec<u8>)>,
}

/// Why an entry cannot be taken in, as the name of its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Objection {
    pub(super) sentence: &'static str,
    pub(super) why: String,
}

impl Objection {
    pub(super) fn new(sentence: &'static str, why: impl Into<String>) -> Self {
        Self { sentence, why: why.into() }
    }
}

impl Handed {
    /// Checks it against the key of its ledger.
    pub(super) fn check(&self, key: &PublicKey) -> Result<Checked, Objection> {
        if self.envelope.len() > ENVELOPE_BYTES_MAX {
            return Err(Objection::new("shared-bad-entry", "more than 16 KiB"));
        }
        let proven = verify_proof(&self.proof, self.envelope.as_bytes(), key);
        let proven =
            proven.map_err(|error| Objection::new("shared-bad-proof", error.to_string()))?;
        let envelope = Envelope::decode(self.envelope.as_bytes());
        let envelope =
            envelope.map_err(|error| Objection::new("shared-bad-entry", error.to_string()))?;
        if envelope.class < Class::Shared {
            return Err(Objection::new("shared-not-shared", envelope.class.name()));
        }
        let Fact::Evidence(evidence) = &envelope.fact else {
            return Err(Objection::new("shared-no-evidence", envelope.fact.name()));
        };
        let evidence = evidence.clone();
        let blobs = self.blobs.iter().map(|text| blob(text, &envelope));
        let blobs = blobs.collect::<Result<Vec<_>, _>>()?;
        Ok(Checked { id: proven.id, envelope, evidence, blobs })
    }
}

/// A blob that the envelope names, checked against its digest.
fn blob(text: &str, envelope: &Envelope) -> Result<(Digest, Vec<u8>), Objection> {
    let sealed = STANDARD.decode(text);
    let sealed = sealed.map_err(|error| Objection::new("shared-bad-blob", error.to_string()))?;
    let digest = Digest::of(&sealed);
    if envelope.blobs.contains(&digest) && Blobs::content_of(&sealed).is_some() {
        return Ok((digest, sealed));
    }
    Err(Objection::new("shared-bad-blob", digest.to_string()))
}

/// A blob as it stands in the file.
pub(super) fn encoded(sealed: &[u8]) -> String {
    STANDARD.encode(sealed)
}

impl Checked {
    /// The transcript that was judged.
    pub(super) fn transcript(&self) -> Option<&[u8]> {
        let wanted = self.evidence.transcript?;
        let found = self.blobs.iter().find(|(digest, _)| *digest == wanted);
        found.and_then(|(_, sealed)| Blobs::content_of(sealed))
    }
}
