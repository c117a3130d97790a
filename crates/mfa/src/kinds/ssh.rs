//! SSH: each factor alone first, then the arms. The server says what it wants next, and gets no more than the arm allows.
//!
//! A key, a password and a code may be demanded in any order and number. Where a key and a password are what is claimed, the
//! password is the second factor: the arm with the wrong password shows a key that nobody knows, and the arm with the wrong
//! code a wrong password behind the right key, so that there is still no more than one wrong password.

mod walk;

use std::sync::Arc;

use arvak_probe::BoxFuture;
use ring::rand::{SecureRandom as _, SystemRandom};
use russh::keys::{PrivateKey, decode_secret_key};

use crate::wire::ssh::{HostKey, made_up_key};
use crate::{Arm, Attempt, Kind, Place, Secret, Seen, Ssh, SshFactor, Trial, Way};
use walk::{End, Hand, Walk};

/// SSH's port.
const PORT: u16 = 22;

/// Longest file of a key that is read, in bytes.
const KEY_BYTES_MAX: u64 = 64 * 1024;

/// One SSH server.
pub(crate) struct SshServer {
    params: Ssh,
    key: Option<Arc<PrivateKey>>,
    /// Whether the permit for a wrong password was had: without one the other arm sends none either.
    has_permit: bool,
    /// Whether `password` was refused where nothing else is offered: then the code may stand behind it in one word.
    in_one: bool,
}

impl SshServer {
    pub(crate) fn new(params: &Ssh) -> Self {
        Self { params: params.clone(), key: None, has_permit: false, in_one: false }
    }

    fn claims(&self, factor: SshFactor) -> bool {
        self.params.factors.contains(&factor)
    }

    /// What is claimed, from what there is, when nothing was written down; and the canary's key.
    fn settle(&mut self, trial: &Trial<'_, '_>) -> Result<(), Seen> {
        if let Some(path) = &self.params.private_key_file
            && self.key.is_none()
        {
            self.key = Some(Arc::new(read_key(path).ok_or(Seen::Settings)?));
        }
        if self.claims(SshFactor::Key) && self.key.is_none() {
            return Err(Seen::Settings);
        }
        if self.params.factors.is_empty() {
            let code = trial.service().canary.seed.is_some();
            let factors = [
                (SshFactor::Key, self.key.is_some()),
                (SshFactor::Password, self.key.is_none() || !code),
                (SshFactor::Code, code),
            ];
            let there = factors.into_iter().filter(|(_, is_there)| *is_there);
            self.params.factors = there.map(|(factor, _)| factor).collect();
        }
        Ok(())
    }

    /// A connection to a server that showed its key, and a walk on it.
    async fn walk(&self, hand: Hand, arm: Arm, trial: &mut Trial<'_, '_>) -> (End, Walk) {
        let mut walk = Walk::new(hand, arm, self.claims(SshFactor::Code));
        let end = match self.host_key(&walk) {
            Ok(host_key) => {
                let place = Place::read(&trial.service().address, PORT);
                match place {
                    Some(place) => walk.go(&place.target, host_key, trial).await,
                    None => End::seen(Seen::Settings),
                }
            }
            Err(seen) => End::seen(seen),
        };
        (end, walk)
    }

    /// The key to compare with. Without one a password would go to anybody; a signature with a key is of no use to others.
    fn host_key(&self, walk: &Walk) -> Result<Option<HostKey>, Seen> {
        match &self.params.host_key {
            Some(text) => HostKey::read(text).map(Some).ok_or(Seen::Settings),
            None if walk.hand.password.is_none() && walk.hand.code_in.is_none() => Ok(None),
            None => Err(Seen::HostKey),
        }
    }

    /// Each factor but the code alone, and all but the code together, beginning with either.
    async fn all_but_the_code(&mut self, suffix: &str, trial: &mut Trial<'_, '_>) -> Vec<Way> {
        let mut ways = Vec::new();
        if let Err(seen) = self.settle(trial) {
            return vec![Way { name: "settings".to_owned(), seen, detail: String::new() }];
        }
        let password = Some(trial.password(Arm::Right));
        let two_without_code = self.claims(SshFactor::Key) && self.claims(SshFactor::Password);
        if self.key.is_some() {
            let password =
                password.clone().filter(|_| !two_without_code || self.claims(SshFactor::Code));
            let password = password.filter(|_| self.params.host_key.is_some());
            let hand = Hand { key: self.key.clone(), password, ..Hand::default() };
            let (end, walk) = self.walk(hand, Arm::Right, trial).await;
            let name = if walk.said_password { "key-and-password" } else { "key-alone" };
            ways.push(end.way(format!("{name}{suffix}")));
        }
        if ways.iter().any(|way| way.seen == Seen::Session || way.seen.ends()) {
            return ways;
        }
        let hand = Hand { password, ..Hand::default() };
        let (end, walk) = self.walk(hand, Arm::Right, trial).await;
        self.in_one = walk.only_password_refused;
        ways.push(end.way(format!("password-alone{suffix}")));
        ways
    }

    async fn try_arm(&mut self, arm: Arm, trial: &mut Trial<'_, '_>) -> Attempt {
        self.has_permit |= arm == Arm::WrongPassword;
        let claims_code = self.claims(SshFactor::Code);
        if claims_code && trial.service().canary.seed.is_none() {
            return Attempt::ended(Seen::NoSeed, "a code is claimed, and the canary has none");
        }
        let by_key = self.claims(SshFactor::Key);
        let (mut key, mut password) = (self.key.clone().filter(|_| by_key), None);
        if self.claims(SshFactor::Password) {
            password = Some(trial.password(arm));
        }
        // Where a key is claimed and the password is not what a code comes after, the key is what is wrong first.
        if by_key && (password.is_none() || !claims_code) {
            match arm {
                Arm::WrongPassword => {
                    key = made_up().map(Arc::new);
                    password = password.map(|_| trial.password(Arm::Right));
                }
                Arm::WrongCode if password.is_some() => {
                    if !self.has_permit {
                        return Attempt::ended(Seen::NoPermit, "the second factor is a password");
                    }
                    password = Some(trial.password(Arm::WrongPassword));
                }
                _ => {}
            }
        }
        if self.params.factors.len() < 2 {
            return Attempt::ended(Seen::Settings, "only one factor is claimed");
        }
        let hand = Hand { key, password, code_in: claims_code.then_some(arm), in_one: self.in_one };
        let (end, _) = self.walk(hand, arm, trial).await;
        end.attempt()
    }
}

impl Kind for SshServer {
    fn alone<'t>(&'t mut self, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Vec<Way>> {
        Box::pin(self.all_but_the_code("", trial))
    }

    fn attempt<'t>(&'t mut self, arm: Arm, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Attempt> {
        Box::pin(self.try_arm(arm, trial))
    }

    fn ways<'t>(&'t mut self, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Vec<Way>> {
        Box::pin(self.all_but_the_code("-again", trial))
    }
}

/// The canary's key. One with a passphrase cannot be used, nor one of a type that the library lacks.
fn read_key(path: &str) -> Option<PrivateKey> {
    let is_small =
        std::fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() <= KEY_BYTES_MAX);
    let text = Secret::new(std::fs::read_to_string(path).ok().filter(|_| is_small)?);
    let key = decode_secret_key(text.reveal(), None).ok()?;
    (!key.is_encrypted() && !key.algorithm().is_rsa()).then_some(key)
}

fn made_up() -> Option<PrivateKey> {
    let mut seed = [0; 32];
    SystemRandom::new().fill(&mut seed).ok()?;
    Some(made_up_key(seed))
}
