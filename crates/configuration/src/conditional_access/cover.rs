//! Whether policies together reach everyone, or everyone with a role.
//!
//! One policy is the base: it is about everyone and all applications, or about the role and all applications. What it
//! leaves out is a gap, unless another policy covers exactly that and leaves out nobody whom the base does not leave out.
//! Of all bases the one with the least gap counts. So a further policy can close gaps and never opens one.

use std::collections::BTreeSet;

use super::clause::Demand;
use super::policy::{Policy, State};

/// How many accounts may be left out: those that are kept for the day when nobody else gets in.
pub(super) const EMERGENCY_ACCOUNTS_MOST: usize = 2;

/// How much is covered, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Whole,
    /// Somebody is left out, and the export does not say how many.
    Unclear,
    Open,
}

/// Which log-ins are asked about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Door {
    /// Browsers and programs that can ask for a second factor.
    Modern,
    /// A sort of client that cannot, by its name in the export.
    Legacy(&'static str),
}

/// Whom the question is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Who<'a> {
    Everyone,
    Role(&'a str),
}

/// What the best base leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Gaps {
    pub(super) users: BTreeSet<String>,
    pub(super) groups: BTreeSet<String>,
    pub(super) roles: BTreeSet<String>,
    pub(super) guests: bool,
    pub(super) apps: BTreeSet<String>,
}

impl Gaps {
    fn level(&self, accounts_most: usize) -> Level {
        let open = self.users.len() > accounts_most
            || !self.roles.is_empty()
            || self.guests
            || !self.apps.is_empty();
        match (open, self.groups.is_empty()) {
            (true, _) => Level::Open,
            (false, false) => Level::Unclear,
            (false, true) => Level::Whole,
        }
    }

    fn count(&self) -> usize {
        self.users.len() + self.groups.len() + self.roles.len() + self.apps.len()
    }
}

/// How well everyone is covered, by which policy, and who is not.
#[derive(Clone, Debug)]
pub(super) struct Cover<'p> {
    pub(super) level: Level,
    pub(super) base: Option<&'p Policy>,
    pub(super) gaps: Gaps,
}

/// How well `who` is covered at that door, when at most `accounts_most` accounts may be left out.
pub(super) fn cover<'p>(
    all: &'p [Policy],
    who: Who<'_>,
    door: Door,
    accounts_most: usize,
) -> Cover<'p> {
    let sure = |policy: &&Policy| demands(policy, door);
    let perhaps =
        |policy: &&Policy| demands(policy, door) || matches!(policy.demand, Demand::Unknown(_));
    let at_door: Vec<&Policy> = all.iter().filter(|policy| stands_at(policy, door)).collect();
    let found = best(&at_door.iter().copied().filter(sure).collect::<Vec<_>>(), who, accounts_most);
    if found.level != Level::Open {
        return found;
    }
    // What a strength of the tenant's own demands is not known: it might be enough.
    let might =
        best(&at_door.iter().copied().filter(perhaps).collect::<Vec<_>>(), who, accounts_most);
    if might.level == Level::Open { found } else { Cover { level: Level::Unclear, ..might } }
}

fn demands(policy: &Policy, door: Door) -> bool {
    match (&policy.demand, door) {
        // A client that cannot ask for a second factor is refused by a policy that demands one.
        (Demand::Block | Demand::TwoFactors, _) => true,
        (Demand::Or(_) | Demand::Unknown(_) | Demand::Other, _) => false,
    }
}

/// In force, for that sort of client, wherever and however somebody logs in.
fn stands_at(policy: &Policy, door: Door) -> bool {
    let clients = match door {
        Door::Modern => policy.clients.modern(),
        Door::Legacy(name) => policy.clients.legacy(name),
    };
    policy.state == State::InForce && policy.narrowed.is_empty() && clients
}

fn best<'p>(policies: &[&'p Policy], who: Who<'_>, accounts_most: usize) -> Cover<'p> {
    let bases = policies.iter().filter(|policy| policy.apps.all && is_about(policy, who));
    let covers = bases.map(|base| {
        let gaps = gaps(base, policies, who);
        Cover { level: gaps.level(accounts_most), base: Some(base), gaps }
    });
    let least = covers.min_by_key(|cover| (cover.level, cover.gaps.count()));
    least.unwrap_or(Cover { level: Level::Open, base: None, gaps: Gaps::default() })
}

fn is_about(policy: &Policy, who: Who<'_>) -> bool {
    match who {
        Who::Everyone => policy.users.all,
        Who::Role(role) => policy.users.all || policy.users.include_roles.contains(role),
    }
}

fn gaps(base: &Policy, policies: &[&Policy], who: Who<'_>) -> Gaps {
    let left_out = &base.users.exclude;
    // A policy that leaves out only what the base leaves out by name as well.
    let helpers: Vec<&Policy> = policies
        .iter()
        .copied()
        .filter(|policy| {
            let out = &policy.users.exclude;
            out.groups.is_empty()
                && out.roles.is_empty()
                && !out.guests
                && out.users.is_subset(&left_out.users)
        })
        .collect();
    let everything: Vec<&Policy> =
        helpers.iter().copied().filter(|it| it.apps.all && it.apps.exclude.is_empty()).collect();
    let covered = |is: &dyn Fn(&Policy) -> bool| everything.iter().any(|it| it.users.all || is(it));
    let without = |ids: &BTreeSet<String>, is: &dyn Fn(&Policy, &str) -> bool| {
        let open = |id: &&String| !covered(&|policy| is(policy, id));
        ids.iter().filter(open).cloned().collect::<BTreeSet<_>>()
    };
    let users = left_out.users.iter().filter(|id| {
        !everything.iter().any(|it| {
            let about = it.users.all || it.users.include.contains(*id);
            about && !it.users.exclude.users.contains(*id)
        })
    });
    let mut roles = without(&left_out.roles, &|it, id| it.users.include_roles.contains(id));
    let guests = left_out.guests && !covered(&|it| it.users.include_guests);
    let apps = base.apps.exclude.iter().filter(|app| {
        !helpers.iter().any(|it| {
            let about = it.apps.all || it.apps.include.contains(*app);
            is_about(it, who) && about && !it.apps.exclude.contains(*app)
        })
    });
    if let Who::Role(role) = who {
        roles.retain(|other| other == role);
    }
    Gaps {
        users: users.cloned().collect(),
        groups: without(&left_out.groups, &|it, id| it.users.include.contains(id)),
        roles,
        guests: guests && matches!(who, Who::Everyone),
        apps: apps.cloned().collect(),
    }
}
