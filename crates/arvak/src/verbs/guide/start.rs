//! `arvak guide start`: what to take first. Who runs ICT decides the order; what is verified is passed over.

use arvak_core::catalogue::Claim;
use arvak_core::catalogue::guide::Start;
use arvak_core::fact::Value as Attribute;
use arvak_core::{Assessment, Status};
use serde_json::{Value, json};

use super::in_three;
use crate::render::guide as render;
use crate::render::status::Page;
use crate::wiring::reading::Reading;

/// How many are shown.
const SHOWN: usize = 5;

/// The record for those who have not said who runs ICT.
const UNKNOWN: &str = "unknown";

/// One thing to take.
pub(crate) struct Step<'c> {
    pub(crate) claim: &'c Claim,
    pub(crate) state: Status,
}

pub(super) fn told(reading: &Reading, page: &Page<'_>) -> (Value, String) {
    let assessment = reading.assess();
    let operates = operates_ict(reading);
    let starts = &reading.catalogue.guide.starts;
    let of = |id: &str| starts.iter().find(|start| start.id.as_str() == id);
    let Some(start) = of(&operates).or_else(|| of(UNKNOWN)) else {
        return (Value::Null, String::new());
    };
    let steps = steps(start, reading, &assessment);
    let value = json!({
        "operates_ict": operates, "why": in_three(&start.title),
        "first": steps.iter().map(|step| json!({
            "claim": step.claim.id, "state": step.state.name(), "owner": step.claim.owner,
        })).collect::<Vec<_>>(),
    });
    (value, render::start(start, &steps, page))
}

/// Who runs ICT, as the inventory says of the organisation.
fn operates_ict(reading: &Reading) -> String {
    let mut organisations = reading.state().entities_of("organisation");
    let said = organisations.find_map(|view| match view.attribute("operates_ict")?.value {
        Attribute::Word(ref word) => Some(word.to_string()),
        _ => None,
    });
    said.unwrap_or_else(|| UNKNOWN.to_owned())
}

/// The first claims of the order that are not met, and then the others of the letter.
fn steps<'r>(start: &Start, reading: &'r Reading, assessment: &Assessment) -> Vec<Step<'r>> {
    let letter = reading.catalogue.letters.iter();
    let letter = letter.into_iter().find(|one| Some(&one.id) == assessment.letter.as_ref());
    let claims: Vec<&Claim> =
        letter.into_iter().flat_map(|one| &one.points).flat_map(|point| &point.claims).collect();
    let ordered = start.claims.iter().filter_map(|id| claims.iter().find(|claim| claim.id == *id));
    let rest = claims.iter().filter(|claim| !start.claims.contains(&claim.id));
    let steps = ordered.chain(rest).filter_map(|claim| {
        let state = assessment.claim(claim.id.as_str())?.state;
        let open = !matches!(state, Status::Verified | Status::NotApplicable);
        open.then_some(Step { claim, state })
    });
    steps.take(SHOWN).collect()
}
