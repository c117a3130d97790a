//! Relations: which things a thing names.

use std::collections::BTreeSet;
use std::ops::Bound;

use toml::de::DeValue;

use super::REFERENCES_MAX;
use super::thing::Thing;
use crate::EntityId;
use crate::fact::Relation;
use crate::mistake::{Problem, as_name, nearest};
use crate::sheet::{Record, Sheet, Value, bad_name};
use crate::vocabulary::{KindRow, RelationRow};

/// Most hours that a thing may go on without what it needs: a year.
const GRACE_HOURS_MAX: i64 = 366 * 24;

/// How many known things are compared with names that are unknown, in all: then suggestions stop,
/// so that a large inventory of wrong names is refused as fast as a small one.
const COMPARISONS_MAX: usize = 50_000;

/// A named thing and where it is named.
pub(super) struct Reference {
    pub(super) relation: &'static RelationRow,
    pub(super) to: EntityId,
    pub(super) at: usize,
}

/// Reads the relations of a record.
pub(super) fn read(
    sheet: &mut Sheet<'_>,
    kind: &'static KindRow,
    record: Record<'_, '_>,
) -> (Vec<Relation>, Vec<Reference>) {
    let (mut relations, mut references) = (Vec::new(), Vec::new());
    for row in kind.relations() {
        let Some(value) = record.get(row.name) else { continue };
        let (found, named) = (Vec::new(), BTreeSet::new());
        let mut field = Field { sheet, row, relations: &mut relations, references: found, named };
        field.read(value);
        references.append(&mut field.references);
    }
    (relations, references)
}

/// One field that holds references.
struct Field<'f, 's> {
    sheet: &'f mut Sheet<'s>,
    row: &'static RelationRow,
    relations: &'f mut Vec<Relation>,
    references: Vec<Reference>,
    named: BTreeSet<EntityId>,
}

impl Field<'_, '_> {
    fn read(&mut self, value: Value<'_, '_>) {
        let members = match value.get_ref() {
            DeValue::Array(list) if list.is_empty() => return self.empty(self.row.name, value),
            DeValue::Array(list) => list.iter().collect(),
            _ => vec![value],
        };
        if members.len() > REFERENCES_MAX {
            return self.too_many(value, members.len());
        }
        let mut all = Vec::new();
        for member in members {
            match member.get_ref() {
                DeValue::Table(_) => self.group(member),
                _ => all.extend(self.reference(member)),
            }
        }
        let at_least = count(all.len());
        self.relate(all, at_least, 0);
    }

    /// `{ of = ["db-1", "db-2"], at_least = 1, grace_hours = 4 }`.
    fn group(&mut self, value: Value<'_, '_>) {
        let Some(record) = Record::of(self.sheet, self.row.name, value) else { return };
        record.only(self.sheet, || vec!["of", "at_least", "grace_hours"]);
        let Some(of) = record.need(self.sheet, "of") else { return };
        let Some(members) = self.sheet.list_in("of", of, "list") else { return };
        if members.is_empty() {
            return self.empty("of", of);
        }
        if members.len() > REFERENCES_MAX {
            return self.too_many(of, members.len());
        }
        let to: Vec<EntityId> = members.iter().filter_map(|one| self.reference(one)).collect();
        let most = i64::try_from(members.len()).unwrap_or(i64::MAX).max(1);
        let mut number = |field: &str, range, otherwise: u32| {
            let value = record.get(field).and_then(|value| self.sheet.int_in(field, value, range));
            value.and_then(|number| u32::try_from(number).ok()).unwrap_or(otherwise)
        };
        let at_least = number("at_least", (1, most), count(to.len()));
        let grace_hours = number("grace_hours", (0, GRACE_HOURS_MAX), 0);
        self.relate(to, at_least, grace_hours);
    }

    fn relate(&mut self, to: Vec<EntityId>, at_least: u32, grace_hours: u32) {
        if let (false, Ok(relation)) = (to.is_empty(), self.row.name.parse()) {
            self.relations.push(Relation { relation, to, at_least, grace_hours });
        }
    }

