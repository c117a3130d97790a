//! `arvak callout start ID`: shows who would be called and on which ground; with `--for-real` the ground is recorded, and from
//! then on `arvak serve` calls when the moment comes.

use arvak_web::callouts::desk;
use arvak_words::{Say, Words, date};
use serde_json::json;

use crate::cli::StartCallout;
use crate::exit::Exit;
use crate::settings::Settings;
use crate::wiring::recording::Recording;

pub(super) async fn run(args: &StartCallout, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let by = Settings::role(args.by.as_ref())?;
    let recording = Recording::open(settings).await?;
    let kept = super::found(&recording, &args.id, &words).await?;
    let now = recording.clock.now();
    desk::may_start(&kept, now).map_err(|refusal| super::told(refusal.into(), &words))?;
    let definition = kept.definition.as_ref();
    let definition =
        definition.ok_or_else(|| super::refused("callout-is-erased", &args.id, &words))?;
    if !args.for_real {
        recording.close().await?;
        if settings.json {
            let steps = &kept.plan.steps;
            let said = json!({ "id": args.id, "for_real": false, "calls": steps });
            super::super::print(&said.to_string())?;
        } else {
            super::agreed(definition, &words)?;
            super::super::print(&super::about("callout-dry", &args.id, &words))?;
        }
        return Ok(Exit::Done);
    }
    // When this machine went down between sealing and recording, the hash goes into the ledger now.
    let folder = &recording.folder;
    if let Some(draft) = desk::sealed_first(&kept, &by)? {
        let entry = recording.append(draft, &words).await?;
        desk::noted(folder, &args.id, entry).await?;
    }
    let ground = desk::grounds(folder, &kept, &by, &words)?;
    let (draft, due) =
        ground.ok_or_else(|| super::refused("callout-is-erased", &args.id, &words))?;
    let ground = recording.append(draft, &words).await?;
    let started = desk::start(folder, &kept, ground, (now, due)).await;
    recording.close().await?;
    started.map_err(|error| super::told(error, &words))?;
    if settings.json {
        let said = json!({ "id": args.id, "for_real": true, "ground": ground, "erased_by": due });
        super::super::print(&said.to_string())?;
        return Ok(Exit::Done);
    }
    let said = [
        ("id", Say::Text(&args.id)),
        ("entry", Say::Owned(ground.to_string())),
        ("due", Say::Owned(date(words.lang(), due))),
        ("stop", Say::Text(&definition.rules.stop)),
    ];
    super::super::print(&words.say("callout-started", &said))?;
    Ok(Exit::Done)
}
