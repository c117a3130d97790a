//! Drills that are kept in a data folder: what is sealed is opened here, and what happened is gathered for the judge
//! (`arvak-monitoring`). The command line and the pages work through these functions alone, so both do the same.
//!
//! What needs an entry of the ledger is given as a draft: whoever calls records it, in its own way, and says so again.

pub mod act;
pub mod address;
pub mod emit;
mod error;
pub mod export;
pub mod inbound;
pub mod leave;
pub mod plan;
mod receive;
pub mod say;
pub mod start;
pub mod verdict;

pub use act::swept;
pub use error::{Arg, DrillError, Refusal, Result};
pub use receive::{keep, keep_mail_once};

use std::collections::BTreeMap;

use arvak_core::drill::{Definition, parse};
use arvak_core::fact::{Obligation, ObligationMet};
use arvak_core::{Digest, Draft, EntityId, EntryId, Fact, Instant, Name, SourceFile, Span};
use arvak_monitoring::{Emission, Judged, Plan, Receipt, Record, judge};
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_store::{DrillRow, Folder, Operation, Seal};
use serde::{Deserialize, Serialize};

/// The kind of the obligation that holds the hash of a plan: to open it. It names neither whom it concerns nor when it will happen, and
/// a plan that is never opened stands there as overdue.
const KIND: &str = "drill.opened";

/// When a plan must have been opened, counted from when it was sealed. It is the same for all, so that it tells nothing.
pub const OPENED_WITHIN: Span = Span::from_days(120);

/// What is sealed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secret {
    /// The plan, with the nonce.
    pub plan: Plan,
    /// The definition's text.
    pub definition: String,
    /// The key of the webhook.
    pub key: Option<Vec<u8>>,
}

/// A drill, opened.
pub struct Kept {
    /// As it is kept.
    pub row: DrillRow,
    /// What was sealed.
    pub secret: Secret,
    /// The definition, read.
    pub definition: Definition,
}

impl Kept {
    /// When its seal was opened: judged and recorded, or stopped.
    pub fn opened_at(&self) -> Option<Instant> {
        self.row.stopped_at.or(self.row.judged.as_ref().map(|(at, _)| *at))
    }
}

/// The drill of that name.
pub async fn kept(folder: &Folder, id: &str) -> Result<Option<Kept>> {
    let rows = folder.operation().drills().await?;
    match rows.into_iter().find(|row| row.id == id) {
        Some(row) => Ok(Some(open(folder, &Seal::open(folder.layout())?, row).await?)),
        None => Ok(None),
    }
}

/// All of them, the oldest first.
pub async fn all(folder: &Folder) -> Result<Vec<Kept>> {
    let rows = folder.operation().drills().await?;
    let mut all = Vec::with_capacity(rows.len());
    if !rows.is_empty() {
        let seal = Seal::open(folder.layout())?;
        for row in rows {
            all.push(open(folder, &seal, row).await?);
        }
    }
    Ok(all)
}

async fn open(folder: &Folder, seal: &Seal, row: DrillRow) -> Result<Kept> {
    let secret = folder.operation().drill_secret(seal, &row.id).await?;
    let damaged = |problem: String| DrillError::Damaged { id: row.id.clone(), problem };
    let secret = secret.ok_or_else(|| damaged("its plan is gone".to_owned()))?;
    let secret: Secret = serde_json::from_slice(&secret)?;
    let file = SourceFile { name: "definition.toml", text: &secret.definition };
    let definition = parse(file).map_err(|mistakes| {
        let told: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
        damaged(format!("its definition: {}", told.join("; ")))
    })?;
    Ok(Kept { row, secret, definition })
}

/// The fact that holds the hash of a plan, and nothing else about it.
pub fn sealing(seal: Digest, about: EntityId, by: &EntityId, now: Instant) -> Result<Draft> {
    let due = now.plus(OPENED_WITHIN);
    let fact = Obligation {
        id: obligation(seal)?,
        kind: KIND.parse()?,
        subject: about,
        due,
        owner: Some(by.clone()),
    };
    let key = format!("drill sealed\n{seal}");
    Ok(draft(Fact::Obligation(fact), by, Some(&key), Texts::default())?)
}

/// The fact that it was opened: judged or stopped.
pub fn opening(seal: Digest) -> Result<Draft> {
    let key = format!("drill opened\n{seal}");
    let fact = Fact::ObligationMet(ObligationMet { id: obligation(seal)? });
    Ok(draft(fact, &USUAL_ROLE.parse()?, Some(&key), Texts::default())?)
}

fn obligation(seal: Digest) -> Result<Name> {
    Ok(format!("drill.{seal}").parse()?)
}

/// What happened and what came back, with the raw bytes.
pub struct Gathered {
    /// What the judge reads.
    pub record: Record,
    raw: BTreeMap<Digest, Vec<u8>>,
    /// Where the raw bytes are kept.
    pub blobs: Vec<Digest>,
}

impl Gathered {
    /// Of a drill, as judged at `at`.
    pub async fn of(folder: &Folder, kept: &Kept, at: Instant) -> Result<Self> {
        let operation = folder.operation();
        let (mut receipts, mut raw, mut blobs) = (Vec::new(), BTreeMap::new(), Vec::new());
        for (receipt, blob) in operation.receipts(&kept.row.id).await? {
            let receipt: Receipt = serde_json::from_str(&receipt)?;
            // Bytes that were erased are told by the judge as such.
            if let Ok(bytes) = folder.blobs().get(blob) {
                raw.insert(receipt.raw, bytes);
                blobs.push(blob);
            }
            receipts.push(receipt);
        }
        let record = Record {
            v: 1,
            plan: kept.secret.plan.clone(),
            entry: kept.row.entry.unwrap_or(EntryId(0)),
            emissions: emissions(operation, &kept.row.id).await?,
            receipts,
            stopped: kept.row.stopped_at,
            judged_at: at,
        };
        blobs.sort_unstable();
        blobs.dedup();
        Ok(Self { record, raw, blobs })
    }

    /// The verdict.
    pub fn judged(&self, key: Option<&[u8]>) -> Judged {
        judge(&self.record, key, |digest| self.bytes(digest))
    }

    /// The raw bytes of a receipt, unless they were erased.
    pub fn bytes(&self, digest: &Digest) -> Option<&[u8]> {
        self.raw.get(digest).map(Vec::as_slice)
    }
}

/// What was done.
pub async fn emissions(operation: &Operation, id: &str) -> Result<Vec<Emission>> {
    let kept = operation.emissions(id).await?;
    let emission =
        |(text, is_done): (String, bool)| Ok(Emission { is_done, ..serde_json::from_str(&text)? });
    kept.into_iter().map(emission).collect()
}
