//! What the program costs on a folder with a million entries: the folder is made once through the store's
//! own writer (in `ARVAK_BENCH_DIR`, or a temporary folder) and then the built program is timed as a
//! whole process. Each line is a JSON object; times are in milliseconds.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a bench measures time, and ends when something fails"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Instant as Stopwatch;

use arvak_core::fact::{ClockKind, Entity};
use arvak_core::{
    Actor, Basis, Class, Digest, Draft, EntityId, Evidence, Fact, Instant, Outcome, Span,
};
use arvak_probe::ManualClock;
use arvak_store::{Folder, Reading};

const THINGS: u64 = 2_000;
const ENTRIES: u64 = 1_000_000;
const GROUP: u64 = 1_000;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let temporary = tempfile::tempdir().unwrap();
    let root = std::env::var_os("ARVAK_BENCH_DIR").map(PathBuf::from);
    let data = root.unwrap_or_else(|| temporary.path().to_owned()).join("million");
    println!("{{\"bench\":\"million\",\"load\":\"{}\"}}", load());
    if !data.exists() {
        let started = Stopwatch::now();
        runtime.block_on(make(&data));
        tell("make_through_the_writer", vec![started.elapsed().as_millis()]);
    }
    let open = (0..5).map(|_| {
        let started = Stopwatch::now();
        let reading = runtime.block_on(Reading::open(&data)).unwrap();
        assert!(reading.size() >= ENTRIES);
        started.elapsed().as_millis()
    });
    tell("open_for_reading", open.collect());
    let writer = (0..5).map(|_| {
        let started = Stopwatch::now();
        runtime.block_on(async {
            let clock = Arc::new(ManualClock::new(end()));
            let folder = Folder::open(&data, clock).await.unwrap();
            let took = started.elapsed().as_millis();
            folder.close().await.unwrap();
            took
        })
    });
    tell("open_for_appending", writer.collect());
    let middle = Instant::from_millis(end().as_millis() / 2 + start().as_millis() / 2).to_string();
    tell("status_now", run(&data, &["status", "--json"], 11));
    tell("status_as_of_the_middle", run(&data, &["status", "--json", "--as-of", &middle], 5));
    tell("ledger_verify", run(&data, &["ledger", "verify"], 1));
}

fn run(data: &Path, args: &[&str], times: usize) -> Vec<u128> {
    let once = |_| {
        let started = Stopwatch::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_arvak"));
        let status = command.args(args).arg("--data").arg(data).stdout(Stdio::null()).status();
        assert!(status.unwrap().success(), "{args:?}");
        started.elapsed().as_millis()
    };
    (0..times).map(once).collect()
}

/// 2,000 plans, and evidence about them until there are a million entries, over a year.
async fn make(data: &Path) {
    let clock = Arc::new(ManualClock::new(start()));
    let folder = Folder::create(data, ClockKind::Real, clock.clone()).await.unwrap();
    let step = Span::from_millis(
        (end().as_millis() - start().as_millis()) / (ENTRIES / GROUP).cast_signed(),
    );
    for group in 0..ENTRIES / GROUP {
        let drafts =
            (group * GROUP..(group + 1) * GROUP).map(|number| draft(number, clock_at(group, step)));
        folder.append(drafts.collect()).await.unwrap();
        clock.advance(step);
    }
    folder.close().await.unwrap();
}

fn clock_at(group: u64, step: Span) -> Instant {
    start().plus(Span::from_millis(step.as_millis() * group.cast_signed()))
}

fn draft(number: u64, now: Instant) -> Draft {
    let subject: EntityId = format!("plan/p{}", number % THINGS).parse().unwrap();
    let fact = if number < THINGS {
        Fact::Entity(Entity { id: subject, attributes: BTreeMap::new(), relations: Vec::new() })
    } else {
        Fact::Evidence(Evidence {
            kind: "plan.current".parse().unwrap(),
            subject,
            result: if number.is_multiple_of(7) { Outcome::Refutes } else { Outcome::Supports },
            basis: if number.is_multiple_of(3) { Basis::Statement } else { Basis::Document },
            collected_at: now,
            valid_until: None,
            method: None,
            vantage: None,
            attributes: BTreeMap::new(),
            code: None,
            transcript: None,
            supersedes: None,
        })
    };
    Draft {
        key: Digest::of(&number.to_be_bytes()),
        actor: Actor::Role("role/ict_lead".parse().unwrap()),
        class: Class::Internal,
        body: None,
        blobs: Vec::new(),
        fact,
    }
}

fn start() -> Instant {
    "2025-01-01T00:00:00Z".parse().unwrap()
}

fn end() -> Instant {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

fn tell(what: &str, mut times: Vec<u128>) {
    times.sort_unstable();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    println!(
        "{{\"bench\":\"{what}\",\"entries\":{ENTRIES},\"runs\":{},\"median_ms\":{median}}}",
        times.len()
    );
}

/// The load average, for whoever reads the figures.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}
