//! Certificates and assurance reports on a line: `suppliers::assurance` says what they are worth.

use std::collections::BTreeSet;

use arvak_core::{EntityId, Evidence, Instant};
use arvak_suppliers::assurance::{Certificate, Names, NotFit, Written};

use super::line::{Bad, Desk, Line};
use crate::settings::Settings;
use crate::wiring::reading::Reading;

/// Reads the names that scopes are held against.
pub(super) async fn names(settings: &Settings) -> anyhow::Result<Names> {
    let reading = Reading::open(settings, None).await?;
    let state = reading.state();
    let things = ["service", "system"].into_iter().flat_map(|kind| state.entities_of(kind));
    let ids: BTreeSet<EntityId> = things.map(|thing| thing.id().clone()).collect();
    let texts = reading.texts(ids.iter()).await?;
    Ok(Names::of(state, |id| texts.get(id).and_then(|texts| texts.name.clone())))
}

/// What a line says of one, held against the time and the thing of its evidence; nothing when it says nothing of the sort.
pub(super) fn certificate(
    line: &Line,
    evidence: &mut Evidence,
    now: Instant,
    desk: &Desk<'_>,
) -> Result<Option<Certificate>, Bad> {
    let written = Written {
        standard: line.standard.as_deref(),
        issuer: line.issuer.as_deref(),
        scope: line.scope.as_deref(),
        period_from: line.period_from.as_deref(),
        period_to: line.period_to.as_deref(),
        is_document: line.basis == "document",
    };
    let bad = |error: NotFit| Bad::new(error.code, error.reason);
    let certificate = Certificate::of(&written, desk.words).map_err(bad)?;
    if let Some(one) = &certificate {
        one.fit(evidence, now, desk.known, desk.words).map_err(bad)?;
    }
    Ok(certificate)
}
