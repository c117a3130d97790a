//! Logging in to SSH (RFC 4252, RFC 4256): one step at a time, after the server has shown the key that was written
//! down. No shell is opened.

use std::sync::{Arc, Mutex};

use russh::client::{self, AuthResult, KeyboardInteractiveAuthResponse};
use russh::keys::ssh_key::private::{Ed25519Keypair, Ed25519PrivateKey};
use russh::keys::{
    Algorithm, HashAlg, PrivateKey, PrivateKeyWithHashAlg, PublicKey, PublicKeyOrCertificate,
};
use russh::{Disconnect, MethodKind, MethodSet, Preferred, SshId};
use tokio::io::{AsyncRead, AsyncWrite};

use super::Trouble;

/// Most prompts of one request that are read.
const PROMPTS_MAX: usize = 8;

/// The key that a server must show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostKey {
    /// Its fingerprint, as OpenSSH writes it: `SHA256:` and base64 without padding.
    fingerprint: String,
    /// Its type, where the whole key is known: servers have several, and show the one that is asked for.
    algorithm: Option<Algorithm>,
}

impl HostKey {
    /// Reads a fingerprint, a public key, or a line of `known_hosts`.
    pub fn read(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        if let Some(fingerprint) = words.iter().find(|word| word.starts_with("SHA256:")) {
            let fingerprint = fingerprint.trim_end_matches('=').to_owned();
            return Some(Self { fingerprint, algorithm: None });
        }
        let at = words.iter().position(|word| word.starts_with("AAAA"))?;
        let (kind, key) = (words.get(at.checked_sub(1)?)?, words.get(at)?);
        let key = PublicKey::from_openssh(&format!("{kind} {key}")).ok()?;
        let fingerprint = key.fingerprint(HashAlg::Sha256).to_string();
        Some(Self { fingerprint, algorithm: Some(key.algorithm()) })
    }
}

/// What a server answers to a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// There is a session.
    In,
    /// The step was right, and another is asked for; with the methods that go on from here.
    Further(Vec<Method>),
    /// No; with the methods that are open.
    No(Vec<Method>),
    /// Questions in words.
    Asked(Vec<String>),
}

/// The methods that matter here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// `publickey`.
    Key,
    /// `keyboard-interactive`.
    Interactive,
    /// `password`.
    Password,
}

/// A connection on which somebody logs in.
pub struct Shell {
    handle: client::Handle<Known>,
    user: String,
}

impl Shell {
    /// Greets a server and looks at its key.
    pub async fn greet<S>(stream: S, host_key: Option<HostKey>, user: &str) -> Result<Self, Trouble>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let mut preferred = Preferred::default();
        if let Some(algorithm) = host_key.as_ref().and_then(|key| key.algorithm.clone()) {
            preferred.key = vec![algorithm].into();
        }
        let config = client::Config {
            client_id: SshId::Standard(concat!("SSH-2.0-Arvak_", env!("CARGO_PKG_VERSION")).into()),
            preferred,
            ..client::Config::default()
        };
        let shown = Arc::new(Mutex::new(None));
        let known = Known { expected: host_key, other: Arc::clone(&shown) };
        let connected = client::connect_stream(Arc::new(config), stream, known).await;
        let handle = connected.map_err(|error| {
            let other = shown.lock().ok().and_then(|mut other| other.take());
            other.map_or_else(|| trouble(error), Trouble::HostKey)
        })?;
        Ok(Self { handle, user: user.to_owned() })
    }

    /// Asks which methods there are (`none`, RFC 4252 section 5.2).
    pub async fn methods(&mut self) -> Result<Reply, Trouble> {
        let user = self.user.clone();
        self.handle.authenticate_none(user).await.map_err(trouble).and_then(reply)
    }

    /// Shows a key.
    pub async fn key(&mut self, key: &Arc<PrivateKey>) -> Result<Reply, Trouble> {
        let user = self.user.clone();
        let key = PrivateKeyWithHashAlg::new(Arc::clone(key), Some(HashAlg::Sha512));
        self.handle.authenticate_publickey(user, key).await.map_err(trouble).and_then(reply)
    }

    /// Says a password.
    pub async fn password(&mut self, password: &str) -> Result<Reply, Trouble> {
        let user = self.user.clone();
        self.handle.authenticate_password(user, password).await.map_err(trouble).and_then(reply)
    }

    /// Begins to be asked in words.
    pub async fn ask(&mut self) -> Result<Reply, Trouble> {
        let user = self.user.clone();
        let asked = self.handle.authenticate_keyboard_interactive_start(user, None).await;
        asked.map_err(trouble).and_then(asked_in_words)
    }

    /// Answers what was asked.
    pub async fn answer(&mut self, answers: Vec<String>) -> Result<Reply, Trouble> {
        let asked = self.handle.authenticate_keyboard_interactive_respond(answers).await;
        asked.map_err(trouble).and_then(asked_in_words)
    }

    /// Takes leave; how that goes does not matter any more.
    pub async fn leave(self) {
        let _ = self.handle.disconnect(Disconnect::ByApplication, "", "").await;
    }
}

