//! Results of other scanners, as files: two that were really made, the others from the documented formats.
//! `imports/README.md` says which.

use std::fs;
use std::path::PathBuf;

use arvak_exposure::imports::{
    BYTES_MAX, Columns, Format, Imported, Mistake, Severity, Transport, guess, judge, read,
};
use arvak_probe::{CheckOutcome, Host};

fn file(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/imports").join(name);
    fs::read(path).unwrap()
}

fn imported(format: Format, name: &str) -> Imported {
    let bytes = file(name);
    assert_eq!(guess(&bytes), Some(format), "{name}");
    read(format, &bytes, &Columns::default()).unwrap()
}

fn mistakes(format: Format, text: &str) -> Vec<Mistake> {
    read(format, text.as_bytes(), &Columns::default()).unwrap_err()
}

fn codes(format: Format, text: &str) -> Vec<(String, &'static str)> {
    mistakes(format, text).into_iter().map(|m| (m.place.to_string(), m.code)).collect()
}

/// Result, reason and what was seen of a check.
fn told(imported: &Imported, host: &str, id: &str) -> Option<(CheckOutcome, String, String)> {
    let host: Host = host.parse().unwrap();
    let found = judge(imported, &host).checks.into_iter().find(|check| check.id == id)?;
    Some((found.result, found.reason, found.seen))
}

#[test]
fn nmap_tells_open_ports_with_products_and_not_those_that_are_closed() {
    let nmap = imported(Format::Nmap, "nmap.xml");
    assert_eq!(nmap.version.as_deref(), Some("7.93"));
    assert_eq!(nmap.at.unwrap().to_string(), "2026-11-28T13:59:53Z");
    let ports: Vec<u16> = nmap.services.iter().map(|service| service.port).collect();
    assert_eq!(ports, [14443, 16379, 21211]);
    assert_eq!(nmap.services[1].product.as_deref(), Some("Redis key-value store"));
    assert!(nmap.services.iter().all(|service| service.host == "127.0.0.1"));
    let seen = told(&nmap, "127.0.0.1", "imports.services").unwrap();
    assert_eq!((seen.0, seen.1.as_str()), (CheckOutcome::Pass, "imports.some_open"));
    assert!(seen.2.contains("tcp/16379 Redis key-value store"), "{}", seen.2);
}

#[test]
fn sslyze_tells_old_versions_and_faults() {
    let sslyze = imported(Format::Sslyze, "sslyze.json");
    assert_eq!(sslyze.version.as_deref(), Some("6.3.1"));
    let ids: Vec<&str> = sslyze.findings.iter().map(|finding| &*finding.id).collect();
    assert_eq!(ids, ["tls_1_0_cipher_suites", "tls_1_1_cipher_suites"]);
    assert!(sslyze.findings.iter().all(|finding| finding.port == Some(14443)));
    let (result, reason, _) = told(&sslyze, "127.0.0.1", "imports.findings").unwrap();
    assert_eq!((result, &*reason), (CheckOutcome::Notice, "imports.medium"));
}

#[test]
fn nuclei_tells_matches_for_the_name_and_for_the_address() {
    let nuclei = imported(Format::Nuclei, "nuclei.jsonl");
    let (result, reason, seen) = told(&nuclei, "www.nordvik.example", "imports.findings").unwrap();
    assert_eq!((result, &*reason), (CheckOutcome::Fail, "imports.high"));
    assert_eq!(seen, "nuclei: Apache 2.4.49 - Path Traversal (443)");
    assert_eq!(told(&nuclei, "192.0.2.10", "imports.findings").unwrap().0, CheckOutcome::Fail);
}

#[test]
fn openvas_grades_by_score_and_knows_hosts_without_findings() {
    let openvas = imported(Format::OpenVas, "openvas.xml");
    let grades: Vec<Severity> = openvas.findings.iter().map(|finding| finding.severity).collect();
    assert_eq!(grades, [Severity::Medium, Severity::Critical, Severity::Info]);
    assert_eq!(openvas.findings[0].seen, "'Weak' cipher suites accepted & offered");
    assert_eq!(openvas.findings[0].port, Some(443));
    assert_eq!(openvas.findings[1].port, None);
    let (result, reason, _) = told(&openvas, "192.0.2.12", "imports.findings").unwrap();
    assert_eq!((result, &*reason), (CheckOutcome::Pass, "imports.none"));
}

#[test]
fn testssl_tells_findings_of_weight_and_passes_over_its_own_warnings() {
    let testssl = imported(Format::Testssl, "testssl.json");
    let ids: Vec<(&str, &str)> =
        testssl.findings.iter().map(|finding| (&*finding.host, &*finding.id)).collect();
    let (name, address) = ("www.nordvik.example", "192.0.2.11");
    assert_eq!(
        ids,
        [(name, "BREACH"), (address, "BREACH"), (name, "cert_trust"), (address, "cert_trust")]
    );
    let pretty = r#"{"version":"3.2","scanResult":[{"targetHost":"www.nordvik.example","ip":"192.0.2.11",
        "port":"443","vulnerabilities":[{"id":"ROBOT","severity":"CRITICAL","finding":"VULNERABLE"}]}]}"#;
    let pretty = read(Format::Testssl, pretty.as_bytes(), &Columns::default()).unwrap();
    assert_eq!(pretty.findings.len(), 2);
    assert_eq!(pretty.findings[0].severity, Severity::Critical);
}

