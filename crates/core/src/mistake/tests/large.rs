//! Mistakes that are too much of something, and those that take several files.

use crate::catalogue::guide::RECORDS_MAX;
use crate::catalogue::{
    CLAIMS_MAX, FILES_MAX, KINDS_MAX, PARTS_MAX, PATHS_MAX, POINTS_MAX, REFUTERS_MAX,
};
use crate::inventory::{REFERENCES_MAX, THINGS_MAX};
use crate::mistake::{MISTAKES_MAX, Mistake};
use crate::requirement::DEPTH_MAX;
use crate::sheet::FILE_BYTES_MAX;
use crate::{Catalogue, SourceFile};

use super::{CATALOGUE, INVENTORY, Reader, in_catalogue, in_inventory};

/// The one mistake that is told when a piece of a sound text is written otherwise.
fn one((sound, read): (&str, Reader), code: &str, before: &str, after: &str) -> Mistake {
    assert!(sound.contains(before), "{code}: {before:?} does not stand in the sound file");
    let mistakes = read(&sound.replacen(before, after, 1));
    let [mistake] = mistakes.as_slice() else { panic!("{code} must be one mistake: {mistakes:?}") };
    assert_eq!(mistake.code, code, "{mistake}");
    mistake.clone()
}

pub(super) fn told() -> Vec<Mistake> {
    let mut all = in_a_catalogue();
    all.extend(in_an_inventory());
    all.push(a_claim_that_waits_for_a_later_one());
    all.push(a_letter_in_two_files());
    all.push(too_many_files());
    all.push(a_letter_that_guides_to_some_of_its_claims());
    all
}

fn in_a_catalogue() -> Vec<Mistake> {
    let catalogue = (CATALOGUE, in_catalogue as Reader);
    let told = |code, before: &str, after: String| one(catalogue, code, before, &after);
    let head = "[[point]]\nid = \"1a\"";
    let path = "{ evidence = \"login.ok\", at_least = \"probe\", within = \"30d\" }";
    let paths = [path; PATHS_MAX + 1].join(", ");
    let parts = format!("{{ all_of = [{}] }}", [path; PARTS_MAX + 1].join(", "));
    let rule = "for_each = \"service where internet_facing\"";
    let deep = usize::try_from(DEPTH_MAX).unwrap() + 1;
    let deep = format!("{}internet_facing{}", "(".repeat(deep), ")".repeat(deep));
    let long = "internet_facing or ".repeat(200);
    let names: Vec<String> = (0..=100).map(|number| format!("\"a{number}\"")).collect();
    let title = "title = { nb = \"Brutt\",";
    let refuter = "[[kind.refuter]]\nid = \"web.broken\"";
    let refuters = "[[kind.refuter]]\n".repeat(REFUTERS_MAX);
    let others = |of: &str, most: usize| format!("[[{of}]]\n").repeat(most);
    vec![
        told("too_long", title, format!("title = {{ nb = \"{}\",", "x".repeat(121))),
        told("expression_too_deep", rule, format!("for_each = \"service where {deep}\"")),
        told("expression_too_long", rule, format!("for_each = \"service where {long}\"")),
        told("too_many", path, paths),
        told("too_many", path, parts),
        told("too_many", "[\"days_left\"]", format!("[\"days_left\", {}]", names.join(", "))),
        told("too_many", refuter, format!("{refuters}{refuter}")),
        told("too_many", head, others("point", POINTS_MAX) + head),
        told(
            "too_many",
            "[[claim]]\nid = \"1.1\"",
            others("claim", CLAIMS_MAX) + "[[claim]]\nid = \"1.1\"",
        ),
        told(
            "too_many",
            "[[kind]]\nid = \"web.ok\"",
            others("kind", KINDS_MAX) + "[[kind]]\nid = \"web.ok\"",
        ),
        told("too_many", "[[situation]]", others("situation", RECORDS_MAX) + "[[situation]]"),
    ]
}

