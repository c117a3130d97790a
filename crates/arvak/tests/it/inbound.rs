//! What comes in by itself, with the built program: a post that was answered survives kill -9, and rsyslog gets lines over TLS and UDP.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use arvak_notices::webhook;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose,
};
use serde_json::Value;

use crate::drills::{DRILL, definition, now, path};
use crate::support::Folder;

const INVENTORY: &str = "[[organisation]]\nid = \"provedal\"\n\n[[supplier]]\nid = \"norsk-drift\"\noperates_ict = true\n\n[[system]]\nid = \"sak-arkiv\"\ncriticality = 5\n";

/// A folder where the supplier has an address, and a drill is planned with its key. The path of the address, and the key.
fn planned(way: &str) -> (Folder, String, Vec<u8>) {
    let folder = Folder::with_inventory(INVENTORY);
    let made = folder.json(&["drill", "address", "supplier/norsk-drift"]);
    assert_eq!(made, folder.json(&["drill", "address", "supplier/norsk-drift"]), "shown again");
    let file = folder.outside().join("drill.toml");
    std::fs::write(&file, definition(way)).unwrap();
    folder.json(&["drill", "plan", path(&file)]);
    let url = made["url"].as_str().unwrap();
    let address = url.get(url.find("/mottak/").unwrap()..).unwrap().to_owned();
    let key = arvak_drills::plan::key_of(made["key"].as_str().unwrap().as_bytes()).unwrap();
    (folder, address, key)
}

/// The pages, and the port where they are.
fn serve(folder: &Folder) -> (Child, u16) {
    let mut command = folder.command(&["serve", "--listen", "127.0.0.1:0"]);
    let mut program = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let port = lines.map(Result::unwrap).find_map(|line| {
        let (_, rest) = line.split_once("localhost:")?;
        rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
    });
    (program, port.unwrap())
}

