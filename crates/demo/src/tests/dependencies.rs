//! What hangs together in Nordvik: the flaws that were planted, and the one example that was not.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::EntityId;
use arvak_core::fact::Relation;
use arvak_core::vocabulary::RELATIONS;

use super::files::items;

/// What stops a thing when it stops. A fallback is no such need; neither is an owner.
const NEEDS: [&str; 8] = [
    "needs",
    "runs_on",
    "authenticates_via",
    "network_via",
    "data_from",
    "powered_by",
    "administered_from",
    "operated_by",
];

/// The relations of every thing.
fn relations() -> BTreeMap<String, Vec<Relation>> {
    let pair =
        |item: arvak_core::inventory::Item| (item.entity.id.to_string(), item.entity.relations);
    items().into_iter().map(pair).collect()
}

/// Everything that a thing needs, near or far, and itself.
fn reach(of: &str) -> BTreeSet<String> {
    let all = relations();
    let (mut reached, mut next) = (BTreeSet::from([of.to_owned()]), vec![of.to_owned()]);
    while let Some(thing) = next.pop() {
        for relation in all.get(&thing).unwrap_or_else(|| panic!("no {thing}")) {
            if NEEDS.contains(&relation.relation.as_str()) {
                let new = relation.to.iter().map(EntityId::to_string);
                next.extend(new.filter(|to| reached.insert(to.clone())));
            }
        }
    }
    reached
}

/// The things that `of` names in a relation of that name.
fn named(of: &str, relation: &str) -> BTreeSet<String> {
    let all = relations();
    let held = all[of].iter().filter(|held| held.relation.as_str() == relation);
    held.flat_map(|held| held.to.iter().map(EntityId::to_string)).collect()
}

#[track_caller]
fn leads(path: &[&str]) {
    for pair in path.windows(2) {
        assert!(reach(pair[0]).contains(pair[1]), "{} does not need {}", pair[0], pair[1]);
    }
}

#[test]
fn the_ten_edges_are_there() {
    leads(&["function/sykesignal", "system/sykesignalserver", "system/virtualisering"]);
    leads(&["function/trygghetsalarm", "system/responsplattform", "system/mobilnett"]);
    leads(&["system/responsplattform", "system/skykatalog"]);
    for needed in ["system/katalog", "system/helsenett", "system/virtualisering"] {
        leads(&["system/epj-system", needed]);
    }
    for needed in ["system/epj-system", "system/nodnett"] {
        leads(&["function/legevakt", needed]);
    }
    assert!(named("system/driftskontroll", "network_via").contains("system/driftsnett"));
    leads(&["system/driftskontroll", "system/ingeniorstasjon", "system/katalog"]);
    leads(&["function/lonn", "system/lonn-og-okonomi", "system/skykatalog", "system/engangskoder"]);
    leads(&["system/engangskoder", "system/sms-tjeneste", "system/mobilnett"]);
    leads(&["system/feide", "system/skoleadministrasjon"]);
    leads(&["system/sikkerhetskopiserver", "system/katalog"]);
    leads(&["service/nettsted", "system/navnetjeneste", "supplier/tyvjonavn"]);
    // The tenth is the good example, and has a test of its own.
}

#[test]
fn the_crisis_tool_needs_nothing_that_the_municipality_or_its_ict_company_runs() {
    let needed = reach("service/krisestotte");
    for own in ["katalog", "skykatalog", "virtualisering", "kjernenett", "driftsvert", "brannmur"] {
        assert!(!needed.contains(&format!("system/{own}")), "{own}");
    }
    assert!(!needed.contains("supplier/nordvikregionen-ikt"));
    let ways = &relations()["system/krisestotteverktoy"];
    let ways = ways.iter().find(|held| held.relation.as_str() == "network_via").unwrap();
    assert!(ways.at_least == 1 && ways.to.len() == 3, "{ways:?}");
}

#[test]
fn what_many_need_is_shared_by_those_that_should_not_share_it() {
    let shared: [(&str, &[&str]); 7] = [
        (
            "system/internettlinje",
            &["function/legevakt", "function/lonn", "function/pasientjournal"],
        ),
        ("system/virtualisering", &["function/sykesignal", "function/pasientjournal"]),
        ("system/driftsvert", &["function/sykesignal", "function/lonn", "function/sosialhjelp"]),
        (
            "system/mobilnett",
            &[
                "function/trygghetsalarm",
                "function/brannvern",
                "function/kriseledelse",
                "function/lonn",
            ],
        ),
        ("system/sms-tjeneste", &["function/kriseledelse", "function/lonn"]),
        ("system/nodstrom", &["function/vannforsyning", "function/sykesignal"]),
        ("system/vakttelefon", &["function/ikt-drift"]),
    ];
    for (point, functions) in shared {
        for function in functions {
            assert!(reach(function).contains(point), "{function} does not need {point}");
        }
    }
    let kept = named("backup_set/kopi-epj", "backs_up");
    assert!(kept.iter().all(|system| reach(system).contains("system/katalog")));
    assert!(named("backup_set/kopi-hvelv", "backs_up").contains("system/sikkerhetskopiserver"));
    let planned: BTreeSet<_> =
        relations().keys().filter(|id| id.starts_with("plan/")).cloned().collect();
    assert!(planned.iter().all(|plan| !named(plan, "covers").contains("function/barnevernvakt")));
}

#[test]
fn every_relation_is_in_use_with_grace_all_of_a_list_and_some_of_a_group() {
    let all: Vec<Relation> = relations().into_values().flatten().collect();
    for row in RELATIONS {
        assert!(all.iter().any(|held| held.relation.as_str() == row.name), "{}", row.name);
    }
    assert!(all.iter().any(|held| held.grace_hours > 0));
    let members = |held: &Relation| u32::try_from(held.to.len()).unwrap();
    assert!(all.iter().any(|held| held.at_least == 1 && members(held) > 1), "one of several");
    assert!(all.iter().any(|held| held.at_least > 1 && held.at_least < members(held)), "k of n");
    assert!(all.iter().any(|held| held.at_least > 1 && held.at_least == members(held)), "all of");
}
