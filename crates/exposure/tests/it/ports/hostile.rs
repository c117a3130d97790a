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
