//! A portal that demands two factors, one page after the other, and keeps a log.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use arvak_core::Instant;
use arvak_mfa::{Secret, Totp};
use arvak_probe::{Clock, ManualClock};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

pub(super) const USER: &str = "kanari";
pub(super) const PASSWORD: &str = "Vinter-2026!";
pub(super) const SEED: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// The portal; it ends with the test.
pub(super) struct Portal {
    pub(super) at: SocketAddr,
    log: Arc<Log>,
    task: JoinHandle<()>,
}

struct Log {
    clock: Arc<ManualClock>,
    wrong: Mutex<Vec<Instant>>,
    users: Mutex<BTreeSet<String>>,
    halves: Mutex<BTreeSet<String>>,
    sessions: Mutex<BTreeSet<String>>,
    made: AtomicUsize,
    breaks_off: AtomicBool,
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Portal {
    pub(super) async fn open(clock: &Arc<ManualClock>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let log = Arc::new(Log {
            clock: clock.clone(),
            wrong: Mutex::default(),
            users: Mutex::default(),
            halves: Mutex::default(),
            sessions: Mutex::default(),
            made: AtomicUsize::new(0),
            breaks_off: AtomicBool::new(false),
        });
        let kept = log.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, kept.clone()));
            }
        });
        Self { at, log, task }
    }

    /// Whether it breaks off when it was sent a right password.
    pub(super) fn breaks_off(&self, does: bool) {
        self.log.breaks_off.store(does, Ordering::SeqCst);
    }

    /// When a wrong password came, in order.
    pub(super) fn wrong_passwords(&self) -> Vec<Instant> {
        self.log.wrong.lock().unwrap().clone()
    }

    /// Whose passwords came.
    pub(super) fn users(&self) -> Vec<String> {
        self.log.users.lock().unwrap().iter().cloned().collect()
    }
}

async fn serve(mut stream: TcpStream, log: Arc<Log>) {
    let Some((head, body)) = read(&mut stream).await else { return };
    let mut words = head.split(' ');
    let (method, path) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let lower = head.to_ascii_lowercase();
    let cookie = lower.split("okt=").nth(1).and_then(|rest| rest.split(['\r', ';']).next());
    let Some(answer) = log.answer(method, path, cookie.unwrap_or("").trim(), &body) else { return };
    let _ = stream.write_all(answer.as_bytes()).await;
    let _ = stream.shutdown().await;
}

async fn read(stream: &mut TcpStream) -> Option<(String, String)> {
    let (mut bytes, mut part) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let lower = head.to_ascii_lowercase();
            let length = lower.split("content-length: ").nth(1);
            let length = length.and_then(|rest| rest.split("\r\n").next()?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return Some((head.to_owned(), body.to_owned()));
            }
        }
        let count = stream.read(&mut part).await.ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&part[..count]);
    }
}

fn page(headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

fn to(headers: &str, place: &str) -> String {
    format!(
        "HTTP/1.1 302 Found\r\nLocation: {place}\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n"
    )
}

const LOG_IN: &str = "<form method=post action=/inn><input name=bruker><input type=password name=passord><button>Logg inn</button></form>";
const CODE: &str = "<form method=post action=/kode><label>Skriv engangskode <input name=kode inputmode=numeric autocomplete=one-time-code></label><button>Videre</button></form>";

fn field(body: &str, name: &str) -> String {
    let pairs = body.split('&').filter_map(|pair| pair.split_once('='));
    let found = pairs.into_iter().find(|(known, _)| *known == name);
    found.map_or_else(String::new, |(_, value)| value.replace("%21", "!"))
}

impl Log {
    fn answer(&self, method: &str, path: &str, cookie: &str, body: &str) -> Option<String> {
        match (method, path) {
            ("GET", "/min") if self.sessions.lock().unwrap().contains(cookie) => {
                Some(page("", "<h1>Hei, Kanari</h1><a href=/ut>Logg ut</a>"))
            }
            ("GET", "/min") => Some(to("", "/inn")),
            ("GET", "/inn" | "/") => Some(page("", LOG_IN)),
            ("POST", "/inn") => self.password(body),
            ("POST", "/kode") => Some(self.code(cookie, body)),
            _ => Some(
                "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .to_owned(),
            ),
        }
    }

    fn password(&self, body: &str) -> Option<String> {
        self.users.lock().unwrap().insert(field(body, "bruker"));
        if field(body, "passord") != PASSWORD {
            self.wrong.lock().unwrap().push(self.clock.now());
            return Some(page("", &format!("<p>Feil brukernavn eller passord</p>{LOG_IN}")));
        }
        if self.breaks_off.load(Ordering::SeqCst) {
            return None;
        }
        let name = format!("halv{}", self.made.fetch_add(1, Ordering::SeqCst));
        self.halves.lock().unwrap().insert(name.clone());
        Some(page(&format!("Set-Cookie: okt={name}; Path=/\r\n"), CODE))
    }

    fn code(&self, cookie: &str, body: &str) -> String {
        if !self.halves.lock().unwrap().contains(cookie) {
            return to("", "/inn");
        }
        let totp = Totp::default();
        let code = totp.code(&Secret::new(SEED), totp.step(self.clock.now())).unwrap();
        if field(body, "kode") != code.reveal() {
            return page("", &format!("<p>Feil kode</p>{CODE}"));
        }
        let name = format!("hel{}", self.made.fetch_add(1, Ordering::SeqCst));
        self.sessions.lock().unwrap().insert(name.clone());
        to(&format!("Set-Cookie: okt={name}; Path=/\r\n"), "/min")
    }
}
