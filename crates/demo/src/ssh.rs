//! The SSH servers of Nordvik. They give nobody a shell; what they show is which log-in methods they offer, and one of them
//! takes the canary's key and code.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use russh::keys::PrivateKey;
use russh::keys::ssh_key::private::{Ed25519Keypair, Ed25519PrivateKey};
use russh::server::{Auth, Config, Handler, PublicKeyOffer, run_stream};
use russh::{MethodKind, MethodSet, Preferred, SshId, kex};
use tokio::io::{copy_bidirectional, duplex};
use tokio::net::TcpListener;

use crate::DemoError;
use crate::calendar::{Calendar, on};
use crate::door;
use crate::log_in::{ShellDoor as Door, ShellVisitor as Visitor};
use crate::sites::Shell;

/// One modern key exchange. The hybrid one costs more than all else that a visit does.
const KEY_EXCHANGES: &[kex::Name] = &[kex::CURVE25519, kex::EXTENSION_OPENSSH_STRICT_KEX_AS_SERVER];

const PIPE_BYTES: usize = 64 * 1024;
const ATTEMPTS_MAX: usize = 3;
const IDLE_MAX: Duration = Duration::from_secs(10);

/// The two faces of an SSH server.
pub(crate) struct Faces {
    key_only: Arc<Config>,
    with_password: Arc<Config>,
    host_key: String,
}

impl Faces {
    /// Makes a host key for `host`.
    pub(crate) fn new(host: &'static str) -> Result<Self, DemoError> {
        let mut seed = [0; Ed25519PrivateKey::BYTE_SIZE];
        getrandom::fill(&mut seed)
            .map_err(|e| DemoError::HostKey { host, reason: e.to_string() })?;
        let key = PrivateKey::from(Ed25519Keypair::from_seed(&seed));
        let host_key = key.public_key().to_openssh();
        let host_key = host_key.map_err(|e| DemoError::HostKey { host, reason: e.to_string() })?;
        let face = |methods: &[MethodKind]| Arc::new(config(key.clone(), methods));
        Ok(Self {
            host_key,
            key_only: face(&[MethodKind::PublicKey]),
            with_password: face(&[MethodKind::PublicKey, MethodKind::Password]),
        })
    }

    /// What the server shows that it is: a public key, as OpenSSH writes it.
    pub(crate) fn host_key(&self) -> &str {
        &self.host_key
    }
}

fn config(key: PrivateKey, methods: &[MethodKind]) -> Config {
    Config {
        server_id: SshId::Standard("SSH-2.0-Nordvik_1.0".into()),
        methods: MethodSet::from(methods),
        // Nothing here can be guessed, so nothing is gained by answering slowly.
        auth_rejection_time: Duration::ZERO,
        auth_rejection_time_initial: Some(Duration::ZERO),
        keys: vec![key],
        preferred: Preferred { kex: KEY_EXCHANGES.into(), ..Preferred::DEFAULT },
        max_auth_attempts: ATTEMPTS_MAX,
        inactivity_timeout: Some(IDLE_MAX),
        ..Config::default()
    }
}

/// Serves a shell on what its visitors see as port 22.
pub(crate) async fn serve(
    listener: TcpListener,
    shell: &'static Shell,
    faces: Faces,
    canary: Arc<Door>,
    calendar: Calendar,
) {
    door::serve(listener, move |mut stream| {
        let offered = on(shell.password, calendar.day()).copied().unwrap_or(false);
        let face = if offered { &faces.with_password } else { &faces.key_only };
        let (config, canary) = (Arc::clone(face), Arc::clone(&canary));
        async move {
            // The library runs a session in a task of its own; it ends when this pipe does.
            let (mut ours, theirs) = duplex(PIPE_BYTES);
            let session = async {
                if shell.takes_canary {
                    let running = run_stream(config, theirs, Visitor::new(canary)).await;
                    running.map_err(io::Error::other)?.await.map_err(io::Error::other)
                } else {
                    let running = run_stream(config, theirs, Nobody).await;
                    running.map_err(io::Error::other)?.await.map_err(io::Error::other)
                }
            };
            let pipe = copy_bidirectional(&mut stream, &mut ours);
            tokio::select! { ended = session => ended, copied = pipe => copied.map(|_| ()) }
        }
    })
    .await;
}

/// Lets nobody in.
struct Nobody;

impl Handler for Nobody {
    type Error = russh::Error;

    async fn auth_publickey_offered(
        &mut self,
        _user: &str,
        _offer: PublicKeyOffer<'_>,
    ) -> Result<Auth, Self::Error> {
        Ok(Auth::reject())
    }
}
