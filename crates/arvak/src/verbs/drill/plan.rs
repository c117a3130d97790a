//! `arvak drill plan FILE`: a nonce is drawn, the plan is sealed, and its hash goes into the ledger.

use std::io::Read as _;
use std::path::Path;

use arvak_core::EntityId;
use arvak_core::drill::{Channel, Definition};
use arvak_monitoring::{KEY_BYTES_MIN, Plan};
use arvak_store::Seal;
use arvak_store::drafts::salt;
use arvak_words::{Say, Words, date_and_time};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::check;
use crate::cli::PlanDrill;
use crate::exit::{BadInput, Exit};
use crate::render::drill;
use crate::settings::Settings;
use crate::wiring::drills::{OPENED_WITHIN, Secret, sealing};
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

/// Most bytes of a key's file.
const KEY_BYTES_MAX: u64 = 4_096;

/// What a key of Standard Webhooks begins with.
const PREFIX: &[u8] = b"whsec_";

pub(super) async fn run(args: &PlanDrill, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let by = Settings::role(args.by.as_ref())?;
    let (definition, text) = check::read(&args.file, &words)?;
    let key = args.key.as_deref().map(read_key).transpose()?;
    let recording = Recording::open(settings).await?;
    let reading = Reading::open(settings, None).await?;
    fits(&definition, &reading, &words)?;
    let asks_key = definition.expect.channels.contains(&Channel::Webhook);
    let is_long = key.as_ref().is_some_and(|key| key.len() >= KEY_BYTES_MIN);
    if asks_key != key.is_some() || (asks_key && !is_long) {
        let sentence = if asks_key { "drill-key-needed" } else { "drill-key-unasked" };
        let least = i64::try_from(KEY_BYTES_MIN)?;
        return Err(BadInput(words.say(sentence, &[("least", Say::Number(least))])).into());
    }
    let now = recording.clock.now();
    let operation = recording.folder.operation();
    let taken = operation.drills().await?;
    let id = (1..).map(|number| format!("{}-{number}", definition.id));
    let id = id.into_iter().find(|id| taken.iter().all(|row| row.id != *id)).unwrap_or_default();
    let plan = Plan::of(id.parse()?, (&definition, &text), salt()?, key.as_deref());
    let plan = plan.ok_or_else(|| BadInput(words.plain("drill-key-needed")))?;
    let seal = plan.seal();
    let secret = serde_json::to_vec(&Secret { plan, definition: text, key })?;
    let sealer = Seal::open(recording.folder.layout())?;
    if !operation.add_drill(&sealer, (&id, seal), &secret, now).await? {
        return Err(super::refused("drill-taken", &id, &words));
    }
    let about = organisation(&reading)?;
    let entry = recording.append(sealing(seal, about, &by, now)?, &words).await?;
    operation.note_drill_entry(&id, entry).await?;
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

/// Whom the entry is about: the municipality, so that it does not tell who is drilled.
pub(in crate::verbs) fn organisation(reading: &Reading) -> anyhow::Result<EntityId> {
    let mut all = reading.state().entities_of("organisation");
    match all.next() {
        Some(organisation) => Ok(organisation.id().clone()),
        None => Ok("organisation/own".parse()?),
    }
}

/// Whoever and whatever is named must be in the inventory, and the window must end before the plan must be opened.
fn fits(definition: &Definition, reading: &Reading, words: &Words) -> anyhow::Result<()> {
    for named in std::iter::once(&definition.expect.supplier).chain(&definition.source) {
        let found = reading.state().entity(named).filter(|found| !found.is_retired());
        if found.is_none() {
            let said = [("subject", Say::Owned(named.to_string()))];
            return Err(BadInput(words.say("judge-no-thing", &said)).into());
        }
    }
    let rules = &definition.rules;
    let until = rules.to.plus(definition.expect.listen);
    let sentence = match () {
        () if rules.to <= reading.at => "drill-window-over",
        () if until >= reading.at.plus(OPENED_WITHIN) => "drill-window-far",
        () => return Ok(()),
    };
    let to = Say::Owned(date_and_time(words.lang(), rules.to));
    let days = Say::Number(OPENED_WITHIN.as_days());
    Err(BadInput(words.say(sentence, &[("to", to), ("days", days)])).into())
}

/// A key as Standard Webhooks writes it, or the bytes of the file without the line's end.
fn read_key(path: &Path) -> anyhow::Result<Vec<u8>> {
    let bad = |error: std::io::Error| BadInput(format!("{}: {error}", path.display()));
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(bad)?;
    file.take(KEY_BYTES_MAX).read_to_end(&mut bytes).map_err(bad)?;
    let bare = bytes.trim_ascii();
    match bare.strip_prefix(PREFIX) {
        Some(encoded) => {
            let decoded = STANDARD.decode(encoded);
            Ok(decoded.map_err(|error| BadInput(format!("{}: {error}", path.display())))?)
        }
        None => Ok(bare.to_vec()),
    }
}
