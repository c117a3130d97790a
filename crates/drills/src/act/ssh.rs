//! Failed log-ins over SSH (RFC 4252): a random password for the decoy's name. The mark stands behind the version in what the client calls
//! itself (RFC 4253, section 4.2), and in the account's name where that bears it. Whoever is let in leaves at once; no shell is opened.

use std::sync::Arc;
use std::time::Duration;

use arvak_core::Name;
use arvak_monitoring::Answered;
use arvak_probe::{Context, Host, NetStream, Purpose, Recorder, Target};
use arvak_store::drafts::salt;
use russh::client::{self, AuthResult, KeyboardInteractiveAuthResponse};
use russh::keys::PublicKeyOrCertificate;
use russh::{Disconnect, MethodKind, MethodSet, SshId};

use super::{Ended, Hand, own_name};
use crate::Result;

/// Log-ins over one connection: servers hang up after six, and some count those who come back too often.
const PER_CONNECTION: u32 = 5;

/// Most prompts that are answered.
const PROMPTS_MAX: usize = 4;

/// How long an answer is waited for, and how long a connection may last: servers are slow to those who fail.
const SLOW_TO_ANSWER: Duration = Duration::from_secs(25);
const CONVERSATION: Duration = Duration::from_mins(1);

/// What is ready for a log-in.
pub(super) enum Ready {
    /// A connection over which nothing was said.
    Fresh(Box<NetStream>),
    /// One over which a log-in failed.
    Again(Session),
}

/// A connection on which one may try again.
pub(super) struct Session {
    handle: client::Handle<Anybody>,
    method: Method,
    used: u32,
}

#[derive(Clone, Copy)]
enum Method {
    Password,
    Questions,
}

/// Reaches the server. Opening a connection is no log-in.
pub(super) async fn reach(
    hand: &Hand<'_>,
    (host, port): (&Name, u16),
) -> std::result::Result<Ready, String> {
    connect(hand, (host, port)).await.map(|stream| Ready::Fresh(Box::new(stream)))
}

/// A connection through the gate: control of the host is shown, or its address allowed.
pub(super) async fn connect(
    hand: &Hand<'_>,
    (host, port): (&Name, u16),
) -> std::result::Result<NetStream, String> {
    let host: Host = host.as_str().parse().map_err(|error| format!("{error}"))?;
    let check = hand.check(&host, port)?;
    let doors = hand.doors;
    let context = Context { net: &doors.net, clock: &*doors.clock, vantage: &doors.vantage };
    let mut recorder = Recorder::new(&check, arvak_monitoring::METHOD_VERSION, &context);
    let target = Target { host, port };
    let stream = doors.net.connect(&target, Purpose::Other, &mut recorder).await;
    let mut stream = stream.map_err(|error| error.to_string())?;
    stream.wait_longer(SLOW_TO_ANSWER, CONVERSATION);
    Ok(stream)
}

/// One log-in with a password that nobody has.
pub(super) async fn log_in(hand: &Hand<'_>, ready: Ready) -> Result<(Ended, Option<Session>)> {
    let (account, password) = (hand.target(), salt()?);
    let told = |error: russh::Error| error.to_string();
    let mut session = match ready {
        Ready::Again(session) => session,
        Ready::Fresh(stream) => match greet(*stream, &hand.mark, &account).await {
            Ok(Ok(session)) => session,
            Ok(Err(answered)) => return Ok((Ok(answered), None)),
            Err(error) => return Ok((Err(told(error)), None)),
        },
    };
    session.used += 1;
    match session.try_once(&account, &password).await {
        Ok(Answered::Refused) if session.used < PER_CONNECTION => {
            Ok((Ok(Answered::Refused), Some(session)))
        }
        Ok(answered) => {
            session.leave().await;
            Ok((Ok(answered), None))
        }
        Err(error) => Ok((Err(told(error)), None)),
    }
}

/// Says who we are, and hears which methods there are. An answer when it goes no further: there is nothing to give a password to.
async fn greet(
    stream: NetStream,
    mark: &str,
    account: &str,
) -> std::result::Result<std::result::Result<Session, Answered>, russh::Error> {
    let config = client::Config {
        client_id: SshId::Standard(format!("SSH-2.0-{}", own_name(mark)).into()),
        ..client::Config::default()
    };
    let mut handle = client::connect_stream(Arc::new(config), stream, Anybody).await?;
    let methods = match handle.authenticate_none(account).await? {
        AuthResult::Success => {
            let _ = handle.disconnect(Disconnect::ByApplication, "", "").await;
            return Ok(Err(Answered::LetIn));
        }
        AuthResult::Failure { remaining_methods, .. } => remaining_methods,
    };
    let has = |kind: MethodKind| methods.contains(&kind);
    let method = match () {
        () if has(MethodKind::Password) => Method::Password,
        () if has(MethodKind::KeyboardInteractive) => Method::Questions,
        () if methods.is_empty() => return Err(russh::Error::Disconnect),
        () => {
            let _ = handle.disconnect(Disconnect::ByApplication, "", "").await;
            return Ok(Err(Answered::NoPassword));
        }
    };
    Ok(Ok(Session { handle, method, used: 0 }))
}

impl Session {
    async fn try_once(
        &mut self,
        account: &str,
        password: &str,
    ) -> std::result::Result<Answered, russh::Error> {
        match self.method {
            Method::Password => match self.handle.authenticate_password(account, password).await? {
                AuthResult::Success => Ok(Answered::LetIn),
                AuthResult::Failure { remaining_methods, partial_success } => {
                    refused(&remaining_methods, partial_success)
                }
            },
            Method::Questions => self.answer_questions(account, password).await,
        }
    }

    async fn answer_questions(
        &mut self,
        account: &str,
        password: &str,
    ) -> std::result::Result<Answered, russh::Error> {
        let mut heard =
            self.handle.authenticate_keyboard_interactive_start(account, None::<String>).await?;
        let mut said = 0;
        loop {
            match heard {
                KeyboardInteractiveAuthResponse::Success => return Ok(Answered::LetIn),
                KeyboardInteractiveAuthResponse::Failure { remaining_methods, partial_success } => {
                    return refused(&remaining_methods, partial_success);
                }
                KeyboardInteractiveAuthResponse::InfoRequest { prompts, .. } => {
                    said += prompts.len().max(1);
                    if said > PROMPTS_MAX {
                        return Ok(Answered::Other);
                    }
                    let answers = vec![password.to_owned(); prompts.len()];
                    heard = self.handle.authenticate_keyboard_interactive_respond(answers).await?;
                }
            }
        }
    }

    async fn leave(self) {
        let _ = self.handle.disconnect(Disconnect::ByApplication, "", "").await;
    }
}

/// The library says "no, and there is no method left" when the connection is gone; no server says that. That a password of ours was
/// half of what is needed means that it was right.
fn refused(methods: &MethodSet, is_partly_in: bool) -> std::result::Result<Answered, russh::Error> {
    match () {
        () if is_partly_in => Ok(Answered::LetIn),
        () if methods.is_empty() => Err(russh::Error::Disconnect),
        () => Ok(Answered::Refused),
    }
}

/// A client that talks to whoever is there: what it says is worth nothing to anybody.
struct Anybody;

impl client::Handler for Anybody {
    type Error = russh::Error;

    async fn check_server_key(
        &mut self,
        _key: &PublicKeyOrCertificate,
    ) -> std::result::Result<bool, Self::Error> {
        Ok(true)
    }
}
