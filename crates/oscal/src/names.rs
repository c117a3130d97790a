//! The names by which the documents refer to each other, and the UUIDs.
//!
//! A UUID is made (version 5, RFC 9562) from what it stands for: the ledger's origin and an entry's id, a claim and a
//! thing. So the same thing has the same UUID in every export, and two municipalities never share one.

use arvak_core::{EntityId, EntryId, Name};
use arvak_words::Lang;
use uuid::Uuid;

/// The OSCAL version that is written.
pub const OSCAL_VERSION: &str = "1.2.1";

/// The name space of our own properties and parts. What each means: docs/oscal.md. (`.example` is reserved by RFC 2606:
/// nobody else can have it, and nothing answers there.)
pub const NS: &str = "https://arvak.example/ns/oscal";

/// The name space in which OSCAL has the property `method` of an assessment method.
pub(crate) const RMF_NS: &str = "http://csrc.nist.gov/ns/rmf";

/// The file with the assessment plan.
pub const PLAN_FILE: &str = "assessment-plan.json";

/// The file with the assessment results.
pub const RESULTS_FILE: &str = "assessment-results.json";

/// The media type of all of them.
pub(crate) const MEDIA_TYPE: &str = "application/json";

/// The file with the catalog in a language.
pub const fn catalog_file(lang: Lang) -> &'static str {
    match lang {
        Lang::Nb => "catalog-nb.json",
        Lang::Nn => "catalog-nn.json",
        Lang::En => "catalog-en.json",
    }
}

/// The id of a point's group. (OSCAL's ids may not begin with a digit.)
pub(crate) fn group_id(point: &Name) -> String {
    format!("point-{point}")
}

/// The id of a claim's control.
pub(crate) fn control_id(claim: &Name) -> String {
    format!("claim-{claim}")
}

/// The id of a claim's objective.
pub(crate) fn objective_id(claim: &Name) -> String {
    format!("objective-{claim}")
}

/// Makes UUIDs for one ledger.
#[derive(Clone, Debug)]
pub(crate) struct Uuids {
    space: Uuid,
}

impl Uuids {
    /// For what is the same everywhere: a letter's catalogs.
    pub(crate) fn everywhere() -> Self {
        Self { space: Uuid::new_v5(&Uuid::NAMESPACE_URL, NS.as_bytes()) }
    }

    /// For what belongs to the ledger of that origin.
    pub(crate) fn of_ledger(origin: &str) -> Self {
        Self { space: Uuid::new_v5(&Self::everywhere().space, origin.as_bytes()) }
    }

    /// The UUID of what these words name. None of them holds a line end.
    pub(crate) fn named(&self, what: &str, words: &[&str]) -> String {
        let mut name = what.to_owned();
        for word in words {
            name.push('\n');
            name.push_str(word);
        }
        Uuid::new_v5(&self.space, name.as_bytes()).hyphenated().to_string()
    }

    /// The observation that an entry is.
    pub(crate) fn entry(&self, entry: EntryId) -> String {
        self.named("entry", &[&entry.to_string()])
    }

    /// The component that a thing is.
    pub(crate) fn thing(&self, id: &EntityId) -> String {
        self.named("thing", &[id.as_str()])
    }

    /// The component that a method is.
    pub(crate) fn tool(&self, method: &Name) -> String {
        self.named("tool", &[method.as_str()])
    }

    /// The party that the municipality is.
    pub(crate) fn municipality(&self) -> String {
        self.named("municipality", &[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids_are_version_5_and_differ_between_ledgers() {
        let (one, other) = (Uuids::of_ledger("arvak/1"), Uuids::of_ledger("arvak/2"));
        // Kept for ever: whoever compares two exports relies on it.
        assert_eq!(one.entry(EntryId(7)), "40439295-2fcf-5c72-a735-0a065e9e103a");
        assert_ne!(one.entry(EntryId(7)), other.entry(EntryId(7)));
        assert_ne!(one.entry(EntryId(7)), one.entry(EntryId(8)));
        assert_ne!(one.named("a", &["b", "c"]), one.named("a", &["bc"]));
        assert_eq!(one.entry(EntryId(7)).as_bytes()[14], b'5');
    }
}
