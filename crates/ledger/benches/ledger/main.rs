//! The figures of the ledger, each beside a peer in the same run: what swings with the machine, and
//! with what else runs on it, strikes both. Medians and ratios are printed; nothing is asserted.
//!
//! `cargo bench -p arvak-ledger --bench ledger`, in a folder on the disk that is to be measured:
//! the files lie below `target/`. `ARVAK_BENCH_ENTRIES` sets the size of the large ledger.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a bench measures time, and stops at the first mistake"
)]

mod appending;
mod entries;
mod hashing;
mod sqlite;

use std::time::{Duration, Instant};

/// Runs `work` and says how long it took.
fn time<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed(), result)
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// One line: what ours and the peer took, and how many times as fast ours was.
fn compare(what: &str, ours: &mut [Duration], peer: &mut [Duration]) {
    let (ours, peer) = (median(ours), median(peer));
    let ratio = peer.as_secs_f64() / ours.as_secs_f64();
    println!("{what:<58} {ours:>10.2?} {peer:>10.2?} {ratio:>7.2}");
}

fn main() {
    println!("{:<58} {:>10} {:>10} {:>7}", "median of", "ours", "peer", "ratio");
    appending::groups();
    appending::singles();
    hashing::large();
}
