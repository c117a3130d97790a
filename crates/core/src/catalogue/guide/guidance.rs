//! `[[guidance]]`: a claim in plain words.

use super::read::Reader;
use super::references::What;
use super::{Guidance, nested};
use crate::Name;
use crate::catalogue::text::{self, ORIGIN_FIELDS};
use crate::sheet::{Record, Sheet};

/// The texts of a claim's guidance, in the order in which they are read.
const TEXTS: [&str; 5] = ["asked", "why", "counts", "refutes", "first"];

/// Reads one; the claim alone when its texts have mistakes. A claim is guided to once in a scope.
pub(super) fn read(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    (reader, scope): (&mut Reader<'_>, &str),
) -> Option<(Name, Option<Guidance>)> {
    record.only(sheet, || ["claim"].into_iter().chain(TEXTS).chain(ORIGIN_FIELDS).collect());
    let claim = reader.known.ids.first_in(sheet, "claim", ("guidance", scope), record);
    if claim.is_some() {
        reader.seen.references.name(sheet, record, "claim", What::Claim);
    }
    let guidance = texts(sheet, record);
    Some((claim?, guidance))
}

fn texts(sheet: &mut Sheet<'_>, record: Record<'_, '_>) -> Option<Guidance> {
    let [asked, why, counts, refutes, first] = TEXTS.map(|text| nested::body(sheet, record, text));
    let origin = text::origin(sheet, record);
    Some(Guidance {
        asked: asked?,
        why: why?,
        counts: counts?,
        refutes: refutes?,
        first: first?,
        origin: origin?,
    })
}
