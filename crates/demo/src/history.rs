//! What people and suppliers say, write, ask and decide over the 90 days.
//!
//! Each row of the file is one event; rows are in order of days, and its `act` says which fields it
//! has. Only evidence of basis `statement` and `document` stands here: stronger evidence comes from
//! the probes, which look at the [`World`](crate::World) themselves (law 5).

mod row;

use std::collections::BTreeMap;
use std::ops::Range;

use arvak_core::two_factor_plan::Plan;
use arvak_core::{Basis, EntityId, Name, Outcome};
use serde::Deserialize;
use toml::Spanned;

use self::row::Row;
use crate::{DemoError, HistoryMistake};

/// How many days the history has: days 0 to 90, counted from the start of the simulation.
pub const DAYS: u32 = 90;

/// Probes that take dozens of connections for one look: Nordvik uses them late and seldom.
pub const DEEP: [&str; 3] = ["ports", "tls", "web-exposed"];

/// Most rows in one file.
const ROWS_MAX: usize = 2_000;

/// Something that somebody did on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEvent {
    /// The file and line that it stands in.
    pub place: (String, usize),
    /// Days since the start.
    pub day: u32,
    /// The role that recorded it.
    pub by: EntityId,
    /// Why or what, for people.
    pub note: Option<String>,
    /// What was done.
    pub what: Happening,
}

/// What was done. `reference` is how later events name this one; it is not kept in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A statement or a document about something.
    Evidence {
        /// How a withdrawal names it.
        reference: Option<Name>,
        /// The evidence kind.
        kind: Name,
        /// What it is about.
        subject: EntityId,
        /// What it says.
        result: Outcome,
        /// What refutes it, as the catalogue names it; none unless it refutes.
        code: Option<Name>,
        /// `statement` or `document`.
        basis: Basis,
        /// How many days it holds, where it says so itself.
        valid_days: Option<u32>,
        /// Whole numbers that requirements may compare.
        attributes: BTreeMap<Name, i64>,
        /// What a plan for two-factor log-in says besides its date.
        plan: Option<Planned>,
    },
    /// Earlier evidence no longer counts.
    Withdrawal {
        /// The `reference` of that evidence.
        of: Name,
    },
    /// Somebody asks that a claim be set aside for a thing.
    ExemptionRequest {
        /// How the approval names it.
        reference: Name,
        /// The claim.
        claim: Name,
        /// The thing.
        subject: EntityId,
        /// The day at whose start it would end.
        until_day: u32,
    },
    /// Somebody else approves.
    Exemption {
        /// The `reference` of the request.
        request: Name,
    },
    /// A thing is gone.
    Retirement {
        /// The thing.
        subject: EntityId,
        /// What took its place.
        successor: Option<EntityId>,
    },
    /// Somebody contests the latest refutation of a kind about a thing. There may be none: then the
    /// probes found nothing, and there is nothing to contest.
    Contest {
        /// The evidence kind.
        kind: Name,
        /// The thing.
        subject: EntityId,
    },
    /// Something must be done.
    Obligation {
        /// Its own id.
        id: Name,
        /// What kind of obligation.
        kind: Name,
        /// What it concerns.
        subject: EntityId,
        /// The day at whose start it must be met.
        due_day: u32,
    },
    /// An obligation was met.
    ObligationMet {
        /// The id of the obligation.
        id: Name,
    },
    /// The situation level from now on.
    Situation {
        /// Whether named expiries are shortened.
        raised: bool,
        /// The name of the level.
        level: Name,
    },
}

/// What a plan for two-factor log-in (`mfa.plan`) says besides its date, in days since the start.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Planned {
    /// What decides the date: one of [`DECIDES`](arvak_core::two_factor_plan::DECIDES).
    pub decides: String,
    /// Who confirmed it: a role or a supplier.
    pub confirmed_by: EntityId,
    /// When.
    pub confirmed_day: u32,
    /// The steps on the way.
    pub milestones: Vec<Step>,
}

/// A step on the way to two-factor log-in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// When it is to be done.
    pub day: u32,
    /// What is done then.
    pub what: String,
}

