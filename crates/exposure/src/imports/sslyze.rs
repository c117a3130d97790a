//! JSON of sslyze 5 and 6 (`--json_out`): what it found that nobody should have.

use serde_json::Value;

use super::collect::Collector;
use super::{Finding, Format, Imported, Mistake, Place, Service, Severity, Transport};

/// Old versions, by the name of their test.
const VERSIONS: [(&str, &str, Severity); 4] = [
    ("ssl_2_0_cipher_suites", "SSL 2.0", Severity::High),
    ("ssl_3_0_cipher_suites", "SSL 3.0", Severity::High),
    ("tls_1_0_cipher_suites", "TLS 1.0", Severity::Medium),
    ("tls_1_1_cipher_suites", "TLS 1.1", Severity::Medium),
];

/// Faults that are one answer each: the test, the answer in it, and how bad it is when it is true.
const FAULTS: [(&str, &str, Severity); 4] = [
    ("heartbleed", "is_vulnerable_to_heartbleed", Severity::Critical),
    ("openssl_ccs_injection", "is_vulnerable_to_ccs_injection", Severity::High),
    ("session_renegotiation", "is_vulnerable_to_client_renegotiation_dos", Severity::Medium),
    ("tls_compression", "supports_compression", Severity::Medium),
];

pub(super) fn read(text: &str) -> Result<Imported, Vec<Mistake>> {
    let mut found = Collector::new(Format::Sslyze);
    let file: Value = match serde_json::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            let line = u32::try_from(error.line()).unwrap_or(u32::MAX);
            return Err(vec![Mistake::new("import.json", Place::Line(line), &error.to_string())]);
        }
    };
    let Some(results) = file.get("server_scan_results").and_then(Value::as_array) else {
        return Err(vec![Mistake::new("import.other_format", Place::File, "server_scan_results")]);
    };
    if let Some(version) = file.get("sslyze_version").and_then(Value::as_str) {
        found.version(version);
    }
    found.at(file.get("date_scans_started").and_then(Value::as_str).and_then(|t| t.parse().ok()));
    for (index, result) in results.iter().enumerate() {
        server(&mut found, result, &Place::object(index));
    }
    found.finish()
}

fn server(found: &mut Collector, result: &Value, place: &Place) {
    let location = result.get("server_location");
    let text = |name: &str| location.and_then(|l| l.get(name)).and_then(Value::as_str);
    let port = location.and_then(|l| l.get("port")).and_then(Value::as_u64);
    let Some(port) = port.and_then(|port| u16::try_from(port).ok()).filter(|port| *port > 0) else {
        found.mistake("import.no_port", place.clone(), "");
        return;
    };
    let Some(host) = found.host(text("hostname").unwrap_or_default(), place) else { return };
    // One that could not be reached has no tests, and says nothing.
    if result.get("connectivity_status").and_then(Value::as_str) != Some("COMPLETED") {
        return;
    }
    let mut hosts = vec![host];
    if let Some(address) = text("ip_address").and_then(|text| found.host(text, place)) {
        hosts.push(address);
    }
    hosts.dedup();
    let tests = result.get("scan_result").unwrap_or(&Value::Null);
    for host in hosts {
        let product = Some("TLS".to_owned());
        let transport = Transport::Tcp;
        let service = Service { host: host.clone(), port, transport, product, version: None };
        found.service(service, place.clone());
        for (id, title, severity) in faults(tests) {
            let (id, seen) = (id.to_owned(), String::new());
            let finding =
                Finding { host: host.clone(), port: Some(port), id, severity, title, seen };
            found.finding(finding, place.clone());
        }
    }
}

/// What is wrong: the test, in words, and how bad it is.
fn faults(tests: &Value) -> Vec<(&'static str, String, Severity)> {
    let answer = |test: &str, name: &str| {
        let test = tests.get(test)?;
        (test.get("status")?.as_str()? == "COMPLETED")
            .then(|| test.get("result")?.get(name).cloned())?
    };
    let mut faults = Vec::new();
    for (test, version, severity) in VERSIONS {
        let accepted = answer(test, "accepted_cipher_suites");
        let count = accepted.as_ref().and_then(Value::as_array).map_or(0, Vec::len);
        if count > 0 {
            faults.push((test, format!("{version} ({count})"), severity));
        }
    }
    for (test, name, severity) in FAULTS {
        if answer(test, name) == Some(Value::Bool(true)) {
            faults.push((test, name.replace('_', " "), severity));
        }
    }
    let robot = answer("robot", "robot_result");
    let robot = robot.as_ref().and_then(Value::as_str).unwrap_or_default();
    if robot.starts_with("VULNERABLE") {
        faults.push(("robot", robot.replace('_', " ").to_lowercase(), Severity::High));
    }
    if answer("session_renegotiation", "supports_secure_renegotiation") == Some(Value::Bool(false))
    {
        faults.push((
            "session_renegotiation",
            "no secure renegotiation".to_owned(),
            Severity::Medium,
        ));
    }
    faults
}
