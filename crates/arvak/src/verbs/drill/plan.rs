//! `arvak drill plan FILE`: a nonce is drawn, the plan is sealed, and its hash goes into the ledger.

use std::io::Read as _;
use std::path::Path;

use arvak_drills::plan;
use arvak_drills::{OPENED_WITHIN, say as drill};
use arvak_words::{Say, Words, date_and_time};
use serde_json::json;

use super::check;
use crate::cli::PlanDrill;
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

/// Most bytes of a key's file.
const KEY_BYTES_MAX: u64 = 4_096;

pub(super) async fn run(args: &PlanDrill, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let by = Settings::role(args.by.as_ref())?;
    let (definition, text) = check::read(&args.file, &words)?;
    let key = args.key.as_deref().map(read_key).transpose()?;
    let recording = Recording::open(settings).await?;
    let reading = Reading::open(settings, None).await?;
    let now = recording.clock.now();
    let planned = plan::plan(
        &recording.folder,
        (&definition, text),
        key,
        (reading.state(), &by, reading.at.max(now)),
    );
    let planned = planned.await.map_err(|error| super::told(error, &words))?;
    let (id, seal) = (planned.id, planned.seal);
    let entry = recording.append(planned.draft, &words).await?;
    plan::noted(&recording.folder, &id, entry).await?;
    recording.close().await?;
    if settings.json {
        let said = json!({ "id": id, "seal": seal, "entry": entry });
        super::super::print(&said.to_string())?;
    } else {
        super::super::print(&drill::agreed(&definition, &words))?;
        let said = [
            ("id", Say::Text(&id)),
            ("seal", Say::Owned(seal.to_string())),
            ("entry", Say::Owned(entry.to_string())),
            ("due", Say::Owned(date_and_time(words.lang(), now.plus(OPENED_WITHIN)))),
        ];
        super::super::print(&words.say("drill-planned", &said))?;
    }
    Ok(Exit::Done)
}

/// The key that a file holds.
fn read_key(path: &Path) -> anyhow::Result<Vec<u8>> {
    let bad = |error: std::io::Error| BadInput(format!("{}: {error}", path.display()));
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(bad)?;
    file.take(KEY_BYTES_MAX).read_to_end(&mut bytes).map_err(bad)?;
    let key = plan::key_of(&bytes);
    Ok(key.ok_or_else(|| BadInput(format!("{}: after whsec_ it is no base64", path.display())))?)
}
