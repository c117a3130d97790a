//! NIST's JSON schema accepts every file of every edition in every language.

use arvak_oscal::{Edition, model};
use arvak_words::Lang;

use crate::shared::schema::objections;
use crate::world::{everything, faults, now, start};

#[test]
fn every_edition_in_every_language_is_valid_and_flawless() {
    let world = everything();
    for edition in Edition::ALL {
        for lang in Lang::ALL {
            let export = world.export_as(edition, lang, now());
            assert_eq!(export.files.len(), 5);
            for file in &export.files {
                assert_eq!(objections(&file.bytes), [""; 0], "{}", file.name);
            }
            assert_eq!(faults(&export), [""; 0], "{edition:?} {lang:?}");
        }
    }
}

#[test]
fn an_empty_ledger_and_one_of_long_ago_are_exported_too() {
    let world = crate::world::World::new();
    for at in [start(), now(), "9999-01-01T00:00:00Z".parse().unwrap()] {
        let export = world.export_as(Edition::Internal, Lang::En, at);
        for file in &export.files {
            assert_eq!(objections(&file.bytes), [""; 0], "{}", file.name);
        }
        assert_eq!(faults(&export), [""; 0]);
        assert_eq!((export.figures.controls, export.figures.observations), (28, 0));
    }
}

#[test]
fn the_schema_does_object() {
    let export = everything().export();
    let text = String::from_utf8(export.files[4].bytes.clone()).unwrap();
    assert_ne!(objections(text.replace("\"collected\"", "\"gathered\"").as_bytes()), [""; 0]);
    assert_ne!(objections(text.replace("\"satisfied\"", "\"pleased\"").as_bytes()), [""; 0]);
}

#[test]
fn what_is_written_is_read_again_as_the_same() {
    fn again<T: serde::Serialize + serde::de::DeserializeOwned>(bytes: &[u8]) {
        let read: T = serde_json::from_slice(bytes).unwrap();
        let written = serde_json::to_value(&read).unwrap();
        assert!(written == serde_json::from_slice::<serde_json::Value>(bytes).unwrap());
    }
    let export = everything().export();
    for file in &export.files[..3] {
        again::<model::CatalogFile>(&file.bytes);
    }
    again::<model::AssessmentPlanFile>(&export.files[3].bytes);
    again::<model::AssessmentResultsFile>(&export.files[4].bytes);
}
