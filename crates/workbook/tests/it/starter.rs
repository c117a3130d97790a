//! The starter pack in `catalogue/starter/`.

use std::collections::BTreeSet;

use arvak_core::{Basis, SourceFile, inventory};

#[test]
fn the_starter_pack_is_sound_and_says_of_each_thing_that_it_is_assumed() {
    let files = [
        ("functions.toml", include_str!("../../../../catalogue/starter/functions.toml")),
        ("services.toml", include_str!("../../../../catalogue/starter/services.toml")),
        ("systems.toml", include_str!("../../../../catalogue/starter/systems.toml")),
    ];
    let sources = files.map(|(name, text)| SourceFile { name, text });
    let items = inventory::parse(&sources, &BTreeSet::new()).unwrap();
    assert!(items.len() > 90, "{}", items.len());
    for item in &items {
        let note = item.note.as_deref().unwrap_or_default();
        assert!(note.starts_with("Antatt: "), "{}: {note}", item.entity.id);
        assert!(item.entity.attributes.values().all(|one| one.basis == Basis::Statement));
    }
    let functions = items.iter().filter(|item| item.entity.id.kind() == "function");
    assert!(functions.clone().all(|item| !item.entity.relations.is_empty()));
    assert!(functions.count() >= 20);
}
