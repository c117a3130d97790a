//! `arvak mailbox`: reads what is new in the mailbox, now.

use arvak_words::{Say, Words};
use serde_json::json;

use crate::cli::Doors;
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::mailbox;
use crate::wiring::recording::Recording;

pub(super) async fn run(doors: &Doors, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let Some(known) = mailbox::of(settings, doors)? else {
        return Err(BadInput(words.plain("mailbox-none")).into());
    };
    let recording = Recording::open(settings).await?;
    let read = mailbox::read(&known, &recording.folder, recording.clock.as_ref()).await;
    recording.close().await?;
    let count = read.map_err(|error| BadInput(error.to_string()))?;
    if settings.json {
        let said = json!({
            "taken": count.taken, "known": count.known, "left": count.left,
            "too_large": count.too_large, "graded": count.graded,
        });
        super::print(&said.to_string())?;
        return Ok(Exit::Done);
    }
    let number = |count: usize| Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let said = [
        ("taken", number(count.taken + count.known)),
        ("left", number(count.left)),
        ("refused", number(count.too_large + count.graded)),
    ];
    super::print(&words.say("mailbox-read", &said))?;
    Ok(Exit::Done)
}
