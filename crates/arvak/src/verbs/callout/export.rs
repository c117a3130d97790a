//! `arvak callout export ID DIR`: after the seal is open, everything that somebody else needs. Names and addresses are not among it.

use std::path::Path;

use arvak_ledger::durable;
use arvak_monitoring::callout::judge;
use arvak_monitoring::canonical;
use arvak_words::{Say, Words};
use serde_json::json;

use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

pub(super) async fn run(id: &str, dir: &Path, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let kept = super::found(&recording, id, &words).await?;
    if kept.row.erased_at.is_some() {
        return Err(super::refused("callout-is-erased", id, &words));
    }
    let Some(ended) = kept.row.stopped_at.or(kept.row.judged_at) else {
        return Err(super::refused("callout-still-sealed", id, &words));
    };
    if dir.exists() {
        let said = [("path", Say::Owned(dir.display().to_string()))];
        return Err(BadInput(words.say("drill-folder-there", &said)).into());
    }
    let record = kept.record(&recording.folder, ended).await?;
    recording.close().await?;
    let bytes = |text: Option<String>| text.unwrap_or_default().into_bytes();
    let mut written = vec![
        ("plan.json", bytes(canonical(&record.plan))),
        ("record.json", bytes(canonical(&record))),
        ("verdict.json", bytes(canonical(&judge(&record)))),
    ];
    if let Some(entry) = kept.row.entry {
        let reading = Reading::open(settings, None).await?;
        written.push(("entry.json", reading.store.entry(entry)?.bytes));
        // The proof that it is under the signed checkpoint (C2SP tlog-proof).
        written.push(("entry.proof", reading.store.ledger().prove(entry.0)?.into_bytes()));
    }
    std::fs::create_dir_all(dir)?;
    for (name, bytes) in &written {
        durable::write_file(&dir.join(name), bytes)?;
    }
    if settings.json {
        let names: Vec<_> = written.iter().map(|(name, _)| name).collect();
        super::super::print(&json!({ "id": id, "written": dir, "files": names }).to_string())?;
    } else {
        let said = [("path", Say::Owned(dir.display().to_string()))];
        super::super::print(&words.say("callout-exported", &said))?;
    }
    Ok(Exit::Done)
}
