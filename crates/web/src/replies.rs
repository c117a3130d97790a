//! Texts of replies: those that were on a screen lately, so that whoever took an hour to read one can still decide over
//! it while probes go on recording; and what was decided over which text.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use arvak_core::Digest;
use arvak_store::Reading;
use arvak_store::replies::{Decided, decided};

use crate::program::{Edition, Written};

/// Most bytes of texts that were shown and that nobody decided over yet; the oldest go first.
const SHOWN_BYTES_MOST: usize = 8 * 1024 * 1024;

/// What a process knows of replies.
#[derive(Default)]
pub(crate) struct Replies {
    shown: Mutex<Shown>,
    told: Mutex<Told>,
}

#[derive(Default)]
struct Shown {
    texts: VecDeque<(Edition, Digest, Arc<str>)>,
    bytes: usize,
}

/// What the first `size` entries say.
#[derive(Default)]
struct Told {
    size: u64,
    decided: Arc<[Decided]>,
}

impl Replies {
    /// Remembers a text that is put on a screen.
    pub(crate) fn show(&self, edition: Edition, written: &Written) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.texts.iter().any(|(of, digest, _)| *of == edition && *digest == written.digest) {
            return;
        }
        shown.bytes += written.markdown.len();
        shown.texts.push_back((edition, written.digest, written.markdown.as_str().into()));
        while shown.bytes > SHOWN_BYTES_MOST {
            let Some((_, _, oldest)) = shown.texts.pop_front() else { break };
            shown.bytes -= oldest.len();
        }
    }

    /// A text of that edition that was on a screen.
    pub(crate) fn shown(&self, edition: Edition, digest: Digest) -> Option<Arc<str>> {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let mut texts = shown.texts.iter();
        let found = texts.find(|(of, text, _)| *of == edition && *text == digest);
        found.map(|(_, _, text)| Arc::clone(text))
    }

    /// All that was decided, in order. Entries are read once in the life of a process.
    pub(crate) fn decided(&self, store: &Reading) -> arvak_store::Result<Arc<[Decided]>> {
        let (from, known) = {
            let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            (told.size, Arc::clone(&told.decided))
        };
        // Somebody else read further than this visitor's view goes: what it does not hold yet is left out.
        if from >= store.size() {
            let known: Vec<Decided> =
                known.iter().filter(|one| one.entry.0 < store.size()).cloned().collect();
            return Ok(known.into());
        }
        let news = decided(store, from)?;
        let all: Arc<[Decided]> = known.iter().cloned().chain(news).collect();
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.size < store.size() {
            *told = Told { size: store.size(), decided: Arc::clone(&all) };
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use arvak_core::Digest;
    use arvak_reports::{Labels, Reply};

    use super::{Replies, SHOWN_BYTES_MOST};
    use crate::program::{Edition, Written};

    fn written(markdown: String) -> Written {
        let labels = Labels { checkpoint: String::new() };
        let reply = Reply {
            lang: "nb",
            title: String::new(),
            about: Vec::new(),
            lead: String::new(),
            points: Vec::new(),
            labels,
            checkpoint: String::new(),
            how_to_check: String::new(),
        };
        let digest = Digest::of(markdown.as_bytes());
        Written { reply, markdown, digest }
    }

    #[test]
    fn a_text_that_was_shown_is_known_in_its_edition_until_newer_ones_need_the_room() {
        let replies = Replies::default();
        let first = written("a".repeat(SHOWN_BYTES_MOST / 2));
        replies.show(Edition::Council, &first);
        replies.show(Edition::Council, &first);
        assert_eq!(
            replies.shown(Edition::Council, first.digest).as_deref(),
            Some(&*first.markdown)
        );
        assert_eq!(replies.shown(Edition::Public, first.digest), None);
        let second = written("b".repeat(SHOWN_BYTES_MOST / 2));
        replies.show(Edition::Council, &second);
        assert!(replies.shown(Edition::Council, first.digest).is_some());
        let third = written("c".to_owned());
        replies.show(Edition::Council, &third);
        assert_eq!(replies.shown(Edition::Council, first.digest), None);
        assert!(replies.shown(Edition::Council, second.digest).is_some());
        assert!(replies.shown(Edition::Council, third.digest).is_some());
    }
}
