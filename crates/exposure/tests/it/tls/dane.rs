//! Certificates that DNS names: nginx, and zones of Knot that are signed or not.

use std::process::Command;

use arvak_exposure::tls::Options;
use arvak_probe::CheckOutcome::{Fail, Inconclusive, Pass};
use rcgen::{KeyPair, PublicKeyData as _};
use sha2::{Digest as _, Sha256};

use super::look::{HOST, Looked, look};
use super::nginx::configuration;
use crate::certificates::{Authorities, Served};
use crate::dnssec::{Make, serve_below_example, signed};
use crate::house::{DOMAIN, House, program};

/// SHA-256 of the key that a server has, as `3 1 1` writes it.
fn print_of(served: &Served) -> String {
    let key = KeyPair::from_pem(&served.key).unwrap();
    let digest = Sha256::digest(key.subject_public_key_info());
    digest.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// A look at a server, for which a zone made like this has that record, if any; `known` is whether a key above
/// the zone is trusted.
async fn looked_at(
    authorities: &Authorities,
    served: &Served,
    record: Option<&str>,
    make: Option<&Make>,
    known: bool,
) -> Option<Looked> {
    let nginx = program("nginx", "nginx-light")?;
    let mut house = House::new();
    house.roots_pem = authorities.roots_pem();
    let place = house.place(HOST, 443);
    let mut zone = format!(
        "$ORIGIN {DOMAIN}.\n$TTL 60\n@ SOA ns hostmaster 1 7200 3600 1209600 3600\n@ NS ns\n\
         ns A 127.0.0.1\ntls A {}\n",
        house.address(HOST)
    );
    if let Some(record) = record {
        zone.push_str(&["_443._tcp.tls TLSA ", record, "\n"].concat());
    }
    serve_below_example(&mut house, DOMAIN, &zone, make).await?;
    if !known {
        house.trust_anchor = None;
    }
    house.write("chain.pem", &served.chain);
    house.write("key.pem", &served.key);
    let site = format!(
        "server {{ listen {place} ssl; ssl_certificate chain.pem; ssl_certificate_key key.pem; }}\n"
    );
    let config = house.write("nginx.conf", &configuration(&site));
    let folder = house.path("");
    house.start(Command::new(nginx).arg("-p").arg(folder).arg("-c").arg(config), place).await;
    Some(look(&house, &Options { dane: true, ..Options::default() }).await)
}

#[tokio::test]
async fn a_certificate_that_dns_names_must_be_named_securely() {
    const DAY: i64 = 86_400;
    let authorities = Authorities::new();
    let served = authorities.good(HOST);
    let (right, wrong) =
        (format!("3 1 1 {}", print_of(&served)), "3 1 1 ".to_owned() + &"ab".repeat(32));
    let expired = Make { time: Some((-20 * DAY, -DAY)), ..signed() };
    let well = signed();
    for (record, make, expected) in [
        (Some(&right), Some(&well), (Pass, "matches")),
        (Some(&wrong), Some(&well), (Fail, "no_match")),
        (None, Some(&well), (Fail, "absent")),
        (Some(&right), None, (Fail, "not_secure")),
        (Some(&right), Some(&expired), (Fail, "bogus")),
    ] {
        let record = record.map(String::as_str);
        let Some(looked) = looked_at(&authorities, &served, record, make, true).await else {
            return;
        };
        assert_eq!(looked.result("tls.dane"), expected, "{record:?}");
    }
    // No key above the zone is known: Knot does not answer for the root.
    let Some(looked) = looked_at(&authorities, &served, Some(&right), Some(&well), false).await
    else {
        return;
    };
    assert_eq!(looked.result("tls.dane"), (Inconclusive, "dns.refused"));
}
