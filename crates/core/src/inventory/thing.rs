//! One record of an inventory.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::references::{self, Reference};
use super::{Item, NAME_CHARS_MAX, NOTE_CHARS_MAX, THINGS_MAX};
use crate::fact::{Attribute, ENVELOPE_BYTES_MAX, Entity, Value};
use crate::mistake::Problem;
use crate::sheet::{self, Record, Sheet};
use crate::vocabulary::{self, AttributeRow, KindRow, ValueType};
use crate::{Basis, Class, Name};

/// Bytes of an envelope that are kept for what is not the thing itself.
const ENVELOPE_BYTES_RESERVED: usize = 2_048;

/// A thing and the places of what it names.
pub(super) struct Thing {
    pub(super) item: Item,
    /// The index of its file.
    pub(super) file: usize,
    /// The byte of the file at which its id stands.
    pub(super) at: usize,
    pub(super) references: Vec<Reference>,
}

/// Reads the things of one file, in the order in which they are written.
pub(super) fn read(
    sheet: &mut Sheet<'_>,
    file: usize,
    table: &DeTable<'_>,
    things: &mut Vec<Thing>,
) {
    if table.is_empty() && !sheet.broken() {
        sheet.tell(0, Problem::new("nothing_here"));
    }
    let mut records = Vec::new();
    for (key, value) in table {
        let kind = vocabulary::kind(key.get_ref()).filter(|row| row.listed);
        let Some(kind) = kind else {
            let listed = vocabulary::KINDS.iter().filter(|row| row.listed).map(|row| row.name);
            let codes = ("unknown_kind", "unknown_kind_near");
            sheet.tell(key.span().start, Problem::unknown(codes, key.get_ref(), listed));
            continue;
        };
        let list = sheet.list_in(kind.name, value, "list_of_tables").unwrap_or_default();
        records.extend(list.iter().map(|value| (kind, value)));
    }
    let count = things.len() + records.len();
    if count > THINGS_MAX {
        let problem = Problem::new("too_many").with("what", "things").with("count", count);
        sheet.tell(0, problem.with("most", THINGS_MAX));
        return;
    }
    records.sort_by_key(|(_, value)| value.span().start);
    for (kind, value) in records {
        if let Some(record) = Record::of(sheet, kind.name, value) {
            things.extend(thing(sheet, file, kind, record));
        }
    }
}

fn thing(
    sheet: &mut Sheet<'_>,
    file: usize,
    kind: &'static KindRow,
    record: Record<'_, '_>,
) -> Option<Thing> {
    record.only(sheet, || fields(kind));
    let line_of = |sheet: &mut Sheet<'_>, field: &str, most| {
        let text = record.get(field).and_then(|value| sheet.line_in(field, value, most));
        text.map(|text| text.trim().to_owned())
    };
    let name = line_of(sheet, "name", NAME_CHARS_MAX);
    let note = record.get("note").and_then(|value| sheet.note_in("note", value, NOTE_CHARS_MAX));
    let note = note.map(|text| text.trim().replace("\r\n", "\n").replace('\r', "\n"));
    let classes = Class::ALL.map(Class::name);
    let class = record.get("class").and_then(|value| sheet.word_in("class", value, &classes));
    let class = class.and_then(Class::from_name).unwrap_or_default();
    let own = classes_of_fields(sheet, kind, record);
    let mut attributes = attributes(sheet, kind, record);
    for (name, attribute) in &mut attributes {
        // What is said of the thing is not said again of its fields.
        attribute.class = own.get(name.as_str()).copied().filter(|own| *own != class);
    }
    let (relations, references) = references::read(sheet, kind, record);
    let at = record.get("id").map_or(record.at, |value| value.span().start);
    let slug = record.need_name(sheet, "id")?;
    let id = format!("{}/{slug}", kind.name).parse().ok()?;
    let entity = Entity { id, attributes, relations };
    fits_an_envelope(sheet, at, &entity);
    let (line, in_file) = (sheet.line(record.at), sheet.name.to_owned());
    Some(Thing {
        item: Item { entity, name, note, class, file: in_file, line },
        file,
        at,
        references,
    })
}

