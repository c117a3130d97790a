//! Whole looks at hosts whose services are a few bytes each.

use std::net::SocketAddr;
use std::sync::Arc;

use arvak_probe::CheckOutcome::{Fail, Inconclusive, NotApplicable, Notice, Pass};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, UdpSocket};

use super::{HOST, look, look_at, told};
use crate::house::House;

/// A service that waits for a question, unless it greets, and says this.
pub(crate) async fn says(greeting: &'static [u8], answer: &'static [u8]) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let _ = stream.write_all(greeting).await;
                let mut question = [0; 2048];
                while stream.read(&mut question).await.is_ok_and(|count| count > 0) {
                    if stream.write_all(answer).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    address
}

/// A service over UDP that answers with so many datagrams.
pub(crate) async fn says_over_udp(answer: Vec<u8>, times: usize) -> SocketAddr {
    let socket = Arc::new(UdpSocket::bind("127.0.0.1:0").await.unwrap());
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut question = [0; 2048];
        while let Ok((_, asker)) = socket.recv_from(&mut question).await {
            for _ in 0..times {
                let _ = socket.send_to(&answer, asker).await;
            }
        }
    });
    address
}

#[tokio::test]
async fn a_closed_host_passes_and_says_which_port_is_open() {
    let mut house = House::new();
    let web = says(b"", b"HTTP/1.1 200 OK\r\n\r\n").await;
    house.lead(HOST, 443, web);
    let judgement = look(&house).await;
    assert_eq!(told(&judgement, "ports.open"), (Pass, "ports.some_open".into(), "tcp/443".into()));
    for check in judgement.checks.iter().filter(|check| check.id != "ports.open") {
        assert_eq!(check.result, Pass, "{}", check.id);
        assert!(["ports.closed", "ports.no_answer"].contains(&&*check.reason), "{}", check.id);
    }
    assert_eq!(judgement.checks.len(), 24);
}

#[tokio::test]
async fn services_that_answer_fail_and_what_is_not_recognised_is_a_notice() {
    let mut house = House::new();
    house.lead(HOST, 502, says(b"", &[0, 1, 0, 0, 0, 3, 1, 0xab, 1]).await);
    house.lead(HOST, 3306, says(b"odd\r\n", b"").await);
    house.lead(HOST, 6379, says(b"", b"+PONG\r\n").await);
    house.lead(HOST, 9100, says(b"", b"").await);
    house.lead(HOST, 5060, says(b"", b"SIP/2.0 405 Method Not Allowed\r\n\r\n").await);
    house.lead(HOST, 21, says(b"220 ftp\r\n", b"211-Features:\r\n AUTH TLS\r\n211 End\r\n").await);
    let judgement = look(&house).await;
    let told = |id| told(&judgement, id);
    let modbus = "tcp/502 modbus (no_login)";
    assert_eq!(told("ports.industrial"), (Fail, "ports.no_login".into(), modbus.into()));
    assert_eq!(told("ports.caches").2, "tcp/6379 redis (no_login)");
    assert_eq!(
        told("ports.databases"),
        (Notice, "ports.unrecognised".into(), "tcp/3306 odd".into())
    );
    assert_eq!(told("ports.printers"), (Notice, "ports.unrecognised".into(), "tcp/9100".into()));
    assert_eq!(told("ports.sip").0, Notice);
    assert_eq!(told("ports.ftp").1, "ports.encrypts");
    assert_eq!(told("ports.rdp").1, "ports.closed");
    let open = "tcp/21 ftp, tcp/3306, tcp/502 modbus, tcp/5060 sip, tcp/6379 redis, tcp/9100";
    assert_eq!(told("ports.open").2, open);
}

#[tokio::test]
async fn what_sends_much_for_little_fails() {
    let mut house = House::new();
    let list = [&[0xd7, 0, 3, 0x2a, 0, 6, 0, 72][..], &[0; 432]].concat();
    house.lead(HOST, 123, says_over_udp(list, 10).await);
    house.lead(
        HOST,
        1900,
        says_over_udp(b"HTTP/1.1 200 OK\r\nST: upnp\r\n\r\n".to_vec(), 20).await,
    );
    house.lead(HOST, 53, says_over_udp([&[0x61, 0x72, 0x84, 0][..], &[0; 900]].concat(), 1).await);
    house.lead(HOST, 161, says_over_udp(b"?".to_vec(), 1).await);
    let judgement = look(&house).await;
    let told = |id| told(&judgement, id);
    assert_eq!(told("ntp.amplification").0, Fail);
    assert!(
        told("ntp.amplification").2.contains("ntp_monlist 8 B -> 4400 B"),
        "{:?}",
        told("ntp.amplification")
    );
    assert_eq!(told("ports.amplification").1, "amplifies");
    assert_eq!(
        (told("dns.amplification").0, told("dns.amplification").1.as_str()),
        (Notice, "amplifies")
    );
    assert_eq!(told("ports.snmp").1, "ports.unrecognised");
}

#[tokio::test]
async fn one_port_is_looked_at_alone() {
    let mut house = House::new();
    house.lead(HOST, 6379, says(b"", b"-NOAUTH Authentication required.\r\n").await);
    let judgement = look_at(&house, 6379).await;
    let caches = told(&judgement, "ports.caches");
    assert_eq!(caches, (Fail, "ports.reachable".into(), "tcp/6379 redis (login_asked)".into()));
    assert_eq!(told(&judgement, "ports.rdp").0, NotApplicable);
    assert_eq!(told(&judgement, "ports.open").2, "tcp/6379 redis");
}

#[tokio::test]
async fn a_port_that_is_in_no_table_is_asked_everything_until_something_answers() {
    let mut house = House::new();
    house.lead(HOST, 7777, says(b"", b"VERSION 1.6.18\r\n").await);
    let judgement = look_at(&house, 7777).await;
    assert_eq!(told(&judgement, "ports.caches").2, "tcp/7777 memcached 1.6.18 (no_login)");
    house.lead(HOST, 7778, says(b"@RSYNCD: 31.0\n", b"@ERROR\n").await);
    let judgement = look_at(&house, 7778).await;
    assert_eq!(told(&judgement, "ports.file_sharing").2, "tcp/7778 rsync 31.0");
}

#[tokio::test]
async fn a_host_that_may_not_be_looked_at_is_inconclusive_and_hears_nothing() {
    let house = House::new();
    let judgement = house.judge(&arvak_exposure::Ports, "93.184.216.34", None).await;
    for check in &judgement.checks {
        assert_eq!((check.result, check.reason.as_str()), (Inconclusive, "scope.undeclared"));
    }
}
