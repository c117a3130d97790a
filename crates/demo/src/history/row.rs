//! One row of a history file, as it is written.

use std::collections::BTreeMap;

use arvak_core::{Basis, EntityId, Name, Outcome};
use serde::Deserialize;

use super::{DAYS, Happening, HistoryEvent, Planned};

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
        subject: Option<EntityId>,
        #[serde(default)]
        subjects: Vec<EntityId>,
        result: Outcome,
        code: Option<Name>,
        basis: Basis,
        valid_days: Option<u32>,
        #[serde(default)]
        attributes: BTreeMap<Name, i64>,
        plan: Option<Planned>,
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

/// Day, who, note, and what was done (once for each subject).
type Parts = (u32, Name, Option<String>, Vec<Happening>);

impl Row {
    /// The events, or what is wrong with the row.
    pub(super) fn into_events(self, place: &(String, usize)) -> Result<Vec<HistoryEvent>, String> {
        let (day, by, note, happenings) = self.split()?;
        if day > DAYS {
            return Err(format!("day {day}, and the history ends on day {DAYS}"));
        }
        if note.as_deref().is_some_and(|note| note.trim().is_empty()) {
            return Err("`note` is empty; say why, or leave it out".to_owned());
        }
        let by: EntityId = format!("role/{by}").parse().map_err(|e| format!("`by`: {e}"))?;
        let mut events = Vec::new();
        for what in happenings {
            check(day, &what)?;
            let (place, by, note) = (place.clone(), by.clone(), note.clone());
            events.push(HistoryEvent { place, day, by, note, what });
        }
        Ok(events)
    }

    fn split(self) -> Result<Parts, String> {
        let (day, by, note, what) = match self {
            Self::Evidence { .. } => return self.evidence(),
            Self::Withdrawal { day, by, note, of } => (day, by, note, Happening::Withdrawal { of }),
            Self::ExemptionRequest { day, by, note, reference, claim, subject, until_day } => {
                let what = Happening::ExemptionRequest { reference, claim, subject, until_day };
                (day, by, note, what)
            }
            Self::Exemption { day, by, note, request } => {
                (day, by, note, Happening::Exemption { request })
            }
            Self::Retirement { day, by, note, subject, successor } => {
                (day, by, note, Happening::Retirement { subject, successor })
            }
            Self::Contest { day, by, note, kind, subject } => {
                (day, by, note, Happening::Contest { kind, subject })
            }
            Self::Situation { day, by, note, raised, level } => {
                (day, by, note, Happening::Situation { raised, level })
            }
            Self::Obligation { day, by, note, id, kind, subject, due_day } => {
                let what = Happening::Obligation { id, kind, subject, due_day };
                return Ok((day, by, note, vec![what]));
            }
            Self::ObligationMet { day, by, note, id } => {
                return Ok((day, by, note, vec![Happening::ObligationMet { id }]));
            }
        };
        Ok((day, by, Some(note), vec![what]))
    }

    fn evidence(self) -> Result<Parts, String> {
        let Self::Evidence {
            day,
            by,
            note,
            reference,
            kind,
            subject,
            mut subjects,
            result,
            code,
            basis,
            valid_days,
            attributes,
            plan,
        } = self
        else {
            return Err("this is no evidence".to_owned());
        };
        if subject.is_some() != subjects.is_empty() {
            return Err("write one `subject`, or a list of `subjects`".to_owned());
        }
        subjects.extend(subject);
        if reference.is_some() && subjects.len() > 1 {
            return Err("a `reference` names one piece of evidence; split `subjects`".to_owned());
        }
        let of = |subject| Happening::Evidence {
            reference: reference.clone(),
            kind: kind.clone(),
            subject,
            result,
            code: code.clone(),
            basis,
            valid_days,
            attributes: attributes.clone(),
            plan: plan.clone(),
        };
        let happenings = subjects.into_iter().map(of).collect();
        Ok((day, by, note, happenings))
    }
}

fn check(day: u32, what: &Happening) -> Result<(), String> {
    match what {
        Happening::Evidence { basis, .. } if *basis > Basis::Document => Err(format!(
            "basis `{}` comes only from a probe; write `statement` or `document`",
            basis.name()
        )),
        Happening::Evidence { result: Outcome::Refutes, code: None, .. } => {
            Err("what refutes names its `code`".to_owned())
        }
        Happening::Evidence { result, code: Some(_), .. } if *result != Outcome::Refutes => {
            Err("only what refutes has a `code`".to_owned())
        }
        Happening::Evidence { valid_days: Some(days), .. }
            if !(1..=VALID_DAYS_MAX).contains(days) =>
        {
            Err(format!("`valid_days` is {days}, and must be from 1 to {VALID_DAYS_MAX}"))
        }
        Happening::Evidence { kind, plan: Some(plan), .. } => check_plan(day, kind, plan),
        Happening::ExemptionRequest { until_day, .. } if *until_day <= day => {
            Err(format!("`until_day` is {until_day}, which is not after day {day}"))
        }
        Happening::Obligation { due_day, .. } if *due_day <= day => {
            Err(format!("`due_day` is {due_day}, which is not after day {day}"))
        }
        _ => Ok(()),
    }
}

fn check_plan(day: u32, kind: &Name, plan: &Planned) -> Result<(), String> {
    if kind.as_str() != "mfa.plan" {
        return Err(format!("`plan` belongs to `mfa.plan`, and this is `{kind}`"));
    }
    if plan.confirmed_day > day {
        return Err(format!("`confirmed_day` is {}, after day {day}", plan.confirmed_day));
    }
    // Days are written as dates when the history is told; here any will do.
    let read = plan.plan(|_| "2026-01-01".to_owned());
    read.map(|_| ())
        .ok_or_else(|| "`plan` says what no plan for two-factor log-in can say".to_owned())
}
