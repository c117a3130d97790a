//! `arvak callout …`: the on-call list is rung at a sealed moment, and whether anybody answers.

mod export;
mod plan;
mod start;
mod verdict;

use std::path::Path;

use arvak_core::SourceFile;
use arvak_core::drill::callout::{Callout, parse};
use arvak_web::callouts::desk::{self, CalloutError, Kept};
use arvak_words::{Say, Words};
use serde_json::json;

use crate::cli::CalloutVerb;
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::files;
use crate::wiring::recording::Recording;

pub(super) async fn run(verb: CalloutVerb, settings: &Settings) -> anyhow::Result<Exit> {
    match verb {
        CalloutVerb::Check { file } => check(&file, settings),
        CalloutVerb::Plan(args) => plan::run(&args, settings).await,
        CalloutVerb::Start(args) => start::run(&args, settings).await,
        CalloutVerb::Verdict { id, record } => verdict::run(&id, record, settings).await,
        CalloutVerb::Stop { id } => verdict::stop(&id, settings).await,
        CalloutVerb::List => verdict::list(settings).await,
        CalloutVerb::Export { id, dir } => export::run(&id, &dir, settings).await,
    }
}

fn check(file: &Path, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let (definition, _) = read(file, &words)?;
    if settings.json {
        let roles: Vec<_> = definition.persons.iter().map(|one| one.role.to_string()).collect();
        let said = json!({ "id": definition.id, "roles": roles });
        super::print(&said.to_string())?;
    } else {
        agreed(&definition, &words)?;
        super::print(&words.plain("callout-check-sound"))?;
    }
    Ok(Exit::Done)
}

/// A definition and its text; all mistakes are told at once.
fn read(file: &Path, words: &Words) -> anyhow::Result<(Callout, String)> {
    let read = files::below(file, &["toml"], words)?;
    let texts = files::texts(&read, words)?;
    let ([file], [text]) = (read.as_slice(), texts.as_slice()) else {
        return Err(BadInput(words.plain("drill-one-file")).into());
    };
    let definition = parse(SourceFile { name: &file.name, text });
    let definition = definition.map_err(|mistakes| files::told(&mistakes, words))?;
    Ok((definition, (*text).to_owned()))
}

/// The test of that name, or what to do when there is none.
async fn found(recording: &Recording, id: &str, words: &Words) -> anyhow::Result<Kept> {
    let kept = desk::kept(&recording.folder, id).await?;
    kept.ok_or_else(|| refused("callout-none", id, words))
}

/// What was agreed on, those who are called below what is asked of them.
fn agreed(definition: &Callout, words: &Words) -> anyhow::Result<()> {
    let people = definition.persons.len();
    for (number, line) in
        desk::agreed(definition, &ToString::to_string, words).into_iter().enumerate()
    {
        let indent = if (1..=people).contains(&number) { "    " } else { "" };
        super::print(&format!("{indent}{line}"))?;
    }
    Ok(())
}

/// What was not done, as the terminal tells it.
fn told(error: CalloutError, words: &Words) -> anyhow::Error {
    match error {
        CalloutError::NotNow(refusal) => BadInput(refusal.say(words)).into(),
        error => error.into(),
    }
}

fn about(sentence: &str, id: &str, words: &Words) -> String {
    words.say(sentence, &[("id", Say::Text(id))])
}

fn refused(sentence: &str, id: &str, words: &Words) -> anyhow::Error {
    BadInput(about(sentence, id, words)).into()
}
