//! sslyze and testssl.sh, with proof that they looked.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::figures::Usage;
use super::servers::Servers;
use super::{address, host};

/// What we ask too: versions and suites, certificate, curves, and behaviour.
const COMMANDS: [&str; 13] = [
    "--sslv2",
    "--sslv3",
    "--tlsv1",
    "--tlsv1_1",
    "--tlsv1_2",
    "--tlsv1_3",
    "--certinfo",
    "--compression",
    "--reneg",
    "--early_data",
    "--fallback",
    "--elliptic_curves",
    "--ems",
];

/// Lets the peer look at a host, and says what that took; nothing when there is none.
#[expect(clippy::disallowed_methods, reason = "whoever runs the bench says where the peer is")]
pub(super) fn sslyze(servers: &Servers, number: u32, is_weak: bool) -> Option<Usage> {
    let program = std::env::var("ARVAK_SSLYZE").ok()?;
    let found = servers.folder().join("sslyze.json");
    let place = format!("{}:{}{{{}}}", host(number), servers.secure, address(number));
    let before = Usage::now();
    let ended = Command::new(program)
        .args(COMMANDS)
        .args(["--quiet", "--mozilla_config", "disable", "--json_out"])
        .arg(&found)
        .arg(place)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let used = before.until_now();
    assert!(ended.is_ok(), "sslyze could not be started: {ended:?}");
    assert_looked(&found, is_weak);
    Some(used)
}

/// Lets testssl.sh look at a host with all that it does when nothing is left out, and says what that took; nothing when there is
/// none. It takes minutes.
#[expect(clippy::disallowed_methods, reason = "whoever runs the bench says where the peer is")]
pub(super) fn testssl(servers: &Servers, number: u32, is_weak: bool) -> Option<Usage> {
    let program = std::env::var("ARVAK_TESTSSL").ok()?;
    let found = servers.folder().join(format!("testssl-{number}.json"));
    let roots = servers.folder().join("testssl-roots.pem");
    super::servers::write(roots.clone(), &servers.roots);
    let before = Usage::now();
    let ended = Command::new(program)
        .args(["--quiet", "--color", "0", "--warnings", "off", "--nodns", "none"])
        .args(["--ip", &address(number).to_string(), "--add-ca"])
        .arg(roots)
        .arg("--jsonfile")
        .arg(&found)
        .arg(format!("{}:{}", host(number), servers.secure))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let used = before.until_now();
    assert!(ended.is_ok(), "testssl.sh could not be started: {ended:?}");
    let text = std::fs::read_to_string(&found).unwrap_or_default();
    let told: Value = serde_json::from_str(&text).unwrap_or_default();
    let told = told.as_array().map_or(&[][..], Vec::as_slice);
    let of = |id: &str| {
        let entry = told.iter().find(|entry| entry["id"] == id);
        entry.and_then(|entry| entry["finding"].as_str()).unwrap_or_default()
    };
    // It says how long it took when it came to its end.
    let is_whole = !of("scanTime").is_empty() && !of("TLS1_3").is_empty();
    let end: String = text.chars().skip(text.chars().count().saturating_sub(2_000)).collect();
    assert!(is_whole, "testssl.sh was cut short: {end}");
    assert_eq!(of("TLS1") == "not offered", !is_weak, "the old version that is there");
    Some(used)
}

/// Every command must have been completed, and what is known of the server must have been seen.
fn assert_looked(found: &Path, is_weak: bool) {
    let text = std::fs::read_to_string(found).unwrap_or_default();
    let json: Value = serde_json::from_str(&text).unwrap_or_default();
    let result = json.pointer("/server_scan_results/0/scan_result").unwrap_or(&Value::Null);
    let completed = result.as_object().map(|commands| {
        let statuses = commands.values().map(|command| command.get("status"));
        statuses.filter(|status| status.and_then(Value::as_str) == Some("COMPLETED")).count()
    });
    assert_eq!(completed, Some(COMMANDS.len()), "sslyze did not do its work: {text:.2000}");
    let has = |version: &str| {
        result.pointer(&format!("/{version}/result/accepted_cipher_suites/0")).is_some()
    };
    assert!(has("tls_1_2_cipher_suites") && has("tls_1_3_cipher_suites"), "{text:.2000}");
    assert_eq!(has("tls_1_0_cipher_suites"), is_weak, "the old version that is there");
}
