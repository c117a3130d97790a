//! `arvak export oscal`: the letter, how evidence is got, and how it was judged, as OSCAL.
//!
//! What would not be valid is a fault of this program, and is not written.

use arvak_ledger::durable;
use arvak_oscal::{Document, Fault, Figures, Input, check, entries_named, export};
use arvak_words::{Say, Words};
use serde::Serialize;

use crate::cli::{Edition, ExportVerb, Oscal};
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::reading::Reading;

/// What was written.
#[derive(Serialize)]
struct Report {
    #[serde(flatten)]
    figures: Figures,
    files: Vec<&'static str>,
}

pub(super) async fn run(verb: ExportVerb, settings: &Settings) -> anyhow::Result<Exit> {
    match verb {
        ExportVerb::Oscal(args) => oscal(&args, settings).await,
    }
}

async fn oscal(args: &Oscal, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    if args.out.exists() && !args.out.is_dir() {
        return Err(BadInput(said("export-not-a-folder", args, &words)).into());
    }
    let reading = Reading::open(settings, args.as_of).await?;
    let (state, assessment) = (reading.state(), reading.assess());
    let adoption = state.catalogue().map(|(entry, _)| entry);
    let mut named = entries_named(&assessment, state);
    named.extend(adoption);
    let entries = reading.store.envelopes(&named).await?;
    let adopted = adoption.and_then(|entry| Some(entries.get(&entry)?.received_at));
    let pages = reading.pages(settings).await?;
    let page = pages.page();
    let export = export(&Input {
        catalogue: &reading.catalogue,
        adopted_at: adopted.unwrap_or(reading.at),
        state,
        assessment: &assessment,
        entries: &entries,
        name_of: page.naming.name_of,
        edition: edition(args.edition),
        words: page.words,
    });
    let export = export.map_err(|_| BadInput(words.plain("status-no-letter")))?;
    let documents: Vec<_> =
        export.files.iter().map(|file| Document { name: file.name, bytes: &file.bytes }).collect();
    let faults = check(&documents);
    if !faults.is_empty() {
        return Err(faulty(&faults, &words));
    }
    durable::write_files(&args.out, export.files.iter().map(|file| (file.name, &*file.bytes)))?;
    let figures = export.figures;
    if settings.json {
        let files = export.files.iter().map(|file| file.name).collect();
        super::print(&serde_json::to_string(&Report { figures, files })?)?;
        return Ok(Exit::Done);
    }
    let count = |count: usize| Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let told = [
        ("path", Say::Owned(args.out.display().to_string())),
        ("count", count(export.files.len())),
        ("controls", count(figures.controls)),
        ("observations", count(figures.observations)),
        ("findings", count(figures.findings)),
    ];
    super::print(&words.say("export-written", &told))?;
    if figures.left_out > 0 {
        super::print(&words.say("export-left-out", &[("count", count(figures.left_out))]))?;
    }
    Ok(Exit::Done)
}

const fn edition(edition: Edition) -> arvak_oscal::Edition {
    match edition {
        Edition::Internal => arvak_oscal::Edition::Internal,
        Edition::Council => arvak_oscal::Edition::Council,
        Edition::Public => arvak_oscal::Edition::Public,
    }
}

fn faulty(faults: &[Fault], words: &Words) -> anyhow::Error {
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    anyhow::anyhow!("{}\n{}", words.plain("export-faulty"), lines.join("\n"))
}

fn said(sentence: &str, args: &Oscal, words: &Words) -> String {
    words.say(sentence, &[("path", Say::Owned(args.out.display().to_string()))])
}
