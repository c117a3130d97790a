//! What pages ask of a view again and again, found once: a view never changes, so this does not either.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use arvak_words::Lang;
use maud::Markup;

use crate::tasks::Place;

/// Most parts that are kept of one view; a view lives half a minute at most.
const PARTS_MOST: usize = 256;

/// What was found of one view.
#[derive(Default)]
pub(crate) struct Kept {
    parts: Mutex<BTreeMap<String, Markup>>,
    tasks: OnceLock<Vec<Place>>,
}

impl Kept {
    /// A part of a page that depends on the view, the language and `key` alone.
    pub(crate) fn part(&self, lang: Lang, key: &str, make: impl FnOnce() -> Markup) -> Markup {
        let key = format!("{} {key}", lang.tag());
        let known = self.parts.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(part) = known {
            return part;
        }
        // Two visitors may make the same at once; neither waits for the other.
        let part = make();
        let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        if parts.len() < PARTS_MOST {
            parts.insert(key, part.clone());
        }
        part
    }

    /// The places of all tasks, in their order.
    pub(crate) fn tasks(&self, find: impl FnOnce() -> Vec<Place>) -> &[Place] {
        self.tasks.get_or_init(find)
    }
}

#[cfg(test)]
mod tests {
    use maud::html;

    use super::*;

    #[test]
    fn a_part_is_made_once_for_each_language_and_key() {
        let kept = Kept::default();
        let mut made = 0;
        for (lang, key) in [(Lang::Nb, "a"), (Lang::Nb, "a"), (Lang::Nn, "a"), (Lang::Nb, "b")] {
            let part = kept.part(lang, key, || {
                made += 1;
                html! { p { (lang.tag()) (key) } }
            });
            assert_eq!(part.into_string(), format!("<p>{}{key}</p>", lang.tag()));
        }
        assert_eq!(made, 3);
    }
}
