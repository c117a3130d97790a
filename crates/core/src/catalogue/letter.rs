//! `[letter]`, `[[point]]` and `[[claim]]`: one letter of one file.

use super::ids::Ids;
use super::kind::Kinds;
use super::order::{self, Referring};
use super::rule;
use super::text::{self, ORIGIN_FIELDS};
use super::{Claim, Letter, Point};
use crate::Name;
use crate::mistake::Problem;
use crate::requirement::{AppliesIf, Requirement};
use crate::sheet::{Record, Sheet, Value};

/// Most points of a letter.
pub const POINTS_MAX: usize = 200;

/// Most claims of a letter.
pub const CLAIMS_MAX: usize = 1_000;

/// What the files read so far have given.
pub(super) struct Known {
    pub(super) kinds: Kinds,
    pub(super) ids: Ids,
}

/// A point as it was read, and the claims that name it.
struct Place {
    id: Name,
    at: usize,
    point: Option<Point>,
    claims_count: usize,
}

/// Reads the letter of a file; nothing when it has none, or one with mistakes.
pub(super) fn read(
    sheet: &mut Sheet<'_>,
    file: Record<'_, '_>,
    known: &mut Known,
) -> Option<Letter> {
    let letter = file.get("letter");
    let points = list(sheet, file, "point", ("points", POINTS_MAX));
    let claims = list(sheet, file, "claim", ("claims", CLAIMS_MAX));
    let firsts = [points.first(), claims.first()].into_iter().flatten();
    if let (None, Some(first)) = (letter, firsts.map(|value| value.span().start).min()) {
        sheet.tell(first, Problem::new("no_letter"));
    }
    let letter = letter.and_then(|value| Record::of(sheet, "letter", value));
    let letter = letter.and_then(|record| head(sheet, record, &mut known.ids));
    let mut places = read_points(sheet, &points, &mut known.ids);
    read_claims(sheet, &claims, known, &mut places);
    let points = places.into_iter().filter_map(|place| place.point).collect();
    letter.map(|letter| Letter { points, ..letter })
}

/// The records of a list; none, and told, when there are too many.
fn list<'r, 'v>(
    sheet: &mut Sheet<'_>,
    file: Record<'r, 'v>,
    field: &str,
    (what, most): (&str, usize),
) -> Vec<Value<'r, 'v>> {
    let Some(value) = file.get(field) else { return Vec::new() };
    let list = sheet.list_in(field, value, "list_of_tables").unwrap_or_default();
    if list.len() > most {
        let problem = Problem::new("too_many").with("what", what).with("count", list.len());
        sheet.tell(value.span().start, problem.with("most", most));
        return Vec::new();
    }
    list.iter().collect()
}

/// The letter itself, without its points.
fn head(sheet: &mut Sheet<'_>, record: Record<'_, '_>, ids: &mut Ids) -> Option<Letter> {
    record.only(sheet, || ["id", "title"].into_iter().chain(ORIGIN_FIELDS).collect());
    let id = ids.first(sheet, "letter", "", record);
    let title = text::title(sheet, record);
    let origin = text::origin(sheet, record);
    Some(Letter { id: id?, title: title?, points: Vec::new(), origin: origin? })
}

fn read_points(sheet: &mut Sheet<'_>, list: &[Value<'_, '_>], ids: &mut Ids) -> Vec<Place> {
    let mut places = Vec::with_capacity(list.len());
    for value in list {
        let Some(record) = Record::of(sheet, "point", value) else { continue };
        record.only(sheet, || ["id", "title"].into_iter().chain(ORIGIN_FIELDS).collect());
        let id = ids.first(sheet, "point", sheet.name, record);
        let title = text::title(sheet, record);
        let origin = text::origin(sheet, record);
        let Some(id) = id else { continue };
        let point = title.zip(origin).map(|(title, origin)| Point {
            id: id.clone(),
            title,
            claims: Vec::new(),
            origin,
        });
        places.push(Place { id, at: record.at, point, claims_count: 0 });
    }
    places
}

fn read_claims(
    sheet: &mut Sheet<'_>,
    list: &[Value<'_, '_>],
    known: &mut Known,
    places: &mut [Place],
) {
    let mut referring = Vec::with_capacity(list.len());
    let mut astray = false;
    for value in list {
        let Some(record) = Record::of(sheet, "claim", value) else { continue };
        let id = known.ids.first(sheet, "one_claim", "", record);
        let place = point_of(sheet, record, places);
        let applies_if = rule::applies_if(sheet, record);
        if let Some(id) = &id {
            referring.push(Referring::new(id, record, applies_if.as_ref()));
        }
        let claim = claim(sheet, record, id, applies_if, known);
        astray |= place.is_none();
        let Some(place) = place.and_then(|place| places.get_mut(place)) else { continue };
        place.claims_count += 1;
        if let Some(point) = &mut place.point {
            point.claims.extend(claim);
        }
    }
    order::check(sheet, &referring);
    // A claim that names no point may be the one that a point lacks.
    for place in places.iter().filter(|place| place.claims_count == 0 && !astray) {
        sheet.tell(place.at, Problem::new("no_claims").with("point", &place.id));
    }
}

/// The place of the point that a claim belongs to.
fn point_of(sheet: &mut Sheet<'_>, record: Record<'_, '_>, places: &[Place]) -> Option<usize> {
    let name = record.need_name(sheet, "point")?;
    let found = places.iter().position(|place| place.id == name);
    if let (None, Some(value)) = (found, record.get("point")) {
        let codes = ("unknown_point", "unknown_point_near");
        let points = places.iter().map(|place| place.id.as_str());
        sheet.tell(value.span().start, Problem::unknown(codes, name.as_str(), points));
    }
    found
}

fn claim(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    id: Option<Name>,
    applies_if: Option<AppliesIf>,
    known: &Known,
) -> Option<Claim> {
    let own = ["id", "point", "title", "owner", "for_each", "applies_if", "any_of"];
    record.only(sheet, || own.into_iter().chain(ORIGIN_FIELDS).collect());
    let title = text::title(sheet, record);
    let owner = record.need_name(sheet, "owner");
    let named = id.as_ref().map_or("?", Name::as_str);
    let requirement = rule::read(sheet, record, named, &known.kinds);
    let origin = text::origin(sheet, record);
    Some(Claim {
        id: id?,
        title: title?,
        owner: owner?,
        requirement: Requirement { applies_if, ..requirement? },
        origin: origin?,
    })
}
