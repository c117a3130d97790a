//! What sheets, columns and words are called, in all three languages and as codes.

use std::collections::BTreeMap;

use arvak_core::mistake::nearest;
use arvak_core::vocabulary::{AttributeRow, KINDS, KindRow, RelationRow, ValueType};
use arvak_core::{Basis, Class};
use arvak_words::{Lang, Words};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Id,
    Name,
    Note,
    Basis,
    Class,
    Classes,
    Attribute(&'static AttributeRow),
    Relation(&'static RelationRow),
}

impl Field {
    /// Its name in an inventory.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::Note => "note",
            Self::Basis => "basis",
            Self::Class => "class",
            Self::Classes => "classes",
            Self::Attribute(row) => row.name,
            Self::Relation(row) => row.name,
        }
    }

    /// The columns of a kind, in the order in which they are written.
    pub(crate) fn all(kind: &'static KindRow) -> Vec<Self> {
        let attributes = kind.attributes.iter().map(Self::Attribute);
        let relations = kind.relations().map(Self::Relation);
        let first = [Self::Id, Self::Name].into_iter();
        first
            .chain(attributes)
            .chain(relations)
            .chain([Self::Basis, Self::Class, Self::Classes, Self::Note])
            .collect()
    }

    /// What it is called in a language.
    pub(crate) fn title(self, words: &Words) -> String {
        let group = match self {
            Self::Id | Self::Name | Self::Note | Self::Basis | Self::Class | Self::Classes => {
                "column"
            }
            Self::Attribute(_) => "attribute",
            Self::Relation(_) => "relation",
        };
        words.plain(&format!("{group}-{}", self.code()))
    }
}

/// The words that an attribute or a basis may hold: `(code, name of the word's group)`.
pub(crate) fn word_id(attribute: &str, word: &str) -> String {
    format!("word.{attribute}-{word}")
}

/// What a basis that people may give is called.
pub(crate) fn basis_id(basis: &str) -> String {
    format!("basis-{basis}")
}

/// What a class is called.
pub(crate) fn class_id(class: &str) -> String {
    format!("class-{class}")
}

/// The bases that people may give: what is stronger comes from our own judge alone.
pub(crate) const BASES: [Basis; 2] = [Basis::Statement, Basis::Document];

/// The kinds that an inventory may list.
pub(crate) fn kinds() -> impl Iterator<Item = &'static KindRow> {
    KINDS.iter().filter(|kind| kind.listed)
}

