//! Where ids stood first.

use std::collections::BTreeMap;

use crate::Name;
use crate::mistake::Problem;
use crate::sheet::{Record, Sheet};

/// Where each id of the catalogue stood first: its file and line.
#[derive(Default)]
pub(super) struct Ids {
    first: BTreeMap<(&'static str, String, Name), (String, u32)>,
}

impl Ids {
    /// The `id` of a record, when it is a name that stands for the first time among things of this
    /// sort (`what`, a term of mistakes) within `scope`.
    pub(super) fn first(
        &mut self,
        sheet: &mut Sheet<'_>,
        what: &'static str,
        scope: &str,
        record: Record<'_, '_>,
    ) -> Option<Name> {
        self.first_in(sheet, "id", (what, scope), record)
    }

    /// The same of another field than `id`.
    pub(super) fn first_in(
        &mut self,
        sheet: &mut Sheet<'_>,
        field: &str,
        (what, scope): (&'static str, &str),
        record: Record<'_, '_>,
    ) -> Option<Name> {
        let id = record.need_name(sheet, field)?;
        let at = record.get(field).map_or(record.at, |value| value.span().start);
        let key = (what, scope.to_owned(), id.clone());
        if let Some((file, line)) = self.first.get(&key) {
            let problem = Problem::new("duplicate").with("what", what).with("id", &id);
            let problem = problem.with("first_file", file).with("first_line", line);
            sheet.tell(at, problem);
            return None;
        }
        self.first.insert(key, (sheet.name.to_owned(), sheet.line(at)));
        Some(id)
    }
}
