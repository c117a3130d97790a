//! A list of firewall rules as separated values: what the internet is let in to.
//!
//! Columns are known by their headers in bokmål, nynorsk and English, as common products write them. Rules are read in the
//! order of their rows, and the first that fits decides. A rule's own row is the place that findings name.
//!
//! Names of addresses and services that the file does not resolve are not guessed at: where they matter, what was asked
//! could not be told.

mod address;
mod columns;
mod judge;
mod rule;
mod service;

#[cfg(test)]
mod tests;

pub use address::Range;

use crate::mistake::{Mistake, Told};
use crate::table::{Table, known_headers};
use crate::{Place, firewall::columns::Columns};
use rule::Rule;

/// The version of what is read and how it is judged.
pub const VERSION: u32 = 1;

/// The evidence kinds that it can give; the last one only when somebody says which addresses were to be closed.
pub const GIVES: &[&str] =
    &["surface.management_closed", "surface.default_deny", "supplier.country_measures"];

/// Most rules of a list.
const RULES_MAX: usize = 10_000;

/// The rules of a firewall, in order.
#[derive(Clone, Debug)]
pub struct Rules {
    all: Vec<Rule>,
    /// Whether a column that numbers the rules agrees with their order, as far as there is one.
    in_order: bool,
}

impl Rules {
    pub(crate) fn read(text: &str) -> Result<Self, Vec<Mistake>> {
        let table = Table::read(text, &columns::is_known)?;
        let columns = Columns::of(&table)?;
        if table.rows.is_empty() {
            return Err(vec![Mistake::new(Place::File, "no_rows")]);
        }
        if table.rows.len() > RULES_MAX {
            return Err(vec![Mistake::new(Place::File, "too_many").with("most", &RULES_MAX)]);
        }
        let mut told = Told::default();
        let rules = table.rows.iter().filter_map(|row| Rule::read(row, &columns, &mut told));
        let all = rules.collect();
        told.or(Self { all, in_order: in_order(&table, &columns) })
    }
}

/// Whether a text has the headers of such a list.
pub(crate) fn looks_like(text: &str) -> bool {
    known_headers(text, &columns::is_known) >= 4
        && Table::read(text, &columns::is_known).is_ok_and(|table| Columns::of(&table).is_ok())
}

/// Whether the numbers of the rules never go down. Rules without a whole number say nothing.
fn in_order(table: &Table, columns: &Columns) -> bool {
    let Some(column) = columns.number else { return true };
    let numbers: Vec<u64> =
        table.rows.iter().filter_map(|row| row.cell(column).parse().ok()).collect();
    numbers.is_sorted()
}
