//! Conditions on things, three-valued: what is unknown counts as in scope (law 12).

use crate::fact::Value;
use crate::requirement::{Comparison, Condition, Literal};
use crate::state::{State, SubjectNo};
use crate::{Basis, Name};

/// Whether a condition holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Truth<'a> {
    /// It holds, known as strongly as this.
    Yes(Basis),
    /// It does not hold, known as strongly as this.
    No(Basis),
    /// It hangs on an attribute that is not known.
    Unknown(&'a Name),
}

/// A relation carries no basis of its own: somebody listed it.
const LISTED: Basis = Basis::Statement;

/// Whether `condition` holds for a thing.
pub(super) fn holds<'a>(state: &State, subject: SubjectNo, condition: &'a Condition) -> Truth<'a> {
    match condition {
        Condition::And(all) => conjunction(all.iter().map(|one| holds(state, subject, one))),
        Condition::Or(any) => disjunction(any.iter().map(|one| holds(state, subject, one))),
        Condition::Not(one) => negation(holds(state, subject, one)),
        Condition::Flag(name) => attribute(state, subject, name, |value| match value {
            Value::Bool(flag) => Some(*flag),
            _ => None,
        }),
        Condition::Compare(name, comparison, literal) => {
            attribute(state, subject, name, |value| compare(value, *comparison, literal))
        }
        Condition::Has(relation, inner) => {
            let related = state.related_to(subject, relation.as_str());
            match inner {
                None => known(!related.is_empty()),
                Some(inner) => {
                    disjunction(related.into_iter().map(|other| holds(state, other, inner)))
                }
            }
        }
        Condition::Is(relation, id) => {
            let related = state.related_to(subject, relation.as_str());
            known(state.number(id).is_some_and(|number| related.contains(&number)))
        }
    }
}

fn known<'a>(holds: bool) -> Truth<'a> {
    if holds { Truth::Yes(LISTED) } else { Truth::No(LISTED) }
}

fn attribute<'a>(
    state: &State,
    subject: SubjectNo,
    name: &'a Name,
    test: impl Fn(&Value) -> Option<bool>,
) -> Truth<'a> {
    let listed = state.subject(subject).and_then(|subject| subject.listed.as_ref());
    let found = listed.and_then(|listed| listed.entity.attributes.get(name));
    match found.and_then(|attribute| Some((test(&attribute.value)?, attribute.basis))) {
        Some((true, basis)) => Truth::Yes(basis),
        Some((false, basis)) => Truth::No(basis),
        None => Truth::Unknown(name),
    }
}

fn compare(value: &Value, comparison: Comparison, literal: &Literal) -> Option<bool> {
    match (value, literal) {
        (Value::Int(value), Literal::Int(literal)) => Some(compares(*value, comparison, *literal)),
        (Value::Word(value) | Value::Host(value), Literal::Word(literal)) => match comparison {
            Comparison::Equal => Some(value == literal),
            Comparison::NotEqual => Some(value != literal),
            _ => None,
        },
        _ => None,
    }
}

/// Whether two whole numbers compare so.
pub(super) fn compares(value: i64, comparison: Comparison, literal: i64) -> bool {
    match comparison {
        Comparison::Equal => value == literal,
        Comparison::NotEqual => value != literal,
        Comparison::Less => value < literal,
        Comparison::AtMost => value <= literal,
        Comparison::Greater => value > literal,
        Comparison::AtLeast => value >= literal,
    }
}

fn negation(truth: Truth<'_>) -> Truth<'_> {
    match truth {
        Truth::Yes(basis) => Truth::No(basis),
        Truth::No(basis) => Truth::Yes(basis),
        unknown @ Truth::Unknown(_) => unknown,
    }
}

/// One that does not hold is enough, and the best known of those decides; that all hold is known only as
/// well as the least known of them.
fn conjunction<'a>(all: impl Iterator<Item = Truth<'a>>) -> Truth<'a> {
    let mut no: Option<Basis> = None;
    let mut unknown: Option<&'a Name> = None;
    let mut yes = Basis::Exercise;
    for truth in all {
        match truth {
            Truth::No(basis) => no = no.max(Some(basis)),
            Truth::Unknown(name) => unknown = unknown.or(Some(name)),
            Truth::Yes(basis) => yes = yes.min(basis),
        }
    }
    match (no, unknown) {
        (Some(basis), _) => Truth::No(basis),
        (None, Some(name)) => Truth::Unknown(name),
        (None, None) => Truth::Yes(yes),
    }
}

/// None of nothing holds, and that nothing is there was only listed.
fn disjunction<'a>(any: impl Iterator<Item = Truth<'a>>) -> Truth<'a> {
    let mut any = any.peekable();
    if any.peek().is_none() {
        return Truth::No(LISTED);
    }
    negation(conjunction(any.map(negation)))
}
