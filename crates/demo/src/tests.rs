//! The world as its visitors meet it.

mod dependencies;
mod files;
mod log_ins;
mod name_server;
mod probing;
mod shells;
mod stories;
mod web_servers;

use std::net::SocketAddr;

use arvak_core::{Instant, Span};

use crate::World;

/// 2026-01-05T06:00:00Z.
const FROM: Instant = Instant::from_millis(1_767_592_800_000);

async fn world() -> World {
    World::start(FROM).await.unwrap()
}

fn day(days: u32) -> Instant {
    FROM.plus(Span::from_days(days))
}

fn really(world: &World, virtual_address: &str) -> SocketAddr {
    world.reroute()[&virtual_address.parse().unwrap()]
}

#[tokio::test]
async fn nothing_answers_after_the_world_has_ended() {
    let world = world().await;
    let (web, dns) = (really(&world, "127.77.1.10:443"), world.dns());
    assert!(tokio::net::TcpStream::connect(web).await.is_ok());
    drop(world);
    // The runtime ends aborted tasks when it next gets to them.
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(tokio::net::TcpStream::connect(web).await.is_err());
    assert!(tokio::net::TcpStream::connect(dns).await.is_err());
}

#[tokio::test]
async fn two_worlds_live_beside_each_other() {
    let (one, other) = (world().await, world().await);
    assert_ne!(one.dns(), other.dns());
    assert_ne!(one.roots_pem(), other.roots_pem());
    assert_eq!(one.token("nordvik.example"), other.token("Nordvik.Example."));
}
