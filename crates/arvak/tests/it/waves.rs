//! Waves of requests by mail: what is shown, what is sent, and that nothing is lost or sent twice when the program is killed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::{Folder, json_of, stderr};

/// A mail server that takes everything, and counts what it was given whole. It answers when it likes.
#[derive(Clone, Default)]
pub(crate) struct Receiver {
    mails: Arc<Mutex<Vec<String>>>,
    pub(crate) port: u16,
}

impl Receiver {
    pub(crate) fn start(slow_ms: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let receiver = Self { port, ..Self::default() };
        let mails = Arc::clone(&receiver.mails);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mails = Arc::clone(&mails);
                std::thread::spawn(move || drop(converse(&stream, &mails, slow_ms)));
            }
        });
        receiver
    }

    /// What it was given.
    pub(crate) fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap().clone()
    }

    fn count(&self) -> usize {
        self.mails.lock().unwrap().len()
    }

    /// How often each address got a mail, and how often each Message-ID was seen.
    fn tally(&self, header: &str) -> BTreeMap<String, usize> {
        let mut tally = BTreeMap::new();
        for mail in self.mails.lock().unwrap().iter() {
            let line = mail.lines().find_map(|line| line.strip_prefix(header)).unwrap();
            *tally.entry(line.trim().to_owned()).or_default() += 1;
        }
        tally
    }
}

fn converse(stream: &TcpStream, mails: &Mutex<Vec<String>>, slow_ms: u64) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?);
    let mut stream = stream;
    stream.write_all(b"220 receiver\r\n")?;
    let mut number = 0_u64;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let answer: &[u8] = match line.get(..4).unwrap_or_default() {
            "EHLO" => b"250-receiver\r\n250 PIPELINING\r\n",
            "DATA" => b"354 go on\r\n",
            "QUIT" => b"221 bye\r\n",
            _ => b"250 ok\r\n",
        };
        stream.write_all(answer)?;
        if line.starts_with("DATA") {
            let mut mail = String::new();
            loop {
                let begin = mail.len();
                if lines.read_line(&mut mail)? == 0 {
                    // Without its last dot it is no mail.
                    return Ok(());
                }
                if &mail[begin..] == ".\r\n" {
                    break;
                }
            }
            mails.lock().unwrap().push(mail);
            number += 1;
            // Now and then the answer takes its time, as where a disk is slow.
            if slow_ms > 0 && number.is_multiple_of(3) {
                std::thread::sleep(Duration::from_millis(slow_ms));
            }
            stream.write_all(b"250 taken\r\n")?;
        }
        if line.starts_with("QUIT") {
            return Ok(());
        }
    }
}

pub(crate) fn folder(suppliers: usize, port: u16) -> Folder {
    let mut text = "[[organisation]]\nid = \"provedal\"\nname = \"Prøvedal kommune\"\n".to_owned();
    let mut addresses = String::new();
    for number in 0..suppliers {
        let _ = write!(
            text,
            "\n[[supplier]]\nid = \"lev-{number}\"\nname = \"Leverandør {number} AS\"\noperates_ict = true\ncritical = {}\n",
            number % 2 == 0
        );
        let _ = writeln!(
            addresses,
            "supplier/lev-{number},post-{number}@lev.example,leder-{number}@lev.example,nb"
        );
    }
    let folder = Folder::with_inventory(&text);
    let settings = format!(
        "[mail]\nrelay = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\nfrom = \"Prøvedal <arvak@provedal.example>\"\n\n[suppliers]\ncall = \"Kari Nordmann, 99 00 00 00\"\n"
    );
    std::fs::write(folder.data().join("arvak.toml"), settings).unwrap();
    let file = folder.outside().join("adresser.csv");
    std::fs::write(&file, addresses).unwrap();
    folder.said(&["request", "address", "--file", file.to_str().unwrap()]);
    folder
}

pub(crate) fn state(folder: &Folder, claim: &str, supplier: &str) -> String {
    let judged = folder.json(&["explain", claim]);
    let subjects = judged["subjects"].as_array().unwrap();
    let own = subjects.iter().find(|one| one["subject"] == supplier).unwrap();
    own["state"].as_str().unwrap().to_owned()
}

