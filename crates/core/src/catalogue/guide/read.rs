//! The guide from its files: every record where it stands, and then what the records name.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;
use toml::de::DeValue;

use super::references::{self, References};
use super::{
    Guide, authority, conflict, framework, guidance, list, nested, question, regime, situation,
    start,
};
use crate::Name;
use crate::catalogue::Letter;
use crate::catalogue::letter::Known;
use crate::mistake::Problem;
use crate::sheet::{Record, Sheet};

/// The tables that a file may hold for the guide.
pub(in crate::catalogue) const FIELDS: [&str; 9] = [
    "guidance",
    "list",
    "framework",
    "authority",
    "regime",
    "situation",
    "conflict",
    "question",
    "start",
];

/// What has been read so far, of all files.
#[derive(Default)]
pub(in crate::catalogue) struct Reading {
    guide: Guide,
    seen: Seen,
    /// Where guidance to each claim stands.
    guided: BTreeMap<Name, Place>,
    /// Whether some guidance names no claim, so that none can be said to be missing.
    nameless: bool,
    /// Whether some authority has no id, so that none can be said to be unknown.
    authority_missing: bool,
}

/// A file by its number, and a byte of it.
type Place = (usize, usize);

/// What the records have named, and what there is to be named.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) references: References,
    pub(super) measures: BTreeSet<Name>,
    /// Whether the measures of some principle could not be read.
    pub(super) measures_missing: bool,
    /// Where each authority names its successor.
    pub(super) authorities: BTreeMap<Name, Place>,
}

/// The tools for one record.
pub(super) struct Reader<'k> {
    pub(super) known: &'k mut Known,
    pub(super) seen: &'k mut Seen,
}

impl Reader<'_> {
    /// The `id` of a record, which no other record of its sort has.
    pub(super) fn id(&mut self, sheet: &mut Sheet<'_>, record: Record<'_, '_>) -> Option<Name> {
        self.known.ids.first_in(sheet, "id", ("record", record.of), record)
    }
}

/// Reads what the file of that number holds for the guide.
pub(in crate::catalogue) fn read(
    sheet: &mut Sheet<'_>,
    (number, file): (usize, Record<'_, '_>),
    known: &mut Known,
    reading: &mut Reading,
) {
    let Reading { guide, seen, guided, nameless, authority_missing } = reading;
    seen.references.file = number;
    let mut reader = Reader { known, seen };
    // A letter that follows another may guide anew to a claim of the other; twice in one file it may not.
    let scope = if follows(file) { sheet.name } else { "" };
    for record in nested::records(sheet, file, "guidance") {
        let Some((claim, guidance)) = guidance::read(sheet, record, (&mut reader, scope)) else {
            *nameless = true;
            continue;
        };
        guided.insert(claim.clone(), (number, record.at));
        guide.guidance.extend(guidance.map(|guidance| (claim, guidance)));
    }
    for record in nested::records(sheet, file, "list") {
        guide.lists.extend(list::read(sheet, record, &mut reader));
    }
    for record in nested::records(sheet, file, "framework") {
        guide.frameworks.extend(framework::read(sheet, record, &mut reader));
    }
    for record in nested::records(sheet, file, "authority") {
        let Some((id, authority)) = authority::read(sheet, record, &mut reader) else {
            *authority_missing = true;
            continue;
        };
        guide.authorities.extend(authority.map(|authority| (id, authority)));
    }
    for record in nested::records(sheet, file, "regime") {
        guide.regimes.extend(regime::read(sheet, record, &mut reader));
    }
    for record in nested::records(sheet, file, "situation") {
        guide.situations.extend(situation::read(sheet, record, &mut reader));
    }
    for record in nested::records(sheet, file, "conflict") {
        guide.conflicts.extend(conflict::read(sheet, record, &mut reader));
    }
    for record in nested::records(sheet, file, "question") {
        let read = question::read(sheet, record, &mut reader, &guide.questions);
        guide.questions.extend(read);
    }
    for record in nested::records(sheet, file, "start") {
        guide.starts.extend(start::read(sheet, record, &mut reader));
    }
}

/// Whether the letter of a file follows another.
fn follows(file: Record<'_, '_>) -> bool {
    let letter = file.get("letter").map(Spanned::get_ref);
    matches!(letter, Some(DeValue::Table(letter)) if letter.get("follows").is_some())
}

impl Reading {
    /// Holds what all files hold against each other, and gives the guide. `tell` is given a file's
    /// number and a byte of it; `whole` says that every file could be read.
    pub(in crate::catalogue) fn finish(
        self,
        letters: &[Letter],
        (known, whole): (&Known, bool),
        tell: &mut impl FnMut(Place, Problem),
    ) -> Guide {
        let Self { guide, seen, guided, nameless, authority_missing } = self;
        let authorities = || seen.authorities.keys().cloned().collect();
        let named = references::Known {
            claims: (whole && !known.claim_missing).then_some(&known.claims),
            measures: (whole && !seen.measures_missing).then_some(seen.measures),
            authorities: (whole && !authority_missing).then(authorities),
        };
        seen.references.check(&named, tell);
        authority::check(&guide.authorities, &seen.authorities, tell);
        if whole && !nameless {
            unguided(letters, &guided, tell);
        }
        guide
    }
}

/// Tells of claims without guidance, of letters that give guidance to some. One that follows another holds
/// what is new, and may leave that unexplained.
fn unguided(
    letters: &[Letter],
    guided: &BTreeMap<Name, Place>,
    tell: &mut impl FnMut(Place, Problem),
) {
    for letter in letters.iter().filter(|letter| letter.follows.is_none()) {
        let claims = || letter.points.iter().flat_map(|point| &point.claims);
        let Some(first) = claims().find_map(|claim| guided.get(&claim.id)) else { continue };
        for claim in claims().filter(|claim| !guided.contains_key(&claim.id)) {
            tell(*first, Problem::new("guidance_missing").with("claim", &claim.id));
        }
    }
}
