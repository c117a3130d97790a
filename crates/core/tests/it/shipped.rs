//! The catalogue that comes with the program says everything it must, in every language, plainly, and
//! says where it has it from.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::catalogue::guide::{Framework, Guide, Starts};
use arvak_core::catalogue::{Origin, Provenance, SHIPPED, Text, lix_tenths};
use arvak_core::requirement::Part;
use arvak_core::{Catalogue, Instant, Name, SourceFile, Span, Status};

/// Milliseconds of an hour.
const HOUR: i64 = 3_600_000;

/// The LIX that no text for people may reach, in tenths.
const LIX_TENTHS_MAX: u32 = 450;

fn shipped() -> Catalogue {
    Catalogue::parse(SHIPPED).unwrap()
}

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn claims(catalogue: &Catalogue) -> BTreeSet<Name> {
    let points = catalogue.letters.iter().flat_map(|letter| &letter.points);
    points.flat_map(|point| &point.claims).map(|claim| claim.id.clone()).collect()
}

/// Names of things, which no rule of style can shorten.
fn titles(catalogue: &Catalogue) -> Vec<&Text> {
    let guide = &catalogue.guide;
    let mut all: Vec<&Text> = guide.lists.iter().map(|list| &list.title).collect();
    all.extend(guide.authorities.values().map(|one| &one.title));
    all.extend(guide.regimes.iter().map(|regime| &regime.title));
    for framework in &guide.frameworks {
        all.push(&framework.title);
        all.extend(framework.categories.iter().map(|category| &category.title));
        all.extend(framework.principles().map(|principle| &principle.title));
    }
    for point in catalogue.letters.iter().flat_map(|letter| &letter.points) {
        all.push(&point.title);
        all.extend(point.claims.iter().map(|claim| &claim.title));
    }
    for kind in catalogue.kinds.values() {
        all.push(&kind.title);
        all.extend(kind.refuters.iter().map(|refuter| &refuter.title));
    }
    all
}

fn origins(guide: &Guide) -> Vec<&Origin> {
    let mut all: Vec<&Origin> = guide.guidance.values().map(|one| &one.origin).collect();
    for list in &guide.lists {
        all.push(&list.origin);
        all.extend(list.items.iter().map(|item| &item.origin));
    }
    for framework in &guide.frameworks {
        all.push(&framework.origin);
        all.extend(framework.categories.iter().map(|category| &category.origin));
        all.extend(framework.principles().map(|principle| &principle.origin));
        all.extend(framework.mappings.values().map(|mapping| &mapping.origin));
    }
    all.extend(guide.authorities.values().map(|one| &one.origin));
    for regime in &guide.regimes {
        all.push(&regime.origin);
        all.extend(regime.clocks.iter().map(|clock| &clock.origin));
    }
    all.extend(guide.situations.iter().map(|one| &one.origin));
    all.extend(guide.conflicts.iter().map(|one| &one.origin));
    all
}

#[test]
fn every_claim_has_its_guidance_and_nothing_else_has() {
    let catalogue = shipped();
    let guided: BTreeSet<Name> = catalogue.guide.guidance.keys().cloned().collect();
    assert_eq!(guided.len(), 28);
    assert_eq!(guided, claims(&catalogue));
}

#[test]
fn the_lists_have_as_many_measures_as_their_authors_gave_them() {
    let guide = shipped().guide;
    let lists: BTreeMap<&str, (usize, bool)> = guide
        .lists
        .iter()
        .map(|list| (list.id.as_str(), (list.wholes().count(), list.complete)))
        .collect();
    let expected = [
        ("helsecert", (7, true)),
        ("justiscert-018-2022", (2, false)),
        ("justiscert-recurring", (13, false)),
        ("nsm-2022", (9, true)),
    ];
    assert_eq!(lists, BTreeMap::from(expected));
    let nsm = guide.lists.iter().find(|list| list.id.as_str() == "nsm-2022").unwrap();
    let parts: Vec<usize> = nsm.wholes().map(|area| nsm.parts_of(&area.id).count()).collect();
    assert_eq!(parts, [2, 2, 5, 5, 4, 0, 0, 0, 0]);
    let emphasised = nsm.items.iter().filter(|item| item.emphasised.is_some());
    assert_eq!(emphasised.map(|item| item.id.as_str()).collect::<Vec<_>>(), ["db3", "db4", "db6"]);
}

