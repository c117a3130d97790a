//! A thing as a program writes it. It is turned into a record of the inventory's own format, so that the API, files and forms
//! are read by one reader, and a mistake is told at the field that it is in.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use arvak_core::inventory::{self, Item};
use arvak_core::mistake::Problem as Mistake;
use arvak_core::vocabulary::{KindRow, ValueType};
use arvak_core::{EntityId, Instant, SourceFile};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::Relation;
use crate::api::ask::escaped;
use crate::api::problem::{Problem, Wrong, named};
use crate::form::seen;
use crate::visit::Visit;

/// What is said of a thing: all of it, in place of what was said before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "Electronic patient record", "attributes": { "criticality": 5, "internet_facing": true },
    "relations": { "owner": [{ "of": ["role/ict_lead"] }] }
}))]
pub(crate) struct Described {
    /// What people call it.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub(super) name: Option<String>,
    /// A free note.
    #[serde(default)]
    #[schema(max_length = 5000)]
    note: Option<String>,
    /// Who may see it: `internal` (usual), `leadership`, `shared`, `public`.
    #[serde(default)]
    class: Option<String>,
    /// How the attributes came to be known: `statement` (usual) or `document`. What is unchanged is known as it was.
    #[serde(default)]
    basis: Option<String>,
    /// Who may see single attributes, where that differs from the thing.
    #[serde(default)]
    attribute_class: BTreeMap<String, String>,
    /// Its attributes, by the names of the inventory.
    #[serde(default)]
    #[schema(value_type = Object)]
    attributes: BTreeMap<String, Value>,
    /// Its relations, by the names of the inventory.
    #[serde(default)]
    relations: BTreeMap<String, Vec<Relation>>,
    /// Why, where the change would better a status without new evidence.
    #[serde(default)]
    #[schema(max_length = 10_000)]
    pub(super) reason: Option<String>,
}

impl Described {
    /// The thing of that kind and slug, or everything that is wrong.
    pub(super) fn read(&self, visit: &Visit, kind: &KindRow, slug: &str) -> Result<Item, Problem> {
        self.names_are_known(visit, kind)?;
        let Record { text, pointers } = self.record(kind, slug);
        let known: BTreeSet<EntityId> =
            visit.view.state().entities().map(|entity| entity.id().clone()).collect();
        let source = SourceFile { name: "thing", text: &text };
        let wrong = match inventory::parse(&[source], &known) {
            Ok(items) => {
                return items.into_iter().next().ok_or_else(|| Problem::invalid(Vec::new()));
            }
            Err(wrong) => wrong,
        };
        let told = wrong.into_iter().map(|mistake| {
            let line = usize::try_from(mistake.line).unwrap_or_default();
            let pointer = line.checked_sub(1).and_then(|line| pointers.get(line));
            let pointer = pointer.map(String::as_str).unwrap_or_default();
            let said = Mistake { code: mistake.code, args: mistake.args };
            Wrong::at(pointer, mistake.code, visit.words().problem(&said))
        });
        Err(Problem::invalid(told.collect()))
    }

    /// Attributes and relations stand together in a record, and apart here.
    fn names_are_known(&self, visit: &Visit, kind: &KindRow) -> Result<(), Problem> {
        let is_attribute = |name: &&String| kind.attribute(name).is_some();
        let is_relation = |name: &&String| kind.relations().any(|row| row.name == name.as_str());
        let wrong = |group: &str, name: &String| {
            let said = named(visit.words(), "api-field-unknown", name);
            Wrong::at(&format!("/{group}/{}", escaped(name)), "unknown", said)
        };
        let attributes = self.attributes.keys().filter(|name| !is_attribute(name));
        let relations = self.relations.keys().filter(|name| !is_relation(name));
        let attributes = attributes.map(|name| wrong("attributes", name));
        let all: Vec<Wrong> =
            attributes.chain(relations.map(|name| wrong("relations", name))).collect();
        if all.is_empty() { Ok(()) } else { Err(Problem::invalid(all)) }
    }

