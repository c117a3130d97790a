//! What the guide says of one claim, one authority, one day.

use super::{FollowUpList, Framework, Guide, ListItem, Principle, Regime, SituationNotice};
use crate::catalogue::{Catalogue, Text};
use crate::{Name, Span, Status};

impl FollowUpList {
    /// The items that are no part of another.
    pub fn wholes(&self) -> impl Iterator<Item = &ListItem> {
        self.items.iter().filter(|item| item.under.is_none())
    }

    /// The parts of an item.
    pub fn parts_of<'l>(&'l self, whole: &'l Name) -> impl Iterator<Item = &'l ListItem> {
        self.items.iter().filter(move |item| item.under.as_ref() == Some(whole))
    }
}

impl ListItem {
    /// How an item stands by the claims that it bears on: as the worst of those that apply. Nothing
    /// when none of them is known, or it bears on none.
    pub fn standing(&self, of_claim: impl FnMut(&Name) -> Option<Status>) -> Option<Status> {
        let known = self.claims.iter().filter_map(of_claim);
        known.filter(|status| *status != Status::NotApplicable).min()
    }
}

impl Framework {
    /// Its principles, in order.
    pub fn principles(&self) -> impl Iterator<Item = &Principle> {
        self.categories.iter().flat_map(|category| &category.principles)
    }

    /// The measures that a claim comes near.
    pub fn measures_for(&self, claim: &Name) -> &[Name] {
        self.mappings.get(claim).map_or(&[], |mapping| mapping.measures.as_slice())
    }
}

impl Regime {
    /// Whether the evidence of a claim is of use for it.
    pub fn bears_on(&self, claim: &Name) -> bool {
        self.all_claims || self.claims.contains(claim)
    }
}

impl Guide {
    /// Every sentence for people, each with a word on where it stands. Titles of things are none.
    pub fn sentences(&self) -> Vec<(String, &Text)> {
        let mut all = Vec::new();
        for (claim, guidance) in &self.guidance {
            all.push((format!("{claim} asked"), &guidance.asked));
            all.push((format!("{claim} why"), &guidance.why));
            all.push((format!("{claim} counts"), &guidance.counts));
            all.push((format!("{claim} refutes"), &guidance.refutes));
            all.push((format!("{claim} first"), &guidance.first));
        }
        let items = self.lists.iter().flat_map(|list| &list.items);
        all.extend(items.map(|item| (item.id.to_string(), &item.title)));
        all.extend(self.authorities.iter().map(|(id, one)| (format!("{id} role"), &one.role)));
        for regime in &self.regimes {
            all.push((format!("{} question", regime.id), &regime.question));
            all.push((format!("{} duty", regime.id), &regime.duty));
            all.extend(regime.clocks.iter().map(|clock| (clock.id.to_string(), &clock.title)));
        }
        all.extend(self.situations.iter().map(|one| (format!("situation {}", one.id), &one.title)));
        all.extend(self.conflicts.iter().map(|one| (format!("conflict {}", one.id), &one.title)));
        all.extend(self.starts.iter().map(|one| (format!("start {}", one.id), &one.title)));
        all.extend(self.questions.iter().map(|one| (format!("question {}", one.id), &one.text)));
        all
    }

    /// What stands on the lists that bears on a claim.
    pub fn items_for<'g>(
        &'g self,
        claim: &'g Name,
    ) -> impl Iterator<Item = (&'g FollowUpList, &'g ListItem)> {
        let of_list = |list: &'g FollowUpList| list.items.iter().map(move |item| (list, item));
        self.lists.iter().flat_map(of_list).filter(move |(_, item)| item.claims.contains(claim))
    }

    /// Whom a municipality follows on a date (`2026-11-25`) where a text of an earlier day names `id`.
    pub fn successor<'g>(&'g self, id: &'g Name, date: &str) -> &'g Name {
        let mut here = id;
        // No circle was let in; the bound is for a guide that was built by hand.
        for _ in 0..self.authorities.len() {
            let Some(authority) = self.authorities.get(here) else { break };
            let from = authority.succeeded_from.as_deref();
            // Dates of that form stand in the order of their letters.
            let begun = from.is_some_and(|from| from <= date);
            match &authority.succeeded_by {
                Some(next) if begun => here = next,
                _ => break,
            }
        }
        here
    }

    /// The list of countries that holds: the newest one.
    pub fn conflict(&self) -> Option<&super::ConflictNotice> {
        self.conflicts.iter().max_by(|a, b| a.date.cmp(&b.date))
    }

    /// How the situation had been rated by a date, the latest first.
    pub fn situations_by(&self, date: &str) -> Vec<&SituationNotice> {
        let mut notices: Vec<_> =
            self.situations.iter().filter(|notice| notice.date.as_str() <= date).collect();
        notices.sort_by(|one, other| other.date.cmp(&one.date));
        notices
    }
}

/// Evidence that holds for a shorter time while the situation is raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortened {
    /// The claim whose rule says so.
    pub claim: Name,
    /// The evidence kind.
    pub evidence: Name,
    /// How long it holds otherwise, when anything says so.
    pub within: Option<Span>,
    /// How long it holds while the situation is raised.
    pub within_raised: Span,
}

impl Catalogue {
    /// What a raised situation shortens, in the order of the letters.
    pub fn shortened(&self) -> Vec<Shortened> {
        let points = self.letters.iter().flat_map(|letter| &letter.points);
        let mut all = Vec::new();
        for claim in points.flat_map(|point| &point.claims) {
            for leaf in claim.requirement.leaves() {
                let usual = self.kinds.get(&leaf.kind).and_then(|kind| kind.validity);
                all.extend(leaf.within_raised.map(|within_raised| Shortened {
                    claim: claim.id.clone(),
                    evidence: leaf.kind.clone(),
                    within: leaf.within.or(usual),
                    within_raised,
                }));
            }
        }
        all.dedup();
        all
    }
}
