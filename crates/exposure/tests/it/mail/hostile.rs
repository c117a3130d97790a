//! Mail servers that are silent, slow, endless or absurd: the look ends and says why it cannot tell.

use std::net::SocketAddr;
use std::time::Duration;

use arvak_probe::CheckOutcome::{self, Inconclusive};
use arvak_probe::Limits;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::stub::house_at;
use super::{DOMAIN, assert_whole, look, shown};
use crate::house::result;

#[derive(Clone, Copy, Debug)]
enum Manner {
    Silent,
    Drip,
    Flood,
    /// Greets, and then says this for ever.
    Endless(&'static [u8]),
    Hang,
    Say(&'static [u8]),
}

async fn behave(mut stream: TcpStream, manner: Manner) -> std::io::Result<()> {
    match manner {
        Manner::Silent => std::future::pending::<()>().await,
        Manner::Drip => loop {
            stream.write_all(b"2").await?;
            tokio::time::sleep(Duration::from_millis(50)).await;
        },
        Manner::Flood => {
            let block = vec![b'x'; 1 << 20];
            for _ in 0..1024 {
                stream.write_all(&block).await?;
            }
        }
        Manner::Endless(line) => {
            stream.write_all(b"220 mx.nordvik.example\r\n").await?;
            let block = line.repeat(4096);
            for _ in 0..1 << 14 {
                stream.write_all(&block).await?;
            }
        }
        Manner::Hang => {}
        Manner::Say(bytes) => {
            stream.write_all(bytes).await?;
            let mut sink = [0; 1024];
            while stream.read(&mut sink).await? > 0 {}
        }
    }
    Ok(())
}

async fn serve(manner: Manner) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(behave(stream, manner));
        }
    });
    address
}

#[tokio::test]
async fn odd_mail_servers_are_inconclusive_and_say_why() {
    for (manner, code) in [
        (Manner::Silent, "net.timeout"),
        (Manner::Drip, "net.timeout"),
        (Manner::Flood, "mail.line_too_long"),
        (Manner::Endless(b"250-and more\r\n"), "mail.too_many_lines"),
        (Manner::Endless(b"250-"), "mail.line_too_long"),
        (Manner::Endless(b"what\r\n"), "smtp.no_reply"),
        (Manner::Hang, "net.broken"),
        (Manner::Say(b"SSH-2.0-odd\r\n"), "mail.not_mail"),
        (Manner::Say(b"HTTP/1.1 400 Bad\r\n\r\n"), "mail.not_mail"),
        (Manner::Say(b"554 5.7.1 not from you\r\n"), "mail.turned_away"),
        (Manner::Say(b"421 4.3.2 busy\r\n"), "mail.turned_away"),
        (Manner::Say(b"* BYE busy\r\n"), "mail.turned_away"),
        (Manner::Say(b"220-one\r\n250 other\r\n"), "smtp.no_reply"),
        (Manner::Say(b"220 mx\r\n"), "net.timeout"),
        (Manner::Say(b"+OK\r\n* nothing\r\n"), "pop3.no_answer"),
        (Manner::Say(b"* OK\r\n+OK\r\n"), "imap.no_answer"),
    ] {
        let mut house = house_at(serve(manner).await);
        house.limits = Limits {
            idle: Duration::from_millis(200),
            total: Duration::from_millis(900),
            ..Limits::default()
        };
        let judgement = look(&house, DOMAIN, &[]).await;
        assert_whole(&judgement);
        for id in ["mail.starttls", "mail.auth_before_tls", "mail.certificate"] {
            assert_eq!(result(&judgement, id), (Inconclusive, code), "{manner:?} {id}");
        }
        assert!(shown(&judgement, "mail.starttls").contains(DOMAIN), "{manner:?}");
        let relay = result(&judgement, "mail.open_relay").0;
        assert!(matches!(relay, Inconclusive | CheckOutcome::NotApplicable), "{manner:?}");
    }
}

#[tokio::test]
async fn records_are_judged_when_no_server_answers() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let judgement = look(&house_at(closed), DOMAIN, &[]).await;
    assert_eq!(result(&judgement, "mail.starttls"), (Inconclusive, "net.unreachable"));
    assert_eq!(result(&judgement, "spf.valid"), (CheckOutcome::Fail, "spf.absent"));
    assert_eq!(result(&judgement, "dmarc.valid"), (CheckOutcome::Fail, "dmarc.absent"));
}
