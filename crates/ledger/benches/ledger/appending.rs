//! Durable appends: groups beside SQLite, single ones beside the bare system calls.

use std::fs::File;
use std::os::unix::fs::FileExt as _;

use crate::entries::{ENVELOPE_BYTES, GROUP, NOON, draft, folder, group, writer};
use crate::sqlite::{Peer, Rows};
use crate::{compare, time};

const GROUPS: u64 = 60;
const SINGLES: u64 = 1500;

/// Bytes of a record beside its envelope (`src/record.rs`).
const HEADER_BYTES: usize = 32;

/// Groups of 1,000 entries in turn: ours, SQLite row by row, SQLite with many rows a statement, and
/// a file that only gets the bytes.
pub(crate) fn groups() {
    let place = folder();
    let mut writer = writer(place.path());
    let mut single = Peer::new(place.path(), "single.db");
    let mut many = Peer::new(place.path(), "many.db");
    let mut raw = Raw::new(&place.path().join("raw"));
    let (mut ours, mut singles, mut manies, mut raws) = (vec![], vec![], vec![], vec![]);
    for number in 0..GROUPS {
        let drafts = group(number);
        let envelopes: Vec<_> = drafts.iter().map(|draft| stamped(&draft.unstamped)).collect();
        let bytes = vec![7; envelopes.len() * (HEADER_BYTES + ENVELOPE_BYTES)];
        ours.push(time(|| writer.append(&drafts, NOON).unwrap()).0);
        singles.push(time(|| single.append(&envelopes, Rows::Single)).0);
        manies.push(time(|| many.append(&envelopes, Rows::Many)).0);
        raws.push(time(|| raw.append(&bytes)).0);
    }
    assert_eq!(writer.size(), GROUPS * GROUP);
    compare("1,000 entries; SQLite, a statement a row", &mut ours, &mut singles);
    compare("1,000 entries; SQLite, 250 rows a statement", &mut ours, &mut manies);
    compare("1,000 entries; the bytes alone, write and fdatasync", &mut ours, &mut raws);
}

/// Single entries in turn: ours, and a file that only gets the bytes.
pub(crate) fn singles() {
    let place = folder();
    let mut writer = writer(place.path());
    let mut raw = Raw::new(&place.path().join("raw"));
    let (mut ours, mut raws) = (vec![], vec![]);
    let bytes = vec![7; HEADER_BYTES + ENVELOPE_BYTES];
    for number in 0..SINGLES {
        let drafts = [draft(number)];
        // Who goes first changes, since what follows a sync may be dearer.
        if number % 2 == 0 {
            ours.push(time(|| writer.append(&drafts, NOON).unwrap()).0);
            raws.push(time(|| raw.append(&bytes)).0);
        } else {
            raws.push(time(|| raw.append(&bytes)).0);
            ours.push(time(|| writer.append(&drafts, NOON).unwrap()).0);
        }
    }
    compare("1 entry; the bytes alone, write and fdatasync", &mut ours, &mut raws);
}

/// What the ledger makes of a draft, for a peer that gets the same bytes.
fn stamped(unstamped: &[u8]) -> Vec<u8> {
    let mut bytes = br#"{"received_at":"2026-02-01T12:00:00.000Z","#.to_vec();
    bytes.extend_from_slice(unstamped.strip_prefix(b"{").unwrap());
    assert_eq!(bytes.len(), ENVELOPE_BYTES);
    bytes
}

/// A file at whose end bytes are written and synced.
struct Raw {
    file: File,
    end: u64,
}

impl Raw {
    fn new(path: &std::path::Path) -> Self {
        Self { file: File::create_new(path).unwrap(), end: 0 }
    }

    fn append(&mut self, bytes: &[u8]) {
        self.file.write_all_at(bytes, self.end).unwrap();
        self.file.sync_data().unwrap();
        self.end += bytes.len() as u64;
    }
}
