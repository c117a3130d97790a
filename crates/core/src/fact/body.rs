//! The erasable part of an entry: names and texts for people.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Texts that belong to an entry. Only its digest is in the envelope; the salt keeps a short text
/// from being guessed from that digest after the body is erased.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// 32 hexadecimal digits from the operating system's random source.
    pub salt: String,
    /// What people call the thing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A free note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Why this was recorded, where a reason is asked for (law 12).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Further texts by field name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub texts: BTreeMap<String, String>,
}
