//! What can be wrong with a document.

use std::fmt;

/// Something wrong with a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub file: String,
    /// Where in it: `results[0].findings[3].target.status.reason`; empty for the whole.
    pub place: String,
    /// What is wrong.
    pub code: FaultCode,
    /// What stands there, or what the reader of JSON says.
    pub seen: String,
}

impl Fault {
    pub(super) fn new(file: &str, place: &str, code: FaultCode, seen: impl Into<String>) -> Self {
        Self { file: file.to_owned(), place: place.to_owned(), code, seen: seen.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, place, code, seen } = self;
        write!(f, "{file}: {place}: {} ({seen})", code.name())
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What is wrong.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum FaultCode { $($(#[$doc])* $variant,)* }

        impl FaultCode {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable code.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

codes! {
    /// No JSON.
    NotJson = "not_json",
    /// None of the kinds of document that are written.
    UnknownDocument = "unknown_document",
    /// A member that is not known, is missing or is of the wrong type.
    Members = "members",
    /// A list without anything in it.
    EmptyArray = "empty_array",
    /// A text that is empty, or begins or ends with a blank where it may not, or has several lines where it may not.
    BadText = "bad_text",
    /// No id that OSCAL allows.
    BadToken = "bad_token",
    /// No UUID of version 4 or 5.
    BadUuid = "bad_uuid",
    /// No RFC 3339 time with a zone, from 1900 to 2999.
    BadTime = "bad_time",
    /// An observation that no longer counts before it was made.
    ExpiresBeforeCollected = "expires_before_collected",
    /// A word outside of its vocabulary.
    UnknownWord = "unknown_word",
    /// A method other than `EXAMINE`, `INTERVIEW`, `TEST`.
    UnknownMethod = "unknown_method",
    /// A reason other than `pass`, `fail`, `other`.
    UnknownReason = "unknown_reason",
    /// A state other than `satisfied`, `not-satisfied`.
    UnknownState = "unknown_state",
    /// One UUID for two things of a document, or for two documents.
    DuplicateUuid = "duplicate_uuid",
    /// One id for two things of a document.
    DuplicateId = "duplicate_id",
    /// A UUID that stands for nothing, or for something of another sort than is asked for.
    DanglingUuid = "dangling_uuid",
    /// A role that the document does not list.
    UnknownRole = "unknown_role",
    /// A control, objective or statement that the catalog does not have.
    UnknownControl = "unknown_control",
    /// A file beside this one that is not there, or is something else.
    UnknownFile = "unknown_file",
    /// Catalogs of one letter that have not the same ids.
    IdsDiffer = "ids_differ",
}
