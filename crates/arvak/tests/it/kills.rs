//! Nothing acknowledged is lost (law 6): two processes append at once and are killed, again and
//! again.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::support::Folder;

const INVENTORY: &str = "[[plan]]\nid = \"beredskap\"\nname = \"Beredskapsplan\"\n";

/// How many rounds; `make test-full` asks for more.
fn rounds() -> u32 {
    std::env::var("ARVAK_KILL_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(200)
}

/// A process that appends, and what it was told.
struct Appender {
    child: Child,
    feeding: std::thread::JoinHandle<()>,
    acks: mpsc::Receiver<String>,
    /// What it was told while the test waited for it to begin.
    begun: Vec<String>,
    /// Says that both have begun.
    go: mpsc::Sender<()>,
}

impl Appender {
    fn start(folder: &Folder, name: &str) -> Self {
        let mut child = folder
            .command(&["evidence", "add", "--stdin"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let name = name.to_owned();
        let (go, both_begun) = mpsc::channel();
        let feeding = std::thread::spawn(move || {
            for number in 0..100_000 {
                // What one writes while the other starts only makes the folder larger, and every later start slower.
                if number == BEFORE_BOTH && both_begun.recv().is_err() {
                    return;
                }
                let line = format!(
                    "{{\"key\":\"{name}-{number}\",\"kind\":\"{KIND}\",\"subject\":\"plan/beredskap\",\
                     \"result\":\"supports\",\"basis\":\"statement\",\"collected_at\":\"2026-01-01T00:00:00Z\"}}\n"
                );
                if stdin.write_all(line.as_bytes()).is_err() {
                    return;
                }
            }
        });
        let (sender, acks) = mpsc::channel();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            let mut line = String::new();
            // A line that a kill cut short tells nothing.
            while stdout.read_line(&mut line).is_ok() && line.ends_with('\n') {
                if sender.send(std::mem::take(&mut line).trim_end().to_owned()).is_err() {
                    return;
                }
            }
        });
        Self { child, feeding, acks, begun: Vec::new(), go }
    }

    /// Waits until it has acknowledged something: a round in which nothing was would test nothing.
    fn begin(&mut self) {
        self.begun.extend(self.acks.recv_timeout(Duration::from_mins(1)));
    }

    /// Kills it without warning; what it acknowledged, in order.
    fn kill(mut self) -> Vec<u64> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        drop(self.go);
        self.feeding.join().unwrap();
        let lines = self.begun.into_iter().chain(self.acks.iter());
        lines.map(|line| line.parse().expect("an answer that is no id")).collect()
    }
}

const KIND: &str = "plan.current";

/// How many lines each is handed before both have begun.
const BEFORE_BOTH: u32 = 300;

#[test]
fn kill_after_kill_loses_nothing_acknowledged_and_keeps_the_order() {
    let mut seed = 20_220_305_u64;
    let mut left = rounds();
    while left > 0 {
        let rounds = left.min(ROUNDS_EACH);
        kill_again_and_again(rounds, &mut seed);
        left -= rounds;
    }
}

/// Rounds in one folder: a fresh one now and then keeps the start of a program quick.
const ROUNDS_EACH: u32 = 20;

/// After so many rounds a program ends in peace. It saves what it knows: the next starts need not read everything anew, which took
/// most of this test's time. Starts after one kill and after several in a row are tried all the same.
const IN_PEACE: u32 = 4;

fn kill_again_and_again(rounds: u32, seed: &mut u64) {
    let folder = Folder::with_inventory(INVENTORY);
    let mut told: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    // A fixed sequence of waiting times, from nothing at all to many appends.
    for round in 0..rounds {
        if round % IN_PEACE == IN_PEACE - 1 {
            in_peace(&folder, round);
        }
        let names = [format!("a{round}"), format!("b{round}")];
        let [mut first, mut second] = names.clone().map(|name| Appender::start(&folder, &name));
        first.begin();
        second.begin();
        for one in [&first, &second] {
            let _ = one.go.send(());
        }
        *seed =
            seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_millis((*seed >> 33) % 60));
        // The holder dies while the other goes on, and then that one too.
        let one = first.kill();
        std::thread::sleep(Duration::from_millis((*seed >> 40) % 30));
        let two = second.kill();
        told.extend(names.into_iter().zip([one, two]));
    }
    let acknowledged: usize = told.values().map(Vec::len).sum();
    assert!(
        acknowledged >= 2 * rounds as usize,
        "only {acknowledged} acknowledged: the test tests nothing"
    );

    let report = folder.arvak(&["ledger", "verify"]);
    assert!(report.status.success(), "{}", crate::support::stdout(&report));
    let recorded = recorded(&folder);
    for (name, ids) in told {
        assert!(ids.is_sorted(), "{name} was answered out of order");
        for (number, id) in ids.iter().enumerate() {
            let key = arvak_core::Digest::of(format!("{name}-{number}").as_bytes()).to_string();
            assert_eq!(recorded.get(id), Some(&key), "{name}-{number} was acknowledged as {id}");
        }
    }
}

/// A program that records one thing and ends by itself.
fn in_peace(folder: &Folder, round: u32) {
    let line = format!(
        "{{\"key\":\"peace-{round}\",\"kind\":\"{KIND}\",\"subject\":\"plan/beredskap\",\"result\":\"supports\",\
         \"basis\":\"statement\",\"collected_at\":\"2026-01-01T00:00:00Z\"}}\n"
    );
    let mut child = folder
        .command(&["evidence", "add", "--stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(line.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
}

/// Entry id → key, of everything in the ledger.
fn recorded(folder: &Folder) -> BTreeMap<u64, String> {
    let listed = folder.json(&["ledger", "list"]);
    let entry = |entry: &serde_json::Value| {
        (entry["id"].as_u64().unwrap(), entry["key"].as_str().unwrap().to_owned())
    };
    listed["entries"].as_array().unwrap().iter().map(entry).collect()
}
