//! The worker's side: a small folder with its key, the errand that it has, and what it saw. Nothing else is kept there: no
//! ledger, no inventory, no canary, no token.
//!
//! What was seen stands on the disk before the next look begins, and is taken away only when home has acknowledged it. A
//! worker that is killed goes on where it was: what is on the disk is not looked at again.

use std::collections::BTreeMap;
use std::fs::File;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arvak_core::{Digest, Span};
use arvak_ledger::{Key, durable};
use arvak_outside::{Errand, Package};
use arvak_probe::schedule::{Due, Settings as Pace, Why};
use arvak_probe::{
    BoxFuture, Check, Clock, Finished, PortError, Probe, RunSummary, Schedule, Sink, Stop,
};
use arvak_store::{Layout, Operation};

use super::HANDED;
use crate::cli::Doors;
use crate::exit::BadInput;
use crate::settings::Settings;
use crate::wiring::doors;
use crate::wiring::looking::{CHECK, LEASE};

/// The worker's key, in its folder.
pub(crate) const KEY_FILE: &str = "worker.key";

/// Most bytes of transcripts in one package that is sent over the network.
const SENT_BYTES_MAX: usize = 1024 * 1024;

/// Whether a folder holds a ledger: a worker has none, and must not be put into one.
pub(crate) fn is_home(data: &Path) -> bool {
    Layout::new(data).format().exists()
}

/// The worker's key, which nobody else on the machine may read.
pub(crate) fn key_of(data: &Path) -> anyhow::Result<Key> {
    let path = data.join(KEY_FILE);
    let bad = |why: String| BadInput(format!("{}: {why}", path.display()));
    let text = std::fs::metadata(&path).and_then(|about| {
        if about.permissions().mode() & 0o077 != 0 {
            return Err(std::io::Error::other("others on this machine may read it: chmod 600"));
        }
        std::fs::read_to_string(&path)
    });
    let text = text.map_err(|error| bad(error.to_string()))?;
    Ok(Key::parse(&text).map_err(|error| bad(error.to_string()))?)
}

/// A worker's folder, held by one program at a time.
pub(crate) struct Place {
    folder: PathBuf,
    _held: File,
}

impl Place {
    /// Opens the folder, when no other program works in it.
    pub(crate) fn open(folder: &Path) -> anyhow::Result<Self> {
        let lock = folder.join("lock");
        let held = File::create(&lock)?;
        if held.try_lock().is_err() {
            return Err(BadInput(format!("{}: another worker works here", lock.display())).into());
        }
        for part in ["seen", "sent"] {
            std::fs::create_dir_all(folder.join(part))?;
        }
        Ok(Self { folder: folder.to_owned(), _held: held })
    }

    fn errand_file(&self) -> PathBuf {
        self.folder.join("errand")
    }

    /// The errand in hand, as home signed it.
    pub(crate) fn errand(&self) -> anyhow::Result<Option<String>> {
        match std::fs::read_to_string(self.errand_file()) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes an errand in hand. What was seen for another one goes: its errand is not here any more.
    pub(crate) fn begin(&self, signed: &str) -> anyhow::Result<()> {
        if self.errand()?.as_deref() == Some(signed) {
            return Ok(());
        }
        self.end()?;
        Ok(durable::write_file(&self.errand_file(), signed.as_bytes())?)
    }

    /// Lets go of the errand, and of what is noted of it. The errand goes first: what is left over then is nobody's.
    pub(crate) fn end(&self) -> anyhow::Result<()> {
        remove(&self.errand_file())?;
        for part in ["seen", "sent"] {
            for entry in std::fs::read_dir(self.folder.join(part))? {
                remove(&entry?.path())?;
            }
        }
        Ok(())
    }

    fn seen_file(&self, check: &Check) -> anyhow::Result<PathBuf> {
        Ok(self.folder.join("seen").join(name_of(check)?))
    }

    /// The checks of an errand that are still to be done.
    fn open_checks(&self, errand: &Errand) -> anyhow::Result<Vec<Check>> {
        let mut open = Vec::new();
        for check in &errand.checks {
            let name = name_of(check)?;
            let done =
                ["seen", "sent"].iter().any(|part| self.folder.join(part).join(&name).exists());
            if !done {
                open.push(check.clone());
            }
        }
        Ok(open)
    }

    /// What was seen and is not acknowledged, with the file of each.
    pub(crate) fn unsent(&self) -> anyhow::Result<Vec<(PathBuf, String)>> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(self.folder.join("seen"))? {
            let path = entry?.path();
            if path.extension().is_none() {
                let text = std::fs::read_to_string(&path)?;
                found.push((path, text));
            }
        }
        found.sort();
        Ok(found)
    }

