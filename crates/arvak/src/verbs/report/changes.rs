//! `arvak report changes`: what bettered a status without new supporting evidence (law 12).

use arvak_core::Instant;
use arvak_words::{Say, Words, date_and_time};
use serde::Serialize;

use crate::exit::Exit;
use crate::settings::Settings;
use crate::wiring::back_door::{Bettered, bettered};

#[derive(Serialize)]
struct Report<'a> {
    changes: &'a [Bettered],
}

pub(super) async fn run(since: Option<Instant>, settings: &Settings) -> anyhow::Result<Exit> {
    let found = bettered(settings, since).await?;
    if settings.json {
        crate::verbs::print(&serde_json::to_string(&Report { changes: &found })?)?;
        return Ok(Exit::Done);
    }
    let words = Words::new(settings.lang);
    if found.is_empty() {
        crate::verbs::print(&words.plain("report-changes-none"))?;
        return Ok(Exit::Done);
    }
    crate::verbs::print(&words.plain("report-changes-head"))?;
    for change in &found {
        crate::verbs::print(&format!("  {}", line(change, &words)))?;
    }
    Ok(Exit::Done)
}

fn line(change: &Bettered, words: &Words) -> String {
    let state =
        |state: arvak_core::Status| Say::Owned(words.plain(&format!("status-{}", state.name())));
    let args = [
        ("at", Say::Owned(date_and_time(words.lang(), change.at))),
        ("id", Say::Owned(change.entry.to_string())),
        ("fact", Say::Owned(words.plain(&format!("fact-{}", change.fact)))),
        ("claim", Say::Text(change.claim.as_str())),
        (
            "subject",
            Say::Owned(change.subject.as_ref().map(ToString::to_string).unwrap_or_default()),
        ),
        ("from", state(change.from)),
        ("to", change.to.map_or_else(|| Say::Owned(words.plain("state-not-asked")), state)),
    ];
    let line = words.say("report-change", &args);
    match &change.reason {
        Some(reason) => format!(
            "{line}\n      {}",
            words.say("report-reason", &[("reason", Say::Text(reason))])
        ),
        None => line,
    }
}
