//! `arvak drill verdict ID` and `arvak drill stop ID`: what came of it; recording it opens the seal.

use std::collections::BTreeMap;

use arvak_core::fact::Method;
use arvak_core::{Actor, Class, Digest, Draft, Evidence, Fact, Instant, Name};
use arvak_monitoring::{Judged, METHOD, METHOD_VERSION, Shown, Verdict, canonical, shown};
use arvak_store::drafts::Texts;
use arvak_words::{Say, Words, date_and_time};
use serde_json::json;

use crate::exit::{BadInput, Exit};
use crate::render::drill;
use crate::settings::Settings;
use crate::wiring::drills::{Gathered, Kept, opening};
use crate::wiring::recording::Recording;

pub(super) async fn run(id: &str, record: bool, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let kept = super::found(&recording, id, &words).await?;
    let now = recording.clock.now();
    let gathered = Gathered::of(&recording.folder, &kept, now).await?;
    let judged = gathered.judged(kept.secret.key.as_deref());
    let shows = shown(&gathered.record, &judged);
    if record {
        decided(&kept, &judged, now, &words)?;
    }
    let mut entries = Vec::new();
    if record {
        let drafts = drafts(&recording, &kept, (&gathered, &judged), &shows, &words)?;
        entries = recording.append_all(drafts, &words).await?;
        let operation = recording.folder.operation();
        operation.note_drill_verdict(id, judged.verdict.name(), now).await?;
    }
    recording.close().await?;
    if settings.json {
        let shows: Vec<_> = shows.iter().map(as_json).collect();
        let plan = &gathered.record.plan;
        let said = json!({
            "id": id, "level": plan.level, "judged": judged, "shows": shows, "recorded": entries,
            "seal": kept.row.seal, "entry": kept.row.entry,
        });
        super::super::print(&said.to_string())?;
        return Ok(Exit::Done);
    }
    super::super::print(&drill::judged(&gathered.record, &judged, &words))?;
    for one in &shows {
        super::super::print(&format!("    {}", drill::shows(one, &words)))?;
    }
    if !entries.is_empty() {
        let ids: Vec<_> = entries.iter().map(ToString::to_string).collect();
        let said = [("ids", Say::Owned(ids.join(", "))), ("id", Say::Text(id))];
        super::super::print(&words.say("drill-recorded", &said))?;
    } else if decided(&kept, &judged, now, &words).is_ok() && kept.row.judged.is_none() {
        super::super::print(&super::about("drill-record-it", id, &words))?;
    }
    Ok(Exit::Done)
}

/// Whether a verdict may be recorded. What refutes stands (law 4), and an answer that came in time may still lie in a mailbox: so
/// whatever is worse than *seen* waits until nothing more is taken in.
fn decided(kept: &Kept, judged: &Judged, now: Instant, words: &Words) -> anyhow::Result<()> {
    let id = &kept.row.id;
    let Some(t0) = judged.t0.filter(|_| judged.verdict.is_final()) else {
        return Err(super::refused("drill-no-verdict-yet", id, words));
    };
    let until = kept.secret.plan.listens_until(t0);
    if judged.verdict == Verdict::Seen || now > until {
        return Ok(());
    }
    let until = Say::Owned(date_and_time(words.lang(), until));
    let said = words.say("drill-still-listening", &[("id", Say::Text(id)), ("until", until)]);
    Err(BadInput(said).into())
}

fn as_json(one: &Shown) -> serde_json::Value {
    json!({
        "kind": one.kind, "subject": one.subject, "result": one.result, "basis": one.basis,
        "code": one.code, "at": one.at,
    })
}

/// The record becomes a blob, and so is the definition; what they show is evidence of ours over bytes that are kept (law 5). With it the
/// plan is opened: whoever holds the earlier entry can compute its hash from the blob.
fn drafts(
    recording: &Recording,
    kept: &Kept,
    (gathered, judged): (&Gathered, &Judged),
    shows: &[Shown],
    words: &Words,
) -> anyhow::Result<Vec<Draft>> {
    let written = canonical(&gathered.record).unwrap_or_default();
    let transcript = recording.folder.blobs().put(written.as_bytes())?;
    let definition = recording.folder.blobs().put(kept.secret.definition.as_bytes())?;
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
        let note = Some(drill::judged_line(&gathered.record, judged, words));
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

/// `arvak drill stop ID`: nothing is left of it but that it was planned and stopped.
pub(super) async fn stop(id: &str, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let kept = super::found(&recording, id, &words).await?;
    let now = recording.clock.now();
    let is_stopped = recording.folder.operation().stop_drill(id, now).await?;
    if !is_stopped && kept.row.stopped_at.is_none() {
        return Err(super::refused("drill-judged-already", id, &words));
    }
    // Asked again after this machine went down in between, it is the same entry.
    if kept.row.entry.is_some() {
        recording.append(opening(kept.row.seal)?, &words).await?;
    }
    recording.close().await?;
    if settings.json {
        super::super::print(&json!({ "id": id, "stopped": true }).to_string())?;
    } else {
        super::super::print(&super::about("drill-stopped", id, &words))?;
    }
    Ok(Exit::Done)
}
