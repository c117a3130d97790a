//! What came of it: recording a verdict opens the seal, and so does stopping.

use std::collections::BTreeMap;

use arvak_core::drill::Kind;
use arvak_core::fact::Method;
use arvak_core::{Actor, Class, Digest, Draft, Evidence, Fact, Instant, Name};
use arvak_monitoring::{
    Hours, Judged, METHOD, METHOD_VERSION, Plan, Sample, Shown, Verdict, canonical,
};
use arvak_store::Folder;
use arvak_store::drafts::Texts;
use arvak_words::{Words, is_office_time};

use crate::{Arg, Gathered, Kept, Refusal, Result, opening, say};

/// Whether a verdict may be recorded. What refutes stands (law 4), and an answer that came in time may still lie in a mailbox: so
/// whatever is worse than *seen* waits until nothing more is taken in.
pub fn decided(kept: &Kept, judged: &Judged, now: Instant) -> std::result::Result<(), Refusal> {
    let id = &kept.row.id;
    let Some(t0) = judged.t0.filter(|_| judged.verdict.is_final()) else {
        return Err(Refusal::about("drill-no-verdict-yet", id));
    };
    let until = kept.secret.plan.listens_until(t0);
    if judged.verdict == Verdict::Seen || now > until {
        return Ok(());
    }
    Err(Refusal::about("drill-still-listening", id).with("until", Arg::When(until)))
}

/// The record becomes a blob, and so is the definition; what they show is evidence of ours over bytes that are kept (law 5). With it the
/// plan is opened: whoever holds the earlier entry can compute its hash from the blob. When the drafts are recorded, [`recorded`] says so.
pub fn drafts(
    folder: &Folder,
    kept: &Kept,
    (gathered, judged): (&Gathered, &Judged),
    shows: &[Shown],
    words: &Words,
) -> Result<Vec<Draft>> {
    let written = canonical(&gathered.record).unwrap_or_default();
    let transcript = folder.blobs().put(written.as_bytes())?;
    let definition = folder.blobs().put(kept.secret.definition.as_bytes())?;
    let method = Method { name: METHOD.parse()?, version: METHOD_VERSION };
    let plan = &gathered.record.plan;
    let mut attributes: BTreeMap<Name, i64> = BTreeMap::new();
    attributes.insert("level".parse()?, i64::from(plan.level.number()));
    if let Some(detected_ms) = judged.detected_ms {
        attributes.insert("minutes".parse()?, detected_ms / 60_000);
    }
    let mut drafts = Vec::new();
    for one in shows {
        let evidence = Evidence {
            kind: one.kind.parse()?,
            subject: one.subject.clone(),
            result: one.result,
            basis: one.basis,
            collected_at: one.at,
            valid_until: None,
            method: Some(method.clone()),
            vantage: None,
            attributes: attributes.clone(),
            code: one.code.map(str::parse).transpose()?,
            transcript: Some(transcript),
            supersedes: None,
        };
        let note = Some(say::judged_line(&gathered.record, judged, words));
        let body = Texts { note, ..Texts::default() }.body()?;
        let mut blobs = vec![transcript, definition];
        blobs.extend(&gathered.blobs);
        // What was a word and is proven now is recorded again.
        let (verdict, basis) = (judged.verdict.name(), one.basis.name());
        let key = format!("drill\n{}\n{}\n{verdict}\n{basis}", kept.row.seal, one.kind);
        drafts.push(Draft {
            key: Digest::of(key.as_bytes()),
            actor: Actor::Program(method.name.clone()),
            class: Class::Internal,
            body,
            blobs,
            fact: Fact::Evidence(evidence),
        });
    }
    if kept.row.judged.is_none() {
        drafts.push(opening(kept.row.seal)?);
    }
    Ok(drafts)
}

/// Notes that the drafts are recorded.
pub async fn recorded(folder: &Folder, kept: &Kept, judged: &Judged, now: Instant) -> Result<()> {
    let operation = folder.operation();
    Ok(operation.note_drill_verdict(&kept.row.id, judged.verdict.name(), now).await?)
}

/// Stops it: no verdict. The draft that opens the seal is to be recorded; asked again after this machine went down in between, it is the
/// same entry. None when its hash never came into the ledger.
pub async fn stop(folder: &Folder, kept: &Kept, now: Instant) -> Result<Option<Draft>> {
    let id = &kept.row.id;
    let is_stopped = folder.operation().stop_drill(id, now).await?;
    if !is_stopped && kept.row.stopped_at.is_none() {
        return Err(Refusal::about("drill-judged-already", id).into());
    }
    kept.row.entry.map(|_| opening(kept.row.seal)).transpose()
}

/// What the figures ask of a drill; none while there is no verdict.
pub fn sample(plan: &Plan, judged: &Judged) -> Option<Sample> {
    // How long a restore takes is no time to detect.
    let detects = plan.kind != Kind::Restore && judged.verdict.is_final();
    let t0 = judged.t0.filter(|_| detects)?;
    Some(Sample {
        supplier: plan.supplier.clone(),
        technique: plan.technique.clone(),
        level: plan.level,
        hours: if is_office_time(t0) { Hours::Day } else { Hours::Night },
        verdict: judged.verdict,
        detected_ms: judged.detected_ms,
    })
}