fn in_an_inventory() -> Vec<Mistake> {
    let inventory = (INVENTORY, in_inventory as Reader);
    let told = |code, before: &str, after: String| one(inventory, code, before, &after);
    let names: Vec<String> = (0..=REFERENCES_MAX).map(|number| format!("\"a{number}\"")).collect();
    let long = |number: usize| format!("\"{number}-{}\"", "x".repeat(90));
    let some: Vec<String> = (0..150).map(long).collect();
    let listed = format!("\n[[endpoint]]\nid = {}\n", some.join("\n[[endpoint]]\nid = "));
    let first = "[[organisation]]\nid = \"nordvik\"";
    let much = format!("endpoints = [{}]", some.join(", "));
    let large = INVENTORY.replacen("endpoints = [\"web\"]", &much, 1) + &listed;
    let large = in_inventory(&large);
    assert_eq!(large.len(), 1, "{large:?}");
    let bad = "[[unit]]\n".repeat(MISTAKES_MAX + 7);
    let more = in_inventory(&bad);
    assert_eq!(more.len(), MISTAKES_MAX + 1);
    let last = more.last().cloned().into_iter();
    assert!(last.clone().all(|last| last.args["count"] == "7"));
    let mut all = vec![
        told("too_many", "endpoints = [\"web\"]", format!("endpoints = [{}]", names.join(", "))),
        told("too_many", first, "[[unit]]\n".repeat(THINGS_MAX) + first),
        told("too_long", "name = \"Journal\"", format!("name = \"{}\"", "x".repeat(501))),
        told("file_too_long", first, " ".repeat(FILE_BYTES_MAX)),
    ];
    all.extend(large.into_iter().chain(last));
    all
}

/// Two claims that change places.
fn a_claim_that_waits_for_a_later_one() -> Mistake {
    let begins: Vec<usize> = CATALOGUE.match_indices("[[claim]]").map(|(at, _)| at).collect();
    let ends = CATALOGUE.find("[[kind]]").unwrap();
    let (first, second) = (&CATALOGUE[begins[0]..begins[1]], &CATALOGUE[begins[1]..ends]);
    let text = CATALOGUE.replacen(&format!("{first}{second}"), &format!("{second}{first}"), 1);
    let mistakes = in_catalogue(&text);
    let [mistake] = mistakes.as_slice() else { panic!("{mistakes:?}") };
    assert_eq!(mistake.code, "claim_order");
    mistake.clone()
}

fn a_letter_in_two_files() -> Mistake {
    let begins = CATALOGUE.find("[[point]]").unwrap();
    let files = [
        SourceFile { name: "a.toml", text: CATALOGUE },
        SourceFile { name: "b.toml", text: &CATALOGUE[..begins] },
    ];
    let mistakes = Catalogue::parse(&files).unwrap_err();
    let [mistake] = mistakes.as_slice() else { panic!("{mistakes:?}") };
    assert_eq!((mistake.code, mistake.file.as_str(), mistake.line), ("duplicate", "b.toml", 3));
    assert_eq!(mistake.args["first_file"], "a.toml");
    mistake.clone()
}

fn a_letter_that_guides_to_some_of_its_claims() -> Mistake {
    let begins = CATALOGUE.find("[[guidance]]\nclaim = \"1.2\"").unwrap();
    let ends = CATALOGUE.find("[[list]]").unwrap();
    let mistake =
        one((CATALOGUE, in_catalogue as Reader), "guidance_missing", &CATALOGUE[begins..ends], "");
    let first = CATALOGUE.find("[[guidance]]").unwrap();
    let line = CATALOGUE[..first].matches('\n').count() + 1;
    assert_eq!((usize::try_from(mistake.line), mistake.args["claim"].as_str()), (Ok(line), "1.2"));
    mistake
}

fn too_many_files() -> Mistake {
    let names: Vec<String> = (0..=FILES_MAX).map(|number| format!("{number}.toml")).collect();
    let files: Vec<_> = names.iter().map(|name| SourceFile { name, text: "kind = []" }).collect();
    let mistakes = Catalogue::parse(&files).unwrap_err();
    let [mistake] = mistakes.as_slice() else { panic!("{mistakes:?}") };
    assert_eq!(mistake.code, "too_many");
    mistake.clone()
}