#[test]
fn the_principles_are_four_21_and_118_with_the_ids_of_their_author() {
    let guide = shipped().guide;
    let [framework] = guide.frameworks.as_slice() else { panic!("one framework") };
    assert_eq!(framework.categories.len(), 4);
    let per_category: Vec<usize> =
        framework.categories.iter().map(|category| category.principles.len()).collect();
    assert_eq!(per_category, [3, 10, 4, 4]);
    assert_eq!(framework.principles().count(), 21);
    let ids: BTreeSet<&str> = framework
        .principles()
        .flat_map(|principle| &principle.measures)
        .map(Name::as_str)
        .collect();
    assert_eq!(ids.len(), 118);
    // The last of a principle, and the one after it.
    for (last, beyond) in [("1.1.6", "1.1.7"), ("2.6.7", "2.6.8"), ("2.9.4", "2.9.5")] {
        assert!(ids.contains(last) && !ids.contains(beyond), "{last}");
    }
    for category in &framework.categories {
        let mine = format!("{}.", category.id);
        assert!(category.principles.iter().all(|one| one.id.as_str().starts_with(&mine)));
    }
}

#[test]
fn every_claim_but_three_comes_near_some_principle() {
    let catalogue = shipped();
    let framework = &catalogue.guide.frameworks[0];
    let bare: Vec<Name> = claims(&catalogue)
        .into_iter()
        .filter(|claim| framework.measures_for(claim).is_empty())
        .collect();
    assert_eq!(bare, [name("0.1"), name("0.2"), name("5.1")]);
    assert_eq!(framework.measures_for(&name("2c.2")), [name("2.9.4")]);
}

#[test]
fn every_text_stands_in_three_languages_that_differ() {
    let catalogue = shipped();
    for (place, text) in catalogue.guide.sentences() {
        for one in [&text.nb, &text.nn, &text.en] {
            assert_eq!(one.trim(), one, "{place}");
            assert!(one.ends_with(['.', '?', '!']), "{place}: {one}");
        }
        assert_ne!(text.en, text.nb, "{place}");
        assert_ne!(text.en, text.nn, "{place}");
    }
    // Short sentences may be the same in both kinds of Norwegian, and few are.
    let all = catalogue.guide.sentences();
    let same = all.iter().filter(|(_, text)| text.nb == text.nn).count();
    assert!(all.len() > 200 && same * 50 < all.len(), "{same} of {}", all.len());
    for text in titles(&catalogue) {
        assert!([&text.nb, &text.nn, &text.en].iter().all(|one| !one.trim().is_empty()));
    }
}

#[test]
fn every_sentence_for_people_is_plain() {
    let guide = shipped().guide;
    let mut hard = Vec::new();
    for (place, text) in guide.sentences() {
        for one in [&text.nb, &text.nn, &text.en] {
            let lix = lix_tenths(one).unwrap();
            if lix >= LIX_TENTHS_MAX {
                hard.push(format!("{place} {lix}: {one}"));
            }
        }
    }
    assert!(hard.is_empty(), "{}", hard.join("\n"));
}

#[test]
fn every_record_says_where_it_comes_from() {
    let guide = shipped().guide;
    let origins = origins(&guide);
    assert!(origins.len() > 150);
    for origin in &origins {
        assert!(!origin.source.is_empty() && origin.source_date.len() == 10, "{origin:?}");
    }
    // All four are in use: none is a default that nobody thought of.
    let used: BTreeSet<Provenance> = origins.iter().map(|origin| origin.provenance).collect();
    assert_eq!(used, BTreeSet::from(Provenance::ALL));
    let from_memory = guide.lists.iter().find(|list| list.id.as_str() == "justiscert-recurring");
    let from_memory = from_memory.unwrap();
    assert!(from_memory.items.iter().all(|item| item.origin.provenance == Provenance::Memory));
}

#[test]
fn every_reference_leads_somewhere() {
    let catalogue = shipped();
    let (guide, claims) = (&catalogue.guide, claims(&catalogue));
    let measures: BTreeSet<&Name> = guide
        .frameworks
        .iter()
        .flat_map(Framework::principles)
        .flat_map(|principle| &principle.measures)
        .collect();
    for list in &guide.lists {
        assert!(guide.authorities.contains_key(&list.authority), "{}", list.id);
        for item in &list.items {
            assert!(!item.claims.is_empty(), "{} bears on nothing", item.id);
            assert!(item.claims.iter().all(|claim| claims.contains(claim)), "{}", item.id);
            assert!(item.measures.iter().all(|one| measures.contains(one)), "{}", item.id);
            assert!(item.evidence.iter().all(|one| catalogue.kinds.contains_key(one)));
        }
    }
    for regime in &guide.regimes {
        assert!(regime.claims.iter().all(|claim| claims.contains(claim)), "{}", regime.id);
        assert!(!regime.all_claims || regime.claims.is_empty(), "{}", regime.id);
        for clock in &regime.clocks {
            assert!(clock.to.iter().all(|to| guide.authorities.contains_key(to)), "{}", clock.id);
        }
    }
    for framework in &guide.frameworks {
        assert!(guide.authorities.contains_key(&framework.authority));
        for (claim, mapping) in &framework.mappings {
            assert!(claims.contains(claim), "{claim}");
            assert!(mapping.measures.iter().all(|one| measures.contains(one)), "{claim}");
        }
    }
    for (id, authority) in &guide.authorities {
        let next = &authority.succeeded_by;
        assert!(next.iter().all(|next| guide.authorities.contains_key(next)), "{id}");
    }
    for notice in &guide.situations {
        assert!(guide.authorities.contains_key(&notice.authority), "{}", notice.id);
    }
}

