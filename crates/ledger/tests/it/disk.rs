//! A disk that fails at the n-th change, and that forgets what was not synced when power is lost.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use arvak_ledger::durable::{Disk, DiskFile, Open, OsDisk};

use crate::support::put;

/// How the disk fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// One change fails with an input/output error; a write has written half.
    Once,
    /// One change finds no room; a write has written half.
    Full,
    /// That change and all after it fail; then [`FaultyDisk::lose_power`].
    Power,
}

#[derive(Debug, Default)]
struct State {
    changes: u64,
    fail_at: u64,
    failure: Option<Failure>,
    /// How long each opened file is on the platters, and what of it was cut off since.
    synced: BTreeMap<PathBuf, (u64, Vec<u8>)>,
    /// What the names stood for before changes whose folder was not synced since.
    names: Vec<(PathBuf, Option<Vec<u8>>)>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct FaultyDisk(Arc<Mutex<State>>);

impl FaultyDisk {
    pub(crate) fn new(fail_at: u64, failure: Failure) -> Self {
        let state = State { fail_at, failure: Some(failure), ..State::default() };
        Self(Arc::new(Mutex::new(state)))
    }

    /// Whether the change that should fail was reached.
    pub(crate) fn failed(&self) -> bool {
        let state = self.0.lock().unwrap();
        state.changes >= state.fail_at
    }

    fn change(&self) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        state.changes += 1;
        let now = match state.failure {
            Some(Failure::Power) => state.changes >= state.fail_at,
            Some(_) => state.changes == state.fail_at,
            None => false,
        };
        match state.failure {
            Some(Failure::Full) if now => Err(io::ErrorKind::StorageFull.into()),
            _ if now => Err(io::Error::other("the disk failed")),
            _ => Ok(()),
        }
    }

    fn remember_name(&self, path: &Path) {
        let before = std::fs::read(path).ok();
        self.0.lock().unwrap().names.push((path.to_owned(), before));
    }

    fn sync(&self, path: &Path) {
        let len = len(path);
        self.0.lock().unwrap().synced.insert(path.to_owned(), (len, Vec::new()));
    }

    fn remember_cut(&self, path: &Path, to: u64) {
        let mut state = self.0.lock().unwrap();
        let (len, cut) = state.synced.entry(path.to_owned()).or_default();
        if to < *len && cut.is_empty() {
            cut.resize(usize::try_from(*len - to).unwrap(), 0);
            File::open(path).unwrap().read_exact_at(cut, to).unwrap();
        }
    }

    /// Leaves on the real disk what a power loss leaves: of unsynced appends the first `kept` in
    /// eight parts, of unsynced names nothing.
    pub(crate) fn lose_power(&self, kept: u64) {
        let state = std::mem::take(&mut *self.0.lock().unwrap());
        for (path, (synced, cut)) in &state.synced {
            let now = len(path);
            let Ok(file) = File::options().write(true).open(path) else { continue };
            file.set_len(now.min(synced + now.saturating_sub(*synced) * kept / 8)).unwrap();
            if now + cut.len() as u64 == *synced {
                file.write_all_at(cut, now).unwrap();
            }
        }
        for (path, before) in state.names.iter().rev() {
            match before {
                Some(bytes) => put(path, bytes),
                None => drop(std::fs::remove_file(path)),
            }
        }
    }
}

impl Disk for FaultyDisk {
    fn open(&self, path: &Path, how: Open) -> io::Result<Box<dyn DiskFile>> {
        self.change()?;
        if !path.exists() {
            self.remember_name(path);
        }
        self.0.lock().unwrap().synced.entry(path.to_owned()).or_insert((len(path), Vec::new()));
        let file = OsDisk.open(path, how)?;
        Ok(Box::new(FaultyFile { disk: self.clone(), path: path.to_owned(), file }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change()?;
        self.remember_name(to);
        {
            let mut state = self.0.lock().unwrap();
            let bytes = state.synced.remove(from).unwrap_or_default();
            state.synced.insert(to.to_owned(), bytes);
        }
        OsDisk.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.change()?;
        self.remember_name(path);
        self.0.lock().unwrap().synced.remove(path);
        OsDisk.remove(path)
    }

    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.change()?;
        OsDisk.create_dir(path)
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        self.change()?;
        let mut state = self.0.lock().unwrap();
        state.names.retain(|(name, _)| name.parent() != Some(path));
        Ok(())
    }
}

fn len(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |metadata| metadata.len())
}

#[derive(Debug)]
struct FaultyFile {
    disk: FaultyDisk,
    path: PathBuf,
    file: Box<dyn DiskFile>,
}

impl DiskFile for FaultyFile {
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()> {
        if let Err(error) = self.disk.change() {
            self.file.write_at(&bytes[..bytes.len() / 2], offset)?;
            return Err(error);
        }
        self.file.write_at(bytes, offset)
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.disk.change()?;
        self.disk.remember_cut(&self.path, len);
        self.file.truncate(len)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.disk.change()?;
        self.disk.sync(&self.path);
        Ok(())
    }
}
