//! Hosts that are silent, slow, endless or absurd: the look ends within its limits and says nothing.

use std::net::SocketAddr;
use std::time::Duration;

use arvak_exposure::{Dns, Https, Mail, Ssh};
use arvak_probe::{CheckOutcome, Judgement, Limits, Probe};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UdpSocket};

use super::house::{House, verdict};

const HOST: &str = "odd.nordvik.example";

/// What the other end does with a connection.
#[derive(Clone, Copy, Debug)]
enum Manner {
    Silent,
    Drip,
    Flood(&'static [u8]),
    Lines(&'static [u8]),
    Hang,
    Say(&'static [u8]),
    SayLate(&'static [u8]),
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
        Manner::Lines(line) => {
            let block = line.repeat(4096);
            // More than a gigabyte, if anybody would read it.
            for _ in 0..1 << 14 {
                stream.write_all(&block).await?;
            }
        }
        Manner::Hang => {}
        Manner::SayLate(bytes) => {
            tokio::time::sleep(Duration::from_millis(150)).await;
            stream.write_all(bytes).await?;
        }
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
        (Manner::Lines(b"HTTP/1.1 200 OK\r\n"), "http.bad_answer"),
        (Manner::Lines(b"HTTP/1.1 100 x\r\n\r\n"), "http.bad_answer"),
        // Each step is quick enough; all of them together are not.
        (Manner::SayLate(b"HTTP/1.1 301 x\r\nLocation: /on\r\n\r\n"), "net.timeout"),
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
        Manner::Lines(b"Welcome, and do wait\r\n"),
        Manner::Lines(b"SSH-2.0-odd\r\n"),
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

#[tokio::test]
async fn what_could_not_be_told_names_the_host_and_says_why() {
    for manner in [Manner::Silent, Manner::Drip, Manner::Flood(b""), Manner::Hang] {
        for (probe, ports) in [(&Https as &dyn Probe, &[443, 80][..]), (&Ssh, &[22])] {
            let judgement = look(probe, ports, manner).await;
            let untold = judgement.checks.iter().filter(|c| c.result == CheckOutcome::Inconclusive);
            for check in untold {
                assert!(check.seen.contains(HOST), "{manner:?} {}: {}", check.id, check.seen);
                assert_ne!(check.reason, "not_asked", "{manner:?} {}", check.id);
            }
        }
    }
}

/// All questions go to a resolver that never answers, or that answers what nobody can use.
#[tokio::test]
async fn odd_resolvers_end_in_time_and_say_nothing() {
    let silent = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let babbling = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let places = [silent.local_addr().unwrap(), babbling.local_addr().unwrap()];
    tokio::spawn(async move {
        let mut buffer = [0; 1500];
        while let Ok((length, from)) = babbling.recv_from(&mut buffer).await {
            // The right id and then nonsense, as long as a datagram can be.
            let mut answer = vec![0xff; 60_000];
            answer[..2].copy_from_slice(&buffer[..2.min(length)]);
            let _ = babbling.send_to(&answer, from).await;
        }
    });
    for place in places {
        for probe in [&Dns::default() as &dyn Probe, &Mail, &Https] {
            let mut house = House::new();
            house.roots_pem = super::certificates::Authorities::new().roots_pem();
            house.limits = Limits {
                dns: Duration::from_millis(60),
                total: Duration::from_millis(400),
                ..Limits::default()
            };
            house.resolve_by(place);
            let judgement = house.judge(probe, "nordvik.example", None).await;
            assert!(judgement.is_inconclusive(), "{} {place}", probe.name());
        }
    }
}
