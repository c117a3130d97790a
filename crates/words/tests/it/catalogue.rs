//! Every code word that the shipped catalogue uses has its word: roles, procedures, attributes of
//! evidence, deadlines, next actions.

use arvak_core::Catalogue;
use arvak_core::catalogue::SHIPPED;
use arvak_core::requirement::Part;
use arvak_words::{Lang, Words};

fn shipped() -> Catalogue {
    Catalogue::parse(SHIPPED).unwrap()
}

#[test]
fn every_code_word_of_the_shipped_catalogue_has_its_word() {
    let catalogue = shipped();
    let mut ids = Vec::new();
    for kind in catalogue.kinds.values() {
        ids.push(format!("next-{}", kind.next));
        ids.extend(kind.probes.iter().map(|probe| format!("procedure-{probe}")));
        ids.extend(kind.attributes.iter().map(|name| format!("evidence_attribute-{name}")));
        for refuter in &kind.refuters {
            ids.extend(refuter.healed_by.iter().map(|name| format!("procedure-{name}")));
        }
    }
    let points = catalogue.letters.iter().flat_map(|letter| &letter.points);
    for claim in points.flat_map(|point| &point.claims) {
        ids.push(format!("role-{}", claim.owner));
        for part in claim.requirement.any_of.iter().flat_map(|path| &path.all_of) {
            if let Part::NotOverdue(kind) = part {
                ids.push(format!("obligation-{kind}"));
            }
        }
    }
    assert!(ids.len() > 100);
    for lang in Lang::ALL {
        let words = Words::new(lang);
        for id in &ids {
            assert!(words.has(id), "{} has no word for {id}", lang.tag());
        }
    }
}
