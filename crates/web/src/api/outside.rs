//! Workers outside, that ask for errands and send home what they saw. They have no key of the API and no account: what they
//! send is signed by a key that `arvak.toml` names, which opens these two operations and nothing else.

use arvak_identity::Access;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, json};
use super::ask::{Asked, Sent};
use crate::program::SentHome;
use crate::routes::Routes;
use crate::visit::Visit;

/// Most bytes of what is sent home at once: transcripts of 1 MiB, as strings of JSON.
const SEEN_BYTES_MAX: usize = 3 * 1024 * 1024;

/// The addresses.
pub(super) fn routes(routes: Routes) -> Routes {
    routes.post("/api/v1/outside/errands", Access::Anyone, errand).upload(
        "/api/v1/outside/seen",
        Access::Anyone,
        SEEN_BYTES_MAX,
        seen,
    )
}

/// A worker asks.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Asking {
    /// Who asks whom and when, signed by the worker (C2SP signed-note).
    asking: String,
}

/// What it is to look at.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Errand {
    /// The errand, signed by the ledger; null when nothing is due.
    #[schema(required = true)]
    errand: Option<String>,
}

/// Ask for an errand
///
/// For workers outside. The signature is what opens this; the answer is nothing that opens anything.
#[utoipa::path(post, path = "/api/v1/outside/errands", operation_id = "askForErrand", tag = "runs",
    request_body = Asking,
    responses((status = 200, description = "What is due, with the leave for it", body = Errand)))]
pub(super) async fn errand(visit: Visit, Sent(sent): Sent<Asking>) -> Answered {
    Asked::of(&visit, &[])?;
    json(&Errand { errand: visit.app.program().errand(sent.asking).await? })
}

/// What a worker saw.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WorkerSaw {
    /// The errand, as it was given.
    errand: String,
    /// The digests of errand and transcripts, signed by the worker (C2SP signed-note).
    seen: String,
    /// The transcripts, in that order.
    transcripts: Vec<String>,
}

/// What is recorded.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Acknowledged {
    /// The digests of the transcripts as they were sent: what they show is durable.
    taken: Vec<String>,
}

/// Send home what was seen
///
/// For workers outside. It is judged anew here and recorded with the worker's vantage: all of it, or nothing. What was recorded already is
/// acknowledged again.
#[utoipa::path(post, path = "/api/v1/outside/seen", operation_id = "sendHome", tag = "runs",
    request_body = WorkerSaw,
    responses((status = 200, description = "It is recorded", body = Acknowledged)))]
pub(super) async fn seen(visit: Visit, Sent(sent): Sent<WorkerSaw>) -> Answered {
    Asked::of(&visit, &[])?;
    let WorkerSaw { errand, seen, transcripts } = sent;
    let taken = visit.app.program().seen(SentHome { errand, seen, transcripts }).await?;
    json(&Acknowledged { taken: taken.iter().map(ToString::to_string).collect() })
}
