//! Whatever is in a ledger, what is exported is valid.

use arvak_core::{Basis, Class, Evidence, Fact, Instant, Outcome};
use arvak_oscal::Edition;
use arvak_words::Lang;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::shared::schema::objections;
use crate::world::{World, everything, evidence, faults, id, now};

/// A piece of evidence, and who may see it.
#[derive(Clone, Debug)]
struct Piece {
    kind: usize,
    thing: usize,
    result: Outcome,
    basis: Basis,
    days: u32,
    valid_until: Option<i64>,
    class: Class,
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let result =
        prop_oneof![Just(Outcome::Supports), Just(Outcome::Refutes), Just(Outcome::Inconclusive)];
    let class = prop_oneof![Just(Class::Internal), Just(Class::Leadership), Just(Class::Public)];
    // From the year 3 to the year 9000: whatever a file may hold.
    let until = proptest::option::of(-62_000_000_000_000_i64..221_000_000_000_000);
    let piece = (0..1_000_usize, 0..1_000_usize, result, 0..5_usize, 0..25_u32, until, class);
    let piece = piece.prop_map(|(kind, thing, result, basis, days, valid_until, class)| Piece {
        kind,
        thing,
        result,
        basis: Basis::ALL[basis],
        days,
        valid_until,
        class,
    });
    vec(piece, 0..60)
}

fn record(world: &mut World, mut pieces: Vec<Piece>) {
    pieces.sort_by_key(|piece| piece.days);
    let kinds: Vec<_> =
        world.catalogue.kinds.iter().map(|(name, kind)| (name.clone(), kind.clone())).collect();
    for piece in pieces {
        let (kind, about) = &kinds[piece.kind % kinds.len()];
        let of_kind: Vec<_> =
            world.state.entities_of(about.subject.as_str()).map(|it| it.id().clone()).collect();
        let unknown = id(&format!("{}/ukjent", about.subject));
        let thing = of_kind.get(piece.thing % (of_kind.len() + 1)).cloned().unwrap_or(unknown);
        let found = evidence(kind.as_str(), thing.as_str(), piece.result, piece.basis, piece.days);
        let found = Evidence { valid_until: piece.valid_until.map(Instant::from_millis), ..found };
        world.record_by("ict_lead", piece.class, Fact::Evidence(found));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(12) })]

    #[test]
    fn any_evidence_and_any_names_give_valid_documents(
        pieces in pieces(),
        names in vec(any::<String>(), 4),
        edition in 0..3_usize,
    ) {
        let mut world = everything();
        let things = ["service/innsyn", "supplier/drift", "system/sak", "organisation/nordvik"];
        for (thing, name) in things.iter().zip(names) {
            world.names.insert(id(thing), name);
        }
        record(&mut world, pieces);
        let export = world.export_as(Edition::ALL[edition], Lang::ALL[edition], now());
        prop_assert_eq!(faults(&export), [""; 0]);
        for file in &export.files[3..] {
            prop_assert_eq!(objections(&file.bytes), [""; 0]);
        }
    }

    #[test]
    fn the_check_reads_any_bytes(bytes in vec(any::<u8>(), 0..200), text in "\\PC{0,100}") {
        let document = |bytes| arvak_oscal::Document { name: "a.json", bytes };
        prop_assert!(!arvak_oscal::check(&[document(&bytes)]).is_empty());
        let text = format!("{{\"assessment-results\":{{\"uuid\":{}}}}}", serde_json::json!(text));
        prop_assert!(!arvak_oscal::check(&[document(text.as_bytes())]).is_empty());
    }
}
