//! What the pages about suppliers cost where there are 1,000 of them: each with a service, a system and an endpoint, half of them
//! asked last year too, all asked now by a wave of mails, six in ten answered, a tenth contradicted, and 100 drills.
//!
//! `arvak serve` is a process of its own. Each page is fetched 20 times a second for 15 s over real connections with a session; a
//! request's time counts from when it should have been sent. Each line is a JSON object. The folder is made once in
//! `ARVAK_BENCH_DIR`, or in a temporary folder; `ARVAK_SUPPLIERS` says how many suppliers otherwise.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a bench measures time, and ends when something fails"
)]

mod drills;
mod folder;
#[path = "../pages/server.rs"]
mod server;
#[path = "../pages/session.rs"]
mod session;
#[path = "../shared/sink.rs"]
mod sink;
#[path = "../pages/visitors.rs"]
#[expect(dead_code, reason = "the other bench also writes, and fetches as fast as it can")]
mod visitors;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant as Stopwatch};

use arvak_core::Instant;
use serde_json::json;

use self::server::Server;
use self::visitors::{Visitor, at_a_pace};

const COUNT: usize = 1_000;

const PACE: u32 = 20;
const PACED_FOR: Duration = Duration::from_secs(15);

fn main() {
    if !Path::new(sink::SINK).exists() {
        println!("{{\"bench\":\"suppliers\",\"skipped\":\"no smtp-sink (Debian: postfix)\"}}");
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let temporary = tempfile::tempdir().unwrap();
    let root = std::env::var_os("ARVAK_BENCH_DIR").map(PathBuf::from);
    let data = root.unwrap_or_else(|| temporary.path().to_owned()).join("suppliers");
    let count = std::env::var("ARVAK_SUPPLIERS").ok().and_then(|text| text.parse().ok());
    let count = count.unwrap_or(COUNT);
    if !data.exists() {
        let started = Stopwatch::now();
        folder::make(&runtime, &data, count);
        println!("{}", json!({ "bench": "made", "ms": started.elapsed().as_millis() }));
    }
    let cookie = runtime.block_on(session::log_in(&data, now()));
    let drill = runtime.block_on(drills::newest(&data));
    let server = Server::start(&data);
    println!("{}", json!({ "bench": "ready", "ms": server.ready_after.as_millis() }));
    let visitor = Visitor::new(server.address, &cookie);
    let pages = [
        "/status".to_owned(),
        "/leverandorer".to_owned(),
        "/leverandorer/lev-0".to_owned(),
        "/leverandorer/lev-0/saksliste".to_owned(),
        "/leverandorer/lev-7".to_owned(),
        "/foresporsler/bolge?hvem=alle".to_owned(),
        "/foresporsler/kalender".to_owned(),
        "/ovelser".to_owned(),
        format!("/ovelser/{drill}"),
        "/leder".to_owned(),
        "/punkt/1b".to_owned(),
        "/punkt/1c".to_owned(),
        "/api/v1/supplier-requests?limit=200".to_owned(),
        "/api/v1/suppliers/lev-0/findings".to_owned(),
    ];
    for page in pages {
        let (bytes, first) = visitor.connect().timed(&page);
        let (_, second) = visitor.connect().timed(&page);
        let figures = at_a_pace(&visitor, std::slice::from_ref(&page), PACE, PACED_FOR);
        let line = json!({
            "bench": "paced", "page": page, "bytes": bytes, "first_us": first.as_micros(),
            "second_us": second.as_micros(), "figures": figures,
        });
        println!("{line}");
    }
    println!("{}", json!({ "bench": "in_the_end", "resident_mb": server.resident_mb() }));
}

fn now() -> Instant {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Instant::from_millis(i64::try_from(now.as_millis()).unwrap())
}
