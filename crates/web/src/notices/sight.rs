//! What somebody may be told of: the same as the pages show them.

use arvak_core::State;
use arvak_identity::{Right, Role};
use arvak_notices::Sight;
use arvak_store::Account;

use crate::sight;

/// What the account may be told of.
pub(super) fn of(account: &Account, state: &State) -> Sight {
    if account.closed_at.is_some() || !may(account, Right::Read) {
        return Sight::Nothing;
    }
    if account.units.is_empty() {
        return Sight::All;
    }
    let seen = sight::Sight::of(state, &account.units);
    let ids = state.ever_listed().map(|thing| thing.id().clone());
    Sight::Only(ids.filter(|id| seen.sees(id)).collect())
}

/// Whether any role of the account has the right.
pub(super) fn may(account: &Account, right: Right) -> bool {
    let mut roles = account.roles.iter().filter_map(|role| Role::from_name(role));
    roles.any(|role| role.may(right))
}
