//! A catalogue from its files: kinds first, then letters, so that a rule is held against the kinds that
//! it asks for while its place in the file is still at hand.

use std::collections::BTreeSet;

use super::guide::{self, Reading};
use super::ids::Ids;
use super::kind::{self, Kinds};
use super::letter::{self, Known};
use super::local;
use super::{Catalogue, Letter};
use crate::mistake::{self, Mistake, Problem};
use crate::sheet::{Record, Sheet};
use crate::{Digest, SourceFile};

/// Most files of a catalogue.
pub const FILES_MAX: usize = 100;

impl Catalogue {
    /// Reads a catalogue. Any file may hold kinds, records of the guide, and one letter with its points
    /// and claims; letters come in the order of the files, and one that follows another takes its place.
    /// The digest is left open: whoever keeps the bytes knows it.
    ///
    /// All mistakes of all files are told at once, in the order of the files. When a file is no
    /// TOML, whether an evidence kind that a rule asks for is registered is not known, and that is told
    /// when it is.
    pub fn parse(files: &[SourceFile<'_>]) -> Result<Self, Vec<Mistake>> {
        let mut opened: Vec<_> =
            files.iter().take(FILES_MAX).map(|file| Sheet::open(*file)).collect();
        let whole = files.len() <= FILES_MAX && !opened.iter().any(|(sheet, _)| sheet.broken());
        if let (true, Some((sheet, _))) = (files.len() > FILES_MAX, opened.last_mut()) {
            let problem = Problem::new("too_many").with("what", "files");
            sheet.tell(0, problem.with("count", files.len()).with("most", FILES_MAX));
        }
        let mut known = Known {
            kinds: Kinds::new(whole),
            ids: Ids::default(),
            claims: BTreeSet::new(),
            claim_missing: false,
        };
        for (sheet, table) in &mut opened {
            let name = sheet.name;
            let file = Record { table, at: 0, of: name };
            if table.is_empty() && !sheet.broken() {
                sheet.tell(0, Problem::new("nothing_here"));
            }
            file.only(sheet, || letter::FIELDS.into_iter().chain(guide::FIELDS).collect());
            kind::read(sheet, file, &mut known);
        }
        let mut letters: Vec<Letter> = Vec::new();
        for (sheet, table) in &mut opened {
            let name = sheet.name;
            let file = Record { table, at: 0, of: name };
            let Some(letter) = letter::read(sheet, file, &mut known, &letters) else { continue };
            // A letter that follows another takes its place.
            let followed = |earlier: &&mut Letter| Some(&earlier.id) == letter.follows.as_ref();
            match letters.iter_mut().find(followed) {
                Some(place) => *place = letter,
                None => letters.push(letter),
            }
        }
        let mut local = Vec::new();
        for (sheet, table) in &mut opened {
            let file = Record { table, at: 0, of: sheet.name };
            local::read(sheet, file, &mut known, &mut local);
        }
        local::apply(&mut letters, &mut local);
        let mut reading = Reading::default();
        for (number, (sheet, table)) in opened.iter_mut().enumerate() {
            let file = Record { table, at: 0, of: sheet.name };
            guide::read(sheet, (number, file), &mut known, &mut reading);
        }
        let mut tell = |(number, at): (usize, usize), problem| {
            if let Some((sheet, _)) = opened.get_mut(number) {
                sheet.tell(at, problem);
            }
        };
        let guide = reading.finish(&letters, (&known, whole), &mut tell);
        let told = mistake::all_of(opened.into_iter().map(|(sheet, _)| sheet));
        if told.is_empty() {
            return Ok(Self { digest: None, letters, kinds: known.kinds.into_map(), guide, local });
        }
        Err(told)
    }

    /// The same with the digest under which its bytes are kept.
    #[must_use]
    pub fn with_digest(mut self, digest: Digest) -> Self {
        self.digest = Some(digest);
        self
    }
}
