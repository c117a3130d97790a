//! What people write becomes things, in the order in which they wrote them; with a mistake anywhere,
//! nothing does.

use std::fmt::Write as _;

use super::*;
use crate::fact::{Attribute, Relation, Value};
use crate::mistake::MISTAKES_MAX;
use crate::{Basis, Digest};

fn file<'a>(name: &'a str, text: &'a str) -> SourceFile<'a> {
    SourceFile { name, text }
}

fn read(text: &str) -> Result<Vec<Item>, Vec<Mistake>> {
    parse(&[file("inventory.toml", text)], &BTreeSet::new())
}

fn told(text: &str) -> Vec<String> {
    read(text).unwrap_err().iter().map(ToString::to_string).collect()
}

fn ids(items: &[Item]) -> Vec<&str> {
    items.iter().map(|item| item.entity.id.as_str()).collect()
}

fn id(text: &str) -> EntityId {
    text.parse().unwrap()
}

#[test]
fn things_come_as_they_were_written_with_file_and_line() {
    let text = "\n[[system]]\nid = \"db\"\n\n[[service]]\nid = \"epj\"\nname = \"Journal\"\n\
                note = \"\"\"\nTo linjer\nher\"\"\"\n\n[[system]]\nid = \"app\"\n";
    let items = read(text).unwrap();
    assert_eq!(ids(&items), ["system/db", "service/epj", "system/app"]);
    let places: Vec<_> = items.iter().map(|item| (item.file.as_str(), item.line)).collect();
    assert_eq!(places, [("inventory.toml", 2), ("inventory.toml", 5), ("inventory.toml", 12)]);
    assert_eq!(items[1].name.as_deref(), Some("Journal"));
    assert_eq!(items[1].note.as_deref(), Some("To linjer\nher"));
}

#[test]
fn attributes_keep_their_type_and_the_basis_of_their_record() {
    let text = "[[endpoint]]\nid = \"web\"\nbasis = \"document\"\nhost = \"epj.nordvik.example\"\n\
                port = 0x1bb\nkind = \"https\"\n[[exercise]]\nid = \"x\"\n\
                planned_at = 2026-03-01T12:00:00+02:00\n[[service]]\nid = \"s\"\nlogin = \"form\"\n\
                internet_facing = false\n";
    let items = read(text).unwrap();
    let attributes = |index: usize| -> Vec<(&str, Value, Basis)> {
        let found = items[index].entity.attributes.iter();
        found.map(|(name, one)| (name.as_str(), one.value.clone(), one.basis)).collect()
    };
    let name = |text: &str| text.parse().unwrap();
    let document = [
        ("host", Value::Host(name("epj.nordvik.example")), Basis::Document),
        ("kind", Value::Word(name("https")), Basis::Document),
        ("port", Value::Int(443), Basis::Document),
    ];
    assert_eq!(attributes(0), document);
    let instant = Value::Time("2026-03-01T10:00:00Z".parse().unwrap());
    assert_eq!(attributes(1), [("planned_at", instant, Basis::Statement)]);
    let stated = [
        ("internet_facing", Value::Bool(false), Basis::Statement),
        ("login", Value::Word(name("form")), Basis::Statement),
    ];
    assert_eq!(attributes(2), stated);
    let classes = |one: &Attribute| one.class;
    assert!(items[0].entity.attributes.values().map(classes).all(|class| class.is_none()));
}

#[test]
fn a_plain_list_needs_all_and_a_group_needs_as_many_as_it_says() {
    let text = "[[system]]\nid = \"a\"\nruns_on = [\"b\", { of = [\"c\", \"d\"], at_least = 1, \
                grace_hours = 4 }, \"system/e\", { of = [\"f\", \"g\"] }]\n";
    let known = ["b", "c", "d", "e", "f", "g"].map(|slug| id(&format!("system/{slug}")));
    let items = parse(&[file("x", text)], &known.into_iter().collect()).unwrap();
    let relation = |to: &[&str], at_least, grace_hours| Relation {
        relation: "runs_on".parse().unwrap(),
        to: to.iter().map(|slug| id(&format!("system/{slug}"))).collect(),
        at_least,
        grace_hours,
    };
    let mut found = items[0].entity.relations.clone();
    found.sort_by(|a, b| a.to.cmp(&b.to));
    let expected =
        [relation(&["b", "e"], 2, 0), relation(&["c", "d"], 1, 4), relation(&["f", "g"], 2, 0)];
    assert_eq!(found, expected);
}

