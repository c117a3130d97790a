//! The visit of the SSH probe: greeting, key exchange, and the one question of which ways to log in
//! there are (RFC 4252 section 5.2: the method `none`). Then come the questions of our own.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use arvak_probe::{
    Check, Context, Event, Host, NetError, NetStream, Observation, ProbeError, Purpose, RecordType,
    Recorder, Target,
};
use russh::client::{self, AuthResult};
use russh::keys::{HashAlg, PublicKeyOrCertificate};
use russh::{Disconnect, SshId};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;

use super::ask::ask_all;
use super::sniff::Sniff;
use super::{ACCEPTED_NOTE, HOST_KEY_NOTE, USER, VERSION};
use crate::dns::secure;
use crate::late::late;

/// How long the whole look may take.
const LOOK: Duration = Duration::from_mins(1);

/// Greets, asks, and leaves.
pub(super) async fn observe(
    check: &Check,
    context: &Context<'_>,
) -> Result<Observation, ProbeError> {
    let mut recorder = Recorder::new(check, VERSION, context);
    let target = Target { host: check.host.clone(), port: check.port.unwrap_or(22) };
    if timeout(LOOK, look(&target, context, &mut recorder)).await.is_err() {
        recorder.failed("ssh", &late(&check.host, context.net));
    }
    recorder.finish()
}

async fn look(target: &Target, context: &Context<'_>, recorder: &mut Recorder<'_>) {
    let opened = context.net.connect_often(target, Purpose::Other, recorder).await;
    let Ok((stream, again)) = opened else { return };
    if !visit(&target.host, stream, recorder).await {
        return;
    }
    ask_all(&again, recorder).await;
    if target.host.address().is_none() {
        secure::ask(target.host.as_str(), RecordType::SSHFP, context.net, recorder).await;
    }
}

/// Whether it was an SSH server that greeted.
async fn visit(host: &Host, stream: NetStream, recorder: &mut Recorder<'_>) -> bool {
    let (stream, beginning) = Sniff::new(stream);
    let key = Arc::default();
    let asked = ask(stream, Stranger { key: Arc::clone(&key) }).await;
    let identification = beginning.identification();
    let is_ssh = identification.is_some();
    if let Some(text) = identification {
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
    is_ssh
}

async fn ask<S>(stream: Sniff<S>, stranger: Stranger) -> Result<AuthResult, russh::Error>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tokio::io::AsyncWriteExt as _;

    use super::*;

    /// What we make of a server that sends these bytes and hangs up.
    fn hear(bytes: &[u8]) -> Result<AuthResult, russh::Error> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (ours, mut theirs) = tokio::io::duplex(64 * 1024);
            theirs.write_all(bytes).await.unwrap();
            theirs.shutdown().await.unwrap();
            let (stream, _) = Sniff::new(ours);
            ask(stream, Stranger { key: Arc::default() }).await
        })
    }

    /// A packet (RFC 4253 section 6) that holds a KEXINIT message with these lists.
    fn key_exchange(lists: &[String]) -> Vec<u8> {
        let mut payload = vec![20; 17];
        for list in lists {
            payload.extend(u32::try_from(list.len()).unwrap().to_be_bytes());
            payload.extend(list.bytes());
        }
        payload.extend([0; 5]);
        let padding = 8 + (8 - (payload.len() + 13) % 8) % 8;
        let length = u32::try_from(payload.len() + padding + 1).unwrap();
        let mut packet = length.to_be_bytes().to_vec();
        packet.push(u8::try_from(padding).unwrap());
        packet.extend(payload);
        packet.extend(vec![0; padding]);
        packet
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_server_is_heard_without_a_panic(
            greeting in prop_oneof![Just("SSH-2.0-x\r\n"), Just("hello\r\nSSH-2.0-x\n"), Just("")],
            bytes in proptest::collection::vec(any::<u8>(), 0..300),
        ) {
            prop_assert!(hear(&[greeting.as_bytes(), &*bytes].concat()).is_err());
        }

        #[test]
        fn any_offer_of_algorithms_is_heard_without_a_panic(
            lists in proptest::collection::vec("([a-z0-9@.-]{0,12},?){0,5}", 0..12),
            flip in (any::<prop::sample::Index>(), any::<u8>()),
        ) {
            let mut packet = key_exchange(&lists);
            let at = flip.0.index(packet.len());
            packet[at] ^= flip.1;
            prop_assert!(hear(&[b"SSH-2.0-x\r\n", &*packet].concat()).is_err());
        }
    }
}
