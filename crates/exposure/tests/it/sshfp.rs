//! Fingerprints of host keys in DNS: OpenSSH's own records, in zones that Knot serves, beside a server of OpenSSH.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::process::Command;

use arvak_exposure::Ssh;
use arvak_probe::{CheckOutcome, Clock as _, SystemClock};

use super::dnssec::{serve_below_example, signed};
use super::house::{House, program, result};
use super::openssh::{HOST, serve};

const ZONE: &str = "nordvik.example";

const HEAD: &str =
    "$TTL 3600\n@ SOA ns hostmaster 1 7200 3600 1209600 3600\n@ NS ns\nns A 127.0.0.1\n";

/// The records that OpenSSH makes of a host's key.
fn records(house: &House, key: &str) -> Option<String> {
    let keygen = program("ssh-keygen", "openssh-client")?;
    let public = house.path(&format!("{key}.pub"));
    let made = Command::new(keygen).args(["-r", &format!("{HOST}."), "-f"]).arg(public).output();
    let made = made.unwrap();
    assert!(made.status.success(), "{made:?}");
    Some(String::from_utf8(made.stdout).unwrap())
}

/// A key that the server does not have.
fn other_key(house: &House) -> Option<()> {
    let keygen = program("ssh-keygen", "openssh-client")?;
    let mut command = Command::new(keygen);
    command.args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(house.path("other"));
    assert!(command.status().unwrap().success());
    Some(())
}

/// What is said of a server whose zone holds the records of that key, or none.
async fn judged(key: Option<&str>, is_signed: bool) -> Option<(CheckOutcome, String)> {
    let (mut house, place) = serve("", "ed25519", "256").await?;
    house.now = SystemClock.now();
    other_key(&house)?;
    let records = match key {
        Some(key) => records(&house, key)?,
        None => String::new(),
    };
    let rows = format!("{HEAD}{HOST}. A {}\n{records}", place.ip());
    let make = signed();
    let make = is_signed.then_some(&make);
    // The SSH server's folder is another user's; the name server has one of its own.
    let mut zones = House::new();
    let resolver = serve_below_example(&mut zones, ZONE, &rows, make).await?;
    house.resolve_by(resolver);
    house.trust_anchor = zones.trust_anchor.clone();
    let judgement = house.judge(&Ssh, HOST, Some(22)).await;
    let (outcome, reason) = result(&judgement, "ssh.sshfp");
    Some((outcome, reason.to_owned()))
}

#[tokio::test]
async fn a_fingerprint_counts_where_it_is_the_servers_and_the_zone_is_signed() {
    use CheckOutcome::{Notice, Pass};
    for (key, is_signed, expected) in [
        (Some("key"), true, (Pass, "sshfp.matches")),
        (Some("key"), false, (Notice, "sshfp.not_signed")),
        (Some("other"), true, (Notice, "sshfp.other_key")),
        (None, true, (Notice, "sshfp.absent")),
    ] {
        let Some((outcome, reason)) = judged(key, is_signed).await else { return };
        assert_eq!((outcome, reason.as_str()), expected, "{key:?} {is_signed}");
    }
}
