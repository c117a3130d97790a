//! Whom a request goes to, what it is called, and what it asks.

use arvak_core::assess::is_about;
use arvak_core::catalogue::guide::Question;
use arvak_core::id::BadId;
use arvak_core::{Catalogue, EntityId, Instant, Name, State};

/// How many days a supplier has when nothing else is said.
pub const ANSWER_DAYS: u32 = 14;

/// The questions that concern a supplier, in order.
pub fn questions_for<'c>(
    catalogue: &'c Catalogue,
    state: &State,
    supplier: &EntityId,
) -> Vec<&'c Question> {
    let all = catalogue.guide.questions.iter();
    all.filter(|one| is_about(state, &one.of, supplier)).collect()
}

/// `krykkjelonn-2026-11-25`: one request to a supplier a day.
pub fn request_id(supplier: &EntityId, at: Instant) -> Result<Name, BadId> {
    let day: String = at.to_string().chars().take(10).collect();
    format!("{}-{day}", supplier.slug()).parse()
}
