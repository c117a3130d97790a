//! What is due.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arvak_core::state::EvidenceView;
use arvak_core::{Basis, Catalogue, EntityId, Instant, Name, Outcome, Span, State};

use crate::{Check, Probe};

/// How long evidence of a kind holds when neither the catalogue nor a requirement says so.
const VALIDITY: Span = Span::from_days(7);

/// A check that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The check.
    pub check: Check,
    /// Why.
    pub why: Why,
}

/// Why a check is due; the order is that of haste.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// What is known is half way to its expiry, or beyond.
    Old,
    /// Nothing conclusive is known.
    Missing,
    /// Somebody asked for it.
    Asked,
    /// Weaker evidence contradicts what we saw last (law 4).
    Contested,
}

impl Why {
    pub(super) const fn priority(self) -> i64 {
        self as i64 * 10
    }
}

/// What somebody asked to have looked at again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Asked {
    /// Nothing: only what is due.
    #[default]
    Nothing,
    /// These things.
    Subjects(BTreeSet<EntityId>),
    /// Everything.
    All,
}

impl Asked {
    fn includes(&self, subject: &EntityId) -> bool {
        match self {
            Self::Nothing => false,
            Self::Subjects(subjects) => subjects.contains(subject),
            Self::All => true,
        }
    }
}

/// The checks that are due at `at`, the hastiest first, each once.
pub fn due_checks(
    probes: &[Arc<dyn Probe>],
    state: &State,
    catalogue: &Catalogue,
    at: Instant,
    asked: &Asked,
) -> Vec<Due> {
    let kinds = Kinds::of(catalogue, state.is_raised());
    let mut due = BTreeMap::new();
    for probe in probes {
        for check in probe.plan(state) {
            let why = match why_due(&**probe, &check, state, &kinds, at) {
                Some(Why::Contested) => Some(Why::Contested),
                _ if asked.includes(&check.subject) => Some(Why::Asked),
                why => why,
            };
            if let Some(why) = why {
                due.insert(check, why);
            }
        }
    }
    let mut due: Vec<_> = due.into_iter().map(|(check, why)| Due { check, why }).collect();
    due.sort_by_key(|due| std::cmp::Reverse(due.why));
    due
}

/// How long after a look that showed something the next one is due: the shortest of what the probe gives.
pub fn interval(probe: &dyn Probe, catalogue: &Catalogue, is_raised: bool) -> Span {
    let kinds = Kinds::of(catalogue, is_raised);
    let given = probe.gives().iter().filter_map(|kind| kind.parse::<Name>().ok());
    let shortest = given.map(|kind| kinds.validity(&kind)).min().unwrap_or(VALIDITY);
    Span::from_millis(shortest.as_millis() / 2)
}

/// Why a check is due, if it is: the most pressing reason among the evidence kinds that it gives.
fn why_due(
    probe: &dyn Probe,
    check: &Check,
    state: &State,
    kinds: &Kinds,
    at: Instant,
) -> Option<Why> {
    let given = probe.gives().iter().filter_map(|kind| kind.parse::<Name>().ok());
    let given: Vec<_> = given.filter(|kind| kinds.is_about(kind, check.subject.kind())).collect();
    let known: Vec<_> = given
        .iter()
        .map(|kind| Known::of(probe, state, &check.subject, kind, kinds.validity(kind), at))
        .collect();
    if known.is_empty() {
        return Some(Why::Missing);
    }
    // A kind that never came out of this check, although others did, is not given for this thing
    // (such as control over a domain without a token): it does not make the check due for ever.
    let is_fresh = known.contains(&Known::Fresh);
    let reason = |known: &Known| match known {
        Known::Contested => Some(Why::Contested),
        Known::Untold => Some(Why::Missing),
        Known::Never => (!is_fresh).then_some(Why::Missing),
        Known::Old => Some(Why::Old),
        Known::Fresh => None,
    };
    known.iter().filter_map(reason).max()
}