#[test]
fn a_wave_is_shown_first_and_sends_nothing() {
    let receiver = Receiver::start(0);
    let folder = folder(3, receiver.port);
    folder.said(&["request", "address", "supplier/lev-1", "--forget"]);
    let shown = folder.json(&["request", "wave", "--all"]);
    assert_eq!(shown["for_real"], false);
    let all = shown["suppliers"].as_array().unwrap();
    let what: Vec<_> = all.iter().map(|one| one["what"].as_str().unwrap()).collect();
    assert_eq!(what, ["asks", "no-address", "asks"]);
    assert_eq!(all[0]["address"], "post-0@lev.example");
    assert!(all[0]["questions"].as_u64().unwrap() > 5);
    let critical = folder.json(&["request", "wave", "--critical"]);
    assert_eq!(critical["suppliers"].as_array().unwrap().len(), 2);
    let text = folder.said(&["request", "wave", "supplier/lev-0", "supplier/ukjent"]);
    assert!(text.contains("post-0@lev.example") && text.contains("Ingenting er sendt"), "{text}");
    assert_eq!(receiver.count(), 0);
    assert_eq!(folder.json(&["request", "list"]), serde_json::json!([]));
}

#[test]
fn a_wave_reaches_everybody_once_and_is_documented() {
    let receiver = Receiver::start(0);
    let folder = folder(5, receiver.port);
    assert_eq!(state(&folder, "1c.1", "supplier/lev-2"), "missing");
    let sent = folder.json(&["request", "wave", "--all", "--for-real"]);
    assert_eq!((&sent["requests"], &sent["sent"]), (&5.into(), &5.into()), "{sent}");
    let tally = receiver.tally("To: ");
    assert_eq!(tally.len(), 5);
    assert!(tally.values().all(|count| *count == 1), "{tally:?}");
    assert_eq!(state(&folder, "1c.1", "supplier/lev-2"), "verified");
    let requests = folder.json(&["request", "list"]);
    assert!(requests.as_array().unwrap().iter().all(|one| one["stage"] == "sent"), "{requests}");
    // Once more: everybody has an open request.
    let again = folder.json(&["request", "wave", "--all", "--for-real"]);
    assert_eq!((&again["requests"], &again["sent"]), (&0.into(), &0.into()));
    assert_eq!(receiver.count(), 5);
    let mail = receiver.mails.lock().unwrap()[0].clone();
    assert!(mail.contains("/foresporsel#"), "{mail}");
    assert!(!mail.contains('\u{fffc}') && !mail.to_lowercase().contains("text/html"));
    // What is kept of it holds no code.
    let code = mail.replace("=\r\n", "");
    let (_, code) = code.split_once("/foresporsel#").unwrap();
    let code: String = code.chars().take_while(|sign| !sign.is_whitespace()).collect();
    assert!(code.len() >= 43, "{code}");
    for file in folder.files() {
        let bytes = std::fs::read(&file).unwrap();
        let holds = bytes.windows(code.len()).any(|part| part == code.as_bytes());
        assert!(!holds, "the code of a link stands in {}", file.display());
    }
}

#[test]
fn without_a_server_or_somebody_to_call_nothing_is_made() {
    let folder = folder(1, 9);
    std::fs::write(folder.data().join("arvak.toml"), "").unwrap();
    let refused = folder.arvak(&["request", "wave", "--all", "--for-real"]);
    assert!(!refused.status.success());
    assert!(stderr(&refused).contains("[mail]"), "{}", stderr(&refused));
    assert_eq!(folder.json(&["request", "list"]), serde_json::json!([]));
}

