//! How a call-out test ends: its verdict is recorded, it is stopped, and people's times are erased when their time is over.

use std::collections::BTreeMap;

use arvak_core::fact::Method;
use arvak_core::{Actor, Class, Digest, Draft, EntityId, EntryId, Evidence, Fact, Instant, Span};
use arvak_monitoring::callout::{
    CallPlan, CallRecord, Judged, METHOD, METHOD_VERSION, judge, shown,
};
use arvak_monitoring::canonical;
use arvak_store::drafts::USUAL_ROLE;
use arvak_store::{Folder, Seal};
use arvak_words::{Say, Words};
use serde_json::json;

use super::facts::{append, erased, opening};
use super::{CalloutError, Kept, Secret};

/// Records what came of a test, and opens its seal. Nothing is evidence when there is no verdict. Told again after a crash it is the same
/// entry.
pub async fn finish(
    folder: &Folder,
    kept: &Kept,
    record: &CallRecord,
    words: &Words,
) -> Result<Option<EntryId>, CalloutError> {
    let judged = judge(record);
    let mut drafts = Vec::new();
    if let Some(shown) = shown(record, &judged) {
        let written = canonical(record).ok_or_else(|| CalloutError::inside("a record"))?;
        let transcript = folder.blobs().put(written.as_bytes())?;
        let method =
            Method { name: METHOD.parse().map_err(CalloutError::inside)?, version: METHOD_VERSION };
        let evidence = Evidence {
            kind: shown.kind.parse().map_err(CalloutError::inside)?,
            subject: shown.subject,
            result: shown.result,
            basis: shown.basis,
            collected_at: shown.at,
            valid_until: None,
            method: Some(method.clone()),
            vantage: None,
            // How long somebody took is theirs: it stands in the transcript alone, which is erased.
            attributes: BTreeMap::new(),
            code: shown.code.map(str::parse).transpose().map_err(CalloutError::inside)?,
            transcript: Some(transcript),
            supersedes: None,
        };
        drafts.push(Draft {
            key: Digest::of(format!("callout\n{}", kept.row.seal).as_bytes()),
            actor: Actor::Program(method.name),
            class: Class::Internal,
            body: None,
            blobs: vec![transcript],
            fact: Fact::Evidence(evidence),
        });
    }
    let has_evidence = !drafts.is_empty();
    drafts.push(opening(kept.row.seal, told(&judged, words), &usual()?)?);
    let entries = append(folder, drafts).await?;
    let evidence = entries.first().copied().filter(|_| has_evidence);
    let operation = folder.operation();
    operation
        .note_callout_verdict(&kept.row.id, (evidence, &found(&judged)), record.judged_at)
        .await?;
    Ok(evidence)
}

/// What came of it in words: the verdict, and each role without a time.
fn told(judged: &Judged, words: &Words) -> String {
    let verdict = words.plain(&format!("callout-verdict-{}", judged.verdict.name()));
    let steps = judged.steps.iter().map(|step| {
        let reached = words.plain(&format!("callout-reached-{}", step.reached.name()));
        let said = [("role", Say::Owned(step.role.to_string())), ("reached", Say::Text(&reached))];
        words.say("callout-step", &said)
    });
    std::iter::once(verdict).chain(steps).collect::<Vec<_>>().join("\n")
}

/// What stays when people's times are erased: the verdict, and how each role was reached, as JSON.
pub fn found(judged: &Judged) -> String {
    let steps: Vec<_> = judged
        .steps
        .iter()
        .map(|step| json!({ "role": step.role, "reached": step.reached }))
        .collect();
    json!({ "verdict": judged.verdict, "steps": steps }).to_string()
}

fn usual() -> Result<EntityId, CalloutError> {
    USUAL_ROLE.parse().map_err(CalloutError::inside)
}

/// Stops a test; `false` when it is judged already. Nobody is called any more, and the links are good no more.
pub async fn stop(
    folder: &Folder,
    kept: &Kept,
    now: Instant,
    words: &Words,
) -> Result<bool, CalloutError> {
    let is_stopped = folder.operation().stop_callout(&kept.row.id, now).await?;
    if !is_stopped && kept.row.stopped_at.is_none() {
        return Ok(false);
    }
    // Asked again after this machine went down in between, it is the same entry.
    if kept.row.entry.is_some() {
        let said = words.plain("callout-verdict-stopped");
        append(folder, vec![opening(kept.row.seal, said, &usual()?)?]).await?;
    }
    Ok(true)
}

/// When people's times are erased at the latest, whatever becomes of the test.
pub(super) fn latest(plan: &CallPlan, retention: Span) -> Instant {
    let listening = Span::from_millis(plan.within_ms.saturating_mul(2));
    plan.to.plus(listening).plus(retention)
}

/// When people's times are erased: when the time is over for which they are kept, counted from the end of the test. None when
/// they are.
pub fn erase_at(kept: &Kept) -> Option<Instant> {
    let retention = kept.definition.as_ref()?.privacy.retention;
    let ended = kept.row.stopped_at.or(kept.row.judged_at);
    let latest = kept.row.erase_at.unwrap_or_else(|| latest(&kept.plan, retention));
    Some(ended.map_or(latest, |ended| ended.plus(retention).min(latest)))
}

/// Erases what is due: the transcript of the evidence (an erasure stands in the ledger), the calls with their times, names and
/// addresses. The verdict by role stays. Tells which tests it was.
pub async fn erase_due(folder: &Folder, now: Instant) -> Result<Vec<String>, CalloutError> {
    let mut done = Vec::new();
    for kept in super::all(folder).await? {
        if kept.row.erased_at.is_some() || erase_at(&kept).is_none_or(|at| at > now) {
            continue;
        }
        if let Some(evidence) = kept.row.evidence {
            let by = Actor::Program(METHOD.parse().map_err(CalloutError::inside)?);
            folder.erase(evidence, by, None).await?;
        }
        if kept.row.ground.is_some() {
            append(folder, vec![erased(kept.row.seal, &usual()?)?]).await?;
        }
        let secret = Secret { plan: kept.plan, definition: None };
        let secret = serde_json::to_vec(&secret).map_err(CalloutError::inside)?;
        let seal = Seal::open(folder.layout())?;
        folder.operation().erase_callout(&seal, &kept.row.id, &secret, now).await?;
        done.push(kept.row.id);
    }
    Ok(done)
}
