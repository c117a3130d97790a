//! What a thing says, as it stands in a cell.

use std::fmt::Write as _;

use arvak_core::fact::{Relation, Value};
use arvak_core::inventory::Item;
use arvak_core::vocabulary::{self, RelationRow};
use arvak_core::{Basis, Class, EntityId};
use arvak_words::Words;

use super::CannotBeWritten;
use crate::names::{BASES, Field, basis_id, class_id, word_id};

/// The content of a cell.
pub(crate) enum Written {
    Text(String),
    Number(f64),
}

/// What stands in the column of `field` for a thing; nothing when the thing does not say it.
pub(crate) fn of(
    item: &Item,
    field: Field,
    words: &Words,
) -> Result<Option<Written>, CannotBeWritten> {
    let written = match field {
        Field::Id => Some(item.entity.id.slug().to_owned()),
        Field::Name => item.name.clone(),
        Field::Note => item.note.clone(),
        Field::Basis => basis(item)?.map(|basis| words.plain(&basis_id(basis.name()))),
        // Internal is what nothing else is said of.
        Field::Class => {
            (item.class != Class::Internal).then(|| words.plain(&class_id(item.class.name())))
        }
        Field::Classes => classes(item, words),
        Field::Attribute(row) => {
            let known = item.entity.attributes.iter().find(|(name, _)| name.as_str() == row.name);
            let Some((_, attribute)) = known else { return Ok(None) };
            match &attribute.value {
                Value::Int(number) => match i32::try_from(*number) {
                    Ok(number) => return Ok(Some(Written::Number(f64::from(number)))),
                    Err(_) => Some(number.to_string()),
                },
                Value::Bool(true) => Some(words.plain("flag-yes")),
                Value::Bool(false) => Some(words.plain("flag-no")),
                Value::Word(word) => Some(words.plain(&word_id(row.name, word.as_str()))),
                Value::Host(host) => Some(host.as_str().to_owned()),
                Value::Time(at) => Some(at.to_string()),
                Value::Id(_) => return Err(cannot(item, row.name)),
            }
        }
        Field::Relation(row) => relation(item, row, words),
    };
    Ok(written.map(Written::Text))
}

/// Fields that others may see than the thing, a line each: `vert: intern`.
fn classes(item: &Item, words: &Words) -> Option<String> {
    let kind = vocabulary::kind(item.entity.id.kind())?;
    let lines = kind.attributes.iter().filter_map(|row| {
        let known = item.entity.attributes.iter().find(|(name, _)| name.as_str() == row.name)?;
        let class = words.plain(&class_id(known.1.class?.name()));
        Some(format!("{}: {class}", Field::Attribute(row).title(words)))
    });
    let lines: Vec<_> = lines.collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The one basis of all attributes. Statements are what nothing else is said of, so they are not written.
fn basis(item: &Item) -> Result<Option<Basis>, CannotBeWritten> {
    let mut all = item.entity.attributes.values().map(|attribute| attribute.basis);
    let Some(first) = all.next() else { return Ok(None) };
    if all.any(|other| other != first) || !BASES.contains(&first) {
        return Err(cannot(item, "basis"));
    }
    Ok((first != Basis::Statement).then_some(first))
}

fn cannot(item: &Item, field: &str) -> CannotBeWritten {
    CannotBeWritten::Field { id: item.entity.id.to_string(), field: field.to_owned() }
}

/// Things on a line each, groups first: core puts those that are all needed last.
fn relation(item: &Item, row: &'static RelationRow, words: &Words) -> Option<String> {
    let of_this = |relation: &&Relation| relation.relation.as_str() == row.name;
    let all: Vec<&Relation> = item.entity.relations.iter().filter(of_this).collect();
    let (last, groups) = all.split_last()?;
    let needs_all = u32::try_from(last.to.len()) == Ok(last.at_least) && last.grace_hours == 0;
    let mut lines: Vec<String> =
        groups.iter().map(|relation| group(relation, row, words)).collect();
    if needs_all {
        lines.extend(last.to.iter().map(|id| named(id, row).to_owned()));
    } else {
        lines.push(group(last, row, words));
    }
    Some(lines.join("\n"))
}

/// `1 av db-1, db-2 (4 timer)`.
fn group(relation: &Relation, row: &RelationRow, words: &Words) -> String {
    let ids: Vec<&str> = relation.to.iter().map(|id| named(id, row)).collect();
    let of = words.plain("workbook-group-of");
    let mut group = format!("{} {of} {}", relation.at_least, ids.join(", "));
    if relation.grace_hours > 0 {
        let hours = words.plain("workbook-group-hours");
        // Writing to a string cannot fail.
        let _ = write!(group, " ({} {hours})", relation.grace_hours);
    }
    group
}

/// The slug alone where the relation leads to one kind.
fn named<'i>(id: &'i EntityId, row: &RelationRow) -> &'i str {
    if row.to.len() == 1 { id.slug() } else { id.as_str() }
}
