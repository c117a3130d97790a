//! `arvak callout`: a list is planned, its ground recorded, and `arvak serve` calls when the moment comes. It is killed while the
//! mail server has a call and has not said so, and again after an answer.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use arvak_core::Instant;
use arvak_probe::SystemClock;

use crate::scripted::{Scripted, Turn};
use crate::support::{Folder, stdout};

const INVENTORY: &str = "[[organisation]]\nid = \"provedal\"\n";
const ORIGIN: &str = "https://arvak.provedal.example";
const EXAMPLE: &str = include_str!("../../../../examples/callouts/vakta.toml");
const ID: &str = "vakta-1";

fn from_now(seconds: i64) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let now = i64::try_from(now.as_secs()).unwrap();
    Instant::from_millis((now + seconds) * 1_000).to_string()
}

/// The example by mail alone, with a period that is that many seconds away.
fn definition(from: i64, to: i64) -> String {
    EXAMPLE
        .replace("sms = \"+47 22 33 44 66\"\n", "")
        .replace("2026-12-01T07:00:00Z", &from_now(from))
        .replace("2026-12-18T21:00:00Z", &from_now(to))
}

fn folder(port: u16) -> Folder {
    let folder = Folder::with_inventory(INVENTORY);
    let settings = format!(
        "[web]\norigin = \"{ORIGIN}\"\n\n[mail]\nrelay = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\nfrom = \"Årvåk <arvak@provedal.example>\"\n"
    );
    std::fs::write(folder.data().join("arvak.toml"), settings).unwrap();
    folder
}

fn file(folder: &Folder, text: &str) -> String {
    let file = folder.outside().join("callout.toml");
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

fn serve(folder: &Folder, port: u16) -> Child {
    let listen = format!("127.0.0.1:{port}");
    let mut command = folder.command(&["serve", "--listen", &listen]);
    let mut program = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(program.stdout.take().unwrap()).lines();
    assert!(lines.map(Result::unwrap).any(|line| line.contains(ORIGIN)));
    program
}

fn kill(mut program: Child) {
    program.kill().unwrap();
    program.wait().unwrap();
}

/// Waits for what must become so; the runner ends a test for which it never does.
fn until(mut is_so: impl FnMut() -> bool) {
    while !is_so() {
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn text(mail: &str) -> String {
    let (_, body) = mail.split_once("\r\n\r\n").unwrap();
    body.replace("=\r\n", "").replace("=3D", "=")
}

fn code(mail: &str) -> String {
    let text = text(mail);
    let link = text.split_whitespace().find(|word| word.starts_with(ORIGIN)).unwrap();
    link.split_once('#').unwrap().1.to_owned()
}

/// What the page answers to the button.
fn press(port: u16, code: &str) -> String {
    let body = format!("kode={code}");
    let request = format!(
        "POST /vaktproving HTTP/1.1\r\nHost: arvak.provedal.example\r\nOrigin: {ORIGIN}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_call_survives_the_program_and_so_does_its_answer() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let server = runtime.block_on(Scripted::start([Turn::HangsAfterData]));
    let folder = folder(server.address.port());
    runtime.block_on(async {
        let opened =
            arvak_store::Folder::open(&folder.data(), Arc::new(SystemClock)).await.unwrap();
        opened.operation().set_meta("first-run-over", "1").await.unwrap();
        opened.close().await.unwrap();
    });
    let planned = folder.json(&["callout", "plan", &file(&folder, &definition(20, 22))]);
    assert_eq!(planned["id"], ID);
    let started = folder.json(&["callout", "start", ID, "--for-real"]);
    assert!(started["ground"].is_u64() || started["ground"].is_string(), "{started}");
    let listed = folder.said(&["ledger", "list"]);
    let sealed = listed.lines().filter(|line| line.contains("callout."));
    assert!(sealed.clone().count() == 2 && sealed.clone().all(|line| !line.contains("Kari")));

    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let first = serve(&folder, port);
    until(|| server.messages().len() == 1);
    kill(first);
    let second = serve(&folder, port);
    until(|| server.messages().len() == 2);
    let messages = server.messages();
    assert!(!text(&messages[0]).contains("Dette sendes p"), "{}", messages[0]);
    assert!(text(&messages[1]).contains("Dette sendes p"), "a second one says that it is one");
    assert!(text(&messages[1]).contains("Kari Vakt"), "the same step");
    let answer = press(port, &code(&messages[1]));
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    kill(second);

    let third = serve(&folder, port);
    let verdict = || folder.json(&["callout", "verdict", ID]);
    until(|| !verdict()["recorded"].is_null());
    let found = verdict();
    assert_eq!(found["found"]["verdict"], "answered", "{found}");
    assert_eq!(found["found"]["steps"][1]["reached"], "not_called");
    assert_eq!(server.messages().len(), 2, "and nobody else was called");
    let id = third.id().to_string();
    assert!(Command::new("kill").args(["-s", "INT", &id]).status().unwrap().success());
    let mut third = third;
    assert!(third.wait().unwrap().success());
    let export = folder.outside().join("export");
    folder.json(&["callout", "export", ID, export.to_str().unwrap()]);
    let record = std::fs::read_to_string(export.join("record.json")).unwrap();
    assert!(record.contains("emergency_coordinator") && !record.contains("Kari"), "{record}");
    assert!(folder.arvak(&["ledger", "verify"]).status.success());
}

#[test]
fn nothing_is_planned_without_a_ground_or_a_way_and_nothing_started_twice() {
    let folder = folder(9);
    let refused = |args: &[&str], part: &str| {
        let output = folder.arvak(args);
        let said = format!("{}{}", stdout(&output), crate::support::stderr(&output));
        assert!(output.status.code() == Some(2) && said.contains(part), "{args:?}: {said}");
    };
    let sound = definition(600, 1_200);
    let (without, _) = sound.split_once("[privacy]").unwrap();
    refused(&["callout", "plan", &file(&folder, without), "--lang", "en"], "`privacy`");
    let sms = sound.replace("mail = \"ola.drift@nordvik.example\"", "sms = \"+47 22 33 44 66\"");
    refused(&["callout", "plan", &file(&folder, &sms)], "[sms]");
    let hook = sound.replace("mail = \"ola", "webhook = \"ola");
    refused(&["callout", "plan", &file(&folder, &hook)], "ikke registrert");
    let over = definition(-600, -300);
    refused(&["callout", "plan", &file(&folder, &over)], "over");
    folder.json(&["callout", "plan", &file(&folder, &sound)]);
    let dry = folder.said(&["callout", "start", ID]);
    assert!(dry.contains("Kari Vakt") && dry.contains("Fagforbundet"), "{dry}");
    assert_eq!(folder.json(&["callout", "list"])["callouts"][0]["started"], false);
    refused(&["callout", "verdict", ID, "--record"], "ingen dom");
    folder.json(&["callout", "start", ID, "--for-real"]);
    refused(&["callout", "start", ID, "--for-real"], "alt startet");
    refused(&["callout", "export", ID, folder.outside().join("x").to_str().unwrap()], "forseglet");
    folder.json(&["callout", "stop", ID]);
    assert!(folder.said(&["callout", "list"]).contains("Stoppet"));
}
