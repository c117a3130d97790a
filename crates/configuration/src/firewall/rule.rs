//! One rule, read.

use super::address::Side;
use super::columns::Columns;
use super::service::Services;
use crate::Place;
use crate::mistake::{Mistake, Told};
use crate::table::Row;

const ALLOW: [&str; 11] = [
    "allow", "accept", "pass", "permit", "tillat", "tillate", "godta", "slipp", "åpne", "allowed",
    "opne",
];
const DENY: [&str; 14] = [
    "deny", "block", "drop", "reject", "discard", "nekt", "avvis", "blokker", "stopp", "sperr",
    "denied", "blocked", "nekte", "forkast",
];
const YES: [&str; 16] = [
    "aktivert",
    "yes",
    "true",
    "1",
    "on",
    "enabled",
    "enable",
    "active",
    "ja",
    "på",
    "aktiv",
    "x",
    "y",
    "j",
    "all",
    "påslått",
];
const NO: [&str; 14] = [
    "deaktivert",
    "no",
    "false",
    "0",
    "off",
    "disabled",
    "disable",
    "inactive",
    "nei",
    "av",
    "inaktiv",
    "n",
    "none",
    "avslått",
];

#[expect(clippy::struct_excessive_bools, reason = "each is one column's yes or no")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) row: u32,
    pub(super) name: String,
    pub(super) allows: bool,
    pub(super) in_force: bool,
    pub(super) source: Side,
    pub(super) source_zone: Side,
    pub(super) destination: Side,
    pub(super) destination_zone: Side,
    pub(super) services: Services,
    /// Whether it writes to the log; nothing when the file does not say.
    pub(super) logs: Option<bool>,
    pub(super) outbound: bool,
    /// Whether it applies to less than its addresses and services say.
    pub(super) narrowed: bool,
}

impl Rule {
    pub(super) fn read(row: &Row, columns: &Columns, told: &mut Told) -> Option<Self> {
        let cell = |column: Option<u32>| column.map_or("", |column| row.cell(column));
        let action = row.cell(columns.action).to_lowercase();
        let allows = if ALLOW.contains(&action.as_str()) {
            Some(true)
        } else if DENY.contains(&action.as_str()) {
            Some(false)
        } else {
            let known = ALLOW.into_iter().take(4).chain(DENY.into_iter().take(4));
            unknown(row.number, columns.action, &action, known, told);
            None
        };
        let enabled = columns.enabled.map(|at| (at, flag(row, at, told)));
        let disabled = columns.disabled.filter(|at| !row.cell(*at).is_empty());
        let disabled = disabled.map(|at| flag(row, at, told));
        let on = enabled.is_none_or(|(_, on)| on == Some(true));
        let direction = cell(columns.direction).to_lowercase();
        let narrows = |at: &u32| {
            let side = Side::read(row.cell(*at));
            let word = row.cell(*at).to_lowercase();
            !side.is_blank() && !side.any && word != "always" && word != "alltid"
        };
        Some(Self {
            row: row.number,
            name: cell(columns.name).to_owned(),
            allows: allows?,
            in_force: on && disabled.is_none_or(|off| off != Some(true)),
            source: Side::read(row.cell(columns.source)),
            source_zone: Side::read(cell(columns.source_zone)),
            destination: Side::read(row.cell(columns.destination)),
            destination_zone: Side::read(cell(columns.destination_zone)),
            services: Services::read(
                cell(columns.service),
                cell(columns.port),
                cell(columns.protocol),
            ),
            logs: columns.log.and_then(|at| word(row.cell(at))),
            outbound: ["out", "outbound", "ut", "utgående", "utgåande", "egress"]
                .contains(&direction.as_str()),
            narrowed: columns.narrowing.iter().any(narrows),
        })
    }

    pub(super) const fn place(&self) -> Place {
        Place::Row(self.row)
    }
}

fn word(text: &str) -> Option<bool> {
    let text = text.to_lowercase();
    if YES.contains(&text.as_str()) {
        Some(true)
    } else {
        NO.contains(&text.as_str()).then_some(false)
    }
}

/// A yes or a no; anything else is told.
fn flag(row: &Row, column: u32, told: &mut Told) -> Option<bool> {
    let text = row.cell(column);
    let found = word(text);
    if found.is_none() {
        unknown(row.number, column, text, ["yes", "no", "ja", "nei", "true", "false"], told);
    }
    found
}

fn unknown(
    row: u32,
    column: u32,
    text: &str,
    known: impl IntoIterator<Item = &'static str>,
    told: &mut Told,
) {
    let allowed = known.into_iter().collect::<Vec<_>>().join(", ");
    let mistake = Mistake::new(Place::Field(row, column), "unknown_value").with("word", text);
    told.tell(mistake.with("allowed", &allowed));
}
