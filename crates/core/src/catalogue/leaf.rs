//! A leaf: one evidence kind, held against its registration and against what the claim is about.

use super::EvidenceKind;
use super::kind::Kinds;
use crate::mistake::Problem;
use crate::requirement::{Comparison, Leaf, OUTSIDE, Via, ViaRead, parse_bounds};
use crate::sheet::{Record, Sheet};
use crate::{Basis, Name, Span};

/// What a part asks at least, as far as the checks on a claim need it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Demand {
    /// Whether a statement, or nothing at all, meets it.
    pub(super) by_statement: bool,
    /// Whether a machine can refute it.
    pub(super) by_machine: bool,
}

impl Demand {
    /// Of a part that asks for no evidence.
    pub(super) const fn nothing() -> Self {
        Self { by_statement: true, by_machine: false }
    }

    /// Of `number` of several leaves.
    pub(super) fn some_of(number: u32, leaves: &[Self]) -> Self {
        let by_statement = leaves.iter().filter(|leaf| leaf.by_statement).count();
        Self {
            by_statement: u32::try_from(by_statement).unwrap_or(u32::MAX) >= number,
            by_machine: leaves.iter().any(|leaf| leaf.by_machine),
        }
    }
}

/// There was a mistake, and it was told.
struct Told;

/// Reads a leaf of a claim about things of kind `subject`. Its record may also hold `besides`.
pub(super) fn leaf(
    sheet: &mut Sheet<'_>,
    kinds: &Kinds,
    subject: Option<&Name>,
    record: Record<'_, '_>,
    besides: &[&str],
) -> Option<(Leaf, Demand)> {
    let own = ["evidence", "at_least", "within", "within_raised", "where", "seen_from", "via"];
    record.only(sheet, || own.into_iter().chain(besides.iter().copied()).collect());
    let name = record.need_name(sheet, "evidence");
    let value = record.get("evidence");
    let kind = name.as_ref().zip(value).and_then(|(name, value)| kinds.find(sheet, name, value));
    let registered = name.as_ref().zip(kind);
    let at_least = at_least(sheet, record, registered);
    let (within, within_raised) = spans(sheet, record, kind);
    let conditions = conditions(sheet, record, registered);
    let from_outside = from_outside(sheet, record);
    let via = via(sheet, record, subject, registered);
    let demand = Demand {
        by_statement: at_least == Some(Basis::Statement),
        by_machine: kind.is_some_and(|kind| kind.refuters.iter().any(|refuter| refuter.machine)),
    };
    let leaf = Leaf {
        kind: name?,
        at_least: at_least?,
        within,
        within_raised,
        conditions: conditions?,
        from_outside: from_outside?,
        via: via.ok()?,
    };
    kind.map(|_| (leaf, demand))
}

/// The least basis, which must be one that the kind can be had on.
fn at_least(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    registered: Option<(&Name, &EvidenceKind)>,
) -> Option<Basis> {
    let value = record.need(sheet, "at_least")?;
    let word = sheet.word_in("at_least", value, &Basis::ALL.map(Basis::name))?;
    let at_least = Basis::from_name(word)?;
    if let Some((name, kind)) = registered
        && at_least > kind.strongest
    {
        let problem = Problem::new("basis_out_of_reach").with("kind", name);
        let problem = problem.with("strongest", kind.strongest.name());
        sheet.tell(value.span().start, problem.with("at_least", at_least.name()));
    }
    Some(at_least)
}

/// `within` and `within_raised`; a raised situation never lets evidence hold longer.
fn spans(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    kind: Option<&EvidenceKind>,
) -> (Option<Span>, Option<Span>) {
    let mut span = |field: &str| record.get(field).and_then(|value| sheet.span_in(field, value));
    let (within, raised) = (span("within"), span("within_raised"));
    let usual = match record.get("within") {
        Some(_) => within,
        None => kind.and_then(|kind| kind.validity),
    };
    if let (Some(usual), Some(raised), Some(value)) = (usual, raised, record.get("within_raised"))
        && raised > usual
    {
        let problem = Problem::new("raised_longer").with("raised", raised);
        sheet.tell(value.span().start, problem.with("within", usual));
    }
    (within, raised)
}

/// `where`: comparisons over attributes that the kind registers.
fn conditions(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    registered: Option<(&Name, &EvidenceKind)>,
) -> Option<Vec<(Name, Comparison, i64)>> {
    let Some(value) = record.get("where") else { return Some(Vec::new()) };
    let bounds = match parse_bounds(sheet.text_in("where", value)?) {
        Ok(bounds) => bounds,
        Err(misread) => {
            sheet.misread(value, misread);
            return None;
        }
    };
    for (offset, (attribute, _, _)) in &bounds {
        let Some((name, kind)) = registered else { continue };
        if !kind.attributes.contains(attribute) {
            let codes = ("evidence_attribute", "evidence_attribute_near");
            let attributes = kind.attributes.iter().map(Name::as_str);
            let problem = Problem::unknown(codes, attribute.as_str(), attributes);
            let at = sheet.byte_of(value, *offset);
            sheet.tell(at, problem.with("kind", name));
        }
    }
    Some(bounds.into_iter().map(|(_, bound)| bound).collect())
}

/// `seen_from`: there is one vantage that a rule can ask for.
fn from_outside(sheet: &mut Sheet<'_>, record: Record<'_, '_>) -> Option<bool> {
    let Some(value) = record.get("seen_from") else { return Some(false) };
    sheet.word_in("seen_from", value, &[OUTSIDE]).map(|_| true)
}

/// `via`, from the kind that the claim is about to the one that the evidence is about. An error when it
/// could not be read.
fn via(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    subject: Option<&Name>,
    registered: Option<(&Name, &EvidenceKind)>,
) -> Result<Option<Via>, Told> {
    let Some(value) = record.get("via") else {
        if let Some(subject) = subject {
            fits(sheet, record, registered, &[subject.as_str()]);
        }
        return Ok(None);
    };
    let text = sheet.text_in("via", value).ok_or(Told)?;
    let read: ViaRead = match text.parse() {
        Ok(read) => read,
        Err(misread) => {
            sheet.misread(value, misread);
            return Err(Told);
        }
    };
    match subject {
        Some(subject) if read.kind != *subject => {
            let problem = Problem::new("via_start").with("found", &read.kind);
            let at = sheet.byte_of(value, 0);
            sheet.tell(at, problem.with("expected", subject));
        }
        _ => fits(sheet, record, registered, &read.targets),
    }
    Ok(Some(read.via))
}

/// Tells of a leaf about things that its evidence is not about.
fn fits(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    registered: Option<(&Name, &EvidenceKind)>,
    found: &[&str],
) {
    let Some((name, kind)) = registered else { return };
    if found.iter().any(|found| *found != kind.subject.as_str()) {
        let problem = Problem::new("wrong_subject").with("kind", name);
        let problem = problem.with("subject", &kind.subject).with("found", found.join(", "));
        let at = record.get("evidence").map_or(record.at, |value| value.span().start);
        sheet.tell(at, problem);
    }
}
