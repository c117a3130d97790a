//! `[privacy]`: what must be decided and talked over before the times of named people are collected (GDPR articles 5, 6 and 30;
//! the Working Environment Act, chapter 9, on control measures and their discussion with the employees' representatives).

use super::super::rules::{Agreed, agreed};
use super::super::{TEXT_CHARS_MAX, field};
use crate::Span;
use crate::sheet::{Record, Sheet};

/// The longest time for which a person's times are kept.
const RETENTION_MAX: Span = Span::from_days(365);

/// The ground on which people's times are collected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Privacy {
    /// What the times are used for, and nothing else.
    pub purpose: String,
    /// The legal basis, as whoever answers for it writes it.
    pub legal_basis: String,
    /// How long people's times are kept after the test.
    pub retention: Span,
    /// With whom it was discussed, and when: the employees' representatives.
    pub discussed: Vec<Agreed>,
}

pub(super) fn read(sheet: &mut Sheet<'_>, record: Record<'_, '_>) -> Option<Privacy> {
    record.only(sheet, || vec!["purpose", "legal_basis", "retention", "discussed"]);
    let purpose = record.need(sheet, "purpose");
    let purpose = purpose.and_then(|value| sheet.line_in("purpose", value, TEXT_CHARS_MAX));
    let basis = record.need(sheet, "legal_basis");
    let basis = basis.and_then(|value| sheet.line_in("legal_basis", value, TEXT_CHARS_MAX));
    let retention = record.need(sheet, "retention");
    let retention =
        retention.and_then(|value| field::span(sheet, "retention", value, RETENTION_MAX));
    let discussed = record.need(sheet, "discussed");
    let discussed = discussed.and_then(|value| agreed(sheet, "discussed", value));
    Some(Privacy {
        purpose: purpose?.to_owned(),
        legal_basis: basis?.to_owned(),
        retention: retention?,
        discussed: discussed?,
    })
}
