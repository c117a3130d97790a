//! The example files: they can be read, and fit the world and the catalogue.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use arvak_core::fact::Value;
use arvak_core::inventory::{self, Item};
use arvak_core::{EntityId, Name, Outcome, SourceFile};

use crate::sites::{SHELLS, SITES};
use crate::{DAYS, HISTORY, Happening, HistoryEvent, INVENTORY, history};

pub(super) fn items() -> Vec<Item> {
    let files: Vec<_> = INVENTORY.iter().map(|(name, text)| SourceFile { name, text }).collect();
    inventory::parse(&files, &BTreeSet::new()).unwrap_or_else(|mistakes| {
        let told: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
        panic!("{}", told.join("\n"))
    })
}

pub(super) fn events() -> Vec<HistoryEvent> {
    history(HISTORY).unwrap_or_else(|error| panic!("{error}"))
}

/// A file of the catalogue of this repository, as it is written.
fn catalogue(name: &str) -> toml::Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue").join(name);
    std::fs::read_to_string(path).unwrap().parse().unwrap()
}

/// The texts in the field `id` of the tables in a list.
fn ids(of: &toml::Table, list: &str) -> BTreeSet<String> {
    let tables = of.get(list).and_then(toml::Value::as_array).into_iter().flatten();
    tables.map(|table| table["id"].as_str().unwrap().to_owned()).collect()
}

fn kinds() -> BTreeMap<String, toml::Table> {
    let rows = catalogue("kinds.toml")["kind"].clone().try_into::<Vec<toml::Table>>().unwrap();
    rows.into_iter().map(|row| (row["id"].as_str().unwrap().to_owned(), row)).collect()
}

/// The codes that refute a kind.
pub(super) fn refuters(kind: &Name) -> BTreeSet<String> {
    ids(&kinds()[kind.as_str()], "refuter")
}

fn subject(what: &Happening) -> Option<&EntityId> {
    match what {
        Happening::Evidence { subject, .. }
        | Happening::ExemptionRequest { subject, .. }
        | Happening::Retirement { subject, .. }
        | Happening::Contest { subject, .. }
        | Happening::Obligation { subject, .. } => Some(subject),
        _ => None,
    }
}

#[test]
fn the_inventory_has_the_size_that_the_readme_tells() {
    let mut counts = BTreeMap::new();
    for item in items() {
        *counts.entry(item.entity.id.kind().to_owned()).or_insert(0) += 1;
    }
    let expected = [
        ("function", 40),
        ("service", 40),
        ("system", 64),
        ("supplier", 25),
        ("domain", 4),
        ("endpoint", 15),
        ("organisation", 1),
    ];
    for (kind, count) in expected {
        assert_eq!(counts[kind], count, "{kind}");
    }
}

#[test]
fn everything_in_the_inventory_has_a_name_for_people() {
    for item in items() {
        assert!(item.name.is_some_and(|name| !name.is_empty()), "{}", item.entity.id);
    }
}

#[test]
fn every_server_of_the_world_is_an_endpoint_and_every_endpoint_a_server() {
    let host: Name = "host".parse().unwrap();
    let declared: BTreeSet<String> = items()
        .iter()
        .filter(|item| item.entity.id.kind() == "endpoint")
        .map(|item| match &item.entity.attributes[&host].value {
            Value::Host(host) => host.to_string(),
            other => panic!("{other:?}"),
        })
        .collect();
    let living: BTreeSet<String> = SITES
        .iter()
        .map(|site| site.host)
        .chain(SHELLS.iter().map(|shell| shell.host))
        .map(str::to_owned)
        .collect();
    assert_eq!(declared, living);
}

#[test]
fn the_history_speaks_only_of_what_the_inventory_has() {
    let known: BTreeSet<EntityId> = items().into_iter().map(|item| item.entity.id).collect();
    for event in events() {
        let (file, line) = &event.place;
        assert!(known.contains(&event.by), "{file}:{line}: {}", event.by);
        if let Some(subject) = subject(&event.what).filter(|s| s.kind() != "inventory") {
            assert!(known.contains(subject), "{file}:{line}: {subject}");
        }
        if let Happening::Retirement { successor: Some(successor), .. } = &event.what {
            assert!(known.contains(successor), "{file}:{line}: {successor}");
        }
    }
}

