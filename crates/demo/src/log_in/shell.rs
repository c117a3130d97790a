//! An SSH server that wants a key, and then a code of an authenticator (RFC 4256). It gives nobody a shell.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use russh::keys::PrivateKey;
use russh::keys::ssh_key::LineEnding;
use russh::keys::ssh_key::private::{Ed25519Keypair, Ed25519PrivateKey};
use russh::server::{Auth, Handler, PublicKeyOffer, Response, VerifiedPublicKey};
use russh::{MethodKind, MethodSet};

use super::account::{Account, USER};
use crate::DemoError;

/// Who gets in, and with what.
pub(crate) struct Door {
    account: Account,
    key: PrivateKey,
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Door").finish_non_exhaustive()
    }
}

impl Door {
    pub(crate) fn new(account: Account) -> Result<Self, DemoError> {
        let mut seed = [0; Ed25519PrivateKey::BYTE_SIZE];
        getrandom::fill(&mut seed).map_err(|e| DemoError::Random { reason: e.to_string() })?;
        Ok(Self { account, key: PrivateKey::from(Ed25519Keypair::from_seed(&seed)) })
    }

    pub(crate) const fn account(&self) -> &Account {
        &self.account
    }

    /// The canary's key, as OpenSSH writes it.
    pub(crate) fn key_file(&self) -> Result<String, DemoError> {
        let written = self.key.to_openssh(LineEnding::LF);
        let written = written.map_err(|e| DemoError::Random { reason: e.to_string() })?;
        Ok(written.to_string())
    }

    fn knows(&self, user: &str, key: &russh::keys::ssh_key::PublicKey) -> bool {
        user == USER && key.key_data() == self.key.public_key().key_data()
    }
}

/// One visitor.
pub(crate) struct Visitor {
    door: Arc<Door>,
    has_shown_key: bool,
}

impl Visitor {
    pub(crate) const fn new(door: Arc<Door>) -> Self {
        Self { door, has_shown_key: false }
    }
}

impl Handler for Visitor {
    type Error = russh::Error;

    async fn auth_publickey_offered(
        &mut self,
        user: &str,
        offer: PublicKeyOffer<'_>,
    ) -> Result<Auth, Self::Error> {
        Ok(if self.door.knows(user, offer.public_key) { Auth::Accept } else { Auth::reject() })
    }

    async fn auth_publickey(
        &mut self,
        user: &str,
        key: VerifiedPublicKey<'_>,
    ) -> Result<Auth, Self::Error> {
        if !self.door.knows(user, key.public_key) {
            return Ok(Auth::reject());
        }
        self.has_shown_key = true;
        Ok(Auth::Reject {
            proceed_with_methods: Some(MethodSet::from(&[MethodKind::KeyboardInteractive][..])),
            partial_success: true,
        })
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        user: &str,
        _submethods: &str,
        response: Option<Response<'a>>,
    ) -> Result<Auth, Self::Error> {
        if !self.has_shown_key || user != USER {
            return Ok(Auth::reject());
        }
        let Some(mut response) = response else {
            return Ok(Auth::Partial {
                name: Cow::Borrowed(""),
                instructions: Cow::Borrowed(""),
                prompts: Cow::Borrowed(&[(Cow::Borrowed("Verification code: "), false)]),
            });
        };
        let said = response.next().map(|said| String::from_utf8_lossy(&said).into_owned());
        let is_right = said.is_some_and(|said| self.door.account.takes(said.trim()));
        Ok(if is_right { Auth::Accept } else { Auth::reject() })
    }
}
