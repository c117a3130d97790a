//! compliance-trestle reads what is exported, and finds nothing wrong.

use crate::shared::trestle::trestle;
use crate::world::everything;

#[test]
fn trestle_reads_every_file_and_refuses_one_that_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let export = everything().export();
    for file in &export.files {
        std::fs::write(folder.path().join(file.name), &file.bytes).unwrap();
    }
    let Some((taken, said)) = trestle(folder.path()) else { return };
    assert!(taken, "{said}");
    assert_eq!(said.matches(": ok").count(), 5, "{said}");

    let results = folder.path().join(arvak_oscal::RESULTS_FILE);
    let text = std::fs::read_to_string(&results).unwrap();
    std::fs::write(&results, text.replace("\"collected\"", "\"gathered\"")).unwrap();
    let (taken, said) = trestle(folder.path()).unwrap();
    assert!(!taken);
    assert_eq!(said.matches(": ok").count(), 4, "{said}");
}
