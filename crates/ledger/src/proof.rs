//! Proofs that stand by themselves: C2SP tlog-proof.

use crate::LedgerError;
use crate::checkpoint::Checkpoint;
use crate::key::PublicKey;
use crate::merkle::{NodeHash, leaf_hash, verify_inclusion};

const HEADING: &str = "c2sp.org/tlog-proof@v1";

/// Most hashes in a proof: one for each level of the tallest tree.
const HASHES_MAX: usize = 64;

/// What a proof proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The place of the entry in the ledger.
    pub id: u64,
    /// The signed checkpoint that the entry is under.
    pub checkpoint: Checkpoint,
}

/// The text of a proof.
pub(crate) fn write(id: u64, path: &[NodeHash], checkpoint: &str) -> String {
    let mut lines = vec![HEADING.to_owned(), format!("index {id}")];
    lines.extend(path.iter().map(NodeHash::to_string));
    format!("{}\n\n{checkpoint}", lines.join("\n"))
}

/// Checks that `proof` proves `envelope` under a checkpoint that `key` signed.
pub fn verify_proof(proof: &str, envelope: &[u8], key: &PublicKey) -> Result<Proven, LedgerError> {
    let (head, note) = proof.split_once("\n\n").ok_or_else(|| bad("it has no checkpoint"))?;
    let mut lines = head.split('\n');
    if lines.next() != Some(HEADING) {
        return Err(bad("its first line is not `c2sp.org/tlog-proof@v1`"));
    }
    let mut line = lines.next();
    if line.is_some_and(|line| line.starts_with("extra ")) {
        line = lines.next();
    }
    let index = line.and_then(|line| line.strip_prefix("index ")).unwrap_or_default();
    let id: u64 = index.parse().map_err(|_| bad("its index is no number"))?;
    if id.to_string() != index {
        return Err(bad("its index has leading zeroes"));
    }
    let path: Option<Vec<_>> = lines.map(NodeHash::from_base64).collect();
    let path = path.ok_or_else(|| bad("one of its hashes is no SHA-256 in base64"))?;
    if path.len() > HASHES_MAX {
        return Err(bad("it has more than 64 hashes"));
    }
    let checkpoint = Checkpoint::open(note, key)?;
    let leaf = leaf_hash(envelope);
    if !verify_inclusion(&leaf, id, checkpoint.size(), &path, &checkpoint.root()) {
        return Err(bad("the entry does not lead to the signed root"));
    }
    Ok(Proven { id, checkpoint })
}

fn bad(why: &str) -> LedgerError {
    LedgerError::BadProof { why: why.to_owned() }
}