/// A key that nobody knows.
pub fn made_up_key(seed: [u8; Ed25519PrivateKey::BYTE_SIZE]) -> PrivateKey {
    PrivateKey::from(Ed25519Keypair::from_seed(&seed))
}

fn methods(set: &MethodSet) -> Vec<Method> {
    let known = set.iter().filter_map(|kind| match kind {
        MethodKind::PublicKey => Some(Method::Key),
        MethodKind::KeyboardInteractive => Some(Method::Interactive),
        MethodKind::Password => Some(Method::Password),
        _ => None,
    });
    known.collect()
}

fn reply(result: AuthResult) -> Result<Reply, Trouble> {
    match result {
        AuthResult::Success => Ok(Reply::In),
        AuthResult::Failure { remaining_methods, partial_success } => {
            refused(&remaining_methods, partial_success)
        }
    }
}

fn asked_in_words(response: KeyboardInteractiveAuthResponse) -> Result<Reply, Trouble> {
    match response {
        KeyboardInteractiveAuthResponse::Success => Ok(Reply::In),
        KeyboardInteractiveAuthResponse::Failure { remaining_methods, partial_success } => {
            refused(&remaining_methods, partial_success)
        }
        KeyboardInteractiveAuthResponse::InfoRequest { prompts, .. }
            if prompts.len() > PROMPTS_MAX =>
        {
            Err(Trouble::Absurd("too_many_prompts"))
        }
        KeyboardInteractiveAuthResponse::InfoRequest { prompts, .. } => {
            Ok(Reply::Asked(prompts.into_iter().map(|prompt| prompt.prompt).collect()))
        }
    }
}

/// The library says "no, and there is no method left" when the connection is gone; no server says that.
fn refused(set: &MethodSet, partial: bool) -> Result<Reply, Trouble> {
    if set.is_empty() && !partial {
        return Err(Trouble::Ssh("the server hung up".to_owned()));
    }
    let methods = methods(set);
    Ok(if partial { Reply::Further(methods) } else { Reply::No(methods) })
}

fn trouble(error: russh::Error) -> Trouble {
    match error {
        russh::Error::IO(error) => Trouble::Io(error),
        error @ russh::Error::NoCommonAlgo { .. } => Trouble::NothingInCommon(error.to_string()),
        other => Trouble::Ssh(other.to_string()),
    }
}

/// A client that talks to one server alone.
struct Known {
    expected: Option<HostKey>,
    /// The fingerprint that was shown, when it was another.
    other: Arc<Mutex<Option<String>>>,
}

impl client::Handler for Known {
    type Error = russh::Error;

    async fn check_server_key(
        &mut self,
        key: &PublicKeyOrCertificate,
    ) -> Result<bool, Self::Error> {
        let shown = match key {
            PublicKeyOrCertificate::PublicKey { key, .. } => {
                key.fingerprint(HashAlg::Sha256).to_string()
            }
            PublicKeyOrCertificate::Certificate(_) => "a certificate".to_owned(),
        };
        // Without a key that is written down there is nothing to compare; then no password is sent either.
        let Some(expected) = &self.expected else { return Ok(true) };
        if expected.fingerprint == shown {
            return Ok(true);
        }
        if let Ok(mut other) = self.other.lock() {
            *other = Some(shown);
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_key_is_read_in_the_ways_in_which_it_is_written() {
        let key = made_up_key([7; 32]);
        let fingerprint = key.public_key().fingerprint(HashAlg::Sha256).to_string();
        let line = key.public_key().to_openssh().unwrap();
        for text in [
            fingerprint.clone(),
            line.clone(),
            format!("filer.nordvik.example,192.0.2.4 {line} a comment"),
            format!("256 {fingerprint} root@filer (ED25519)"),
        ] {
            assert_eq!(HostKey::read(&text).unwrap().fingerprint, fingerprint, "{text}");
        }
        for text in ["", "MD5:aa:bb", "AAAA", "ssh-ed25519 AAAAnonsense"] {
            assert_eq!(HostKey::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_connection_that_is_gone_is_no_refusal() {
        assert!(refused(&MethodSet::empty(), false).is_err());
        assert_eq!(refused(&MethodSet::empty(), true).unwrap(), Reply::Further(Vec::new()));
    }
}
