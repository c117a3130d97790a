use std::collections::BTreeSet;

use super::*;
use crate::Name;

#[test]
fn every_name_is_a_valid_name_and_stands_once() {
    let mut kinds = BTreeSet::new();
    for row in KINDS {
        assert!(row.name.parse::<Name>().is_ok(), "{}", row.name);
        assert!(kinds.insert(row.name), "{} twice", row.name);
        let mut fields = BTreeSet::from(["id", "name", "note", "basis"]);
        let attributes = row.attributes.iter().map(|attribute| attribute.name);
        for field in attributes.chain(row.step_names()) {
            assert!(field.parse::<Name>().is_ok(), "{field}");
            assert!(fields.insert(field), "{}.{field} could mean two things", row.name);
        }
    }
}

#[test]
fn a_relation_and_its_inverse_have_names_of_their_own() {
    let mut names = BTreeSet::new();
    for row in RELATIONS {
        assert!(names.insert(row.name), "{} twice", row.name);
        assert!(names.insert(row.inverse), "{} twice", row.inverse);
        assert_eq!(inverse(row.name), Some(row.inverse));
        assert_eq!(relation_of_inverse(row.inverse), Some(row.name));
        assert_eq!(relation(row.inverse), None);
    }
}

#[test]
fn relations_join_kinds_that_exist() {
    for row in RELATIONS {
        for name in row.from.iter().chain(row.to) {
            assert!(kind(name).is_some_and(|kind| kind.listed), "{} of {}", name, row.name);
        }
    }
}

#[test]
fn every_word_and_range_can_be_written() {
    for attribute in KINDS.iter().flat_map(|row| row.attributes) {
        match attribute.value {
            ValueType::Word(words) => {
                assert!(words.iter().all(|word| word.parse::<Name>().is_ok()));
            }
            ValueType::Int { min, max, unit } => {
                assert!(min < max, "{}", attribute.name);
                assert!(
                    attribute.name.ends_with(unit) || ["level", "number"].contains(&unit),
                    "the unit of {} is not the last word of its name",
                    attribute.name
                );
            }
            ValueType::Bool | ValueType::Host | ValueType::Time => {}
        }
    }
}

#[test]
fn a_step_is_taken_from_either_end() {
    let service = kind("service").unwrap();
    assert_eq!(service.step("endpoints").unwrap().targets(), ["endpoint"]);
    let endpoint = kind("endpoint").unwrap();
    let back = endpoint.step("endpoint_of").unwrap();
    assert!(back.backwards);
    assert_eq!(back.targets(), ["service"]);
    assert_eq!(endpoint.step("endpoints"), None);
}
