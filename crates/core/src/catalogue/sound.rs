//! What every claim must have: a way to be met, one that takes more than a word, and a machine that can
//! refute it.

use super::leaf::Demand;
use super::rule::PathRead;
use crate::mistake::Problem;
use crate::sheet::Sheet;

/// Checks the paths of a claim. What could not be read is not held against it.
pub(super) fn check(sheet: &mut Sheet<'_>, claim: &str, at: usize, paths: &[Option<PathRead>]) {
    for path in paths.iter().flatten() {
        if demands(path).is_some_and(|demands| demands.iter().all(|one| one.by_statement)) {
            sheet.tell(path.at, Problem::new("statement_alone").with("claim", claim));
        }
    }
    let Some(paths) = paths.iter().map(Option::as_ref).collect::<Option<Vec<_>>>() else { return };
    // What refutes a compensating path harms only itself.
    let ordinary: Vec<&PathRead> = paths.into_iter().filter(|path| !path.compensates).collect();
    if ordinary.is_empty() {
        sheet.tell(at, Problem::new("only_compensating").with("claim", claim));
        return;
    }
    let Some(parts) = ordinary.into_iter().map(demands).collect::<Option<Vec<_>>>() else { return };
    if !parts.iter().flatten().any(|one| one.by_machine) {
        sheet.tell(at, Problem::new("no_machine_refuter").with("claim", claim));
    }
}

/// What the parts of a path ask; nothing when some part could not be read.
fn demands(path: &PathRead) -> Option<Vec<Demand>> {
    path.parts.iter().map(|part| part.as_ref().map(|(_, demand)| *demand)).collect()
}
