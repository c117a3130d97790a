//! `arvak callout verdict ID`, `stop ID` and `list`.

use arvak_monitoring::callout::{Next, judge, next, shown};
use arvak_web::callouts::desk;
use arvak_words::{Say, Words};
use serde_json::json;

use crate::exit::Exit;
use crate::render::callout;
use crate::settings::Settings;
use crate::wiring::recording::Recording;

pub(super) async fn run(id: &str, record: bool, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let kept = super::found(&recording, id, &words).await?;
    let now = recording.clock.now();
    let known = kept.record(&recording.folder, kept.row.judged_at.unwrap_or(now)).await?;
    let judged = judge(&known);
    let mut entry = kept.row.evidence;
    if record && kept.row.judged_at.is_none() {
        if !kept.is_under_way() || next(&known) != Next::Record {
            return Err(super::refused("callout-no-verdict-yet", id, &words));
        }
        entry = desk::finish(&recording.folder, &kept, &known, &words).await?;
    }
    recording.close().await?;
    // What was erased is told as it was found, by role.
    let found = kept.row.found.clone().unwrap_or_else(|| desk::found(&judged));
    let found: serde_json::Value = serde_json::from_str(&found)?;
    if settings.json {
        let times = kept.row.erased_at.is_none().then_some(&judged);
        let said = json!({
            "id": id, "found": found, "judged": times, "recorded": entry,
            "erased": kept.row.erased_at, "seal": kept.row.seal, "entry": kept.row.entry,
        });
        super::super::print(&said.to_string())?;
        return Ok(Exit::Done);
    }
    super::super::print(&callout::standing(&kept, &found, &words))?;
    if kept.row.erased_at.is_none() {
        for line in callout::times(&judged, &words) {
            super::super::print(&format!("    {line}"))?;
        }
    }
    if let Some(entry) = entry {
        let said = [("entry", Say::Owned(entry.to_string()))];
        super::super::print(&words.say("callout-recorded", &said))?;
    } else if shown(&known, &judged).is_some() && next(&known) == Next::Record {
        super::super::print(&super::about("callout-record-it", id, &words))?;
    }
    Ok(Exit::Done)
}

pub(super) async fn stop(id: &str, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let kept = super::found(&recording, id, &words).await?;
    let now = recording.clock.now();
    let is_stopped = desk::stop(&recording.folder, &kept, now, &words).await?;
    recording.close().await?;
    if !is_stopped {
        return Err(super::refused("callout-judged-already", id, &words));
    }
    if settings.json {
        super::super::print(&json!({ "id": id, "stopped": true }).to_string())?;
    } else {
        super::super::print(&super::about("callout-stopped", id, &words))?;
    }
    Ok(Exit::Done)
}

pub(super) async fn list(settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let now = recording.clock.now();
    let (mut lines, mut values) = (Vec::new(), Vec::new());
    for kept in desk::all(&recording.folder).await? {
        let known = kept.record(&recording.folder, now).await?;
        let found = kept.row.found.clone().unwrap_or_else(|| desk::found(&judge(&known)));
        let found: serde_json::Value = serde_json::from_str(&found)?;
        let row = &kept.row;
        values.push(json!({
            "id": row.id, "started": row.armed_at.is_some(), "stopped": row.stopped_at.is_some(),
            "found": found, "recorded": row.evidence, "erased": row.erased_at,
        }));
        lines.push(callout::standing(&kept, &found, &words));
    }
    recording.close().await?;
    if settings.json {
        super::super::print(&json!({ "callouts": values }).to_string())?;
        return Ok(Exit::Done);
    }
    if lines.is_empty() {
        super::super::print(&words.plain("callout-no-tests"))?;
    }
    for line in lines {
        super::super::print(&line)?;
    }
    Ok(Exit::Done)
}
