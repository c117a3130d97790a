//! What an expression may say of a thing, by the kinds that it may be of.

use super::{Comparison, Literal};
use crate::EntityId;
use crate::mistake::Problem;
use crate::vocabulary::{self, KindRow, ValueType};

/// The kinds that a thing may be of; none when that is not known, and then nothing is checked.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    kinds: Option<Vec<&'static KindRow>>,
}

impl Scope {
    /// Nothing is known.
    pub(crate) const fn unknown() -> Self {
        Self { kinds: None }
    }

    /// Things of one kind.
    pub(crate) fn of(kind: &str) -> Result<Self, Problem> {
        let allowed = || vocabulary::KINDS.iter().map(|row| row.name);
        match vocabulary::kind(kind) {
            Some(row) => Ok(Self { kinds: Some(vec![row]) }),
            None => Err(Problem::unknown(("unknown_kind", "unknown_kind_near"), kind, allowed())),
        }
    }

    /// The names of the kinds; nothing when they are not known.
    pub(crate) fn names(&self) -> Option<Vec<&'static str>> {
        self.kinds.as_ref().map(|kinds| kinds.iter().map(|row| row.name).collect())
    }

    /// Where a relation or inverse leads.
    pub(super) fn step(&self, name: &str) -> Result<Self, Problem> {
        let Some(kinds) = &self.kinds else { return Ok(Self::unknown()) };
        let mut targets: Vec<&'static KindRow> = Vec::new();
        for step in kinds.iter().filter_map(|kind| kind.step(name)) {
            targets.extend(step.targets().iter().filter_map(|target| vocabulary::kind(target)));
        }
        if targets.is_empty() {
            let codes = ("unknown_relation", "unknown_relation_near");
            let allowed = kinds.iter().flat_map(|kind| kind.step_names());
            return Err(Problem::unknown(codes, name, allowed).with("of", self.shown()));
        }
        targets.sort_by_key(|row| row.name);
        targets.dedup_by_key(|row| row.name);
        Ok(Self { kinds: Some(targets) })
    }

    /// Whether a thing with this id can be here, at the end of `relation`.
    pub(super) fn holds(&self, relation: &str, id: &EntityId) -> Result<(), Problem> {
        match &self.kinds {
            Some(kinds) if kinds.iter().all(|kind| kind.name != id.kind()) => {
                let problem = Problem::new("wrong_target").with("name", relation).with("id", id);
                Err(problem.with("allowed", self.shown()))
            }
            _ => Ok(()),
        }
    }

    /// Whether a bare attribute can stand here.
    pub(super) fn flag(&self, name: &str) -> Result<(), Problem> {
        match self.attribute(name)? {
            Some(ValueType::Bool) | None => Ok(()),
            Some(ValueType::Time) => Err(Problem::new("time_unseen").with("name", name)),
            Some(_) => Err(Problem::new("no_flag").with("name", name)),
        }
    }

    /// What is wrong with a comparison, and whether it is the literal that is wrong.
    pub(super) fn comparison(
        &self,
        name: &str,
        comparison: Comparison,
        literal: &Literal,
    ) -> Option<(bool, Problem)> {
        let value = match self.attribute(name) {
            Ok(value) => value?,
            Err(problem) => return Some((false, problem)),
        };
        let orders = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        let expected = |term: &str| {
            let problem = Problem::new("not_comparable").with("name", name);
            Some((true, problem.with("expected_type", term)))
        };
        match (value, literal) {
            (ValueType::Bool, _) => expected("flag_alone"),
            (ValueType::Time, _) => Some((false, Problem::new("time_unseen").with("name", name))),
            (ValueType::Int { min, max, .. }, Literal::Int(number)) => {
                let outside = *number < min || *number > max;
                outside.then(|| (true, out_of_range(name, *number, min, max)))
            }
            (ValueType::Int { .. }, Literal::Word(_)) => expected("whole_number"),
            (ValueType::Word(_) | ValueType::Host, _) if orders => {
                Some((false, Problem::new("no_order").with("name", name)))
            }
            (ValueType::Word(_) | ValueType::Host, Literal::Int(_)) => expected("quoted_word"),
            (ValueType::Word(words), Literal::Word(word)) => {
                let codes = ("unknown_word", "unknown_word_near");
                let known = words.contains(&word.as_str());
                let unknown = || Problem::unknown(codes, word.as_str(), words.iter().copied());
                (!known).then(|| (true, unknown().with("field", name)))
            }
            (ValueType::Host, Literal::Word(_)) => None,
        }
    }

    fn attribute(&self, name: &str) -> Result<Option<ValueType>, Problem> {
        let Some(kinds) = &self.kinds else { return Ok(None) };
        if let Some(row) = kinds.iter().find_map(|kind| kind.attribute(name)) {
            return Ok(Some(row.value));
        }
        let codes = ("unknown_attribute", "unknown_attribute_near");
        let allowed = kinds.iter().flat_map(|kind| kind.attributes).map(|row| row.name);
        Err(Problem::unknown(codes, name, allowed).with("of", self.shown()))
    }

    fn shown(&self) -> String {
        self.names().unwrap_or_default().join(", ")
    }
}

/// A number outside what an attribute or field allows.
pub(crate) fn out_of_range(field: &str, number: i64, least: i64, most: i64) -> Problem {
    let problem = Problem::new("out_of_range").with("field", field).with("number", number);
    problem.with("least", least).with("most", most)
}
