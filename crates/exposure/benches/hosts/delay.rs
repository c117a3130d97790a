//! The way to the servers: a proxy that waits, a name server that waits, and what they write down.
//!
//! It runs as a process of its own, so that what it costs is nobody's.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant as Stopwatch};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::mpsc;
use tokio::time::sleep_until;

use super::ONE_WAY;
use super::servers::must;

/// How many chunks are on their way at most.
const ON_THE_WAY: usize = 64;

/// When two connections are told to have been open together, they were for longer than a loaded machine is
/// late to notice an end.
const LATE_MS: u64 = 60;

const SECOND_MS: u64 = 1_000;

/// How often it is looked how late a process runs.
const TICK: Duration = Duration::from_millis(10);

/// Notices how late this process runs at the worst, in milliseconds: as much too late it may begin a connection, or
/// write down that one began.
pub(super) async fn watch_lateness(worst: Arc<AtomicU64>) {
    loop {
        let due = tokio::time::Instant::now() + TICK;
        sleep_until(due).await;
        let late = u64::try_from(due.elapsed().as_millis()).unwrap_or(u64::MAX);
        worst.fetch_max(late, Ordering::Relaxed);
    }
}

struct Way {
    good: SocketAddr,
    bad: SocketAddr,
    led: SocketAddr,
    started: Stopwatch,
    log: Mutex<std::fs::File>,
    late: Arc<AtomicU64>,
}

/// Serves until it is ended.
#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
pub(super) fn serve(plan: &str) {
    let words: Vec<&str> = plan.split(' ').collect();
    let [secure, clear, resolver, good, bad, led, log] = words.as_slice() else {
        unreachable!("{plan}")
    };
    let file = must(std::fs::File::options().create(true).append(true).open(log));
    let way = Arc::new(Way {
        good: must(good.parse()),
        bad: must(bad.parse()),
        led: must(led.parse()),
        started: Stopwatch::now(),
        log: Mutex::new(file),
        late: Arc::default(),
    });
    let (secure, clear): (u16, u16) = (must(secure.parse()), must(clear.parse()));
    let resolver: SocketAddr = must(resolver.parse());
    let runtime = must(tokio::runtime::Builder::new_current_thread().enable_all().build());
    runtime.block_on(async move {
        let secure = must(TcpListener::bind((Ipv4Addr::UNSPECIFIED, secure)).await);
        let clear = must(TcpListener::bind((Ipv4Addr::UNSPECIFIED, clear)).await);
        let names = Arc::new(must(UdpSocket::bind(resolver).await));
        tokio::spawn(watch_lateness(Arc::clone(&way.late)));
        println!("ready");
        let _ = std::io::stdout().flush();
        tokio::join!(
            accept(Arc::clone(&way), secure, true),
            accept(Arc::clone(&way), clear, false),
            answer_names(names),
        );
    });
}

async fn accept(way: Arc<Way>, listener: TcpListener, secure: bool) {
    loop {
        let Ok((client, _)) = listener.accept().await else { continue };
        let way = Arc::clone(&way);
        tokio::spawn(async move { pass(&way, client, secure).await });
    }
}

/// Passes one connection on. The client may speak at once, where in the world it would have waited for the
/// server's first packet: so its first bytes wait for that way there and back as well.
async fn pass(way: &Way, client: TcpStream, secure: bool) {
    let Ok(place) = client.local_addr() else { return };
    let begun = way.started.elapsed().as_millis();
    let IpAddr::V4(address) = place.ip() else { return };
    let is_bad = u32::from(address) % 2 == 0;
    let to = match (secure, is_bad) {
        (true, false) => way.good,
        (true, true) => way.bad,
        (false, _) => way.led,
    };
    let Ok(server) = TcpStream::connect(to).await else { return };
    let (_, _) = (client.set_nodelay(true), server.set_nodelay(true));
    let (client_reads, client_writes) = client.into_split();
    let (server_reads, server_writes) = server.into_split();
    let there = async {
        carry(client_reads, server_writes, 2).await;
        way.started.elapsed().as_millis()
    };
    let (ended, ()) = tokio::join!(there, carry(server_reads, client_writes, 0));
    let mut log = way.log.lock().unwrap_or_else(PoisonError::into_inner);
    let late = way.late.load(Ordering::Relaxed);
    let _ = writeln!(log, "{address} {begun} {ended} {late}");
}

