//! The n-th change of the disk fails, for every n: nothing acknowledged is lost, and nothing that
//! was refused is there.

use std::path::Path;
use std::sync::Arc;

use arvak_ledger::{LedgerError, Lock, Reader, Writer, rebuild, rebuild_on};

use crate::disk::{Failure, FaultyDisk};
use crate::support::{NOON, check, copy, drafts, key, ledger, link, numbers, open, put, segment};

/// What a run of the writer was told.
#[derive(Debug, Default)]
struct Told {
    /// Entries acknowledged after the beginning.
    acknowledged: Vec<u64>,
    /// Entries whose append ended with a failed sync: they may be there or not.
    uncertain: Vec<u64>,
}

/// Opens, appends `groups` of four with checkpoints between them, and stops at a fatal failure.
fn run(data: &Path, disk: &FaultyDisk, first: u64, groups: usize) -> Told {
    let mut told = Told::default();
    let Ok(lock) = Lock::take(data) else { return told };
    let Ok(mut writer) = Writer::open_on(lock, key(), Arc::new(disk.clone())) else { return told };
    for (group, from) in (first..).step_by(4).take(groups).enumerate() {
        let size = writer.size();
        match writer.append(&drafts(from..from + 4), NOON) {
            Ok(ids) => {
                assert_eq!(ids, size..size + 4);
                told.acknowledged.extend(from..from + 4);
            }
            Err(error) if error.is_fatal() => {
                told.uncertain.extend(from..from + 4);
                assert!(writer.append(&drafts(0..1), NOON).unwrap_err().is_fatal());
                assert!(writer.checkpoint().unwrap_err().is_fatal());
                return told;
            }
            Err(_) => assert_eq!(writer.size(), size),
        }
        if group % 2 == 1 && writer.checkpoint().is_err_and(|error| error.is_fatal()) {
            return told;
        }
    }
    let _ = writer.close();
    told
}

/// After the failure: a new start finds what was acknowledged, and everything is sound.
fn settle(data: &Path, first: u64, told: &Told, what: &str) {
    // Without real syncs: they take most of the time, and no power is lost from here on.
    let disk = Arc::new(FaultyDisk::default());
    let mut writer = Writer::open_on(Lock::take(data).unwrap(), key(), disk).unwrap();
    writer.append(&drafts(9_000_000..9_000_002), NOON).unwrap();
    writer.close().unwrap();
    let reader = Reader::open(data).unwrap();
    let found = numbers(&reader, first..reader.size() - 2);
    let (certain, rest) = found.split_at_checked(told.acknowledged.len()).expect(what);
    assert_eq!(certain, told.acknowledged, "{what}");
    assert!(told.uncertain.starts_with(rest), "{what}: {rest:?}");
}

/// Runs with every n, and every way of failing, until no change is the n-th; says how many runs.
fn exhaust(base: &Path, first: u64, ways: &[Failure], groups: usize) -> usize {
    let mut runs = 0;
    for &failure in ways {
        for n in 1.. {
            let kept = [0, 3, 8][usize::try_from(n % 3).unwrap()];
            let what = format!("change {n}, {failure:?}, {kept}/8 kept");
            let folder = tempfile::tempdir().unwrap();
            link(base, folder.path());
            let disk = FaultyDisk::new(n, failure);
            let told = run(folder.path(), &disk, first, groups);
            let failed = disk.failed();
            if failure == Failure::Power || !told.uncertain.is_empty() {
                disk.lose_power(kept);
            }
            settle(folder.path(), first, &told, &what);
            // Reading a whole large ledger each time would take minutes.
            if first < 1000 || n % 8 == 0 {
                assert_eq!(check(folder.path()).problems, [], "{what}");
            }
            runs += 1;
            if !failed {
                assert_eq!(told.acknowledged.len(), groups * 4);
                break;
            }
        }
    }
    runs
}