#[test]
fn a_list_of_exposed_services_counts_for_the_checks_of_their_ports() {
    let list = imported(Format::Services, "tjenester.csv");
    let host = "tjener.nordvik.example";
    let rdp = told(&list, host, "ports.rdp").unwrap();
    assert_eq!(rdp.0, CheckOutcome::Fail);
    assert_eq!(rdp.2, "services: tcp/3389 Microsoft Terminal Services");
    assert_eq!(told(&list, host, "ports.smb").unwrap().1, "imports.reachable");
    assert_eq!(told(&list, host, "ports.snmp"), None);
    let snmp = told(&list, "192.0.2.12", "ports.snmp").unwrap();
    assert_eq!(snmp.2, "services: udp/161 net-snmp 5.9");
    let finding = list.findings.iter().find(|finding| finding.host == "192.0.2.12").unwrap();
    assert_eq!((finding.severity, &*finding.id), (Severity::Medium, "CVE-2022-44792"));
    assert_eq!(finding.seen, "2026-11-03 – 2026-11-20");
    assert!(list.services.iter().any(|service| service.transport == Transport::Udp));
}

#[test]
fn columns_may_have_any_name_when_they_are_told() {
    let text = "Hvor,Hva\n192.0.2.1,23\n";
    assert_eq!(codes(Format::Services, text), [("row 1, column 1".to_owned(), "import.no_header")]);
    let named = [("address", "hvor"), ("port", "HVA")];
    let named = named.map(|(meaning, name)| (meaning.to_owned(), name.to_owned())).into();
    let list = read(Format::Services, text.as_bytes(), &Columns { named }).unwrap();
    assert_eq!(told(&list, "192.0.2.1", "ports.telnet").unwrap().0, CheckOutcome::Fail);
}

#[test]
fn a_host_that_a_file_does_not_mention_is_inconclusive() {
    let nmap = imported(Format::Nmap, "nmap.xml");
    let (result, reason, _) = told(&nmap, "192.0.2.99", "imports.findings").unwrap();
    assert_eq!((result, &*reason), (CheckOutcome::Inconclusive, "imports.other_host"));
    assert!(nmap.names_seen().contains("127.0.0.1"));
}

#[test]
fn every_mistake_is_told_at_its_place() {
    let line = |number: u32, code| (format!("line {number}"), code);
    let xml = "<nmaprun>\n<host><status state='up'/>\n<address addr='-x' addrtype='ipv4'/></host></nmaprun>";
    assert_eq!(codes(Format::Nmap, xml), [line(3, "import.no_host")]);
    let xml = "<nmaprun>\n<host>\n</nmaprun>";
    assert_eq!(codes(Format::Nmap, xml), [line(3, "import.xml")]);
    assert_eq!(codes(Format::Nmap, "<report/>"), [line(1, "import.other_format")]);
    assert_eq!(codes(Format::Nmap, "<nmaprun>"), [line(1, "import.xml_cut")]);
    let lines =
        "{\"template-id\":\"a\",\"info\":{\"severity\":\"odd\"},\"host\":\"a.no\"}\n\n{}\nx\n";
    let told = codes(Format::Nuclei, lines);
    assert_eq!(told, [line(1, "import.severity"), line(3, "import.json"), line(4, "import.json")]);
    let list = "ip,port,finding,severity\n192.0.2.1,0,,\n,22,,\n192.0.2.1,22,x,odd\n\"192.0.2.1,22";
    let told: Vec<String> =
        mistakes(Format::Services, list).iter().map(ToString::to_string).collect();
    assert_eq!(told[0], "row 2, column 2: import.no_port 0");
    assert_eq!(told[1], "row 3, column 1: import.no_host ");
    assert_eq!(told[2], "row 4, column 4: import.severity odd");
    assert_eq!(told[3], "row 5, column 1: import.open_quotation ");
    assert_eq!(codes(Format::Sslyze, "{\n]"), [line(2, "import.json")]);
    assert_eq!(codes(Format::Sslyze, "{}"), [("file".to_owned(), "import.other_format")]);
}

#[test]
fn nothing_that_a_document_declares_is_expanded() {
    let bomb = "<!DOCTYPE nmaprun [<!ENTITY a \"aaaa\">]><nmaprun>&a;</nmaprun>";
    assert_eq!(codes(Format::Nmap, bomb)[0].1, "import.xml_declarations");
    assert_eq!(codes(Format::Nmap, "<nmaprun>&a;</nmaprun>")[0].1, "import.xml_entity");
    assert_eq!(codes(Format::Nmap, "<nmaprun a='&a;'/>")[0].1, "import.xml_entity");
    let deep = format!("<nmaprun>{}", "<a>".repeat(100_000));
    assert_eq!(codes(Format::Nmap, &deep)[0].1, "import.xml_too_deep");
}

#[test]
fn a_file_has_bounds() {
    assert_eq!(codes(Format::Nmap, &" ".repeat(BYTES_MAX + 1))[0].1, "import.too_large");
    let rows = "192.0.2.1,0\n".repeat(1_000);
    assert_eq!(mistakes(Format::Services, &format!("ip,port\n{rows}")).len(), 40);
}