#[test]
fn the_claim_of_the_nsm_list_asks_for_every_area_by_itself() {
    let catalogue = shipped();
    let points = catalogue.letters.iter().flat_map(|letter| &letter.points);
    let claim = points.flat_map(|point| &point.claims).find(|claim| claim.id.as_str() == "0.1");
    let [path] = claim.unwrap().requirement.any_of.as_slice() else { panic!("one path") };
    let mut asked: BTreeSet<&Name> = BTreeSet::new();
    for part in &path.all_of {
        let Part::Leaf(leaf) = part else { panic!("a leaf") };
        asked.insert(&leaf.kind);
    }
    let nsm = catalogue.guide.lists.iter().find(|list| list.id.as_str() == "nsm-2022").unwrap();
    let mut of_areas: BTreeSet<&Name> =
        nsm.wholes().map(|area| area.evidence.as_ref().unwrap()).collect();
    assert_eq!(of_areas.len(), 9);
    let worked_in = name("nsm_list.worked_in");
    of_areas.insert(&worked_in);
    assert_eq!(asked, of_areas);
    // An area that bore on the claim it shows would wait for itself.
    assert!(nsm.items.iter().all(|item| !item.claims.contains(&name("0.1"))));
}

#[test]
fn an_area_stands_as_the_worst_of_its_claims_that_apply() {
    let guide = shipped().guide;
    let nsm = guide.lists.iter().find(|list| list.id.as_str() == "nsm-2022").unwrap();
    let backup = nsm.items.iter().find(|item| item.id.as_str() == "db2").unwrap();
    let standing = |worst: Status| {
        backup
            .standing(|claim| Some(if claim.as_str() == "2c.3" { worst } else { Status::Verified }))
    };
    assert_eq!(standing(Status::Refuted), Some(Status::Refuted));
    assert_eq!(standing(Status::Stale), Some(Status::Stale));
    assert_eq!(standing(Status::NotApplicable), Some(Status::Verified));
    assert_eq!(backup.standing(|_| None), None);
    assert_eq!(backup.standing(|_| Some(Status::NotApplicable)), None);
}

#[test]
fn a_municipality_follows_kommunecert_where_the_letter_names_justiscert() {
    let guide = shipped().guide;
    let (old, new) = (name("justiscert"), name("kommunecert"));
    assert_eq!(guide.successor(&old, "2022-03-04"), &old);
    assert_eq!(guide.successor(&old, "2023-11-30"), &old);
    assert_eq!(guide.successor(&old, "2023-12-01"), &new);
    assert_eq!(guide.successor(&new, "2026-11-25"), &new);
    let unknown = name("nobody");
    assert_eq!(guide.successor(&unknown, "2026-11-25"), &unknown);
}

#[test]
fn clocks_run_from_what_sets_them_going() {
    let guide = shipped().guide;
    let clock = |id: &str| {
        let mut clocks = guide.regimes.iter().flat_map(|regime| &regime.clocks);
        clocks.find(|clock| clock.id.as_str() == id).unwrap()
    };
    let start: Instant = "2026-03-01T02:30:00Z".parse().unwrap();
    let due = |id: &str| clock(id).due(start).as_millis() - start.as_millis();
    assert_eq!(due("ds-notify"), 24 * HOUR);
    assert_eq!(due("gdpr-notify"), 72 * HOUR);
    assert_eq!(due("bp-plan"), 365 * 24 * HOUR);
    assert_eq!(due("bp-exercise"), 730 * 24 * HOUR);
    assert_eq!(due("sl-notify"), 0, "at once");
    assert_eq!(clock("gdpr-notify").starts, Starts::Incident);
    assert_eq!(clock("bp-plan").starts, Starts::LastDone);
    assert_eq!(clock("off-answer").starts, Starts::Request);
    assert_eq!(clock("gdpr-notify").to, Some(name("datatilsynet")));
}