#[test]
fn the_history_speaks_only_of_kinds_codes_and_claims_that_the_catalogue_has() {
    let kinds = kinds();
    let claims = ids(&catalogue("letters/kdd-ks-2022.toml"), "claim");
    let row = |kind: &Name, subject: &EntityId| {
        let row = kinds.get(kind.as_str()).unwrap_or_else(|| panic!("no kind {kind}"));
        assert_eq!(row["subject"].as_str(), Some(subject.kind()), "{kind} of {subject}");
        row
    };
    for event in events() {
        match &event.what {
            Happening::Evidence { kind, subject, code, attributes, .. } => {
                let row = row(kind, subject);
                if let Some(code) = code {
                    assert!(ids(row, "refuter").contains(code.as_str()), "{code} of {kind}");
                }
                let known = row.get("attributes").cloned().unwrap_or(toml::Value::Array(vec![]));
                let known = known.try_into::<Vec<String>>().unwrap();
                for attribute in attributes.keys() {
                    assert!(known.contains(&attribute.to_string()), "{attribute} of {kind}");
                }
            }
            Happening::Contest { kind, subject } => {
                row(kind, subject);
            }
            Happening::ExemptionRequest { claim, .. } => {
                assert!(claims.contains(claim.as_str()), "{claim}");
            }
            _ => {}
        }
    }
}

#[test]
fn the_roles_that_own_claims_exist_in_nordvik() {
    let roles: BTreeSet<String> = items().iter().map(|item| item.entity.id.to_string()).collect();
    let letter = catalogue("letters/kdd-ks-2022.toml");
    for claim in letter["claim"].as_array().unwrap() {
        let owner = format!("role/{}", claim["owner"].as_str().unwrap());
        assert!(roles.contains(&owner), "{owner}");
    }
}

#[test]
fn the_history_fills_the_ninety_days_and_shows_every_kind_of_event() {
    let events = events();
    assert!(events.windows(2).all(|pair| pair[0].day <= pair[1].day));
    assert!(events.last().is_some_and(|event| event.day > DAYS - 7));
    let has = |wanted: fn(&Happening) -> bool| events.iter().any(|event| wanted(&event.what));
    assert!(has(|what| matches!(what, Happening::Withdrawal { .. })));
    assert!(has(|what| matches!(what, Happening::Exemption { .. })));
    assert!(has(|what| matches!(what, Happening::Retirement { successor: Some(_), .. })));
    assert!(has(|what| matches!(what, Happening::Contest { .. })));
    assert!(has(|what| matches!(what, Happening::ObligationMet { .. })));
    assert!(has(|what| matches!(what, Happening::Situation { raised: true, .. })));
    assert!(has(|what| matches!(what, Happening::Evidence { result: Outcome::Refutes, .. })));
}

/// The evidence of a kind about a thing: day, what it says, the day at whose start it expires.
fn said_of(kind: &str, subject: &str) -> Vec<(u32, Outcome, Option<u32>)> {
    let said = |event: HistoryEvent| match event.what {
        Happening::Evidence { kind: k, subject: s, result, valid_days, .. } => {
            let about = k.as_str() == kind && s.as_str() == subject;
            about.then_some((event.day, result, valid_days.map(|days| event.day + days)))
        }
        _ => None,
    };
    events().into_iter().filter_map(said).collect()
}

#[test]
fn the_history_has_words_that_are_refuted_contested_and_expired() {
    for (kind, subject) in [
        ("backup.undeletable", "backup_set/kopi-hvelv"),
        ("supplier.countries", "supplier/sandlobygg"),
        ("mfa.enforced", "service/turnus"),
    ] {
        let said = said_of(kind, subject);
        let stated = said.iter().position(|(_, result, _)| *result == Outcome::Supports).unwrap();
        let refuted = said.iter().position(|(_, result, _)| *result == Outcome::Refutes).unwrap();
        assert!(stated < refuted, "{kind} of {subject}: {said:?}");
    }
    let contested = |event: &HistoryEvent| match &event.what {
        Happening::Contest { subject, .. } => Some(subject.to_string()),
        _ => None,
    };
    let contested: Vec<_> = events().iter().filter_map(contested).collect();
    for subject in ["backup_set/kopi-hvelv", "supplier/sandlobygg"] {
        assert!(contested.iter().any(|one| one == subject), "{subject}: {contested:?}");
    }
    for (kind, subject) in
        [("plan.current", "plan/plan-teknisk"), ("supplier.assurance", "supplier/ternevern")]
    {
        let until = said_of(kind, subject).iter().map(|(_, _, until)| *until).max().flatten();
        assert!(until.is_some_and(|day| day < DAYS), "{kind} of {subject}: {until:?}");
    }
    let exercises = ["function/vannforsyning", "function/skole-og-barnehage", "function/ikt-drift"];
    for function in exercises {
        assert!(!said_of("capacity.exercise", function).is_empty(), "{function}");
    }
}
