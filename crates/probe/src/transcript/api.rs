//! What a vendor's interface answered, reduced to what is judged. Names, addresses and ids of people are left out before it
//! gets here: where a judge must tell one account from another, they are numbered within the transcript.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One question to a vendor's interface, over all pages of its answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiAnswer {
    /// What was asked for, as a code, such as `policies`.
    pub what: String,
    /// The place that was asked, without its query.
    pub path: String,
    /// The status of the last page; absent when there was no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Why there is no answer, as a code of ours or the vendor's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The permission that the question needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<String>,
    /// How many pages were read.
    #[serde(default)]
    pub pages: u32,
    /// Whether that is all of it.
    #[serde(default)]
    pub whole: bool,
    /// What was counted.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub counts: BTreeMap<String, u64>,
    /// What is judged of the answer, where counts do not suffice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Value>,
}

impl ApiAnswer {
    /// A number that was counted; nothing counted is none.
    pub fn count(&self, name: &str) -> u64 {
        self.counts.get(name).copied().unwrap_or_default()
    }

    /// Whether the question was answered.
    pub fn is_answered(&self) -> bool {
        self.error.is_none() && self.status.is_some_and(|status| (200..300).contains(&status))
    }
}
