//! The rule of a claim: which things, and the ways to meet it.

use super::kind::Kinds;
use super::leaf::{Demand, leaf};
use super::sound;
use crate::mistake::Problem;
use crate::requirement::{AppliesIf, Leaf, Part, Path, Quantifier, Requirement};
use crate::sheet::{Record, Sheet, Value};
use crate::{Name, Status, vocabulary};

/// Most paths in a claim.
pub const PATHS_MAX: usize = 20;

/// Most parts in a path, and most leaves in one part.
pub const PARTS_MAX: usize = 50;

/// A path and what the checks on it need.
pub(super) struct PathRead {
    pub(super) at: usize,
    pub(super) compensates: bool,
    /// Nothing stands for a part with mistakes.
    pub(super) parts: Vec<Option<(Part, Demand)>>,
}

/// Reads `for_each` and `any_of`. The claim's `applies_if` is read apart.
pub(super) fn read(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    claim: &str,
    kinds: &Kinds,
) -> Option<Requirement> {
    let for_each = for_each(sheet, record);
    let subject = for_each.as_ref().map(|quantifier| quantifier.kind.clone());
    let value = record.need(sheet, "any_of")?;
    let list = sheet.list_in("any_of", value, "list_of_tables")?;
    if !several(sheet, "any_of", value, list.len(), ("paths", PATHS_MAX)) {
        return None;
    }
    let mut reader = Reader { sheet, kinds, subject: subject.as_ref() };
    let paths: Vec<Option<PathRead>> = list.iter().map(|value| reader.path(value)).collect();
    let at = record.get("id").map_or(record.at, |value| value.span().start);
    sound::check(sheet, claim, at, &paths);
    let any_of = paths.into_iter().map(|path| {
        let PathRead { compensates, parts, .. } = path?;
        let parts: Option<Vec<Part>> = parts.into_iter().map(|part| Some(part?.0)).collect();
        Some(Path { all_of: parts?, compensates })
    });
    Some(Requirement {
        any_of: any_of.collect::<Option<_>>()?,
        for_each: for_each?,
        applies_if: None,
    })
}

fn for_each(sheet: &mut Sheet<'_>, record: Record<'_, '_>) -> Option<Quantifier> {
    let value = record.need(sheet, "for_each")?;
    let quantifier: Quantifier = match sheet.text_in("for_each", value)?.parse() {
        Ok(quantifier) => quantifier,
        Err(misread) => {
            sheet.misread(value, misread);
            return None;
        }
    };
    // `inventory/…` stands for a list of things and is never one of them.
    let listed = vocabulary::KINDS.iter().filter(|row| row.listed).map(|row| row.name);
    let name = quantifier.kind.as_str();
    if !listed.clone().any(|kind| kind == name) {
        let problem = Problem::unknown(("unknown_kind", "unknown_kind_near"), name, listed);
        let at = sheet.byte_of(value, 0);
        sheet.tell(at, problem);
        return None;
    }
    Some(quantifier)
}

/// Reads `applies_if`.
pub(super) fn applies_if(sheet: &mut Sheet<'_>, record: Record<'_, '_>) -> Option<AppliesIf> {
    let value = record.get("applies_if")?;
    let condition: AppliesIf = match sheet.text_in("applies_if", value)?.parse() {
        Ok(condition) => condition,
        Err(misread) => {
            sheet.misread(value, misread);
            return None;
        }
    };
    // Nothing is worse than refuted, and everything is worse than what does not apply: then the
    // condition would decide nothing.
    let deciding = |state: &Status| !matches!(state, Status::Refuted | Status::NotApplicable);
    if !deciding(&condition.worse_than) {
        let allowed = Status::ALL.into_iter().filter(deciding).map(Status::name);
        let problem = Problem::new("unknown_word").with("field", "applies_if");
        let problem = problem.with("name", condition.worse_than.name()).with_allowed(allowed);
        sheet.tell(value.span().start, problem);
        return None;
    }
    Some(condition)
}

