//! Files in a folder that `arvak.toml` names, on this machine or a share: a canary file is read, or the EICAR test file written, read again
//! and removed. That a test file may lie there is noted before it does, so that it is removed after a crash as well.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use arvak_core::drill::{Act, Deed, Door, MARK, Stimulus};
use arvak_core::{Instant, Span};
use arvak_monitoring::Answered;
use arvak_store::Folder;

use super::{Ended, Hand};
use crate::say::EICAR;
use crate::{Kept, Result};

/// How long the test file lies there: what watches files looks at once when it is written and read.
const STAYS: Span = Span::from_millis(5_000);

/// A file that was left longer ago than this is nobody's any more.
const LEFT: Span = Span::from_millis(10_000);

/// Most bytes of a canary file that are read.
const FILE_BYTES_MAX: u64 = 64 << 20;

/// A file that is there to be read, or a place where none is.
pub(super) struct Ready {
    path: PathBuf,
    act: Act,
    target: String,
}

impl Ready {
    /// What is written, or the name of what is read.
    pub(super) fn bytes(&self) -> Vec<u8> {
        match self.act {
            Act::Eicar => EICAR.concat().into_bytes(),
            _ => self.target.clone().into_bytes(),
        }
    }
}

/// Looks whether the folder is one that may be used, and whether the file is there, or not, as it should be.
pub(super) async fn reach(hand: &Hand<'_>, folder: &str) -> std::result::Result<Ready, String> {
    let (act, target) = (hand.deed.act, hand.target());
    let (folder, allowed) = (PathBuf::from(folder), hand.doors.folders.clone());
    let looked = tokio::task::spawn_blocking(move || {
        let real = std::fs::canonicalize(&folder);
        let real = real.map_err(|error| format!("{}: {error}", folder.display()))?;
        let is_below =
            |top: &PathBuf| std::fs::canonicalize(top).is_ok_and(|top| real.starts_with(top));
        if !allowed.iter().any(is_below) {
            return Err(format!("{}: drills.folders (arvak.toml)", folder.display()));
        }
        let path = real.join(&target);
        let told = |why: &str| Err(format!("{}: {why}", path.display()));
        match (act, std::fs::symlink_metadata(&path)) {
            (Act::Eicar, Err(error)) if error.kind() == ErrorKind::NotFound => {}
            (Act::Eicar, Ok(_)) => return told("it is there already"),
            (_, Ok(found)) if found.is_file() => {}
            (_, Ok(_)) => return told("it is no file"),
            (_, Err(error)) => return told(&error.to_string()),
        }
        Ok(Ready { path, act, target })
    });
    looked.await.map_err(|error| error.to_string())?
}

pub(super) async fn act(hand: &Hand<'_>, ready: Ready, at: Instant) -> Result<Ended> {
    if ready.act != Act::Eicar {
        let read = tokio::task::spawn_blocking(move || read(&ready.path)).await;
        return Ok(match read {
            Ok(Ok(())) => Ok(Answered::Given),
            Ok(Err(error)) if error.kind() == ErrorKind::PermissionDenied => Ok(Answered::Denied),
            Ok(Err(error)) if error.kind() == ErrorKind::NotFound => Ok(Answered::Missing),
            Ok(Err(error)) => Err(error.to_string()),
            Err(error) => Err(error.to_string()),
        });
    }
    let (operation, id) = (hand.folder.operation(), hand.kept.row.id.as_str());
    operation.add_drill_left(id, at).await?;
    let path = ready.path.clone();
    let written = tokio::task::spawn_blocking(move || write(&path)).await;
    let ended = match written {
        Ok(Ok(true)) => {
            hand.doors.clock.sleep(STAYS).await;
            Ok(Answered::Stood)
        }
        Ok(Ok(false)) => Ok(Answered::Blocked),
        Ok(Err(error)) => Err(error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    let was_there = remove(&ready.path).await;
    match was_there {
        Ok(was_there) => {
            operation.remove_drill_left(id).await?;
            let is_gone = !was_there && ended == Ok(Answered::Stood);
            Ok(if is_gone { Ok(Answered::TakenAway) } else { ended })
        }
        // It stays noted, and is removed later.
        Err(error) => {
            tracing::warn!(drill = id, %error, "the test file could not be removed");
            Ok(ended)
        }
    }
}

fn read(path: &Path) -> std::io::Result<()> {
    let file = File::open(path)?;
    std::io::copy(&mut file.take(FILE_BYTES_MAX), &mut std::io::sink()).map(drop)
}

/// Writes the test file and reads it again. `false` when it could be made, and something kept it from being written or read.
fn write(path: &Path) -> std::io::Result<bool> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let eicar = EICAR.concat();
    let whole = file.write_all(eicar.as_bytes()).and_then(|()| file.sync_all());
    drop(file);
    if whole.is_err() {
        return Ok(false);
    }
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(1_024).read_to_string(&mut text));
    match read {
        Ok(_) => Ok(text == eicar),
        // Taken away already: that is for whoever removes it to see.
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(_) => Ok(false),
    }
}

/// Removes the test file; `false` when it was not there. Its name bears the mark, so it is nobody else's.
async fn remove(path: &Path) -> std::io::Result<bool> {
    let path = path.to_owned();
    let removed = tokio::task::spawn_blocking(move || match std::fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    });
    removed.await.map_err(std::io::Error::other)?
}

/// Removes the test files that a crash left behind, of all drills or of this one alone; tells of which drills they were, and whether a file
/// was there and is gone now (`true`), or cannot be removed (`false`).
pub async fn swept(
    folder: &Folder,
    only: Option<&str>,
    now: Instant,
) -> Result<Vec<(String, bool)>> {
    let mut told = Vec::new();
    for (id, made_at) in folder.operation().drill_left().await? {
        let is_left = match only {
            Some(only) => only == id,
            None => made_at.plus(LEFT) <= now,
        };
        if !is_left {
            continue;
        }
        let Some(kept) = crate::kept(folder, &id).await? else { continue };
        let Some(path) = file_of(&kept) else { continue };
        match remove(&path).await {
            Ok(was_there) => {
                folder.operation().remove_drill_left(&id).await?;
                told.extend(was_there.then_some((id, true)));
            }
            Err(error) => {
                tracing::warn!(drill = id, %error, "a test file could not be removed");
                told.push((id, false));
            }
        }
    }
    Ok(told)
}

/// Where the test file of a drill lies.
fn file_of(kept: &Kept) -> Option<PathBuf> {
    let Stimulus::Act(Deed { door: Some(Door::Folder(folder)), target, .. }) =
        &kept.definition.stimulus
    else {
        return None;
    };
    Some(Path::new(folder).join(target.replace(MARK, &kept.secret.plan.mark())))
}
