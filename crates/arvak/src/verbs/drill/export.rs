//! `arvak drill export ID DIR`: after the seal is open, everything that somebody else needs.

use std::path::Path;

use arvak_drills::export::{ENTRY, PROOF, exported};
use arvak_ledger::durable;
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
    let mut written =
        exported(&recording.folder, &kept).await.map_err(|error| super::told(error, &words))?;
    if dir.exists() {
        let said = [("path", Say::Owned(dir.display().to_string()))];
        return Err(BadInput(words.say("drill-folder-there", &said)).into());
    }
    recording.close().await?;
    if let Some(entry) = kept.row.entry {
        let reading = Reading::open(settings, None).await?;
        written.push((ENTRY.to_owned(), reading.store.entry(entry)?.bytes));
        // The proof that it is under the signed checkpoint (C2SP tlog-proof).
        let proof = reading.store.ledger().prove(entry.0)?;
        written.push((PROOF.to_owned(), proof.into_bytes()));
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
