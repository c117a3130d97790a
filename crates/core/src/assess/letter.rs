//! A letter: its claims in strata, its points, and what is left open on retired things.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::claim::{self, ClaimJudged, Tally};
use super::leaf;
use super::plan::Plan;
use super::{Assessment, ClaimAssessment, Counts, OpenFinding, PointAssessment, SituationLevel};
use crate::catalogue::Letter;
use crate::state::{Found, Lift, NameNo, State, SubjectNo};
use crate::{Catalogue, Instant, Status};

/// The program that judges, when the caller says nothing else.
const ENGINE: &str = concat!("arvak-core ", env!("CARGO_PKG_VERSION"));

/// Judges the claims of a letter, each after the one that decides whether it applies. A claim whose
/// decider is itself waiting for it applies; the catalogue's parser refuses such circles.
pub(super) fn claims(state: &State, plan: &Plan<'_>, at: Instant) -> Vec<ClaimJudged> {
    let mut judged: BTreeMap<usize, ClaimJudged> = unconditional(state, plan, at);
    for place in plan.order() {
        let Some(claim) = plan.claims.get(place).filter(|claim| claim.applies_if.is_some()) else {
            continue;
        };
        let decider = claim.applies_if.and_then(|(other, _)| judged.get(&other));
        let result = claim::judge(state, plan, claim, decider.map(|other| &other.assessment), at);
        judged.insert(place, result);
    }
    judged.into_values().collect()
}

/// From how many judgements on two threads share them.
const SHARED_FROM: usize = 4_096;

/// The claims that always apply, by their places. All that are about the same kind are judged together, thing by
/// thing: what is known of a thing is fetched once, not once for each claim.
fn unconditional(state: &State, plan: &Plan<'_>, at: Instant) -> BTreeMap<usize, ClaimJudged> {
    let mut kinds: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let claims = plan.claims.iter().enumerate();
    for (place, claim) in claims.filter(|(_, claim)| claim.applies_if.is_none()) {
        kinds.entry(claim.claim.requirement.for_each.kind.as_str()).or_default().push(place);
    }
    let judgements: usize =
        kinds.iter().map(|(kind, places)| state.of_kind(kind).len() * places.len()).sum();
    let judge = |part| tally(state, plan, &kinds, part, at);
    let tallies = if judgements < SHARED_FROM {
        judge(Part::All)
    } else {
        std::thread::scope(|scope| {
            let second = scope.spawn(|| judge(Part::SecondHalf));
            let mut tallies = judge(Part::FirstHalf);
            let second = second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            for (place, tally) in second {
                match tallies.entry(place) {
                    Entry::Occupied(mut first) => first.get_mut().follow_with(tally),
                    Entry::Vacant(free) => drop(free.insert(tally)),
                }
            }
            tallies
        })
    };
    tallies.into_iter().map(|(place, tally)| (place, tally.finish(state, plan, at))).collect()
}

/// Which things of each kind to judge, in the order of their ids.
#[derive(Clone, Copy)]
enum Part {
    All,
    FirstHalf,
    SecondHalf,
}

impl Part {
    fn of(self, things: &[SubjectNo]) -> &[SubjectNo] {
        let (first, second) = things.split_at(things.len() / 2);
        match self {
            Self::All => things,
            Self::FirstHalf => first,
            Self::SecondHalf => second,
        }
    }
}

/// Judges things for the claims about their kind.
fn tally<'p>(
    state: &State,
    plan: &'p Plan<'p>,
    kinds: &BTreeMap<&str, Vec<usize>>,
    part: Part,
    at: Instant,
) -> BTreeMap<usize, Tally<'p>> {
    let mut judged = BTreeMap::new();
    for (kind, places) in kinds {
        let things = part.of(state.of_kind(kind));
        let claims = places.iter().filter_map(|place| Some((*place, plan.claims.get(*place)?)));
        let mut tallies: Vec<(usize, Tally<'_>)> =
            claims.map(|(place, claim)| (place, Tally::new(claim, things.len()))).collect();
        for thing in things {
            for (_, tally) in &mut tallies {
                tally.add(state, *thing, at);
            }
        }
        judged.extend(tallies);
    }
    judged
}

