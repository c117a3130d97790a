//! Facts on their way into the ledger, with the salt and the key that each needs.

use arvak_core::{Actor, Body, Class, Digest, Draft, EntityId, Fact};

use crate::exit::Graded;

/// The role that a person at the terminal acts in unless `--by` says otherwise.
pub(crate) const USUAL_ROLE: &str = "role/ict_lead";

/// 32 hexadecimal digits from the operating system.
pub(crate) fn salt() -> anyhow::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no random numbers: {error}"))?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

/// Texts for people, if there are any.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    pub(crate) name: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) reason: Option<String>,
}

impl Texts {
    /// The body that holds them; none when there is nothing to hold.
    pub(crate) fn body(self) -> anyhow::Result<Option<Body>> {
        let Self { name, note, reason } = self;
        if name.is_none() && note.is_none() && reason.is_none() {
            return Ok(None);
        }
        for text in [&name, &note, &reason].into_iter().flatten() {
            Graded::check(text)?;
        }
        Ok(Some(Body { salt: salt()?, name, note, reason, ..Body::default() }))
    }
}

/// A fact that a role records. The same `key` is never recorded twice; without one, each call is a
/// fact of its own.
pub(crate) fn draft(
    fact: Fact,
    by: &EntityId,
    key: Option<&str>,
    texts: Texts,
) -> anyhow::Result<Draft> {
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
