//! A further letter, made up: what it asks otherwise, and how it judges what was found before it came.

use arvak_core::catalogue::diff::differences;
use arvak_core::change::Changed;
use arvak_words::Words;

use crate::render::demo::NewLetter;
use crate::wiring::catalogue::Files;
use crate::wiring::reading::Reading;

const FILE: &str = "oppfolgingsbrev.toml";

const TEXT: &str = include_str!("../../../../../examples/oppfolgingsbrev.toml");

/// The letter laid upon what is in force. Nothing is recorded.
pub(super) fn laid_upon(reading: &Reading, words: &Words) -> anyhow::Result<NewLetter> {
    let files = Files::in_force(reading)?.with_letter(FILE, TEXT.to_owned());
    let catalogue = files.catalogue(words)?;
    let differences = differences(&reading.catalogue, &catalogue);
    let of_claims = |changed: &Changed| match changed {
        Changed::Claim(id) => differences.iter().any(|difference| difference.claim == *id),
        _ => false,
    };
    let mut statuses = reading.changes_under(&catalogue);
    statuses.retain(|change| of_claims(&change.of));
    Ok(NewLetter { catalogue, differences, statuses })
}
