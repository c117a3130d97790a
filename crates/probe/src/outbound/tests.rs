use std::net::SocketAddr;

use hyper::Request;
use hyper::body::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

/// Answers one connection with these bytes, and gives back what it was sent.
async fn answering(reply: Vec<u8>) -> (SocketAddr, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let served = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut sent = vec![0; 4096];
        let length = stream.read(&mut sent).await.unwrap();
        let _ = stream.write_all(&reply).await;
        String::from_utf8_lossy(&sent[..length]).into_owned()
    });
    (address, served)
}

fn door(address: SocketAddr) -> Outbound {
    let host = address.ip().to_string().parse().unwrap();
    Outbound::new([Target { host, port: address.port() }], Roots::Native)
}

fn get(url: &str) -> Request<Bytes> {
    Request::get(url).body(Bytes::new()).unwrap()
}

#[tokio::test]
async fn a_configured_host_is_asked_and_answers() {
    let (address, served) =
        answering(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhallo".to_vec()).await;
    let answer = door(address).send(get(&format!("http://{address}/a?b=c"))).await.unwrap();
    assert_eq!((answer.status.as_u16(), answer.body.as_ref()), (200, b"hallo".as_ref()));
    let sent = served.await.unwrap();
    assert!(sent.starts_with("GET /a?b=c HTTP/1.1\r\n"), "{sent}");
    assert!(sent.contains(&format!("host: {address}")), "{sent}");
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_is_not_followed() {
    let reply = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
    let (address, _served) = answering(reply.to_vec()).await;
    let answer = door(address).send(get(&format!("http://{address}/"))).await.unwrap();
    assert_eq!(answer.status.as_u16(), 302);
}

#[tokio::test]
async fn a_host_that_is_not_configured_is_never_reached() {
    let (address, _served) = answering(Vec::new()).await;
    let door = Outbound::new([], Roots::Native);
    let error = door.send(get(&format!("http://{address}/"))).await.unwrap_err();
    assert_eq!(error.code(), "outbound.not_configured");
    // The same host at another port is another server.
    let other = Target { host: "127.0.0.1".parse().unwrap(), port: 1 };
    let door = Outbound::new([other], Roots::Native);
    let error = door.send(get(&format!("http://{address}/"))).await.unwrap_err();
    assert_eq!(error.code(), "outbound.not_configured");
}

#[tokio::test]
async fn metadata_services_are_refused_even_when_configured() {
    for host in ["169.254.169.254", "fe80::1", "fd00:ec2::254", "0.0.0.0", "::ffff:169.254.169.254"]
    {
        let target = Target { host: host.parse().unwrap(), port: 80 };
        let error = Outbound::new([target.clone()], Roots::Native).connect(&target).await;
        assert_eq!(error.unwrap_err().code(), "outbound.forbidden", "{host}");
    }
}

#[tokio::test]
async fn an_endless_body_is_cut_off() {
    let mut reply =
        format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", BODY_MAX + 1).into_bytes();
    reply.resize(reply.len() + BODY_MAX + 1, b'x');
    let (address, _served) = answering(reply).await;
    let error = door(address).send(get(&format!("http://{address}/"))).await.unwrap_err();
    assert_eq!(error.code(), "outbound.too_much");
}

#[test]
fn only_https_leaves_this_machine() {
    for (url, leads_to) in [
        ("https://login.example/x", Some("login.example:443")),
        ("https://login.example:8443", Some("login.example:8443")),
        ("http://127.0.0.1:99/", Some("127.0.0.1:99")),
        ("http://[::1]:99/", Some("[::1]:99")),
        ("http://localhost/", Some("localhost:80")),
        ("http://login.example/", None),
        ("ftp://login.example/", None),
        ("/just/a/path", None),
    ] {
        let target = target_of(&url.parse().unwrap()).ok().map(|target| target.to_string());
        assert_eq!(target.as_deref(), leads_to, "{url}");
    }
}
