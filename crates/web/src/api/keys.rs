//! Keys that are wrong: unknown, taken back, at their end, or of somebody whose account is closed. All are answered alike.
//!
//! A key has 256 random bits and cannot be guessed, so a good one always passes, also from an address that others tried
//! wrong ones from: else whoever sends rubbish could shut good programs out. Only the wrong ones are slowed.

use std::net::SocketAddr;

use arvak_core::Instant;
use arvak_identity::{REMEMBERED, Throttle};
use axum::extract::{ConnectInfo, Request};
use axum::response::{IntoResponse, Response};

use super::problem::{Code, Problem};
use crate::accounts::client;
use crate::app::App;
use crate::failure::Failure;

/// What wrong keys are counted as.
const FACTOR: &str = "key";

/// Why a wrong key is not even called wrong.
pub(crate) struct Slowed(Problem);

impl Slowed {
    /// As pages tell it.
    pub(crate) fn failure(&self) -> Response {
        if self.0.code == Code::TooMany { Failure::TooMany } else { Failure::Inside }
            .into_response()
    }
}

impl IntoResponse for Slowed {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

/// Where a request comes from, as far as it is known.
pub(crate) fn whence(app: &App, request: &Request) -> Option<String> {
    let ConnectInfo(peer) = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
    client(*peer, request.headers(), app.site())
}

/// Notes that a request came with a wrong key; fails when there were too many from where it comes.
pub(crate) async fn wrong_key(app: &App, from: Option<String>) -> Result<(), Slowed> {
    let Some(from) = from else { return Ok(()) };
    noted(app, &format!("address\n{from}")).await
}

async fn noted(app: &App, subject: &str) -> Result<(), Slowed> {
    let inside = |error: arvak_store::Error| Slowed(error.into());
    let (operation, now) = (app.folder().operation(), app.real_clock().now());
    let since = Instant::from_millis(now.as_millis().saturating_sub(REMEMBERED.as_millis()));
    let failures = operation.failures(subject, FACTOR, since).await.map_err(inside)?;
    if let Some(until) = Throttle::ADDRESS.wait(&failures, now) {
        let wait_seconds = Some(until.since(now).as_millis() / 1_000 + 1);
        return Err(Slowed(Problem { wait_seconds, ..Code::TooMany.into() }));
    }
    operation.add_failure(subject, FACTOR, now).await.map(drop).map_err(inside)
}
