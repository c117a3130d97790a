//! The export of a data folder in OSCAL: five files that NIST's schema, trestle and our own check take, the same bytes for the
//! same folder and instant, and for each edition no more than its readers may see.

use std::path::{Path, PathBuf};

use crate::oscal_judges::nine::{NINE, planted};
use crate::oscal_judges::schema::objections;
use crate::oscal_judges::trestle::trestle;
use crate::support::{Folder, stderr};

const INVENTORY: &str = "\
[[function]]
id = \"fjordvakt\"
name = \"Fjordvakt *Nordvik*\"
criticality = 5
";

fn folder() -> Folder {
    let folder = Folder::with_inventory(INVENTORY);
    for (kind, class) in [("impact.unavailable", "leadership"), ("impact.leaked", "public")] {
        let evidence = ["evidence", "add", kind, "function/fjordvakt", "refutes"];
        folder.said(&[&evidence[..], &["--class", class]].concat());
    }
    folder
}

fn out(folder: &Folder, name: &str) -> PathBuf {
    folder.outside().join(name)
}

fn bytes(of: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(of)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// The export of a folder is taken by all three judges, and they notice what is planted in it.
pub(crate) fn is_taken_by_every_judge(folder: &Folder) {
    let out = out(folder, "oscal");
    let report = folder.json(&["export", "oscal", "--out", out.to_str().unwrap()]);
    assert_eq!(report["controls"], 28);
    assert!(report["observations"].as_u64().unwrap() > 100, "{report}");
    assert!(report["findings"].as_u64().unwrap() > 100, "{report}");
    let files = bytes(&out);
    assert_eq!(files.len(), 5);
    for (name, bytes) in &files {
        assert_eq!(objections(bytes), [""; 0], "{name}");
    }
    if let Some((taken, said)) = trestle(&out) {
        assert!(taken && said.matches(": ok").count() == 5, "{said}");
    }
    let files: Vec<_> = files.iter().map(|(name, bytes)| (name.as_str(), &**bytes)).collect();
    for mutant in &NINE {
        let (faults, changed) = planted(&files, mutant);
        assert!(faults.iter().any(|it| it.code == mutant.code), "{}: {faults:#?}", mutant.name);
        assert_eq!(!objections(&changed).is_empty(), mutant.by_schema, "{}", mutant.name);
    }
}

#[test]
fn the_same_folder_and_instant_give_the_same_bytes() {
    let folder = folder();
    let now = folder.json(&["status"])["assessed_at"].as_str().unwrap().to_owned();
    let run = |name: &str| {
        let out = out(&folder, name);
        folder.said(&["export", "oscal", "--out", out.to_str().unwrap(), "--as-of", &now]);
        bytes(&out)
    };
    let first = run("a/b");
    let names: Vec<_> = first.iter().map(|(name, _)| name.as_str()).collect();
    let expected =
        ["assessment-plan", "assessment-results", "catalog-en", "catalog-nb", "catalog-nn"];
    assert_eq!(names, expected.map(|name| format!("{name}.json")));
    // What is recorded later changes nothing of what was known then, and an earlier export is replaced.
    folder.said(&["evidence", "add", "impact.unavailable", "function/fjordvakt", "supports"]);
    assert!(run("a/b") == first && run("c") == first);
    let text = String::from_utf8_lossy(&first[1].1).into_owned();
    assert!(text.contains("Fjordvakt \\\\*Nordvik\\\\*"), "a name is no markup");
}

#[test]
fn an_edition_holds_what_its_readers_may_see_and_says_that_something_is_left_out() {
    let folder = folder();
    let export = |edition: &str| {
        let out = out(&folder, edition);
        let args = ["export", "oscal", "--edition", edition, "--out", out.to_str().unwrap()];
        let report = folder.json(&args);
        let files = bytes(&out);
        for (name, bytes) in &files {
            assert_eq!(objections(bytes), [""; 0], "{edition}: {name}");
        }
        let text: String =
            files.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect();
        (report, text)
    };
    let (report, internal) = export("internal");
    assert!(internal.contains("function/fjordvakt") && report["left_out"] == 0, "{report}");
    for edition in ["council", "public"] {
        // The function itself is internal, and so is what is said of it.
        let (report, other) = export(edition);
        assert!(!other.contains("fjordvakt") && !other.contains("Fjordvakt"), "{edition}");
        assert!(report["left_out"].as_u64().unwrap() > 0, "{report}");
    }
}

#[test]
fn texts_are_in_the_language_that_was_asked_for() {
    let folder = folder();
    for (lang, word) in [("nb", "Motbevist"), ("nn", "Motbevist"), ("en", "Refuted")] {
        let out = out(&folder, lang);
        let path = out.to_str().unwrap();
        let said = folder.said(&["export", "oscal", "--out", path, "--lang", lang]);
        assert!(said.contains(path) && said.contains("28"), "{said}");
        let results = std::fs::read_to_string(out.join("assessment-results.json")).unwrap();
        assert!(results.contains(word), "{lang}");
        let plan = std::fs::read_to_string(out.join("assessment-plan.json")).unwrap();
        assert!(plan.contains(&format!("\"catalog-{lang}.json\"")), "{lang}");
    }
}

#[test]
fn what_is_no_folder_is_refused_and_left_as_it_is() {
    let folder = folder();
    let file = out(&folder, "file");
    std::fs::write(&file, "mine").unwrap();
    let refused = folder.arvak(&["export", "oscal", "--out", file.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2), "{}", stderr(&refused));
    assert!(stderr(&refused).contains("er ikke en mappe"), "{}", stderr(&refused));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    let below = file.join("below");
    let failed = folder.arvak(&["export", "oscal", "--out", below.to_str().unwrap()]);
    assert_eq!(failed.status.code(), Some(3), "{}", stderr(&failed));
    let nowhere = Folder::none();
    let failed = nowhere.arvak(&["export", "oscal", "--out", nowhere.outside().to_str().unwrap()]);
    assert!(!failed.status.success() && !stderr(&failed).is_empty());
}
