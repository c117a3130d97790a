//! Servers that are odd, slow, endless or absurd, over plain HTTP at one place.

use std::sync::Arc;
use std::time::Duration;

use arvak_probe::CheckOutcome::{Fail, Inconclusive, NotApplicable, Notice, Pass};
use arvak_probe::Limits;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;

/// What a stub answers to method and path: bytes, and whether the connection stays.
type Answer = Arc<dyn Fn(&str, &str) -> (Vec<u8>, bool) + Send + Sync>;

async fn talk(mut stream: TcpStream, answer: Answer) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    loop {
        while !bytes.windows(4).any(|four| four == b"\r\n\r\n") {
            let mut buffer = [0; 2048];
            let count = stream.read(&mut buffer).await?;
            if count == 0 {
                return Ok(());
            }
            bytes.extend_from_slice(&buffer[..count]);
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        bytes.clear();
        let mut words = text.split(' ');
        let (method, path) = (words.next().unwrap(), words.next().unwrap());
        let (reply, stays) = answer(method, path);
        stream.write_all(&reply).await?;
        if !stays {
            return Ok(());
        }
    }
}

async fn stub(
    answer: impl Fn(&str, &str) -> (Vec<u8>, bool) + Send + Sync + 'static,
) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let answer: Answer = Arc::new(answer);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(talk(stream, Arc::clone(&answer)));
        }
    });
    address
}

async fn look_at(address: SocketAddr) -> Judgement {
    let mut house = house();
    house.connect(HOST, address);
    house.limits = Limits {
        idle: Duration::from_millis(300),
        total: Duration::from_secs(3),
        new_per_second_per_host: 1_000,
        ..Limits::default()
    };
    house::look(&house, "http", &format!("http://{HOST}")).await
}

fn page(fields: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n{fields}\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn not_found() -> (Vec<u8>, bool) {
    (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_vec(), true)
}

#[tokio::test]
async fn a_plain_server_is_judged_by_what_it_answers() {
    let address = stub(|_, path| match path {
        "/" => (page("Set-Cookie: sid=secret; HttpOnly\r\nContent-Security-Policy: default-src 'self'\r\n", "<p>hei"), true),
        "/.well-known/security.txt" => {
            let text = "Contact: mailto:a@b.example\r\nExpires: 2027-01-01T00:00:00Z\r\n";
            (format!("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{text}", text.len()).into_bytes(), true)
        }
        "/.env" => (b"HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\nDB_PASSWORD=a\n".to_vec(), true),
        _ => not_found(),
    })
    .await;
    let judgement = look_at(address).await;
    assert_result(&judgement, "http.redirect", (Fail, "http.no_redirect"));
    assert_result(&judgement, "http.cookie_secure", (Fail, "cookie.insecure"));
    assert_result(&judgement, "http.csp", (Pass, "csp.present"));
    assert_result(&judgement, "http.security_txt", (Pass, "security_txt.present"));
    assert_result(&judgement, "http.exposed_files", (Fail, "exposed.files"));
    assert_result(&judgement, "http.mixed_content", (NotApplicable, "page.not_encrypted"));
}

#[tokio::test]
async fn a_page_in_chunks_and_one_without_a_length_are_read_to_their_end() {
    let chunked =
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n\
                    5\r\n<form\r\n18\r\n><input type=password></\r\n5\r\nform>\r\n0\r\n\r\n";
    let closed =
        b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<form><input type=password></form>";
    for (bytes, stays) in [(&chunked[..], true), (closed, false)] {
        let address =
            stub(move |_, path| if path == "/" { (bytes.to_vec(), stays) } else { not_found() })
                .await;
        let judgement = look_at(address).await;
        assert_result(&judgement, "http.login", (Notice, "login.form"));
        assert_result(&judgement, "http.form_action", (Fail, "form.password_in_clear"));
    }
}

#[tokio::test]
async fn a_page_that_cannot_be_read_to_its_end_never_passes() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
    for (reply, reason) in [
        (format!("{head}Transfer-Encoding: chunked\r\n\r\n5\r\n<p>he\r\nzz\r\n"), "http.bad_body"),
        (format!("{head}Content-Length: 900\r\n\r\n<p>hei"), "net.timeout"),
        (
            format!("{head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n<p>hei"),
            "http.bad_body",
        ),
        (format!("{head}Content-Length: 5\r\nContent-Length: 6\r\n\r\n<p>hei"), "http.bad_body"),
        (format!("{head}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f."), "http.encoded"),
    ] {
        let bytes = reply.clone().into_bytes();
        let address =
            stub(move |_, path| if path == "/" { (bytes.clone(), true) } else { not_found() })
                .await;
        let judgement = look_at(address).await;
        assert_result(&judgement, "http.login", (Inconclusive, reason));
        assert_result(&judgement, "http.csp", (Inconclusive, reason));
        // What stands in the head is judged all the same.
        assert_result(&judgement, "http.content_type_options", (Fail, "nosniff.absent"));
    }
}

