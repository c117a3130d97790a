//! `[[list]]` and `[[list.item]]`: what others ask, in our words.

use std::collections::BTreeSet;

use super::read::Reader;
use super::references::{What, unknown};
use super::{FollowUpList, ListItem, nested};
use crate::Name;
use crate::catalogue::Origin;
use crate::catalogue::text::{self, ORIGIN_FIELDS};
use crate::sheet::{Record, Sheet};

const ITEM: [&str; 7] = ["id", "title", "under", "claims", "measures", "evidence", "emphasised"];

pub(super) fn read(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    reader: &mut Reader<'_>,
) -> Option<FollowUpList> {
    let own = ["id", "title", "authority", "complete", "item"];
    record.only(sheet, || own.into_iter().chain(ORIGIN_FIELDS).collect());
    let id = reader.id(sheet, record);
    let title = text::title(sheet, record);
    let authority = reader.seen.references.name(sheet, record, "authority", What::Authority);
    let complete = record.flag(sheet, "complete");
    let origin = text::origin(sheet, record);
    let records = nested::records(sheet, record, "item");
    let mut items = Vec::with_capacity(records.len());
    for record in &records {
        items.extend(item(sheet, *record, reader, origin.as_ref()));
    }
    if items.len() == records.len() {
        check_under(sheet, &records, &items);
    }
    Some(FollowUpList {
        id: id?,
        title: title?,
        authority: authority?,
        complete: complete?,
        items,
        origin: origin?,
    })
}

fn item(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    reader: &mut Reader<'_>,
    of_list: Option<&Origin>,
) -> Option<ListItem> {
    record.only(sheet, || ITEM.into_iter().chain(ORIGIN_FIELDS).collect());
    let id = reader.id(sheet, record);
    let title = nested::body(sheet, record, "title");
    let under = match record.get("under") {
        Some(value) => sheet.name_in("under", value).map(Some),
        None => Some(None),
    };
    let claims = reader.seen.references.names(sheet, record, "claims", What::Claim);
    let measures = reader.seen.references.names(sheet, record, "measures", What::Measure);
    let evidence = evidence(sheet, record, reader);
    let emphasised = nested::date(sheet, record, "emphasised");
    let origin = text::origin_or(sheet, record, of_list);
    Some(ListItem {
        id: id?,
        title: title?,
        under: under?,
        claims: claims?,
        measures: measures?,
        evidence,
        emphasised: emphasised?,
        origin: origin?,
    })
}

/// The evidence kind, held against those that are registered.
fn evidence(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    reader: &mut Reader<'_>,
) -> Option<Name> {
    let value = record.get("evidence")?;
    let name = sheet.name_in("evidence", value)?;
    reader.known.kinds.find(sheet, &name, value);
    Some(name)
}

/// A part belongs to a whole of the same list, which is itself no part.
fn check_under(sheet: &mut Sheet<'_>, records: &[Record<'_, '_>], items: &[ListItem]) {
    let wholes: BTreeSet<&str> =
        items.iter().filter(|item| item.under.is_none()).map(|item| item.id.as_str()).collect();
    for (record, item) in records.iter().zip(items) {
        let Some(under) = item.under.as_ref().filter(|under| !wholes.contains(under.as_str()))
        else {
            continue;
        };
        let at = record.get("under").map_or(record.at, |value| value.span().start);
        sheet.tell(at, unknown("record", under.as_str(), wholes.iter().copied()));
    }
}
