//! The plan: all that the verdict asks, the window, and the nonce. Its hash is what stands in the ledger before it starts.

use arvak_core::drill::{Channel, Definition, Kind, Level};
use arvak_core::{Digest, EntityId, Instant, Name, Span};
use serde::{Deserialize, Serialize};

use crate::canonical;

/// Hexadecimal digits of a nonce: 128 bits, so that neither the mark nor the hash of a plan can be guessed.
pub const NONCE_DIGITS: usize = 32;

/// Fewest bytes of a webhook's key: 24, as Standard Webhooks asks. Its digest, which a plan holds, then tells nothing of it.
pub const KEY_BYTES_MIN: usize = 24;

/// A plan. Whoever knows it knows everything but what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The version of this form: 1.
    pub v: u32,
    /// The drill.
    pub id: Name,
    /// SHA-256 of the definition's bytes.
    pub definition: Digest,
    /// What is asked.
    pub kind: Kind,
    /// The rung of the ladder.
    pub level: Level,
    /// The technique that it looks like.
    pub technique: Option<String>,
    /// Where it happens.
    pub source: Option<EntityId>,
    /// Who must notice.
    pub supplier: EntityId,
    /// Milliseconds within which we must have been told.
    pub within_ms: i64,
    /// Milliseconds for which we listen.
    pub listen_ms: i64,
    /// Milliseconds that clocks may differ.
    pub skew_ms: i64,
    /// What an answer must hold to be about this drill: the mark, or the text that names a source that is cut.
    pub looks_for: String,
    /// Whether a signed webhook may tell us: SHA-256 of its key.
    pub webhook_key: Option<Digest>,
    /// Whether a mail may tell us.
    pub mail: Option<MailFrom>,
    /// Whether a person's word may tell us.
    pub person: bool,
    /// Whether a file that is handed over may.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub file: bool,
    /// Milliseconds for which a marker must stay before it is deleted, when one is restored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stays_ms: Option<i64>,
    /// The first instant at which it may happen.
    pub from: Instant,
    /// The first at which it may not.
    pub to: Instant,
    /// 32 hexadecimal digits that nobody can guess.
    pub nonce: String,
}

/// Which mail counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailFrom {
    /// The domain of its sender.
    pub domain: Name,
    /// The server whose word on DKIM is taken.
    pub authserv: Option<Name>,
}

/// The mark that a nonce makes.
pub fn mark_of(nonce: &str) -> String {
    format!("arvak-{nonce}")
}

impl Plan {
    /// The plan of a definition. `nonce` is [`NONCE_DIGITS`] fresh random digits in lower case, `key` the key of the
    /// supplier's webhook. None when the definition lets a webhook tell us and there is no key of [`KEY_BYTES_MIN`] bytes.
    pub fn of(
        id: Name,
        (definition, text): (&Definition, &str),
        nonce: String,
        key: Option<&[u8]>,
    ) -> Option<Self> {
        let expect = &definition.expect;
        let asks_key = expect.channels.contains(&Channel::Webhook);
        let webhook_key = match (asks_key, key) {
            (true, Some(key)) if key.len() >= KEY_BYTES_MIN => Some(Digest::of(key)),
            (true, _) => return None,
            (false, _) => None,
        };
        let mail = expect.channels.iter().find_map(|channel| match channel {
            Channel::Mail { from, authserv } => {
                Some(MailFrom { domain: from.clone(), authserv: authserv.clone() })
            }
            _ => None,
        });
        Some(Self {
            v: 1,
            id,
            definition: Digest::of(text.as_bytes()),
            kind: definition.kind,
            level: definition.stimulus.level(),
            technique: definition.technique.clone(),
            source: definition.source.clone(),
            supplier: expect.supplier.clone(),
            within_ms: expect.within.as_millis(),
            listen_ms: expect.listen.as_millis(),
            skew_ms: expect.skew.as_millis(),
            looks_for: expect.says.clone().unwrap_or_else(|| mark_of(&nonce)),
            webhook_key,
            mail,
            person: expect.channels.contains(&Channel::Person),
            file: expect.channels.contains(&Channel::File),
            stays_ms: definition.restore.as_ref().map(|restore| restore.stays.as_millis()),
            from: definition.rules.from,
            to: definition.rules.to,
            nonce,
        })
    }

    /// What every trace bears.
    pub fn mark(&self) -> String {
        mark_of(&self.nonce)
    }

    /// SHA-256 of the plan as [canonical JSON](canonical): what is published before. The nonce in it keeps anybody from trying
    /// out which plan has this hash.
    pub fn seal(&self) -> Digest {
        Digest::of(canonical(self).unwrap_or_default().as_bytes())
    }

    /// The clock's difference that is allowed for.
    pub const fn skew(&self) -> Span {
        Span::from_millis(self.skew_ms)
    }

    /// The last instant at which an answer to what happened at `t0` is in time.
    pub const fn deadline(&self, t0: Instant) -> Instant {
        t0.plus(Span::from_millis(self.within_ms)).plus(self.skew())
    }

    /// The last instant at which an answer says anything.
    pub const fn listens_until(&self, t0: Instant) -> Instant {
        t0.plus(Span::from_millis(self.listen_ms)).plus(self.skew())
    }

    /// Whether it may happen at `at`.
    pub fn is_open(&self, at: Instant) -> bool {
        self.from <= at && at < self.to
    }
}
