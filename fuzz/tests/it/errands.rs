//! What goes between home and a worker outside: nothing that another wrote is taken, and what the right one wrote opens no more
//! than an errand may.

use std::net::IpAddr;

use arvak_core::Instant;
use arvak_ledger::{Key, note};
use arvak_outside::{CHECKS_MAX, Errand, HOLDS, Package, asking, is_asking};
use arvak_probe::scope::forbidden;
use bolero::check;
use serde_json::{Value, json};

use crate::changed::Foreign;

fn key(name: &str, seed: u8) -> Key {
    Key::new(name, [seed; 32]).unwrap()
}

fn at() -> Instant {
    "2026-11-28T12:00:00Z".parse().unwrap()
}

fn written(allow: &Value) -> String {
    let check = json!({
        "probe": "tls", "subject": "service/portal", "host": "portal.nordvik.example", "port": 443,
        "look": "proved", "domain": "nordvik.example",
    });
    let errand = json!({
        "worker": "ute", "vantage": "outside", "issued_at": at(), "until": at().plus(HOLDS),
        "declared": ["nordvik.example"], "proved": ["nordvik.example"],
        "hosts": ["vpn.example"], "allow": allow, "checks": [check],
    });
    errand.to_string()
}

/// Errands as home could write them.
fn seeds() -> [String; 3] {
    [
        written(&json!([])),
        written(&json!(["198.35.26.0/24", "2a02:ec80::/48"])),
        written(&json!(["198.35.26.7/32"])),
    ]
}

fn noted(json: &str, home: &Key) -> String {
    note::sign(&format!("arvak-errand/1\n{json}\n"), home)
}

#[test]
fn errands_that_home_signed() {
    let home = key("nordvik.example/arvak", 7);
    let seeds = seeds();
    for seed in &seeds {
        let read = Errand::open(&noted(seed, &home), home.public());
        assert!(read.is_ok(), "{read:?}");
    }
    let seeds: Vec<&[u8]> = seeds.iter().map(String::as_bytes).collect();
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|foreign| {
        let json = String::from_utf8_lossy(&foreign.bytes(&seeds)).into_owned();
        match Errand::open(&noted(&json, &home), home.public()) {
            Ok(errand) => {
                assert!(errand.checks.len() <= CHECKS_MAX);
                assert!(errand.until <= errand.issued_at.plus(HOLDS));
                for range in &errand.allow {
                    let ends: [IpAddr; 2] = [range.network(), range.broadcast()];
                    assert!(ends.into_iter().all(|end| forbidden(end).is_none()), "{range}");
                }
                let again = errand.sign(&home).unwrap().unwrap();
                assert_eq!(Errand::open(&again, home.public()), Ok(errand));
            }
            Err(why) => assert!(!why.is_empty()),
        }
    });
}

#[test]
fn errands_that_somebody_changed() {
    let home = key("nordvik.example/arvak", 7);
    let signed = noted(&seeds()[1], &home);
    let written = Errand::open(&signed, home.public()).unwrap();
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|foreign| {
        let changed = String::from_utf8_lossy(&foreign.bytes(&[signed.as_bytes()])).into_owned();
        if let Ok(read) = Errand::open(&changed, home.public()) {
            assert_eq!(read, written);
        }
    });
}

#[test]
fn packages() {
    let worker = key("ute", 1);
    let transcripts = vec![r#"{"version":1}"#.to_owned(), "{}".to_owned()];
    let package = Package::sign("an errand".to_owned(), transcripts, &worker).unwrap();
    let sent = serde_json::to_vec(&package).unwrap();
    assert_eq!(Package::read(&sent).unwrap().check(worker.public()), Ok(()));
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|foreign| {
        let read = Package::read(&foreign.bytes(&[&sent]));
        match read {
            Ok(read) => {
                assert!(read.transcripts.len() <= CHECKS_MAX);
                if read.check(worker.public()).is_ok() {
                    assert_eq!(read.errand, package.errand);
                    assert_eq!(read.transcripts, package.transcripts);
                }
            }
            Err(why) => assert!(!why.is_empty()),
        }
    });
}

#[test]
fn askings() {
    let (worker, home) = (key("ute", 1), key("nordvik.example/arvak", 7));
    let asked = asking(home.public(), at(), &worker).unwrap();
    let is = |words: &str| is_asking(words, worker.public(), home.public(), at());
    assert_eq!(is(&asked), Ok(()));
    let text = note::open(&asked, worker.public()).unwrap();
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|foreign| {
        let changed = String::from_utf8_lossy(&foreign.bytes(&[asked.as_bytes()])).into_owned();
        if is(&changed).is_ok() {
            assert_eq!(note::open(&changed, worker.public()).unwrap(), text);
        }
    });
}
