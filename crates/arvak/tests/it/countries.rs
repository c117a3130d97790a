//! A supplier names its countries; when one of them comes into the list, that supplier is asked again and no other.

use std::path::Path;

use serde_json::Value;

use crate::contradicted::answer;
use crate::support::Folder;

const INVENTORY: &str = "\
[[organisation]]
id = \"provedal\"
name = \"Prøvedal kommune\"

[[supplier]]
id = \"fjern\"
name = \"Fjern Utvikling AS\"
operates_ict = false
conflict_country_link = \"unknown\"

[[supplier]]
id = \"naer\"
name = \"Nær Utvikling AS\"
operates_ict = false
conflict_country_link = \"unknown\"
";

/// Copies the catalogue, with what is changed in the list of countries.
fn catalogue(to: &Path, more: &str) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue");
    copy(&from, to);
    let list = to.join("conflict.toml");
    let text = std::fs::read_to_string(&list).unwrap() + more;
    std::fs::write(list, text).unwrap();
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for one in std::fs::read_dir(from).unwrap() {
        let one = one.unwrap();
        let target = to.join(one.file_name());
        if one.file_type().unwrap().is_dir() {
            copy(&one.path(), &target);
        } else {
            std::fs::copy(one.path(), target).unwrap();
        }
    }
}

fn again(folder: &Folder) -> Vec<String> {
    let listed = folder.json(&["ledger", "list"]);
    let all = listed["entries"].as_array().unwrap().iter();
    let all = all.filter(|one| one["fact"]["obligation"]["kind"] == "supplier.ask_again");
    all.map(|one| one["fact"]["obligation"]["subject"].as_str().unwrap().to_owned()).collect()
}

fn link(folder: &Folder, slug: &str) -> Value {
    let listed = folder.json(&["ledger", "list"]);
    let id = format!("supplier/{slug}");
    let all = listed["entries"].as_array().unwrap().iter().rev();
    let mut all = all.filter(|one| one["fact"]["entity"]["id"] == id.as_str());
    all.next().unwrap()["fact"]["entity"]["attributes"]["conflict_country_link"].clone()
}

#[test]
fn a_country_that_comes_into_the_list_opens_the_question_for_those_who_named_it_alone() {
    let folder = Folder::with_inventory(INVENTORY);
    let said = [
        ("countries-development", "NO, RS"),
        ("countries-support", "NO"),
        ("countries-measures", "Ingen"),
    ];
    answer(&folder, "fjern", &said);
    answer(&folder, "naer", &[("countries-development", "NO, SE"), ("countries-support", "NO")]);
    folder.said(&["verify"]);
    assert_eq!(link(&folder, "fjern")["value"]["word"], "unknown", "none of them is in the list");
    assert!(again(&folder).is_empty());

    let files = folder.outside().join("katalog");
    catalogue(
        &files,
        "
[[conflict]]
id = \"test-later\"
date = \"2099-01-01\"
countries = [\"BY\", \"RS\", \"RU\", \"UA\"]
title.nb = \"En til.\"
title.nn = \"Ein til.\"
title.en = \"One more.\"
source = \"test\"
source_date = \"2026-11-29\"
provenance = \"own\"
",
    );
    let accept =
        ["letters", "accept", files.to_str().unwrap(), "--unsigned", "--reason", "Lista er endret"];
    folder.said(&accept);
    folder.said(&["verify"]);
    assert_eq!(again(&folder), ["supplier/fjern"]);
    assert_eq!(
        (&link(&folder, "fjern")["value"]["word"], &link(&folder, "fjern")["basis"]),
        (&Value::from("yes"), &Value::from("statement"))
    );
    assert_eq!(link(&folder, "naer")["value"]["word"], "unknown");
    assert!(folder.said(&["explain", "2d.2"]).contains("Fjern Utvikling AS"), "it keeps its name");

    let before = folder.said(&["ledger", "list", "--ids"]);
    folder.said(&["verify"]);
    assert_eq!(folder.said(&["ledger", "list", "--ids"]), before, "once");
}
