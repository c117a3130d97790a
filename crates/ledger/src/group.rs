//! Drafts made into records, before anything is written.

use crate::LedgerError;
use crate::merkle::{NodeHash, leaf_hash, sha256};
use crate::record::{BODY_BYTES_MAX, ENVELOPE_BYTES_MAX, HEADER_BYTES, Header};
use crate::stamp;

/// Most entries in one append: more than the 200,000 things that one import may hold.
pub const GROUP_ENTRIES_MAX: usize = 262_144;

/// Something to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// A JSON object on one line, without `received_at`. When there is a body, its member `body`
    /// holds the body's SHA-256 in hexadecimal; otherwise there is no such member.
    pub unstamped: Vec<u8>,
    /// Bytes that can be erased later.
    pub body: Option<Vec<u8>>,
}

/// Records in the order in which they will stand.
#[derive(Debug, Default)]
pub(crate) struct Group {
    pub(crate) bytes: Vec<u8>,
    /// Where each record ends in `bytes`, and its leaf.
    pub(crate) records: Vec<(usize, NodeHash)>,
}

impl Group {
    /// All drafts as records received at `time`, or the reason why one of them cannot be.
    pub(crate) fn encode(drafts: &[Draft], time: &str) -> Result<Self, LedgerError> {
        if drafts.len() > GROUP_ENTRIES_MAX {
            return Err(bad("more than 262,144 entries at once"));
        }
        let size =
            |draft: &Draft| draft.unstamped.len() + draft.body.as_ref().map_or(0, Vec::len) + 96;
        let mut group = Self {
            bytes: Vec::with_capacity(drafts.iter().map(size).sum()),
            records: Vec::with_capacity(drafts.len()),
        };
        for draft in drafts {
            group.add(draft, time)?;
        }
        Ok(group)
    }

    fn add(&mut self, draft: &Draft, time: &str) -> Result<(), LedgerError> {
        let body = draft.body.as_deref().unwrap_or_default();
        if draft.body.as_ref().is_some_and(Vec::is_empty) {
            return Err(bad("its body is empty; leave it out instead"));
        }
        if body.len() > BODY_BYTES_MAX {
            return Err(bad("its body is larger than 1 MiB; keep it as a blob"));
        }
        let header_at = self.bytes.len();
        let envelope_at = header_at + HEADER_BYTES;
        self.bytes.resize(envelope_at, 0);
        stamp::stamp(&draft.unstamped, time, &mut self.bytes)?;
        let envelope = self.bytes.get(envelope_at..).unwrap_or_default();
        if envelope.len() > ENVELOPE_BYTES_MAX {
            return Err(bad("its envelope is larger than 16 KiB"));
        }
        let digest = (!body.is_empty()).then(|| sha256(body));
        let named = stamp::check(envelope)?;
        if named != digest || stamp::body_digest(envelope) != digest {
            return Err(bad("its member `body` is not the SHA-256 of its body"));
        }
        let leaf = leaf_hash(envelope);
        let length = |bytes: &[u8]| u32::try_from(bytes.len()).map_err(|_| bad("it is too large"));
        let header = Header {
            envelope_bytes: length(envelope)?,
            body_bytes: length(body)?,
            envelope_check: leaf.check(),
            body_check: digest.map_or([0; 8], |digest| digest.check()),
        };
        if let Some(place) = self.bytes.get_mut(header_at..envelope_at) {
            place.copy_from_slice(&header.encode());
        }
        self.bytes.extend_from_slice(body);
        self.records.push((self.bytes.len(), leaf));
        Ok(())
    }
}

fn bad(why: &str) -> LedgerError {
    LedgerError::BadDraft { why: why.to_owned() }
}
