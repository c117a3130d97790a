//! Hosts that are silent, slow or endless: the look ends, and says no more than it knows.

use arvak_probe::CheckOutcome::{Inconclusive, Notice};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;

use super::stubs::says_over_udp;
use super::{HOST, look_at, told};
use crate::house::House;

/// A service that sends this for ever.
async fn floods(block: &'static [u8]) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move { while stream.write_all(block).await.is_ok() {} });
        }
    });
    address
}

#[tokio::test]
async fn a_flood_is_cut_off_and_not_recognised() {
    let mut house = House::new();
    house.lead(HOST, 3306, floods(&[b'x'; 4096]).await);
    let judgement = look_at(&house, 3306).await;
    assert_eq!(told(&judgement, "ports.databases").0, Notice);
    assert!(told(&judgement, "ports.databases").2.len() < 200);
}

#[tokio::test]
async fn a_flood_of_datagrams_is_cut_off() {
    let mut house = House::new();
    house.lead(HOST, 161, says_over_udp(vec![b'x'; 1400], 5_000).await);
    let judgement = look_at(&house, 161).await;
    assert_eq!(told(&judgement, "ports.snmp").0, Notice);
}

#[tokio::test]
async fn one_silent_port_says_nothing_of_the_host() {
    let mut house = House::new();
    let silent = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
    house.lead(HOST, 161, silent.local_addr().unwrap());
    let judgement = look_at(&house, 161).await;
    let told = told(&judgement, "ports.snmp");
    assert_eq!((told.0, told.1.as_str()), (Inconclusive, "ports.silent_host"));
}

/// Nobody answers anywhere: the firewall of the host, or one on the way. Nothing is said of any service.
#[test]
fn a_host_that_answers_nowhere_is_inconclusive() {
    let events: Vec<serde_json::Value> = [443, 80, 22, 25, 3389]
        .map(|port| {
            let question = if port == 3389 { "rdp" } else { "knock" };
            serde_json::json!({"at_ms": 1, "event": "port", "address": "192.0.2.1", "port": port,
                "question": question, "state": "silent"})
        })
        .to_vec();
    let transcript = |events: &[serde_json::Value]| {
        serde_json::json!({"v": 1, "probe": "ports", "method_version": 1, "subject": "endpoint/x",
            "host": "192.0.2.1", "domain": "nordvik.example", "vantage": "internet",
            "started_at": "2026-11-24T06:00:00Z", "finished_at": "2026-11-24T06:00:09Z", "events": events})
        .to_string()
    };
    let judged = |events: &[serde_json::Value]| {
        use arvak_probe::Probe as _;
        arvak_exposure::Ports.judge(transcript(events).as_bytes()).unwrap()
    };
    let rdp = told(&judged(&events), "ports.rdp");
    assert_eq!((rdp.0, rdp.1.as_str()), (Inconclusive, "ports.silent_host"));
    let mut answering = events.clone();
    answering[0]["state"] = serde_json::json!("closed");
    let rdp = told(&judged(&answering), "ports.rdp");
    assert_eq!((rdp.0, rdp.1.as_str()), (arvak_probe::CheckOutcome::Pass, "ports.filtered"));
    // What was not looked at is not said to be closed.
    let smb = told(&judged(&answering), "ports.smb");
    assert_eq!((smb.0, smb.1.as_str()), (Inconclusive, "ports.not_asked"));
}
