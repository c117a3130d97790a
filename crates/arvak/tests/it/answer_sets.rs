//! A supplier's answers as a file: signed by the supplier, taken by one municipality and another.

use std::path::Path;

use arvak_core::catalogue::SHIPPED;
use arvak_core::catalogue::guide::Answer;
use arvak_core::{Catalogue, Name};
use arvak_suppliers::answer_set::AnswerSet;

use crate::support::{Folder, stderr};

const INVENTORY: &str = "\
[[organisation]]
id = \"provedal\"
name = \"Prøvedal kommune\"

[[supplier]]
id = \"drift\"
name = \"Drift AS\"
operates_ict = true
conflict_country_link = \"no\"
";

fn set(patch_days: u64) -> AnswerSet {
    let catalogue = Catalogue::parse(SHIPPED).unwrap();
    let questions: Vec<_> = catalogue.guide.questions.iter().collect();
    let name = |text: &str| text.parse::<Name>().unwrap();
    let answers = [
        (name("preparedness-plan"), Answer::YesNo(true)),
        (name("preparedness-duty"), Answer::YesNo(true)),
        (name("preparedness-contact"), Answer::Text("55 55 55 55".to_owned())),
        (name("measures-patch-days"), Answer::Number(patch_days)),
    ];
    let about = ("Drift AS", "alt vi drifter", "2026-03-01");
    AnswerSet::of(about, &questions, &answers.into(), &std::collections::BTreeMap::new())
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_set_is_signed_by_the_supplier_and_taken_in_two_places() {
    let supplier = Folder::none();
    let place = supplier.outside();
    let (plain, signed, key) =
        (place.join("sett.json"), place.join("signert.txt"), place.join("nokkel"));
    std::fs::write(&plain, set(7).text()).unwrap();
    let public =
        supplier.said(&["request", "set", "key", "drift.example/svar", "--out", path(&key)]);
    let public = public.trim();
    supplier.said(&[
        "request",
        "set",
        "sign",
        path(&plain),
        "--key",
        path(&key),
        "--out",
        path(&signed),
    ]);
    let said = supplier.said(&["request", "set", "check", path(&signed), "--signer", public]);
    assert!(
        said.contains("Drift AS, 2026-03-01: alt vi drifter. 4 svar")
            && said.contains("drift.example/svar"),
        "{said}"
    );
    let refused = |args: &[&str], why: &str| {
        let output = supplier.arvak(args);
        assert!(!output.status.success() && stderr(&output).contains(why), "{}", stderr(&output));
    };
    refused(&["request", "set", "check", path(&plain), "--signer", public], "har signert");
    let text = std::fs::read_to_string(&signed).unwrap();
    let forged = place.join("endret.txt");
    std::fs::write(&forged, text.replace("\"number\":7", "\"number\":1")).unwrap();
    refused(&["request", "set", "check", path(&forged), "--signer", public], "har signert");

    for _ in 0..2 {
        let folder = Folder::with_inventory(INVENTORY);
        let out = folder.outside().join("ut");
        let asked =
            folder.json(&["request", "supplier/drift", "--due", "2099-01-01", "--out", path(&out)]);
        let request = asked["request"].as_str().unwrap();
        let output = folder.arvak(&["request", "answer", path(&signed)]);
        assert!(stderr(&output).contains("--request"), "{}", stderr(&output));
        let answer = ["request", "answer", path(&signed), "--request", request, "--signer", public];
        let taken = folder.json(&answer);
        assert_eq!(taken["kinds"]["supplier.preparedness"], "supports");
        assert_eq!(taken["answered"], 4);
        let told = folder.json(&["explain", "1b.3", "supplier/drift"]).to_string();
        assert!(told.contains("statement"), "a word, whoever signed it: {told}");
        let output = folder.arvak(&[
            "request",
            "answer",
            path(&forged),
            "--request",
            request,
            "--signer",
            public,
        ]);
        assert!(!output.status.success());
    }

    let later = place.join("senere.json");
    std::fs::write(&later, set(30).text()).unwrap();
    let changed = supplier.json(&["request", "set", "diff", path(&signed), path(&later)]);
    assert_eq!(changed["changed"], serde_json::json!(["measures-patch-days"]));
}