#[test]
fn references_lead_to_any_file_and_to_what_the_ledger_has() {
    let files = [
        file("a.toml", "[[service]]\nid = \"epj\"\noperated_by = \"drift\"\nowner = \"ict\"\n"),
        file("b.toml", "[[supplier]]\nid = \"drift\"\n"),
    ];
    assert_eq!(parse(&files, &[id("role/ict")].into()).unwrap().len(), 2);
    let mistakes = parse(&files, &BTreeSet::new()).unwrap_err();
    assert_eq!(mistakes.len(), 1);
    assert_eq!(
        mistakes[0].to_string(),
        "a.toml:4:9: there is no `role/ict`, named in `owner`; add it or correct the name"
    );
}

#[test]
fn one_mistake_in_one_file_leaves_nothing_read() {
    let good = "[[supplier]]\nid = \"drift\"\n";
    let bad = "[[supplier]]\nid = \"sky\"\ncritical = 1\n";
    assert!(parse(&[file("a.toml", good)], &BTreeSet::new()).is_ok());
    for files in
        [[file("a.toml", good), file("b.toml", bad)], [file("b.toml", bad), file("a.toml", good)]]
    {
        let mistakes = parse(&files, &BTreeSet::new()).unwrap_err();
        let told: Vec<_> = mistakes.iter().map(|one| (one.file.as_str(), one.line)).collect();
        assert_eq!(told, [("b.toml", 3)]);
    }
}

#[test]
fn an_id_that_stands_in_two_files_is_told_with_both_places() {
    let first = "[[system]]\nid = \"epj\"\n";
    let second = "# Også her\n[[service]]\nid = \"epj\"\n\n[[system]]\nid = \"epj\"\n";
    let mistakes = parse(&[file("a.toml", first), file("b.toml", second)], &BTreeSet::new());
    let told: Vec<_> = mistakes.unwrap_err().iter().map(ToString::to_string).collect();
    let expected = "b.toml:6:6: thing `system/epj` stands twice, first in a.toml line 1; give one of \
                    them another id or remove it";
    assert_eq!(told, [expected], "another kind is another thing");
}

#[test]
fn what_a_broken_file_would_have_held_is_not_told_as_missing() {
    let files = [
        file("a.toml", "[[service]]\nid = \"epj\"\noperated_by = \"drift\"\ncriticality = 9\n"),
        file("b.toml", "[[supplier]\nid = \"drift\"\n"),
    ];
    let mistakes = parse(&files, &BTreeSet::new()).unwrap_err();
    let codes: Vec<_> = mistakes.iter().map(|one| (one.file.as_str(), one.code)).collect();
    assert_eq!(codes, [("a.toml", "out_of_range"), ("b.toml", "toml_syntax")]);
}

#[test]
fn things_may_need_each_other_but_nothing_is_part_of_itself() {
    let need = "[[system]]\nid = \"a\"\nnetwork_via = \"b\"\n[[system]]\nid = \"b\"\npowered_by = \"a\"\n\
                network_via = \"a\"\n";
    assert!(read(need).is_ok());
    let part = "[[unit]]\nid = \"a\"\npart_of = \"unit/b\"\n[[unit]]\nid = \"b\"\npart_of = \"unit/c\"\n\
                [[unit]]\nid = \"c\"\npart_of = \"unit/b\"\n";
    let expected = "inventory.toml:9:11: `part_of` leads back to where it began: unit/b → unit/c → \
                    unit/b; remove one of them";
    assert_eq!(told(part), [expected]);
}

