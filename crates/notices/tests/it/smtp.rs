//! Sending to a server that says what it should not, or nothing at all.

use arvak_core::Instant;
use arvak_notices::{Channels, Letter, Mail, Relay, RelayFile, SendError, smtp};
use arvak_probe::{Outbound, Roots};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::scripted::{Scripted, Turn, header};

pub(crate) fn mail(relay: &Relay) -> Mail {
    let letter = Letter {
        subject: "Årvåk: ett nytt funn".to_owned(),
        text: "Blåbær og\n.punktum først\n".to_owned(),
    };
    let made = "2026-03-01T12:00:00Z".parse::<Instant>().unwrap();
    let own = "https://arvak.nordvik.example/konto/varsler";
    Mail::compose(&letter, &relay.from, "ola@nordvik.example", "msg_1", made, own).unwrap()
}

pub(crate) fn relay(host: &str, port: u16, tls: &str) -> Relay {
    let file = RelayFile {
        relay: Some(host.to_owned()),
        port: Some(port),
        tls: Some(tls.to_owned()),
        from: Some("Årvåk <arvak@nordvik.example>".to_owned()),
        ..RelayFile::default()
    };
    Relay::of(&file, |_| Ok(String::new())).unwrap().unwrap()
}

pub(crate) fn door(relay: &Relay, roots: Roots) -> Outbound {
    Channels { relay: Some(relay.clone()), roots, ..Channels::default() }.door([])
}

async fn send_to(server: &Scripted) -> Result<(), SendError> {
    let relay = relay("127.0.0.1", server.address.port(), "none");
    send(&relay).await
}

async fn send(relay: &Relay) -> Result<(), SendError> {
    smtp::send(&door(relay, Roots::Native), relay, &mail(relay), "arvak.nordvik.example").await
}

#[tokio::test]
async fn a_message_is_handed_over_whole() {
    let server = Scripted::start([]).await;
    send_to(&server).await.unwrap();
    let commands = server.commands();
    assert_eq!(commands[0], "EHLO arvak.nordvik.example");
    assert!(commands.contains(&"MAIL FROM:<arvak@nordvik.example>".to_owned()), "{commands:?}");
    assert!(commands.contains(&"RCPT TO:<ola@nordvik.example>".to_owned()), "{commands:?}");
    let [message] = &server.messages()[..] else { panic!() };
    assert_eq!(header(message, "Message-ID"), "<msg_1@nordvik.example>");
    assert!(message.contains("\r\n..punktum"), "a dot at the beginning is doubled: {message}");
}

#[tokio::test]
async fn an_answer_says_whether_to_try_again() {
    for (turn, code, is_permanent, is_of_channel) in [
        (Turn::Answers("RCPT", "451 4.7.1 greylisted"), "later", false, false),
        (Turn::Answers("MAIL", "421 too many"), "later", false, false),
        (Turn::Answers("DATA", "452 disk full"), "later", false, false),
        (Turn::Answers(".", "451 try again"), "later", false, false),
        (Turn::Answers("RCPT", "550 5.1.1 no such user"), "refused", true, false),
        (Turn::Answers(".", "554 spam"), "refused", true, false),
        (Turn::Answers("MAIL", "530 5.7.0 Authentication required"), "log-in", false, true),
        (Turn::Closes, "broken", false, true),
        (Turn::BreaksAfterData, "broken", false, true),
        (Turn::Answers("EHLO", "nonsense"), "broken", false, true),
    ] {
        let server = Scripted::start([turn.clone()]).await;
        let error = send_to(&server).await.unwrap_err();
        assert_eq!(error.code(), code, "{turn:?}: {error}");
        assert_eq!(error.is_permanent(), is_permanent, "{turn:?}");
        assert_eq!(error.is_of_channel(), is_of_channel, "{turn:?}");
        // The next attempt is a new one.
        send_to(&server).await.unwrap();
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let relay = relay("127.0.0.1", listener.local_addr().unwrap().port(), "none");
    drop(listener);
    let error = send(&relay).await.unwrap_err();
    assert_eq!((error.code(), error.is_of_channel()), ("unreachable", true), "{error}");
}

#[tokio::test]
async fn a_relay_that_is_not_configured_is_never_dialled() {
    let server = Scripted::start([]).await;
    let relay = relay("127.0.0.1", server.address.port(), "none");
    let door = Outbound::new([], Roots::Native);
    let error = smtp::send(&door, &relay, &mail(&relay), "localhost").await.unwrap_err();
    assert!(matches!(error, SendError::Outbound(_)), "{error}");
    assert_eq!(server.commands(), [""; 0]);
}

#[tokio::test]
async fn user_and_password_open_the_door_or_nothing_is_sent() {
    let server = Scripted::start([Turn::Answers("AUTH", "535 5.7.8 wrong")]).await;
    let mut relay = relay("127.0.0.1", server.address.port(), "none");
    relay.log_in = Some(("arvak".to_owned(), "hemmelig".to_owned()));
    let error = send(&relay).await.unwrap_err();
    assert_eq!((error.code(), error.is_permanent()), ("log-in", false), "{error}");
    assert!(!error.to_string().contains("hemmelig"), "{error}");
    assert_eq!(server.messages(), [""; 0]);
    send(&relay).await.unwrap();
    // "\0arvak\0hemmelig" in base64 (RFC 4616).
    assert!(server.commands().contains(&"AUTH PLAIN AGFydmFrAGhlbW1lbGln".to_owned()));
}

#[tokio::test]
async fn without_starttls_nothing_is_sent() {
    let server = Scripted::start([]).await;
    let error = send(&relay("localhost", server.address.port(), "starttls")).await.unwrap_err();
    assert_eq!(error, SendError::NoStartTls);
    assert!(
        server.commands().iter().all(|command| command.starts_with("EHLO")),
        "nothing else is said"
    );
}

#[tokio::test]
async fn what_is_slipped_in_before_tls_ends_the_exchange() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut heard = [0; 512];
        stream.write_all(b"220 hello\r\n").await.unwrap();
        let _ = stream.read(&mut heard).await.unwrap();
        stream.write_all(b"250-hello\r\n250 STARTTLS\r\n").await.unwrap();
        let _ = stream.read(&mut heard).await.unwrap();
        // The answer to STARTTLS, and more in the same breath (CVE-2011-0411).
        stream.write_all(b"220 go\r\n250 evil\r\n").await.unwrap();
        let _ = stream.read(&mut heard).await;
    });
    let error = send(&relay("127.0.0.1", port, "starttls")).await.unwrap_err();
    assert_eq!(error.code(), "broken", "{error}");
    assert!(error.to_string().contains("before TLS"), "{error}");
}
