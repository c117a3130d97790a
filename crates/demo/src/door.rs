//! Listeners on loopback: bounded accept loops whose tasks end with the world.

use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::DemoError;

/// Most connections that one listener serves at a time; more wait in the system's queue.
const CONNECTIONS_MAX: usize = 64;

/// Longest time that one connection is served.
const CONNECTION_TIME_MAX: Duration = Duration::from_secs(10);

/// Pause after the system refused to accept.
const ACCEPT_PAUSE: Duration = Duration::from_millis(20);

/// Binds a free port on `address`, or on 127.0.0.1 where the system has no other loopback address.
pub(crate) async fn bind(address: Ipv4Addr) -> Result<(TcpListener, SocketAddr), DemoError> {
    let wanted = SocketAddr::new(IpAddr::V4(address), 0);
    let plain = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
    let listener = match TcpListener::bind(wanted).await {
        Ok(listener) => Ok(listener),
        Err(_) => TcpListener::bind(plain).await,
    };
    listener
        .and_then(|listener| listener.local_addr().map(|bound| (listener, bound)))
        .map_err(|source| DemoError::Listen { address: plain, source })
}

/// Serves every connection with `serve` until the future is dropped, which ends them all.
pub(crate) async fn serve<S, F>(listener: TcpListener, serve: S)
where
    S: Fn(TcpStream) -> F,
    F: Future<Output = io::Result<()>> + Send + 'static,
{
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        if connections.len() >= CONNECTIONS_MAX {
            connections.join_next().await;
            continue;
        }
        match listener.accept().await {
            Ok((stream, _)) => {
                // Answers are small and written at once; waiting to fill a packet only delays them.
                if stream.set_nodelay(true).is_err() {
                    continue;
                }
                let served = serve(stream);
                // A visitor who goes away or breaks the protocol is no concern of the server's.
                connections.spawn(async move {
                    let _: Result<io::Result<()>, _> = timeout(CONNECTION_TIME_MAX, served).await;
                });
            }
            // Out of descriptors, most likely: let some connections end first.
            Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
        }
    }
}

/// Resets a connection, as a host that is down behind a load balancer does.
pub(crate) fn reset(stream: &TcpStream) -> io::Result<()> {
    stream.set_zero_linger()
}
