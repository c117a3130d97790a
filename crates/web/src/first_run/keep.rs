//! What was chosen so far, kept in the operation database, so that a restart or another browser goes on with it.

use arvak_store::{Error, Operation};

use super::choices::Choices;

const KEPT: &str = "first-run";

/// What was chosen so far.
pub(super) async fn load(operation: &Operation) -> Result<Choices, Error> {
    let kept = operation.meta(KEPT).await?;
    // What an other version kept and this one cannot read is asked again.
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// Keeps it.
pub(super) async fn save(operation: &Operation, choices: &Choices) -> Result<(), Error> {
    let text = serde_json::to_string(choices).unwrap_or_default();
    operation.set_meta(KEPT, &text).await
}
