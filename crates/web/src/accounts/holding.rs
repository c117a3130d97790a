//! What is held in memory while somebody is about to log in or to choose factors.

use std::sync::{Mutex, MutexGuard, PoisonError};

use arvak_core::{EntityId, Span};
use arvak_identity::{
    PasskeyLogIn, Passkeys, Password, PasswordHash, Registration, Secret, TokenKind, TotpSecret,
    Waiting, verify_password,
};
use arvak_store::Seal;
use tokio::sync::Semaphore;

use crate::app::App;
use crate::failure::Failure;
use crate::single_sign_on::Away;
use crate::site::Site;

/// How long a picture may stay on the screen until its code is typed.
const PICTURE: Span = Span::from_millis(15 * 60_000);

/// How many passwords are hashed at a time: each needs 19 MiB and a whole core.
const HASHED_AT_A_TIME: usize = 2;

/// A registration that waits for the browser, and whose it is.
pub(crate) struct Registering {
    pub(crate) person: EntityId,
    pub(crate) registration: Registration,
}

/// A secret for codes that waits for its first code, and whose it is.
#[derive(Clone)]
pub(crate) struct Scanning {
    pub(crate) person: EntityId,
    pub(crate) secret: TotpSecret,
}

/// Recovery codes that wait to be shown once, and to whom.
pub(crate) struct Fresh {
    pub(crate) person: EntityId,
    pub(crate) codes: Vec<Secret>,
}

/// A link or a key that waits to be shown once, to whoever made it.
pub(crate) struct Made {
    pub(crate) by: EntityId,
    pub(crate) kind: TokenKind,
    pub(crate) secret: Secret,
}

/// Everything of it. Lost at a restart: whoever was about to log in begins again.
pub(crate) struct Accounts {
    passkeys: Option<Passkeys>,
    log_ins: Mutex<Waiting<PasskeyLogIn>>,
    registrations: Mutex<Waiting<Registering>>,
    pictures: Mutex<Waiting<Scanning>>,
    codes: Mutex<Waiting<Fresh>>,
    made: Mutex<Waiting<Made>>,
    away: Away,
    hashing: Semaphore,
}

impl Accounts {
    /// For the pages at a site.
    pub(crate) fn new(site: &Site) -> Self {
        let passkeys = Passkeys::new(&site.origin, "Årvåk");
        if let Err(error) = &passkeys {
            tracing::warn!(%error, "people log in with password and code");
        }
        Self {
            passkeys: passkeys.ok(),
            log_ins: Mutex::default(),
            registrations: Mutex::default(),
            pictures: Mutex::new(Waiting::lasting(PICTURE)),
            codes: Mutex::default(),
            made: Mutex::default(),
            away: Away::default(),
            hashing: Semaphore::new(HASHED_AT_A_TIME),
        }
    }

    /// Passkeys, where the address of the pages allows them.
    pub(crate) const fn passkeys(&self) -> Option<&Passkeys> {
        self.passkeys.as_ref()
    }

    pub(crate) fn log_ins(&self) -> MutexGuard<'_, Waiting<PasskeyLogIn>> {
        self.log_ins.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn registrations(&self) -> MutexGuard<'_, Waiting<Registering>> {
        self.registrations.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn pictures(&self) -> MutexGuard<'_, Waiting<Scanning>> {
        self.pictures.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn codes(&self) -> MutexGuard<'_, Waiting<Fresh>> {
        self.codes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn made(&self) -> MutexGuard<'_, Waiting<Made>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who was sent to an OpenID provider.
    pub(crate) const fn away(&self) -> &Away {
        &self.away
    }

    /// Whether it is the password; takes as long when there is none.
    pub(crate) async fn verify(
        &self,
        shown: String,
        kept: Option<PasswordHash>,
    ) -> Result<bool, Failure> {
        let _turn = self.hashing.acquire().await.map_err(|_| Failure::Inside)?;
        let work = move || verify_password(&shown, kept.as_ref());
        Ok(tokio::task::spawn_blocking(work).await.map_err(|_| Failure::Inside)??)
    }

    /// What is to be kept of a password.
    pub(crate) async fn hash(&self, password: Password) -> Result<PasswordHash, Failure> {
        let _turn = self.hashing.acquire().await.map_err(|_| Failure::Inside)?;
        let work = move || password.hash();
        Ok(tokio::task::spawn_blocking(work).await.map_err(|_| Failure::Inside)??)
    }
}

/// The key that secrets are sealed with. It is read when it is needed, so that it lies in memory no longer.
pub(crate) async fn seal(app: &App) -> Result<Seal, Failure> {
    let layout = app.folder().layout().clone();
    let work = move || Seal::open(&layout);
    Ok(tokio::task::spawn_blocking(work).await.map_err(|_| Failure::Inside)??)
}
