//! Which questions a supplier is asked, and why each: by what they deliver, how critical they are, and what is known already.

use arvak_core::assess::is_about;
use arvak_core::catalogue::guide::Question;
use arvak_core::fact::Value;
use arvak_core::requirement::Condition;
use arvak_core::{Basis, Catalogue, EntityId, EntryId, Instant, Name, Outcome, Span, State};

use crate::countries;

/// Most questions of one request: a letter's worth, not a catalogue's.
pub const QUESTIONS_MAX: usize = 24;

/// What is known must hold for so long still, or it is asked for again.
const HOLDS_STILL: Span = Span::from_days(30);

/// A question that concerns a supplier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen<'c> {
    /// The question.
    pub question: &'c Question,
    /// Why it concerns the supplier.
    pub why: Why,
    /// What is known already of what it asks for; then it need not be asked.
    pub known: Option<Known>,
}

/// Why a question concerns a supplier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Every supplier is asked.
    Everyone,
    /// This attribute of the supplier says so.
    Is(Name),
    /// This attribute would decide it, and nobody has said what it is: what is unknown counts as in scope.
    Unknown(Name),
}

/// Evidence stronger than a word that supports what a question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The evidence.
    pub entry: EntryId,
    /// How it was got.
    pub basis: Basis,
    /// Until when it holds.
    pub until: Instant,
}

/// All questions that concern `supplier`, in order.
pub fn concerning<'c>(
    catalogue: &'c Catalogue,
    state: &State,
    supplier: &EntityId,
    at: Instant,
) -> Vec<Chosen<'c>> {
    let all = catalogue.guide.questions.iter();
    let all = all.filter(|one| is_about(state, &one.of, supplier));
    all.map(|question| Chosen {
        question,
        why: why(state, question, supplier),
        known: known(catalogue, state, question, supplier, at),
    })
    .collect()
}

/// What a supplier is asked when nobody chooses otherwise: what concerns them and is not known, at most [`QUESTIONS_MAX`]. A
/// question that waits for the answer to one that is left out is left out too.
pub fn usual(all: &[Chosen<'_>]) -> Vec<Name> {
    let open = all.iter().filter(|one| one.known.is_none());
    let ids: Vec<Name> = open.map(|one| one.question.id.clone()).collect();
    within(all, &ids)
}

/// Those of `ids` that may be asked together: each concerns the supplier, and so does what it waits for; at most
/// [`QUESTIONS_MAX`], in the catalogue's order.
pub fn within(all: &[Chosen<'_>], ids: &[Name]) -> Vec<Name> {
    let mut kept: Vec<Name> = Vec::new();
    for one in all.iter().filter(|one| ids.contains(&one.question.id)) {
        let waits = one.question.when.as_ref();
        if kept.len() < QUESTIONS_MAX && waits.is_none_or(|when| kept.contains(&when.question)) {
            kept.push(one.question.id.clone());
        }
    }
    kept
}

fn why(state: &State, question: &Question, supplier: &EntityId) -> Why {
    let mut names = Vec::new();
    if let Some(condition) = &question.of.condition {
        named(condition, &mut names);
    }
    let listed = state.entity(supplier);
    let value = |name: &Name| listed.and_then(|one| one.attribute(name.as_str()));
    let says_so = |name: &&Name| match value(name).map(|attribute| &attribute.value) {
        Some(Value::Bool(is)) => *is,
        Some(Value::Word(word)) => word.as_str() == "yes",
        Some(_) => true,
        None => false,
    };
    if let Some(name) = names.iter().find(says_so) {
        return Why::Is(name.clone());
    }
    let unknown = |name: &&Name| match value(name).map(|attribute| &attribute.value) {
        None => true,
        Some(Value::Word(word)) => word.as_str() == "unknown",
        Some(_) => false,
    };
    names.iter().find(unknown).map_or(Why::Everyone, |name| Why::Unknown(name.clone()))
}

/// The attributes that a condition asks for.
fn named(condition: &Condition, names: &mut Vec<Name>) {
    match condition {
        Condition::And(parts) | Condition::Or(parts) => {
            for part in parts {
                named(part, names);
            }
        }
        Condition::Not(part) => named(part, names),
        Condition::Flag(name) | Condition::Compare(name, ..) => names.push(name.clone()),
        Condition::Has(..) | Condition::Is(..) => {}
    }
}

/// The newest evidence of the question's kind, when it is stronger than a word, supports, and holds on.
fn known(
    catalogue: &Catalogue,
    state: &State,
    question: &Question,
    supplier: &EntityId,
    at: Instant,
) -> Option<Known> {
    let kind = catalogue.kinds.get(&question.evidence)?;
    if question.evidence.as_str() == countries::MEASURES
        && countries::is_asked_again(state, supplier)
    {
        return None;
    }
    let all = state.evidence(supplier, &question.evidence);
    let standing = all.filter(|one| !one.withdrawn && !one.superseded);
    let decides = standing.filter(|one| one.result != Outcome::Inconclusive);
    let newest = decides.max_by_key(|one| (one.collected_at, one.entry))?;
    let by_kind = kind.validity.map(|validity| newest.collected_at.plus(validity));
    let until = by_kind.into_iter().chain(newest.valid_until).min().unwrap_or(Instant::NEVER);
    let holds = newest.result == Outcome::Supports
        && newest.basis > Basis::Statement
        && until > at.plus(HOLDS_STILL);
    holds.then_some(Known { entry: newest.entry, basis: newest.basis, until })
}