/// Posts to an address; the status.
fn post(port: u16, address: &str, (id, body): (&str, &str), key: &[u8]) -> u16 {
    let second = now().as_millis() / 1_000;
    let signature = webhook::sign(key, id, second, body.as_bytes());
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    let length = body.len();
    let request = format!(
        "POST {address} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nwebhook-id: {id}\r\nwebhook-timestamp: {second}\r\n\
         webhook-signature: {signature}\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).unwrap();
    String::from_utf8_lossy(&answer[9..]).parse().unwrap()
}

#[test]
fn a_post_that_was_answered_survives_kill_9() {
    let (folder, address, key) = planned("");
    let mark = folder.json(&["drill", "start", DRILL, "--for-real"])["mark"].clone();
    let mark = mark.as_str().unwrap();
    folder.json(&["drill", "done", DRILL]);
    for round in 0..3 {
        let (mut program, port) = serve(&folder);
        assert_eq!(post(port, &address, (&format!("noise-{round}"), "alarm"), &key), 202);
        assert_eq!(
            post(port, &address, (&format!("forged-{round}"), mark), b"made up, and long enough"),
            202
        );
        assert_eq!(post(port, &address, (&format!("right-{round}"), mark), &key), 202);
        // Not a moment later: SIGKILL.
        program.kill().unwrap();
        program.wait().unwrap();
        let told = folder.json(&["drill", "verdict", DRILL]);
        let findings = told["judged"]["findings"].as_array().unwrap();
        assert_eq!(findings.len(), 3 * (round + 1), "all that was answered is there: {told}");
        let codes = |code: &str| findings.iter().filter(|one| one["code"] == code).count();
        let each = round + 1;
        assert_eq!((codes("unmarked"), codes("forged"), codes("marked")), (each, each, each));
        assert_eq!(
            (&told["judged"]["verdict"], &told["judged"]["grade"]),
            (&"seen".into(), &"proven".into())
        );
    }
    assert!(folder.arvak(&["ledger", "verify"]).status.success());
    let gone = folder.json(&["drill", "address", "supplier/norsk-drift", "--revoke"]);
    assert_eq!(gone["revoked"], true);
    let (mut program, port) = serve(&folder);
    assert_eq!(post(port, &address, ("late", mark), &key), 404);
    program.kill().unwrap();
    program.wait().unwrap();
}

/// Debian's rsyslog with a listener over UDP, or over TLS. It ends when this is dropped.
struct Logger(Child);

impl Drop for Logger {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Logger {
    fn start(folder: &Path, listener: &str) -> Option<Self> {
        let output = folder.join("messages");
        let config = format!(
            "global(workDirectory=\"{folder}\" {listener}\naction(type=\"omfile\" file=\"{output}\" template=\"RSYSLOG_SyslogProtocol23Format\")\n",
            folder = path(folder),
            output = path(&output)
        );
        std::fs::write(folder.join("rsyslog.conf"), config).unwrap();
        let started = Command::new("/usr/sbin/rsyslogd")
            .args(["-n", "-f", path(&folder.join("rsyslog.conf")), "-i", path(&folder.join("pid"))])
            .stdin(Stdio::null())
            .spawn();
        if started.is_err() {
            println!("SKIPPED: no rsyslogd; scripts/test-tools installs it");
        }
        started.ok().map(Self)
    }
}

/// What stands in the log of somebody who failed to log in.
fn intruder(folder: &Path) -> Option<String> {
    let text = std::fs::read_to_string(folder.join("messages")).unwrap_or_default();
    let (_, rest) = text.split_once("Failed password for invalid user ")?;
    rest.split_once(' ').map(|(user, _)| user.to_owned())
}

fn until<T>(found: impl Fn() -> Option<T>) -> T {
    for _ in 0..1_200 {
        if let Some(found) = found() {
            return found;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    unreachable!("it did not come about");
}

fn port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[test]
fn rsyslog_gets_the_line_over_tls_from_whoever_trusts_its_certificate() {
    let root = tempfile::tempdir().unwrap();
    let has_tls = ["x86_64", "aarch64"].into_iter().any(|machine| {
        Path::new(&format!("/usr/lib/{machine}-linux-gnu/rsyslog/lmnsd_gtls.so")).exists()
    });
    if !has_tls {
        println!("SKIPPED: no rsyslog-gnutls; scripts/test-tools installs it");
        return;
    }
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let issuer = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let mut leaf = CertificateParams::new(["localhost".to_owned()]).unwrap();
    leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let key = KeyPair::generate().unwrap();
    let certificate = leaf.signed_by(&key, &issuer).unwrap().pem();
    let files = [
        ("ca.pem", issuer.pem()),
        ("server.pem", certificate),
        ("server.key", key.serialize_pem()),
    ];
    for (name, text) in files {
        std::fs::write(root.path().join(name), text).unwrap();
    }
    let (port, dir) = (port(), path(root.path()).to_owned());
    let listener = format!(
        "DefaultNetstreamDriver=\"gtls\" DefaultNetstreamDriverCAFile=\"{dir}/ca.pem\" DefaultNetstreamDriverCertFile=\"{dir}/server.pem\" DefaultNetstreamDriverKeyFile=\"{dir}/server.key\")\n\
         module(load=\"imtcp\" StreamDriver.Name=\"gtls\" StreamDriver.Mode=\"1\" StreamDriver.AuthMode=\"anon\")\n\
         input(type=\"imtcp\" port=\"{port}\" address=\"127.0.0.1\")"
    );
    let Some(_logger) = Logger::start(root.path(), &listener) else { return };
    until(|| TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok());
    let (folder, ..) = planned(&format!("tls = \"localhost:{port}\""));
    // Nobody whom this machine trusts made its certificate: nothing is sent, and the plan stands.
    let refused = folder.arvak(&["drill", "start", DRILL, "--for-real"]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(folder.json(&["drill", "verdict", DRILL])["judged"]["verdict"], "not_emitted");
    assert_eq!(intruder(root.path()), None);
    std::fs::write(folder.data().join("roots.pem"), issuer.pem()).unwrap();
    std::fs::write(folder.data().join("arvak.toml"), "[net]\nroots = \"roots.pem\"\n").unwrap();
    folder.json(&["drill", "start", DRILL, "--for-real"]);
    let mark = until(|| intruder(root.path()));
    assert!(mark.starts_with("arvak-") && mark.len() == 38, "{mark}");
    assert_eq!(folder.json(&["drill", "verdict", DRILL])["judged"]["verdict"], "pending");
}

#[test]
fn a_datagram_is_never_known_to_have_arrived_and_accuses_nobody() {
    let root = tempfile::tempdir().unwrap();
    let port = port();
    let listener = format!(
        ")\nmodule(load=\"imudp\")\ninput(type=\"imudp\" port=\"{port}\" address=\"127.0.0.1\")"
    );
    let Some(_logger) = Logger::start(root.path(), &listener) else { return };
    // A datagram that nobody hears is lost, so it is sent until the logger is there.
    let socket = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    until(|| {
        let _ = socket.send_to(b"<13>1 - - - - - - er du der", (Ipv4Addr::LOCALHOST, port));
        std::fs::read_to_string(root.path().join("messages")).ok().filter(|text| !text.is_empty())
    });
    let (folder, ..) = planned(&format!("udp = \"127.0.0.1:{port}\""));
    let said = folder.said(&["drill", "start", DRILL, "--for-real", "--lang", "en"]);
    assert!(said.contains("Nobody can know whether it arrived"), "{said}");
    let mark = until(|| intruder(root.path()));
    let verdict = || folder.json(&["drill", "verdict", DRILL])["judged"].clone();
    assert_eq!(verdict()["verdict"], "not_emitted", "no verdict against anybody");
    assert_eq!(
        folder.arvak(&["drill", "start", DRILL, "--for-real"]).status.code(),
        Some(2),
        "once"
    );
    let said = format!("De leste opp {mark}");
    let word: Value = folder.json(&["drill", "receive", DRILL, "--person", &said]);
    assert_eq!(word["verdict"], "seen", "who has the mark has seen it");
}

#[test]
fn a_mailbox_is_written_in_arvak_toml_or_the_command_says_so() {
    let folder = Folder::with_inventory(INVENTORY);
    let said = |text: &str| {
        std::fs::write(folder.data().join("arvak.toml"), text).unwrap();
        let output = folder.arvak(&["mailbox", "--lang", "en"]);
        assert_eq!(output.status.code(), Some(2));
        crate::support::stderr(&output)
    };
    assert!(said("").contains("No mailbox is set up"));
    assert!(said("[mailbox]\nuser = \"a\"\n").contains("mailbox.server is missing"));
    let whole = "[mailbox]\nserver = \"imap.example.no\"\nuser = \"a\"\npassword_file = \"p\"\n";
    assert!(said(whole).contains("mailbox.password_file"), "the file is not there");
    std::fs::write(folder.data().join("p"), "hemmelig").unwrap();
    assert!(said(whole).contains("chmod 600"));
}
