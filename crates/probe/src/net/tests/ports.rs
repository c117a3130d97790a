//! Many ports of one host: the gate is asked once, and asked first.

use std::net::{IpAddr, SocketAddr};

use tokio::net::{TcpListener, UdpSocket};

use super::servers::{Zone, zone_server};
use super::*;

const HOST: &str = "www.nordvik.example";
const ADDRESS: &str = "93.184.216.34";

/// A door through which the host's ports lead to these places.
async fn door(bench: &Bench, scope: Scope, ports: &[(u16, SocketAddr)]) -> Net {
    let (resolver, _) = zone_server(Zone::default().a(HOST, ADDRESS)).await;
    let address: IpAddr = ADDRESS.parse().unwrap();
    let reroute = ports.iter().map(|(port, to)| (SocketAddr::new(address, *port), *to));
    bench.net(NetBuilder {
        scope,
        resolver: ResolverConfig(vec![resolver]),
        reroute: reroute.collect(),
        limits: limits(),
        ..NetBuilder::default()
    })
}

fn proved() -> Scope {
    Scope { proved: nordvik().declared, ..nordvik() }
}

/// An address on which nothing listens any more.
async fn closed() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

const LIMIT: Duration = Duration::from_secs(20);
const SHORT: Duration = Duration::from_millis(100);

#[tokio::test]
async fn ports_are_not_knocked_at_without_proof() {
    let bench = Bench::new();
    let net = door(&bench, nordvik(), &[]).await;
    let mut recorder = bench.recorder(&net);
    let host = HOST.parse().unwrap();
    let refused = net.ports_of(&host, 3389, &mut recorder).await.unwrap_err();
    assert_eq!(refused.code(), "scope.unproved");
    let refusals = events(recorder);
    assert!(refusals.iter().any(|event| matches!(event, crate::Event::Refused { .. })));
}

#[tokio::test]
async fn open_closed_and_silent_ports_are_told_apart() {
    let bench = Bench::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let open = listener.local_addr().unwrap();
    let net = door(&bench, proved(), &[(22, open), (23, closed().await)]).await;
    let mut recorder = bench.recorder(&net);
    let leaves = net.ports_of(&HOST.parse().unwrap(), 0, &mut recorder).await.unwrap();
    assert_eq!(leaves.len(), 1);
    assert_eq!(leaves[0].address().to_string(), ADDRESS);
    assert!(matches!(leaves[0].tcp(22, LIMIT).await, Ok(Knock::Open(_))));
    assert!(matches!(leaves[0].tcp(23, LIMIT).await, Ok(Knock::Closed)));
}

#[tokio::test]
async fn a_datagram_is_answered_closed_or_silent() {
    let bench = Bench::new();
    let echo = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let silent = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let places = [
        (161, echo.local_addr().unwrap()),
        (162, silent.local_addr().unwrap()),
        (163, closed().await),
    ];
    let net = door(&bench, proved(), &places).await;
    tokio::spawn(async move {
        let mut buffer = [0; 100];
        let (length, asker) = echo.recv_from(&mut buffer).await.unwrap();
        // More than anybody reads.
        for _ in 0..1_000 {
            echo.send_to(&buffer[..length], asker).await.unwrap();
        }
    });
    let mut recorder = bench.recorder(&net);
    let leaves = net.ports_of(&HOST.parse().unwrap(), 0, &mut recorder).await.unwrap();
    let Ok(Datagrams::Answer(heard)) = leaves[0].udp(161, b"who", LIMIT, SHORT).await else {
        panic!("no answer");
    };
    assert_eq!(heard[0], b"who");
    assert!(heard.len() <= 64);
    assert_eq!(leaves[0].udp(162, b"who", SHORT, SHORT).await, Ok(Datagrams::Silent));
    assert_eq!(leaves[0].udp(163, b"who", LIMIT, SHORT).await, Ok(Datagrams::Closed));
}

#[tokio::test]
async fn a_stop_ends_a_question_over_udp() {
    let bench = Bench::new();
    let silent = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let net = door(&bench, proved(), &[(161, silent.local_addr().unwrap())]).await;
    let mut recorder = bench.recorder(&net);
    let leaves = net.ports_of(&HOST.parse().unwrap(), 0, &mut recorder).await.unwrap();
    net.stop().stop();
    let stopped = leaves[0].udp(161, b"who", LIMIT, SHORT).await.unwrap_err();
    assert_eq!(stopped.code(), "net.stopped");
}