#[test]
fn byte_order_marks_and_line_ends_of_windows_are_no_mistakes() {
    let text = "\u{feff}[[unit]]\r\nid = \"helse\"\r\n\r\n[[unit]]\r\nid = 3\r\n";
    let decoded = decode_utf8("x", text.as_bytes()).unwrap();
    let mistakes = read(decoded).unwrap_err();
    let places: Vec<_> = mistakes.iter().map(|one| (one.line, one.column, one.code)).collect();
    assert_eq!(places, [(5, 6, "wrong_type")]);
    let sound = decoded.replace("id = 3", "name = \"a\"\r\nid = \"b\"");
    assert_eq!(ids(&read(&sound).unwrap()), ["unit/helse", "unit/b"]);
    // A caller that does not decode sees no other places.
    assert_eq!(read(text).unwrap_err(), mistakes);
}

#[test]
fn a_file_with_nothing_in_it_is_told() {
    for text in ["", "\n\n", "# Kommer snart\n", "\u{feff}"] {
        let expected =
            "inventory.toml:1:1: the file holds nothing; write at least one record or leave it out";
        assert_eq!(told(text), [expected], "{text:?}");
    }
}

/// Systems in one long chain, each an entry that needs the one before.
fn chain(length: usize) -> String {
    let mut text = String::from("[[system]]\nid = \"s-0\"\n");
    for number in 1..length {
        let before = number - 1;
        write!(text, "[[system]]\nid = \"s-{number}\"\nruns_on = \"s-{before}\"\n").unwrap();
    }
    text
}

#[test]
fn a_hundred_thousand_things_are_read() {
    let items = read(&chain(100_000)).unwrap();
    assert_eq!(items.len(), 100_000);
    assert_eq!(items[99_999].entity.id.as_str(), "system/s-99999");
    assert_eq!(items[99_999].entity.relations[0].to[0].as_str(), "system/s-99998");
    // The same text gives the same things.
    let digest = |items: &[Item]| Digest::of(format!("{items:?}").as_bytes());
    assert_eq!(digest(&items[..1_000]), digest(&read(&chain(1_000)).unwrap()));
}

#[test]
fn more_mistakes_than_anyone_reads_are_bounded_and_counted() {
    let mut text = String::new();
    for number in 0..20_000 {
        write!(text, "[[system]]\nid = \"s-{number}\"\nruns_on = \"t-{number}\"\n").unwrap();
    }
    let mistakes = read(&text).unwrap_err();
    assert_eq!(mistakes.len(), MISTAKES_MAX + 1);
    assert_eq!((mistakes[0].line, mistakes[0].code), (3, "unknown_thing_near"));
    let last = mistakes.last().unwrap();
    assert_eq!(
        last.to_string(),
        "inventory.toml:3000:11: and 19000 more mistakes; correct these first, and read again"
    );
}

#[test]
fn a_cycle_as_long_as_the_inventory_is_told_briefly() {
    let mut text = String::from("[[unit]]\nid = \"u-0\"\npart_of = \"unit/u-9999\"\n");
    for number in 1..10_000 {
        let before = number - 1;
        write!(text, "[[unit]]\nid = \"u-{number}\"\npart_of = \"unit/u-{before}\"\n").unwrap();
    }
    let expected = "inventory.toml:6:11: `part_of` leads back to where it began: unit/u-0 → unit/u-9999 → \
                    unit/u-9998 → unit/u-9997 → unit/u-9996 → … → unit/u-0; remove one of them";
    assert_eq!(told(&text), [expected]);
}

#[test]
fn many_mistakes_on_one_long_line_are_told_without_reading_it_again_for_each() {
    let records = "{ id = \"a\" }, ".repeat(20_000);
    let mistakes = read(&format!("unit = [{records}]")).unwrap_err();
    assert_eq!(mistakes.len(), MISTAKES_MAX + 1);
    assert_eq!(mistakes[MISTAKES_MAX].args["count"], (19_999 - MISTAKES_MAX).to_string());
}
