//! Why a status is what it is: codes, ids, numbers and instants, never prose. Edges render them in
//! nb, nn and en (law 11).

use std::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::{EntityId, EntryId, Instant, Name};

macro_rules! codes {
    ($(#[$about:meta])* $type:ident { $($(#[$doc:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type { $($(#[$doc])* $variant,)* }

        impl $type {
            /// All codes; each has words in nb, nn and en.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code in JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }
    };
}
pub(crate) use codes;

codes! {
    /// What a [`Reason`] says.
    ReasonCode {
        /// Supported as strongly as required. Args: `kind basis required collected_at` and, where
        /// known, `expires_at method vantage code subject`; the same for the next three.
        Verified = "verified",
        /// Supported by a weaker basis than required.
        Partial = "partial",
        /// Supported strongly enough, but a whole number of the evidence misses the threshold.
        BelowThreshold = "below_threshold",
        /// There was support and it has expired; `expires_at` is past.
        Stale = "stale",
        /// Nothing supports it. Args: `kind required`, `subject` when it is about a related thing.
        Missing = "missing",
        /// A refutation stands. Args as for verified; `code` is what refuted.
        Refuted = "refuted",
        /// A refutation weaker than valid support; it stands when that support expires. Args as for
        /// refuted, and `stands_at` when it does expire.
        Contested = "contested",
        /// Somebody whom a refutation concerns has replied to it. Args: `kind code`. Entries: the
        /// refutation, then the replies.
        Disputed = "disputed",
        /// The last attempt told nothing. Args as for verified.
        Inconclusive = "inconclusive",
        /// The rule asks for related things and there are none. Args: `relation kind`.
        NothingRelated = "nothing_related",
        /// Nothing of the kind is listed, and nobody has shown that there is none. Args: `kind`.
        NothingListed = "nothing_listed",
        /// Nothing of the kind is listed, and the inventory is shown to be complete. Args: `kind`.
        NotApplicableComplete = "not_applicable_complete",
        /// Another claim is not as bad as it must be for this one to apply. Args: `claim state
        /// worse_than`.
        NotApplicableClaim = "not_applicable_claim",
        /// Set aside by decision. Args: `until beneath`. Entries: the exemption.
        Exempt = "exempt",
        /// Measures that reduce the risk are verified. Args: `expires_at`, `beneath`.
        Compensated = "compensated",
        /// An obligation is past due. Args: `kind due obligation`, `owner` when there is one.
        Overdue = "overdue",
        /// No obligation of the kind is past due. Args: `kind`, `due` of the next open one.
        NotOverdue = "not_overdue",
        /// The rule asks for an obligation of a kind and none is recorded. Args: `kind`.
        NoObligation = "no_obligation",
        /// In scope because an attribute that decides it is unknown. Args: `attribute`.
        ScopeUnknownAttribute = "scope_unknown_attribute",
        /// A path asks for some of several. Args: `needed`, `of`.
        SomeOf = "some_of",
    }
}

/// One reason for a status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// What it says.
    pub code: ReasonCode,
    /// About what, how strong, from when until when.
    pub args: Args,
    /// The ledger entries it rests on, most important first.
    pub entries: Vec<EntryId>,
}

/// Named arguments of a reason, in the order of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Args(Vec<(&'static str, Arg)>);

/// One argument of a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// One of core's own words: a basis, a state.
    Word(&'static str),
    /// A name from the catalogue or a fact: an evidence kind, a code, a method, a claim.
    Name(Name),
    /// A whole number.
    Int(i64),
    /// An instant.
    Time(Instant),
    /// A thing.
    Id(EntityId),
}

impl Args {
    /// No arguments, with room for the usual number.
    pub(crate) fn new() -> Self {
        Self(Vec::with_capacity(8))
    }

    /// With `name` added or replaced.
    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, arg: Arg) -> Self {
        match self.0.binary_search_by(|(known, _)| (*known).cmp(name)) {
            Ok(at) => {
                if let Some(slot) = self.0.get_mut(at) {
                    slot.1 = arg;
                }
            }
            Err(at) => self.0.insert(at, (name, arg)),
        }
        self
    }

    /// With `name` added when there is a value for it.
    #[must_use]
    pub(crate) fn with_some(self, name: &'static str, arg: Option<Arg>) -> Self {
        match arg {
            Some(arg) => self.with(name, arg),
            None => self,
        }
    }

    /// The argument called `name`.
    pub fn get(&self, name: &str) -> Option<&Arg> {
        self.iter().find(|(known, _)| *known == name).map(|(_, arg)| arg)
    }

    /// All arguments in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Arg)> {
        self.0.iter().map(|(name, arg)| (*name, arg))
    }
}

impl Serialize for Args {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, arg) in &self.0 {
            map.serialize_entry(name, arg)?;
        }
        map.end()
    }
}

impl Serialize for Arg {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Word(word) => serializer.serialize_str(word),
            Self::Name(name) => serializer.serialize_str(name.as_str()),
            Self::Int(number) => serializer.serialize_i64(*number),
            Self::Time(instant) => serializer.collect_str(instant),
            Self::Id(id) => serializer.serialize_str(id.as_str()),
        }
    }
}

impl fmt::Display for Arg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Name(name) => name.fmt(f),
            Self::Int(number) => number.fmt(f),
            Self::Time(instant) => instant.fmt(f),
            Self::Id(id) => id.fmt(f),
        }
    }
}
