//! Why a status is what it is: codes, ids, numbers and instants, never prose. Edges render them in
//! nb, nn and en (law 11).

use std::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::{Basis, EntityId, EntryId, Instant, Name};

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
        /// Supported strongly enough, but not seen from outside, from where the rule asks for it.
        SeenElsewhere = "seen_elsewhere",
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

/// Named arguments of a reason. What nearly every reason has stands in fields of its own: a letter has tens
/// of thousands of reasons, and a list for each costs more than all of judging.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Args {
    kind: Option<Name>,
    subject: Option<EntityId>,
    required: Option<Basis>,
    seen: Option<Seen>,
    others: Vec<(&'static str, Arg)>,
}

/// What is told of a piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) basis: Basis,
    pub(super) collected_at: Instant,
    /// [`Instant::NEVER`] when it does not expire, or when that is not told.
    pub(super) expires_at: Instant,
    pub(super) code: Option<Name>,
    pub(super) method: Option<Name>,
    pub(super) vantage: Option<Name>,
}

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
    /// About a kind of evidence, or of things.
    pub(super) fn about(kind: Option<Name>) -> Self {
        Self { kind, ..Self::default() }
    }

    /// With the basis that a rule asks for.
    #[must_use]
    pub(super) fn requiring(mut self, basis: Basis) -> Self {
        self.required = Some(basis);
        self
    }

    /// With the thing, when it is not the one that is judged.
    #[must_use]
    pub(super) fn on(mut self, subject: Option<EntityId>) -> Self {
        self.subject = subject;
        self
    }

    /// With a piece of evidence.
    #[must_use]
    pub(super) fn seen(mut self, seen: Seen) -> Self {
        self.seen = Some(seen);
        self
    }

    /// With an argument that few reasons have.
    #[must_use]
    pub(super) fn with(mut self, name: &'static str, arg: Arg) -> Self {
        self.others.push((name, arg));
        self
    }

    /// With `name` added when there is a value for it.
    #[must_use]
    pub(super) fn with_some(self, name: &'static str, arg: Option<Arg>) -> Self {
        match arg {
            Some(arg) => self.with(name, arg),
            None => self,
        }
    }

    /// The argument called `name`.
    pub fn get(&self, name: &str) -> Option<Arg> {
        self.all().find(|(known, _)| *known == name).map(|(_, arg)| arg)
    }

    /// All arguments in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Arg)> + use<> {
        let mut all: Vec<(&'static str, Arg)> = self.all().collect();
        all.sort_by_key(|(name, _)| *name);
        all.into_iter()
    }

    fn all(&self) -> impl Iterator<Item = (&'static str, Arg)> {
        let seen = self.seen.as_ref();
        let name = |name: &Name| Arg::Name(name.clone());
        let fields = [
            ("kind", self.kind.as_ref().map(name)),
            ("subject", self.subject.clone().map(Arg::Id)),
            ("required", self.required.map(|basis| Arg::Word(basis.name()))),
            ("basis", seen.map(|seen| Arg::Word(seen.basis.name()))),
            ("collected_at", seen.map(|seen| Arg::Time(seen.collected_at))),
            (
                "expires_at",
                seen.filter(|seen| seen.expires_at != Instant::NEVER)
                    .map(|seen| Arg::Time(seen.expires_at)),
            ),
            ("code", seen.and_then(|seen| seen.code.as_ref()).map(name)),
            ("method", seen.and_then(|seen| seen.method.as_ref()).map(name)),
            ("vantage", seen.and_then(|seen| seen.vantage.as_ref()).map(name)),
        ];
        let fields = fields.into_iter().filter_map(|(name, arg)| Some((name, arg?)));
        fields.chain(self.others.iter().cloned())
    }
}

impl Serialize for Args {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, arg) in self.iter() {
            map.serialize_entry(name, &arg)?;
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
