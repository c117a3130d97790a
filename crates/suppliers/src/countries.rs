//! Countries that a supplier named, held against the list of those that take part in the conflict (letter point 2d).
//!
//! A supplier's answer is where its countries are known from, with the date of the answer. A list of software, the times of changes
//! or where an address is registered are leads for people, and say nothing here.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::catalogue::guide::{Answer, ConflictNotice};
use arvak_core::{Catalogue, EntityId, Instant, Name, State};
use arvak_words::end_of_day;

/// The evidence kind of answers that name countries, and of those that say what is done about them.
pub const COUNTRIES: &str = "supplier.countries";
/// See [`COUNTRIES`].
pub const MEASURES: &str = "supplier.country_measures";

/// The kind of obligation to ask a supplier again, since a country that it named came into the list.
pub const ASK_AGAIN: &str = "supplier.ask_again";

/// Days within which a supplier is to have been asked again.
pub const ASK_AGAIN_DAYS: u32 = 14;

/// What a supplier said of its countries, by question: codes of ISO 3166-1 alpha-2.
pub fn named<'c>(
    catalogue: &'c Catalogue,
    answers: &BTreeMap<Name, Answer>,
) -> Vec<(&'c Name, Vec<String>)> {
    let questions = catalogue.guide.questions.iter();
    let of_kind = questions.filter(|one| one.evidence.as_str() == COUNTRIES);
    let named = of_kind.filter_map(|one| match answers.get(&one.id)? {
        Answer::Countries(codes) => Some((&one.id, codes.clone())),
        _ => None,
    });
    named.collect()
}

/// Those of the countries that a supplier named that take part in the conflict, by the list that holds.
pub fn listed<'c>(
    catalogue: &'c Catalogue,
    answers: &BTreeMap<Name, Answer>,
) -> Option<(&'c ConflictNotice, BTreeSet<String>)> {
    let list = catalogue.guide.conflict()?;
    let codes = named(catalogue, answers).into_iter().flat_map(|(_, codes)| codes);
    let codes: BTreeSet<String> = codes.filter(|code| list.countries.contains(code)).collect();
    (!codes.is_empty()).then_some((list, codes))
}

/// Those of them that no earlier list had, and the instant at which the newest list began to hold.
pub fn new_in_list<'c>(
    catalogue: &'c Catalogue,
    answers: &BTreeMap<Name, Answer>,
) -> Option<(&'c ConflictNotice, Instant)> {
    let (list, codes) = listed(catalogue, answers)?;
    let earlier = catalogue.guide.conflicts.iter().filter(|one| one.date < list.date);
    let known: BTreeSet<&String> = earlier.flat_map(|one| &one.countries).collect();
    let is_new = codes.iter().any(|code| !known.contains(code));
    let since = end_of_day(&list.date)?;
    is_new.then_some((list, since))
}

/// The id of the obligation to ask that supplier again because of that list.
pub fn again_id(supplier: &EntityId, list: &ConflictNotice) -> Option<Name> {
    format!("ask-again.{}.{}", supplier.slug(), list.id).parse().ok()
}

/// Whether what a supplier does about its countries is to be asked again.
pub fn is_asked_again(state: &State, supplier: &EntityId) -> bool {
    let mut all = state.obligations();
    all.any(|(one, is_met)| !is_met && one.kind.as_str() == ASK_AGAIN && one.subject == *supplier)
}
