//! `arvak callout plan FILE`: a nonce is drawn and with it the moment, the plan is sealed, and its hash goes into the ledger.

use arvak_notices::sms::GatewayFile;
use arvak_web::callouts::desk::{self, SetUp};
use arvak_words::{Say, Words};
use serde_json::json;

use crate::cli::PlanCallout;
use crate::exit::{Exit, Graded};
use crate::settings::Settings;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

pub(super) async fn run(args: &PlanCallout, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let by = Settings::role(args.by.as_ref())?;
    let (definition, text) = super::read(&args.file, &words)?;
    Graded::check(&text)?;
    let recording = Recording::open(settings).await?;
    let reading = Reading::open(settings, None).await?;
    let about = arvak_drills::plan::organisation(reading.state())?;
    let set_up = set_up(&recording, settings).await?;
    let (folder, now) = (&recording.folder, recording.clock.now());
    let planned = desk::plan(folder, (&definition, text), (about, &by), &set_up, now).await;
    let planned = planned.map_err(|error| super::told(error, &words))?;
    let (id, seal) = (planned.id, planned.seal);
    let entry = recording.append(planned.draft, &words).await?;
    desk::noted(folder, &id, entry).await?;
    recording.close().await?;
    if settings.json {
        super::super::print(&json!({ "id": id, "seal": seal, "entry": entry }).to_string())?;
    } else {
        super::agreed(&definition, &words)?;
        let said = [
            ("id", Say::Text(&id)),
            ("seal", Say::Owned(seal.to_string())),
            ("entry", Say::Owned(entry.to_string())),
        ];
        super::super::print(&words.say("callout-planned", &said))?;
    }
    Ok(Exit::Done)
}

/// Which ways are set up here.
async fn set_up(recording: &Recording, settings: &Settings) -> anyhow::Result<SetUp> {
    let hooks = recording.folder.operation().webhooks().await?;
    Ok(SetUp {
        mail: !settings.file.mail.is_empty(),
        sms: settings.file.sms != GatewayFile::default(),
        webhooks: hooks.into_iter().map(|hook| hook.url).collect(),
    })
}
