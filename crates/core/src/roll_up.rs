//! What a list asks for, area by area, told from the claims that answer it: NSM's nine areas are shown
//! when the letter's claims under them are (letter point 0, claim `0.1`).
//!
//! A roll-up looks at an assessment and at nothing else. It becomes evidence like any other look: with
//! a transcript, an expiry, and the refuter that its kind names. It supports no longer than what it
//! rests on.

use crate::catalogue::EvidenceKind;
use crate::catalogue::guide::{FollowUpList, ListItem};
use crate::{Assessment, Catalogue, Instant, Name, Outcome, Status};

/// The method's name in evidence, and in `probes` and `healed_by` of the kinds that it gives.
pub const METHOD: &str = "area_rollup";

/// Its version: a newer one may judge otherwise.
pub const VERSION: u32 = 1;

/// How one area of a list stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area<'c> {
    /// The list.
    pub list: &'c FollowUpList,
    /// The area.
    pub item: &'c ListItem,
    /// The evidence kind that says so.
    pub kind: &'c Name,
    /// Supports when every claim that applies is verified, refutes when one is refuted.
    pub result: Outcome,
    /// The refuter of the kind, when it refutes.
    pub code: Option<&'c Name>,
    /// The claims under it that could be told, as they stand.
    pub claims: Vec<(Name, Status)>,
    /// When the first thing that it rests on expires; none when nothing does.
    pub valid_until: Option<Instant>,
}

impl Area<'_> {
    /// How many of its claims are in a state.
    pub fn count(&self, state: Status) -> usize {
        self.claims.iter().filter(|(_, found)| *found == state).count()
    }
}

/// Every area whose kind this method gives, in the order of the lists.
pub fn roll_up<'c>(catalogue: &'c Catalogue, assessment: &Assessment) -> Vec<Area<'c>> {
    let items = catalogue.guide.lists.iter().flat_map(|list| {
        list.items.iter().filter_map(move |item| Some((list, item, item.evidence.as_ref()?)))
    });
    items
        .filter_map(|(list, item, kind)| {
            let (kind, registered) = catalogue.kinds.get_key_value(kind)?;
            is_given(registered)
                .then(|| area(catalogue, assessment, (list, item), kind, registered))
        })
        .collect()
}

fn area<'c>(
    catalogue: &Catalogue,
    assessment: &Assessment,
    (list, item): (&'c FollowUpList, &'c ListItem),
    kind: &'c Name,
    registered: &'c EvidenceKind,
) -> Area<'c> {
    let told = item.claims.iter().filter(|claim| !rests_on_areas(catalogue, claim));
    let judged: Vec<_> = told.filter_map(|claim| assessment.claim(claim.as_str())).collect();
    let of_claim = |id: &Name| judged.iter().find(|claim| claim.id == *id).map(|one| one.state);
    let result = match item.standing(of_claim) {
        Some(Status::Verified) => Outcome::Supports,
        Some(Status::Refuted) => Outcome::Refutes,
        _ => Outcome::Inconclusive,
    };
    let ends = judged.iter().flat_map(|claim| &claim.subjects).filter_map(|one| one.expires_at);
    let refuter = registered.refuters.first().map(|refuter| &refuter.id);
    Area {
        list,
        item,
        kind,
        result,
        code: refuter.filter(|_| result == Outcome::Refutes),
        claims: judged.iter().map(|claim| (claim.id.clone(), claim.state)).collect(),
        valid_until: ends.min().filter(|_| result == Outcome::Supports),
    }
}

fn is_given(kind: &EvidenceKind) -> bool {
    kind.probes.iter().any(|probe| probe.as_str() == METHOD)
}

/// Whether a claim asks for an area: such a claim can be no part of one, or it would rest on itself.
fn rests_on_areas(catalogue: &Catalogue, claim: &Name) -> bool {
    let points = catalogue.letters.iter().flat_map(|letter| &letter.points);
    let mut claims = points.flat_map(|point| &point.claims).filter(|found| found.id == *claim);
    claims.any(|claim| {
        let mut kinds = claim.requirement.leaves().map(|leaf| &leaf.kind);
        kinds.any(|kind| catalogue.kinds.get(kind).is_some_and(is_given))
    })
}
