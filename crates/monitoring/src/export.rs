//! What is handed to somebody who wants to tell the verdict for themselves: `tests/peers/drill_verdict.py` reads it with nothing
//! but Python's standard library.

use arvak_core::Digest;

use crate::canonical;
use crate::record::Record;
use crate::verdict::Judged;

/// A file of an export: its path in the folder, and its bytes.
pub type File = (String, Vec<u8>);

/// The files: the plan whose SHA-256 stands in the ledger, the definition, the record, the verdict as we told it, and the raw
/// bytes of every receipt under their digest. The key of a webhook is not among them.
pub fn files<'r>(
    record: &Record,
    judged: &Judged,
    definition: &str,
    raw: impl Fn(&Digest) -> Option<&'r [u8]>,
) -> Vec<File> {
    let json = |value: Option<String>| value.unwrap_or_default().into_bytes();
    let mut files = vec![
        ("plan.json".to_owned(), json(canonical(&record.plan))),
        ("definition.toml".to_owned(), definition.as_bytes().to_vec()),
        ("record.json".to_owned(), json(canonical(record))),
        ("verdict.json".to_owned(), json(canonical(judged))),
    ];
    for receipt in &record.receipts {
        let name = format!("receipts/{}", receipt.raw);
        let is_there = files.iter().any(|(other, _)| *other == name);
        if let Some(bytes) = raw(&receipt.raw).filter(|_| !is_there) {
            files.push((name, bytes.to_vec()));
        }
    }
    files
}
