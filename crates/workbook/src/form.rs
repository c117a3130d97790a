//! One thing as a form: the same fields, words and reader as a sheet with one row, so that a form and a spreadsheet can
//! never mean different things.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::inventory::Item;
use arvak_core::vocabulary::{KindRow, RelationRow, ValueType};
use arvak_core::{Basis, Class, EntityId};
use arvak_words::Words;

use crate::export::cells::{self, Written};
use crate::mistake::Place;
use crate::names::{BASES, Field, basis_id, class_id, word_id};
use crate::reading::{File, Format, parse};

/// The id, the name and the note of a thing.
pub const OWN_FIELDS: [&str; 3] = ["id", "name", "note"];

/// What a field of a form holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    /// One line of text.
    Line,
    /// Several lines of text.
    Lines,
    /// One of these: what is sent, and what is shown.
    Choice(Vec<String>),
    /// A whole number from the first to the second.
    Whole(i64, i64),
    /// An instant, as people write it.
    Moment,
    /// Other things, one a line.
    Things(&'static RelationRow),
}

/// A field of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormField {
    /// Its name in an inventory.
    pub code: &'static str,
    /// What it is called.
    pub title: String,
    /// What it holds.
    pub holds: Holds,
}

/// Something wrong in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormMistake {
    /// The field; none when it is the whole.
    pub field: Option<&'static str>,
    /// What is wrong and what to do.
    pub sentence: String,
}

/// The fields of a kind, in the order of its sheet.
pub fn form_fields(kind: &'static KindRow, words: &Words) -> Vec<FormField> {
    let field = |field: Field| FormField {
        code: field.code(),
        title: field.title(words),
        holds: holds(field, words),
    };
    Field::all(kind).into_iter().map(field).collect()
}

fn holds(field: Field, words: &Words) -> Holds {
    let said = |ids: Vec<String>| Holds::Choice(ids.iter().map(|id| words.plain(id)).collect());
    match field {
        Field::Id | Field::Name => Holds::Line,
        Field::Note | Field::Classes => Holds::Lines,
        Field::Basis => said(BASES.map(Basis::name).map(basis_id).into()),
        Field::Class => said(Class::ALL.map(|class| class_id(class.name())).into()),
        Field::Relation(row) => Holds::Things(row),
        Field::Attribute(row) => match row.value {
            ValueType::Bool => said(vec!["flag-yes".to_owned(), "flag-no".to_owned()]),
            ValueType::Word(codes) => {
                said(codes.iter().map(|code| word_id(row.name, code)).collect())
            }
            ValueType::Int { min, max, .. } => Holds::Whole(min, max),
            ValueType::Host => Holds::Line,
            ValueType::Time => Holds::Moment,
        },
    }
}

/// What stands in the fields for a thing. A basis that differs between attributes is left out; whoever reads the form
/// again keeps it for what is unchanged.
pub fn form_values(
    item: &Item,
    kind: &'static KindRow,
    words: &Words,
) -> BTreeMap<&'static str, String> {
    let value = |field: Field| {
        let text = match cells::of(item, field, words).ok()?? {
            Written::Text(text) => text,
            Written::Number(number) => format!("{number:.0}"),
        };
        Some((field.code(), text))
    };
    Field::all(kind).into_iter().filter_map(value).collect()
}

