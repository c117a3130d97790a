//! `[[framework]]`: categories, principles, how many measures each has, and which of them claims come
//! near. A measure's id is its principle's with a number, from 1; so the count gives all of them.

use std::collections::BTreeMap;

use super::read::Reader;
use super::references::What;
use super::{Category, Framework, Mapping, Principle, nested};
use crate::Name;
use crate::catalogue::Origin;
use crate::catalogue::text::{self, ORIGIN_FIELDS};
use crate::sheet::{Record, Sheet};

/// Most measures of one principle.
const MEASURES_MAX: i64 = 100;

pub(super) fn read(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    reader: &mut Reader<'_>,
) -> Option<Framework> {
    let own = ["id", "title", "authority", "category", "mapping"];
    record.only(sheet, || own.into_iter().chain(ORIGIN_FIELDS).collect());
    let id = reader.id(sheet, record);
    let title = text::title(sheet, record);
    let authority = reader.seen.references.name(sheet, record, "authority", What::Authority);
    let origin = text::origin(sheet, record);
    let records = nested::records(sheet, record, "category");
    let mut categories = Vec::with_capacity(records.len());
    for record in records {
        categories.extend(category(sheet, record, reader, origin.as_ref()));
    }
    let mappings = mappings(sheet, record, reader, origin.as_ref());
    Some(Framework {
        id: id?,
        title: title?,
        authority: authority?,
        categories,
        mappings,
        origin: origin?,
    })
}

fn category(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    reader: &mut Reader<'_>,
    of_framework: Option<&Origin>,
) -> Option<Category> {
    record.only(sheet, || ["id", "title", "principle"].into_iter().chain(ORIGIN_FIELDS).collect());
    let id = reader.id(sheet, record);
    let title = text::title(sheet, record);
    let origin = text::origin_or(sheet, record, of_framework);
    let records = nested::records(sheet, record, "principle");
    let mut principles = Vec::with_capacity(records.len());
    for record in records {
        principles.extend(principle(sheet, record, reader, origin.as_ref()));
    }
    Some(Category { id: id?, title: title?, principles, origin: origin? })
}

fn principle(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    reader: &mut Reader<'_>,
    of_category: Option<&Origin>,
) -> Option<Principle> {
    record.only(sheet, || ["id", "title", "measures"].into_iter().chain(ORIGIN_FIELDS).collect());
    let id = reader.id(sheet, record);
    let title = text::title(sheet, record);
    let count = record.need(sheet, "measures");
    let count = count.and_then(|value| sheet.int_in("measures", value, (1, MEASURES_MAX)));
    let origin = text::origin_or(sheet, record, of_category);
    let (Some(id), Some(count)) = (id, count) else {
        reader.seen.measures_missing = true;
        return None;
    };
    let measures: Vec<Name> =
        (1..=count).filter_map(|number| format!("{id}.{number}").parse().ok()).collect();
    reader.seen.measures.extend(measures.iter().cloned());
    Some(Principle { id, title: title?, measures, origin: origin? })
}

fn mappings(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    reader: &mut Reader<'_>,
    of_framework: Option<&Origin>,
) -> BTreeMap<Name, Mapping> {
    let mut mappings = BTreeMap::new();
    let scope = format!("mapping at {}:{}", sheet.name, record.at);
    for record in nested::records(sheet, record, "mapping") {
        record.only(sheet, || ["claim", "measures"].into_iter().chain(ORIGIN_FIELDS).collect());
        let first = reader.known.ids.first_in(sheet, "claim", ("record", &scope), record);
        let measures = reader.seen.references.names(sheet, record, "measures", What::Measure);
        let origin = text::origin_or(sheet, record, of_framework);
        let Some(claim) = first else { continue };
        reader.seen.references.name(sheet, record, "claim", What::Claim);
        let mapping = measures.zip(origin).map(|(measures, origin)| Mapping { measures, origin });
        mappings.extend(mapping.map(|mapping| (claim, mapping)));
    }
    mappings
}
