//! The same page over IPv6, another, or none.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use arvak_probe::CheckOutcome::{Fail, Inconclusive, NotApplicable, Notice, Pass};
use tokio::net::UdpSocket;

use super::*;

/// An address that somebody outside can mean; the house leads it to loopback.
const V6: Ipv6Addr = Ipv6Addr::new(0x2a02, 0xc0, 0, 0, 0, 0, 0, 0x17);

/// A name server that knows the host's IPv4 address, and its IPv6 address if it has one.
async fn name_server(v4: Ipv4Addr, v6: Option<Ipv6Addr>) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    let names = BTreeMap::from([(HOST.to_owned(), v4)]);
    tokio::spawn(async move {
        let mut buffer = [0; 1500];
        loop {
            let (length, asker) = socket.recv_from(&mut buffer).await.unwrap();
            let question = &buffer[..length];
            let mut answer = house::answer(question, &names);
            // The type stands behind the name: AAAA is 28 (RFC 3596).
            let name_end = 12 + question[12..].iter().position(|byte| *byte == 0).unwrap();
            if let (Some(v6), [0, 28]) = (v6, &question[name_end + 1..name_end + 3]) {
                answer[7] = 1;
                answer.extend_from_slice(&[0xc0, 12, 0, 28, 0, 1, 0, 0, 0, 60, 0, 16]);
                answer.extend_from_slice(&v6.octets());
            }
            socket.send_to(&answer, asker).await.unwrap();
        }
    });
    address
}

/// nginx serves a page; over IPv6 the host leads to where `v6` says.
async fn look_with(v6: Option<&dyn Fn(SocketAddr) -> SocketAddr>) -> Option<Judgement> {
    let mut house = house();
    files(&house, &[("index.html", b"<p>hei")]);
    let (secure, _) = nginx(&mut house, "add_header X-Frame-Options DENY;").await?;
    if let Some(to) = v6 {
        house.lead_from(V6.into(), 443, to(secure));
    }
    let v4 = house.address(HOST);
    house.resolve_by(name_server(v4, v6.map(|_| V6)).await);
    Some(look(&house).await)
}

#[tokio::test]
async fn a_host_that_answers_the_same_over_both_passes() {
    let Some(judgement) = look_with(Some(&|secure| secure)).await else { return };
    assert_result(&judgement, "http.ipv6", (Pass, "ipv6.same"));
    assert_result(&judgement, "http.frame_options", (Pass, "framing.field"));
}

#[tokio::test]
async fn a_host_without_an_ipv6_address_has_nothing_to_check() {
    let Some(judgement) = look_with(None).await else { return };
    assert_result(&judgement, "http.ipv6", (NotApplicable, "ipv6.no_address"));
}

#[tokio::test]
async fn a_host_that_refuses_over_ipv6_fails_and_all_else_is_judged() {
    let nobody = house::free_port(Ipv4Addr::LOCALHOST);
    let Some(judgement) = look_with(Some(&|_| nobody)).await else { return };
    assert_result(&judgement, "http.ipv6", (Fail, "ipv6.refused"));
    assert_result(&judgement, "http.frame_options", (Pass, "framing.field"));
}

#[tokio::test]
async fn another_server_behind_the_ipv6_address_is_noticed() {
    for (config, expected) in
        [("return 404;", (Fail, "ipv6.other_answer")), ("", (Notice, "ipv6.other_fields"))]
    {
        let mut other = house();
        files(&other, &[("index.html", b"<p>gammel")]);
        let Some((secure, _)) = nginx(&mut other, config).await else { return };
        let Some(judgement) = look_with(Some(&|_| secure)).await else { return };
        assert_result(&judgement, "http.ipv6", expected);
    }
}

#[tokio::test]
async fn one_place_or_an_address_is_not_asked_over_ipv6() {
    let mut house = house();
    let Some((secure, _)) = nginx(&mut house, "return 200;").await else { return };
    house.connect(HOST, secure);
    assert_result(&look(&house).await, "http.ipv6", (Inconclusive, "not_asked"));
}
