//! `[[authority]]`: who warns, advises, supervises or is told, and who took over from whom.

use std::collections::BTreeMap;

use super::read::Reader;
use super::references::What;
use super::{Authority, nested};
use crate::Name;
use crate::catalogue::text::{self, ORIGIN_FIELDS};
use crate::mistake::Problem;
use crate::sheet::{Record, Sheet};

/// Reads one; the id alone when there are mistakes in the rest.
pub(super) fn read(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    reader: &mut Reader<'_>,
) -> Option<(Name, Option<Authority>)> {
    let own = ["id", "title", "role", "succeeded_by", "succeeded_from"];
    record.only(sheet, || own.into_iter().chain(ORIGIN_FIELDS).collect());
    let id = reader.id(sheet, record);
    let authority = rest(sheet, record, reader);
    let at = record.get("succeeded_by").map_or(record.at, |value| value.span().start);
    let id = id?;
    reader.seen.authorities.insert(id.clone(), (reader.seen.references.file, at));
    Some((id, authority))
}

fn rest(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    reader: &mut Reader<'_>,
) -> Option<Authority> {
    let title = text::title(sheet, record);
    let role = nested::body(sheet, record, "role");
    let references = &mut reader.seen.references;
    let succeeded_by = references.name_if_any(sheet, record, "succeeded_by", What::Authority);
    // One of the two without the other says nothing.
    if record.get("succeeded_by").is_some() || record.get("succeeded_from").is_some() {
        record.need(sheet, "succeeded_by");
        record.need(sheet, "succeeded_from");
    }
    let succeeded_from = nested::date(sheet, record, "succeeded_from");
    let origin = text::origin(sheet, record);
    Some(Authority {
        title: title?,
        role: role?,
        succeeded_by: succeeded_by?,
        succeeded_from: succeeded_from?,
        origin: origin?,
    })
}

/// Tells of authorities that succeed each other in a circle, once for each circle.
pub(super) fn check(
    authorities: &BTreeMap<Name, Authority>,
    places: &BTreeMap<Name, (usize, usize)>,
    tell: &mut impl FnMut((usize, usize), Problem),
) {
    for (start, authority) in authorities {
        let mut circle = vec![start];
        let mut next = authority.succeeded_by.as_ref();
        while let Some(here) =
            next.filter(|here| *here != start && circle.len() <= authorities.len())
        {
            circle.push(here);
            next = authorities.get(here).and_then(|other| other.succeeded_by.as_ref());
        }
        if next != Some(start) || circle.iter().any(|member| *member < start) {
            continue;
        }
        circle.push(start);
        let around: Vec<&str> = circle.into_iter().map(Name::as_str).collect();
        let problem = Problem::new("cycle").with("relation", "succeeded_by");
        if let Some((file, at)) = places.get(start) {
            tell((*file, *at), problem.with("cycle", around.join(" → ")));
        }
    }
}
