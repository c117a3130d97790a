//! What the system says of time, processor and memory.

use std::time::Instant as Stopwatch;

/// What was used, in seconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Usage {
    started: Stopwatch,
    pub(super) wall: f64,
    /// Processor time of this process.
    pub(super) own: f64,
    /// That of processes that it started and that ended.
    pub(super) children: f64,
}

/// The kernel counts in hundredths of a second.
const TICKS: f64 = 100.0;

impl Usage {
    #[expect(clippy::disallowed_methods, reason = "a bench measures time")]
    pub(super) fn now() -> Self {
        let [own, children] = processor();
        Self { started: Stopwatch::now(), wall: 0.0, own, children }
    }

    pub(super) fn until_now(self) -> Self {
        let [own, children] = processor();
        Self {
            wall: self.started.elapsed().as_secs_f64(),
            own: own - self.own,
            children: children - self.children,
            ..self
        }
    }
}

/// User and system time, of this process and of its children (proc(5), stat).
fn processor() -> [f64; 2] {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = text.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: Vec<f64> = fields
        .split_whitespace()
        .skip(11)
        .take(4)
        .map(|field| field.parse().unwrap_or_default())
        .collect();
    match ticks.as_slice() {
        [user, system, child_user, child_system] => {
            [(user + system) / TICKS, (child_user + child_system) / TICKS]
        }
        _ => unreachable!("{text}"),
    }
}

/// The most memory that was held, in MiB.
pub(super) fn peak_mb() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    let kib: u64 =
        line.split_whitespace().nth(1).and_then(|word| word.parse().ok()).unwrap_or_default();
    kib / 1024
}

/// The load average, for whoever reads the figures.
pub(super) fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

/// Prints one line.
pub(super) fn tell(bench: &str, rest: &str) {
    println!("{{\"bench\":\"{bench}\",{rest},\"load\":\"{}\"}}", load());
}
