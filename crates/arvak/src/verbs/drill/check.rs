//! `arvak drill check FILE`

use std::path::Path;

use arvak_core::SourceFile;
use arvak_core::drill::{Definition, parse};
use arvak_drills::say as drill;
use arvak_words::Words;
use serde_json::json;

use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::files;

pub(super) fn run(file: &Path, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let (definition, _) = read(file, &words)?;
    if settings.json {
        let (kind, level) = (definition.kind.name(), definition.stimulus.level().name());
        let said = json!({
            "id": definition.id, "kind": kind, "level": level, "technique": definition.technique,
            "supplier": definition.expect.supplier, "source": definition.source,
        });
        super::super::print(&said.to_string())?;
    } else {
        super::super::print(&drill::agreed(&definition, &words))?;
        super::super::print(&words.plain("drill-check-sound"))?;
    }
    Ok(Exit::Done)
}

/// A definition and its text; all mistakes are told at once.
pub(super) fn read(file: &Path, words: &Words) -> anyhow::Result<(Definition, String)> {
    let read = files::below(file, &["toml"], words)?;
    let texts = files::texts(&read, words)?;
    let ([file], [text]) = (read.as_slice(), texts.as_slice()) else {
        return Err(BadInput(words.plain("drill-one-file")).into());
    };
    let definition = parse(SourceFile { name: &file.name, text });
    let definition = definition.map_err(|mistakes| files::told(&mistakes, words))?;
    Ok((definition, (*text).to_owned()))
}
