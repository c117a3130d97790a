//! Every code of core has words in every language.

use arvak_core::assess::{OwnAction, ReasonCode};
use arvak_core::catalogue::ACTIONS;
use arvak_core::mistake::{CODES, CodeRow};
use arvak_core::vocabulary::{KINDS, RELATIONS, ValueType};
use arvak_core::{Basis, Mistake, Status};
use arvak_words::{Lang, Words};

/// The codes in the arms `=> "code"` of a source file.
pub(crate) fn arms(source: &str) -> Vec<&str> {
    let after = source.split("=> \"").skip(1);
    after.filter_map(|rest| rest.split_once('"').map(|(code, _)| code)).collect()
}

fn all_have_words(ids: &[String]) {
    assert!(!ids.is_empty());
    for lang in Lang::ALL {
        let words = Words::new(lang);
        let lacking: Vec<_> = ids.iter().filter(|id| !words.has(id)).collect();
        assert!(lacking.is_empty(), "{} lacks {lacking:?}", lang.tag());
    }
}

#[test]
fn states_bases_outcomes_and_facts_have_words() {
    let states = Status::ALL.iter().map(|state| format!("status-{}", state.name()));
    let bases = Basis::ALL.iter().map(|basis| format!("basis-{}", basis.name()));
    let outcomes = ["supports", "refutes", "inconclusive"].map(|name| format!("outcome-{name}"));
    let classes =
        ["internal", "leadership", "shared", "public"].map(|name| format!("class-{name}"));
    let facts = arms(include_str!("../../../core/src/fact.rs"));
    assert!(facts.contains(&"key_rotation"), "{facts:?}");
    let facts = facts.into_iter().map(|name| format!("fact-{name}"));
    let ids = states.chain(bases).chain(outcomes).chain(classes).chain(facts);
    all_have_words(&ids.collect::<Vec<_>>());
}

#[test]
fn reasons_and_next_actions_have_words() {
    let reasons = ReasonCode::ALL.iter().map(|code| format!("reason-{}", code.name()));
    let own = OwnAction::ALL.iter().map(|code| format!("next-{}", code.name()));
    let of_kinds = ACTIONS.iter().map(|name| format!("next-{name}"));
    all_have_words(&reasons.chain(own).chain(of_kinds).collect::<Vec<_>>());
}

#[test]
fn the_vocabulary_has_words() {
    let mut ids = Vec::new();
    for kind in KINDS {
        ids.push(format!("thing-{}", kind.name));
        for attribute in kind.attributes {
            ids.push(format!("attribute-{}", attribute.name));
            if let ValueType::Word(words) = attribute.value {
                ids.extend(words.iter().map(|word| format!("word.{}-{word}", attribute.name)));
            }
        }
    }
    for relation in RELATIONS {
        ids.push(format!("relation-{}", relation.name));
        ids.push(format!("relation-{}", relation.inverse));
    }
    all_have_words(&ids);
}

/// A mistake with a different text in each argument.
fn sample(row: &CodeRow) -> Mistake {
    let args = row.args().enumerate().map(|(n, name)| (name.to_owned(), format!("«{n}»")));
    let (file, line, column) = ("x.toml".to_owned(), 3, 5);
    Mistake { file, line, column, code: row.code, args: args.collect() }
}

#[test]
fn every_mistake_is_told_with_its_place_and_all_its_arguments_in_every_language() {
    for lang in Lang::ALL {
        let words = Words::new(lang);
        for row in CODES {
            let mistake = sample(row);
            let told = words.mistake(&mistake);
            assert!(told.starts_with("x.toml:3:5: "), "{told}");
            assert!(!told.contains("{$") && !told.contains("{ $"), "{}: {told}", lang.tag());
            for text in mistake.args.values() {
                assert!(told.contains(text), "{} does not say {text}: {told}", lang.tag());
            }
        }
    }
}
