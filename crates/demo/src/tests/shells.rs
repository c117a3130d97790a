//! The SSH servers, visited by a client.

use std::sync::Arc;

use russh::MethodKind;
use russh::client::{self, AuthResult, Handler};
use russh::keys::PublicKeyOrCertificate;
use tokio::net::TcpStream;

use super::{day, really, world};
use crate::World;

struct Visitor;

impl Handler for Visitor {
    type Error = russh::Error;

    async fn check_server_key(
        &mut self,
        _key: &PublicKeyOrCertificate,
    ) -> Result<bool, Self::Error> {
        Ok(true)
    }
}

/// The methods that a server says can continue, after an attempt with none.
async fn offered(world: &World, address: &str, at: u32) -> Vec<MethodKind> {
    world.set_time(day(at));
    let stream = TcpStream::connect(really(world, address)).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let config = Arc::new(client::Config::default());
    let mut session = client::connect_stream(config, stream, Visitor).await.unwrap();
    match session.authenticate_none("arvak").await.unwrap() {
        AuthResult::Failure { remaining_methods, .. } => remaining_methods.to_vec(),
        AuthResult::Success => panic!("let in without any proof"),
    }
}

#[tokio::test]
async fn the_file_server_takes_keys_alone() {
    let world = world().await;
    for at in [0, 90] {
        assert_eq!(offered(&world, "127.77.1.22:22", at).await, [MethodKind::PublicKey]);
    }
}

#[tokio::test]
async fn the_jump_host_offers_passwords_until_day_33_and_again_from_day_78() {
    let world = world().await;
    let both = [MethodKind::PublicKey, MethodKind::Password];
    let keys = [MethodKind::PublicKey];
    for (at, methods) in
        [(0, &both[..]), (32, &both), (33, &keys), (77, &keys), (78, &both), (90, &both)]
    {
        assert_eq!(offered(&world, "127.77.4.22:22", at).await, methods, "day {at}");
    }
}

#[tokio::test]
async fn nobody_is_let_in_with_a_password() {
    let world = world().await;
    let stream = TcpStream::connect(really(&world, "127.77.4.22:22")).await.unwrap();
    let config = Arc::new(client::Config::default());
    let mut session = client::connect_stream(config, stream, Visitor).await.unwrap();
    assert!(!session.authenticate_password("root", "root").await.unwrap().success());
}
