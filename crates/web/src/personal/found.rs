//! Where a person is named in what people wrote: texts and documents of the ledger.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use arvak_core::{Actor, Body, EntityId, EntryId, Envelope, Fact};
use arvak_store::{Account, Blobs, Reading};

use crate::failure::Failure;
use crate::visit::Visit;

/// Most bytes of documents that are searched in all.
const SEARCHED_BYTES_MOST: usize = 256 * 1024 * 1024;

/// Fewest letters of a name that is searched for: shorter ones stand in other words.
const LETTERS_LEAST: usize = 4;

/// Why an entry is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Where {
    /// The text names the person.
    Text,
    /// A document names the person.
    Document,
    /// The person attached a document, which was not found to name anybody.
    Attached,
}

impl Where {
    /// Its name in the API.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Document => "document",
            Self::Attached => "attached",
        }
    }

    /// The id of its sentence.
    pub(super) const fn sentence(self) -> &'static str {
        match self {
            Self::Text => "rooms-personal-in-text",
            Self::Document => "rooms-personal-in-document",
            Self::Attached => "rooms-personal-attached",
        }
    }

    /// Whether it is erased unless somebody says otherwise.
    pub(crate) fn is_named(self) -> bool {
        self != Self::Attached
    }
}

/// Entries by number.
pub(crate) type Found = BTreeMap<EntryId, (Where, Envelope)>;

/// What the person is known by.
pub(super) fn names(account: &Account) -> Vec<String> {
    let names = [Some(&account.name), Some(&account.user_name), account.email.as_ref()];
    let mut names: Vec<String> =
        names.into_iter().flatten().map(|name| name.trim().to_lowercase()).collect();
    names.retain(|name| name.chars().count() >= LETTERS_LEAST);
    names.sort();
    names.dedup();
    names
}

/// Whether a text has one of the names as words of its own.
pub(super) fn has(text: &str, names: &[String]) -> bool {
    let text = text.to_lowercase();
    names.iter().any(|name| {
        text.match_indices(name.as_str()).any(|(at, _)| {
            let before = text.get(..at).and_then(|text| text.chars().next_back());
            let after = text.get(at + name.len()..).and_then(|text| text.chars().next());
            ![before, after].into_iter().flatten().any(char::is_alphanumeric)
        })
    })
}

/// Searches the ledger.
pub(crate) async fn search(visit: &Visit, account: &Account) -> Result<Found, Failure> {
    let reading = Arc::clone(visit.view.store.reading());
    let (names, person) = (names(account), account.person.clone());
    let searched = tokio::task::spawn_blocking(move || through(&reading, &names, &person));
    Ok(searched.await.map_err(|_| Failure::Inside)??)
}

fn through(
    reading: &Reading,
    names: &[String],
    person: &EntityId,
) -> Result<Found, arvak_store::Error> {
    let mut found = Found::new();
    let mut left = SEARCHED_BYTES_MOST;
    reading.for_each(0, |id, envelope, body| {
        if !matches!(envelope.fact, Fact::Catalogue(_) | Fact::Erasure(_))
            && let Some(place) = place(reading.blobs(), names, person, envelope, body, &mut left)
        {
            found.insert(id, (place, envelope.clone()));
        }
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

fn place(
    blobs: &Blobs,
    names: &[String],
    person: &EntityId,
    envelope: &Envelope,
    body: Option<&Body>,
    left: &mut usize,
) -> Option<Where> {
    let text = body.and_then(|body| serde_json::to_string(body).ok());
    if text.is_some_and(|text| has(&text, names)) {
        return Some(Where::Text);
    }
    // What probes saw was masked when it was recorded.
    if matches!(envelope.actor, Actor::Program(_)) {
        return None;
    }
    let mut documents = envelope.blobs.iter().filter_map(|digest| blobs.get(*digest).ok());
    let names_in = |bytes: Vec<u8>| {
        *left = left.saturating_sub(bytes.len());
        *left > 0 && has(&String::from_utf8_lossy(&bytes), names)
    };
    let is_kept = envelope.blobs.iter().any(|digest| blobs.has(*digest));
    if documents.any(names_in) {
        Some(Where::Document)
    } else if is_kept && envelope.actor == Actor::Person(person.clone()) {
        Some(Where::Attached)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_words_of_its_own() {
        let names = vec!["kari nordmann".to_owned(), "ågot".to_owned()];
        assert!(has("Snakket med KARI NORDMANN.", &names));
        assert!(has("(Ågot)", &names));
        assert!(!has("Kari Nordmannsen", &names));
        assert!(!has("ingen", &names));
    }
}
