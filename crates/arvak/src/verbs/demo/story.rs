//! A story: what is publicly known of something that did happen, told into a ledger of its own, and then
//! read as it stood on the evening that the story is about.

use anyhow::Context as _;
use arvak_core::assess::ClaimAssessment;
use arvak_core::{Fact, Instant, Outcome};
use arvak_demo::{Story, history};
use arvak_words::Words;

use super::telling::{Tale, Telling};
use super::{farewell, place};
use crate::exit::Exit;
use crate::render::story::{Part, Screen, screen};
use crate::settings::Settings;
use crate::wiring::reading::Reading;

pub(super) async fn run(story: &'static Story, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let mut settings = settings.clone();
    place::prepare(&mut settings, &words)?;
    let eve = arvak_words::end_of_day(story.eve).context("the evening of a story is a date")?;
    let later = tell(story, &settings, eve).await?;

    let reading = Reading::open(&settings, Some(eve)).await?;
    let assessment = reading.assess();
    if settings.json {
        crate::verbs::print(&serde_json::to_string(&assessment)?)?;
        return Ok(Exit::Done);
    }
    let mut parts = Vec::new();
    for judged in story.claims.iter().filter_map(|id| assessment.claim(id)) {
        parts.push(Part { judged, notes: notes(&reading, judged)? });
    }
    let pages = reading.pages(&settings).await?;
    let screen_of = Screen { assessment: &assessment, eve, parts, later };
    crate::verbs::print(&screen(&screen_of, &pages.page()))?;
    let as_of = format!("--as-of {}", story.eve);
    let commands = [
        format!("status {as_of}"),
        format!("explain 2c.3 {as_of}"),
        "explain 2c.3".to_owned(),
        "ledger verify".to_owned(),
    ];
    crate::verbs::print(&farewell(&settings.data, "demo-left", &commands, &words))?;
    Ok(Exit::Done)
}

/// Records all of it; what happens after `eve`, in its own words, is returned.
async fn tell(story: &Story, settings: &Settings, eve: Instant) -> anyhow::Result<Vec<String>> {
    let tale = Tale { from: story.from, inventory: story.inventory, history: story.history };
    let mut telling = Telling::begin(&tale, settings).await?;
    for day in 0..=telling.last_day() {
        telling.morning(day, settings).await?;
    }
    let later = history(story.history)?.into_iter().filter(|event| telling.at(event.day) > eve);
    let later = later.filter_map(|event| event.note).collect();
    telling.end().await?;
    Ok(later)
}

/// What the entries that refute a claim say for themselves.
fn notes(reading: &Reading, judged: &ClaimAssessment) -> anyhow::Result<Vec<String>> {
    let mut notes = Vec::new();
    for id in judged.subjects.iter().flat_map(|subject| &subject.evidence) {
        let entry = reading.store.entry(*id)?;
        if let Fact::Evidence(evidence) = &entry.envelope.fact
            && evidence.result == Outcome::Refutes
        {
            notes.extend(entry.body.and_then(|body| body.note));
        }
    }
    Ok(notes)
}
