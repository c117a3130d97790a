//! Servers that no package of Debian's is: one that locks accounts, one that wants a password for each program, one whose
//! answers come slowly because somebody confirms them, and some that never were such servers.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use arvak_mfa::Verdict::{Refuted, Unknown};
use arvak_mfa::wire::radius::attributes::Attributes;
use hmac::{Hmac, KeyInit as _, Mac as _};
use md5::{Digest as _, Md5};
use serde_json::json;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, UdpSocket};

use crate::place::{PASSWORD, Place, Told};

/// A server of lines: it greets, and then answers each line as `answer` says; nothing is said to what gets nothing.
async fn lines(
    greeting: &'static str,
    answer: impl Fn(&str) -> String + Send + Sync + 'static,
) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (answer, heard) = (Arc::new(answer), Arc::new(Mutex::new(Vec::new())));
    let log = Arc::clone(&heard);
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let (answer, log) = (Arc::clone(&answer), Arc::clone(&log));
            tokio::spawn(async move {
                let (reader, mut writer) = stream.into_split();
                let _ = writer.write_all(greeting.as_bytes()).await;
                let mut lines = BufReader::new(reader).lines();
                while let Ok(Some(line)) = lines.next_line().await {
                    log.lock().unwrap().push(line.clone());
                    if writer.write_all(answer(&line).as_bytes()).await.is_err() {
                        break;
                    }
                }
            });
        }
    });
    (address, heard)
}

/// A server of IMAP without TLS that says this to every log-in.
async fn imap(
    verdict: impl Fn(&str) -> String + Send + Sync + 'static,
) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    lines("* OK ready\r\n", move |line| {
        let (tag, command) = line.split_once(' ').unwrap_or((line, ""));
        match command {
            "CAPABILITY" => format!("* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n"),
            "LOGOUT" => String::new(),
            log_in if log_in.starts_with("LOGIN") => format!("{tag} {}\r\n", verdict(log_in)),
            _ => format!("{tag} BAD what\r\n"),
        }
    })
    .await
}

async fn tried(address: SocketAddr) -> Told {
    Place::of_stubs().tried("imap", &address.to_string(), json!({"tls": "none"})).await
}

fn log_ins(heard: &Mutex<Vec<String>>) -> usize {
    heard.lock().unwrap().iter().filter(|line| line.contains("LOGIN \"")).count()
}

#[tokio::test]
async fn a_canary_that_is_locked_out_is_left_alone_at_once() {
    let (address, heard) = imap(|_| "NO Account locked: too many failed log-ins".to_owned()).await;
    assert_eq!(tried(address).await.verdict(), (Unknown, "locked"));
    assert_eq!(log_ins(&heard), 1);
}

#[tokio::test]
async fn a_lock_that_falls_during_the_trial_ends_it() {
    let right = format!("\"{PASSWORD}\"");
    let (address, heard) = imap(move |line| {
        let said = if line.ends_with(&right) { "NO Login failed" } else { "NO Too many failures" };
        said.to_owned()
    })
    .await;
    assert_eq!(tried(address).await.verdict(), (Unknown, "locked"));
    assert_eq!(log_ins(&heard), 2);
}

#[tokio::test]
async fn a_password_for_each_program_is_named_as_the_reason() {
    let right = format!("\"{PASSWORD}\"");
    let (address, _) = imap(move |line| {
        let asks = line.ends_with(&right);
        if asks {
            "NO [ALERT] Application-specific password required"
        } else {
            "NO Invalid credentials"
        }
        .to_owned()
    })
    .await;
    let told = tried(address).await;
    assert_eq!(told.verdict(), (Unknown, "canary-refused"));
    assert!(told.transcript.contains("app-password"));
}

#[tokio::test]
async fn a_server_that_refuses_everyone_is_no_proof() {
    let (address, heard) = imap(|_| "NO Invalid credentials".to_owned()).await;
    assert_eq!(tried(address).await.verdict(), (Unknown, "canary-refused"));
    let heard = heard.lock().unwrap();
    let wrong =
        heard.iter().filter(|line| line.contains("LOGIN \"") && !line.contains(PASSWORD)).count();
    assert_eq!(wrong, 1);
}

#[tokio::test]
async fn an_echo_of_the_password_does_not_get_into_the_transcript() {
    let (address, _) = imap(|line| format!("NO cannot let {line} in")).await;
    // The place looks for the password in the transcript.
    assert_eq!(tried(address).await.verdict().0, Unknown);
}

