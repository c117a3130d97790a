//! Whom a wave of requests goes to: who is chosen, which questions each gets, and why somebody gets none.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::fact::Value;
use arvak_core::{Catalogue, EntityId, Instant, Name, Outcome, State};

use crate::choose::{Chosen, concerning, usual};

/// Most suppliers of one wave.
pub const SUPPLIERS_MAX: usize = 50_000;

/// Which suppliers are chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// All that are listed and in scope.
    All,
    /// Those without which something critical does not go on.
    Critical,
    /// Those who said something once that holds no more.
    RanOut,
    /// These.
    These(BTreeSet<EntityId>),
}

/// What a wave does about a supplier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Go {
    /// A request with these questions goes out.
    Asks(Vec<Name>),
    /// A request is open.
    Open(Name),
    /// Nobody said where mail goes.
    NoAddress,
    /// Everything that concerns them is known.
    NothingToAsk,
    /// The list of chosen ones names somebody who is no supplier here.
    NotListed,
}

impl Go {
    /// Its name in sentences' ids and in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Asks(_) => "asks",
            Self::Open(_) => "open",
            Self::NoAddress => "no-address",
            Self::NothingToAsk => "nothing",
            Self::NotListed => "not-listed",
        }
    }

    /// All names.
    pub const NAMES: [&'static str; 5] = ["asks", "open", "no-address", "nothing", "not-listed"];
}

/// What is known of suppliers beside the ledger.
#[derive(Clone, Copy)]
pub struct Beside<'a> {
    /// Those that mail can go to.
    pub addressed: &'a BTreeSet<EntityId>,
    /// The open request of those that have one.
    pub open: &'a BTreeMap<EntityId, Name>,
}

/// What a wave does, by supplier in order of their ids; at most [`SUPPLIERS_MAX`].
pub fn plan(
    catalogue: &Catalogue,
    state: &State,
    which: &Which,
    beside: Beside<'_>,
    at: Instant,
) -> Vec<(EntityId, Go)> {
    let listed = state.entities_of("supplier").filter(|one| !one.is_retired() && one.in_scope());
    let listed: BTreeSet<EntityId> = listed.map(|one| one.id().clone()).collect();
    let all: Vec<EntityId> = match which {
        Which::These(these) => these.iter().cloned().collect(),
        _ => {
            listed.iter().filter(|id| is_chosen(catalogue, state, which, id, at)).cloned().collect()
        }
    };
    let go = |id: &EntityId| {
        if !listed.contains(id) {
            return Go::NotListed;
        }
        if let Some(request) = beside.open.get(id) {
            return Go::Open(request.clone());
        }
        let questions = usual(&concerning(catalogue, state, id, at));
        if questions.is_empty() {
            return Go::NothingToAsk;
        }
        if beside.addressed.contains(id) { Go::Asks(questions) } else { Go::NoAddress }
    };
    all.into_iter()
        .take(SUPPLIERS_MAX)
        .map(|id| {
            let go = go(&id);
            (id, go)
        })
        .collect()
}

fn is_chosen(
    catalogue: &Catalogue,
    state: &State,
    which: &Which,
    id: &EntityId,
    at: Instant,
) -> bool {
    match which {
        Which::All => true,
        Which::Critical => {
            let value = state.entity(id).and_then(|one| one.attribute("critical").cloned());
            value.is_some_and(|attribute| attribute.value == Value::Bool(true))
        }
        Which::RanOut => ran_out(catalogue, state, &concerning(catalogue, state, id, at), id, at),
        Which::These(these) => these.contains(id),
    }
}

/// Whether something that a supplier is asked for was shown or said once, and the newest of it holds no more.
fn ran_out(
    catalogue: &Catalogue,
    state: &State,
    all: &[Chosen<'_>],
    supplier: &EntityId,
    at: Instant,
) -> bool {
    all.iter().any(|one| {
        let Some(kind) = catalogue.kinds.get(&one.question.evidence) else { return false };
        let known = state.evidence(supplier, &one.question.evidence);
        let standing = known.filter(|one| !one.withdrawn && !one.superseded);
        let said = standing.filter(|one| one.result == Outcome::Supports);
        let newest = said.max_by_key(|one| (one.collected_at, one.entry));
        newest.is_some_and(|newest| {
            let by_kind = kind.validity.map(|validity| newest.collected_at.plus(validity));
            by_kind.into_iter().chain(newest.valid_until).min().is_some_and(|until| until <= at)
        })
    })
}
