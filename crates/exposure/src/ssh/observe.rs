//! The visit of the SSH probe: greeting, key exchange, and the one question of which ways to log in
//! there are (RFC 4252 section 5.2: the method `none`).

use std::sync::{Arc, Mutex};

use arvak_probe::{
    Check, Context, Event, Host, NetError, NetStream, Observation, ProbeError, Purpose, Recorder,
    Target,
};
use russh::client::{self, AuthResult};
use russh::keys::{HashAlg, PublicKeyOrCertificate};
use russh::{Disconnect, SshId};

use super::sniff::Sniff;
use super::{ACCEPTED_NOTE, HOST_KEY_NOTE, USER, VERSION};

/// Greets, asks, and leaves.
pub(super) async fn observe(
    check: &Check,
    context: &Context<'_>,
) -> Result<Observation, ProbeError> {
    let mut recorder = Recorder::new(check, VERSION, context);
    let target = Target { host: check.host.clone(), port: check.port.unwrap_or(22) };
    if let Ok(stream) = context.net.connect(&target, Purpose::Other, &mut recorder).await {
        visit(&check.host, stream, &mut recorder).await;
    }
    recorder.finish()
}

async fn visit(host: &Host, stream: NetStream, recorder: &mut Recorder<'_>) {
    let (stream, beginning) = Sniff::new(stream);
    let key = Arc::default();
    let asked = ask(stream, Stranger { key: Arc::clone(&key) }).await;
    if let Some(text) = beginning.identification() {
        recorder.event(Event::SshBanner { text });
    }
    if let Some(detail) = key.lock().ok().and_then(|mut key| key.take()) {
        recorder.event(Event::Note { code: HOST_KEY_NOTE.to_owned(), detail });
    }
    match asked {
        Ok(AuthResult::Success) => recorder.event(Event::Note {
            code: ACCEPTED_NOTE.to_owned(),
            detail: format!("{host} let {USER} in without anything"),
        }),
        Ok(AuthResult::Failure { remaining_methods, .. }) => {
            let methods = remaining_methods.iter().map(String::from).collect();
            recorder.event(Event::SshMethods { methods });
        }
        Err(error) => fail(host, &error, recorder),
    }
}

async fn ask(stream: Sniff<NetStream>, stranger: Stranger) -> Result<AuthResult, russh::Error> {
    let config = client::Config {
        client_id: SshId::Standard(concat!("SSH-2.0-Arvak_", env!("CARGO_PKG_VERSION")).into()),
        ..client::Config::default()
    };
    let mut session = client::connect_stream(Arc::new(config), stream, stranger).await?;
    let answer = session.authenticate_none(USER).await?;
    // The answer is what we came for; how the farewell goes does not matter.
    let _ = session.disconnect(Disconnect::ByApplication, "", "").await;
    Ok(answer)
}

fn fail(host: &Host, error: &russh::Error, recorder: &mut Recorder<'_>) {
    if let russh::Error::IO(error) = error {
        return recorder.failed("ssh", &NetError::from_io(host.as_str(), "ssh", error));
    }
    recorder.event(Event::Failed {
        step: "ssh".to_owned(),
        code: "ssh.failed".to_owned(),
        detail: format!("{host} does not finish the beginning of SSH: {error}"),
        transient: false,
    });
}

/// A client that takes every key: we do not log in, and what is seen is recorded with the key.
struct Stranger {
    key: Arc<Mutex<Option<String>>>,
}

impl client::Handler for Stranger {
    type Error = russh::Error;

    async fn check_server_key(
        &mut self,
        server_key: &PublicKeyOrCertificate,
    ) -> Result<bool, Self::Error> {
        let text = match server_key {
            PublicKeyOrCertificate::PublicKey { key, .. } => {
                format!("{} {}", key.algorithm(), key.fingerprint(HashAlg::Sha256))
            }
            PublicKeyOrCertificate::Certificate(certificate) => {
                format!("certificate {}", certificate.algorithm())
            }
        };
        if let Ok(mut key) = self.key.lock() {
            *key = Some(text);
        }
        Ok(true)
    }
}
