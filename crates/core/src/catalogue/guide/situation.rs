//! `[[situation]]`: how somebody rated the situation from a day on.

use super::read::Reader;
use super::references::What;
use super::{SituationNotice, nested};
use crate::catalogue::text::{self, ORIGIN_FIELDS};
use crate::sheet::{Record, Sheet};

const LEVELS: [&str; 2] = ["normal", "raised"];

pub(super) fn read(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    reader: &mut Reader<'_>,
) -> Option<SituationNotice> {
    let own = ["id", "date", "about", "level", "authority", "title"];
    record.only(sheet, || own.into_iter().chain(ORIGIN_FIELDS).collect());
    let id = reader.id(sheet, record);
    let date = record.need(sheet, "date").and_then(|value| sheet.date_in("date", value));
    let about = record.flag(sheet, "about");
    let level = record.need(sheet, "level");
    let level = level.and_then(|value| sheet.word_in("level", value, &LEVELS));
    let authority = reader.seen.references.name(sheet, record, "authority", What::Authority);
    let title = nested::body(sheet, record, "title");
    let origin = text::origin(sheet, record);
    Some(SituationNotice {
        id: id?,
        date: date?,
        about: about?,
        raised: level? == "raised",
        authority: authority?,
        title: title?,
        origin: origin?,
    })
}
