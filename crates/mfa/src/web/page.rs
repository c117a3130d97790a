//! A page, read as a browser's tokenizer reads it: its forms, its text, and where it leads by itself.

mod build;

use url::Url;

use super::Form;

/// Most forms of a page that are read.
const FORMS_MAX: usize = 40;

/// Most controls of a page that are read.
const INPUTS_MAX: usize = 600;

/// Most links of a page that are read.
const LINKS_MAX: usize = 300;

/// Most characters of a page's text that are read.
const TEXT_CHARS_MAX: usize = 200_000;

/// What is read of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    /// Its forms, in order; controls outside any form make one of their own, which comes last.
    pub(crate) forms: Vec<Form>,
    /// What a person reads, with single blanks.
    pub(crate) text: String,
    /// Links: address and text in lower case.
    pub(crate) links: Vec<(String, String)>,
    /// Where the page leads by itself, by `meta refresh`.
    pub(crate) refresh: Option<String>,
    /// Where a script sends the visitor when nothing else is on the page.
    pub(crate) script_leads: Option<String>,
    /// Whether the page has scripts.
    pub(crate) has_scripts: bool,
    /// Whether there is a puzzle for people on it.
    pub(crate) has_captcha: bool,
    /// Whether it shows a picture of a seed to be enrolled.
    pub(crate) has_enrolment: bool,
    /// What addresses on the page are relative to, where it is not the page itself.
    base: Option<String>,
}

impl Page {
    /// Reads a page.
    pub(crate) fn read(html: &str) -> Self {
        build::build(html)
    }

    /// What addresses on the page are relative to.
    pub(crate) fn base(&self, at: &Url) -> Url {
        self.base.as_deref().and_then(|base| at.join(base).ok()).unwrap_or_else(|| at.clone())
    }
}

#[cfg(test)]
mod tests;