#[test]
fn appending_and_signing_survive_every_failing_change() {
    // 250 entries: the appended ones complete a tile.
    let ways = [Failure::Once, Failure::Full, Failure::Power];
    let runs = exhaust(ledger(250).path(), 250, &ways, 5);
    assert!(runs > 100, "{runs} runs");
}

#[test]
fn going_over_to_a_new_segment_survives_every_failing_change() {
    // Two entries before the end of the segment: the first group is divided.
    let runs = exhaust(ledger(65_534).path(), 65_534, &[Failure::Full, Failure::Power], 2);
    assert!(runs > 60, "{runs} runs");
}

#[test]
fn recovery_survives_every_failing_change() {
    let base = ledger(250);
    {
        let mut writer = open(base.path());
        writer.append(&drafts(250..255), NOON).unwrap();
    }
    let path = segment(base.path());
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.truncate(bytes.len() - 5);
    put(&path, &bytes);
    put(&base.path().join("ledger/checkpoint.tmp"), b"half a check");
    for failure in [Failure::Once, Failure::Full, Failure::Power] {
        for n in 1.. {
            let folder = tempfile::tempdir().unwrap();
            copy(base.path(), folder.path());
            let disk = FaultyDisk::new(n, failure);
            let lock = Lock::take(folder.path()).unwrap();
            let opened = Writer::open_on(lock, key(), Arc::new(disk.clone())).map(drop);
            let failed = disk.failed();
            if failure == Failure::Power {
                disk.lose_power(3);
            }
            let told = Told { acknowledged: (250..254).collect(), uncertain: Vec::new() };
            settle(folder.path(), 250, &told, &format!("change {n}, {failure:?}"));
            assert_eq!(check(folder.path()).problems, []);
            if opened.is_ok() {
                assert!(!failed && n > 3);
                break;
            }
        }
    }
}

#[test]
fn making_a_ledger_survives_every_failing_change() {
    for failure in [Failure::Once, Failure::Full, Failure::Power] {
        for n in 1.. {
            let folder = tempfile::tempdir().unwrap();
            let disk = FaultyDisk::new(n, failure);
            let lock = Lock::take(folder.path()).unwrap();
            let made = Writer::create_on(lock, key(), Arc::new(disk.clone())).map(drop);
            if failure == Failure::Power {
                disk.lose_power(8);
            }
            let lock = Lock::take(folder.path()).unwrap();
            let mut writer = match Writer::create(lock, key()) {
                Err(LedgerError::Exists { .. }) => open(folder.path()),
                other => other.unwrap(),
            };
            writer.append(&drafts(0..3), NOON).unwrap();
            writer.close().unwrap();
            assert_eq!(check(folder.path()).problems, [], "change {n}, {failure:?}");
            if made.is_ok() {
                assert!(n > 10);
                break;
            }
        }
    }
}

#[test]
fn rebuilding_survives_every_failing_change() {
    let base = ledger(600);
    std::fs::remove_dir_all(base.path().join("ledger/tile/0")).unwrap();
    put(&base.path().join("ledger/segments/0000.idx"), b"damaged");
    put(&base.path().join("ledger/tile/stray"), b"stray");
    assert!(matches!(Reader::open(base.path()), Err(LedgerError::Tile { .. })));
    for failure in [Failure::Once, Failure::Full, Failure::Power] {
        for n in 1.. {
            let folder = tempfile::tempdir().unwrap();
            copy(base.path(), folder.path());
            let disk = FaultyDisk::new(n, failure);
            let lock = Lock::take(folder.path()).unwrap();
            let done = rebuild_on(&lock, &disk);
            if failure == Failure::Power {
                disk.lose_power(3);
            }
            rebuild(&lock).unwrap();
            assert_eq!(check(folder.path()).problems, [], "change {n}, {failure:?}");
            assert_eq!(Reader::open(folder.path()).unwrap().size(), 600);
            if let Ok(done) = done {
                assert_eq!((done.entries, done.tiles, done.indexes, done.removed), (600, 2, 1, 1));
                break;
            }
        }
    }
}
