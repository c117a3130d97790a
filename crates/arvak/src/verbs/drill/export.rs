//! `arvak drill export ID DIR`: after the seal is open, everything that somebody else needs.

use std::path::Path;

use arvak_ledger::durable;
use arvak_monitoring::files;
use arvak_words::{Say, Words};
use serde_json::json;

use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::drills::Gathered;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

pub(super) async fn run(id: &str, dir: &Path, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let kept = super::found(&recording, id, &words).await?;
    let opened = kept.row.stopped_at.or(kept.row.judged.as_ref().map(|(at, _)| *at));
    let Some(opened) = opened else {
        return Err(super::refused("drill-still-sealed", id, &words));
    };
    if dir.exists() {
        let said = [("path", Say::Owned(dir.display().to_string()))];
        return Err(BadInput(words.say("drill-folder-there", &said)).into());
    }
    let gathered = Gathered::of(&recording.folder, &kept, opened).await?;
    let judged = gathered.judged(kept.secret.key.as_deref());
    let mut written =
        files(&gathered.record, &judged, &kept.secret.definition, |raw| gathered.bytes(raw));
    recording.close().await?;
    if let Some(entry) = kept.row.entry {
        let reading = Reading::open(settings, None).await?;
        written.push(("entry.json".to_owned(), reading.store.entry(entry)?.bytes));
        // The proof that it is under the signed checkpoint (C2SP tlog-proof).
        let proof = reading.store.ledger().prove(entry.0)?;
        written.push(("entry.proof".to_owned(), proof.into_bytes()));
    }
    std::fs::create_dir_all(dir.join("receipts"))?;
    for (name, bytes) in &written {
        durable::write_file(&dir.join(name), bytes)?;
    }
    if settings.json {
        let names: Vec<_> = written.iter().map(|(name, _)| name).collect();
        super::super::print(&json!({ "id": id, "written": dir, "files": names }).to_string())?;
    } else {
        let said = [("path", Say::Owned(dir.display().to_string()))];
        super::super::print(&words.say("drill-exported", &said))?;
    }
    Ok(Exit::Done)
}
