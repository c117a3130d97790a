//! The file: read, its format told, and when it was made.

use std::path::Path;

use arvak_configuration::{BYTES_MAX, Export, Format, Mistake, guess, read};
use arvak_core::Instant;
use arvak_words::{Say, Words, date_and_time};

use super::super::input::{not_after, whole};
use super::super::line::collected;
use crate::cli::JudgeExport;
use crate::exit::{BadInput, Graded};
use crate::render::judged;

/// An export that was read.
pub(super) struct File {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    pub(super) export: Export,
}

impl File {
    pub(super) fn open(args: &JudgeExport, words: &Words) -> anyhow::Result<Self> {
        let (format, path) = match args.what.as_slice() {
            [format, path] => (Some(named(format, words)?), path),
            [path] => (None, path),
            _ => return Err(BadInput(words.plain("judge-formats")).into()),
        };
        let path = Path::new(path);
        let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let bytes = whole(path, BYTES_MAX, words)?;
        Graded::check_file(&name, &bytes)?;
        let mistaken = |mistakes: Vec<Mistake>| told(&name, &mistakes, words);
        let guessed = if format.is_none() { guess(&bytes).map_err(mistaken)? } else { None };
        let Some(format) = format.or(guessed) else {
            let args = [("file", Say::Text(&name)), ("formats", Say::Owned(all_formats()))];
            return Err(BadInput(words.say("judge-cannot-guess", &args)).into());
        };
        let export = read(format, &bytes).map_err(mistaken)?;
        Ok(Self { name, bytes, export })
    }

    /// When it was made: as the person says, else as the file says. Nobody guesses.
    pub(super) fn exported(
        &self,
        given: Option<&str>,
        now: Instant,
        words: &Words,
    ) -> anyhow::Result<Instant> {
        let given = given.map(|text| collected("exported", text, now)).transpose();
        let given = given.map_err(|bad| BadInput(bad.reason))?;
        let when = || BadInput(words.plain("judge-when"));
        let exported = given.or(self.export.exported_at()).ok_or_else(when)?;
        not_after(exported, now, words)?;
        let told = |instant| Say::Owned(date_and_time(words.lang(), instant));
        match self.export.not_before() {
            Some(newest) if newest > exported => {
                let args = [("exported", told(exported)), ("newest", told(newest))];
                Err(BadInput(words.say("judge-too-early", &args)).into())
            }
            _ => Ok(exported),
        }
    }
}

fn named(format: &str, words: &Words) -> anyhow::Result<Format> {
    Format::from_name(format).ok_or_else(|| {
        let args = [("format", Say::Text(format)), ("formats", Say::Owned(all_formats()))];
        BadInput(words.say("judge-unknown-format", &args)).into()
    })
}

fn all_formats() -> String {
    Format::ALL.map(Format::name).join(", ")
}

/// All mistakes as one error: a line each, then how many there were.
pub(in super::super) fn told(file: &str, mistakes: &[Mistake], words: &Words) -> BadInput {
    let mut lines: Vec<_> =
        mistakes.iter().map(|mistake| judged::mistake(file, mistake, words)).collect();
    let count = Say::Number(i64::try_from(lines.len()).unwrap_or(i64::MAX));
    lines.push(words.say("judge-mistakes", &[("count", count)]));
    BadInput(lines.join("\n"))
}
