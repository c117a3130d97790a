//! Things of the inventory: attributes that conditions read, and relations between things.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Basis, Class, EntityId, Instant, Name};

/// The value of an attribute. No free text: that belongs in the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A whole number; its unit is the last word of the attribute's name (`rto_minutes`).
    Int(i64),
    /// One of a fixed set of words.
    Word(Name),
    /// A host name, an IP address or either with a port, in ASCII.
    Host(Name),
    /// Another thing.
    Id(EntityId),
    /// An instant.
    Time(Instant),
}

/// A value and how it came to be known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    /// The value.
    pub value: Value,
    /// How it came to be known.
    pub basis: Basis,
    /// Who may see this field, where that differs from the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
}

/// A relation to one or more things. Several relations of one name must all hold (AND); in one
/// relation `at_least` of the members are needed (k of n).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// The relation's name, such as `runs_on`.
    pub relation: Name,
    /// The things at the other end.
    pub to: Vec<EntityId>,
    /// How many of them are needed.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub at_least: u32,
    /// How many hours the thing goes on without them.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub grace_hours: u32,
}

const fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_one(number: &u32) -> bool {
    *number == 1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// A thing as it is from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entity {
    /// Its id.
    pub id: EntityId,
    /// All its attributes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<Name, Attribute>,
    /// All its relations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation>,
}

/// A thing is declared inside or outside what the letter concerns; the reason is in the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// The thing.
    pub subject: EntityId,
    /// Whether it is inside.
    pub in_scope: bool,
}

/// A thing is gone; the reason is in the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retirement {
    /// The thing.
    pub subject: EntityId,
    /// What took its place; it inherits standing refutations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<EntityId>,
}