/// Reads a form: the thing, or everything that is wrong in it. References may lead to things among `known`.
pub fn read_form(
    kind: &'static KindRow,
    values: &BTreeMap<String, String>,
    known: &BTreeSet<EntityId>,
    words: &Words,
) -> Result<Item, Vec<FormMistake>> {
    let fields = Field::all(kind);
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let titles: Vec<String> = fields.iter().map(|field| quoted(&field.title(words))).collect();
    let cells: Vec<String> = fields
        .iter()
        .map(|field| quoted(values.get(field.code()).map_or("", String::as_str)))
        .collect();
    let text = format!("{}\n{}\n", titles.join(";"), cells.join(";"));
    let name = format!("{}.csv", kind.name);
    let file = File { name: &name, bytes: text.as_bytes(), format: Format::Csv };
    let items = parse(&[file], known, words).map_err(|mistakes| {
        let told = mistakes.into_iter().map(|mistake| {
            let column = match mistake.place {
                Place::Cell { column, .. } => usize::try_from(column).ok(),
                _ => None,
            };
            let field = column.and_then(|column| fields.get(column.checked_sub(1)?));
            FormMistake { field: field.map(|field| field.code()), sentence: mistake.said(words) }
        });
        told.collect::<Vec<_>>()
    })?;
    items.into_iter().next().ok_or_else(Vec::new)
}

#[cfg(test)]
mod tests {
    use arvak_core::vocabulary;
    use arvak_words::Lang;

    use super::*;

    fn read(kind: &str, values: &[(&str, &str)], lang: Lang) -> Result<Item, Vec<FormMistake>> {
        let known = ["system/app-1", "system/db-1", "system/db-2", "role/ict_lead"];
        let known = known.map(|id| id.parse().unwrap()).into();
        let values = values.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned()));
        read_form(vocabulary::kind(kind).unwrap(), &values.collect(), &known, &Words::new(lang))
    }

    #[test]
    fn a_form_says_what_a_sheet_says_and_comes_back_as_it_was() {
        for lang in Lang::ALL {
            let words = Words::new(lang);
            let yes = words.plain("flag-yes");
            let of = words.plain("workbook-group-of");
            let group = format!("1 {of} db-1, db-2\napp-1");
            let runs_on = format!("1 {of} system/db-1, system/db-2\nsystem/app-1");
            let values = [
                ("id", "epj"),
                ("name", "Journal «A;B» \"C\""),
                ("note", "En linje\nog en til"),
                ("criticality", "5"),
                ("internet_facing", yes.as_str()),
                ("runs_on", if lang == Lang::Nb { group.as_str() } else { runs_on.as_str() }),
            ];
            let item = read("service", &values, lang).unwrap();
            assert_eq!(item.entity.id.as_str(), "service/epj");
            assert_eq!(item.name.as_deref(), Some("Journal «A;B» \"C\""));
            assert_eq!(item.entity.relations.len(), 2);
            let kind = vocabulary::kind("service").unwrap();
            let shown = form_values(&item, kind, &words);
            let again: BTreeMap<String, String> =
                shown.iter().map(|(code, text)| ((*code).to_owned(), text.clone())).collect();
            let known = ["system/app-1", "system/db-1", "system/db-2"];
            let known = known.map(|id| id.parse().unwrap()).into();
            let again = read_form(kind, &again, &known, &words).unwrap();
            assert_eq!((again.entity, again.note), (item.entity, item.note));
        }
    }

    #[test]
    fn each_mistake_is_told_at_its_field() {
        let values = [("id", "E P J"), ("criticality", "9"), ("runs_on", "finnes-ikke")];
        let wrong = read("service", &values, Lang::Nb).unwrap_err();
        let fields: Vec<_> = wrong.iter().filter_map(|mistake| mistake.field).collect();
        assert!(fields.contains(&"id") && fields.contains(&"criticality"), "{wrong:?}");
        assert!(wrong.iter().all(|mistake| !mistake.sentence.contains(".csv")), "{wrong:?}");
        let empty = read("service", &[], Lang::Nb).unwrap_err();
        assert!(!empty.is_empty());
    }

    #[test]
    fn every_kind_has_a_form() {
        let words = Words::new(Lang::Nb);
        for kind in vocabulary::KINDS.iter().filter(|kind| kind.listed) {
            let fields = form_fields(kind, &words);
            let named = |code: &str| fields.iter().any(|field| field.code == code);
            assert!(OWN_FIELDS.into_iter().all(named), "{}", kind.name);
            assert!(fields.iter().all(|field| !field.title.contains("attribute-")));
        }
    }
}
