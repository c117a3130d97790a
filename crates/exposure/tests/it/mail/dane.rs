//! Certificates that DNS names: Postfix as the mail server that MX names, zones of Knot, and a resolver in
//! between that says of every answer that it is secure, as one that validates would.

use std::net::SocketAddr;
use std::process::Command;

use arvak_probe::CheckOutcome::{Fail, Inconclusive, Notice, Pass};
use arvak_probe::Judgement;
use rcgen::{KeyPair, PublicKeyData as _};
use sha2::{Digest as _, Sha256};
use tokio::net::UdpSocket;

use super::postfix::Postfix;
use super::{assert_whole, look};
use crate::certificates::{Authorities, Served};
use crate::house::{House, program, result};

const MX: &str = "mx.nordvik.example";
const DOMAIN: &str = super::DOMAIN;

/// Passes questions on, and sets the flag of authentic data (AD) in the answers.
async fn validating(knot: SocketAddr) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut buffer = [0; 4096];
        loop {
            let (length, asker) = socket.recv_from(&mut buffer).await.unwrap();
            let onward = UdpSocket::bind("127.0.0.1:0").await.unwrap();
            onward.send_to(&buffer[..length], knot).await.unwrap();
            let length = onward.recv(&mut buffer).await.unwrap();
            buffer[3] |= 0x20;
            socket.send_to(&buffer[..length], asker).await.unwrap();
        }
    });
    address
}

/// SHA-256 of the key that a server has, as `3 1 1` writes it.
fn print_of(served: &Served) -> String {
    let key = KeyPair::from_pem(&served.key).unwrap();
    let digest = Sha256::digest(key.subject_public_key_info());
    digest.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// SHA-256 of the certificate that issued it, whole, as `2 0 1` writes it.
fn issuer_of(served: &Served) -> String {
    let begin = served.chain.rfind("-----BEGIN").unwrap();
    let pem = served.chain[begin..].lines().filter(|line| !line.starts_with("---"));
    let base64: String = pem.collect();
    let der = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, base64).unwrap();
    let digest = Sha256::digest(der);
    digest.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// A domain with one mail server: its certificate, its settings, its TLSA records; `secure` is whether the
/// resolver vouches for the answers.
async fn looked_at(
    served: &Served,
    settings: &str,
    tlsa: &[String],
    secure: bool,
) -> Option<Judgement> {
    let knot = program("knotd", "knot")?;
    let mut house = House::new();
    let resolver = house.place("ns.nordvik.example", 53);
    let smtp = house.place(MX, 25);
    let mut zone = format!(
        "$ORIGIN {DOMAIN}.\n$TTL 60\n@ SOA ns hostmaster 1 7200 3600 1209600 3600\n@ NS ns\n\
         ns A 127.0.0.1\n@ MX 10 mx\nmx A {}\n",
        house.address(MX)
    );
    for record in tlsa {
        zone.push_str(&["_25._tcp.mx TLSA ", record, "\n"].concat());
    }
    house.write("zone", &zone);
    let dir = house.path("").display().to_string();
    let config = format!(
        "server:\n  rundir: {dir}\n  listen: {}@{}\ndatabase:\n  storage: {dir}\nzone:\n\
         - domain: {DOMAIN}\n  file: {dir}/zone\n",
        resolver.ip(),
        resolver.port()
    );
    let config = house.write("knot.conf", &config);
    house.start(Command::new(knot).arg("-c").arg(&config), resolver).await;
    house.resolve_by(if secure { validating(resolver).await } else { resolver });
    let mut postfix = Postfix::start(house, smtp, served, settings).await?;
    // The server is found by MX, not by a place of the operator's.
    postfix.house.connect_nowhere();
    let judgement = look(&postfix.house, DOMAIN, &[]).await;
    assert_whole(&judgement);
    Some(judgement)
}

const TLS: &str = "smtpd_tls_security_level = may";

#[tokio::test]
async fn the_certificate_that_dns_names_is_recognised() {
    let served = Authorities::new().good(MX);
    let (leaf, issuer) = (print_of(&served), issuer_of(&served));
    let other = "ab".repeat(32);
    for (tlsa, dane, rollover) in [
        (
            vec![format!("3 1 1 {leaf}"), format!("3 1 1 {other}")],
            (Pass, "dane.matches"),
            (Pass, "dane.rollover"),
        ),
        (vec![format!("2 0 1 {issuer}")], (Pass, "dane.matches"), (Notice, "dane.no_rollover")),
        (vec![format!("3 1 1 {other}")], (Fail, "dane.no_match"), (Notice, "dane.no_rollover")),
    ] {
        let Some(judgement) = looked_at(&served, TLS, &tlsa, true).await else { return };
        assert_eq!(result(&judgement, "mail.dane"), dane, "{tlsa:?}");
        assert_eq!(result(&judgement, "mail.dane_rollover"), rollover, "{tlsa:?}");
        assert_eq!(result(&judgement, "mail.starttls"), (Pass, "starttls.offered"));
        // Its address is allowed, so it was asked more.
        assert_eq!(result(&judgement, "mail.open_relay"), (Pass, "relay.closed"));
        // No root is trusted in this house: of certificates nothing is said.
        assert_eq!(result(&judgement, "mail.certificate").0, Inconclusive);
    }
}

#[tokio::test]
async fn an_issuer_that_dns_names_vouches_for_the_right_name_alone() {
    let served = Authorities::new().good("other.example");
    let tlsa = [format!("2 0 1 {}", issuer_of(&served))];
    let Some(judgement) = looked_at(&served, TLS, &tlsa, true).await else { return };
    assert_eq!(result(&judgement, "mail.dane"), (Fail, "dane.no_match"));
    // A record for the leaf itself needs no name.
    let tlsa = [format!("3 1 1 {}", print_of(&served))];
    let Some(judgement) = looked_at(&served, TLS, &tlsa, true).await else { return };
    assert_eq!(result(&judgement, "mail.dane"), (Pass, "dane.matches"));
}

#[tokio::test]
async fn records_that_nobody_may_rely_on_are_no_dane() {
    let served = Authorities::new().good(MX);
    let right = format!("3 1 1 {}", print_of(&served));
    let Some(judgement) = looked_at(&served, TLS, std::slice::from_ref(&right), false).await else {
        return;
    };
    assert_eq!(result(&judgement, "mail.dane"), (Fail, "dane.not_secure"));
    let for_browsers = [format!("1 1 1 {}", print_of(&served))];
    let Some(judgement) = looked_at(&served, TLS, &for_browsers, true).await else { return };
    assert_eq!(result(&judgement, "mail.dane"), (Fail, "dane.not_usable"));
    let Some(judgement) = looked_at(&served, TLS, &[], true).await else { return };
    assert_eq!(result(&judgement, "mail.dane"), (Fail, "dane.absent"));
    // A server without TLS, though DNS promises it.
    let none = "smtpd_tls_security_level = none";
    let Some(judgement) = looked_at(&served, none, &[right], true).await else { return };
    assert_eq!(result(&judgement, "mail.dane"), (Fail, "dane.no_tls"));
    assert_eq!(result(&judgement, "mail.starttls_stripped"), (Fail, "starttls.promised"));
}
