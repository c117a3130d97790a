//! Hosts that never answer, drip, flood, or are not there.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::servers::{LOOPBACK, host, silent_host};
use super::*;

const INSIDE: &str = "127.0.0.1";

/// A stream to a listener on loopback.
async fn stream(listener: SocketAddr, limits: Limits) -> Result<(NetStream, Net), NetError> {
    let bench = Bench::new();
    let scope = Scope { allow: vec!["127.0.0.0/8".parse().unwrap()], ..Scope::default() };
    let net = bench.net(NetBuilder { scope, limits, ..NetBuilder::default() });
    let mut recorder = bench.recorder(&net);
    let target = target(INSIDE, listener.port());
    let stream = net.connect(&target, Purpose::Https, &mut recorder).await?;
    Ok((stream, net))
}

/// Reads to the end, and says how much came and what ended it.
async fn read_all(stream: &mut NetStream) -> (usize, Option<NetError>) {
    let mut read = 0;
    let mut buffer = vec![0; 16 * 1024];
    loop {
        match stream.read(&mut buffer).await {
            Ok(0) => return (read, None),
            Ok(length) => read += length,
            Err(error) => return (read, Some(NetError::from_io(stream.host(), "read", &error))),
        }
    }
}

#[tokio::test]
async fn who_waits_longer_hears_what_comes_late() {
    let short = Duration::from_millis(50);
    for (wait, heard, ended) in
        [(Duration::from_secs(20), 4, None), (Duration::ZERO, 0, Some("net.timeout"))]
    {
        let listener = TcpListener::bind(LOOPBACK).await.unwrap();
        let usual = Limits { idle: short, total: short, ..limits() };
        let (mut stream, _net) = stream(listener.local_addr().unwrap(), usual).await.unwrap();
        stream.wait_longer(wait, wait);
        let (mut tcp, _) = listener.accept().await.unwrap();
        tokio::spawn(async move {
            tokio::time::sleep(4 * short).await;
            let _ = tcp.write_all(b"late").await;
        });
        let (read, error) = read_all(&mut stream).await;
        assert_eq!((read, error.as_ref().map(NetError::code)), (heard, ended));
    }
}

#[tokio::test]
async fn a_host_that_never_answers_ends_with_its_name() {
    let (address, _) = silent_host().await;
    let short = Limits { idle: Duration::from_millis(50), ..limits() };
    let (mut stream, _net) = stream(address, short).await.unwrap();
    let (read, error) = read_all(&mut stream).await;
    let error = error.unwrap();
    assert_eq!((read, error.code()), (0, "net.timeout"));
    assert!(error.to_string().contains(&format!("127.0.0.1:{}", address.port())), "{error}");
    assert!(error.is_transient());
}

#[tokio::test]
async fn a_host_that_drips_ends_when_its_time_is_up() {
    let (address, _) = host(|mut stream| async move {
        while stream.write_all(b".").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
    let short = Limits { total: Duration::from_millis(200), ..limits() };
    let (mut stream, _net) = stream(address, short).await.unwrap();
    let (_, error) = read_all(&mut stream).await;
    assert!(matches!(error, Some(NetError::TimedOut { step: "the end", limit_ms: 200, .. })));
}

#[tokio::test]
async fn a_host_that_floods_ends_at_the_limit() {
    let (address, _) = host(|mut stream| async move {
        let flood = vec![b'x'; 64 * 1024];
        while stream.write_all(&flood).await.is_ok() {}
    })
    .await;
    let tight = Limits { read_bytes: 100_000, ..limits() };
    let (mut stream, _net) = stream(address, tight).await.unwrap();
    let (read, error) = read_all(&mut stream).await;
    assert!(read <= 100_000);
    assert!(matches!(error, Some(NetError::TooMuch { limit_bytes: 100_000, .. })));
    assert!(!error.unwrap().is_transient());
}

#[tokio::test]
async fn a_host_that_takes_nothing_ends_too() {
    let (address, _) = silent_host().await;
    let short = Limits { idle: Duration::from_millis(100), ..limits() };
    let (mut stream, _net) = stream(address, short).await.unwrap();
    let endless = vec![b'x'; 64 * 1024];
    let error = loop {
        if let Err(error) = stream.write_all(&endless).await {
            break NetError::from_io(stream.host(), "write", &error);
        }
    };
    assert_eq!(error.code(), "net.timeout");
}

#[tokio::test]
async fn where_nobody_listens_there_is_no_connection() {
    let listener = TcpListener::bind(LOOPBACK).await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = stream(address, limits()).await.unwrap_err();
    assert_eq!(error.code(), "net.unreachable");
    assert!(error.to_string().contains("127.0.0.1"), "{error}");
}

#[tokio::test]
async fn one_touch_stops_what_is_open_and_what_would_open() {
    let (address, _) = silent_host().await;
    let (mut stream, net) = stream(address, limits()).await.unwrap();
    let stop = net.stop();
    let reading = tokio::spawn(async move { read_all(&mut stream).await });
    stop.stop();
    let (_, error) = reading.await.unwrap();
    assert_eq!(error.unwrap().code(), "net.stopped");
    let bench = Bench::new();
    let mut recorder = bench.recorder(&net);
    let again = net.connect(&target(INSIDE, address.port()), Purpose::Https, &mut recorder).await;
    assert_eq!(again.unwrap_err().code(), "net.stopped");
}

#[tokio::test]
async fn a_streams_own_error_is_found_again_through_wrappers() {
    let ours = NetError::TooMuch { host: "a".to_owned(), limit_bytes: 1 };
    let wrapped = std::io::Error::other(std::io::Error::other(ours.clone()));
    assert_eq!(NetError::from_io("a", "x", &wrapped), ours);
    let other = NetError::from_io("a", "x", &std::io::Error::other("odd"));
    assert_eq!(other.code(), "net.broken");
}