/// Carries bytes one way, each as late as the way is long; the first `more` ways later than that.
async fn carry(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    mut more: u32,
) {
    let (send, mut on_the_way) = mpsc::channel::<(tokio::time::Instant, Vec<u8>)>(ON_THE_WAY);
    let read = async move {
        let mut buffer = vec![0; 16 * 1024];
        while let Ok(length @ 1..) = from.read(&mut buffer).await {
            let at = tokio::time::Instant::now() + ONE_WAY * (1 + more);
            more = 0;
            let bytes = buffer.get(..length).unwrap_or_default().to_vec();
            if send.send((at, bytes)).await.is_err() {
                return;
            }
        }
    };
    let write = async move {
        while let Some((at, bytes)) = on_the_way.recv().await {
            sleep_until(at).await;
            if to.write_all(&bytes).await.is_err() {
                return;
            }
        }
        let _ = to.shutdown().await;
    };
    tokio::join!(read, write);
}

/// Knows the addresses of the hosts, and nothing else of them.
async fn answer_names(socket: Arc<UdpSocket>) {
    let mut buffer = [0; 1500];
    loop {
        let Ok((length, asker)) = socket.recv_from(&mut buffer).await else { continue };
        let Some(answer) = answer(buffer.get(..length).unwrap_or_default()) else { continue };
        let socket = Arc::clone(&socket);
        tokio::spawn(async move {
            tokio::time::sleep(ONE_WAY * 2).await;
            let _ = socket.send_to(&answer, asker).await;
        });
    }
}

/// RFC 1035 section 4: the header, the question as it came, and an answer that points at its name.
fn answer(question: &[u8]) -> Option<Vec<u8>> {
    let (mut at, mut labels) = (12, Vec::new());
    loop {
        let length = usize::from(*question.get(at)?);
        if length == 0 {
            break;
        }
        labels.push(String::from_utf8_lossy(question.get(at + 1..=at + length)?).to_lowercase());
        at += 1 + length;
    }
    let number = match labels.as_slice() {
        [host, rest @ ..] if rest == ["bench", "example"] => {
            host.strip_prefix("host-").and_then(|number| number.parse::<u32>().ok())
        }
        _ => None,
    };
    let is_a = question.get(at + 1..at + 3)? == [0, 1];
    let is_known = number.is_some() || labels.len() < 3;
    let count = u8::from(is_a && number.is_some());
    let code = if is_known { 0 } else { 3 };
    let id = question.get(..2)?;
    let mut bytes = vec![0x85, 0x80 | code, 0, 1, 0, count, 0, 0, 0, 0];
    bytes.splice(0..0, id.iter().copied());
    bytes.extend_from_slice(question.get(12..at + 5)?);
    if let Some(number) = number.filter(|_| is_a) {
        bytes.extend_from_slice(&[0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4]);
        bytes.extend_from_slice(&super::address(number).octets());
    }
    Some(bytes)
}

/// How politely a prober came to each host, at the worst.
#[derive(Debug, Default)]
pub(super) struct Manners {
    pub(super) connections: u64,
    pub(super) most_open: usize,
    pub(super) most_in_a_second: usize,
    /// By how many milliseconds the second was shortened.
    pub(super) late_ms: u64,
}

impl Manners {
    /// From lines of address, beginning, end, and how late the way ran until then, in milliseconds. The prober's own
    /// process ran `late_ms` late. So connections that were begun a second apart may be written down as begun in less
    /// than that, and the second in which they are counted is shorter by both.
    pub(super) fn read(log: &Path, mut late_ms: u64) -> Self {
        let mut hosts: BTreeMap<String, Vec<(u64, u64)>> = BTreeMap::new();
        let mut manners = Self::default();
        let mut late = 0;
        for line in must(std::fs::read_to_string(log)).lines() {
            let words: Vec<&str> = line.split(' ').collect();
            let [address, begun, ended, way] = words.as_slice() else { unreachable!("{line}") };
            let times = (must(begun.parse()), must(ended.parse()));
            hosts.entry((*address).to_owned()).or_default().push(times);
            late = late.max(must(way.parse::<u64>()));
            manners.connections += 1;
        }
        late_ms += late;
        manners.late_ms = late_ms;
        let second = SECOND_MS.saturating_sub(late_ms);
        for visits in hosts.values_mut() {
            visits.sort_unstable();
            for (at, (begun, _)) in visits.iter().enumerate() {
                let before = visits.get(..=at).unwrap_or_default();
                let is_open = |(start, end): &&(u64, u64)| {
                    *start == *begun || end.saturating_sub(LATE_MS) > *begun
                };
                manners.most_open = manners.most_open.max(before.iter().filter(is_open).count());
                let is_recent = |(start, _): &&(u64, u64)| start + second > *begun;
                manners.most_in_a_second =
                    manners.most_in_a_second.max(before.iter().filter(is_recent).count());
            }
        }
        manners
    }
}
