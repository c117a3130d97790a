//! Certificates that DNS names: Postfix as the mail server that MX names, zones of Knot that are signed or not, and a
//! resolver in between that says of every answer that it is secure, which nobody believes.

use std::net::SocketAddr;

use arvak_probe::CheckOutcome::{Fail, Inconclusive, Notice, Pass};
use arvak_probe::Judgement;
use rcgen::{KeyPair, PublicKeyData as _};
use sha2::{Digest as _, Sha256};
use tokio::net::UdpSocket;

use super::postfix::Postfix;
use super::{assert_whole, look, shown};
use crate::certificates::{Authorities, Served};
use crate::dnssec::{Make, serve_below_example, signed};
use crate::house::{House, result};

const MX: &str = "mx.nordvik.example";
const DOMAIN: &str = super::DOMAIN;

/// Passes questions on, and sets the flag of authentic data (AD) in the answers, whatever they are.
async fn boasting(knot: SocketAddr) -> SocketAddr {
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

/// A domain with one mail server: its certificate, its settings, its TLSA records, and how its zone is signed.
async fn looked_at(
    served: &Served,
    settings: &str,
    tlsa: &[String],
    make: Option<&Make>,
) -> Option<Judgement> {
    let mut house = House::new();
    let smtp = house.place(MX, 25);
    let mut zone = format!(
        "$ORIGIN {DOMAIN}.\n$TTL 60\n@ SOA ns hostmaster 1 7200 3600 1209600 3600\n@ NS ns\n\
         ns A 127.0.0.1\n@ MX 10 mx\nmx A {}\n",
        house.address(MX)
    );
    for record in tlsa {
        zone.push_str(&["_25._tcp.mx TLSA ", record, "\n"].concat());
    }
    let knot = serve_below_example(&mut house, DOMAIN, &zone, make).await?;
    house.resolve_by(boasting(knot).await);
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
        let Some(judgement) = looked_at(&served, TLS, &tlsa, Some(&signed())).await else { return };
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
    let Some(judgement) = looked_at(&served, TLS, &tlsa, Some(&signed())).await else { return };
    assert_eq!(result(&judgement, "mail.dane"), (Fail, "dane.no_match"));
    // A record for the leaf itself needs no name.
    let tlsa = [format!("3 1 1 {}", print_of(&served))];
    let Some(judgement) = looked_at(&served, TLS, &tlsa, Some(&signed())).await else { return };
    assert_eq!(result(&judgement, "mail.dane"), (Pass, "dane.matches"));
}

/// A day, in seconds.
const DAY: i64 = 86_400;

#[tokio::test]
async fn records_that_nobody_may_rely_on_are_no_dane() {
    let served = Authorities::new().good(MX);
    let right = format!("3 1 1 {}", print_of(&served));
    let for_browsers = [format!("1 1 1 {}", print_of(&served))];
    let Some(judgement) = looked_at(&served, TLS, &for_browsers, Some(&signed())).await else {
        return;
    };
    assert_eq!(result(&judgement, "mail.dane"), (Fail, "dane.not_usable"));
    let Some(judgement) = looked_at(&served, TLS, &[], Some(&signed())).await else { return };
    assert_eq!(result(&judgement, "mail.dane"), (Fail, "dane.absent"));
    // A server without TLS, though DNS promises it.
    let none = "smtpd_tls_security_level = none";
    let Some(judgement) = looked_at(&served, none, &[right], Some(&signed())).await else { return };
    assert_eq!(result(&judgement, "mail.dane"), (Fail, "dane.no_tls"));
    assert_eq!(result(&judgement, "mail.starttls_stripped"), (Fail, "starttls.promised"));
}

/// The resolver says of each of these zones that it is secure.
#[tokio::test]
async fn a_resolver_that_calls_records_secure_is_not_believed() {
    let served = Authorities::new().good(MX);
    let right = [format!("3 1 1 {}", print_of(&served))];
    let expired = Make { time: Some((-20 * DAY, -DAY)), ..signed() };
    let unvouched = Make { ds: Some(|_| None), ..signed() };
    let without_signature = Make {
        change: Some(|line| (!line.contains("RRSIG\tTLSA ")).then(|| line.to_owned())),
        ..signed()
    };
    let other_mx = Make {
        change: Some(|line| Some(line.replace("10 mx.nordvik", "20 mx.nordvik"))),
        ..signed()
    };
    for (make, reason, seen) in [
        (None, "dane.not_secure", MX),
        (Some(&unvouched), "dane.not_secure", MX),
        (Some(&expired), "dane.bogus", "dnssec.expired"),
        (Some(&without_signature), "dane.bogus", "dnssec.missing_signature"),
        (Some(&other_mx), "dane.bogus", "dnssec.bad_signature"),
    ] {
        let Some(judgement) = looked_at(&served, TLS, &right, make).await else { return };
        assert_eq!(result(&judgement, "mail.dane"), (Fail, reason));
        assert!(shown(&judgement, "mail.dane").contains(seen), "{seen}");
        // What nobody may rely on promises nothing.
        assert_ne!(result(&judgement, "mail.starttls_stripped").1, "starttls.promised");
    }
}
