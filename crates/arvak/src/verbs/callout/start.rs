//! `arvak callout start ID`: shows who would be called and on which ground; with `--for-real` the ground is recorded, and from
//! then on `arvak serve` calls when the moment comes.

use arvak_web::callouts::desk::{grounds, sealing};
use arvak_words::{Say, Words, date};
use serde_json::json;

use crate::cli::StartCallout;
use crate::exit::Exit;
use crate::render::callout;
use crate::settings::Settings;
use crate::wiring::recording::Recording;

pub(super) async fn run(args: &StartCallout, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let by = Settings::role(args.by.as_ref())?;
    let recording = Recording::open(settings).await?;
    let kept = super::found(&recording, &args.id, &words).await?;
    let (row, now) = (&kept.row, recording.clock.now());
    let sentence = match () {
        () if row.stopped_at.is_some() => Some("callout-is-stopped"),
        () if row.judged_at.is_some() => Some("callout-judged-already"),
        () if row.armed_at.is_some() => Some("callout-started-already"),
        // Nobody learns when it was from this: it is over.
        () if kept.plan.moment <= now => Some("callout-moment-over"),
        () => None,
    };
    if let Some(sentence) = sentence {
        return Err(super::refused(sentence, &args.id, &words));
    }
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
            super::super::print(&callout::agreed(definition, &words))?;
            super::super::print(&super::about("callout-dry", &args.id, &words))?;
        }
        return Ok(Exit::Done);
    }
    // When this machine went down between sealing and recording, the hash goes into the ledger now.
    let operation = recording.folder.operation();
    if row.entry.is_none() {
        let draft = sealing(row.seal, kept.plan.organisation.clone(), &by, row.made_at)?;
        let entry = recording.append(draft, &words).await?;
        operation.note_callout_entry(&args.id, entry).await?;
    }
    let ground = grounds(&recording.folder, &kept, &by, &words)?;
    let (draft, due) =
        ground.ok_or_else(|| super::refused("callout-is-erased", &args.id, &words))?;
    let ground = recording.append(draft, &words).await?;
    let is_started = operation.arm_callout(&args.id, ground, (now, due)).await?;
    recording.close().await?;
    if !is_started {
        return Err(super::refused("callout-started-already", &args.id, &words));
    }
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
