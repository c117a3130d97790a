//! A server that says what it may not: an answer to STARTTLS with more behind it, a UIDVALIDITY that is missing, lines of another
//! language.

use std::time::Duration;

use arvak_mailbox::{Mailbox, ReadError, Security, read};
use arvak_probe::{ManualClock, Outbound, Roots, Target};
use arvak_store::Operation;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// What comes of a server that greets so and answers the first command so, in the clear.
async fn told(greeting: &'static str, answer: &'static str) -> ReadError {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(greeting.as_bytes()).await.unwrap();
        if greeting.is_empty() {
            return Vec::new();
        }
        let mut asked = [0; 1_024];
        let length = stream.read(&mut asked).await.unwrap_or_default();
        let asked = String::from_utf8_lossy(&asked[..length]).into_owned();
        let tag = asked.split(' ').next().unwrap_or_default().to_owned();
        stream.write_all(answer.replace("TAG", &tag).as_bytes()).await.unwrap();
        // It says no more, and hears what is still said.
        let _ = stream.shutdown().await;
        let mut after = Vec::new();
        let _ = stream.read_to_end(&mut after).await;
        after
    });
    let dir = tempfile::tempdir().unwrap();
    let operation = Operation::open(&dir.path().join("operation.db")).await.unwrap();
    let mailbox = Mailbox {
        target: Target { host: "localhost".parse().unwrap(), port },
        security: Security::StartTls,
        user: "arvak".to_owned(),
        password: "hemmelig-passord".to_owned(),
        folder: "INBOX".to_owned(),
        every: Duration::from_mins(1),
    };
    let roots = Roots::Pem(crate::dovecot::served().2.into());
    let door = Outbound::new([mailbox.target.clone()], roots);
    let clock = ManualClock::new("2026-03-01T12:00:00Z".parse().unwrap());
    let error = read(&mailbox, &door, (&operation, &clock), &[]).await.unwrap_err();
    let heard = server.await.unwrap();
    assert!(!String::from_utf8_lossy(&heard).contains("hemmelig"), "never in the clear");
    let row = operation.mailbox(&mailbox.name()).await.unwrap().unwrap();
    assert!(row.failed.is_some() && row.read_at.is_none());
    error
}

#[tokio::test]
async fn the_password_never_goes_in_the_clear() {
    for (greeting, answer) in [
        ("* OK hei\r\n", "TAG NO ikke her\r\n"),
        ("* OK hei\r\n", "TAG BAD hva\r\n"),
        ("* OK hei\r\n", "TAG OK gjerne\r\nA0002 OK du er inne\r\n* FLAGS ()\r\n"),
        ("* BYE opptatt\r\n", ""),
        ("220 smtp.example ESMTP\r\n", "500 hva\r\n"),
        ("", ""),
    ] {
        let error = told(greeting, answer).await;
        assert!(
            matches!(
                error,
                ReadError::Broken { .. } | ReadError::NoWay(_) | ReadError::Refused { .. }
            ),
            "{greeting}{answer}: {error:?}"
        );
    }
}