fn fields(kind: &'static KindRow) -> Vec<&'static str> {
    let own = ["id", "name", "note", "basis", "class", "classes"].into_iter();
    let attributes = kind.attributes.iter().map(|row| row.name);
    own.chain(attributes).chain(kind.relations().map(|row| row.name)).collect()
}

/// `classes = { host = "internal" }`: who may see single fields, where that differs from the thing.
fn classes_of_fields(
    sheet: &mut Sheet<'_>,
    kind: &'static KindRow,
    record: Record<'_, '_>,
) -> BTreeMap<&'static str, Class> {
    let Some(value) = record.get("classes") else { return BTreeMap::new() };
    let Some(fields) = Record::of(sheet, "classes", value) else { return BTreeMap::new() };
    fields.only(sheet, || kind.attributes.iter().map(|row| row.name).collect());
    let words = Class::ALL.map(Class::name);
    let of = |row: &AttributeRow, sheet: &mut Sheet<'_>| {
        let word = sheet.word_in(row.name, fields.get(row.name)?, &words)?;
        Class::from_name(word)
    };
    kind.attributes.iter().filter_map(|row| Some((row.name, of(row, sheet)?))).collect()
}

fn attributes(
    sheet: &mut Sheet<'_>,
    kind: &'static KindRow,
    record: Record<'_, '_>,
) -> BTreeMap<Name, Attribute> {
    // What is stronger than a document comes from our own judge alone (law 5).
    let allowed = [Basis::Statement.name(), Basis::Document.name()];
    let basis = record.get("basis").and_then(|value| sheet.word_in("basis", value, &allowed));
    let basis = basis.and_then(Basis::from_name).unwrap_or(Basis::Statement);
    let mut attributes = BTreeMap::new();
    for row in kind.attributes {
        let value = record.get(row.name).and_then(|value| attribute(sheet, row, value));
        if let (Some(value), Ok(name)) = (value, row.name.parse()) {
            attributes.insert(name, Attribute { value, basis, class: None });
        }
    }
    attributes
}

fn attribute(
    sheet: &mut Sheet<'_>,
    row: &AttributeRow,
    value: sheet::Value<'_, '_>,
) -> Option<Value> {
    match row.value {
        ValueType::Bool => sheet.bool_in(row.name, value).map(Value::Bool),
        ValueType::Int { min, max, .. } => {
            sheet.int_in(row.name, value, (min, max)).map(Value::Int)
        }
        ValueType::Word(words) => {
            let word = sheet.word_in(row.name, value, words)?;
            word.parse().ok().map(Value::Word)
        }
        ValueType::Host => sheet.host_in(row.name, value).map(Value::Host),
        ValueType::Time => match value.get_ref() {
            DeValue::Datetime(time) if time.offset.is_some() => {
                time.to_string().parse().ok().map(Value::Time)
            }
            _ => {
                sheet.wrong_type(row.name, value, "instant");
                None
            }
        },
    }
}

fn fits_an_envelope(sheet: &mut Sheet<'_>, at: usize, entity: &Entity) {
    let most = ENVELOPE_BYTES_MAX - ENVELOPE_BYTES_RESERVED;
    let named: usize = entity.relations.iter().map(|relation| relation.to.len()).sum();
    // A reference takes at most 204 bytes; few of them always fit.
    if named < most / 256 {
        return;
    }
    let bytes = serde_json::to_vec(entity).map_or(usize::MAX, |bytes| bytes.len());
    if bytes > most {
        let problem = Problem::new("thing_too_large").with("id", &entity.id);
        sheet.tell(at, problem.with("bytes", bytes).with("most", most));
    }
}
