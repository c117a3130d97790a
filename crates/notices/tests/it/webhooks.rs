//! A webhook's receiver, which holds the signature against the secret as the standard says.

use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use arvak_core::Instant;
use arvak_notices::webhook::{Address, secret_to_text, send, sign};
use arvak_notices::{Channels, SendError};
use arvak_probe::{Clock as _, SystemClock};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// Answers each connection with the next status, and keeps what it was sent.
async fn receiver(statuses: &'static [u16]) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/arvak?x=1", listener.local_addr().unwrap());
    let got: Arc<Mutex<Vec<String>>> = Arc::default();
    let kept = Arc::clone(&got);
    tokio::spawn(async move {
        for status in statuses {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            while !String::from_utf8_lossy(&request).ends_with('}') {
                let mut part = [0; 4096];
                let length = stream.read(&mut part).await.unwrap();
                request.extend_from_slice(&part[..length]);
            }
            kept.lock().unwrap().push(String::from_utf8(request).unwrap());
            let answer = format!(
                "HTTP/1.1 {status} x\r\nContent-Length: 0\r\nLocation: http://127.0.0.1:1/\r\n\r\n"
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (url, got)
}

fn header(request: &str, name: &str) -> String {
    let begin = format!("{name}: ");
    request.lines().find_map(|line| line.strip_prefix(&begin)).unwrap().to_owned()
}

async fn post(url: &str, now: &str) -> Result<(), SendError> {
    let address = Address::parse(url).unwrap();
    let door = Channels::default().door([address.target.clone()]);
    let now: Instant = now.parse().unwrap();
    send(&door, &address, b"0123456789abcdef0123456789abcdef", "msg_7", r#"{"type":"test"}"#, now)
        .await
}

#[tokio::test]
async fn what_arrives_is_signed_and_keeps_its_id_at_each_attempt() {
    let (url, got) = receiver(&[500, 204]).await;
    let error = post(&url, "2026-03-01T12:00:00.900Z").await.unwrap_err();
    assert_eq!(error, SendError::Status { status: 500 });
    post(&url, "2026-03-01T12:01:00Z").await.unwrap();
    let requests = got.lock().unwrap().clone();
    for (request, second) in requests.iter().zip(["1772366400", "1772366460"]) {
        assert!(request.starts_with("POST /arvak?x=1 HTTP/1.1\r\n"), "{request}");
        assert_eq!(header(request, "webhook-id"), "msg_7");
        assert_eq!(header(request, "webhook-timestamp"), second);
        assert_eq!(header(request, "content-type"), "application/json");
        let body = request.split_once("\r\n\r\n").unwrap().1;
        let secret = b"0123456789abcdef0123456789abcdef";
        let right = sign(secret, "msg_7", second.parse().unwrap(), body.as_bytes());
        assert_eq!(header(request, "webhook-signature"), right);
        let other = sign(
            b"another secret of just the size!",
            "msg_7",
            second.parse().unwrap(),
            body.as_bytes(),
        );
        assert_ne!(header(request, "webhook-signature"), other);
    }
}

#[tokio::test]
async fn a_receiver_that_is_gone_is_never_asked_again_and_a_redirect_is_not_followed() {
    let (url, _) = receiver(&[410, 302]).await;
    let gone = post(&url, "2026-03-01T12:00:00Z").await.unwrap_err();
    assert!(gone.is_permanent());
    let elsewhere = post(&url, "2026-03-01T12:00:00Z").await.unwrap_err();
    assert_eq!(elsewhere, SendError::Status { status: 302 });
}

#[tokio::test]
async fn an_address_that_was_not_registered_is_never_dialled() {
    let (url, got) = receiver(&[200]).await;
    let address = Address::parse(&url).unwrap();
    let door = Channels::default().door([]);
    let sent = send(&door, &address, b"x", "msg_7", "{}", Instant::from_millis(0)).await;
    assert!(matches!(sent, Err(SendError::Outbound(_))));
    assert!(got.lock().unwrap().is_empty());
}

/// The receiver that the documentation shows, with this secret and port.
fn documented(secret: &[u8], port: u16) -> String {
    let text = include_str!("../../../../docs/notices.md");
    let code = text.split_once("```python\n").unwrap().1.split_once("```").unwrap().0;
    assert!(code.contains("whsec_…") && code.contains("9000"), "{code}");
    code.replace("whsec_…", &secret_to_text(secret)).replace("9000", &port.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_receiver_of_the_documentation_takes_what_is_ours_once_and_nothing_else() {
    let secret = b"0123456789abcdef0123456789abcdef";
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let python = Command::new("python3")
        .args(["-u", "-c", &documented(secret, port)])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut python) = python else {
        println!(
            "SKIPPED: python3 is not installed; the receiver of the documentation was not tried"
        );
        return;
    };
    let address = Address::parse(&format!("http://127.0.0.1:{port}/")).unwrap();
    let door = Channels::default().door([address.target.clone()]);
    for _ in 0..300 {
        if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let (now, body) = (SystemClock.now(), r#"{"type":"claim.refuted","data":{"claim":"1c.2"}}"#);
    let old = Instant::from_millis(now.as_millis() - 600_000);
    let mut answers = Vec::new();
    for (secret, at) in
        [(secret, now), (secret, now), (secret, old), (b"another secret of just the size!", now)]
    {
        answers.push(send(&door, &address, secret, "msg_8", body, at).await);
    }
    python.kill().unwrap();
    let said = python.wait_with_output().unwrap().stdout;
    let refused = Err(SendError::Status { status: 401 });
    assert_eq!(answers, [Ok(()), Ok(()), refused.clone(), refused]);
    let line = "{'type': 'claim.refuted', 'data': {'claim': '1c.2'}}\n";
    assert_eq!(String::from_utf8(said).unwrap(), line, "it was taken once");
}
