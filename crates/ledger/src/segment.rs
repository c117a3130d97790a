//! Segments: files of 65,536 records each, read from front to back.

use std::fs::File;
use std::io::Read as _;
use std::io::Seek as _;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use crate::LedgerError;
use crate::merkle::{leaf_hash, sha256};
use crate::record::{HEADER_BYTES, Header, Record, is_zero};

/// Entries in a full segment: as many as lie under one full tile of level 1.
pub const SEGMENT_ENTRIES: u64 = 65_536;

/// Bytes read at a time; small enough to stay in a processor's cache until they are hashed.
const READ_BYTES: usize = 256 * 1024;

/// The records of a segment from some place on.
#[derive(Debug)]
pub(crate) struct Records {
    path: PathBuf,
    file: File,
    buffer: Vec<u8>,
    from: usize,
    to: usize,
    /// Where `buffer[from]` lies in the file.
    offset: u64,
}

/// What comes next in a segment.
#[derive(Debug)]
pub(crate) enum Step<'a> {
    /// A record whose header and envelope are as they were written.
    Record(Record<'a>),
    /// The file ends after a whole record.
    End,
    /// The rest of the file is the beginning of a record, as a crash during a write leaves it:
    /// nothing follows it.
    Incomplete,
    /// Something else than a record: damage.
    Bad {
        /// What is wrong.
        why: &'static str,
        /// Bytes of the record, where its header at least can be believed.
        total: Option<usize>,
    },
}

impl Records {
    /// Opens a segment at the beginning of a record.
    pub(crate) fn open(path: &Path, offset: u64) -> Result<Self, LedgerError> {
        let read = |error| LedgerError::read(path, error);
        let mut file = File::open(path).map_err(read)?;
        file.seek(std::io::SeekFrom::Start(offset)).map_err(read)?;
        let buffer = vec![0; READ_BYTES];
        Ok(Self { path: path.to_owned(), file, buffer, from: 0, to: 0, offset })
    }

    /// Where the next record begins, in bytes.
    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// Reads the next record. After anything but a record the place stays where it is.
    pub(crate) fn step(&mut self) -> Result<Step<'_>, LedgerError> {
        let have = self.fill(HEADER_BYTES)?;
        if have < HEADER_BYTES {
            return Ok(if have == 0 { Step::End } else { Step::Incomplete });
        }
        let header = self.window().first_chunk::<HEADER_BYTES>().and_then(Header::decode);
        let Some(header) = header else {
            let bad = Step::Bad { why: "its header is damaged", total: None };
            let last = self.offset + HEADER_BYTES as u64 - 1;
            return Ok(if self.zero_from(last)? { Step::Incomplete } else { bad });
        };
        let total = header.total();
        if self.fill(total)? < total {
            return Ok(Step::Incomplete);
        }
        let body_at = HEADER_BYTES + header.envelope_len();
        let envelope = self.window().get(HEADER_BYTES..body_at).unwrap_or_default();
        let leaf = leaf_hash(envelope);
        if leaf.check() != header.envelope_check {
            let last = self.offset + (total as u64) - 1;
            let bad = Step::Bad { why: "its envelope is damaged", total: Some(total) };
            return Ok(if self.zero_from(last)? { Step::Incomplete } else { bad });
        }
        let (from, offset) = (self.from, self.offset);
        let last = (header.body_bytes > 0).then(|| self.window().get(total - 1)).flatten();
        let ends_in_zeros = last == Some(&0) && self.zero_from(offset + (total as u64) - 1)?;
        self.from += total;
        self.offset += total as u64;
        let record = self.buffer.get(from..self.from).unwrap_or_default();
        let envelope = record.get(HEADER_BYTES..body_at).unwrap_or_default();
        let body = record.get(body_at..).unwrap_or_default();
        Ok(Step::Record(Record { offset, header, leaf, envelope, body, ends_in_zeros }))
    }

    /// Whether a record, or the end of the file, is at this place.
    pub(crate) fn stands_well(&mut self) -> Result<bool, LedgerError> {
        let have = self.fill(HEADER_BYTES)?;
        let header = self.window().first_chunk::<HEADER_BYTES>().and_then(Header::decode);
        Ok(have == 0 || header.is_some())
    }

    /// Passes over a damaged record of `total` bytes.
    pub(crate) fn skip(&mut self, total: usize) {
        self.from += total;
        self.offset += total as u64;
    }

    /// Whether the file holds only zeros from `offset` to its end. So it ends where a write was lost
    /// although the file had grown; that write was the last, since a later one begins only after the
    /// sync of the one before.
    pub(crate) fn zero_from(&self, offset: u64) -> Result<bool, LedgerError> {
        let mut at = offset;
        let mut bytes = vec![0; 4096];
        loop {
            let read = self
                .file
                .read_at(&mut bytes, at)
                .map_err(|error| LedgerError::read(&self.path, error))?;
            if read == 0 {
                return Ok(true);
            }
            if !is_zero(bytes.get(..read).unwrap_or_default()) {
                return Ok(false);
            }
            at += read as u64;
        }
    }

    fn window(&self) -> &[u8] {
        self.buffer.get(self.from..self.to).unwrap_or_default()
    }

    /// Reads until `wanted` bytes are there or the file ends; says how many are there.
    fn fill(&mut self, wanted: usize) -> Result<usize, LedgerError> {
        if self.to - self.from >= wanted {
            return Ok(self.to - self.from);
        }
        self.buffer.copy_within(self.from..self.to, 0);
        self.to -= self.from;
        self.from = 0;
        if self.buffer.len() < wanted {
            self.buffer.resize(wanted, 0);
        }
        while self.to < wanted {
            let free = self.buffer.get_mut(self.to..).unwrap_or_default();
            match self.file.read(free) {
                Ok(0) => break,
                Ok(read) => self.to += read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(LedgerError::read(&self.path, error)),
            }
        }
        Ok(self.to)
    }
}

/// Whether the body of a record is the one that was written.
pub(crate) fn body_is_whole(record: &Record<'_>) -> bool {
    record.body.is_empty() || sha256(record.body).check() == record.header.body_check
}
