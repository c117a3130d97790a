//! What is written is read again as the same, in every language.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::fact::{Attribute, Entity, Relation, Value};
use arvak_core::inventory::Item;
use arvak_core::vocabulary::{AttributeRow, KINDS, KindRow, RelationRow, ValueType};
use arvak_core::{Basis, Class, EntityId, Instant, SourceFile, inventory};
use arvak_words::{Lang, Words};
use arvak_workbook::{File, Format, export, parse};
use proptest::collection::vec;
use proptest::prelude::*;

/// Things without the places at which they were written, by id.
fn facts(items: Vec<Item>) -> BTreeMap<EntityId, (Entity, Option<String>, Option<String>)> {
    items
        .into_iter()
        .map(|item| (item.entity.id.clone(), (item.entity, item.name, item.note)))
        .collect()
}

fn read_again(items: &[Item], known: &BTreeSet<EntityId>, lang: Lang) -> Vec<Item> {
    let bytes = export(items, &Words::new(lang)).unwrap();
    let file = File { name: "inventar.xlsx", bytes: &bytes, format: Format::Xlsx };
    // Whoever reads it may have another language.
    let read = parse(&[file], known, &Words::new(Lang::Nb));
    read.unwrap_or_else(|mistakes| panic!("{}: {mistakes:#?}", lang.tag()))
}

#[test]
fn nordvik_is_the_same_after_a_round_through_each_language() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/nordvik");
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            texts.push(std::fs::read_to_string(path).unwrap());
        }
    }
    let names: Vec<String> = (0..texts.len()).map(|number| format!("{number}.toml")).collect();
    let sources: Vec<_> =
        names.iter().zip(&texts).map(|(name, text)| SourceFile { name, text }).collect();
    let items = inventory::parse(&sources, &BTreeSet::new()).unwrap();
    assert!(items.len() > 50);
    for lang in Lang::ALL {
        let again = read_again(&items, &BTreeSet::new(), lang);
        assert_eq!(facts(again), facts(items.clone()), "{}", lang.tag());
    }
}

/// The number of things of each kind in a random inventory, so that relations have somewhere to lead.
const OF_EACH: usize = 4;

fn id(kind: &str, number: usize) -> EntityId {
    format!("{kind}/{kind}-{number}.x_").parse().unwrap()
}

fn text(most: usize) -> impl Strategy<Value = Option<String>> {
    // No control characters: those are no text of an inventory, but for the line breaks of notes.
    let sign = prop_oneof![
        4 => any::<char>().prop_filter("no control character", |sign| !sign.is_control()),
        1 => prop::sample::select(vec!['"', '\'', '=', '<', '&', ';', ',', '\\', '_', 'đ', ' ', '{']),
    ];
    let escaped = Just("_x000D_ &amp; 1.0".to_owned());
    let any = vec(sign, 1..most).prop_map(|signs| signs.into_iter().collect::<String>());
    let text = prop_oneof![9 => any, 1 => escaped, 1 => Just("2026-03-01".to_owned())];
    prop::option::of(text.prop_map(|text| text.trim().to_owned()))
        .prop_map(|text| text.filter(|text| !text.is_empty()))
}

fn note() -> impl Strategy<Value = Option<String>> {
    (text(20), text(20)).prop_map(|(first, second)| match (first, second) {
        (Some(first), Some(second)) => Some(format!("{first}\n\t{second}")),
        (first, _) => first,
    })
}

fn value(row: &'static AttributeRow) -> BoxedStrategy<Value> {
    match row.value {
        ValueType::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        ValueType::Int { min, max, .. } => (min..=max).prop_map(Value::Int).boxed(),
        ValueType::Word(words) => {
            prop::sample::select(words).prop_map(|word| Value::Word(word.parse().unwrap())).boxed()
        }
        ValueType::Host => prop::sample::select(vec!["10.0.0.1", "epj.nordvik.example", "1-2"])
            .prop_map(|host| Value::Host(host.parse().unwrap()))
            .boxed(),
        ValueType::Time => {
            (0_i64..4_000_000_000_000).prop_map(|at| Value::Time(Instant::from_millis(at))).boxed()
        }
    }
}

/// Groups as a file may give them: some of which some are needed, then those that are all needed.
fn relations(row: &'static RelationRow, own: &EntityId) -> BoxedStrategy<Vec<Relation>> {
    let all: Vec<EntityId> = row
        .to
        .iter()
        .flat_map(|kind| (0..OF_EACH).map(|number| id(kind, number)))
        // Where nothing may lead back to where it began, it leads to what comes before.
        .filter(|to| to != own && (row.may_cycle || to.kind() != own.kind() || to < own))
        .collect();
    let most = all.len();
    let split = (Just(all).prop_shuffle(), 0..=most, 0..=most, 1_u32..4, 0_u32..100);
    split
        .prop_map(move |(all, first, second, at_least, grace_hours)| {
            let (first, second) = (first.min(second), first.max(second));
            let relation = row.name.parse::<arvak_core::Name>().unwrap();
            let mut found = Vec::new();
            let group = &all[..first];
            if !group.is_empty() {
                let at_least = at_least.min(u32::try_from(group.len()).unwrap());
                let (relation, to) = (relation.clone(), group.to_vec());
                found.push(Relation { relation, to, at_least, grace_hours });
            }
            let needed = &all[first..second];
            if !needed.is_empty() {
                let at_least = u32::try_from(needed.len()).unwrap();
                found.push(Relation { relation, to: needed.to_vec(), at_least, grace_hours: 0 });
            }
            found
        })
        .boxed()
}

fn thing(kind: &'static KindRow, number: usize) -> impl Strategy<Value = Item> {
    let own = id(kind.name, number);
    let attributes: Vec<_> =
        kind.attributes.iter().map(|row| prop::option::of(value(row))).collect();
    let of: Vec<_> = kind.relations().map(|row| relations(row, &own)).collect();
    let basis = prop::sample::select(vec![Basis::Statement, Basis::Document]);
    let class = prop::sample::select(Class::ALL.to_vec());
    let of_field = prop::option::of(prop::sample::select(Class::ALL.to_vec()));
    let of_fields = vec(of_field, kind.attributes.len());
    (attributes, of, text(30), note(), basis, class, of_fields).prop_map(
        move |(values, relations, name, note, basis, class, of_fields)| {
            let rows = kind.attributes.iter().zip(values).zip(of_fields);
            let attributes = rows
                .filter_map(|((row, value), of_field)| {
                    // Only what differs from the thing is kept.
                    let class = of_field.filter(|own| *own != class);
                    let attribute = Attribute { value: value?, basis, class };
                    Some((row.name.parse().unwrap(), attribute))
                })
                .collect();
            let relations = relations.into_iter().flatten().collect();
            let entity = Entity { id: own.clone(), attributes, relations };
            Item { entity, name, note, class, file: String::new(), line: 1 }
        },
    )
}

fn inventory_of_all_kinds() -> impl Strategy<Value = Vec<Item>> {
    let listed = KINDS.iter().filter(|kind| kind.listed);
    let things: Vec<_> =
        listed.flat_map(|kind| (0..OF_EACH).map(move |number| thing(kind, number))).collect();
    things
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_inventory_is_the_same_after_a_round_through_each_language(items in inventory_of_all_kinds()) {
        for lang in Lang::ALL {
            let again = read_again(&items, &BTreeSet::new(), lang);
            prop_assert_eq!(facts(again), facts(items.clone()));
        }
    }
}
