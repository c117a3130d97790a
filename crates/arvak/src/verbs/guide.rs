//! `arvak guide …`: what helps people act on a letter, and how it stands here. No status depends on it.

mod laws;
mod lists;
mod start;
mod texts;

use arvak_core::Instant;
use arvak_core::catalogue::guide::{Authority, Framework};
use arvak_core::catalogue::{Origin, Text};
use serde_json::{Value, json};

use crate::cli::GuideVerb;
use crate::exit::Exit;
use crate::render::guide as render;
use crate::settings::Settings;
use crate::wiring::reading::Reading;

pub(crate) use laws::Answer;
pub(crate) use start::Step;

pub(super) async fn run(verb: GuideVerb, settings: &Settings) -> anyhow::Result<Exit> {
    let reading = Reading::open(settings, None).await?;
    let pages = reading.pages(settings).await?;
    let page = pages.page();
    let guide = &reading.catalogue.guide;
    let (value, text) = match verb {
        GuideVerb::Lists { id } => lists::told(&reading, id.as_ref(), &page)?,
        GuideVerb::Start => start::told(&reading, &page),
        GuideVerb::Texts => texts::told(guide, &page),
        GuideVerb::Laws => laws::told(&reading, &page),
        GuideVerb::Authorities => {
            let all = guide.authorities.iter();
            let value = all.map(|(id, one)| authority_json(id.as_str(), one)).collect();
            (value, render::authorities(guide, &page))
        }
        GuideVerb::Principles => {
            let value = guide.frameworks.iter().map(framework_json).collect();
            (value, render::principles(guide, &page))
        }
        GuideVerb::Situation => {
            let shortened = reading.catalogue.shortened();
            let state = reading.state().situation().map(|(_, situation)| situation);
            let value = json!({
                "now": state,
                "notices": guide.situations.iter().map(|one| json!({
                    "id": one.id, "date": one.date, "about": one.about, "raised": one.raised,
                    "authority": one.authority, "title": in_three(&one.title),
                    "origin": origin_json(&one.origin),
                })).collect::<Vec<_>>(),
                "shortened": shortened.iter().map(|one| json!({
                    "claim": one.claim, "evidence": one.evidence,
                    "within": one.within.map(|span| span.to_string()),
                    "within_raised": one.within_raised.to_string(),
                })).collect::<Vec<_>>(),
            });
            (value, render::situation(guide, &shortened, state, &page))
        }
    };
    super::print(&if settings.json { value.to_string() } else { text })?;
    Ok(Exit::Done)
}

/// A text in all its languages: JSON does not depend on `--lang`.
fn in_three(text: &Text) -> Value {
    json!({ "nb": text.nb, "nn": text.nn, "en": text.en })
}

fn origin_json(origin: &Origin) -> Value {
    json!({
        "source": origin.source, "source_date": origin.source_date,
        "provenance": origin.provenance.name(),
    })
}

fn authority_json(id: &str, one: &Authority) -> Value {
    json!({
        "id": id, "title": in_three(&one.title), "role": in_three(&one.role),
        "succeeded_by": one.succeeded_by, "succeeded_from": one.succeeded_from,
        "origin": origin_json(&one.origin),
    })
}

fn framework_json(framework: &Framework) -> Value {
    let principle = |one: &arvak_core::catalogue::guide::Principle| {
        json!({
            "id": one.id, "title": in_three(&one.title), "measures": one.measures,
            "claims": claims_near(framework, &one.measures),
        })
    };
    let category = |one: &arvak_core::catalogue::guide::Category| {
        json!({
            "id": one.id, "title": in_three(&one.title),
            "principles": one.principles.iter().map(principle).collect::<Vec<_>>(),
        })
    };
    json!({
        "id": framework.id, "title": in_three(&framework.title), "authority": framework.authority,
        "categories": framework.categories.iter().map(category).collect::<Vec<_>>(),
        "origin": origin_json(&framework.origin),
    })
}

/// The claims that come near any of these measures.
pub(crate) fn claims_near<'f>(
    framework: &'f Framework,
    measures: &[arvak_core::Name],
) -> Vec<&'f arvak_core::Name> {
    let near = framework
        .mappings
        .iter()
        .filter(|(_, mapping)| mapping.measures.iter().any(|measure| measures.contains(measure)));
    near.map(|(claim, _)| claim).collect()
}

/// An instant of a date of the guide (`2026-11-25`), to be shown as a date.
pub(crate) fn day(date: &str) -> Option<Instant> {
    format!("{date}T12:00:00Z").parse().ok()
}
