//! Expressions from text, checked against the vocabulary.

use std::fmt;
use std::str::FromStr;

use super::parser::{Parser, whole};
use super::scope::Scope;
use super::{AppliesIf, Comparison, Condition, Quantifier, Via};
use crate::Name;
use crate::mistake::Problem;

/// A place in an expression that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    /// The byte in the expression.
    pub offset: usize,
    /// What is wrong there.
    pub problem: Problem,
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {}: {}", self.offset, self.problem)
    }
}

/// A `via`, read and followed through the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViaRead {
    /// The kind at which it begins.
    pub kind: Name,
    /// The path.
    pub via: Via,
    /// The kinds at which it may end.
    pub targets: Vec<&'static str>,
}

/// A comparison over an attribute of evidence, with the byte at which it begins.
pub type Bound = (usize, (Name, Comparison, i64));

impl Condition {
    /// Reads a condition on things of `kind`, and checks every name in it against the vocabulary.
    pub fn parse(text: &str, kind: &str) -> Result<Self, Vec<Misread>> {
        let scope = Scope::of(kind).map_err(|problem| vec![Misread { offset: 0, problem }])?;
        whole(text, |parser| parser.only_condition(&scope))
    }
}

impl FromStr for Condition {
    type Err = Vec<Misread>;

    /// Reads a condition by its grammar alone: names are not checked.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        whole(text, |parser| parser.only_condition(&Scope::unknown()))
    }
}

impl FromStr for Quantifier {
    type Err = Vec<Misread>;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        whole(text, Parser::quantifier)
    }
}

impl FromStr for AppliesIf {
    type Err = Vec<Misread>;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        whole(text, Parser::applies_if)
    }
}

impl FromStr for ViaRead {
    type Err = Vec<Misread>;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (kind, via, scope) = whole(text, Parser::via)?;
        Ok(Self { kind, via, targets: scope.names().unwrap_or_default() })
    }
}

/// Reads the `where` of a leaf: comparisons over whole-number attributes of the evidence.
pub fn parse_bounds(text: &str) -> Result<Vec<Bound>, Vec<Misread>> {
    whole(text, Parser::bounds)
}
