//! Lists of software by the command line: taken in, found, replaced, withdrawn, erased.

use std::path::PathBuf;

use crate::support::{Folder, stderr, stdout};

const INVENTORY: &str = "\
[[supplier]]
id = \"norsk-drift\"
name = \"Norsk Drift AS\"

[[system]]
id = \"sak\"
name = \"Fagsystem Sak\"
operated_by = [\"supplier/norsk-drift\"]

[[system]]
id = \"arkiv\"
name = \"Arkiv\"
";

/// A list of a real generator.
fn real(name: &str) -> String {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.join("../suppliers/tests/files").join(name).display().to_string()
}

fn folder() -> Folder {
    Folder::with_inventory(INVENTORY)
}

/// A file of the test with that text.
fn write(folder: &Folder, name: &str, text: &str) -> String {
    let file = folder.outside().join(name);
    std::fs::write(&file, text).unwrap();
    file.display().to_string()
}

fn names(folder: &Folder, more: &[&str]) -> Vec<String> {
    let report = folder.json(&[&["inventory", "products"], more].concat());
    let products = report["products"].as_array().unwrap().iter();
    let shown = |one: &serde_json::Value| {
        let text = |name: &str| one[name].as_str().unwrap_or("–").to_owned();
        format!("{} {} {}", text("system"), text("name"), text("version"))
    };
    products.map(shown).collect()
}

fn take(folder: &Folder, file: &str, more: &[&str]) -> serde_json::Value {
    folder.json(&[&["inventory", "take-list", file], more].concat())
}

#[test]
fn lists_of_real_generators_are_taken_in_dated_by_themselves_and_found_again() {
    let folder = folder();
    let sak = ["--system", "system/sak", "--from", "supplier/norsk-drift"];
    let dry = take(&folder, &real("npm.cdx.json"), &[&sak[..], &["--dry-run"]].concat());
    assert_eq!((&dry["id"], &dry["products"]), (&serde_json::Value::Null, &3.into()));
    assert_eq!(names(&folder, &[]), Vec::<String>::new(), "nothing was recorded");
    let taken = take(&folder, &real("npm.cdx.json"), &sak);
    assert_eq!(taken["new"], true);
    let again = take(&folder, &real("npm.cdx.json"), &sak);
    assert_eq!((&again["new"], &again["id"]), (&false.into(), &taken["id"]));
    take(&folder, &real("cargo.cdx.xml"), &["--system", "system/arkiv"]);
    let all = names(&folder, &[]);
    assert_eq!(all.len(), 5, "{all:?}");
    assert_eq!(names(&folder, &["--contains", "DEBUG"]), ["system/sak debug 4.3.4"]);
    assert_eq!(
        names(&folder, &["--purl", "pkg:npm/ms", "--system", "system/sak"]),
        ["system/sak ms 2.1.2", "system/sak ms 2.1.3"]
    );
    assert!(names(&folder, &["--system", "system/arkiv"]).iter().all(|one| one.contains("arkiv")));
    // In parts, as the part before says.
    let first = folder.json(&["inventory", "products", "--limit", "3"]);
    let (next, count) = (first["next"].as_str().unwrap(), first["count"].as_u64());
    assert_eq!((count, first["systems"].as_u64()), (Some(5), Some(2)));
    let rest = names(&folder, &["--after", next]);
    assert_eq!([&all[..3], &rest[..]].concat(), all);
    // Neither the envelope nor its texts name a product.
    let ledger = folder.said(&["ledger", "list", "--json"]);
    assert!(ledger.contains("software.listed") && !ledger.contains("debug"), "{ledger}");
}

#[test]
fn the_newest_list_counts_and_what_is_withdrawn_or_erased_is_gone() {
    let folder = folder();
    let sak = ["--system", "system/sak"];
    let spdx = take(&folder, &real("npm.spdx.json"), &sak);
    assert!(names(&folder, &[]).contains(&"system/sak debug 4.3.4".to_owned()));
    // Made later than the other.
    let cargo = take(&folder, &real("cargo.cdx.json"), &sak);
    assert!(!names(&folder, &[]).iter().any(|one| one.contains("debug")));
    let id = cargo["id"].to_string();
    folder.said(&["evidence", "withdraw", &id, "--reason", "galt system"]);
    assert!(names(&folder, &[]).contains(&"system/sak debug 4.3.4".to_owned()));
    folder.said(&["evidence", "erase", &spdx["id"].to_string()]);
    assert_eq!(names(&folder, &[]), Vec::<String>::new());
    folder.said(&["ledger", "verify"]);
}

#[test]
fn a_list_with_mistakes_is_refused_whole_with_each_at_its_place() {
    let folder = folder();
    let before = folder.said(&["ledger", "list", "--ids"]);
    let text = std::fs::read_to_string(real("npm.cdx.json")).unwrap();
    let bad = text.replace("\"pkg:npm/debug@4.3.4\"", "\"debug\"");
    let bad = bad.replacen("2026-11-29T11:07:44.847Z", "i går", 1);
    assert_ne!(bad, text);
    let file = write(&folder, "bad.json", &bad);
    let refused = |args: &[&str]| {
        let output = folder.arvak(&[&["--lang", "en", "inventory", "take-list"], args].concat());
        assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
        stderr(&output)
    };
    let said = refused(&[&file, "--system", "system/sak"]);
    assert!(said.contains("components[0].purl: “debug”"), "{said}");
    assert!(said.contains("metadata.timestamp: “i går”"), "{said}");
    let good = real("npm.cdx.json");
    assert!(refused(&[&good, "--system", "system/finnes-ikke"]).contains("system/finnes-ikke"));
    assert!(refused(&[&good, "--system", "supplier/norsk-drift"]).contains("no system"));
    let said = refused(&[&good, "--system", "system/sak", "--from", "supplier/ingen"]);
    assert!(said.contains("supplier/ingen is no supplier"), "{said}");
    let graded = write(
        &folder,
        "graded.json",
        &format!(
            "{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"x\":\"\n\",\"components\":[]}}\nBEGRENSET\n"
        ),
    );
    assert!(refused(&[&graded, "--system", "system/sak"]).contains("BEGRENSET"));
    folder.said(&["inventory", "retire", "system/arkiv", "--reason", "avviklet"]);
    assert!(refused(&[&good, "--system", "system/arkiv"]).contains("retired"));
    let after = folder.said(&["ledger", "list", "--ids"]);
    assert_eq!(after.lines().count(), before.lines().count() + 1, "the retirement alone");
}

#[test]
fn a_list_is_refuted_by_another_version_that_is_installed_and_upheld_when_all_is_alike() {
    let folder = folder();
    let list = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{"timestamp":"2026-01-01T00:00:00Z"},"components":[
        {"name":"openssl","version":"3.0.15","purl":"pkg:deb/debian/openssl@3.0.15"},{"name":"debug","version":"9","purl":"pkg:npm/debug@9"}]}"#;
    let list = write(&folder, "list.json", list);
    take(&folder, &list, &["--system", "system/sak"]);
    let installed = |version: &str, day: &str| {
        let rows = format!("kind,name,version\ndeb,openssl,{version}\nprogram,debug,1\n");
        let file = write(&folder, &format!("{day}.csv"), &rows);
        folder.said(&[
            "evidence",
            "judge",
            "software",
            &file,
            "--about",
            "system/sak",
            "--exported",
            day,
        ]);
        folder.said(&["verify"]);
    };
    let found = || {
        let ledger = folder.said(&["ledger", "list", "--json"]);
        let of = |text: &str| ledger.matches(text).count();
        (of("software.listed_otherwise"), of("software_comparison"))
    };
    installed("3.0.14-1~deb12u1", "2025-12-01");
    assert_eq!(found(), (0, 0), "what was installed before the list was made says nothing of it");
    installed("3.0.14-1~deb12u1", "2026-02-01");
    let (refuted, compared) = found();
    assert_eq!(refuted, 1, "the library of a language is another thing than the program");
    folder.said(&["verify"]);
    assert_eq!(found(), (refuted, compared), "compared once");
    installed("3.0.15-1~deb12u1", "2026-03-01");
    assert_eq!(found().0, 1);
    assert!(found().1 > compared, "upheld");
    // The comparison is no list: the products are those of the list still.
    assert_eq!(names(&folder, &[]), ["system/sak debug 9", "system/sak openssl 3.0.15"]);
    folder.said(&["ledger", "verify"]);
}
