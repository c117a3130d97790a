//! Names as numbers.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use crate::Name;

/// Most names that a state can hold: far more than a catalogue and its judges can produce.
const NAMES_MAX: u32 = u32::MAX - 1;

/// The number of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NameNo(NonZeroU32);

impl NameNo {
    /// The number as it is written in a snapshot: 1 for the first name.
    pub(crate) const fn get(self) -> u32 {
        self.0.get()
    }
}

/// All names met so far: kinds, codes, methods, vantages, claims, relations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Names {
    names: Vec<Name>,
    index: BTreeMap<Box<str>, NameNo>,
}

impl Names {
    /// The number of `name`, given now if it has none. Past [`NAMES_MAX`] the last number is shared;
    /// a ledger cannot hold so many.
    pub(crate) fn intern(&mut self, name: &Name) -> NameNo {
        if let Some(number) = self.number(name.as_str()) {
            return number;
        }
        let next = u32::try_from(self.names.len()).unwrap_or(NAMES_MAX).saturating_add(1);
        let number = NameNo(NonZeroU32::new(next).unwrap_or(NonZeroU32::MAX));
        self.names.push(name.clone());
        self.index.insert(name.as_str().into(), number);
        number
    }

    /// The number of `name`, if it was met.
    pub(crate) fn number(&self, name: &str) -> Option<NameNo> {
        self.index.get(name).copied()
    }

    /// The number written in a snapshot, if there is such a name.
    pub(crate) fn known(&self, number: u32) -> Option<NameNo> {
        let number = NameNo(NonZeroU32::new(number)?);
        self.name(number).map(|_| number)
    }

    /// The name with that number.
    pub(crate) fn name(&self, number: NameNo) -> Option<&Name> {
        self.names.get(usize::try_from(number.get()).ok()?.checked_sub(1)?)
    }

    /// All names, in the order of their numbers.
    pub(crate) fn all(&self) -> &[Name] {
        &self.names
    }
}
