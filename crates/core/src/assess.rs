//! How facts become a status (DESIGN section 2). [`assess`] is pure: the same state, catalogue and
//! instant give the same bytes.
//!
//! A leaf is judged in `leaf`, parts and paths in `part`, a claim for one thing in `subject`, a claim in
//! `claim`, a letter in `letter`. What changes by time alone is held as a `course`, so that nothing can
//! better by itself (law 3).

mod assessment;
mod assessor;
mod claim;
mod condition;
mod course;
mod explain;
mod leaf;
mod letter;
mod next;
mod part;
mod plan;
mod reason;
mod seen;
mod subject;

pub use assessment::{
    Assessment, ClaimAssessment, Counts, OpenFinding, PointAssessment, Provenance, SituationLevel,
    SubjectAssessment,
};
pub use assessor::Assessor;
pub use next::{Action, Next, OwnAction};
pub(crate) use reason::codes;
pub use reason::{Arg, Args, Reason, ReasonCode};

use crate::catalogue::Letter;
use crate::requirement::Quantifier;
use crate::state::{State, SubjectNo};
use crate::{Catalogue, EntityId, Instant, Name};

/// Judges the first letter of the catalogue. `at` is not before the state's last receipt: what was known
/// earlier is the state of an earlier fold.
pub fn assess(state: &State, catalogue: &Catalogue, at: Instant) -> Assessment {
    judge(state, catalogue, catalogue.letters.first(), at)
}

/// Judges one letter of the catalogue; none when it has no such letter.
pub fn assess_letter(
    state: &State,
    catalogue: &Catalogue,
    letter: &Name,
    at: Instant,
) -> Option<Assessment> {
    let letter = catalogue.letters.iter().find(|found| found.id == *letter)?;
    Some(judge(state, catalogue, Some(letter), at))
}

fn judge(state: &State, catalogue: &Catalogue, letter: Option<&Letter>, at: Instant) -> Assessment {
    let plan = plan::Plan::new(state, catalogue, letter);
    let claims = letter::claims(state, &plan, at).into_iter().map(|claim| claim.assessment);
    letter::assemble(state, catalogue, letter, claims.collect(), at)
}

/// Whether a quantifier is about a thing that is listed and not retired. What is unknown counts as in scope (law 12), and
/// what somebody declared out of scope does not.
pub fn is_about(state: &State, quantifier: &Quantifier, thing: &EntityId) -> bool {
    let listed = state.entity(thing).filter(|view| !view.is_retired() && view.in_scope());
    if thing.kind() != quantifier.kind.as_str() || listed.is_none() {
        return false;
    }
    let holds = |number, condition| {
        !matches!(condition::holds(state, number, condition), condition::Truth::No(_))
    };
    let number = state.number(thing);
    quantifier.condition.as_ref().is_none_or(|one| number.is_some_and(|number| holds(number, one)))
}

/// What judging one thing is about.
struct Context<'s> {
    state: &'s State,
    at: Instant,
    subject: SubjectNo,
}
