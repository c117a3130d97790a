//! What a case calls things, as names and ids of ours.

use std::collections::BTreeMap;

use super::CaseError;
use crate::{EntityId, Name};

/// Begins the names that stand for texts that are no names of ours.
const FOREIGN: &str = "case.";

/// The texts of a case that are no names of ours, such as `Epj`, each with a name that stands for it;
/// every other text stands for itself.
#[derive(Default)]
pub(super) struct Names {
    foreign: BTreeMap<String, Name>,
    texts: BTreeMap<Name, String>,
    subjects: BTreeMap<EntityId, String>,
}

impl Names {
    /// The name of a text: the same name for the same text, another for another.
    pub(super) fn name(&mut self, text: &str) -> Result<Name, CaseError> {
        if let Ok(name) = text.parse()
            && !text.starts_with(FOREIGN)
        {
            return Ok(name);
        }
        if let Some(name) = self.foreign.get(text) {
            return Ok(name.clone());
        }
        let name: Name = parsed(&format!("{FOREIGN}{}", self.foreign.len()))?;
        self.foreign.insert(text.to_owned(), name.clone());
        self.texts.insert(name.clone(), text.to_owned());
        Ok(name)
    }

    /// The id of a thing that the case calls `text`.
    pub(super) fn subject(&mut self, text: &str) -> Result<EntityId, CaseError> {
        let (kind, slug) = text.split_once('/').unwrap_or((text, ""));
        let id: EntityId = parsed(&format!("{}/{}", self.name(kind)?, self.name(slug)?))?;
        self.subjects.entry(id.clone()).or_insert_with(|| text.to_owned());
        Ok(id)
    }

    /// What the case calls something.
    pub(super) fn text<'a>(&'a self, name: &'a str) -> &'a str {
        let known = name.parse().ok().and_then(|name: Name| self.texts.get(&name));
        known.map_or(name, String::as_str)
    }

    /// What the case calls a thing.
    pub(super) fn subject_text<'a>(&'a self, id: &'a EntityId) -> &'a str {
        self.subjects.get(id).map_or(id.as_str(), String::as_str)
    }
}

fn parsed<T: std::str::FromStr<Err = crate::id::BadId>>(text: &str) -> Result<T, CaseError> {
    text.parse().map_err(|error: crate::id::BadId| CaseError::BadValue {
        path: "the case".to_owned(),
        found: error.text,
        expected: error.what.to_owned(),
    })
}
