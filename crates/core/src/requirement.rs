//! The requirement language, parsed (DESIGN section 4). Letters are data: a new letter needs no code.
//!
//! Evidence operators are monotone (no at-most, no negation of evidence), conditions cannot see the
//! time, and the language compares numbers but never computes them (law 3).

mod display;
mod lexer;
mod parser;
mod read;
pub(crate) mod scope;

pub use parser::{DEPTH_MAX, EXPRESSION_BYTES_MAX};
pub use read::{Bound, Misread, ViaRead, parse_bounds};

use crate::{Basis, EntityId, Name, Span, Status};

/// The rule that a claim must meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The subjects: every thing of a kind for which a condition holds.
    pub for_each: Quantifier,
    /// The claim is applicable only when another claim is worse than a state.
    pub applies_if: Option<AppliesIf>,
    /// Ways to meet it. The best ordinary path counts.
    pub any_of: Vec<Path>,
}

/// `KIND where CONDITION`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantifier {
    /// The kind of thing, such as `service`.
    pub kind: Name,
    /// Which of them; all when absent.
    pub condition: Option<Condition>,
}

/// `CLAIM is worse than STATE`: the only way in which a claim may refer to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliesIf {
    /// The other claim's id.
    pub claim: Name,
    /// The state that it must be worse than.
    pub worse_than: Status,
}

/// A condition on a thing. It is three-valued: what is unknown counts as in scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// All must hold.
    And(Vec<Condition>),
    /// One must hold.
    Or(Vec<Condition>),
    /// It must not hold.
    Not(Box<Condition>),
    /// `attribute`: a yes-or-no attribute is yes.
    Flag(Name),
    /// `attribute OP literal`.
    Compare(Name, Comparison, Literal),
    /// `has RELATION`, or `has RELATION where (CONDITION)` on the thing at the other end.
    Has(Name, Option<Box<Condition>>),
    /// `RELATION is ID`.
    Is(Name, EntityId),
}

/// How an attribute and a literal are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

/// A literal in a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// A whole number.
    Int(i64),
    /// A quoted word.
    Word(Name),
}

/// One way to meet a requirement: the worst of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// All must be met.
    pub all_of: Vec<Part>,
    /// Such a path gives `compensated`, and counts only when it is itself fully verified.
    pub compensates: bool,
}

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// One evidence kind.
    Leaf(Leaf),
    /// At least `n` of several: the n-th best of them.
    AtLeast(u32, Vec<Leaf>),
    /// No obligation of this kind towards the subject is past due.
    NotOverdue(Name),
}

impl Part {
    /// The leaves in it; none in what asks for no evidence.
    pub fn leaves(&self) -> &[Leaf] {
        match self {
            Self::Leaf(leaf) => std::slice::from_ref(leaf),
            Self::AtLeast(_, leaves) => leaves,
            Self::NotOverdue(_) => &[],
        }
    }

    /// The same, to be changed.
    pub fn leaves_mut(&mut self) -> &mut [Leaf] {
        match self {
            Self::Leaf(leaf) => std::slice::from_mut(leaf),
            Self::AtLeast(_, leaves) => leaves,
            Self::NotOverdue(_) => &mut [],
        }
    }
}

impl Requirement {
    /// Every leaf, of whatever path.
    pub fn leaves(&self) -> impl Iterator<Item = &Leaf> {
        self.any_of.iter().flat_map(|path| &path.all_of).flat_map(Part::leaves)
    }
}

/// The vantage from which a stranger on the internet sees, in `seen_from` and in evidence. Several machines that look
/// from there are told apart by more words: `outside-oslo`.
pub const OUTSIDE: &str = "outside";

/// Whether a vantage is beyond the organisation's own network.
pub fn is_outside(vantage: &str) -> bool {
    vantage.strip_prefix(OUTSIDE).is_some_and(|more| more.is_empty() || more.starts_with('-'))
}

/// One evidence kind for one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The evidence kind.
    pub kind: Name,
    /// The least basis that verifies.
    pub at_least: Basis,
    /// How long a support holds after it was collected.
    pub within: Option<Span>,
    /// The same while the situation is raised; never longer than `within`.
    pub within_raised: Option<Span>,
    /// Comparisons over whole-number attributes of the evidence: `read_rate >= 70`. Only `>`, `>=`,
    /// `<`, `<=` and `==` on what the judge produced; all must hold.
    pub conditions: Vec<(Name, Comparison, i64)>,
    /// Only what was seen from outside the organisation's own network verifies ([`OUTSIDE`]).
    pub from_outside: bool,
    /// The evidence is about related things instead of the subject itself.
    pub via: Option<Via>,
}

/// `service.endpoints each`: from the subject along relations to other things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Via {
    /// Relation names, followed one after the other.
    pub relations: Vec<Name>,
    /// Whether every related thing must have the evidence, or one is enough.
    pub every: bool,
}

#[cfg(test)]
mod tests;
