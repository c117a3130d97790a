//! Where a catalogue comes from: a folder, the program itself, the data folder, or a file with one letter more.

use std::path::Path;

use arvak_core::catalogue::in_layout;
use arvak_words::{Say, Words};

use crate::exit::BadInput;
use crate::settings::Settings;
use crate::wiring::catalogue::Files;
use crate::wiring::files;
use crate::wiring::reading::Reading;

/// The files of `built-in`, `in-force` or a folder.
pub(super) async fn files(what: &str, settings: &Settings, words: &Words) -> anyhow::Result<Files> {
    match what {
        "built-in" => Ok(Files::built_in()),
        "in-force" => Files::in_force(&Reading::open(settings, None).await?),
        folder => in_folder(Path::new(folder), words),
    }
}

/// The same; or a file with one letter, laid upon `below`.
pub(super) async fn laid_upon(
    what: &str,
    below: &Files,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Files> {
    let path = Path::new(what);
    if path.is_dir() || ["built-in", "in-force"].contains(&what) {
        return files(what, settings, words).await;
    }
    let letter = one_letter(path, words)?;
    Ok(below.clone().with_letter(&letter.name, unsigned_text(&letter.text).to_owned()))
}

/// A file with one letter, signed or not.
pub(super) struct LetterFile {
    pub(super) name: String,
    pub(super) text: String,
}

pub(super) fn one_letter(path: &Path, words: &Words) -> anyhow::Result<LetterFile> {
    let read = files::below(path, &["toml"], words)?;
    let texts = files::texts(&read, words)?;
    match (read.first(), texts.first()) {
        (Some(file), Some(text)) => {
            // A signed letter is a note; the name under which it is adopted says that it is TOML.
            let stem = file.name.split('.').next().unwrap_or(&file.name);
            Ok(LetterFile { name: format!("{stem}.toml"), text: (*text).to_owned() })
        }
        _ => Err(empty(path, words)),
    }
}

/// The text of a signed letter without its signatures; an unsigned one as it is.
pub(super) fn unsigned_text(text: &str) -> &str {
    match text.rsplit_once("\n\n") {
        Some((letter, signatures)) if signatures.starts_with("\u{2014} ") => {
            text.get(..=letter.len()).unwrap_or(letter)
        }
        _ => text,
    }
}

/// The parts of a catalogue in a folder.
pub(super) fn in_folder(dir: &Path, words: &Words) -> anyhow::Result<Files> {
    let mut read = files::below(dir, &["toml"], words)?;
    read.retain(|file| in_layout(&file.name));
    if read.is_empty() {
        return Err(empty(dir, words));
    }
    let texts = files::texts(&read, words)?;
    let files = read.iter().zip(texts).map(|(file, text)| (file.name.clone(), text.to_owned()));
    Ok(Files(files.collect()))
}

fn empty(path: &Path, words: &Words) -> anyhow::Error {
    let args = [("path", Say::Owned(path.display().to_string()))];
    BadInput(words.say("import-empty", &args)).into()
}

#[cfg(test)]
mod tests {
    use super::unsigned_text;

    #[test]
    fn signatures_are_left_out_and_nothing_else() {
        assert_eq!(unsigned_text("a = 1\n\nb = 2\n"), "a = 1\n\nb = 2\n");
        let signed = "a = 1\n\nb = 2\n\n\u{2014} kdd.example/brev AAAA\n";
        assert_eq!(unsigned_text(signed), "a = 1\n\nb = 2\n");
        assert_eq!(unsigned_text(""), "");
    }
}