/// Whether a list has at least one element and no more than allowed; told when not.
fn several(
    sheet: &mut Sheet<'_>,
    field: &str,
    value: Value<'_, '_>,
    count: usize,
    (what, most): (&str, usize),
) -> bool {
    let problem = match count {
        0 => Problem::new("empty_list").with("field", field),
        count if count > most => {
            Problem::new("too_many").with("what", what).with("count", count).with("most", most)
        }
        _ => return true,
    };
    sheet.tell(value.span().start, problem);
    false
}

/// Reads the paths of one claim.
struct Reader<'f, 's> {
    sheet: &'f mut Sheet<'s>,
    kinds: &'f Kinds,
    /// The kind of thing that the claim is about, when that could be read.
    subject: Option<&'f Name>,
}

impl Reader<'_, '_> {
    fn path(&mut self, value: Value<'_, '_>) -> Option<PathRead> {
        let record = Record::of(self.sheet, "any_of", value)?;
        let compensates = match record.get("gives") {
            Some(value) => self.sheet.word_in("gives", value, &["compensated"]).is_some(),
            None => false,
        };
        let at = record.at;
        let Some(all_of) = record.get("all_of") else {
            let part = self.part(record, &["gives"]);
            return Some(PathRead { at, compensates, parts: vec![part] });
        };
        record.only(self.sheet, || vec!["all_of", "gives"]);
        let list = self.sheet.list_in("all_of", all_of, "list_of_tables")?;
        if !several(self.sheet, "all_of", all_of, list.len(), ("parts", PARTS_MAX)) {
            return None;
        }
        let mut parts = Vec::with_capacity(list.len());
        for value in list {
            let record = Record::of(self.sheet, "all_of", value);
            parts.push(record.and_then(|record| self.part(record, &[])));
        }
        Some(PathRead { at, compensates, parts })
    }

    /// One part, whose record may also hold `besides`.
    fn part(&mut self, record: Record<'_, '_>, besides: &[&str]) -> Option<(Part, Demand)> {
        let shapes = ["evidence", "at_least_n", "not_overdue"];
        let found: Vec<_> =
            shapes.into_iter().filter(|field| record.get(field).is_some()).collect();
        match found.as_slice() {
            ["evidence"] => {
                let (leaf, demand) = leaf(self.sheet, self.kinds, self.subject, record, besides)?;
                Some((Part::Leaf(leaf), demand))
            }
            ["at_least_n"] => self.some_of(record, besides),
            ["not_overdue"] => {
                record.only(self.sheet, || [&["not_overdue"], besides].concat());
                let kind = record.need_name(self.sheet, "not_overdue")?;
                Some((Part::NotOverdue(kind), Demand::nothing()))
            }
            _ => {
                self.sheet.tell(record.at, Problem::new("part_shape"));
                None
            }
        }
    }

    /// `{ at_least_n = 2, of = [ … ] }`.
    fn some_of(&mut self, record: Record<'_, '_>, besides: &[&str]) -> Option<(Part, Demand)> {
        record.only(self.sheet, || [&["at_least_n", "of"], besides].concat());
        let of = record.need(self.sheet, "of");
        let list = of.and_then(|value| self.sheet.list_in("of", value, "list_of_tables"));
        let (of, list) = of.zip(list)?;
        if !several(self.sheet, "of", of, list.len(), ("parts", PARTS_MAX)) {
            return None;
        }
        let most = i64::try_from(list.len()).unwrap_or(i64::MAX);
        let number = record.need(self.sheet, "at_least_n");
        let number = number.and_then(|value| self.sheet.int_in("at_least_n", value, (1, most)));
        let number = number.and_then(|number| u32::try_from(number).ok());
        let leaves: Vec<_> = list.iter().map(|value| self.leaf_of(value)).collect();
        let leaves: Option<Vec<_>> = leaves.into_iter().collect();
        let (leaves, demands): (Vec<_>, Vec<_>) = leaves?.into_iter().unzip();
        let number = number?;
        Some((Part::AtLeast(number, leaves), Demand::some_of(number, &demands)))
    }

    fn leaf_of(&mut self, value: Value<'_, '_>) -> Option<(Leaf, Demand)> {
        let record = Record::of(self.sheet, "of", value)?;
        if record.get("evidence").is_none() {
            self.sheet.tell(record.at, Problem::new("part_shape"));
            return None;
        }
        leaf(self.sheet, self.kinds, self.subject, record, &[])
    }
}
