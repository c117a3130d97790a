//! What an edition's readers may not see stands nowhere in it.

use arvak_core::{Class, Status};
use arvak_oscal::Edition;
use arvak_words::Lang;

use crate::world::{World, everything, now, results};

fn text(world: &World, edition: Edition) -> String {
    let export = world.export_as(edition, Lang::Nb, now());
    let texts = export.files.iter().map(|it| String::from_utf8(it.bytes.clone()).unwrap());
    texts.collect()
}

#[test]
fn things_that_are_internal_are_in_the_internal_edition_alone() {
    let world = everything();
    let internal = text(&world, Edition::Internal);
    for edition in [Edition::Council, Edition::Public] {
        let other = text(&world, edition);
        for (thing, name) in &world.names {
            let thing = format!("\"{thing}\"");
            assert!(!other.contains(&thing), "{edition:?}: {thing}");
            if thing.starts_with("\"service/") {
                assert!(!other.contains(name.as_str()), "{edition:?}: {name}");
            }
        }
    }
    assert!(internal.contains("\"service/innsyn\"") && internal.contains("Vaktportalen"));
    assert!(internal.contains("Nordvik kommune"));
}

#[test]
fn what_is_graded_for_the_council_is_in_its_edition_with_its_evidence() {
    let mut world = everything();
    let thing = world.envelopes.values().find(|it| match &it.fact {
        arvak_core::Fact::Entity(entity) => entity.id.as_str() == "supplier/drift",
        _ => false,
    });
    let fact = thing.unwrap().fact.clone();
    world.record_by("ict_lead", Class::Leadership, fact);
    let council = text(&world, Edition::Council);
    assert!(council.contains("supplier/drift") && council.contains("Drift \\\\*AS\\\\*"));
    assert!(!text(&world, Edition::Public).contains("supplier/drift"));
    let export = world.export_as(Edition::Council, Lang::Nb, now());
    assert!(export.figures.observations > 0 && export.figures.left_out > 0);
}

#[test]
fn in_public_a_claim_that_is_not_met_is_set_apart_with_the_legal_basis() {
    let world = everything();
    let result = results(&world.export_as(Edition::Public, Lang::Nb, now()));
    let assessment = world.assess(now());
    let gaps: Vec<_> = assessment
        .claims()
        .filter(|it| it.state != Status::NotApplicable && it.state < Status::Compensated)
        .collect();
    assert!(!gaps.is_empty());
    let selection = &result["reviewed-controls"]["control-selections"][0];
    let excluded = selection["exclude-controls"].to_string();
    for gap in &gaps {
        assert!(excluded.contains(&format!("\"claim-{}\"", gap.id)), "{}", gap.id);
        assert!(!result["findings"].to_string().contains(&format!("\"objective-{}\"", gap.id)));
    }
    assert!(selection["remarks"].as_str().unwrap().contains("offentleglova"));
    assert!(!result.to_string().contains("\"next\""));
}

#[test]
fn no_person_is_named() {
    let mut world = everything();
    let evidence = crate::world::evidence(
        "plan.current",
        "plan/beredskap",
        arvak_core::Outcome::Supports,
        arvak_core::Basis::Document,
        10,
    );
    let entry = world.record(arvak_core::Fact::Evidence(evidence));
    world.envelopes.get_mut(&entry).unwrap().actor =
        arvak_core::Actor::Person(crate::world::id("person/p-7f3a"));
    world.names.insert(crate::world::id("person/p-7f3a"), "Kari Nordmann".to_owned());
    let internal = text(&world, Edition::Internal);
    assert!(internal.contains(&format!("\"value\": \"{entry}\"")), "its evidence is there");
    assert!(!internal.contains("Kari") && !internal.contains("p-7f3a"));
}
