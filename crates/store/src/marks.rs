//! Marks of mails that are being handed to the relay: one line before the last byte of a mail goes out, and one after the relay's
//! answer. They are written and not synced: a line that was written outlives this process when it is killed, which is all that is
//! asked of it. When the machine goes down, what the database says counts, and what it does not know is sent again.
//!
//! Whoever holds the file's lock sends; the lock ends with its process.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;

use arvak_core::Instant;

use crate::{Error, Layout, Result};

/// Names this run of the machine (Linux).
const BOOT: &str = "/proc/sys/kernel/random/boot_id";

/// What the last sender left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Handed over, with the machine running on since: the relay has what was written.
    pub unsure: BTreeSet<i64>,
    /// Handed over before the machine went down: what of it reached the relay is not known.
    pub unknown: BTreeSet<i64>,
    /// The relay said that it has taken them, and when.
    pub taken: BTreeMap<i64, Instant>,
}

/// The marks of whoever sends.
#[derive(Debug)]
pub struct Marks {
    file: File,
    path: PathBuf,
    boot: String,
}

impl Marks {
    /// Takes the file of the folder, and tells what the last sender left; nothing when another process is sending.
    pub fn take(layout: &Layout) -> Result<Option<(Self, Left)>> {
        let path = layout.mail_marks();
        let failed = |source| Error::io("open", &path)(source);
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true).mode(0o600);
        let mut file = options.open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        let mut text = Vec::new();
        file.read_to_end(&mut text).map_err(failed)?;
        // Where it cannot be told, no two runs are the same.
        let boot = std::fs::read_to_string(BOOT).unwrap_or_default().trim().to_owned();
        let left = left(&String::from_utf8_lossy(&text), &boot);
        Ok(Some((Self { file, path, boot }, left)))
    }

    /// Begins anew: what was left stands in the database.
    pub fn clear(&self) -> Result<()> {
        self.file.set_len(0).map_err(Error::io("truncate", &self.path))?;
        let mut file = &self.file;
        file.seek(SeekFrom::Start(0)).map_err(Error::io("seek", &self.path))?;
        self.line(&format!("boot {}\n", self.boot))
    }

    /// The last byte of a mail is about to go out.
    pub fn began(&self, id: i64) -> Result<()> {
        self.line(&format!("began {id}\n"))
    }

    /// The relay has taken it.
    pub fn taken(&self, id: i64, at: Instant) -> Result<()> {
        self.line(&format!("taken {id} {}\n", at.as_millis()))
    }

    /// The relay has not taken it, or it is noted in the database that this is not known.
    pub fn ended(&self, id: i64) -> Result<()> {
        self.line(&format!("ended {id}\n"))
    }

    /// One call to the system: nothing of it is written, or all.
    fn line(&self, line: &str) -> Result<()> {
        let mut file = &self.file;
        file.write_all(line.as_bytes()).map_err(Error::io("write", &self.path))
    }
}

/// What stands in the lines. One that was cut off, or that nobody here wrote, says nothing.
fn left(text: &str, boot: &str) -> Left {
    let mut left = Left::default();
    let mut began = BTreeSet::new();
    let mut is_same = false;
    for line in text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')) {
        let mut words = line.split(' ');
        let (word, first) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if word == "boot" {
            is_same = !boot.is_empty() && first == boot;
            continue;
        }
        let Ok(id) = first.parse::<i64>() else { continue };
        match word {
            "began" => {
                began.insert(id);
            }
            "taken" => {
                let at = words.next().and_then(|at| at.parse().ok());
                if let Some(at) = at {
                    began.remove(&id);
                    left.taken.insert(id, Instant::from_millis(at));
                }
            }
            "ended" => {
                began.remove(&id);
            }
            _ => {}
        }
    }
    if is_same {
        left.unsure = began;
    } else {
        left.unknown = began;
    }
    left
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folder() -> (tempfile::TempDir, Layout) {
        let dir = tempfile::tempdir().unwrap();
        let layout = Layout::new(dir.path());
        (dir, layout)
    }

    #[test]
    fn what_a_killed_sender_left_is_told_once_the_lock_is_free() {
        let (_dir, layout) = folder();
        let (marks, left) = Marks::take(&layout).unwrap().unwrap();
        assert_eq!(left, Left::default());
        marks.clear().unwrap();
        for id in 1..=4 {
            marks.began(id).unwrap();
        }
        marks.taken(2, Instant::from_millis(7)).unwrap();
        marks.ended(3).unwrap();
        assert!(Marks::take(&layout).unwrap().is_none(), "somebody is sending");
        drop(marks);
        let (marks, left) = Marks::take(&layout).unwrap().unwrap();
        assert_eq!(left.unsure, [1, 4].into());
        assert_eq!(left.taken, [(2, Instant::from_millis(7))].into());
        marks.clear().unwrap();
        drop(marks);
        assert_eq!(Marks::take(&layout).unwrap().unwrap().1, Left::default());
    }

    #[test]
    fn after_the_machine_went_down_what_has_no_answer_is_unknown() {
        let text = "boot a\nbegan 1\nbegan 2\ntaken 2 5\nbegan 3";
        let other = left(text, "b");
        assert_eq!((other.unsure.len(), other.unknown, other.taken.len()), (0, [1].into(), 1));
        assert_eq!(left(text, "a").unsure, [1].into());
        assert_eq!(left("boot \nbegan 1\n", "").unknown, [1].into());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_and_a_mail_has_one_fate(text in "(boot [ab]\n|(began|taken|ended) [0-9]( [0-9])?\n|.{0,9}){0,40}") {
            let left = left(&text, "a");
            prop_assert!(left.unsure.is_empty() || left.unknown.is_empty());
            for id in left.unsure.iter().chain(&left.unknown) {
                let line = format!("began {id}");
                prop_assert!(text.contains(&line));
            }
        }
    }
}
