//! Facts on their way into the ledger, with the salt and the key that each needs, and what they would
//! amount to before they are recorded.

use arvak_core::fact::VERSION;
use arvak_core::state::BadSequence;
use arvak_core::{
    Actor, Body, Class, Digest, Draft, EntityId, EntryId, Envelope, Fact, Instant, State, marking,
};

use crate::{Result as StoreResult, random};

/// The role that a person acts in unless something else is said.
pub const USUAL_ROLE: &str = "role/ict_lead";

/// Why no draft was made. Each variant says who must act.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotDrafted {
    /// The person who wrote it: a text bears the marking of graded information (law 10).
    #[error("marked {grade}")]
    Graded {
        /// The grade, as it is written in capitals.
        grade: &'static str,
    },
    /// The operating system, or us: whatever the error of the store names.
    #[error(transparent)]
    Store(#[from] crate::Error),
    /// Us: a fact cannot be written as JSON.
    #[error("the fact cannot be written: {0}")]
    Unwritable(#[from] serde_json::Error),
}

impl NotDrafted {
    /// Its stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Graded { .. } => "graded",
            Self::Store(error) => error.code(),
            Self::Unwritable(_) => "store.draft",
        }
    }
}

/// 32 hexadecimal digits from the operating system. Fails when that gives no random bytes.
pub fn salt() -> StoreResult<String> {
    random::hex::<16>()
}

/// Lets a draft's body hold further texts by their names. Fails when there is no salt to be had for a new body.
pub fn add_texts(draft: &mut Draft, texts: Vec<(String, String)>) -> StoreResult<()> {
    if texts.is_empty() {
        return Ok(());
    }
    let body = draft.body.get_or_insert_with(Body::default);
    if body.salt.is_empty() {
        body.salt = salt()?;
    }
    body.texts.extend(texts);
    Ok(())
}

/// Texts for people, if there are any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// What people call the thing.
    pub name: Option<String>,
    /// A free note.
    pub note: Option<String>,
    /// Why this is recorded.
    pub reason: Option<String>,
}

impl From<Body> for Texts {
    fn from(body: Body) -> Self {
        Self { name: body.name, note: body.note, reason: body.reason }
    }
}

impl Texts {
    /// The body that holds them; none when there is nothing to hold. What is marked as graded is refused.
    pub fn body(self) -> Result<Option<Body>, NotDrafted> {
        let Self { name, note, reason } = self;
        if name.is_none() && note.is_none() && reason.is_none() {
            return Ok(None);
        }
        for text in [&name, &note, &reason].into_iter().flatten() {
            ungraded(text)?;
        }
        Ok(Some(Body { salt: salt()?, name, note, reason, ..Body::default() }))
    }
}

/// Refuses a text that bears a marking of graded information (law 10).
pub fn ungraded(text: &str) -> Result<(), NotDrafted> {
    match marking::graded(text) {
        Some(found) => Err(NotDrafted::Graded { grade: found.grade }),
        None => Ok(()),
    }
}

/// A fact that a role records. The same `key` is never recorded twice; without one, each call is a
/// fact of its own.
pub fn draft(
    fact: Fact,
    by: &EntityId,
    key: Option<&str>,
    texts: Texts,
) -> Result<Draft, NotDrafted> {
    let key = match key {
        Some(key) => Digest::of(key.as_bytes()),
        None => Digest::of(salt()?.as_bytes()),
    };
    Ok(Draft {
        key,
        actor: Actor::Role(by.clone()),
        class: Class::Internal,
        body: texts.body()?,
        blobs: Vec::new(),
        fact,
    })
}

/// The state as it would be if the drafts were recorded at `at`.
pub fn as_if_recorded(state: &State, drafts: &[Draft], at: Instant) -> Result<State, BadSequence> {
    let mut state = state.clone();
    for draft in drafts {
        let envelope = Envelope {
            received_at: at,
            v: VERSION,
            key: draft.key,
            actor: draft.actor.clone(),
            class: draft.class,
            body: None,
            blobs: draft.blobs.clone(),
            fact: draft.fact.clone(),
        };
        state.apply(EntryId(state.size()), &envelope)?;
    }
    Ok(state)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use arvak_core::fact::Entity;

    use super::*;

    fn plan() -> Fact {
        let id = "plan/beredskap".parse().unwrap();
        Fact::Entity(Entity { id, attributes: BTreeMap::new(), relations: Vec::new() })
    }

    fn role() -> EntityId {
        USUAL_ROLE.parse().unwrap()
    }

    #[test]
    fn a_text_that_is_marked_as_graded_makes_no_draft() {
        let texts = Texts { note: Some("BEGRENSET\nplan".to_owned()), ..Texts::default() };
        let refused = draft(plan(), &role(), None, texts).unwrap_err();
        assert_eq!(refused.code(), "graded");
        assert!(draft(plan(), &role(), None, Texts::default()).unwrap().body.is_none());
    }

    #[test]
    fn a_key_makes_two_drafts_one_and_without_one_each_is_its_own() {
        let made = |key| draft(plan(), &role(), key, Texts::default()).unwrap().key;
        assert_eq!(made(Some("a")), made(Some("a")));
        assert_ne!(made(None), made(None));
        assert_eq!(salt().unwrap().len(), 32);
    }

    #[test]
    fn what_would_be_recorded_is_seen_before_it_is() {
        let state = State::default();
        let drafts = [draft(plan(), &role(), None, Texts::default()).unwrap()];
        let after = as_if_recorded(&state, &drafts, Instant::from_millis(1_000)).unwrap();
        assert_eq!((state.entities().count(), after.entities().count()), (0, 1));
    }
}
