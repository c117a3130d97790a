//! Checking everything: each record, each tile, each signature, and that nothing else is there.

mod files;
mod report;
mod roots;
mod scan;

use std::path::Path;

use crate::LedgerError;
use crate::checkpoint::{Checkpoint, read_text};
use crate::key::{Key, PublicKey};
use crate::layout::Layout;
use crate::load::read_public_key;

pub use report::{Problem, Report};
use roots::Whole;

/// What to check a ledger against.
#[derive(Clone, Copy)]
pub struct VerifyOptions<'a> {
    /// An earlier checkpoint, as printed or mailed, that the ledger must be a continuation of.
    pub checkpoint: Option<&'a str>,
    /// The key that must have signed, when it is known from elsewhere than the folder.
    pub key: Option<&'a PublicKey>,
    /// Threads that read segments, at least 1.
    pub threads: usize,
    /// Whether an entry orders the erasure of the body of this entry.
    pub erased: &'a (dyn Fn(u64) -> bool + Sync),
}

impl Default for VerifyOptions<'_> {
    fn default() -> Self {
        Self { checkpoint: None, key: None, threads: 2, erased: &|_| false }
    }
}

/// Checks the ledger of a data folder. What is wrong stands in the report; an error means that the
/// check could not be made at all. Beside a running writer it checks what is there when it looks.
/// An incomplete last record after the checkpoint, as a crash leaves it, is no problem.
pub fn verify(data: &Path, options: &VerifyOptions<'_>) -> Result<Report, LedgerError> {
    let layout = Layout::new(data);
    let mut report = Report::default();
    match layout.check_format() {
        Err(LedgerError::BadFile { path, why }) => report.add(data, &path, "format.damaged", why),
        other => other?,
    }
    let signed = Signed::read(&layout, options, &mut report);
    let sizes: Vec<u64> = signed.all().map(|(_, _, checkpoint)| checkpoint.size()).collect();
    let files = files::list(&layout)?;
    let scans = scan::scan(&layout, options, signed.size(), &sizes)?;
    let whole = Whole::assemble(&layout, scans, &mut report);
    whole.check_upper_tiles(&layout, signed.size(), &mut report);
    for (path, code, checkpoint) in signed.all() {
        whole.check_root(&layout, (path, code), checkpoint, &mut report);
    }
    files::check(&layout, &files, whole.size(), &mut report);
    report.size = whole.size();
    report.root = whole.root();
    report.signed_size = signed.size();
    Ok(report)
}

/// The checkpoints that the ledger is measured by.
struct Signed {
    current: Option<Checkpoint>,
    last: Option<Checkpoint>,
    given: Option<Checkpoint>,
    layout: Layout,
}

impl Signed {
    fn read(layout: &Layout, options: &VerifyOptions<'_>, report: &mut Report) -> Self {
        let mut signed = Self { current: None, last: None, given: None, layout: layout.clone() };
        let data = layout.data();
        let key = match (read_public_key(layout), options.key) {
            (Ok(found), Some(known)) if found != *known => {
                let detail = format!("it is {found}, and should be {known}");
                report.add(data, &layout.public_key(), "key.differs", detail);
                known.clone()
            }
            (Ok(found), _) => found,
            (Err(error), known) => {
                report.add(data, &layout.public_key(), "key.damaged", error.to_string());
                let Some(known) = known else { return signed };
                known.clone()
            }
        };
        check_private_key(layout, &key, report);
        let mut open = |path: &Path, code| match Checkpoint::read(path, &key) {
            Ok(checkpoint) => Some(checkpoint),
            Err(error) => {
                report.add(data, path, code, error.to_string());
                None
            }
        };
        signed.current = open(&layout.checkpoint(), "checkpoint.damaged");
        signed.last = open(&layout.last(), "last.damaged");
        if let (Some(current), Some(last)) = (&signed.current, &signed.last)
            && last.size() < current.size()
        {
            let detail = "it is older than ledger/checkpoint, which it never is".to_owned();
            report.add(data, &layout.last(), "last.behind", detail);
        }
        if let Some(text) = options.checkpoint {
            match Checkpoint::open(text, &key) {
                Ok(checkpoint) => signed.given = Some(checkpoint),
                Err(error) => {
                    let detail = format!("the given checkpoint is not of this ledger: {error}");
                    report.add(data, &layout.checkpoint(), "given.not_ours", detail);
                }
            }
        }
        signed
    }

    /// The size that tiles must be there for.
    fn size(&self) -> u64 {
        self.current.as_ref().map_or(0, Checkpoint::size)
    }

    /// Each with the file to name and the code to give when the entries do not lead to it.
    fn all(&self) -> impl Iterator<Item = (std::path::PathBuf, &'static str, &Checkpoint)> {
        let current = self.current.iter();
        let current = current.map(|c| (self.layout.checkpoint(), "checkpoint.root", c));
        let last = self.last.iter().map(|c| (self.layout.last(), "last.root", c));
        let given = self.given.iter();
        let given = given.map(|c| (self.layout.checkpoint(), "given.not_continued", c));
        current.chain(last).chain(given)
    }
}

/// Where the signing key is kept in the folder, it must be the one of the ledger.
fn check_private_key(layout: &Layout, public: &PublicKey, report: &mut Report) {
    let path = layout.key();
    let found = match read_text(&path) {
        // It may be kept elsewhere, or be readable only by the service.
        Err(LedgerError::Read { .. }) => return,
        Err(error) => Err(error),
        Ok(text) => Key::parse(&text),
    };
    let why = match found {
        Ok(key) if key.public() == public => return,
        Ok(key) => format!("it is the key of {}, not of {public}", key.public()),
        Err(error) => error.to_string(),
    };
    report.add(layout.data(), &path, "key.private", why);
}
