//! `[[regime]]` and `[[regime.clock]]`: what law asks, of whom, and by when.

use super::read::Reader;
use super::references::What;
use super::{Clock, Regime, Starts, nested};
use crate::Instant;
use crate::catalogue::Origin;
use crate::catalogue::text::{self, ORIGIN_FIELDS};
use crate::sheet::{Record, Sheet};

const REGIME: [&str; 10] = [
    "id",
    "title",
    "question",
    "duty",
    "law",
    "in_force",
    "since",
    "all_claims",
    "claims",
    "clock",
];

pub(super) fn read(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    reader: &mut Reader<'_>,
) -> Option<Regime> {
    record.only(sheet, || REGIME.into_iter().chain(ORIGIN_FIELDS).collect());
    let id = reader.id(sheet, record);
    let title = text::title(sheet, record);
    let question = nested::body(sheet, record, "question");
    let duty = nested::body(sheet, record, "duty");
    let law = record.get("law").map(|_| record.need_text(sheet, "law").map(str::to_owned));
    let in_force = record.need(sheet, "in_force");
    let in_force = in_force.and_then(|value| sheet.bool_in("in_force", value));
    let since = nested::date(sheet, record, "since");
    let all_claims = record.flag(sheet, "all_claims");
    let claims = reader.seen.references.names(sheet, record, "claims", What::Claim);
    let origin = text::origin(sheet, record);
    let mut clocks = Vec::new();
    for record in nested::records(sheet, record, "clock") {
        clocks.extend(clock(sheet, record, reader, origin.as_ref()));
    }
    Some(Regime {
        id: id?,
        title: title?,
        question: question?,
        duty: duty?,
        law: law.flatten(),
        in_force: in_force?,
        since: since?,
        all_claims: all_claims?,
        claims: claims?,
        clocks,
        origin: origin?,
    })
}

fn clock(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    reader: &mut Reader<'_>,
    of_regime: Option<&Origin>,
) -> Option<Clock> {
    let own = ["id", "title", "starts", "within", "to"];
    record.only(sheet, || own.into_iter().chain(ORIGIN_FIELDS).collect());
    let id = reader.id(sheet, record);
    let title = nested::body(sheet, record, "title");
    let starts = record.need(sheet, "starts");
    let starts =
        starts.and_then(|value| sheet.word_in("starts", value, &Starts::ALL.map(Starts::name)));
    let within = match record.get("within") {
        Some(value) => sheet.span_in("within", value).map(Some),
        None => Some(None),
    };
    let to = reader.seen.references.name_if_any(sheet, record, "to", What::Authority);
    let origin = text::origin_or(sheet, record, of_regime);
    Some(Clock {
        id: id?,
        title: title?,
        starts: starts.and_then(Starts::from_name)?,
        within: within?,
        to: to?,
        origin: origin?,
    })
}

impl Clock {
    /// The instant by which it must be done, when it was set going at `start`. That is `start` itself
    /// when it is to be done at once.
    pub fn due(&self, start: Instant) -> Instant {
        self.within.map_or(start, |within| start.plus(within))
    }
}
