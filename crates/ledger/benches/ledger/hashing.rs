//! A large ledger: opening it, and checking all of it beside plain SHA-256 over the same bytes.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use arvak_ledger::{Lock, Reader, VerifyOptions, Writer, verify};
use sha2::{Digest as _, Sha256};

use crate::entries::{GROUP, NOON, folder, group, key, writer};
use crate::{compare, median, time};

const ROUNDS: usize = 7;

pub(crate) fn large() {
    let entries: u64 =
        std::env::var("ARVAK_BENCH_ENTRIES").map_or(1_000_000, |count| count.parse().unwrap());
    let place = folder();
    let (taken, ()) = time(|| fill(place.path(), entries / GROUP));
    println!("{entries} entries of 600 bytes written, signed every 50 groups, in {taken:.1?}");
    opening(place.path());
    checking(place.path());
}

fn fill(data: &Path, groups: u64) {
    let mut writer = writer(data);
    for number in 0..groups {
        writer.append(&group(number), NOON).unwrap();
        if number % 50 == 0 {
            writer.checkpoint().unwrap();
        }
    }
    writer.close().unwrap();
}

fn opening(data: &Path) {
    let (mut read, mut write) = (vec![], vec![]);
    for _ in 0..ROUNDS {
        read.push(time(|| Reader::open(data).unwrap()).0);
        write.push(time(|| Writer::open(Lock::take(data).unwrap(), key()).unwrap()).0);
    }
    let (read, write) = (median(&mut read), median(&mut write));
    println!("opened for reading in {read:.1?}, for writing in {write:.1?}");
}

fn checking(data: &Path) {
    let segments = segments(data);
    let (mut one, mut two, mut plain_one, mut plain_two) = (vec![], vec![], vec![], vec![]);
    for _ in 0..ROUNDS {
        one.push(time(|| check(data, 1)).0);
        plain_one.push(time(|| plain(&segments, 1)).0);
        two.push(time(|| check(data, 2)).0);
        plain_two.push(time(|| plain(&segments, 2)).0);
    }
    compare("full verify, 1 thread; plain SHA-256, 1 thread", &mut one, &mut plain_one);
    compare("full verify, 2 threads; plain SHA-256, 1 thread", &mut two, &mut plain_one);
    compare("full verify, 2 threads; plain SHA-256, 2 threads", &mut two, &mut plain_two);
}

fn check(data: &Path, threads: usize) {
    let report = verify(data, &VerifyOptions { threads, ..VerifyOptions::default() }).unwrap();
    assert!(report.is_sound());
}

fn segments(data: &Path) -> Vec<PathBuf> {
    let found = std::fs::read_dir(data.join("ledger/segments")).unwrap();
    let mut paths: Vec<_> = found.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "seg"));
    paths.sort();
    paths
}

/// Hashes each file; the threads share them out as `verify` does.
fn plain(files: &[PathBuf], threads: usize) {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut buffer = vec![0; 256 * 1024];
        while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut file = File::open(path).unwrap();
            let mut hasher = Sha256::new();
            loop {
                let read = file.read(&mut buffer).unwrap();
                if read == 0 {
                    break;
                }
                hasher.update(buffer.get(..read).unwrap());
            }
            std::hint::black_box(hasher.finalize());
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
}
