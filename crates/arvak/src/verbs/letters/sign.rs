//! Keys and signatures of letters (C2SP signed-note).

use std::path::Path;

use arvak_core::inventory;
use arvak_ledger::{Key, note};
use arvak_words::{Say, Words};
use serde_json::json;

use super::source::{self, unsigned_text};
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;

/// Makes a key. One that is there is not replaced.
pub(in crate::verbs) fn key(name: &str, out: &Path, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| anyhow::anyhow!("no random numbers: {error}"))?;
    let key = Key::new(name, seed).map_err(|error| BadInput(error.to_string()))?;
    if out.exists() {
        let args = [("path", Say::Owned(out.display().to_string()))];
        return Err(BadInput(words.say("letters-key-there", &args)).into());
    }
    key.save_as(out)?;
    let public = key.public().to_string();
    if settings.json {
        crate::verbs::print(&json!({ "public_key": public }).to_string())?;
    } else {
        crate::verbs::print(&public)?;
    }
    Ok(Exit::Done)
}

/// Signs a letter; signatures that it has already stay.
pub(super) fn sign(
    file: &Path,
    key: &Path,
    out: &Path,
    settings: &Settings,
) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let letter = source::one_letter(file, &words)?;
    let text =
        std::fs::read(key).map_err(|error| BadInput(format!("{}: {error}", key.display())))?;
    let text = inventory::decode_utf8(&key.display().to_string(), &text);
    let text = text.map_err(|_| BadInput(format!("{}: no key file", key.display())))?;
    let key = Key::parse(text).map_err(|error| BadInput(format!("{}: {error}", key.display())))?;
    let unsigned = unsigned_text(&letter.text);
    if !unsigned.ends_with('\n') {
        return Err(BadInput(
            words.say("letters-no-line-end", &[("file", Say::Text(&letter.name))]),
        )
        .into());
    }
    let signed = note::sign(unsigned, &key);
    let earlier = letter.text.get(unsigned.len()..).unwrap_or_default().trim_start();
    note::open(&signed, key.public()).map_err(|error| BadInput(error.to_string()))?;
    arvak_ledger::durable::write_file(out, format!("{signed}{earlier}").as_bytes())?;
    let args = [("path", Say::Owned(out.display().to_string())), ("by", Say::Text(key.name()))];
    crate::verbs::print(&words.say("letters-signed", &args))?;
    Ok(Exit::Done)
}
