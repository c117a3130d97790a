//! What a page costs in a large municipality: 2,000 things and 300,000 pieces of evidence, `arvak serve` as a process of its own.
//!
//! Two measures. *Latency*: 50 requests a second for half a minute, *Status* and the pages of the points in turn,
//! while probes run against Nordvik's servers and what they find is recorded; a request's time counts from when it
//! should have been sent, so that a server which stalls is not forgiven. *Throughput*: as many as four
//! connections can fetch, beside nothing. The visitors share the machine's cores with the server. Each line is a JSON
//! object. The folder is made once in `ARVAK_BENCH_DIR`, or in a temporary folder.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a bench measures time, and ends when something fails"
)]

mod municipality;
mod server;
mod session;
mod visitors;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant as Stopwatch};

use arvak_core::Instant;
use arvak_demo::World;
use serde_json::json;

use self::server::Server;
use self::visitors::{Visitor, at_a_pace, flat_out};

const PACE: u32 = 50;
const PACED_FOR: Duration = Duration::from_secs(30);
const FLAT_OUT_FOR: Duration = Duration::from_secs(10);
const CONNECTIONS: usize = 4;

/// Where visitors go: half of them to the status.
const POINTS: [&str; 6] = ["1a", "1c", "2a", "2c", "3", "4"];

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let temporary = tempfile::tempdir().unwrap();
    let root = std::env::var_os("ARVAK_BENCH_DIR").map(PathBuf::from);
    let data = root.unwrap_or_else(|| temporary.path().to_owned()).join("pages");
    tell(&json!({ "bench": "pages", "load": load() }));

    let now = Instant::from_millis(jiff_now());
    let world = runtime.block_on(World::start(now)).unwrap();
    if !data.exists() {
        let started = Stopwatch::now();
        runtime.block_on(municipality::make(&data, now));
        tell(&json!({ "bench": "made_through_the_writer", "ms": millis(started.elapsed()) }));
    }
    municipality::describe(&data, &world);
    let cookie = runtime.block_on(session::log_in(&data, now));
    let server = Server::start(&data);
    tell(
        &json!({ "bench": "ready_after", "ms": millis(server.ready_after), "resident_mb": server.resident_mb() }),
    );

    let addresses: Vec<String> =
        POINTS.iter().flat_map(|id| ["/status".to_owned(), format!("/punkt/{id}")]).collect();
    let visitor = Visitor::new(server.address, &cookie);
    for address in addresses.iter().skip(1).step_by(2).chain([&addresses[0]]) {
        let (bytes, took) = visitor.connect().timed(address);
        tell(
            &json!({ "bench": "first_fetch", "page": address, "bytes": bytes, "ms": millis(took) }),
        );
    }
    for visitor in [&visitor, &visitor.unpacked()] {
        for page in ["/status", "/punkt/3", "/om"] {
            tell(&flat_out(&server, visitor, page, CONNECTIONS, FLAT_OUT_FOR));
        }
    }

    let quiet = at_a_pace(&visitor, &addresses, PACE, PACED_FOR);
    tell(&json!({ "bench": "paced", "beside": "nothing", "figures": quiet }));
    let running = Arc::new(AtomicBool::new(true));
    let runs = probe_on_and_on(visitor.clone(), Arc::clone(&running));
    let busy = at_a_pace(&visitor, &addresses, PACE, PACED_FOR);
    running.store(false, Ordering::Relaxed);
    let runs = runs.join().unwrap();
    assert!(runs > 0, "no run was started");
    tell(&json!({ "bench": "paced", "beside": "probes", "runs": runs, "figures": busy }));
    tell(&json!({ "bench": "in_the_end", "resident_mb": server.resident_mb() }));
}

/// Starts a run whenever none is under way. Gives back how many.
fn probe_on_and_on(visitor: Visitor, running: Arc<AtomicBool>) -> std::thread::JoinHandle<u32> {
    std::thread::spawn(move || {
        let mut runs = 0;
        let mut connection = visitor.connect();
        while running.load(Ordering::Relaxed) {
            let status = connection.post("/kjoringer", "alle=ja");
            assert!(status == 303 || status == 409, "a run could not be started: {status}");
            runs += u32::from(status == 303);
            std::thread::sleep(Duration::from_millis(500));
        }
        runs
    })
}

fn jiff_now() -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(now.as_millis()).unwrap()
}

fn millis(duration: Duration) -> u128 {
    duration.as_millis()
}

fn tell(figures: &serde_json::Value) {
    println!("{figures}");
}

/// The load average, for whoever reads the figures.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}
