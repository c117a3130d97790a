//! `arvak letters check DIR`: a folder laid out as `catalogue/` is read, and every mistake told.

use std::path::Path;

use arvak_core::Catalogue;
use arvak_words::{Say, Words};

use super::source;
use crate::exit::Exit;
use crate::settings::Settings;

pub(super) fn run(dir: &Path, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let catalogue = source::in_folder(dir, &words)?.catalogue(&words)?;
    crate::verbs::print(&summary(&catalogue, &words, settings.json))?;
    Ok(Exit::Done)
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
