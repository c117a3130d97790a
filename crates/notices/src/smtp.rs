//! Handing a message to the mail relay (RFC 5321), through the door to configured hosts.

use std::net::SocketAddr;
use std::time::Duration;

use arvak_probe::Outbound;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream};
use lettre::transport::smtp::extension::ClientId;
use tokio::time::timeout;

use crate::error::tame;
use crate::greeted::Greeted;
use crate::{Mail, Relay, Security, SendError, starttls};

/// How long the whole exchange may take.
const TIME_MAX: Duration = Duration::from_mins(1);

/// What a server that has begun TLS is taken to have greeted with.
const GREETING: &[u8] = b"220 ready\r\n";

/// Hands `mail` over. `hello` is what this installation calls itself: the host of its pages. When this returns `Ok`, the
/// relay has taken the message and answers for it.
pub async fn send(
    door: &Outbound,
    relay: &Relay,
    mail: &Mail,
    hello: &str,
) -> Result<(), SendError> {
    timeout(TIME_MAX, exchange(door, relay, mail, hello)).await.map_err(|_| SendError::TimedOut)?
}

async fn exchange(
    door: &Outbound,
    relay: &Relay,
    mail: &Mail,
    hello: &str,
) -> Result<(), SendError> {
    let stream = open(door, relay, hello).await?;
    let hello = ClientId::Domain(hello.to_owned());
    let connected = AsyncSmtpConnection::connect_with_transport(stream, &hello).await;
    let mut connection = connected.map_err(|error| greeting_error(&error))?;
    if let Some((user, password)) = &relay.log_in {
        let who = Credentials::new(user.clone(), password.clone());
        let entered = connection.auth(DEFAULT_MECHANISMS, &who).await;
        if let Err(error) = entered {
            connection.abort().await;
            return Err(log_in_error(&error));
        }
    }
    let sent =
        connection.send(&mail.envelope, &mail.bytes).await.map_err(|error| mail_error(&error));
    // It was taken or refused; how the connection ends does not matter any more.
    drop(connection.quit().await);
    sent.map(drop)
}

pub(crate) async fn open(
    door: &Outbound,
    relay: &Relay,
    hello: &str,
) -> Result<Box<dyn AsyncTokioStream>, SendError> {
    let mut stream = door.connect(&relay.target).await?;
    let peer = stream.peer_addr().unwrap_or(SocketAddr::from(([0, 0, 0, 0], 0)));
    Ok(match relay.security {
        Security::Loopback => Box::new(Greeted::new(b"", stream, peer)),
        Security::Tls => {
            let stream = door.secure(&relay.target.host, stream).await?;
            Box::new(Greeted::new(b"", stream, peer))
        }
        Security::StartTls => {
            starttls::begin(&mut stream, hello).await?;
            let stream = door.secure(&relay.target.host, stream).await?;
            Box::new(Greeted::new(GREETING, stream, peer))
        }
    })
}

/// A server that does not even greet is away, whatever it says.
fn greeting_error(error: &Error) -> SendError {
    if error.is_transient() || error.is_permanent() {
        SendError::Later { said: said(error) }
    } else {
        SendError::Broken { said: said(error) }
    }
}

fn log_in_error(error: &Error) -> SendError {
    if error.is_transient() {
        SendError::Later { said: said(error) }
    } else {
        SendError::LogIn { said: said(error) }
    }
}

fn mail_error(error: &Error) -> SendError {
    // 530: it wants a log-in first. That is mended in the configuration, and the message kept.
    if error.status().is_some_and(|code| code.to_string() == "530") {
        SendError::LogIn { said: said(error) }
    } else if error.is_permanent() {
        SendError::Refused { said: said(error) }
    } else if error.is_transient() {
        SendError::Later { said: said(error) }
    } else {
        SendError::Broken { said: said(error) }
    }
}

fn said(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text = format!("{text}: {inner_text}");
        }
        cause = inner.source();
    }
    tame(&text)
}