/// Puts judged claims under their points.
pub(super) fn assemble(
    state: &State,
    catalogue: &Catalogue,
    letter: Option<&Letter>,
    claims: Vec<ClaimAssessment>,
    at: Instant,
) -> Assessment {
    let mut claims = claims.into_iter();
    let points = letter.map_or(&[][..], |letter| &letter.points).iter().map(|point| {
        let claims: Vec<_> = claims.by_ref().take(point.claims.len()).collect();
        let counts = Counts::default();
        PointAssessment { id: point.id.clone(), state: Status::Missing, counts, claims }
    });
    let mut assessment = Assessment {
        letter: letter.map(|letter| letter.id.clone()),
        assessed_at: at,
        engine: ENGINE.to_owned(),
        catalogue: catalogue.digest,
        tree_size: state.size(),
        root: None,
        points: points.collect(),
        state: Status::Missing,
        open_findings: open_findings(state),
        situation: situation(state),
    };
    assessment.sum_up();
    assessment
}

impl Assessment {
    /// States and counts of the points and the letter, from the claims.
    pub(super) fn sum_up(&mut self) {
        for point in &mut self.points {
            point.counts = Counts::of(point.claims.iter().map(|claim| claim.state));
            point.state = point.counts.worst();
        }
        let points = Counts::of(self.points.iter().map(|point| point.state));
        self.state = if self.points.is_empty() { Status::Missing } else { points.worst() };
    }
}

fn situation(state: &State) -> Option<SituationLevel> {
    state.situation().map(|(_, situation)| SituationLevel {
        raised: situation.raised,
        level: situation.level.clone(),
        since: situation.since,
    })
}

/// Refutations that nothing has lifted, on things that are retired (law 12): the latest of each kind, in
/// the order of the things' ids and then of the kinds' names.
pub(super) fn open_findings(state: &State) -> Vec<OpenFinding> {
    let mut findings = Vec::new();
    for number in state.retired() {
        let Some(subject) = state.subject(number) else { continue };
        for slot in subject.slots.iter() {
            let standing = standing_on(state, number, slot.kind);
            let latest = standing.into_iter().max_by(|a, b| a.latest(b, state.names()));
            let name = state.names().name(slot.kind);
            if let (Some(record), Some(kind)) = (latest, name) {
                let heir = state.heir(number);
                let successor = state.subject(heir).filter(|_| heir != number);
                findings.push(OpenFinding {
                    subject: subject.id.clone(),
                    kind: kind.clone(),
                    code: record.code.and_then(|code| state.names().name(code)).cloned(),
                    basis: record.basis,
                    collected_at: record.collected_at,
                    entry: record.entry,
                    successor: successor.map(|successor| successor.id.clone()),
                });
            }
        }
    }
    findings.sort_by(|a, b| a.subject.cmp(&b.subject).then_with(|| a.kind.cmp(&b.kind)));
    findings
}

/// What was found on a thing itself and is lifted neither by its own support nor by a successor's.
fn standing_on(state: &State, number: SubjectNo, kind: NameNo) -> Vec<Found<'_>> {
    let mut lift = Lift::NOTHING;
    let mut next = state.subject(number).and_then(|subject| subject.successor);
    while let Some(subject) = next.and_then(|number| state.subject(number)) {
        lift = subject.slots.weighed(kind).map_or(lift, |slot| lift.with(slot));
        next = subject.successor;
    }
    let mut found = Vec::new();
    leaf::standing(state, number, kind, lift, &mut |one, found_on| {
        if found_on == number {
            found.push(one);
        }
    });
    found
}
