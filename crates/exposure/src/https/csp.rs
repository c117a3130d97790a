//! Content Security Policy (W3C CSP level 3): the policies of a page, read as a browser reads them.

mod grade;
mod source;

use std::collections::BTreeMap;

#[cfg(test)]
pub(crate) use grade::Fault;
pub(crate) use grade::{Grade, missing, worst};
pub(crate) use source::Sources;

/// Most policies of one page that are heeded; with more, the rest is left out, which only makes the
/// verdict harder.
const POLICIES_MAX: usize = 16;

/// Most directives of one policy.
const DIRECTIVES_MAX: usize = 64;

/// Directives that a policy in a `meta` element cannot have (HTML, "Content security policy state").
const NOT_IN_META: [&str; 3] = ["frame-ancestors", "report-uri", "sandbox"];

/// Every directive that a browser knows, deprecated ones too: a name that is none of these is a slip.
const KNOWN: [&str; 33] = [
    "base-uri",
    "block-all-mixed-content",
    "child-src",
    "connect-src",
    "default-src",
    "fenced-frame-src",
    "font-src",
    "form-action",
    "frame-ancestors",
    "frame-src",
    "img-src",
    "manifest-src",
    "media-src",
    "navigate-to",
    "object-src",
    "plugin-types",
    "prefetch-src",
    "referrer",
    "reflected-xss",
    "report-to",
    "report-uri",
    "require-sri-for",
    "require-trusted-types-for",
    "sandbox",
    "script-src",
    "script-src-attr",
    "script-src-elem",
    "style-src",
    "style-src-attr",
    "style-src-elem",
    "trusted-types",
    "upgrade-insecure-requests",
    "worker-src",
];

/// One policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Policy {
    directives: BTreeMap<String, Sources>,
    /// The first directive that stands twice: browsers heed only the first of the two.
    pub(crate) twice: Option<String>,
    /// The first directive that no browser knows.
    pub(crate) unknown: Option<String>,
}

impl Policy {
    /// Reads one policy; nothing when it holds no directive.
    pub(crate) fn read(text: &str, in_meta: bool) -> Option<Self> {
        let mut policy = Self::default();
        for directive in text.split(';').take(DIRECTIVES_MAX) {
            let mut words = directive.split_ascii_whitespace();
            let Some(name) = words.next() else { continue };
            let name = name.to_ascii_lowercase();
            if in_meta && NOT_IN_META.contains(&name.as_str()) {
                continue;
            }
            if policy.directives.contains_key(&name) {
                policy.twice.get_or_insert(name);
                continue;
            }
            if !KNOWN.contains(&name.as_str()) {
                policy.unknown.get_or_insert(name);
                continue;
            }
            policy.directives.insert(name, Sources::read(words));
        }
        (!policy.directives.is_empty()).then_some(policy)
    }

    /// The sources of the first of these directives that the policy has.
    pub(crate) fn first(&self, names: &[&str]) -> Option<&Sources> {
        names.iter().find_map(|name| self.directives.get(*name))
    }

    /// Whether it has the directive.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.directives.contains_key(name)
    }

    /// Every directive with its sources.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &Sources)> {
        self.directives.iter().map(|(name, sources)| (name.as_str(), sources))
    }
}

/// The policies in the values of a field: each value may hold several, set off by commas.
pub(crate) fn policies<'a>(values: impl Iterator<Item = &'a str>, in_meta: bool) -> Vec<Policy> {
    // Commas set off policies in a field alone; in a `meta` element there is one.
    let texts = values.flat_map(|value| {
        let several = if in_meta { vec![value] } else { value.split(',').collect() };
        several.into_iter()
    });
    texts.filter_map(|text| Policy::read(text, in_meta)).take(POLICIES_MAX).collect()
}

/// A policy without the nonces and digests in it: a nonce is a secret of one answer.
pub(crate) fn without_secrets(policy: &str) -> String {
    let mask = |word: &str| {
        let lower = word.to_ascii_lowercase();
        let kinds = ["'nonce-", "'sha256-", "'sha384-", "'sha512-"];
        match kinds.iter().find(|kind| lower.starts_with(**kind) && word.len() > kind.len() + 1) {
            Some(kind) => {
                // What is stuck to the word is part of the policy.
                let end = word.get(kind.len()..).and_then(|rest| rest.find('\''));
                let tail = end.and_then(|end| word.get(kind.len() + end..)).unwrap_or_default();
                format!("{kind}***{tail}")
            }
            None => word.to_owned(),
        }
    };
    policy.split_ascii_whitespace().map(mask).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
