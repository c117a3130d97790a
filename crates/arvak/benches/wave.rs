//! How long a wave of requests takes, as a whole process: 35,700 suppliers are asked by `arvak request wave --all --for-real`, each by a
//! mail with a secret link of its own, handed to Postfix's `smtp-sink` on loopback. Requests, links, mails and facts are made and
//! synced within that time. The peer, in the same run: Python's smtplib hands as many mails of the same size to the same
//! server over one connection, and keeps nothing. `ARVAK_WAVE_COUNT` says how many otherwise.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a bench measures time, and ends when something fails"
)]

#[path = "shared/sink.rs"]
mod sink;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant as Stopwatch;

use self::sink::{SINK, Sink};

/// 357 municipalities with 100 suppliers each.
const COUNT: usize = 35_700;

/// What the peer does: as many mails of about the same size.
const PEER: &str = "
import smtplib, sys
port, count = int(sys.argv[1]), int(sys.argv[2])
text = 'Hei,\\r\\n\\r\\n' + ('Vi trenger svar fra dere. ' * 3 + '\\r\\n') * 18
with smtplib.SMTP('127.0.0.1', port) as smtp:
    for number in range(count):
        to = f'post-{number}@lev.example'
        head = f'From: arvak@provedal.example\\r\\nTo: {to}\\r\\nSubject: Emne\\r\\nMessage-ID: <{number}@provedal.example>\\r\\n\\r\\n'
        smtp.sendmail('arvak@provedal.example', [to], head + text)
";

fn main() {
    if !Path::new(SINK).exists() {
        println!("{{\"bench\":\"wave\",\"skipped\":\"{SINK} is not there (Debian: postfix)\"}}");
        return;
    }
    let count = std::env::var("ARVAK_WAVE_COUNT").ok().and_then(|text| text.parse().ok());
    let count = count.unwrap_or(COUNT);
    let sink = Sink::start();
    let dir = tempfile::tempdir().unwrap();
    let data = folder(dir.path(), count, sink.port);
    let started = Stopwatch::now();
    let sent = arvak(&data, &["request", "wave", "--all", "--for-real", "--json"]);
    let ours_ms = started.elapsed().as_millis();
    let sent: serde_json::Value = serde_json::from_str(&sent).unwrap();
    assert_eq!(sent["sent"], count, "{sent}");
    let peer = dir.path().join("peer.py");
    std::fs::write(&peer, PEER).unwrap();
    let started = Stopwatch::now();
    let port = sink.port.to_string();
    let status = Command::new("python3").arg(&peer).args([&port, &count.to_string()]).status();
    let peer_ms =
        status.is_ok_and(|status| status.success()).then(|| started.elapsed().as_millis());
    println!(
        "{{\"bench\":\"wave\",\"mails\":{count},\"ours_ms\":{ours_ms},\"smtplib_one_connection_ms\":{}}}",
        peer_ms.map_or_else(|| "null".to_owned(), |ms| ms.to_string())
    );
}

/// A folder with so many suppliers, each with an address.
fn folder(dir: &Path, count: usize, port: u16) -> PathBuf {
    let data = dir.join("data");
    let mut text = "[[organisation]]\nid = \"provedal\"\nname = \"Prøvedal kommune\"\n".to_owned();
    let mut addresses = String::new();
    for number in 0..count {
        let _ = write!(
            text,
            "\n[[supplier]]\nid = \"lev-{number}\"\nname = \"Leverandør {number} AS\"\noperates_ict = true\ncritical = true\n"
        );
        let _ = writeln!(addresses, "supplier/lev-{number},post-{number}@lev.example");
    }
    let (inventory, csv) = (dir.join("inventory.toml"), dir.join("adresser.csv"));
    std::fs::write(&inventory, text).unwrap();
    std::fs::write(&csv, addresses).unwrap();
    arvak(&data, &["init", "--name", "Prøvedal"]);
    let settings = format!(
        "[mail]\nrelay = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\nfrom = \"Prøvedal <arvak@provedal.example>\"\n\n[suppliers]\ncall = \"Kari Nordmann, 99 00 00 00\"\n"
    );
    std::fs::write(data.join("arvak.toml"), settings).unwrap();
    arvak(&data, &["import", inventory.to_str().unwrap()]);
    arvak(&data, &["request", "address", "--file", csv.to_str().unwrap(), "--json"]);
    data
}

fn arvak(data: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_arvak"));
    let output = command.args(args).arg("--data").arg(data).stderr(Stdio::inherit()).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{args:?}");
    String::from_utf8(output.stdout).unwrap()
}