#[tokio::test]
async fn an_endless_page_is_left_and_what_was_seen_of_it_counts() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut buffer = [0; 1024];
                let _ = stream.read(&mut buffer).await;
                let _ = stream
                    .write_all(
                        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<input type=password>",
                    )
                    .await;
                // A gigabyte, if anybody would read it.
                let block = b"<script>".repeat(1 << 17);
                for _ in 0..1024 {
                    if stream.write_all(&block).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    let judgement = look_at(address).await;
    assert_result(&judgement, "http.login", (Notice, "login.form"));
    assert_result(&judgement, "http.sri", (Inconclusive, "page.cut"));
    assert_result(&judgement, "http.exposed_files", (Pass, "exposed.none"));
}

#[tokio::test]
async fn fields_that_a_split_answer_smuggles_in_are_not_taken() {
    let reply = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Security-Policy: default-src 'self'\r\n\r\n";
    let address =
        stub(move |_, path| if path == "/" { (reply.to_vec(), true) } else { not_found() }).await;
    let judgement = look_at(address).await;
    assert_result(&judgement, "http.csp", (Fail, "csp.absent"));
    // What nobody asked for is no answer to the next question.
    assert_result(&judgement, "http.security_txt", (Fail, "security_txt.absent"));
}

#[tokio::test]
async fn a_server_that_closes_after_each_answer_is_asked_all_the_same() {
    let address = stub(|_, path| {
        let found = path == "/.git/HEAD";
        let body = if found { "ref: refs/heads/main\n" } else { "no" };
        let status = if found { "200 OK" } else { "404 Not Found" };
        // It does not say that it will close.
        (
            format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}", body.len())
                .into_bytes(),
            false,
        )
    })
    .await;
    let judgement = look_at(address).await;
    assert_result(&judgement, "http.exposed_files", (Fail, "exposed.files"));
    assert_result(&judgement, "http.admin_panels", (Pass, "panel.none_seen"));
}

#[tokio::test]
async fn a_server_that_has_had_enough_tells_nothing_more() {
    let asked = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let address = stub(move |_, _| {
        let count = asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        if count < 20 {
            not_found()
        } else {
            (b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n".to_vec(), true)
        }
    })
    .await;
    let judgement = look_at(address).await;
    assert_result(&judgement, "http.exposed_files", (Inconclusive, "http.kept_out"));
}

#[tokio::test]
async fn a_server_that_falls_silent_is_left_after_a_few_questions() {
    let asked = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let address = stub(move |_, _| {
        let count = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        if count < 8 { not_found() } else { (Vec::new(), true) }
    })
    .await;
    let judgement = look_at(address).await;
    assert_result(&judgement, "http.exposed_files", (Inconclusive, "net.timeout"));
    assert!(asked.load(std::sync::atomic::Ordering::Relaxed) < 20);
}
