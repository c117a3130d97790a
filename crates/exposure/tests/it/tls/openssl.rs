//! `openssl s_server`, started in one way for each test.

use std::path::Path;
use std::process::Command;

use arvak_exposure::tls::{Options, Order, Version};
use arvak_probe::CheckOutcome::{Fail, Inconclusive, NotApplicable, Notice, Pass};

use super::look::{HOST, Looked, look};
use crate::certificates::{Authorities, Served};
use crate::house::{House, program};

/// A key and a certificate of our own, by OpenSSL: kind of key, digest.
fn make_certificate(openssl: &Path, house: &House, key: &[&str]) {
    let made = Command::new(openssl)
        .args(["req", "-x509", "-nodes", "-days", "30", "-subj", "/CN=tls.nordvik.example"])
        .args(["-addext", "subjectAltName=DNS:tls.nordvik.example"])
        .args(["-keyout", "key.pem", "-out", "chain.pem", "-newkey"])
        .args(key)
        .current_dir(house.path(""))
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

const EC: [&str; 3] = ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
const RSA: [&str; 1] = ["rsa:2048"];

/// Looks at a server with these switches; nothing when there is no OpenSSL.
async fn served(key: &[&str], switches: &[&str]) -> Option<Looked> {
    let openssl = program("openssl", "openssl")?;
    let mut house = House::new();
    house.roots_pem = Authorities::new().roots_pem();
    make_certificate(&openssl, &house, key);
    let place = house.place(HOST, 443);
    let mut command = Command::new(&openssl);
    command.arg("s_server").arg("-accept").arg(place.to_string());
    command.args(["-key", "key.pem", "-cert", "chain.pem", "-quiet", "-www"]).args(switches);
    house.start(&mut command, place).await;
    Some(look(&house, &Options::default()).await)
}

#[tokio::test]
async fn a_server_of_one_version_has_that_version_and_no_other() {
    for (switch, version) in [("-tls1_2", Version::Tls12), ("-tls1_3", Version::Tls13)] {
        let Some(looked) = served(&EC, &[switch]).await else { return };
        assert_eq!(looked.versions(), [version]);
        assert!(looked.seen.versions.iter().all(|seen| seen.supported.is_some()));
        assert_eq!(looked.result("tls.versions").0, Pass);
        assert_eq!(looked.result("tls.fallback"), (NotApplicable, "one_version"));
        assert_eq!(looked.result("cert.chain").0, Fail, "of our own making");
        assert_eq!(looked.result("cert.hostname").0, Pass);
        let is_new = version == Version::Tls13;
        let refused = if is_new { (NotApplicable, "tls1_3_only") } else { (Pass, "refused") };
        assert_eq!(looked.result("tls.client_renegotiation"), refused);
        for id in ["tls.unknown_values", "tls.long_hello"] {
            assert_eq!(looked.result(id), (Pass, "answered"), "{id}");
        }
    }
}

#[tokio::test]
async fn a_server_that_negotiates_again_when_a_client_asks_is_found_with_every_suite_and_group() {
    let allowed = "-client_renegotiation";
    let suites = |key: &[&str]| {
        let kind = if key == EC { "ECDSA" } else { "RSA" };
        ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305"]
            .map(|cipher| format!("ECDHE-{kind}-{cipher}"))
    };
    for (key, group) in [(&EC[..], "X25519"), (&RSA[..], "P-256"), (&EC[..], "P-384")] {
        for suite in suites(key) {
            let asks = ["-verify", "1"];
            let switches = [&["-tls1_2", "-cipher", &suite, "-groups", group][..], &asks].concat();
            let Some(looked) = served(key, &[&switches[..], &[allowed]].concat()).await else {
                return;
            };
            let found = looked.result("tls.client_renegotiation");
            assert_eq!(found, (Fail, "negotiates_again"), "{suite} {group}");
            let Some(looked) = served(key, &switches).await else { return };
            let found = looked.result("tls.client_renegotiation");
            assert_eq!(found, (Pass, "refused"), "{suite} {group}");
        }
    }
    let switches = ["-tls1_2", "-cipher", "AES256-GCM-SHA384", allowed];
    let Some(looked) = served(&RSA, &switches).await else { return };
    assert_eq!(looked.result("tls.client_renegotiation"), (Inconclusive, "not_attempted"));
}

#[tokio::test]
async fn the_suites_of_tls_1_3_are_named_without_a_key_exchange() {
    let suites = "TLS_AES_128_CCM_8_SHA256:TLS_CHACHA20_POLY1305_SHA256";
    let Some(looked) = served(&EC, &["-tls1_3", "-ciphersuites", suites]).await else { return };
    assert_eq!(looked.seen.suites(Version::Tls13), [0x1303, 0x1305]);
    assert_eq!(looked.result("tls.ciphers"), (Fail, "insufficient"));
    assert_eq!(looked.shown("tls.ciphers"), "TLS_AES_128_CCM_8_SHA256");
    let groups = looked.groups(Version::Tls13);
    for group in ["x25519", "secp256r1", "x448", "secp384r1", "secp521r1", "ffdhe2048"] {
        assert!(groups.contains(&group), "{group}: {groups:?}");
    }
    assert_eq!(looked.shown("tls.groups"), "ffdhe2048");
    assert_eq!(looked.result("tls.early_data"), (Pass, "refused"));
    assert_eq!(looked.result("tls.compression"), (NotApplicable, "tls1_3_only"));
}

#[tokio::test]
async fn without_tickets_nobody_knows_whether_early_data_would_be_taken() {
    let Some(looked) = served(&EC, &["-tls1_3", "-num_tickets", "0"]).await else { return };
    assert_eq!(looked.result("tls.early_data"), (Inconclusive, "no_tickets"));
    assert_eq!(looked.result("tls.resumption"), (Pass, "none"));
}

#[tokio::test]
async fn exactly_the_suites_that_are_switched_on_are_found_in_the_servers_order() {
    let list = "AES256-GCM-SHA384:DHE-RSA-AES128-SHA256:ECDHE-RSA-AES256-GCM-SHA384:AES128-SHA";
    let switches = ["-tls1_2", "-cipher", list, "-serverpref", "-no_ticket"];
    let Some(looked) = served(&RSA, &switches).await else { return };
    assert_eq!(looked.openssl_names(Version::Tls12).join(":"), list);
    assert_eq!(looked.seen.versions[4].order, Order::Server);
    assert_eq!(looked.result("tls.cipher_order"), (Fail, "worse_first"));
    assert!(looked.shown("tls.cipher_order").starts_with(
        "TLSv1.2: TLS_RSA_WITH_AES_256_GCM_SHA384 TLS_DHE_RSA_WITH_AES_128_CBC_SHA256"
    ));
    assert_eq!(looked.result("tls.ciphers"), (Fail, "insufficient"));
    assert_eq!(looked.result("tls.secure_renegotiation"), (Pass, "present"));
    assert_eq!(looked.result("tls.extended_master_secret"), (Pass, "present"));
    assert_eq!(looked.result("tls.compression"), (Pass, "none"));
    assert!(!looked.shown("tls.resumption").contains("tickets"));
}

#[tokio::test]
async fn the_clients_order_is_told_from_the_servers() {
    let list = "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA256";
    let Some(looked) = served(&RSA, &["-tls1_2", "-cipher", list]).await else { return };
    assert_eq!(looked.seen.versions[4].order, Order::Client);
    assert_eq!(looked.result("tls.cipher_order"), (Fail, "clients_order"));
    let Some(looked) = served(&RSA, &["-tls1_2", "-cipher", list, "-serverpref"]).await else {
        return;
    };
    assert_eq!(looked.seen.versions[4].order, Order::Server);
    assert_eq!(looked.result("tls.cipher_order"), (Pass, "servers_order"));
    assert_eq!(looked.result("tls.ciphers"), (Notice, "phase_out"));
}

#[tokio::test]
async fn the_prime_of_a_finite_field_is_known_by_its_bytes() {
    let suites = ["-tls1_2", "-cipher", "DHE-RSA-AES256-GCM-SHA384"];
    let Some(openssl) = program("openssl", "openssl") else { return };
    for (group, outcome, shown) in [
        ("ffdhe3072", (Notice, "phase_out"), "ffdhe3072"),
        ("ffdhe2048", (Fail, "insufficient"), "ffdhe2048"),
        ("modp_2048", (Fail, "insufficient"), "modp_2048"),
    ] {
        let mut house = House::new();
        house.roots_pem = Authorities::new().roots_pem();
        make_certificate(&openssl, &house, &RSA);
        let made = Command::new(&openssl)
            .args(["genpkey", "-genparam", "-algorithm", "DH", "-out", "dh.pem", "-pkeyopt"])
            .arg(format!("group:{group}"))
            .current_dir(house.path(""))
            .output()
            .unwrap();
        assert!(made.status.success());
        let place = house.place(HOST, 443);
        let mut command = Command::new(&openssl);
        command.arg("s_server").arg("-accept").arg(place.to_string()).args(suites);
        command.args(["-key", "key.pem", "-cert", "chain.pem", "-dhparam", "dh.pem", "-www"]);
        house.start(&mut command, place).await;
        let looked = look(&house, &Options::default()).await;
        assert_eq!(looked.result("tls.key_exchange"), outcome, "{group}");
        assert_eq!(looked.shown("tls.key_exchange"), shown);
    }
}

#[tokio::test]
async fn old_versions_and_broken_suites_are_found_where_the_library_still_has_them() {
    let switches = ["-cipher", "ALL:COMPLEMENTOFALL:@SECLEVEL=0", "-serverpref"];
    let Some(looked) = served(&RSA, &switches).await else { return };
    let all = [Version::Tls10, Version::Tls11, Version::Tls12, Version::Tls13];
    assert_eq!(looked.versions(), all);
    assert_eq!(looked.result("tls.versions"), (Fail, "insufficient"));
    assert_eq!(looked.shown("tls.versions"), "TLSv1.0 TLSv1.1");
    let names = looked.openssl_names(Version::Tls12);
    for name in ["NULL-SHA256", "AECDH-NULL-SHA", "ADH-AES256-GCM-SHA384", "AES128-SHA"] {
        assert!(names.contains(&name), "{name}: {names:?}");
    }
    assert_eq!(looked.result("tls.fallback"), (Pass, "noticed"));
    assert_eq!(looked.result("tls.key_exchange_hash"), (Fail, "insufficient"));
    assert_eq!(looked.result("tls.unknown_version"), (Pass, "answered"));
}

/// A server of an old version alone, with that certificate.
async fn old(served: &Served) -> Option<Looked> {
    let openssl = program("openssl", "openssl")?;
    let mut house = House::new();
    house.roots_pem = Authorities::new().roots_pem();
    house.write("chain.pem", &served.chain);
    house.write("key.pem", &served.key);
    let place = house.place(HOST, 443);
    let mut command = Command::new(&openssl);
    command.arg("s_server").arg("-accept").arg(place.to_string());
    command.args(["-key", "key.pem", "-cert", "chain.pem", "-quiet", "-www"]);
    command.args(["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"]);
    house.start(&mut command, place).await;
    Some(look(&house, &Options::default()).await)
}

/// No handshake with it is finished here, so nothing good is said of its certificate; what is wrong is.
#[tokio::test]
async fn the_certificate_of_an_old_server_is_read_from_what_it_sends() {
    let makers = Authorities::new();
    let untold = (Inconclusive, "tls.no_certificate");
    for (served, expiry, hostname) in [
        (makers.good(HOST), Inconclusive, Inconclusive),
        (makers.expired(HOST), Fail, Inconclusive),
        (makers.not_yet_valid(HOST), Fail, Inconclusive),
        (makers.good("annen.example"), Inconclusive, Fail),
    ] {
        let Some(looked) = old(&served).await else { return };
        assert_eq!(looked.versions(), [Version::Tls11]);
        assert_eq!(looked.result("cert.expiry").0, expiry);
        assert_eq!(looked.result("cert.hostname").0, hostname);
        assert_eq!(looked.result("cert.key"), untold);
    }
}

#[tokio::test]
async fn only_curves_that_are_switched_on_are_found() {
    let switches = ["-tls1_2", "-groups", "P-384:X25519", "-serverpref"];
    let Some(looked) = served(&EC, &switches).await else { return };
    let mut groups = looked.groups(Version::Tls12);
    groups.sort_unstable();
    assert_eq!(groups, ["secp384r1", "x25519"]);
    assert_eq!(looked.result("tls.groups"), (Pass, "good"));
    assert_eq!(looked.result("tls.key_exchange"), (Pass, "good"));
}

#[tokio::test]
async fn schemes_and_protocols_are_found() {
    let schemes = "ECDSA+SHA256:ECDSA+SHA384";
    let switches = ["-tls1_2", "-sigalgs", schemes, "-alpn", "http/1.1,h2"];
    let Some(looked) = served(&EC, &switches).await else { return };
    let found: Vec<&str> = looked.seen.schemes.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(looked.result("tls.key_exchange_hash"), (Pass, "good"));
    assert_eq!(looked.result("tls.alpn").1, "agreed");
    assert!(
        looked.shown("tls.alpn").contains("h2") && looked.shown("tls.alpn").contains("http/1.1")
    );
    assert_eq!(looked.result("tls.no_name"), (Pass, "same_certificate"));
    let count = looked.transcript.events.len();
    assert!(count < 80, "{count} events for a server with few suites");
}
