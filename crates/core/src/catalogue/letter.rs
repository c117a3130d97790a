//! `[letter]`, `[[point]]` and `[[claim]]`: one letter of one file.

use std::collections::BTreeSet;

use super::follow_up;
use super::ids::Ids;
use super::kind::Kinds;
use super::local;
use super::order::{self, Referring};
use super::rule;
use super::text::{self, ORIGIN_FIELDS};
use super::{Claim, Letter, Point, guide};
use crate::Name;
use crate::mistake::Problem;
use crate::requirement::{AppliesIf, Requirement};
use crate::sheet::{Record, Sheet, Value};

/// Most points of a letter.
pub const POINTS_MAX: usize = 200;

/// Most claims of a letter.
pub const CLAIMS_MAX: usize = 1_000;

/// The fields of a file.
pub(super) const FIELDS: [&str; 5] = ["letter", "point", "claim", "kind", local::FIELD];

/// Whether a field may stand in a file.
fn allowed(field: &str) -> bool {
    FIELDS.contains(&field) || guide::FIELDS.contains(&field)
}

/// What the files read so far have given.
pub(super) struct Known {
    pub(super) kinds: Kinds,
    pub(super) ids: Ids,
    /// The ids of all claims.
    pub(super) claims: BTreeSet<Name>,
    /// Whether some claim's id could not be read, so that none can be said to be unknown.
    pub(super) claim_missing: bool,
}

/// A point as it was read, and the claims that name it.
pub(super) struct Place {
    pub(super) id: Name,
    pub(super) at: usize,
    pub(super) point: Option<Point>,
    pub(super) claims_count: usize,
}

/// Reads the letter of a file; nothing when it has none, or one with mistakes. One that follows an `earlier`
/// letter may name that one's points and claims.
pub(super) fn read(
    sheet: &mut Sheet<'_>,
    file: Record<'_, '_>,
    known: &mut Known,
    earlier: &[Letter],
) -> Option<Letter> {
    let letter = file.get("letter");
    let points = list(sheet, file, "point", ("points", POINTS_MAX));
    let claims = list(sheet, file, "claim", ("claims", CLAIMS_MAX));
    // A point may be missing because its record, or the word `point`, was misspelt.
    let misspelt = file.table.keys().any(|key| !allowed(key.get_ref()));
    let known_points = points.is_some() && !misspelt;
    let known_claims = claims.is_some() && !misspelt;
    known.claim_missing |= !known_claims;
    let (points, claims) = (points.unwrap_or_default(), claims.unwrap_or_default());
    let firsts = points.iter().chain(&claims).map(|value| value.span().start);
    if let (None, Some(first)) = (letter, firsts.min()) {
        sheet.tell(first, Problem::new("no_letter"));
    }
    let letter = letter.and_then(|value| Record::of(sheet, "letter", value));
    let followed = letter.and_then(|record| follow_up::followed(sheet, record, earlier));
    let letter = letter.and_then(|record| head(sheet, record, &mut known.ids));
    let mut places = follow_up::places(followed);
    let own_points = read_points(sheet, &points, &mut known.ids);
    let whole = known_points && own_points.len() == points.len();
    places.extend(own_points);
    let all_placed = read_claims(sheet, &claims, known, (&mut places, whole), followed);
    // A claim that names no point may be the one that a point lacks.
    let empty = |place: &&Place| place.claims_count == 0 && all_placed && known_claims;
    for place in places.iter().filter(empty) {
        sheet.tell(place.at, Problem::new("no_claims").with("point", &place.id));
    }
    let points = places.into_iter().filter_map(|place| place.point).collect();
    let letter = letter.map(|letter| Letter { points, ..letter })?;
    Some(match followed {
        Some(followed) => follow_up::merged(followed, letter),
        None => letter,
    })
}

/// The records of a list; nothing, and told, when it is no list or too long a one.
fn list<'r, 'v>(
    sheet: &mut Sheet<'_>,
    file: Record<'r, 'v>,
    field: &str,
    (what, most): (&str, usize),
) -> Option<Vec<Value<'r, 'v>>> {
    let Some(value) = file.get(field) else { return Some(Vec::new()) };
    let list = sheet.list_in(field, value, "list_of_tables")?;
    if list.len() > most {
        let problem = Problem::new("too_many").with("what", what).with("count", list.len());
        sheet.tell(value.span().start, problem.with("most", most));
        return None;
    }
    Some(list.iter().collect())
}

/// The letter itself, without its points.
fn head(sheet: &mut Sheet<'_>, record: Record<'_, '_>, ids: &mut Ids) -> Option<Letter> {
    record.only(sheet, || ["id", "title", "follows"].into_iter().chain(ORIGIN_FIELDS).collect());
    let id = ids.first(sheet, "letter", "", record);
    let title = text::title(sheet, record);
    let origin = text::origin(sheet, record);
    let follows = record.get("follows").and_then(|_| record.need_name(sheet, "follows"));
    Some(Letter { id: id?, title: title?, follows, points: Vec::new(), origin: origin? })
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

/// Reads the claims into their points; whether each found one.
fn read_claims(
    sheet: &mut Sheet<'_>,
    list: &[Value<'_, '_>],
    known: &mut Known,
    (places, whole): (&mut [Place], bool),
    followed: Option<&Letter>,
) -> bool {
    let mut referring = Vec::with_capacity(list.len());
    let mut all_placed = true;
    for value in list {
        let Some(record) = Record::of(sheet, "claim", value) else {
            known.claim_missing = true;
            all_placed = false;
            continue;
        };
        let id = match followed.filter(|followed| follow_up::is_replaced(followed, record)) {
            // It takes the place of one that is known already; twice in one file it may not.
            Some(_) => known.ids.first(sheet, "one_claim", sheet.name, record),
            None => known.ids.first(sheet, "one_claim", "", record),
        };
        let place = point_of(sheet, record, places, whole);
        let applies_if = rule::applies_if(sheet, record);
        known.claim_missing |= id.is_none();
        known.claims.extend(id.clone());
        if let Some(id) = &id {
            referring.push(Referring::new(id, record, applies_if.as_ref()));
        }
        let claim = claim(sheet, record, id, applies_if, known);
        all_placed &= place.is_some();
        let Some(place) = place.and_then(|place| places.get_mut(place)) else { continue };
        place.claims_count += 1;
        if let Some(point) = &mut place.point {
            point.claims.extend(claim);
        }
    }
    let whole = referring.len() == list.len();
    let all = match followed {
        Some(followed) => follow_up::referring(followed, referring),
        None => referring,
    };
    order::check(sheet, &all, whole);
    all_placed
}

/// The place of the point that a claim belongs to; told when there is none and all points are known.
fn point_of(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    places: &[Place],
    whole: bool,
) -> Option<usize> {
    let name = record.need_name(sheet, "point")?;
    let found = places.iter().position(|place| place.id == name);
    if let (None, Some(value), true) = (found, record.get("point"), whole) {
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