/// Names without capital letters, the mark of what must be filled in, and the width of blanks.
pub(crate) fn plain(name: &str) -> String {
    let name = name.trim().trim_end_matches('*').to_lowercase();
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Everything that is known by a name.
pub(crate) struct Names {
    languages: Vec<Words>,
    sheets: BTreeMap<String, &'static KindRow>,
    columns: BTreeMap<&'static str, BTreeMap<String, Field>>,
    words: BTreeMap<String, BTreeMap<String, &'static str>>,
    flags: BTreeMap<String, bool>,
    groups: Groups,
}

/// The words in `1 of a, b (4 hours)`.
#[derive(Default)]
pub(crate) struct Groups {
    pub(crate) of: Vec<String>,
    pub(crate) hours: Vec<String>,
}

impl Names {
    pub(crate) fn new() -> Self {
        let languages: Vec<Words> = Lang::ALL.into_iter().map(Words::new).collect();
        let mut names = Self {
            languages,
            sheets: BTreeMap::new(),
            columns: BTreeMap::new(),
            words: BTreeMap::new(),
            flags: [("true", true), ("false", false), ("sann", true), ("usann", false)]
                .map(|(word, flag)| (word.to_owned(), flag))
                .into(),
            groups: Groups::default(),
        };
        names.gather();
        names
    }

    fn gather(&mut self) {
        for kind in kinds() {
            let own = self.called(kind.name, &[format!("things-{}", kind.name)]);
            let one = self.called(kind.name, &[format!("thing-{}", kind.name)]);
            for name in own.into_iter().chain(one) {
                self.sheets.insert(name, kind);
            }
            let mut columns = BTreeMap::new();
            for field in Field::all(kind) {
                columns.insert(field.code().to_owned(), field);
                for words in &self.languages {
                    columns.insert(plain(&field.title(words)), field);
                }
                if let Field::Attribute(AttributeRow { name, value: ValueType::Word(words) }) =
                    field
                {
                    self.learn(name, words, |word| word_id(name, word));
                }
            }
            self.columns.insert(kind.name, columns);
        }
        self.learn("basis", &BASES.map(Basis::name), basis_id);
        self.learn("class", &Class::ALL.map(Class::name), class_id);
        for (id, flag) in [("flag-yes", true), ("flag-no", false)] {
            for name in self.called("", &[id.to_owned()]) {
                self.flags.insert(name, flag);
            }
        }
        let said = |id: &str| self.languages.iter().map(|words| words.plain(id)).collect();
        self.groups = Groups { of: said("workbook-group-of"), hours: said("workbook-group-hours") };
    }

    /// A code and what it is called in every language.
    fn called(&self, code: &str, ids: &[String]) -> Vec<String> {
        let said = ids.iter().flat_map(|id| self.languages.iter().map(|words| words.plain(id)));
        let all = [code.to_owned()].into_iter().chain(said).map(|name| plain(&name));
        all.filter(|name| !name.is_empty()).collect()
    }

    fn learn(&mut self, field: &str, codes: &[&'static str], id: impl Fn(&str) -> String) {
        for code in codes {
            for name in self.called(code, &[id(code)]) {
                self.words.entry(field.to_owned()).or_default().insert(name, code);
            }
        }
    }

    /// The kind that a sheet or a file of that name lists.
    pub(crate) fn kind(&self, name: &str) -> Option<&'static KindRow> {
        self.sheets.get(&plain(name)).copied()
    }

    /// Whether that is the sheet of a template that explains the others.
    pub(crate) fn is_help(&self, name: &str) -> bool {
        let name = plain(name);
        self.languages.iter().any(|words| plain(&words.plain("workbook-help-sheet")) == name)
    }

    /// The column that a header names.
    pub(crate) fn column(&self, kind: &KindRow, header: &str) -> Option<Field> {
        self.columns.get(kind.name)?.get(&plain(header)).copied()
    }

    /// The word of an attribute, or of the basis.
    pub(crate) fn word(&self, field: &str, written: &str) -> Option<&'static str> {
        self.words.get(field)?.get(&plain(written)).copied()
    }

    /// Yes or no.
    pub(crate) fn flag(&self, written: &str) -> Option<bool> {
        self.flags.get(&plain(written)).copied()
    }

    pub(crate) const fn groups(&self) -> &Groups {
        &self.groups
    }

    /// The sheet most like `name`, as it is called in any language.
    pub(crate) fn nearest_sheet(&self, name: &str, words: &Words) -> Option<String> {
        let name = plain(name);
        let found = nearest(&name, self.sheets.keys().map(String::as_str))?;
        Some(words.plain(&format!("things-{}", self.kind(found)?.name)))
    }

    /// The column most like `header`, as it is called in any language.
    pub(crate) fn nearest_column(
        &self,
        kind: &KindRow,
        header: &str,
        words: &Words,
    ) -> Option<String> {
        let columns = self.columns.get(kind.name)?;
        let found = nearest(&plain(header), columns.keys().map(String::as_str))?;
        Some(columns.get(found)?.title(words))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_name_means_two_things_in_any_language() {
        let names = Names::new();
        for words in &names.languages {
            for kind in kinds() {
                let sheet = words.plain(&format!("things-{}", kind.name));
                assert!(sheet.chars().count() <= 31, "{sheet}");
                assert!(!sheet.contains(['[', ']', ':', '*', '?', '/', '\\', '\'']), "{sheet}");
                assert_eq!(names.kind(&sheet).map(|kind| kind.name), Some(kind.name), "{sheet}");
                assert!(!names.is_help(&sheet));
                for field in Field::all(kind) {
                    let title = field.title(words);
                    let found = names.column(kind, &title);
                    assert_eq!(found, Some(field), "{}: {title}", kind.name);
                    assert_eq!(names.column(kind, field.code()), Some(field));
                }
            }
        }
    }

    #[test]
    fn no_word_means_two_things_in_any_language() {
        let names = Names::new();
        for words in &names.languages {
            let mut seen = BTreeSet::new();
            for row in kinds().flat_map(|kind| kind.attributes) {
                let ValueType::Word(codes) = row.value else { continue };
                for code in codes {
                    let said = words.plain(&word_id(row.name, code));
                    assert_eq!(names.word(row.name, &said), Some(*code), "{} {said}", row.name);
                    assert!(seen.insert((row.name, said)), "{} {code}", row.name);
                }
                // A spreadsheet's list of choices: separated by commas, 255 characters in all.
                let said: Vec<_> =
                    codes.iter().map(|code| words.plain(&word_id(row.name, code))).collect();
                assert!(said.iter().all(|word| !word.contains(',')), "{said:?}");
                assert!(said.join(",").chars().count() <= 255, "{said:?}");
            }
            assert_eq!(names.flag(&words.plain("flag-yes")), Some(true));
            assert_eq!(names.flag(&words.plain("flag-no")), Some(false));
            for basis in BASES {
                let said = words.plain(&basis_id(basis.name()));
                assert_eq!(names.word("basis", &said), Some(basis.name()));
            }
        }
    }

    #[test]
    fn capital_letters_and_blanks_do_not_matter() {
        let names = Names::new();
        for name in
            ["Kritiske funksjoner", " KRITISKE  FUNKSJONER ", "kritisk funksjon", "function"]
        {
            assert_eq!(names.kind(name).map(|kind| kind.name), Some("function"), "{name}");
        }
        assert_eq!(names.kind("Budsjett").map(|kind| kind.name), None);
    }
}