#[test]
fn law_that_is_not_in_force_is_told_apart() {
    let guide = shipped().guide;
    let pending: Vec<_> = guide.regimes.iter().filter(|regime| !regime.in_force).collect();
    assert_eq!(pending.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["nis2"]);
    let act = guide.regimes.iter().find(|one| one.id.as_str() == "digitalsikkerhetsloven").unwrap();
    assert_eq!(act.since.as_deref(), Some("2025-10-01"));
    assert!(act.bears_on(&name("2c.2")));
    let water = guide.regimes.iter().find(|one| one.id.as_str() == "drikkevann").unwrap();
    assert!(water.bears_on(&name("2a.1")) && !water.bears_on(&name("2c.2")));
}

#[test]
fn the_situation_is_data_and_two_may_rate_it_differently() {
    let guide = shipped().guide;
    assert!(guide.situations_by("2022-02-23").is_empty());
    let ratings: Vec<_> = guide
        .situations_by("2022-12-31")
        .into_iter()
        .map(|notice| (notice.authority.as_str(), notice.raised))
        .collect();
    assert_eq!(ratings, [("nsm", true), ("kdd", false)]);
}

#[test]
fn a_raised_situation_shortens_what_the_rules_name() {
    let catalogue = shipped();
    let shortened = catalogue.shortened();
    for one in &shortened {
        assert!(one.within.is_some_and(|within| one.within_raised < within), "{one:?}");
    }
    let backup: Vec<_> = shortened.iter().filter(|one| one.claim.as_str() == "2c.2").collect();
    let [backup] = backup.as_slice() else { panic!("one: {backup:?}") };
    assert_eq!(backup.evidence, name("backup.unalterable"));
    let days = |days| Span::from_days(days);
    assert_eq!((backup.within, backup.within_raised), (Some(days(7)), days(2)));
}

#[test]
fn one_claim_is_looked_up_in_every_list() {
    let guide = shipped().guide;
    let claim = name("3.1");
    let items: Vec<_> =
        guide.items_for(&claim).map(|(list, item)| (list.id.as_str(), item.id.as_str())).collect();
    assert!(items.contains(&("helsecert", "h5")));
    assert!(items.contains(&("nsm-2022", "db4.4")));
    assert!(items.contains(&("justiscert-recurring", "jr5")));
    assert!(!items.iter().any(|(_, item)| *item == "h4"));
}

/// A letter of its own file that follows the shipped one.
const LATER: &str = r#"
[letter]
id = "later"
follows = "kdd-ks-2022"
title = { nb = "Senere", nn = "Seinare", en = "Later" }
source = "Us"
source_date = "2026-01-01"
provenance = "own"

[[claim]]
id = "2c.4"
point = "2c"
title = { nb = "Nytt.", nn = "Nytt no.", en = "New." }
owner = "ict_lead"
for_each = "backup_set"
any_of = [{ evidence = "backup.fresh", at_least = "probe", within = "1d" }]
source = "Us"
source_date = "2026-01-01"
provenance = "own"

[[guidance]]
claim = "2c.3"
asked = { nb = "Spurt.", nn = "Spurd.", en = "Asked." }
why = { nb = "Derfor.", nn = "Difor.", en = "Why." }
counts = { nb = "Det.", nn = "Dette.", en = "It." }
refutes = { nb = "Noe.", nn = "Noko.", en = "Some." }
first = { nb = "Gjør.", nn = "Gjer.", en = "Do." }
source = "Us"
source_date = "2026-01-01"
provenance = "own"
"#;

#[test]
fn a_later_letter_may_leave_new_claims_unexplained_and_explain_old_ones_anew() {
    let mut files = SHIPPED.to_vec();
    files.push(SourceFile { name: "letters/later.toml", text: LATER });
    let guide = Catalogue::parse(&files).unwrap().guide;
    assert_eq!(guide.guidance.len(), 28);
    assert!(!guide.guidance.contains_key(&name("2c.4")));
    assert_eq!(guide.guidance[&name("2c.3")].asked.en, "Asked.");
    // The same in a letter that follows nothing explains one claim twice.
    let text = LATER.replace("follows = \"kdd-ks-2022\"\n", "").replace("2c.4", "9.9");
    let text = text.replace("point = \"2c\"", "point = \"9\"");
    files.pop();
    files.push(SourceFile { name: "letters/later.toml", text: &text });
    let mistakes = Catalogue::parse(&files).unwrap_err();
    assert!(mistakes.iter().any(|one| one.code == "duplicate" && one.args["id"] == "2c.3"));
}
