//! The canaries of a data folder: unsealed for the probe that logs in with them, and for nothing else.

use std::collections::BTreeMap;
use std::sync::Arc;

use arvak_core::EntityId;
use arvak_mfa::{Found, LogIn, NAME, Service, parse_target};
use arvak_probe::{Finished, Permits, Probe, Roots};
use arvak_store::{CanaryRow, Folder, LastTrial, Operation, Seal};

use super::looking::{Known, Tokens};
use super::routes;
use super::tenants;

/// The canaries that this program can read. One that was written by a newer program is left out: nothing is tried then, and
/// what is known of its service grows old.
pub(crate) async fn all(folder: &Folder) -> anyhow::Result<BTreeMap<EntityId, Service>> {
    let operation = folder.operation();
    let mut canaries = BTreeMap::new();
    let rows = operation.canaries().await?;
    if rows.is_empty() {
        return Ok(canaries);
    }
    let seal = Seal::open(folder.layout())?;
    for row in rows {
        let target = operation.canary_target(&seal, &row.service).await?;
        let service = target.and_then(|target| parse_target(row.service.slug(), &target).ok());
        if let Some(service) = service {
            canaries.insert(row.service, service);
        }
    }
    Ok(canaries)
}

/// The canary of a service and how it logs in, unsealed; nothing when there is none.
pub(crate) async fn one(
    folder: &Folder,
    service: &EntityId,
) -> anyhow::Result<Option<(CanaryRow, Vec<u8>)>> {
    let operation = folder.operation();
    let rows = operation.canaries().await?;
    let Some(row) = rows.into_iter().find(|row| row.service == *service) else { return Ok(None) };
    let target = operation.canary_target(&Seal::open(folder.layout())?, service).await?;
    Ok(target.map(|target| (row, target)))
}

/// The probe that logs in with them.
pub(crate) async fn probe(folder: &Folder) -> anyhow::Result<LogIn> {
    let permits: Arc<dyn Permits> = Arc::new(folder.operation().clone());
    Ok(LogIn::new(all(folder).await?, permits))
}

/// Every probe that this program has, with the canaries and tenants of the folder. `roots` are those that vendors are trusted by.
pub(crate) async fn probes(
    folder: &Folder,
    known: Known,
    roots: Roots,
) -> anyhow::Result<Vec<Arc<dyn Probe>>> {
    let Known { tokens, listed, filtered } = known;
    let routes = routes::probe(folder.layout().root());
    let exposure = arvak_exposure::probes_knowing(tokens, listed, routes, filtered);
    let mut probes: Vec<Arc<dyn Probe>> = exposure.into_iter().map(Arc::from).collect();
    probes.push(Arc::new(probe(folder).await?));
    probes.extend(tenants::probes(folder, roots).await?);
    Ok(probes)
}

/// Every probe that this program has, to judge what was seen.
pub(crate) fn judges() -> Vec<Box<dyn Probe>> {
    let mut judges = arvak_exposure::probes(Tokens::new());
    judges.push(Box::new(LogIn::judge_alone()));
    judges.extend(tenants::judges());
    judges
}

/// Notes how a canary fared, when the finished check was of one.
pub(crate) async fn note(operation: &Operation, finished: &Finished) -> arvak_store::Result<()> {
    let seen = &finished.observation;
    if seen.check.probe.as_str() != NAME {
        return Ok(());
    }
    let service = &seen.check.subject;
    let Ok(found) = Found::of(service.slug(), NAME, seen) else { return Ok(()) };
    let verdict = found.judged.verdict.name().to_owned();
    let trial = LastTrial { at: seen.started_at, verdict, reason: found.judged.reason };
    operation.note_trial(service, &trial).await
}

#[cfg(test)]
mod tests;
