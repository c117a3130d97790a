//! Relations that lead back to where they began.

use std::collections::{BTreeMap, BTreeSet};

use super::references::Reference;
use super::thing::Thing;
use crate::EntityId;
use crate::mistake::Problem;
use crate::sheet::Sheet;
use crate::vocabulary::RELATIONS;

/// How many things of a cycle are shown: a cycle may be as long as the inventory.
const IDS_SHOWN_MAX: usize = 5;

/// Tells of things that name themselves, and of every cycle in a relation that must have none.
pub(super) fn check(sheets: &mut [Sheet<'_>], things: &[Thing]) {
    for thing in things {
        let id = &thing.item.entity.id;
        for reference in thing.references.iter().filter(|reference| reference.to == *id) {
            tell(sheets, thing, reference, &[id]);
        }
    }
    for relation in RELATIONS.iter().filter(|relation| !relation.may_cycle) {
        Walk::along(relation.name, sheets, things);
    }
}

/// A walk along one relation, depth first and without recursion: a chain may be 200,000 long.
struct Walk<'t> {
    relation: &'static str,
    things: BTreeMap<&'t EntityId, &'t Thing>,
    done: BTreeSet<&'t EntityId>,
    /// The things between the start and here, and the place of each among them.
    path: Vec<(&'t Thing, usize)>,
    on_path: BTreeMap<&'t EntityId, usize>,
}

impl<'t> Walk<'t> {
    fn along(relation: &'static str, sheets: &mut [Sheet<'_>], things: &'t [Thing]) {
        let named =
            |thing: &&Thing| thing.references.iter().any(|one| one.relation.name == relation);
        let things: BTreeMap<_, _> =
            things.iter().filter(named).map(|thing| (&thing.item.entity.id, thing)).collect();
        let starts: Vec<&Thing> = things.values().copied().collect();
        let (done, path, on_path) = (BTreeSet::new(), Vec::new(), BTreeMap::new());
        let mut walk = Walk { relation, things, done, path, on_path };
        for start in starts {
            walk.enter(start);
            while let Some((thing, reference)) = walk.next() {
                walk.follow(sheets, thing, reference);
            }
        }
    }

    fn enter(&mut self, thing: &'t Thing) {
        let id = &thing.item.entity.id;
        if self.done.insert(id) {
            self.on_path.insert(id, self.path.len());
            self.path.push((thing, 0));
        }
    }

    /// The next reference to follow; leaves what has no more.
    fn next(&mut self) -> Option<(&'t Thing, &'t Reference)> {
        while let Some((thing, at)) = self.path.last_mut() {
            let thing: &'t Thing = thing;
            let reference = thing.references.get(*at);
            *at += 1;
            match reference {
                Some(reference) if reference.relation.name == self.relation => {
                    return Some((thing, reference));
                }
                Some(_) => {}
                None => {
                    self.on_path.remove(&thing.item.entity.id);
                    self.path.pop();
                }
            }
        }
        None
    }

    fn follow(&mut self, sheets: &mut [Sheet<'_>], thing: &'t Thing, reference: &'t Reference) {
        if reference.to == thing.item.entity.id {
            return;
        }
        if let Some(start) = self.on_path.get(&reference.to) {
            let ids = self.path.iter().skip(*start).map(|(thing, _)| &thing.item.entity.id);
            let ids: Vec<_> = ids.take(IDS_SHOWN_MAX + 1).collect();
            tell(sheets, thing, reference, &ids);
        } else if let Some(next) = self.things.get(&reference.to).copied() {
            self.enter(next);
        }
    }
}

fn tell(sheets: &mut [Sheet<'_>], thing: &Thing, reference: &Reference, ids: &[&EntityId]) {
    let mut around: Vec<&str> = ids.iter().take(IDS_SHOWN_MAX).map(|id| id.as_str()).collect();
    if ids.len() > IDS_SHOWN_MAX {
        around.push("…");
    }
    around.extend(ids.first().map(|id| id.as_str()));
    let problem = Problem::new("cycle").with("relation", reference.relation.name);
    if let Some(sheet) = sheets.get_mut(thing.file) {
        sheet.tell(reference.at, problem.with("cycle", around.join(" → ")));
    }
}