    /// The next package to send, and the files that are in it.
    pub(crate) fn package(&self, key: &Key) -> anyhow::Result<Option<(Package, Vec<PathBuf>)>> {
        let Some(errand) = self.errand()? else { return Ok(None) };
        let (mut files, mut transcripts, mut size) = (Vec::new(), Vec::new(), 0);
        for (path, text) in self.unsent()? {
            if size + text.len() > SENT_BYTES_MAX && !files.is_empty() {
                break;
            }
            size += text.len();
            files.push(path);
            transcripts.push(text);
        }
        if files.is_empty() {
            return Ok(None);
        }
        Ok(Some((Package::sign(errand, transcripts, key)?, files)))
    }

    /// Home has them: they are noted as sent, and their bytes go.
    pub(crate) fn acknowledged(&self, files: &[PathBuf]) -> anyhow::Result<()> {
        for file in files {
            let Some(name) = file.file_name() else { continue };
            durable::write_file(&self.folder.join("sent").join(name), b"")?;
            remove(file)?;
        }
        Ok(())
    }
}

fn remove(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn name_of(check: &Check) -> anyhow::Result<String> {
    Ok(Digest::of(&serde_json::to_vec(check)?).to_string())
}

/// Keeps what was seen in the folder, so that it lasts.
struct Keep<'a>(&'a Place);

impl Sink for Keep<'_> {
    fn take<'a>(&'a self, finished: &'a Finished) -> BoxFuture<'a, Result<(), PortError>> {
        let seen = &finished.observation;
        let kept = self
            .0
            .seen_file(&seen.check)
            .and_then(|path| Ok(durable::write_file(&path, &seen.transcript)?));
        let what = || format!("keeping what was seen of {}", seen.check.subject);
        let kept = kept.map_err(|error| PortError::Failed { what: what(), why: error.to_string() });
        Box::pin(async move { kept })
    }
}

/// Carries out what is left of an errand, until it ends or somebody stops it.
pub(crate) async fn carry_out(
    errand: &Errand,
    place: &Place,
    settings: &Settings,
    flags: &Doors,
    clock: Arc<dyn Clock>,
    stop: &Stop,
) -> anyhow::Result<RunSummary> {
    let left = errand.until.since(clock.now());
    if left <= Span::from_millis(0) {
        return Ok(RunSummary::default());
    }
    let net = doors::open(settings, flags, errand.scope(), stop.clone(), Arc::clone(&clock))?;
    let probes = arvak_exposure::probes(BTreeMap::new());
    let probes: Vec<Arc<dyn Probe>> =
        probes.into_iter().filter(|one| HANDED.contains(&one.name())).map(Arc::from).collect();
    // A queue for this run alone: what is left to do is told by what is on the disk.
    let queue = fresh_queue(&place.folder.join("queue")).await?;
    let ports = Arc::new(queue.clone());
    let schedule = Schedule {
        probes: probes.into(),
        net,
        clock: Arc::clone(&clock),
        queue: ports.clone(),
        permits: ports,
        vantage: errand.vantage.clone(),
        settings: Pace {
            worker: errand.worker.clone(),
            check: CHECK,
            lease: LEASE,
            ..Pace::default()
        },
        stop: stop.clone(),
    };
    let due: Vec<Due> = place
        .open_checks(errand)?
        .into_iter()
        .map(|check| Due { check, why: Why::Asked })
        .collect();
    let keep = Keep(place);
    let run = schedule.run(&due, &keep, None);
    let ended = clock.sleep(left);
    let mut run = std::pin::pin!(run);
    let summary = tokio::select! {
        summary = &mut run => summary?,
        () = ended => {
            stop.stop();
            run.await?
        }
    };
    queue.close().await?;
    Ok(summary)
}

async fn fresh_queue(folder: &Path) -> anyhow::Result<Operation> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => std::fs::create_dir(folder)?,
    }
    Ok(Operation::open(&folder.join("queue.db")).await?)
}