#[tokio::test]
async fn a_server_that_has_login_without_saying_so_is_found_out() {
    let (address, _) = lines("* OK ready\r\n", |line| {
        let (tag, command) = line.split_once(' ').unwrap_or((line, ""));
        match command {
            "CAPABILITY" => {
                format!("* CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2\r\n{tag} OK done\r\n")
            }
            _ => format!("{tag} OK in\r\n"),
        }
    })
    .await;
    assert_eq!(tried(address).await.verdict(), (Refuted, "bypass-password-alone"));
}

#[tokio::test]
async fn what_never_was_such_a_server_is_unknown() {
    for greeting in ["", "HTTP/1.1 400 Bad Request\r\n", "220 ftp\r\n", "* BYE busy\r\n"] {
        let (address, heard) = lines(greeting, |_| "x".repeat(100_000)).await;
        for kind in ["imap", "pop3", "smtp", "ldap", "ssh"] {
            if (greeting.is_empty() && kind != "ldap")
                || (kind == "smtp" && greeting.starts_with("220"))
            {
                // A server that never greets is waited for; and this one is greeted as a mail server would be.
                continue;
            }
            let params = if kind == "ssh" {
                json!({"factors": ["password", "code"], "host_key": "SHA256:x"})
            } else {
                json!({"tls": "none"})
            };
            let told = Place::of_stubs().tried(kind, &address.to_string(), params).await;
            assert_eq!(told.verdict().0, Unknown, "{kind} {greeting}");
        }
        let heard = heard.lock().unwrap();
        let is_ldap = |line: &String| line.contains('\u{2}') || line.contains('\u{60}');
        assert!(heard.iter().all(|line| !line.contains(PASSWORD) || is_ldap(line)), "{heard:?}");
    }
}

const SECRET: &[u8] = b"mellom-oss";

/// A RADIUS server that accepts everything after a while, without `Message-Authenticator` unless `sealed`.
async fn accepts_after(wait: Duration, sealed: bool) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut buffer = [0; 4096];
        loop {
            let (length, asker) = socket.recv_from(&mut buffer).await.unwrap();
            tokio::time::sleep(wait).await;
            socket.send_to(&accept(&buffer[..length], sealed), asker).await.unwrap();
        }
    });
    address
}

fn accept(request: &[u8], sealed: bool) -> Vec<u8> {
    let mut attributes = Attributes::default();
    if sealed {
        attributes.push(80, &[0; 16]).unwrap();
    }
    let length = u16::try_from(20 + attributes.bytes().len()).unwrap().to_be_bytes();
    let mut bytes = [&[2, request[1]], &length[..], &request[4..20], attributes.bytes()].concat();
    if sealed {
        let mut mac = Hmac::<Md5>::new_from_slice(SECRET).unwrap();
        mac.update(&bytes);
        bytes[22..38].copy_from_slice(&mac.finalize().into_bytes());
    }
    let digest = Md5::new().chain_update(&bytes).chain_update(SECRET).finalize();
    bytes[4..20].copy_from_slice(&digest);
    bytes
}

#[tokio::test]
async fn an_accept_that_comes_slowly_may_have_been_confirmed_elsewhere() {
    let params = json!({"shared_secret": String::from_utf8_lossy(SECRET)});
    let address = accepts_after(Duration::from_millis(1_800), true).await;
    // How long it takes is measured.
    let told = Place::new().tried("radius", &address.to_string(), params.clone()).await;
    assert_eq!(told.verdict(), (Unknown, "push-suspected"));
    for sealed in [true, false] {
        let address = accepts_after(Duration::ZERO, sealed).await;
        let told = Place::of_stubs().tried("radius", &address.to_string(), params.clone()).await;
        assert_eq!(told.verdict(), (Refuted, "bypass-password-alone"));
        assert_eq!(told.transcript.contains("CVE-2024-3596"), !sealed);
    }
    // Answers that were made with another secret are nobody's.
    let params = json!({"shared_secret": "another"});
    let address = accepts_after(Duration::ZERO, true).await;
    let told = Place::of_stubs().tried("radius", &address.to_string(), params).await;
    assert_eq!(told.verdict(), (Unknown, "settings"));
}

#[tokio::test]
async fn an_address_that_was_not_allowed_is_never_asked() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut said = Vec::new();
        let _ = stream.read_to_end(&mut said).await;
        panic!("somebody came: {said:?}");
    });
    for (kind, params) in [
        ("imap", json!({"tls": "none"})),
        ("ldap", json!({"tls": "none"})),
        ("ssh", json!({"host_key": "SHA256:x", "factors": ["password", "code"]})),
        ("radius", json!({"shared_secret": "x"})),
    ] {
        let told = Place::of_stubs().tried(kind, &format!("10.1.2.3:{port}"), params).await;
        assert_eq!(told.verdict(), (Unknown, "out-of-scope"), "{kind}");
    }
}
