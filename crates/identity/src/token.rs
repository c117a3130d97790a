//! Links and keys that we give: each is made once, shown once, and kept as SHA-256.

use std::collections::BTreeSet;

use arvak_core::{Instant, Span};

use crate::{Result, Right, Role, Secret};

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenKind {
    /// The link of the first run.
    SetUp,
    /// Somebody is invited, with one role.
    Invitation,
    /// An administrator lets somebody in again who lost all factors.
    Recovery,
    /// A program's key to the API.
    Api,
    /// A supplier is asked: the link opens one request, as often as it is needed. Kept apart from the others.
    Request,
}

impl TokenKind {
    /// All kinds.
    pub const ALL: [Self; 5] =
        [Self::SetUp, Self::Invitation, Self::Recovery, Self::Api, Self::Request];

    /// Its name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SetUp => "set_up",
            Self::Invitation => "invitation",
            Self::Recovery => "recovery",
            Self::Api => "api",
            Self::Request => "request",
        }
    }

    /// The kind called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// How long a link of this kind is good; a key for the API is as long as its owner says.
    pub const fn life(self) -> Option<Span> {
        match self {
            Self::SetUp => Some(Span::from_millis(30 * 60_000)),
            Self::Invitation => Some(Span::from_millis(72 * 3_600_000)),
            Self::Recovery => Some(Span::from_millis(3_600_000)),
            Self::Api => None,
            Self::Request => Some(Span::from_days(30)),
        }
    }

    /// A new token of this kind. A key for the API begins with `arvak_`, so that scanners find it where it should not be.
    pub fn make(self) -> Result<Secret> {
        match self {
            Self::Api => Secret::with_prefix("arvak_"),
            Self::SetUp | Self::Invitation | Self::Recovery | Self::Request => Secret::random(),
        }
    }

    /// How a token stands.
    pub fn standing(
        self,
        now: Instant,
        ends_at: Option<Instant>,
        used_at: Option<Instant>,
    ) -> TokenStanding {
        let once = !matches!(self, Self::Api | Self::Request);
        if once && used_at.is_some() {
            return TokenStanding::Used;
        }
        match ends_at {
            Some(end) if now >= end => TokenStanding::Expired,
            Some(_) => TokenStanding::Good,
            // A link without an end would be good for ever.
            None if self == Self::Api => TokenStanding::Good,
            None => TokenStanding::Expired,
        }
    }
}

/// How a token stands. Pages say what to do about each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenStanding {
    /// It may be used.
    Good,
    /// It was a link, and it was used.
    Used,
    /// Its time is over.
    Expired,
}

/// What a key for the API may do: never more than its owner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(BTreeSet<Right>);

impl Scopes {
    /// Of these rights.
    pub fn of(rights: impl IntoIterator<Item = Right>) -> Self {
        Self(rights.into_iter().collect())
    }

    /// As they are kept: names with spaces between. `None` when one is unknown: a scope that is not understood opens nothing.
    pub fn from_text(text: &str) -> Option<Self> {
        text.split_whitespace().map(Right::from_name).collect::<Option<BTreeSet<_>>>().map(Self)
    }

    /// To be kept.
    pub fn to_text(&self) -> String {
        self.0.iter().map(|right| right.name()).collect::<Vec<_>>().join(" ")
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The rights.
    pub fn rights(&self) -> impl Iterator<Item = Right> {
        self.0.iter().copied()
    }

    /// Whether a key with these scopes has `right`, when its owner has these roles.
    pub fn may(&self, right: Right, owner: &[Role]) -> bool {
        self.0.contains(&right) && owner.iter().any(|role| role.may(right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_millis(1_000_000_000);

    #[test]
    fn a_link_is_good_until_it_is_used_or_its_time_is_over() {
        for kind in [TokenKind::SetUp, TokenKind::Invitation, TokenKind::Recovery] {
            let end = NOW.plus(kind.life().unwrap());
            let last = Instant::from_millis(end.as_millis() - 1);
            assert_eq!(kind.standing(NOW, Some(end), None), TokenStanding::Good);
            assert_eq!(kind.standing(last, Some(end), None), TokenStanding::Good);
            assert_eq!(kind.standing(end, Some(end), None), TokenStanding::Expired);
            assert_eq!(kind.standing(NOW, Some(end), Some(NOW)), TokenStanding::Used);
            assert_eq!(kind.standing(NOW, None, None), TokenStanding::Expired);
        }
    }

    #[test]
    fn a_link_to_a_request_is_followed_many_times_until_its_end() {
        let end = NOW.plus(TokenKind::Request.life().unwrap());
        assert_eq!(TokenKind::Request.standing(NOW, Some(end), Some(NOW)), TokenStanding::Good);
        assert_eq!(TokenKind::Request.standing(end, Some(end), None), TokenStanding::Expired);
        assert_eq!(TokenKind::Request.standing(NOW, None, None), TokenStanding::Expired);
    }

    #[test]
    fn a_key_for_the_api_is_used_many_times_until_its_end() {
        assert_eq!(TokenKind::Api.standing(NOW, None, Some(NOW)), TokenStanding::Good);
        assert_eq!(TokenKind::Api.standing(NOW, Some(NOW), None), TokenStanding::Expired);
        assert!(TokenKind::Api.make().unwrap().reveal().starts_with("arvak_"));
    }

    #[test]
    fn a_key_may_never_do_what_its_owner_may_not() {
        let scopes = Scopes::of(Right::ALL);
        for role in Role::ALL {
            for right in Right::ALL {
                assert_eq!(scopes.may(right, &[role]), role.may(right));
                assert!(!Scopes::default().may(right, &[role]));
            }
        }
        assert!(!scopes.may(Right::Read, &[]));
    }

    #[test]
    fn scopes_are_kept_by_name_and_an_unknown_one_opens_nothing() {
        let scopes = Scopes::of([Right::Read, Right::EditInventory]);
        assert_eq!(scopes.to_text(), "read edit_inventory");
        assert_eq!(Scopes::from_text(&scopes.to_text()), Some(scopes));
        assert_eq!(Scopes::from_text("read everything"), None);
    }

    #[test]
    fn kinds_are_kept_by_name() {
        for kind in TokenKind::ALL {
            assert_eq!(TokenKind::from_name(kind.name()), Some(kind));
        }
    }
}
