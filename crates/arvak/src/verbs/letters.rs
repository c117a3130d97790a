//! `arvak letters check DIR`: a folder laid out as `catalogue/` is read, and every mistake told.

use std::path::Path;

use arvak_core::{Catalogue, SourceFile};
use arvak_words::{Say, Words};

use crate::cli::LettersVerb;
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::files;

pub(super) fn run(verb: &LettersVerb, settings: &Settings) -> anyhow::Result<Exit> {
    let LettersVerb::Check { dir } = verb;
    check(dir, settings)
}

fn check(dir: &Path, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let mut read = files::below(dir, "toml", &words)?;
    read.retain(|file| file.name == "kinds.toml" || file.name.starts_with("letters/"));
    if read.is_empty() {
        let args = [("path", Say::Owned(dir.display().to_string()))];
        return Err(BadInput(words.say("import-empty", &args)).into());
    }
    let texts = files::texts(&read, &words)?;
    let sources: Vec<SourceFile<'_>> =
        read.iter().zip(&texts).map(|(file, text)| SourceFile { name: &file.name, text }).collect();
    match Catalogue::parse(&sources) {
        Ok(catalogue) => {
            super::print(&summary(&catalogue, &words, settings.json))?;
            Ok(Exit::Done)
        }
        Err(mistakes) => Err(files::told(&mistakes, &words).into()),
    }
}

fn summary(catalogue: &Catalogue, words: &Words, json: bool) -> String {
    let claims: usize = catalogue
        .letters
        .iter()
        .flat_map(|letter| &letter.points)
        .map(|point| point.claims.len())
        .sum();
    let (letters, kinds) = (catalogue.letters.len(), catalogue.kinds.len());
    if json {
        let digest = catalogue.digest.map(|digest| digest.to_string());
        return serde_json::json!({
            "letters": letters, "claims": claims, "kinds": kinds, "digest": digest,
        })
        .to_string();
    }
    let number = |count: usize| Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let args = [("letters", number(letters)), ("claims", number(claims)), ("kinds", number(kinds))];
    words.say("letters-sound", &args)
}
