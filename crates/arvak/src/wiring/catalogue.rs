//! The catalogue that comes with the program, and its adoption by a ledger.

use arvak_core::catalogue::{Catalogue, SHIPPED};
use arvak_core::fact::CatalogueAdoption;
use arvak_core::{Draft, EntityId, EntryId, Fact, SourceFile};
use arvak_store::Blobs;

use arvak_store::drafts::{Texts, draft};
use arvak_words::Words;

use super::files;
use super::reading::Reading;

/// The catalogue in files, or its mistakes as one error.
pub(crate) fn parse(files: &[SourceFile<'_>]) -> anyhow::Result<Catalogue> {
    Catalogue::parse(files).map_err(|mistakes| {
        let lines: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("the catalogue has mistakes:\n{}", lines.join("\n"))
    })
}

/// Keeps the built-in catalogue as a blob, and drafts the fact that adopts it.
pub(crate) fn adoption(blobs: &Blobs, by: &EntityId) -> anyhow::Result<Draft> {
    adoption_of(&Files::built_in(), None, blobs, by, Texts::default())
}

/// Keeps a catalogue as a blob, and drafts the fact that adopts it in the place of the one that `after` adopted.
pub(crate) fn adoption_of(
    files: &Files,
    after: Option<EntryId>,
    blobs: &Blobs,
    by: &EntityId,
    texts: Texts,
) -> anyhow::Result<Draft> {
    let sources = files.sources();
    let catalogue = parse(&sources)?;
    let digest = blobs.put_public(&Catalogue::pack(&sources))?;
    let letters = catalogue.letters.iter().map(|letter| letter.id.clone()).collect();
    let fact = Fact::Catalogue(CatalogueAdoption { digest, letters });
    // The same catalogue may be adopted again after another.
    let after = after.map(|entry| format!("\nafter {entry}")).unwrap_or_default();
    let key = format!("catalogue\n{digest}{after}");
    let mut draft = draft(fact, by, Some(&key), texts)?;
    draft.blobs.push(digest);
    Ok(draft)
}

/// The file with what a municipality has chosen itself.
const LOCAL: &str = "local/expiry.toml";

/// The files of a catalogue, by their names below `catalogue/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Files(pub(crate) Vec<(String, String)>);

impl Files {
    /// Those that come with the program.
    pub(crate) fn built_in() -> Self {
        let file = |file: &SourceFile<'_>| (file.name.to_owned(), file.text.to_owned());
        Self(SHIPPED.iter().map(file).collect())
    }

    /// Those that the data folder goes by.
    pub(crate) fn in_force(reading: &Reading) -> anyhow::Result<Self> {
        let Some((_, adoption)) = reading.state().catalogue() else {
            return Ok(Self(Vec::new()));
        };
        let bytes = reading.store.blobs().get(adoption.digest)?;
        Ok(Self(Catalogue::files(&bytes)?))
    }

    /// With one more letter, which takes the place of a file of the same name.
    pub(crate) fn with_letter(mut self, file: &str, text: String) -> Self {
        let name = format!("letters/{file}");
        self.0.retain(|(known, _)| *known != name);
        self.0.push((name, text));
        self
    }

    /// With what a municipality has chosen itself, as another catalogue has it.
    pub(crate) fn with_local_of(self, other: &Self) -> Self {
        let local = other.0.iter().find(|(name, _)| name == LOCAL).map(|(_, text)| text.clone());
        self.with_local(local)
    }

    /// With that text for what a municipality has chosen itself; with none when there is nothing in it.
    pub(crate) fn with_local(mut self, text: Option<String>) -> Self {
        self.0.retain(|(known, _)| known != LOCAL);
        self.0.extend(text.map(|text| (LOCAL.to_owned(), text)));
        self
    }

    pub(crate) fn sources(&self) -> Vec<SourceFile<'_>> {
        self.0.iter().map(|(name, text)| SourceFile { name, text }).collect()
    }

    /// The catalogue, or all its mistakes, told.
    pub(crate) fn catalogue(&self, words: &Words) -> anyhow::Result<Catalogue> {
        let read = Catalogue::parse(&self.sources());
        read.map_err(|mistakes| files::told(&mistakes, words).into())
    }
}

#[cfg(test)]
mod tests {
    use arvak_words::Lang;

    use super::*;

    #[test]
    fn every_action_and_owner_of_the_catalogue_has_words() {
        let catalogue = parse(SHIPPED).unwrap();
        for lang in Lang::ALL {
            let words = Words::new(lang);
            for kind in catalogue.kinds.values() {
                assert!(words.has(&format!("next-{}", kind.next)), "{}", kind.next);
            }
            let claims = catalogue.letters.iter().flat_map(|letter| &letter.points);
            for claim in claims.flat_map(|point| &point.claims) {
                assert!(words.has(&format!("role-{}", claim.owner)), "{}", claim.owner);
            }
        }
    }

    #[test]
    fn the_built_in_catalogue_is_sound_and_survives_packing() {
        let catalogue = parse(SHIPPED).unwrap();
        let claims = catalogue.letters.iter().flat_map(|letter| &letter.points);
        assert_eq!(claims.flat_map(|point| &point.claims).count(), 28);
        assert_eq!(Catalogue::unpack(&Catalogue::pack(SHIPPED)).unwrap(), catalogue);
    }
}