    fn reference(&mut self, value: Value<'_, '_>) -> Option<EntityId> {
        let DeValue::String(text) = value.get_ref() else {
            self.sheet.wrong_type(self.row.name, value, "references");
            return None;
        };
        match self.id(text) {
            Ok(to) => {
                let reference = Reference { relation: self.row, to, at: value.span().start };
                let to = reference.to.clone();
                self.references.push(reference);
                Some(to)
            }
            Err(problem) => {
                self.sheet.tell(value.span().start, problem);
                None
            }
        }
    }

    fn id(&mut self, text: &str) -> Result<EntityId, Problem> {
        let bad = |_| match text.rsplit_once('/') {
            Some((kind, slug)) => {
                let near = format!("{}/{}", as_name(kind), as_name(slug));
                bad_name(self.row.name, text).with("near", near)
            }
            None => bad_name(self.row.name, text),
        };
        let id: EntityId = match (text.contains('/'), self.row.to) {
            (true, _) => text.parse().map_err(bad)?,
            (false, [kind]) => format!("{kind}/{text}").parse().map_err(bad)?,
            (false, kinds) => {
                let ids: Vec<String> = kinds.iter().map(|kind| format!("{kind}/{text}")).collect();
                let problem = Problem::new("ambiguous_reference").with("field", self.row.name);
                return Err(problem.with("text", text).with("allowed", ids.join(", ")));
            }
        };
        if !self.row.to.contains(&id.kind()) {
            let problem = Problem::new("wrong_target").with("name", self.row.name);
            return Err(problem.with("id", id).with("allowed", self.row.to.join(", ")));
        }
        if !self.named.insert(id.clone()) {
            let problem = Problem::new("repeated_reference").with("field", self.row.name);
            return Err(problem.with("id", id));
        }
        Ok(id)
    }

    fn empty(&mut self, field: &str, value: Value<'_, '_>) {
        self.sheet.tell(value.span().start, Problem::new("empty_list").with("field", field));
    }

    fn too_many(&mut self, value: Value<'_, '_>, count: usize) {
        let problem = Problem::new("too_many").with("what", "references_many");
        let problem = problem.with("count", count).with("most", REFERENCES_MAX);
        self.sheet.tell(value.span().start, problem);
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Tells of every reference to a thing that neither the files nor the ledger have.
pub(super) fn check(sheets: &mut [Sheet<'_>], things: &[Thing], known: &BTreeSet<EntityId>) {
    let listed: BTreeSet<&EntityId> = things.iter().map(|thing| &thing.item.entity.id).collect();
    let mut left = COMPARISONS_MAX;
    for thing in things {
        for Reference { relation, to, at } in &thing.references {
            if listed.contains(to) || known.contains(to) {
                continue;
            }
            let problem = match suggestion(to, &listed, known, &mut left) {
                Some(near) => Problem::new("unknown_thing_near").with("near", near),
                None => Problem::new("unknown_thing"),
            };
            if let Some(sheet) = sheets.get_mut(thing.file) {
                sheet.tell(*at, problem.with("id", to).with("field", relation.name));
            }
        }
    }
}

/// The thing of the same kind whose name is most like the one that is unknown.
fn suggestion(
    to: &EntityId,
    listed: &BTreeSet<&EntityId>,
    known: &BTreeSet<EntityId>,
    left: &mut usize,
) -> Option<String> {
    let first: EntityId = format!("{}/0", to.kind()).parse().ok()?;
    let from = (Bound::Included(&first), Bound::Unbounded);
    let listed = listed.range::<EntityId, _>(from).copied();
    let candidates: Vec<&str> = listed
        .take_while(|id| id.kind() == to.kind())
        .chain(known.range(&first..).take_while(|id| id.kind() == to.kind()))
        .take(*left)
        .map(EntityId::slug)
        .collect();
    *left -= candidates.len();
    let slug = nearest(to.slug(), candidates)?;
    Some(format!("{}/{slug}", to.kind()))
}
