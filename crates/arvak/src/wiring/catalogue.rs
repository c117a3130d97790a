//! The catalogue that comes with the program, and its adoption by a ledger.

use arvak_core::catalogue::Catalogue;
use arvak_core::fact::CatalogueAdoption;
use arvak_core::{Draft, EntityId, Fact, SourceFile};
use arvak_store::Blobs;

use super::drafts::{Texts, draft};

/// The catalogue of this version.
pub(crate) const BUILT_IN: [SourceFile<'static>; 2] = [
    SourceFile { name: "kinds.toml", text: include_str!("../../../../catalogue/kinds.toml") },
    SourceFile {
        name: "letters/kdd-ks-2022.toml",
        text: include_str!("../../../../catalogue/letters/kdd-ks-2022.toml"),
    },
];

/// The catalogue in files, or its mistakes as one error.
pub(crate) fn parse(files: &[SourceFile<'_>]) -> anyhow::Result<Catalogue> {
    Catalogue::parse(files).map_err(|mistakes| {
        let lines: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("the catalogue has mistakes:\n{}", lines.join("\n"))
    })
}

/// Keeps the built-in catalogue as a blob, and drafts the fact that adopts it.
pub(crate) fn adoption(blobs: &Blobs, by: &EntityId) -> anyhow::Result<Draft> {
    let catalogue = parse(&BUILT_IN)?;
    let digest = blobs.put_public(&Catalogue::pack(&BUILT_IN))?;
    let letters = catalogue.letters.iter().map(|letter| letter.id.clone()).collect();
    let fact = Fact::Catalogue(CatalogueAdoption { digest, letters });
    let mut draft = draft(fact, by, Some(&format!("catalogue\n{digest}")), Texts::default())?;
    draft.blobs.push(digest);
    Ok(draft)
}

#[cfg(test)]
mod tests {
    use arvak_words::{Lang, Words};

    use super::*;

    #[test]
    fn every_action_and_owner_of_the_catalogue_has_words() {
        let catalogue = parse(&BUILT_IN).unwrap();
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
        let catalogue = parse(&BUILT_IN).unwrap();
        let claims = catalogue.letters.iter().flat_map(|letter| &letter.points);
        assert_eq!(claims.flat_map(|point| &point.claims).count(), 28);
        assert_eq!(Catalogue::unpack(&Catalogue::pack(&BUILT_IN)).unwrap(), catalogue);
    }
}