impl Planned {
    /// The same as it stands in a plan; `day_of` writes a day as YYYY-MM-DD. Nothing when a plan cannot say it.
    pub fn plan(&self, day_of: impl Fn(u32) -> String) -> Option<Plan> {
        let steps =
            self.milestones.iter().map(|step| format!("{} {}", day_of(step.day), step.what));
        let steps: Vec<String> = steps.collect();
        let (by, on) = (self.confirmed_by.to_string(), day_of(self.confirmed_day));
        Plan::read(&self.decides, &by, &on, &steps.join("\n")).ok()
    }
}

/// Reads history files: name and text. All mistakes of all files are returned at once.
pub fn history(files: &[(&str, &str)]) -> Result<Vec<HistoryEvent>, DemoError> {
    let mut events = Vec::new();
    let mut mistakes = Vec::new();
    for (file, text) in files {
        match toml::from_str::<File>(text) {
            Ok(File { event }) => read(file, text, event, &mut events, &mut mistakes),
            Err(error) => {
                let line = error.span().map_or(0, |span| line_of(text, &span));
                let problem = error.message().to_owned();
                mistakes.push(HistoryMistake { file: (*file).to_owned(), line, problem });
            }
        }
    }
    events.sort_by_key(|event: &HistoryEvent| event.day);
    check_references(&events, &mut mistakes);
    mistakes.sort();
    if mistakes.is_empty() { Ok(events) } else { Err(DemoError::History(mistakes)) }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    event: Vec<Spanned<toml::Table>>,
}

fn read(
    file: &str,
    text: &str,
    rows: Vec<Spanned<toml::Table>>,
    events: &mut Vec<HistoryEvent>,
    mistakes: &mut Vec<HistoryMistake>,
) {
    let mut note = |line, problem| {
        mistakes.push(HistoryMistake { file: file.to_owned(), line, problem });
    };
    if rows.len() > ROWS_MAX {
        note(0, format!("{} events, and {ROWS_MAX} are allowed; split the file", rows.len()));
    }
    let mut last_day = 0;
    for row in rows.into_iter().take(ROWS_MAX) {
        let line = line_of(text, &row.span());
        let read = row.into_inner().try_into::<Row>().map_err(|error| error.message().to_owned());
        match read.and_then(|row| row.into_events(&(file.to_owned(), line))) {
            Ok(found) => {
                let day = found.first().map_or(last_day, |event| event.day);
                if day < last_day {
                    note(line, format!("day {day} stands after day {last_day}"));
                }
                last_day = day.max(last_day);
                events.extend(found);
            }
            Err(problem) => note(line, problem),
        }
    }
}

/// What later events name must be there before them; what names itself does so once.
fn check_references(events: &[HistoryEvent], mistakes: &mut Vec<HistoryMistake>) {
    let mut known: BTreeMap<(&str, &Name), &EntityId> = BTreeMap::new();
    for event in events {
        let (names, needs) = references(&event.what);
        let mut note = |problem| {
            let (file, line) = event.place.clone();
            mistakes.push(HistoryMistake { file, line, problem });
        };
        if let Some((of, name)) = needs {
            match known.get(&(of, name)) {
                None => note(format!("no {of} `{name}` stands before this")),
                Some(by) if of == "exemption_request" && **by == event.by => {
                    note(format!("`{by}` cannot approve its own request"));
                }
                Some(_) => {}
            }
        }
        if let Some((of, name)) = names
            && known.insert((of, name), &event.by).is_some()
        {
            note(format!("{of} `{name}` stands twice"));
        }
    }
}

type Reference<'a> = Option<(&'static str, &'a Name)>;

fn references(what: &Happening) -> (Reference<'_>, Reference<'_>) {
    match what {
        Happening::Evidence { reference, .. } => {
            (reference.as_ref().map(|name| ("evidence", name)), None)
        }
        Happening::Withdrawal { of } => (None, Some(("evidence", of))),
        Happening::ExemptionRequest { reference, .. } => {
            (Some(("exemption_request", reference)), None)
        }
        Happening::Exemption { request } => (None, Some(("exemption_request", request))),
        Happening::Obligation { id, .. } => (Some(("obligation", id)), None),
        Happening::ObligationMet { id } => (None, Some(("obligation", id))),
        Happening::Retirement { .. } | Happening::Contest { .. } | Happening::Situation { .. } => {
            (None, None)
        }
    }
}

fn line_of(text: &str, span: &Range<usize>) -> usize {
    text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests;
