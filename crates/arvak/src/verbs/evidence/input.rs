//! Files that others made: their bytes, and that they are not from the future.

use std::path::Path;

use arvak_core::Instant;
use arvak_words::{Say, Words, date_and_time};

use crate::exit::BadInput;

/// All bytes of a file, of which there may be `most`.
pub(in crate::verbs) fn whole(path: &Path, most: usize, words: &Words) -> anyhow::Result<Vec<u8>> {
    let unreadable = |why: String| {
        let args = [("path", Say::Owned(path.display().to_string())), ("why", Say::Owned(why))];
        BadInput(words.say("import-no-path", &args))
    };
    let length = std::fs::metadata(path).map_err(|error| unreadable(error.to_string()))?.len();
    if length > most as u64 {
        return Err(unreadable(format!("more than {most} bytes")).into());
    }
    std::fs::read(path).map_err(|error| unreadable(error.to_string()).into())
}

/// What was made later than now was not made.
pub(in crate::verbs) fn not_after(
    made: Instant,
    now: Instant,
    words: &Words,
) -> anyhow::Result<()> {
    if made <= now {
        return Ok(());
    }
    let told = |instant| Say::Owned(date_and_time(words.lang(), instant));
    let args = [("exported", told(made)), ("now", told(now))];
    Err(BadInput(words.say("judge-future", &args)).into())
}