    /// The record, a field on each line, and where each line stands in the body.
    fn record(&self, kind: &KindRow, slug: &str) -> Record {
        let mut record = Record { text: String::new(), pointers: Vec::new() };
        record.line("", &format!("[[{}]]", kind.name));
        record.field("/id", "id", &Value::from(slug));
        let own = [
            ("name", &self.name),
            ("note", &self.note),
            ("class", &self.class),
            ("basis", &self.basis),
        ];
        for (name, text) in own {
            if let Some(text) = text {
                record.field(&format!("/{name}"), name, &Value::from(seen(text)));
            }
        }
        for (name, value) in &self.attributes {
            let pointer = format!("/attributes/{}", escaped(name));
            let is_time = kind.attribute(name).is_some_and(|row| row.value == ValueType::Time);
            match value.as_str().and_then(|text| text.parse::<Instant>().ok()) {
                Some(at) if is_time => {
                    record.line(&pointer, &format!("{} = {at}", Value::from(name.as_str())));
                }
                _ => record.field(&pointer, name, value),
            }
        }
        if !self.attribute_class.is_empty() {
            let classes = self.attribute_class.iter();
            let classes = classes.map(|(name, class)| (name.clone(), Value::from(seen(class))));
            record.field("/attribute_class", "classes", &Value::Object(classes.collect()));
        }
        for (name, groups) in self.relations.iter().filter(|(_, groups)| !groups.is_empty()) {
            let groups: Vec<String> = groups.iter().map(group).collect();
            let line = format!("{} = [{}]", Value::from(name.as_str()), groups.join(", "));
            record.line(&format!("/relations/{}", escaped(name)), &line);
        }
        record
    }
}

struct Record {
    text: String,
    pointers: Vec<String>,
}

impl Record {
    fn line(&mut self, pointer: &str, line: &str) {
        // What was written holds no end of line: in JSON's form of a text it is an escape.
        let _ = writeln!(self.text, "{line}");
        self.pointers.push(pointer.to_owned());
    }

    fn field(&mut self, pointer: &str, name: &str, value: &Value) {
        self.line(pointer, &format!("{} = {}", Value::from(name), toml(value)));
    }
}

/// A value in TOML. JSON's form of a text is one of TOML's too; a null becomes something that no field holds.
fn toml(value: &Value) -> String {
    match value {
        Value::Null => "{}".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) => Value::from(seen(text)).to_string(),
        Value::Array(all) => {
            let all: Vec<String> = all.iter().map(toml).collect();
            format!("[{}]", all.join(", "))
        }
        Value::Object(fields) => {
            let fields = fields.iter();
            let fields: Vec<String> = fields
                .map(|(name, one)| format!("{} = {}", Value::from(name.as_str()), toml(one)))
                .collect();
            format!("{{ {} }}", fields.join(", "))
        }
    }
}

fn group(relation: &Relation) -> String {
    let of: Vec<String> = relation.of.iter().map(|id| Value::from(seen(id)).to_string()).collect();
    let mut text = format!("{{ of = [{}]", of.join(", "));
    if let Some(number) = relation.at_least {
        let _ = write!(text, ", at_least = {number}");
    }
    if let Some(hours) = relation.grace_hours {
        let _ = write!(text, ", grace_hours = {hours}");
    }
    text.push_str(" }");
    text
}

#[cfg(test)]
mod tests {
    use arvak_core::vocabulary;
    use serde_json::json;

    use super::*;

    fn record(described: Value, kind: &str) -> Record {
        let described: Described = serde_json::from_value(described).unwrap();
        described.record(vocabulary::kind(kind).unwrap(), "x")
    }

    #[test]
    fn each_field_stands_on_a_line_of_its_own_whatever_it_holds() {
        let described = json!({
            "name": "A \"b\"\nc = 1", "note": "[[service]]\nid = \"y\"",
            "attributes": { "criticality": 5, "a\nb": null, "x": [1.5, { "y": true }] },
            "relations": { "needs": [{ "of": ["system/\n"], "at_least": 1 }], "owner": [] },
        });
        let Record { text, pointers } = record(described, "service");
        assert_eq!(text.lines().count(), pointers.len(), "{text}");
        assert_eq!(pointers.last().unwrap(), "/relations/needs");
        assert_eq!(text.matches("\n[[").count(), 0, "{text}");
        let table: toml::Table = text.parse().unwrap();
        let name = table["service"][0]["name"].as_str().unwrap();
        assert_eq!(name, "A \"b\"\nc = 1");
    }

    #[test]
    fn an_instant_is_written_as_one_and_nothing_else_slips_in_so() {
        let text =
            |at: &str| record(json!({ "attributes": { "planned_at": at } }), "exercise").text;
        assert!(text("2026-03-01T12:00:00Z").contains("= 2026-03-01T12:00:00Z\n"));
        assert!(text("2026-03-01T12:00:00Z\nid = \"y\"").contains("= \"2026"));
    }
}
