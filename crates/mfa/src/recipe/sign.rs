//! How a page is known: by a text, an element, its address, its status, or a cookie that came with it.

use crate::web::{Answer, Selector};

/// What tells a page apart. Everything that is said of it must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sign {
    /// Texts of which one stands on it.
    pub text: Vec<String>,
    /// An element that is on it.
    pub selector: Option<Selector>,
    /// What its path and query begin with.
    pub address: Option<String>,
    /// Its status.
    pub status: Option<u16>,
    /// What the name of a cookie begins with that the visitor has.
    pub cookie: Option<String>,
}

/// The signs of a recipe.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signs {
    pub(crate) session: Vec<Sign>,
    pub(crate) second_factor: Vec<Sign>,
    pub(crate) refused: Vec<Sign>,
}

impl Sign {
    /// Whether nothing is said, and so everything would fit.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(crate) fn fits(&self, answer: &Answer) -> bool {
        let has = |text: &String| answer.text.contains(text) || answer.page.text.contains(text);
        !self.is_empty()
            && (self.text.is_empty() || self.text.iter().any(has))
            && self
                .selector
                .as_ref()
                .is_none_or(|wanted| answer.is_html() && !wanted.find(&answer.text).is_empty())
            && self.address.as_ref().is_none_or(|begin| place(answer).starts_with(begin))
            && self.status.is_none_or(|status| status == answer.status)
            && self
                .cookie
                .as_ref()
                .is_none_or(|begin| answer.cookies.iter().any(|name| name.starts_with(begin)))
    }
}

/// Path and query of an answer.
fn place(answer: &Answer) -> String {
    let (path, query) = (answer.url.path(), answer.url.query());
    query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"))
}
