//! Politeness.

use std::net::SocketAddr;
use std::time::Duration;

use super::servers::silent_host;
use super::*;

fn net(bench: &Bench, limits: Limits) -> Net {
    let scope = Scope { allow: vec!["127.0.0.0/8".parse().unwrap()], ..Scope::default() };
    bench.net(NetBuilder { scope, limits, ..NetBuilder::default() })
}

async fn connect(bench: &Bench, net: &Net, to: SocketAddr) -> NetStream {
    let mut recorder = bench.recorder(net);
    let target = target(&to.ip().to_string(), to.port());
    net.connect(&target, Purpose::Https, &mut recorder).await.unwrap()
}

#[tokio::test]
async fn no_more_than_four_connections_stand_open_to_one_host() {
    let (address, seen) = silent_host().await;
    let bench = Bench::new();
    let net = net(&bench, limits());
    let mut open = Vec::new();
    for _ in 0..4 {
        open.push(connect(&bench, &net, address).await);
    }
    let mut fifth = Box::pin(connect(&bench, &net, address));
    let waited = tokio::time::timeout(Duration::from_millis(100), &mut fifth).await;
    assert!(waited.is_err());
    assert_eq!(seen.count().await, 4);
    open.pop();
    fifth.await;
    assert_eq!(seen.count().await, 5);
}

#[tokio::test]
async fn the_limit_of_all_holds_across_hosts() {
    let (address, _) = silent_host().await;
    let bench = Bench::new();
    let net = net(&bench, Limits { open: 1, ..limits() });
    let first = connect(&bench, &net, address).await;
    let elsewhere = "127.0.0.2:1".parse().unwrap();
    let mut second = Box::pin(connect(&bench, &net, elsewhere));
    assert!(tokio::time::timeout(Duration::from_millis(100), &mut second).await.is_err());
    drop(first);
}

#[tokio::test]
async fn no_more_than_ten_connections_begin_in_one_second() {
    let (address, seen) = silent_host().await;
    let bench = Bench::new();
    let net = net(&bench, limits());
    for _ in 0..10 {
        connect(&bench, &net, address).await;
    }
    assert_eq!(bench.clock.now().as_millis(), 0);
    for _ in 0..15 {
        connect(&bench, &net, address).await;
    }
    assert_eq!(seen.count().await, 25);
    assert_eq!(bench.clock.now().as_millis(), 2_000);
}

#[tokio::test]
async fn a_clock_that_was_set_back_holds_nobody_up() {
    let (address, _) = silent_host().await;
    let bench = Bench::new();
    let net = net(&bench, limits());
    bench.clock.set(Instant::from_millis(1_000_000));
    for _ in 0..10 {
        connect(&bench, &net, address).await;
    }
    bench.clock.set(Instant::from_millis(5));
    connect(&bench, &net, address).await;
    assert_eq!(bench.clock.now().as_millis(), 5);
}

#[tokio::test]
async fn more_connections_to_a_checked_address_keep_to_the_same_limits() {
    let (address, seen) = silent_host().await;
    let bench = Bench::new();
    let net = net(&bench, limits());
    let target = target(&address.ip().to_string(), address.port());
    let mut recorder = bench.recorder(&net);
    let opened = net.connect_often(&target, Purpose::Other, &mut recorder).await;
    let (first, again) = opened.unwrap();
    assert_eq!(events(recorder).len(), 1, "the others are not taken down here");
    let mut open = vec![first];
    for _ in 0..3 {
        open.push(again.connect().await.unwrap());
    }
    let mut fifth = Box::pin(again.connect());
    assert!(tokio::time::timeout(Duration::from_millis(100), &mut fifth).await.is_err());
    open.clear();
    drop(fifth.await);
    for _ in 0..20 {
        drop(again.connect().await.unwrap());
    }
    assert_eq!(seen.count().await, 25);
    assert_eq!(bench.clock.now().as_millis(), 2_000);
    net.stop().stop();
    assert_eq!(again.connect().await.unwrap_err().code(), "net.stopped");
}

#[tokio::test]
async fn without_leave_for_one_connection_there_is_none_for_more() {
    let bench = Bench::new();
    let net = bench.net(NetBuilder::default());
    let mut recorder = bench.recorder(&net);
    let target = target("www.nordvik.example", 443);
    let refused = net.connect_often(&target, Purpose::Other, &mut recorder).await.unwrap_err();
    assert_eq!(refused.code(), "scope.undeclared");
}
