//! One row of a history file, as it is written.

use std::collections::BTreeMap;

use arvak_core::{Basis, EntityId, Name, Outcome};
use serde::Deserialize;

use super::{DAYS, Happening, HistoryEvent};

/// The longest validity that a row may state, in days.
const VALID_DAYS_MAX: u32 = 3_650;

/// A row, by its act.
#[derive(Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Row {
    Evidence {
        day: u32,
        by: Name,
        note: Option<String>,
        reference: Option<Name>,
        kind: Name,
        subject: EntityId,
        result: Outcome,
        basis: Basis,
        valid_days: Option<u32>,
        #[serde(default)]
        attributes: BTreeMap<Name, i64>,
    },
    Withdrawal {
        day: u32,
        by: Name,
        note: String,
        of: Name,
    },
    ExemptionRequest {
        day: u32,
        by: Name,
        note: String,
        reference: Name,
        claim: Name,
        subject: EntityId,
        until_day: u32,
    },
    Exemption {
        day: u32,
        by: Name,
        note: String,
        request: Name,
    },
    Retirement {
        day: u32,
        by: Name,
        note: String,
        subject: EntityId,
        successor: Option<EntityId>,
    },
    Contest {
        day: u32,
        by: Name,
        note: String,
        kind: Name,
        subject: EntityId,
    },
    Obligation {
        day: u32,
        by: Name,
        note: Option<String>,
        id: Name,
        kind: Name,
        subject: EntityId,
        due_day: u32,
    },
    ObligationMet {
        day: u32,
        by: Name,
        note: Option<String>,
        id: Name,
    },
    Situation {
        day: u32,
        by: Name,
        note: String,
        raised: bool,
        level: Name,
    },
}

impl Row {
    /// The event, or what is wrong with the row.
    pub(super) fn into_event(self, place: (String, usize)) -> Result<HistoryEvent, String> {
        let (day, by, note, what) = self.split();
        if day > DAYS {
            return Err(format!("day {day}, and the history ends on day {DAYS}"));
        }
        check(day, &what)?;
        if note.as_deref().is_some_and(|note| note.trim().is_empty()) {
            return Err("`note` is empty; say why, or leave it out".to_owned());
        }
        let by = format!("role/{by}").parse().map_err(|e| format!("`by`: {e}"))?;
        Ok(HistoryEvent { place, day, by, note, what })
    }

    fn split(self) -> (u32, Name, Option<String>, Happening) {
        match self {
            Self::Evidence {
                day,
                by,
                note,
                reference,
                kind,
                subject,
                result,
                basis,
                valid_days,
                attributes,
            } => {
                let what = Happening::Evidence {
                    reference,
                    kind,
                    subject,
                    result,
                    basis,
                    valid_days,
                    attributes,
                };
                (day, by, note, what)
            }
            Self::Withdrawal { day, by, note, of } => {
                (day, by, Some(note), Happening::Withdrawal { of })
            }
            Self::ExemptionRequest { day, by, note, reference, claim, subject, until_day } => {
                let what = Happening::ExemptionRequest { reference, claim, subject, until_day };
                (day, by, Some(note), what)
            }
            Self::Exemption { day, by, note, request } => {
                (day, by, Some(note), Happening::Exemption { request })
            }
            Self::Retirement { day, by, note, subject, successor } => {
                (day, by, Some(note), Happening::Retirement { subject, successor })
            }
            Self::Contest { day, by, note, kind, subject } => {
                (day, by, Some(note), Happening::Contest { kind, subject })
            }
            Self::Obligation { day, by, note, id, kind, subject, due_day } => {
                (day, by, note, Happening::Obligation { id, kind, subject, due_day })
            }
            Self::ObligationMet { day, by, note, id } => {
                (day, by, note, Happening::ObligationMet { id })
            }
            Self::Situation { day, by, note, raised, level } => {
                (day, by, Some(note), Happening::Situation { raised, level })
            }
        }
    }
}

fn check(day: u32, what: &Happening) -> Result<(), String> {
    match what {
        Happening::Evidence { basis, .. } if *basis > Basis::Document => Err(format!(
            "basis `{}` comes only from a probe; write `statement` or `document`",
            basis.name()
        )),
        Happening::Evidence { valid_days: Some(days), .. }
            if !(1..=VALID_DAYS_MAX).contains(days) =>
        {
            Err(format!("`valid_days` is {days}, and must be from 1 to {VALID_DAYS_MAX}"))
        }
        Happening::ExemptionRequest { until_day, .. } if *until_day <= day => {
            Err(format!("`until_day` is {until_day}, which is not after day {day}"))
        }
        Happening::Obligation { due_day, .. } if *due_day <= day => {
            Err(format!("`due_day` is {due_day}, which is not after day {day}"))
        }
        _ => Ok(()),
    }
}
