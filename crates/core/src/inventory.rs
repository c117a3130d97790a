//! The inventory as people write it: TOML files that list things.
//!
//! ```toml
//! [[service]]
//! id = "epj"
//! name = "Electronic patient record"
//! internet_facing = true
//! runs_on = ["app-1", { of = ["db-1", "db-2"], at_least = 1, grace_hours = 4 }]
//! ```
//!
//! Fields are those of the [vocabulary](crate::vocabulary). A relation names things by slug, or by
//! `kind/slug` where it may lead to several kinds; a plain list needs all of them. Blanks around a name
//! or a note are not part of it. Nothing is accepted while there is a mistake in any file.

mod cycles;
mod index;
mod references;
mod thing;
mod utf8;

pub use utf8::decode_utf8;

use std::collections::BTreeSet;

use crate::fact::Entity;
use crate::sheet::Sheet;
use crate::{Class, EntityId, Mistake, SourceFile, mistake};

/// Most things in all files together.
pub const THINGS_MAX: usize = 200_000;

/// Most characters of the name of a thing.
pub const NAME_CHARS_MAX: usize = 500;

/// Most characters of the note of a thing.
pub const NOTE_CHARS_MAX: usize = 5_000;

/// Most references in one field.
pub const REFERENCES_MAX: usize = 1_000;

/// A thing as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The fact.
    pub entity: Entity,
    /// What people call it.
    pub name: Option<String>,
    /// A free note.
    pub note: Option<String>,
    /// Who may see it, and what probes find of it.
    pub class: Class,
    /// The file it stands in.
    pub file: String,
    /// The line at which it begins, from 1.
    pub line: u32,
}

/// Reads inventory files. References may lead to things in any of the files or among `known`, the
/// things that the ledger has already. Things come in the order in which they are written.
///
/// All mistakes of all files are told at once, in the order of the files; when a file is no TOML,
/// whether things that others name exist is not known, and that is told when it is.
pub fn parse(
    files: &[SourceFile<'_>],
    known: &BTreeSet<EntityId>,
) -> Result<Vec<Item>, Vec<Mistake>> {
    let mut sheets = Vec::new();
    let mut things = Vec::new();
    for (file, source) in files.iter().enumerate() {
        let (mut sheet, table) = Sheet::open(*source);
        thing::read(&mut sheet, file, &table, &mut things);
        sheets.push(sheet);
    }
    index::check(&mut sheets, &things);
    if !sheets.iter().any(Sheet::broken) {
        references::check(&mut sheets, &things, known);
        cycles::check(&mut sheets, &things);
    }
    let mistakes = mistake::all_of(sheets);
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    Ok(things.into_iter().map(|thing| thing.item).collect())
}

#[cfg(test)]
mod tests;
