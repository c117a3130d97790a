//! What somebody may be told of. Whoever is limited to units is told of those units, their parts, and what the roles that
//! own them own; of nothing else, and of nothing that concerns the whole municipality.

use std::collections::BTreeSet;

use arvak_core::{EntityId, State};
use arvak_identity::{Right, Role};
use arvak_notices::Sight;
use arvak_store::Account;

/// What the account may be told of.
pub(super) fn of(account: &Account, state: &State) -> Sight {
    if account.closed_at.is_some() || !may(account, Right::Read) {
        Sight::Nothing
    } else if account.units.is_empty() {
        Sight::All
    } else {
        Sight::Only(things_of(&account.units, state))
    }
}

/// Whether any role of the account has the right.
pub(super) fn may(account: &Account, right: Right) -> bool {
    let roles = account.roles.iter().filter_map(|role| Role::from_name(role));
    roles.into_iter().any(|role| role.may(right))
}

fn things_of(units: &[EntityId], state: &State) -> BTreeSet<EntityId> {
    let mut found: BTreeSet<EntityId> = BTreeSet::new();
    let mut open: Vec<EntityId> = units.to_vec();
    while let Some(unit) = open.pop() {
        if !found.insert(unit.clone()) {
            continue;
        }
        open.extend(state.related(&unit, "parts").into_iter().cloned());
        for role in state.related(&unit, "owner") {
            found.extend(state.related(role, "owns").into_iter().cloned());
        }
    }
    found
}
