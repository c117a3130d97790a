//! What a web server showed besides the heads of its answers.

use serde::{Deserialize, Serialize};

/// What is judged of the page that a visitor ends up on. The page itself is not kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageSeen {
    /// Where it is.
    pub url: String,
    /// Type and subtype in lower case, such as `text/html`; absent when the server names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Bytes of it that were read.
    pub read_bytes: u64,
    /// Whether that is all of it.
    pub whole: bool,
    /// Why no more was read, as a code, when something kept the look from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// The elements that say something of how safe the page is, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elements: Vec<PageElement>,
}

/// One element of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageElement {
    /// Its name in lower case, such as `script`.
    pub name: String,
    /// The attributes that are judged: name in lower case, and value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<(String, String)>,
}

/// A question on the side, and what the server answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebAsked {
    /// What it was asked for, as a code.
    pub what: String,
    /// The method, such as `GET`.
    pub method: String,
    /// The place that was asked for.
    pub url: String,
    /// The status of the answer; absent when there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The fields that are judged: name in lower case, and value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// Bytes of the content that were read.
    #[serde(default)]
    pub read_bytes: u64,
    /// Whether that is all of it.
    #[serde(default)]
    pub whole: bool,
    /// What the content looks like, by the names of the patterns that it fits. It is not kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    /// The content, where it is meant for everyone: `security.txt`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What kept the look from an answer, as a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
}

impl PageElement {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl WebAsked {
    /// The values of the field with that lower-case name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}
