//! `arvak drill verdict ID` and `arvak drill stop ID`: what came of it; recording it opens the seal.

use arvak_drills::{Gathered, say as drill, verdict};
use arvak_monitoring::{Shown, shown};
use arvak_words::{Say, Words};
use serde_json::json;

use crate::exit::Exit;
use crate::settings::Settings;
use crate::wiring::recording::Recording;

pub(super) async fn run(id: &str, record: bool, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let kept = super::found(&recording, id, &words).await?;
    super::sweep(&recording, None, &words).await?;
    let now = recording.clock.now();
    let gathered = Gathered::of(&recording.folder, &kept, now).await?;
    let judged = gathered.judged(kept.secret.key.as_deref());
    let shows = shown(&gathered.record, &judged);
    if record {
        let decided = verdict::decided(&kept, &judged, now);
        decided.map_err(|refusal| super::not_now(&refusal, &words))?;
    }
    let mut entries = Vec::new();
    if record {
        let told = (&gathered, &judged);
        let drafts = verdict::drafts(&recording.folder, &kept, told, &shows, &words)?;
        entries = recording.append_all(drafts, &words).await?;
        verdict::recorded(&recording.folder, &kept, &judged, now).await?;
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
    } else if verdict::decided(&kept, &judged, now).is_ok() && kept.row.judged.is_none() {
        super::super::print(&super::about("drill-record-it", id, &words))?;
    }
    Ok(Exit::Done)
}

fn as_json(one: &Shown) -> serde_json::Value {
    json!({
        "kind": one.kind, "subject": one.subject, "result": one.result, "basis": one.basis,
        "code": one.code, "at": one.at,
    })
}

/// `arvak drill stop ID`: nothing is left of it but that it was planned and stopped.
pub(super) async fn stop(id: &str, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let kept = super::found(&recording, id, &words).await?;
    super::sweep(&recording, Some(id), &words).await?;
    let now = recording.clock.now();
    let opening = verdict::stop(&recording.folder, &kept, now).await;
    if let Some(opening) = opening.map_err(|error| super::told(error, &words))? {
        recording.append(opening, &words).await?;
    }
    recording.close().await?;
    if settings.json {
        super::super::print(&json!({ "id": id, "stopped": true }).to_string())?;
    } else {
        super::super::print(&super::about("drill-stopped", id, &words))?;
    }
    Ok(Exit::Done)
}
