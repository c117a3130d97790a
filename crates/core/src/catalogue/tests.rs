//! The catalogue that comes with the program is sound, and every mistake in one is told.

use super::*;
use crate::SourceFile;

fn shipped() -> Catalogue {
    Catalogue::parse(SHIPPED).unwrap_or_else(|mistakes| {
        let told: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
        panic!("{}", told.join("\n"))
    })
}

#[test]
fn the_shipped_letter_has_eleven_points_and_28_claims() {
    let catalogue = shipped();
    let [letter] = catalogue.letters.as_slice() else { panic!("one letter") };
    let points: Vec<_> = letter.points.iter().map(|point| point.id.as_str()).collect();
    assert_eq!(points, ["0", "1a", "1b", "1c", "2a", "2b", "2c", "2d", "3", "4", "5"]);
    assert_eq!(letter.points.iter().flat_map(|point| &point.claims).count(), 28);
    for point in &letter.points {
        let mine = format!("{}.", point.id);
        assert!(point.claims.iter().all(|claim| claim.id.as_str().starts_with(&mine)));
    }
}

#[test]
fn a_catalogue_survives_packing_and_gets_its_digest_from_whoever_keeps_the_bytes() {
    let catalogue = shipped();
    let bytes = Catalogue::pack(SHIPPED);
    assert_eq!(Catalogue::unpack(&bytes), Ok(catalogue.clone()));
    assert_eq!(catalogue.digest, None);
    let digest = Digest::of(&bytes);
    assert_eq!(catalogue.with_digest(digest).digest, Some(digest));
}

#[test]
fn a_bundle_of_before_the_guide_is_read_and_guides_to_nothing() {
    let older: Vec<_> = SHIPPED
        .iter()
        .copied()
        .filter(|file| file.name == "kinds.toml" || file.name.starts_with("letters/"))
        .collect();
    assert_eq!(older.len(), 2);
    let catalogue = Catalogue::unpack(&Catalogue::pack(&older)).unwrap();
    assert_eq!(catalogue.guide, Guide::default());
    let newer = shipped();
    // What judges is the same, and the bytes that are on record are not.
    assert_eq!((&catalogue.letters, &catalogue.kinds), (&newer.letters, &newer.kinds));
    assert_ne!(Catalogue::pack(&older), Catalogue::pack(SHIPPED));
}

#[test]
fn bytes_that_hold_no_catalogue_are_refused_with_a_code() {
    for bytes in [&b""[..], b"{}", b"[]", b"{\"files\":[{\"name\":\"a\"}]}", b"\xff"] {
        assert_eq!(Catalogue::unpack(bytes).unwrap_err().code(), "no_bundle");
    }
    let bytes = Catalogue::pack(&[SourceFile { name: "letters/x.toml", text: "[lettr]" }]);
    let error = Catalogue::unpack(&bytes).unwrap_err();
    assert_eq!(error.code(), "mistakes");
    assert_eq!(
        error.to_string(),
        "the catalogue has mistakes (1); the first is letters/x.toml:1:2: unknown field `lettr` in \
         letters/x.toml; did you mean `letter`?"
    );
}
