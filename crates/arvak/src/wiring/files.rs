//! Files that people wrote, read whole before anything is done with them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use arvak_core::{Mistake, inventory};
use arvak_words::{Say, Words};

use crate::exit::{BadInput, Graded};

/// Most bytes of one file.
const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Most files of one import, and how deep folders may lie in each other.
const FILES_MAX: usize = 10_000;
const DEPTH_MAX: usize = 8;

/// A file's name as people know it, and its bytes.
pub(crate) struct Read {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// The files with one of those extensions in a folder and the folders in it, sorted by name; or the one file.
pub(crate) fn below(path: &Path, extensions: &[&str], words: &Words) -> anyhow::Result<Vec<Read>> {
    let mut paths = Vec::new();
    if path.is_dir() {
        walk(path, extensions, 0, &mut paths).map_err(|error| unreadable(path, &error, words))?;
    } else {
        paths.push(path.to_path_buf());
    }
    paths.sort();
    paths
        .into_iter()
        .map(|file| {
            let bytes = whole(&file).map_err(|error| unreadable(&file, &error, words))?;
            let name = file.strip_prefix(path).ok().filter(|rest| *rest != Path::new(""));
            let name = name.or(file.file_name().map(Path::new)).unwrap_or(&file);
            let name = name.display().to_string();
            Graded::check_file(&name, &bytes)?;
            Ok(Read { name, bytes })
        })
        .collect()
}

fn walk(
    folder: &Path,
    extensions: &[&str],
    depth: usize,
    found: &mut Vec<PathBuf>,
) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if depth == DEPTH_MAX {
                let why = format!("{}: more than {DEPTH_MAX} folders deep", path.display());
                return Err(std::io::Error::other(why));
            }
            walk(&path, extensions, depth + 1, found)?;
        } else if is_wanted(&path, extensions) {
            if found.len() == FILES_MAX {
                return Err(std::io::Error::other(format!("more than {FILES_MAX} files")));
            }
            found.push(path);
        }
    }
    Ok(())
}

/// What Excel keeps beside a workbook while it is open begins with `~$`.
fn is_wanted(path: &Path, extensions: &[&str]) -> bool {
    let is_lock = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"~$"));
    let extension = path.extension().map(OsStr::to_ascii_lowercase);
    !is_lock && extension.is_some_and(|found| extensions.iter().any(|wanted| found == *wanted))
}

fn whole(file: &Path) -> std::io::Result<Vec<u8>> {
    let length = std::fs::metadata(file)?.len();
    if length > FILE_BYTES_MAX {
        return Err(std::io::Error::other(format!("more than {FILE_BYTES_MAX} bytes")));
    }
    std::fs::read(file)
}

/// The files' texts, or the mistake that says where one is not UTF-8.
pub(crate) fn texts<'a>(read: &'a [Read], words: &Words) -> anyhow::Result<Vec<&'a str>> {
    let mut texts = Vec::with_capacity(read.len());
    let mut mistakes = Vec::new();
    for file in read {
        match inventory::decode_utf8(&file.name, &file.bytes) {
            Ok(text) => texts.push(text),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    if mistakes.is_empty() { Ok(texts) } else { Err(told(&mistakes, words).into()) }
}

/// All mistakes as one error: a line each, then how many there were.
pub(crate) fn told(mistakes: &[Mistake], words: &Words) -> BadInput {
    all_told(mistakes.iter().map(|mistake| words.mistake(mistake)).collect(), words)
}

/// The same of mistakes that are sentences already.
pub(crate) fn all_told(mut lines: Vec<String>, words: &Words) -> BadInput {
    let count = Say::Number(i64::try_from(lines.len()).unwrap_or(i64::MAX));
    lines.push(words.say("import-mistakes", &[("count", count)]));
    BadInput(lines.join("\n"))
}

fn unreadable(path: &Path, error: &std::io::Error, words: &Words) -> BadInput {
    let args =
        [("path", Say::Owned(path.display().to_string())), ("why", Say::Owned(error.to_string()))];
    BadInput(words.say("import-no-path", &args))
}
