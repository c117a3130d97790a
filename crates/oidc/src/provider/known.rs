//! What is known of a provider: its addresses and keys, for an hour. Many may log in at once and it is asked once; and one that
//! does not answer is not asked by everybody.

use std::sync::Arc;

use arvak_core::{Instant, Span};
use arvak_probe::Outbound;
use openidconnect::core::CoreJsonWebKeySet;
use tokio::sync::Mutex;

use crate::discovery::{Metadata, address};
use crate::http::document;
use crate::keys::usable;
use crate::{OidcError, ProviderSettings, Result};

/// How long it is good for.
const LIFE: Span = Span::from_millis(3_600_000);

/// How long a failure is told again without a new try.
const REST: Span = Span::from_millis(15_000);

/// How soon keys are asked for again because one is unknown.
const KEYS_REST: Span = Span::from_millis(10_000);

/// What a provider says, checked.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) metadata: Metadata,
    pub(super) keys: CoreJsonWebKeySet,
    at: Instant,
    keys_at: Instant,
}

#[derive(Debug, Default)]
struct State {
    found: Option<Arc<Found>>,
    failed: Option<(Instant, OidcError)>,
}

/// What is known, or why nothing is.
#[derive(Debug, Default)]
pub(super) struct Known {
    state: Mutex<State>,
}

impl Known {
    /// What is known; asked for when it is not, or not any more.
    pub(super) async fn found(
        &self,
        settings: &ProviderSettings,
        door: &Outbound,
        now: Instant,
    ) -> Result<Arc<Found>> {
        // Held while the provider is asked: those who come meanwhile wait for the same answer.
        let mut state = self.state.lock().await;
        if let Some(found) = state.found.as_ref().filter(|found| is_young(found.at, LIFE, now)) {
            return Ok(Arc::clone(found));
        }
        if let Some((at, error)) = &state.failed
            && is_young(*at, REST, now)
        {
            return Err(error.clone());
        }
        ask(&mut state, settings, door, now).await
    }

    /// The same, asked for in any case.
    pub(super) async fn anew(
        &self,
        settings: &ProviderSettings,
        door: &Outbound,
        now: Instant,
    ) -> Result<Arc<Found>> {
        ask(&mut *self.state.lock().await, settings, door, now).await
    }

    /// With keys asked for anew, unless that was done a moment ago: a provider that changes its keys lists the new ones first.
    pub(super) async fn newer_keys(
        &self,
        settings: &ProviderSettings,
        door: &Outbound,
        now: Instant,
    ) -> Result<Arc<Found>> {
        let mut state = self.state.lock().await;
        let Some(found) = state.found.clone() else {
            return ask(&mut state, settings, door, now).await;
        };
        if is_young(found.keys_at, KEYS_REST, now) {
            return Ok(found);
        }
        let keys = usable(document(door, &found.metadata.jwks_uri, "keys").await?)?;
        let (metadata, at) = (found.metadata.clone(), found.at);
        let newer = Arc::new(Found { metadata, keys, at, keys_at: now });
        state.found = Some(Arc::clone(&newer));
        Ok(newer)
    }
}

/// Younger than `life`; a clock that was set back makes nothing young for ever.
fn is_young(at: Instant, life: Span, now: Instant) -> bool {
    at <= now && now.since(at) < life
}

async fn ask(
    state: &mut State,
    settings: &ProviderSettings,
    door: &Outbound,
    now: Instant,
) -> Result<Arc<Found>> {
    match fetch(settings, door, now).await {
        Ok(found) => {
            let found = Arc::new(found);
            *state = State { found: Some(Arc::clone(&found)), failed: None };
            Ok(found)
        }
        Err(error) => {
            *state = State { found: None, failed: Some((now, error.clone())) };
            Err(error)
        }
    }
}

async fn fetch(settings: &ProviderSettings, door: &Outbound, now: Instant) -> Result<Found> {
    let metadata: Metadata =
        document(door, &address(&settings.issuer), "discovery document").await?;
    metadata.check(&settings.issuer, &settings.targets)?;
    let keys = usable(document(door, &metadata.jwks_uri, "keys").await?)?;
    Ok(Found { metadata, keys, at: now, keys_at: now })
}
