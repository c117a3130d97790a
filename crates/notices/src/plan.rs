//! What is to be told to one recipient: what stands, held against what is known to have been told.

use std::collections::BTreeSet;

use arvak_core::EntityId;

use crate::{Choice, Event, Kind, Told};

/// Which things somebody may be told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Nothing: the account is closed, or may not read.
    Nothing,
    /// Everything.
    All,
    /// These things and no others, and what is about no thing: it belongs to the whole municipality.
    Only(BTreeSet<EntityId>),
}

impl Sight {
    /// Whether something about that thing, or about none, may be told.
    pub fn includes(&self, about: Option<&EntityId>) -> bool {
        match self {
            Self::Nothing => false,
            Self::All => true,
            Self::Only(things) => about.is_none_or(|id| things.contains(id)),
        }
    }
}

/// Somebody who may be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// What they want.
    pub choice: Choice,
    /// What they may see.
    pub sight: Sight,
    /// Whether nothing was told or noted for them before: what is refuted already is no news then.
    pub is_new: bool,
}

/// What to note for a recipient.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// To be told.
    pub fresh: Vec<Event>,
    /// Noted so that it will never count as news, but not told.
    pub silent: Vec<Event>,
    /// What was noted and stands no longer: if it comes again, it is news again.
    pub over: BTreeSet<String>,
}

impl Recipient {
    /// Whether what was noted may still be told: both the choice and what somebody may see can have changed since.
    pub fn may_be_told(&self, told: &Told) -> bool {
        self.choice.kinds.contains(&told.kind) && self.sight.includes(told.about.as_ref())
    }
}

impl Plan {
    /// Whether there is nothing to note.
    pub fn is_empty(&self) -> bool {
        self.fresh.is_empty() && self.silent.is_empty() && self.over.is_empty()
    }
}

/// What to note for `recipient`, when `standing` is everything that stands now, and `noted` the keys of what was noted for
/// them and is not over.
///
/// As long as something stands it is told once, whatever happens to the choice meanwhile. A due date is told to whoever
/// begins to want it; what was refuted before somebody wanted to know is no news.
pub fn plan(recipient: &Recipient, noted: &BTreeSet<String>, standing: &[Event]) -> Plan {
    let keys: BTreeSet<&str> = standing.iter().map(|event| event.key.as_str()).collect();
    let over = noted.iter().filter(|key| !keys.contains(key.as_str())).cloned().collect();
    let mut plan = Plan { over, ..Plan::default() };
    let mut seen = BTreeSet::new();
    for event in standing {
        let may_see = recipient.sight.includes(event.about.as_ref());
        if noted.contains(&event.key) || !may_see || !seen.insert(&event.key) {
            continue;
        }
        let is_wanted = recipient.choice.kinds.contains(&event.kind);
        let is_news = event.kind != Kind::Refuted || !recipient.is_new;
        if is_wanted && is_news {
            plan.fresh.push(event.clone());
        } else if event.kind == Kind::Refuted {
            plan.silent.push(event.clone());
        }
    }
    plan
}

/// The same with each thing once: what was over and came again while it waited is told as lasting.
pub fn once(told: &[Told]) -> Vec<Told> {
    let mut found: Vec<Told> = Vec::with_capacity(told.len());
    let same = |one: &Told, other: &Told| {
        let is_date = one.kind == Kind::Overdue && one.at != other.at;
        (one.kind, &one.claim, &one.about) == (other.kind, &other.claim, &other.about) && !is_date
    };
    for one in told {
        match found.iter_mut().find(|known| same(known, one)) {
            Some(known) if known.is_over => *known = one.clone(),
            Some(_) => {}
            None => found.push(one.clone()),
        }
    }
    found
}
