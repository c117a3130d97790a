//! `arvak callout plan FILE`: a nonce is drawn and with it the moment, the plan is sealed, and its hash goes into the ledger.

use arvak_core::drill::callout::{Callout, Way};
use arvak_monitoring::callout::CallPlan;
use arvak_notices::sms::GatewayFile;
use arvak_store::Seal;
use arvak_store::drafts::salt;
use arvak_web::callouts::desk::{OPENED_WITHIN, Secret, sealing};
use arvak_words::{Say, Words, date_and_time};
use serde_json::json;

use crate::cli::PlanCallout;
use crate::exit::{BadInput, Exit, Graded};
use crate::render::callout;
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
    can_be_called(&definition, &recording, settings, &words).await?;
    let now = recording.clock.now();
    let rules = &definition.rules;
    if rules.to >= now.plus(OPENED_WITHIN) {
        let to = Say::Owned(date_and_time(words.lang(), rules.to));
        let days = Say::Number(OPENED_WITHIN.as_days());
        let said = [("to", to), ("days", days)];
        return Err(BadInput(words.say("callout-period-far", &said)).into());
    }
    let operation = recording.folder.operation();
    let taken = operation.callouts().await?;
    let id = (1..).map(|number| format!("{}-{number}", definition.id));
    let id = id.into_iter().find(|id| taken.iter().all(|row| row.id != *id)).unwrap_or_default();
    let about = arvak_drills::plan::organisation(reading.state())?;
    let plan = CallPlan::of(id.parse()?, (&definition, &text), about.clone(), salt()?, now);
    let Some(plan) = plan else {
        let said = [("to", Say::Owned(date_and_time(words.lang(), rules.to)))];
        return Err(BadInput(words.say("callout-period-over", &said)).into());
    };
    let seal = plan.seal();
    let secret = serde_json::to_vec(&Secret { plan, definition: Some(text) })?;
    let sealer = Seal::open(recording.folder.layout())?;
    if !operation.add_callout(&sealer, (&id, seal), &secret, now).await? {
        return Err(super::refused("callout-taken", &id, &words));
    }
    let entry = recording.append(sealing(seal, about, &by, now)?, &words).await?;
    operation.note_callout_entry(&id, entry).await?;
    recording.close().await?;
    if settings.json {
        super::super::print(&json!({ "id": id, "seal": seal, "entry": entry }).to_string())?;
    } else {
        super::super::print(&callout::agreed(&definition, &words))?;
        let said = [
            ("id", Say::Text(&id)),
            ("seal", Say::Owned(seal.to_string())),
            ("entry", Say::Owned(entry.to_string())),
        ];
        super::super::print(&words.say("callout-planned", &said))?;
    }
    Ok(Exit::Done)
}

/// Every way that the list names must be set up: a test that finds out at its moment that there is no mail server tests nobody.
async fn can_be_called(
    definition: &Callout,
    recording: &Recording,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<()> {
    let file = &settings.file;
    let hooks = recording.folder.operation().webhooks().await?;
    for way in definition.persons.iter().flat_map(|person| &person.ways) {
        let sentence = match way {
            Way::Mail(_) if file.mail.is_empty() => "callout-no-mail",
            Way::Sms(_) if file.sms == GatewayFile::default() => "callout-no-sms",
            Way::Webhook(url) if hooks.iter().all(|hook| hook.url != *url) => "callout-no-webhook",
            _ => continue,
        };
        return Err(BadInput(words.say(sentence, &[("to", Say::Text(way.to()))])).into());
    }
    Ok(())
}
