//! What a record names and another file may hold: looked up when all files are read.

use std::collections::BTreeSet;

use crate::Name;
use crate::catalogue::text;
use crate::mistake::Problem;
use crate::sheet::{Record, Sheet};

/// What sort of thing is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Claim,
    Measure,
    Authority,
}

/// A name, and where it stands.
struct Reference {
    file: usize,
    at: usize,
    what: What,
    name: Name,
}

/// All names that are still to be looked up, and the file that is being read.
#[derive(Default)]
pub(super) struct References {
    pub(super) file: usize,
    waiting: Vec<Reference>,
}

/// What there is to be named. Nothing stands for a sort of which some could not be read.
pub(super) struct Known<'k> {
    pub(super) claims: Option<&'k BTreeSet<Name>>,
    pub(super) measures: Option<BTreeSet<Name>>,
    pub(super) authorities: Option<BTreeSet<Name>>,
}

impl References {
    /// A list of names that may be absent.
    pub(super) fn names(
        &mut self,
        sheet: &mut Sheet<'_>,
        record: Record<'_, '_>,
        field: &str,
        what: What,
    ) -> Option<Vec<Name>> {
        let names = text::names(sheet, record, field)?;
        let values = record.get(field).and_then(|value| sheet.list_in(field, value, "list"));
        for (name, value) in names.iter().zip(values.unwrap_or_default()) {
            self.wait(value.span().start, what, name);
        }
        Some(names)
    }

    /// A name that must be there.
    pub(super) fn name(
        &mut self,
        sheet: &mut Sheet<'_>,
        record: Record<'_, '_>,
        field: &str,
        what: What,
    ) -> Option<Name> {
        let name = record.need_name(sheet, field)?;
        let at = record.get(field).map_or(record.at, |value| value.span().start);
        self.wait(at, what, &name);
        Some(name)
    }

    /// A name that may be absent. The inner value is nothing then, the outer one when it is no name.
    #[expect(clippy::option_option, reason = "absent and misread are not the same")]
    pub(super) fn name_if_any(
        &mut self,
        sheet: &mut Sheet<'_>,
        record: Record<'_, '_>,
        field: &str,
        what: What,
    ) -> Option<Option<Name>> {
        if record.get(field).is_none() {
            return Some(None);
        }
        self.name(sheet, record, field, what).map(Some)
    }

    fn wait(&mut self, at: usize, what: What, name: &Name) {
        self.waiting.push(Reference { file: self.file, at, what, name: name.clone() });
    }

    /// Tells of every name that nothing bears, by file and byte.
    pub(super) fn check(&self, known: &Known<'_>, tell: &mut impl FnMut((usize, usize), Problem)) {
        for Reference { file, at, what, name } in &self.waiting {
            let all = match what {
                What::Claim => known.claims,
                What::Measure => known.measures.as_ref(),
                What::Authority => known.authorities.as_ref(),
            };
            let Some(all) = all.filter(|all| !all.contains(name)) else { continue };
            let names = all.iter().map(Name::as_str);
            let problem = match what {
                What::Claim => {
                    Problem::unknown(("unknown_claim", "unknown_claim_near"), name.as_str(), names)
                }
                What::Measure => unknown("measure", name.as_str(), names),
                What::Authority => unknown("authority", name.as_str(), names),
            };
            tell((*file, *at), problem);
        }
    }
}

/// There is no such record.
pub(super) fn unknown<'n>(
    what: &str,
    name: &str,
    allowed: impl IntoIterator<Item = &'n str>,
) -> Problem {
    Problem::unknown(("unknown_record", "unknown_record_near"), name, allowed).with("what", what)
}
