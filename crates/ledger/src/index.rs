//! Where every 256th record of a segment begins. Made again from the segment at need; what does not
//! hold is passed over, and the segment is read from its front.
//!
//! `AvI1`, the number of places (u32), the places in bytes (u64 each), and the first 8 bytes of the
//! SHA-256 of all that; numbers little-endian.

use std::path::Path;

use crate::merkle::sha256;

const MAGIC: &[u8] = b"AvI1";

/// The bytes of an index file.
pub(crate) fn encode(places: &[u64]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(u32::try_from(places.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend(places.iter().flat_map(|place| place.to_le_bytes()));
    let check = sha256(&bytes).check();
    bytes.extend(check);
    bytes
}

/// The places; `None` when the bytes are not what [`encode`] made.
pub(crate) fn decode(bytes: &[u8]) -> Option<Vec<u64>> {
    let (content, check) = bytes.split_last_chunk::<8>()?;
    if sha256(content).check() != *check {
        return None;
    }
    let (count, rest) = content.strip_prefix(MAGIC)?.split_first_chunk::<4>()?;
    let (places, odd) = rest.as_chunks::<8>();
    let whole = odd.is_empty() && u32::try_from(places.len()).ok()? == u32::from_le_bytes(*count);
    whole.then(|| places.iter().map(|place| u64::from_le_bytes(*place)).collect())
}

/// The places in a file; none when it is missing or damaged.
pub(crate) fn load(path: &Path) -> Vec<u64> {
    std::fs::read(path).ok().and_then(|bytes| decode(&bytes)).unwrap_or_default()
}
