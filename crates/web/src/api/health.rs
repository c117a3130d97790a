//! `/healthz`: whether the data folder can be read and appended to. It says no more than that, for anybody may ask.

use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

use crate::visit::Visit;

/// How long an answer is good: anybody may ask, so asking often must cost nothing.
const GOOD_FOR: Duration = Duration::from_secs(5);

/// How long the folder may take.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) async fn healthz(visit: Visit) -> Response {
    let is_well = is_well(&visit).await;
    if is_well {
        "ok\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "failing\n").into_response()
    }
}

async fn is_well(visit: &Visit) -> bool {
    // Whoever comes while it is being looked waits for the same answer.
    let mut last = visit.app.meters().health().lock().await;
    if let Some((at, is_well)) = *last
        && at.elapsed() < GOOD_FOR
    {
        return is_well;
    }
    let is_well = look(visit).await;
    *last = Some((Instant::now(), is_well));
    is_well
}

/// Reads the ledger's checkpoint, and has the writer sign what is recorded: nothing new when all is signed.
async fn look(visit: &Visit) -> bool {
    let folder = visit.app.folder();
    let looked = async {
        let checkpoint = folder.layout().ledger().join("checkpoint");
        tokio::fs::read(&checkpoint).await.map_err(|error| error.to_string())?;
        folder.seal().await.map_err(|error| error.to_string())
    };
    match tokio::time::timeout(PATIENCE, looked).await {
        Ok(Ok(_)) => true,
        Ok(Err(error)) => {
            tracing::error!(%error, "the data folder is not well");
            false
        }
        Err(_) => {
            tracing::error!("the data folder did not answer in time");
            false
        }
    }
}