/// What is known of one evidence kind about one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    /// Nothing was ever looked for.
    Never,
    /// We looked, and could not tell.
    Untold,
    /// We know, but it is time to look again.
    Old,
    /// We know.
    Fresh,
    /// We saw that it holds, and weaker evidence has contradicted that since.
    Contested,
}

impl Known {
    fn of(
        probe: &dyn Probe,
        state: &State,
        subject: &EntityId,
        kind: &Name,
        validity: Span,
        at: Instant,
    ) -> Self {
        let (mut looked, mut contradicted) = (false, None);
        let mut newest: Option<(Instant, Option<Instant>, bool)> = None;
        for evidence in state.evidence(subject, kind) {
            let conclusive = evidence.result != Outcome::Inconclusive;
            if evidence.withdrawn || evidence.superseded {
                continue;
            }
            if !is_look(probe, &evidence) {
                // What others say does not stand for a look, but it can call for one.
                if evidence.basis < probe.basis() && evidence.result == Outcome::Refutes {
                    contradicted = contradicted.max(Some(evidence.collected_at));
                }
                continue;
            }
            looked = true;
            if conclusive && newest.is_none_or(|(when, ..)| when <= evidence.collected_at) {
                let holds = evidence.result == Outcome::Supports;
                newest = Some((evidence.collected_at, evidence.valid_until, holds));
            }
        }
        let Some((when, valid_until, holds)) = newest else {
            return if looked { Self::Untold } else { Self::Never };
        };
        if holds && contradicted.is_some_and(|contradicted| contradicted >= when) {
            return Self::Contested;
        }
        let half = when.plus(Span::from_millis(validity.as_millis() / 2));
        let is_old = half <= at || valid_until.is_some_and(|until| until <= at);
        if is_old { Self::Old } else { Self::Fresh }
    }
}

/// Whether evidence is what this probe would see: any look of ours stands for another, and what a vendor's interface says
/// stands for the same question alone.
fn is_look(probe: &dyn Probe, evidence: &EvidenceView<'_>) -> bool {
    if probe.basis() >= Basis::Probe {
        return evidence.basis >= Basis::Probe;
    }
    evidence.method.is_some_and(|method| method.as_str() == probe.name())
}

/// What the catalogue says of evidence kinds: what they are about and how long they hold.
struct Kinds {
    about: BTreeMap<Name, Name>,
    validity: BTreeMap<Name, Span>,
}

impl Kinds {
    /// The validity of a kind is the shortest of its own and of what any requirement asks for.
    fn of(catalogue: &Catalogue, raised: bool) -> Self {
        let about = |(name, kind): (&Name, &arvak_core::catalogue::EvidenceKind)| {
            (name.clone(), kind.subject.clone())
        };
        let own = |(name, kind): (&Name, &arvak_core::catalogue::EvidenceKind)| {
            Some((name.clone(), kind.validity?))
        };
        let mut kinds = Self {
            about: catalogue.kinds.iter().map(about).collect(),
            validity: catalogue.kinds.iter().filter_map(own).collect(),
        };
        let claims = catalogue.letters.iter().flat_map(|l| &l.points).flat_map(|p| &p.claims);
        for leaf in claims.flat_map(|claim| claim.requirement.leaves()) {
            let within = leaf.within_raised.filter(|_| raised).or(leaf.within);
            if let Some(within) = within {
                let known = kinds.validity.entry(leaf.kind.clone()).or_insert(within);
                *known = (*known).min(within);
            }
        }
        kinds
    }

    /// Whether the kind is about things of that kind; a kind that the catalogue does not have may be.
    fn is_about(&self, kind: &Name, subject_kind: &str) -> bool {
        self.about.get(kind).is_none_or(|about| about.as_str() == subject_kind)
    }

    fn validity(&self, kind: &Name) -> Span {
        self.validity.get(kind).copied().unwrap_or(VALIDITY)
    }
}
