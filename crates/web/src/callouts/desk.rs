//! What is done with a call-out test, from the command line and by itself: opening what is sealed, recording the hash, the ground and
//! the verdict, and erasing people's times. Each step can be done again after a crash and comes to the same.

mod close;
mod error;
mod facts;
mod make;
mod say;

pub use close::{erase_at, erase_due, finish, found, stop};
pub use error::CalloutError;
pub use facts::{OPENED_WITHIN, grounds, sealing};
pub use make::{Planned, SetUp, fits, may_start, noted, plan, sealed_first, start};
pub use say::{agreed, ground, person};

use arvak_core::drill::callout::{Callout, parse};
use arvak_core::{EntryId, Instant, SourceFile};
use arvak_monitoring::callout::{Call, CallPlan, CallRecord};
use arvak_store::{CalloutRow, Folder, Seal};
use serde::{Deserialize, Serialize};

/// What is sealed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secret {
    /// The plan: roles and ways.
    pub plan: CallPlan,
    /// The definition, with names and addresses; gone when people's times are erased.
    pub definition: Option<String>,
}

/// A call-out test, opened.
pub struct Kept {
    /// As it stands in the database.
    pub row: CalloutRow,
    /// Its plan.
    pub plan: CallPlan,
    /// Who is called and what was agreed on, until it is erased.
    pub definition: Option<Callout>,
    /// The definition as it was written.
    pub text: Option<String>,
}

/// The call-out test of that name.
pub async fn kept(folder: &Folder, id: &str) -> Result<Option<Kept>, CalloutError> {
    let rows = folder.operation().callouts().await?;
    match rows.into_iter().find(|row| row.id == id) {
        Some(row) => Ok(Some(open(folder, row).await?)),
        None => Ok(None),
    }
}

/// All of them, the oldest first.
pub async fn all(folder: &Folder) -> Result<Vec<Kept>, CalloutError> {
    let mut all = Vec::new();
    for row in folder.operation().callouts().await? {
        all.push(open(folder, row).await?);
    }
    Ok(all)
}

async fn open(folder: &Folder, row: CalloutRow) -> Result<Kept, CalloutError> {
    let seal = Seal::open(folder.layout())?;
    let damaged = |why: String| CalloutError::Damaged { id: row.id.clone(), why };
    let secret = folder.operation().callout_secret(&seal, &row.id).await?;
    let secret = secret.ok_or_else(|| damaged("nothing is sealed".to_owned()))?;
    let secret: Secret =
        serde_json::from_slice(&secret).map_err(|error| damaged(error.to_string()))?;
    let read = secret.definition.as_deref().map(|text| {
        parse(SourceFile { name: "definition.toml", text }).map_err(|mistakes| {
            let told: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
            damaged(told.join("; "))
        })
    });
    let definition = read.transpose()?;
    Ok(Kept { plan: secret.plan, definition, text: secret.definition, row })
}

impl Kept {
    /// What happened, as it is judged at `at`.
    pub async fn record(&self, folder: &Folder, at: Instant) -> Result<CallRecord, CalloutError> {
        let calls = folder.operation().calls(&self.row.id).await?;
        let call = |row: arvak_store::CallRow| Call {
            step: row.step,
            way: row.way,
            attempt: row.attempt,
            begun_at: row.begun_at,
            sent_at: row.sent_at,
            problem: row.problem,
            is_final: row.is_final,
            acknowledged_at: row.acknowledged_at,
        };
        Ok(CallRecord {
            v: 1,
            plan: self.plan.clone(),
            entry: self.row.entry.unwrap_or(EntryId(0)),
            calls: calls.into_iter().map(call).collect(),
            stopped: self.row.stopped_at,
            judged_at: at,
        })
    }

    /// Whether it is under way: started, and neither stopped nor judged.
    pub fn is_under_way(&self) -> bool {
        let row = &self.row;
        row.armed_at.is_some() && row.stopped_at.is_none() && row.judged_at.is_none()
    }
}