#[test]
fn a_mail_that_came_back_refutes_that_the_supplier_was_contacted() {
    let receiver = Receiver::start(0);
    let folder = folder(2, receiver.port);
    folder.json(&["request", "wave", "supplier/lev-0", "supplier/lev-1", "--for-real"]);
    let mails = receiver.mails();
    let mail = mails.iter().find(|mail| mail.contains("To: post-0@")).unwrap();
    let id = mail.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().trim();
    let notification = |action: &str, id: &str| {
        let text = format!(
            "From: MAILER-DAEMON@relay.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"B\"\r\n\r\n--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; relay.example\r\n\r\nFinal-Recipient: rfc822; post-0@lev.example\r\nAction: {action}\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n--B\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {id}\r\nSubject: x\r\n\r\n--B--\r\n"
        );
        let file = folder.outside().join("retur.eml");
        std::fs::write(&file, text).unwrap();
        file.display().to_string()
    };
    let forged = folder.arvak(&[
        "request",
        "bounced",
        &notification("failed", "<0123456789abcdef01234567@provedal.example>"),
    ]);
    assert!(!forged.status.success(), "nobody was sent that");
    let delayed = folder.json(&["request", "bounced", &notification("delayed", id)]);
    assert_eq!(delayed["failed"], false);
    assert_eq!(state(&folder, "1b.1", "supplier/lev-0"), "verified");
    let failed = folder.json(&["request", "bounced", &notification("failed", id)]);
    assert_eq!((&failed["new"], &failed["supplier"]), (&true.into(), &"supplier/lev-0".into()));
    assert_eq!(state(&folder, "1b.1", "supplier/lev-0"), "refuted");
    assert_eq!(state(&folder, "1b.1", "supplier/lev-1"), "verified");
    let again = folder.json(&["request", "bounced", &notification("failed", id)]);
    assert_eq!(again["new"], false);
}

/// How many waves are killed again and again; `make test-full` asks for more.
fn rounds() -> u32 {
    std::env::var("ARVAK_WAVE_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(2)
}

const SUPPLIERS: usize = 120;

#[test]
fn kill_after_kill_of_a_wave_loses_no_mail_and_doubles_none() {
    let mut seed = 20_261_129_u64;
    let mut random = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for round in 0..rounds() {
        let receiver = Receiver::start(4);
        let folder = folder(SUPPLIERS, receiver.port);
        let (mut kills, mut runs) = (0, 0);
        loop {
            runs += 1;
            assert!(runs < 400, "it never ends");
            let args: &[&str] = match runs % 2 {
                1 => &["request", "wave", "--all", "--for-real", "--json"],
                _ => &["request", "post", "--json"],
            };
            let mut child =
                folder.command(args).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
            // Some kills strike while requests are made, most while mails go out.
            let (before, more) = (receiver.count(), usize::try_from(random(14)).unwrap());
            let mut waits_ms = 40 + random(1_500);
            while waits_ms > 0
                && receiver.count() < before + more
                && child.try_wait().unwrap().is_none()
            {
                std::thread::sleep(Duration::from_millis(1));
                waits_ms -= 1;
            }
            std::thread::sleep(Duration::from_micros(random(3_000)));
            if child.try_wait().unwrap().is_none() {
                kills += 1;
                child.kill().unwrap();
            }
            child.wait().unwrap();
            if receiver.count() >= SUPPLIERS || runs > 300 {
                break;
            }
        }
        // Once more in peace: what is left is sent, what is not known is told.
        let output = folder.arvak(&["request", "wave", "--all", "--for-real", "--json"]);
        assert!(output.status.success(), "{}", stderr(&output));
        let last = json_of(&output);
        assert_eq!((&last["later"], &last["failed"]), (&0.into(), &0.into()));
        let (by_address, by_id) = (receiver.tally("To: "), receiver.tally("Message-ID: "));
        let doubled: Vec<_> =
            by_address.iter().chain(&by_id).filter(|(_, count)| **count != 1).collect();
        assert!(doubled.is_empty(), "round {round}: sent twice: {doubled:?}");
        assert_eq!(by_address.len(), SUPPLIERS, "round {round}: lost, after {kills} kills");
        assert!(kills >= 3, "nothing was killed: {kills}");
        // Who is not confirmed is told, and no fact says of them that it was sent.
        let requests = folder.json(&["request", "list"]);
        let draft =
            requests.as_array().unwrap().iter().filter(|one| one["stage"] == "draft").count();
        assert!(draft < SUPPLIERS / 2, "{draft} unsure of {SUPPLIERS}");
        println!("round {round}: {kills} kills, {draft} not confirmed");
    }
}
