//! Hosts that are silent, slow, endless or absurd: the look ends within its limits and says nothing.

use std::net::SocketAddr;
use std::time::Duration;

use arvak_exposure::{Https, Ssh};
use arvak_probe::{Judgement, Limits, Probe};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::house::{House, verdict};

const HOST: &str = "odd.nordvik.example";

/// What the other end does with a connection.
#[derive(Clone, Copy, Debug)]
enum Manner {
    Silent,
    Drip,
    Flood(&'static [u8]),
    Hang,
    Say(&'static [u8]),
}

async fn behave(mut stream: TcpStream, manner: Manner) -> std::io::Result<()> {
    match manner {
        Manner::Silent => std::future::pending::<()>().await,
        Manner::Drip => loop {
            stream.write_all(b"x").await?;
            tokio::time::sleep(Duration::from_millis(50)).await;
        },
        Manner::Flood(first) => {
            stream.write_all(first).await?;
            let block = vec![b'x'; 1 << 20];
            // A thousand of these make a gigabyte.
            for _ in 0..1024 {
                stream.write_all(&block).await?;
            }
        }
        Manner::Hang => {}
        Manner::Say(bytes) => {
            stream.write_all(bytes).await?;
            // Reads on, so that the end is orderly.
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

async fn look(probe: &dyn Probe, ports: &[u16], manner: Manner) -> Judgement {
    let mut house = House::new();
    house.roots_pem = super::certificates::Authorities::new().roots_pem();
    house.limits = Limits {
        idle: Duration::from_millis(200),
        total: Duration::from_millis(600),
        read_bytes: 256 * 1024,
        ..Limits::default()
    };
    let address = serve(manner).await;
    for port in ports {
        house.lead(HOST, *port, address);
    }
    house.judge(probe, HOST, Some(ports[0])).await
}

#[tokio::test]
async fn odd_web_servers_are_inconclusive_for_every_kind() {
    for (manner, code) in [
        (Manner::Silent, "net.timeout"),
        (Manner::Drip, "tls.not_tls"),
        (Manner::Flood(b""), "tls.not_tls"),
        (Manner::Hang, "net.broken"),
        (Manner::Say(b"SSH-2.0-odd\r\n"), "tls.not_tls"),
        (Manner::Say(b"\x15\x03\x03\x00\x02\x02\x28"), "tls.alert"),
        (Manner::Say(b"\x16\x03\x03\xff\xff"), "tls.not_tls"),
    ] {
        let judgement = look(&Https, &[443, 80], manner).await;
        assert!(judgement.is_inconclusive(), "{manner:?}");
        let said = verdict(&judgement, "web.certificate");
        assert_eq!(said, format!("inconclusive {code}"), "{manner:?}");
    }
}

#[tokio::test]
async fn odd_answers_over_plain_http_are_inconclusive() {
    for (manner, code) in [
        (Manner::Silent, "net.timeout"),
        (Manner::Drip, "http.bad_answer"),
        (Manner::Flood(b"HTTP/1.1 200 OK\r\nX: "), "http.bad_answer"),
        (Manner::Hang, "net.broken"),
        (Manner::Say(b"HTTP/1.1 200 OK\r\n folded\r\n\r\n"), "http.bad_answer"),
        (Manner::Say(b"HTTP/1.1 200 OK\r\nX: y"), "net.timeout"),
        (Manner::Say(b"HTTP/1.1 301 x\r\nLocation: ftp://x/\r\n\r\n"), "http.bad_location"),
        (Manner::Say(b"HTTP/1.1 301 x\r\n\r\n"), "http.bad_location"),
    ] {
        let judgement = look(&Https, &[443, 80], manner).await;
        let said = verdict(&judgement, "web.https_forced");
        assert_eq!(said, format!("inconclusive {code}"), "{manner:?}");
    }
}

#[tokio::test]
async fn an_endless_body_does_not_matter() {
    let judgement = look(&Https, &[443, 80], Manner::Flood(b"HTTP/1.1 200 OK\r\n\r\n")).await;
    assert_eq!(verdict(&judgement, "web.https_forced"), "refutes http.no_redirect");
}

#[tokio::test]
async fn odd_ssh_servers_are_inconclusive() {
    for manner in [
        Manner::Silent,
        Manner::Drip,
        Manner::Flood(b""),
        Manner::Flood(b"SSH-2.0-odd\r\n"),
        Manner::Hang,
        Manner::Say(b"HTTP/1.1 400 Bad\r\n\r\n"),
        Manner::Say(b"SSH-2.0-odd\r\n"),
        Manner::Say(b"SSH-1.5-old\r\n"),
    ] {
        let judgement = look(&Ssh, &[22], manner).await;
        let said = verdict(&judgement, "ssh.password_login_off");
        assert!(said.starts_with("inconclusive "), "{manner:?}: {said}");
    }
}

#[tokio::test]
async fn a_host_without_servers_or_without_a_name_is_inconclusive() {
    let mut house = House::new();
    house.roots_pem = super::certificates::Authorities::new().roots_pem();
    house.place(HOST, 443);
    house.place(HOST, 80);
    assert!(house.judge(&Https, HOST, Some(443)).await.is_inconclusive());
    assert!(house.judge(&Https, "nobody.nordvik.example", Some(443)).await.is_inconclusive());
    assert!(house.judge(&Https, "www.elsewhere.example", Some(443)).await.is_inconclusive());
}
