//! `arvak letters …`: letters as data.

mod accept;
mod check;
mod sign;
mod source;

use arvak_core::catalogue::diff::differences;
use arvak_words::Words;
use serde_json::json;

use crate::cli::LettersVerb;
use crate::exit::Exit;
use crate::render::letters;
use crate::settings::Settings;

pub(super) use accept::{Proposal, Signature, adopt};
pub(super) use sign::key;

pub(super) async fn run(verb: LettersVerb, settings: &Settings) -> anyhow::Result<Exit> {
    match verb {
        LettersVerb::Check { dir } => check::run(&dir, settings),
        LettersVerb::Diff { before, after } => diff(&before, &after, settings).await,
        LettersVerb::Accept(args) => accept::run(args, settings).await,
        LettersVerb::Sign { file, key, out } => sign::sign(&file, &key, &out, settings),
        LettersVerb::Key { name, out } => key(&name, &out, settings),
    }
}

async fn diff(before: &str, after: &str, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let before = source::files(before, settings, &words).await?;
    let after = source::laid_upon(after, &before, settings, &words).await?;
    let (before, after) = (before.catalogue(&words)?, after.catalogue(&words)?);
    let found = differences(&before, &after);
    if settings.json {
        super::print(&json!({ "differences": found }).to_string())?;
    } else {
        super::print(letters::told(&found, (&before, &after), false, &words).trim_end())?;
    }
    Ok(Exit::Done)
}
