//! One bit of a copy of the ledger is flipped, and `ledger verify` is asked.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::render::demo::Flipped;

/// Flips a bit in the middle of the first segment of a copy, and tells what was found. The copy is
/// removed again.
pub(super) async fn flip_and_verify(data: &Path) -> anyhow::Result<Flipped> {
    let copy = beside(data)?;
    let result = try_on(data, &copy).await;
    std::fs::remove_dir_all(&copy).with_context(|| format!("{}", copy.display()))?;
    result
}

async fn try_on(data: &Path, copy: &Path) -> anyhow::Result<Flipped> {
    copy_all(data, copy)?;
    let segments = copy.join("ledger/segments");
    let segment = first_segment(&segments)?;
    let file = File::options().read(true).write(true).open(&segment)?;
    let offset = file.metadata()?.len() / 2;
    let mut byte = [0];
    file.read_exact_at(&mut byte, offset)?;
    file.write_all_at(&byte.map(|byte| byte ^ 1), offset)?;
    let verified = arvak_store::verify(copy, None).await?;
    let problem = verified.problems.first().context("the flipped bit was not found")?;
    let place = problem.place.entry.map_or_else(
        || problem.place.file.display().to_string(),
        |entry| format!("{}, nr. {entry}", problem.place.file.display()),
    );
    let file = segment.strip_prefix(copy).unwrap_or(&segment).display().to_string();
    Ok(Flipped { file, offset, place, what: problem.what.clone() })
}

/// `arvak-demo.flipped`, beside the folder.
fn beside(data: &Path) -> anyhow::Result<PathBuf> {
    let mut name = data.file_name().context("the data folder has no name")?.to_owned();
    name.push(".flipped");
    let copy = data.with_file_name(name);
    anyhow::ensure!(!copy.exists(), "{} is in the way: move it", copy.display());
    Ok(copy)
}

fn copy_all(from: &Path, to: &Path) -> anyhow::Result<()> {
    std::fs::create_dir(to).with_context(|| format!("{}", to.display()))?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let (kind, target) = (entry.file_type()?, to.join(entry.file_name()));
        if kind.is_dir() {
            copy_all(&entry.path(), &target)?;
        } else if kind.is_file() {
            std::fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}

fn first_segment(folder: &Path) -> anyhow::Result<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .with_context(|| format!("{}", folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "seg"));
    files.sort();
    files.into_iter().next().context("the ledger has no segment")
}
