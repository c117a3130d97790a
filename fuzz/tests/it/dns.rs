//! What DNS brings: trust anchors, zone files, signed messages.

use arvak_exposure::{Dns, TrustAnchor, listed_names, names_seen, zone_names};
use arvak_probe::{Host, Probe as _, Transcript};
use bolero::check;

use crate::changed::Foreign;

#[test]
fn trust_anchors() {
    let seeds = [
        ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D\n",
        "example. 3600 IN DNSKEY ( 257 3 13 ; key\n U5abvY5i+++hk8/SLF3B0aaiE7aTB4nj+v9C1dGSd2Yj1aOyQS9+iVGPUdolUvu5j0iy5fM+b2fv5faLoNxrPw== )\n",
    ];
    for seed in seeds {
        assert!(seed.parse::<TrustAnchor>().is_ok());
    }
    check!().with_type::<Foreign>().for_each(|foreign| {
        let text = foreign.text(&seeds);
        let read = text.parse::<TrustAnchor>();
        assert_eq!(read, text.parse::<TrustAnchor>());
        if let Err(bad) = read {
            assert!(bad.line >= 1 && !bad.rule.is_empty());
        }
    });
}

#[test]
fn zone_files() {
    let zone: Host = "nordvik.example".parse().unwrap();
    let seeds = [
        "$TTL 1h\n@ IN SOA ns1 h ( 1 2h 1h\n 2w 1h ) ; x\n  NS ns1\n  MX 10 post\nwww 300 A 192.0.2.1\n",
        "$ORIGIN a.nordvik.example.\nb CNAME c.test.\n_s._tls SRV 1 1 443 d\ne TXT \"f;\\\"g\"\n",
    ];
    for seed in seeds {
        assert!(zone_names(seed, &zone).is_ok());
    }
    check!().with_type::<Foreign>().for_each(|foreign| {
        let text = foreign.text(&seeds);
        match zone_names(&text, &zone) {
            Ok(read) => assert!(read.hosts.iter().all(|host| host.is_within("nordvik.example"))),
            Err(bad) => assert!(!bad.rule.is_empty()),
        }
    });
}

#[test]
fn lists_of_names() {
    let domains = std::collections::BTreeSet::from(["nordvik.example".parse::<Host>().unwrap()]);
    let now = "2026-11-24T06:00:00Z".parse().unwrap();
    let seeds: [&[u8]; 4] = [
        br#"[{"common_name":"a.nordvik.example","name_value":"b.nordvik.example\n*.nordvik.example","not_after":"2027-01-01T00:00:00"}]"#,
        b"{\"dns_names\":[\"a.nordvik.example\"]}\n{\"dns_names\":[\"b.nordvik.example\"]}\n",
        b"crt.sh ID;Not After;Common Name\n1;2027-01-01;a.nordvik.example\n",
        b"# names\na.nordvik.example\nb.nordvik.example.\n",
    ];
    for seed in seeds {
        assert!(!listed_names(seed, &domains, now).unwrap().inside.is_empty());
    }
    check!().with_type::<Foreign>().for_each(|foreign| {
        match listed_names(&foreign.bytes(&seeds), &domains, now) {
            Ok(read) => {
                assert!(read.inside.iter().all(|host| host.is_within("nordvik.example")));
                assert!(!read.inside.iter().any(|host| host.as_str().contains('*')));
            }
            Err(bad) => assert!(!bad.place.is_empty() && !bad.rule.is_empty()),
        }
    });
}

/// A zone that BIND signed, with its parent, as the look took it down.
const SIGNED: &[u8] =
    include_bytes!("../../../crates/exposure/tests/transcripts/dns-signed-chain.json");

#[test]
fn signed_messages() {
    let probe = Dns::default();
    let valid = |bytes: &[u8]| {
        let checks = probe.judge(bytes).unwrap().checks;
        checks.into_iter().find(|check| check.id == "dnssec.valid").unwrap()
    };
    assert_eq!(valid(SIGNED).reason, "dnssec.valid");
    check!().with_iterations(500).with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&[SIGNED]);
        if let Ok(transcript) = Transcript::decode(&bytes) {
            assert_eq!(names_seen(&transcript), names_seen(&transcript));
        }
        if probe.judge(&bytes).is_ok() {
            assert_eq!(valid(&bytes), valid(&bytes));
        }
    });
}
