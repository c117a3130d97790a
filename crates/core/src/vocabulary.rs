//! The vocabulary of the inventory: kinds of things, their attributes, and the relations between
//! them. One row says each fact once; nothing else in the product lists them (DESIGN section 3).
//!
//! A relation has one name and one direction in the data. Its inverse name reads the same fact from
//! the other end, and is understood by `via` and `has` alone: `service.endpoints` and
//! `endpoint.endpoint_of` are the same relation.

mod kinds;
mod relations;

pub use kinds::KINDS;
pub use relations::RELATIONS;

/// What an attribute may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// Yes or no.
    Bool,
    /// A whole number from `min` to `max`.
    Int {
        /// What is counted: the last word of the attribute's name, `level` or `number`.
        unit: &'static str,
        /// The least that is allowed.
        min: i64,
        /// The most that is allowed.
        max: i64,
    },
    /// One of these words.
    Word(&'static [&'static str]),
    /// A host name or an IPv4 address.
    Host,
    /// An instant.
    Time,
}

/// An attribute of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttributeRow {
    /// Its name in data and conditions.
    pub name: &'static str,
    /// What it may hold.
    pub value: ValueType,
}

/// A kind of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindRow {
    /// Its name: the part of an id before the slash.
    pub name: &'static str,
    /// Whether an inventory may list things of this kind.
    pub listed: bool,
    /// Its attributes.
    pub attributes: &'static [AttributeRow],
}

/// A relation between things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelationRow {
    /// Its name, read from the thing that holds it: `runs_on`.
    pub name: &'static str,
    /// Its name read from the other end: `carries`.
    pub inverse: &'static str,
    /// The kinds that may hold it.
    pub from: &'static [&'static str],
    /// The kinds it may point at.
    pub to: &'static [&'static str],
    /// Whether it may lead from a thing back to itself. Things that need each other do exist; a unit
    /// that is part of itself does not.
    pub may_cycle: bool,
}

/// A step along a relation, from either end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The relation.
    pub relation: &'static RelationRow,
    /// Whether it is followed from the thing at its far end, by the inverse name.
    pub backwards: bool,
}

impl Step {
    /// The kinds that the step may lead to.
    pub const fn targets(&self) -> &'static [&'static str] {
        if self.backwards { self.relation.from } else { self.relation.to }
    }
}

impl KindRow {
    /// The attribute of that name.
    pub fn attribute(&self, name: &str) -> Option<&'static AttributeRow> {
        self.attributes.iter().find(|row| row.name == name)
    }

    /// The relations that things of this kind may hold.
    pub fn relations(&self) -> impl Iterator<Item = &'static RelationRow> + use<> {
        let kind = self.name;
        RELATIONS.iter().filter(move |row| row.from.contains(&kind))
    }

    /// The relations that may point at things of this kind.
    pub fn pointed_at_by(&self) -> impl Iterator<Item = &'static RelationRow> + use<> {
        let kind = self.name;
        RELATIONS.iter().filter(move |row| row.to.contains(&kind))
    }

    /// The step that `name`, a relation or an inverse, takes from things of this kind.
    pub fn step(&self, name: &str) -> Option<Step> {
        let forwards = self.relations().find(|row| row.name == name);
        let backwards = || self.pointed_at_by().find(|row| row.inverse == name);
        forwards
            .map(|relation| Step { relation, backwards: false })
            .or_else(|| backwards().map(|relation| Step { relation, backwards: true }))
    }

    /// The names of all steps from things of this kind, relations first.
    pub fn step_names(&self) -> impl Iterator<Item = &'static str> + use<> {
        let forwards = self.relations().map(|row| row.name);
        forwards.chain(self.pointed_at_by().map(|row| row.inverse))
    }
}

/// The kind of that name.
pub fn kind(name: &str) -> Option<&'static KindRow> {
    KINDS.iter().find(|row| row.name == name)
}

/// The relation of that name (not of that inverse).
pub fn relation(name: &str) -> Option<&'static RelationRow> {
    RELATIONS.iter().find(|row| row.name == name)
}

/// The inverse name of a relation.
pub fn inverse(relation: &str) -> Option<&'static str> {
    self::relation(relation).map(|row| row.inverse)
}

/// The relation that `inverse` reads from the other end.
pub fn relation_of_inverse(inverse: &str) -> Option<&'static str> {
    RELATIONS.iter().find(|row| row.inverse == inverse).map(|row| row.name)
}

#[cfg(test)]
mod tests;
