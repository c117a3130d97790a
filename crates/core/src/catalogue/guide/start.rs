//! `[[start]]`: where to begin, by who runs ICT for the municipality.

use super::nested;
use super::read::Reader;
use super::references::What;
use crate::Name;
use crate::catalogue::text::{self, ORIGIN_FIELDS};
use crate::catalogue::{Origin, Text};
use crate::sheet::{Record, Sheet};

/// Which claims to begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// Who runs ICT, as `operates_ict` of an organisation says; `unknown` when it does not.
    pub id: Name,
    /// Why these come first.
    pub title: Text,
    /// The claims, the first first.
    pub claims: Vec<Name>,
    /// Where this comes from.
    pub origin: Origin,
}

pub(super) fn read(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    reader: &mut Reader<'_>,
) -> Option<Start> {
    record.only(sheet, || ["id", "title", "claims"].into_iter().chain(ORIGIN_FIELDS).collect());
    let id = reader.id(sheet, record);
    let title = nested::body(sheet, record, "title");
    let claims = reader.seen.references.names(sheet, record, "claims", What::Claim);
    let origin = text::origin(sheet, record);
    Some(Start { id: id?, title: title?, claims: claims?, origin: origin? })
}
