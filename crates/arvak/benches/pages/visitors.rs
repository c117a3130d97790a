//! Those who fetch pages: plain connections that are kept open, so that most of the time is the server's.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant as Stopwatch};

use serde_json::{Value, json};

use crate::server::Server;

/// How many connections share the paced requests: enough that one slow answer holds back no other.
const PACED_CONNECTIONS: usize = 8;

#[derive(Clone)]
pub(super) struct Visitor {
    address: SocketAddr,
    cookie: String,
    /// What answers may be packed with.
    encodings: &'static str,
}

impl Visitor {
    pub(super) fn new(address: SocketAddr, secret: &str) -> Self {
        Self { address, cookie: format!("arvak-session={secret}"), encodings: "br, gzip" }
    }

    /// The same for whom nothing is packed.
    pub(super) fn unpacked(&self) -> Self {
        Self { encodings: "identity", ..self.clone() }
    }

    pub(super) fn connect(&self) -> Connection {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_nodelay(true).unwrap();
        Connection { visitor: self.clone(), stream: BufReader::with_capacity(1 << 16, stream) }
    }
}

pub(super) struct Connection {
    visitor: Visitor,
    stream: BufReader<TcpStream>,
}

impl Connection {
    /// Fetches a page. Gives back its size on the wire, and how long it took.
    pub(super) fn timed(&mut self, path: &str) -> (usize, Duration) {
        let started = Stopwatch::now();
        let encodings = self.visitor.encodings;
        let head = format!("GET {path} HTTP/1.1\r\nAccept-Encoding: {encodings}\r\n");
        let (status, bytes) = self.exchange(&head, "");
        assert_eq!(status, 200, "{path}");
        (bytes, started.elapsed())
    }

    /// Sends a form. Gives back the status.
    pub(super) fn post(&mut self, path: &str, form: &str) -> u16 {
        let origin = format!("http://localhost:{}", self.visitor.address.port());
        let head = format!(
            "POST {path} HTTP/1.1\r\nOrigin: {origin}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
            form.len()
        );
        self.exchange(&head, form).0
    }

    fn exchange(&mut self, head: &str, body: &str) -> (u16, usize) {
        let Visitor { address, cookie, .. } = &self.visitor;
        let request =
            format!("{head}Host: localhost:{}\r\nCookie: {cookie}\r\n\r\n{body}", address.port());
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let (mut status, mut length, mut chunked, mut line) = (0, 0, false, String::new());
        loop {
            line.clear();
            self.stream.read_line(&mut line).unwrap();
            let lower = line.trim().to_ascii_lowercase();
            if lower.is_empty() {
                break;
            } else if lower.starts_with("http/1.1 ") {
                status = lower[9..12].parse().unwrap();
            } else if let Some(value) = lower.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            } else if lower.starts_with("transfer-encoding:") {
                chunked = true;
            }
        }
        (status, if chunked { self.chunks() } else { self.skip(length) })
    }

    fn chunks(&mut self) -> usize {
        let mut all = 0;
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).unwrap();
            let size = usize::from_str_radix(line.trim(), 16).unwrap();
            self.skip(size + 2);
            all += size;
            if size == 0 {
                return all;
            }
        }
    }

    fn skip(&mut self, bytes: usize) -> usize {
        let mut read = vec![0; bytes];
        self.stream.read_exact(&mut read).unwrap();
        bytes
    }
}

/// Fetches a page over `connections` for a while. `server_on_two_cores` is how many a second the server would give if it
/// had two cores for itself, going by the time that its process was on one: visitors need the same cores.
pub(super) fn flat_out(
    server: &Server,
    visitor: &Visitor,
    path: &str,
    connections: usize,
    long: Duration,
) -> Value {
    let (started, before) = (Stopwatch::now(), server.cpu());
    let fetched: usize = std::thread::scope(|scope| {
        let fetch = || {
            let mut connection = visitor.connect();
            let turns = std::iter::repeat(()).take_while(|()| started.elapsed() < long);
            turns.map(|()| connection.timed(path)).count()
        };
        let threads: Vec<_> = (0..connections).map(|_| scope.spawn(fetch)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    let per_second = fetched as u128 * 1_000 / started.elapsed().as_millis();
    let cpu = server.cpu().saturating_sub(before).as_micros() / fetched as u128;
    json!({
        "bench": "flat_out", "page": path, "packed": visitor.encodings, "fetched": fetched,
        "per_second": per_second, "server_cpu_us": cpu, "server_on_two_cores": 2_000_000 / cpu,
    })
}

/// Fetches `paths` in turn, so many a second, each at its time whether or not the last one was answered.
pub(super) fn at_a_pace(
    visitor: &Visitor,
    paths: &[String],
    per_second: u32,
    long: Duration,
) -> Value {
    let started = Stopwatch::now();
    let count = usize::try_from(u64::from(per_second) * long.as_secs()).unwrap();
    let next = Arc::new(AtomicUsize::new(0));
    let mut times: Vec<Duration> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..PACED_CONNECTIONS)
            .map(|_| {
                let next = Arc::clone(&next);
                scope.spawn(move || {
                    let (mut connection, mut times) = (visitor.connect(), Vec::new());
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= count {
                            return times;
                        }
                        let due =
                            Duration::from_secs(1) / per_second * u32::try_from(number).unwrap();
                        std::thread::sleep(due.saturating_sub(started.elapsed()));
                        connection.timed(&paths[number % paths.len()]);
                        times.push(started.elapsed().saturating_sub(due));
                    }
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    times.sort_unstable();
    let at = |per_mille: usize| times[(times.len() - 1) * per_mille / 1_000].as_micros();
    json!({
        "requests": times.len(), "median_us": at(500), "p95_us": at(950), "p99_us": at(990),
        "worst_us": times[times.len() - 1].as_micros(),
    })
}
