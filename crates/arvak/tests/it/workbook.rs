//! The inventory goes out as a workbook and comes in as one.

use crate::support::{Folder, stderr};

const INVENTORY: &str = "\
[[service]]
id = \"epj\"
name = \"Pasientjournal\"
internet_facing = true
login = \"saml\"
runs_on = [\"app\", { of = [\"db-1\", \"db-2\"], at_least = 1, grace_hours = 4 }]

[[system]]
id = \"app\"
note = \"\"\"
To linjer
her\"\"\"
basis = \"document\"
rto_minutes = 240

[[system]]
id = \"db-1\"

[[system]]
id = \"db-2\"
";

fn path(folder: &Folder, name: &str) -> String {
    folder.outside().join(name).to_str().unwrap().to_owned()
}

#[test]
fn what_is_exported_and_imported_again_changes_nothing_in_any_language() {
    let folder = Folder::with_inventory(INVENTORY);
    let before = folder.said(&["ledger", "list", "--ids"]);
    for lang in ["nb", "nn", "en"] {
        let out = path(&folder, &format!("{lang}.xlsx"));
        folder.said(&["inventory", "export", "--out", &out, "--lang", lang]);
        let report = folder.json(&["import", &out]);
        assert_eq!((&report["new"], &report["changed"]), (&0.into(), &0.into()), "{report}");
        assert!(report["same"].as_u64().unwrap() >= 4, "{report}");
    }
    assert_eq!(folder.said(&["ledger", "list", "--ids"]), before);
    // What was written may be somebody's work by now.
    let out = path(&folder, "nb.xlsx");
    let again = folder.arvak(&["inventory", "export", "--out", &out]);
    assert_eq!(again.status.code(), Some(2), "{}", stderr(&again));
}

#[test]
fn files_of_three_kinds_are_one_inventory_and_all_mistakes_are_told_at_once() {
    let folder = Folder::made();
    let (from, to) = (Folder::with_inventory(INVENTORY), folder.outside().join("in"));
    std::fs::create_dir(&to).unwrap();
    let book = to.join("inventar.xlsx");
    from.said(&["inventory", "export", "--out", book.to_str().unwrap()]);
    std::fs::write(to.join("~$inventar.xlsx"), "what Excel keeps while it is open").unwrap();
    std::fs::write(to.join("b.toml"), "[[supplier]]\nid = \"drift\"\n").unwrap();
    let csv = to.join("enheter.csv");
    std::fs::write(&csv, "id;navn;eier\nhelse;Helse;ingen\n1;\nB;\n").unwrap();
    let before = folder.said(&["ledger", "list", "--ids"]);
    let output = folder.arvak(&["import", to.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    let told = stderr(&output);
    for expected in ["enheter.csv: C2: det finnes ingen «role/ingen»", "enheter.csv: A4: «id»"]
    {
        assert!(told.contains(expected), "{told}");
    }
    assert_eq!(folder.said(&["ledger", "list", "--ids"]), before, "nothing was recorded");

    std::fs::write(&csv, "id;navn\nhelse;Helse\n").unwrap();
    let report = folder.json(&["import", to.to_str().unwrap()]);
    assert!(report["new"].as_u64().unwrap() >= 6, "{report}");
}

#[test]
fn a_template_is_written_in_the_language_that_was_asked_for() {
    let folder = Folder::none();
    let out = path(&folder, "mal.xlsx");
    let said = folder.said(&["inventory", "template", "--out", &out, "--lang", "nn"]);
    assert!(said.contains("mal.xlsx"), "{said}");
    assert!(std::fs::read(&out).unwrap().starts_with(b"PK"));
}

#[test]
fn the_starter_pack_is_an_ordinary_inventory_that_claims_nothing_but_assumptions() {
    let folder = Folder::made();
    let out = path(&folder, "start");
    folder.said(&["inventory", "starter", "--out", &out]);
    let report = folder.json(&["import", &out, "--dry-run"]);
    assert!(report["new"].as_u64().unwrap() >= 90, "{report}");
    assert_eq!(report["betters_without_evidence"].as_array().unwrap().len(), 0, "{report}");
    let again = folder.arvak(&["inventory", "starter", "--out", &out]);
    assert_eq!(again.status.code(), Some(2), "{}", stderr(&again));
}

#[test]
fn the_starter_pack_changes_nothing_but_words_from_one_language_to_another() {
    let folder = Folder::made();
    let (nb, nn, en) = (path(&folder, "nb"), path(&folder, "nn"), path(&folder, "en"));
    for (out, lang) in [(&nb, "nb"), (&nn, "nn"), (&en, "en")] {
        folder.said(&["inventory", "starter", "--out", out, "--lang", lang]);
    }
    let name = |out: &str| std::fs::read_to_string(format!("{out}/functions.toml")).unwrap();
    assert!(name(&nb).contains("Antatt: ") && name(&nb).contains("\"Lønn\""));
    assert!(name(&nn).contains("Anteke: ") && name(&nn).contains("\"Løn\""));
    assert!(name(&en).contains("Assumed: ") && name(&en).contains("\"Payroll\""));
    let first = folder.json(&["import", &nb]);
    let other = folder.json(&["import", &en, "--dry-run"]);
    assert_eq!(other["new"], 0, "{other}");
    assert_eq!(other["changed"], first["new"], "every name is another, and nothing more");
    assert_eq!(other["betters_without_evidence"].as_array().unwrap().len(), 0, "{other}");
}

#[test]
fn an_export_for_others_leaves_out_things_and_fields_that_they_may_not_see() {
    let graded = "\
[[supplier]]
id = \"drift\"
class = \"public\"

[[system]]
id = \"synlig\"
class = \"public\"
classes = { rto_minutes = \"internal\" }
rto_minutes = 240
criticality = 4
operated_by = [\"drift\"]
runs_on = [\"skjult\"]

[[system]]
id = \"skjult\"
";
    let folder = Folder::with_inventory(graded);
    let whole = path(&folder, "alt.xlsx");
    folder.said(&["inventory", "export", "--out", &whole]);
    let report = folder.json(&["import", &whole]);
    assert_eq!((&report["new"], &report["changed"]), (&0.into(), &0.into()), "{report}");
    let public = path(&folder, "offentlig.xlsx");
    let written = folder.json(&["inventory", "export", "--class", "public", "--out", &public]);
    assert_eq!(written["things"], 2);
    let other = Folder::made();
    other.said(&["import", &public]);
    let list = other.json(&["ledger", "list"]);
    let facts = list["entries"].as_array().unwrap().iter().map(|entry| &entry["fact"]["entity"]);
    let system = facts.clone().find(|fact| fact["id"] == "system/synlig").unwrap();
    assert_eq!(system["attributes"]["criticality"]["value"]["int"], 4, "{system}");
    assert!(system["attributes"]["rto_minutes"].is_null(), "{system}");
    assert_eq!(system["relations"].as_array().unwrap().len(), 1, "{system}");
    assert!(!list.to_string().contains("skjult"));
}
