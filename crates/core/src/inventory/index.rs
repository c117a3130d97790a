//! Ids that stand twice.

use std::collections::BTreeMap;

use super::thing::Thing;
use crate::mistake::Problem;
use crate::sheet::Sheet;

/// Tells of every thing whose id stood before, and where.
pub(super) fn check(sheets: &mut [Sheet<'_>], things: &[Thing]) {
    let mut first = BTreeMap::new();
    for thing in things {
        let Some(earlier) = first.insert(&thing.item.entity.id, thing) else { continue };
        first.insert(&earlier.item.entity.id, earlier);
        let problem = Problem::new("duplicate")
            .with("what", "thing")
            .with("id", &thing.item.entity.id)
            .with("first_file", &earlier.item.file)
            .with("first_line", earlier.item.line);
        if let Some(sheet) = sheets.get_mut(thing.file) {
            sheet.tell(thing.at, problem);
        }
    }
}
