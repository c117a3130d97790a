//! The starter pack, `catalogue/starter/`, in one language: an inventory that `import` reads, in which
//! every thing says of itself that it is assumed.

use arvak_words::Words;

/// Its files: name, the sentence that says what it lists, and the text in three languages.
const FILES: [(&str, &str, &str); 3] = [
    (
        "functions.toml",
        "starter-functions",
        include_str!("../../../catalogue/starter/functions.toml"),
    ),
    ("services.toml", "starter-services", include_str!("../../../catalogue/starter/services.toml")),
    ("systems.toml", "starter-systems", include_str!("../../../catalogue/starter/systems.toml")),
];

/// Columns of a comment.
const COMMENT_WIDTH: usize = 110;

/// The names of its files.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, ..)| *name)
}

/// Name and text of each file, in the language of `words`.
pub fn pack(words: &Words) -> impl Iterator<Item = (&'static str, String)> {
    FILES.iter().map(|(name, lists, text)| (*name, file(lists, text, words)))
}

fn file(lists: &str, text: &str, words: &Words) -> String {
    let mut out = comment(&words.plain(lists)) + &comment(&words.plain("starter-lead"));
    for record in text.split("\n\n").filter(|part| part.starts_with("[[")) {
        out += "\n";
        out += &in_one_language(record, words);
    }
    out
}

/// A record with the texts of one language: `name.nn = "…"` becomes `name = "…"`, and the note says first
/// that the thing is assumed.
fn in_one_language(record: &str, words: &Words) -> String {
    let tag = words.lang().tag();
    let mut lines = Vec::new();
    let mut note = words.plain("starter-assumed");
    for line in record.lines() {
        match line.split_once(" = ").and_then(|(field, text)| Some((field.split_once('.')?, text)))
        {
            None => lines.push(line.to_owned()),
            Some((("note", lang), text)) if lang == tag => {
                note = format!("{note} {}", text.trim_matches('"'));
            }
            Some(((field, lang), text)) if lang == tag => lines.push(format!("{field} = {text}")),
            Some(_) => {}
        }
    }
    lines.push(format!("note = \"{note}\"\n"));
    lines.join("\n")
}

fn comment(text: &str) -> String {
    let lines = arvak_words::wrap(text, COMMENT_WIDTH, 0);
    format!("# {}\n", lines.replace('\n', "\n# "))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use arvak_core::fact::Entity;
    use arvak_core::inventory::{self, Item};
    use arvak_core::{Basis, SourceFile};
    use arvak_words::Lang;

    use super::*;

    fn items(lang: Lang) -> Vec<Item> {
        let files: Vec<_> = pack(&Words::new(lang)).collect();
        let sources: Vec<_> = files.iter().map(|(name, text)| SourceFile { name, text }).collect();
        inventory::parse(&sources, &BTreeSet::new()).unwrap_or_else(|mistakes| {
            let told: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
            panic!("{}: {}", lang.tag(), told.join("\n"))
        })
    }

    #[test]
    fn it_is_sound_and_says_of_each_thing_that_it_is_assumed() {
        for (lang, assumed) in
            [(Lang::Nb, "Antatt: "), (Lang::Nn, "Anteke: "), (Lang::En, "Assumed: ")]
        {
            let items = items(lang);
            assert!(items.len() > 90, "{}", items.len());
            for item in &items {
                let note = item.note.as_deref().unwrap_or_default();
                assert!(note.starts_with(assumed), "{}: {note}", item.entity.id);
                let mut attributes = item.entity.attributes.values();
                assert!(attributes.all(|one| one.basis == Basis::Statement));
            }
            let functions = items.iter().filter(|item| item.entity.id.kind() == "function");
            assert!(functions.clone().all(|item| !item.entity.relations.is_empty()));
            assert!(functions.count() >= 20);
        }
    }

    #[test]
    fn the_three_languages_hold_the_same_things_and_differ_in_words_alone() {
        let facts = |items: &[Item]| -> Vec<Entity> {
            items.iter().map(|item| item.entity.clone()).collect()
        };
        let [nb, nn, en] = Lang::ALL.map(items);
        assert_eq!(facts(&nb), facts(&nn));
        assert_eq!(facts(&nb), facts(&en));
        for item in nb.iter().chain(&nn).chain(&en) {
            let name = item.name.as_deref().unwrap_or_default();
            assert!(!name.is_empty(), "{} has no name", item.entity.id);
        }
        // A fallback is told in every language or in none.
        let told = |items: &[Item], sentence: &str| -> Vec<bool> {
            items.iter().map(|item| item.note.as_deref().unwrap().contains(sentence)).collect()
        };
        let fallbacks = told(&nb, "Reserve: ");
        assert!(fallbacks.iter().filter(|told| **told).count() >= 20);
        assert_eq!(fallbacks, told(&nn, "Reserve: "));
        assert_eq!(fallbacks, told(&en, "Fallback: "));
    }

    #[test]
    fn every_text_of_the_files_stands_in_three_languages() {
        for (name, _, text) in FILES {
            for record in text.split("\n\n").filter(|part| part.starts_with("[[")) {
                for field in ["name", "note"] {
                    let has = |lang: Lang| record.contains(&format!("\n{field}.{} = ", lang.tag()));
                    let all = Lang::ALL.map(has);
                    let complete = all == [true; 3] || (field == "note" && all == [false; 3]);
                    assert!(complete, "{name}: {field} of {record}");
                }
                assert!(!record.contains("\nname = ") && !record.contains("\nnote = "), "{record}");
            }
        }
    }
}
