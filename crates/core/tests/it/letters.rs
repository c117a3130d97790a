//! What one letter asks otherwise than another: *stricter* never betters a status, *looser* never worsens one.

use arvak_core::assess::{Assessment, SubjectAssessment};
use arvak_core::catalogue::diff::{ChangeCode, Direction, differences};
use arvak_core::requirement::{Comparison, Leaf, Part, Requirement};
use arvak_core::{Basis, Catalogue, EntityId, Name, Span, Status, assess};
use proptest::prelude::*;
use proptest::sample::select;

use crate::world::{config, fold, instants, letters, moves, play};

/// A change that somebody makes to one claim; the numbers choose where.
#[derive(Clone, Copy, Debug)]
enum Edit {
    Basis(usize, Basis),
    Within(usize, Option<i64>),
    Raised(usize, Option<i64>),
    Rate(usize, Option<i64>),
    Every(usize),
    RemovePart(usize, usize),
    CopyPart(usize, usize),
    RemovePath(usize),
    CopyPath(usize),
    Compensates(usize),
    Number(usize),
    Always,
}

fn edits() -> impl Strategy<Value = Edit> {
    let (place, hours) = (0..8_usize, prop::option::of(1..20_i64));
    prop_oneof![
        3 => (place.clone(), select(Basis::ALL.to_vec())).prop_map(|(at, basis)| Edit::Basis(at, basis)),
        3 => (place.clone(), hours.clone()).prop_map(|(at, hours)| Edit::Within(at, hours)),
        2 => (place.clone(), hours).prop_map(|(at, hours)| Edit::Raised(at, hours)),
        2 => (place.clone(), prop::option::of(0..100_i64)).prop_map(|(at, rate)| Edit::Rate(at, rate)),
        1 => place.clone().prop_map(Edit::Every),
        2 => (place.clone(), place.clone()).prop_map(|(path, part)| Edit::RemovePart(path, part)),
        2 => (place.clone(), place.clone()).prop_map(|(path, part)| Edit::CopyPart(path, part)),
        2 => place.clone().prop_map(Edit::RemovePath),
        2 => place.clone().prop_map(Edit::CopyPath),
        1 => place.clone().prop_map(Edit::Compensates),
        1 => place.prop_map(Edit::Number),
        1 => Just(Edit::Always),
    ]
}

fn leaf_mut(rule: &mut Requirement, at: usize) -> Option<&mut Leaf> {
    let parts = rule.any_of.iter_mut().flat_map(|path| &mut path.all_of);
    let leaves = parts.flat_map(Part::leaves_mut);
    leaves.cycle_at(at)
}

/// The member at a place, counted round and round.
trait CycleAt: Iterator + Sized {
    fn cycle_at(self, at: usize) -> Option<Self::Item> {
        let all: Vec<Self::Item> = self.collect();
        let count = all.len().max(1);
        all.into_iter().nth(at % count)
    }
}

impl<I: Iterator> CycleAt for I {}

fn change(rule: &mut Requirement, edit: Edit) {
    let paths = rule.any_of.len();
    match edit {
        Edit::Basis(at, basis) => {
            if let Some(leaf) = leaf_mut(rule, at) {
                leaf.at_least = basis;
            }
        }
        Edit::Within(at, hours) => {
            if let Some(leaf) = leaf_mut(rule, at) {
                leaf.within = hours.map(|hours| Span::from_millis(hours * 3_600_000));
            }
        }
        Edit::Raised(at, hours) => {
            if let Some(leaf) = leaf_mut(rule, at) {
                leaf.within_raised = hours.map(|hours| Span::from_millis(hours * 3_600_000));
            }
        }
        Edit::Rate(at, rate) => {
            if let Some(leaf) = leaf_mut(rule, at) {
                let name: Name = "rate".parse().unwrap();
                leaf.conditions =
                    rate.map(|rate| (name, Comparison::AtLeast, rate)).into_iter().collect();
            }
        }
        Edit::Every(at) => {
            if let Some(via) = leaf_mut(rule, at).and_then(|leaf| leaf.via.as_mut()) {
                via.every = !via.every;
            }
        }
        Edit::RemovePart(path, part) => {
            let path = &mut rule.any_of[path % paths];
            if path.all_of.len() > 1 {
                path.all_of.remove(part % path.all_of.len());
            }
        }
        Edit::CopyPart(path, part) => {
            let all: Vec<Part> = rule.any_of.iter().flat_map(|path| path.all_of.clone()).collect();
            rule.any_of[path % paths].all_of.push(all[part % all.len()].clone());
        }
        Edit::RemovePath(path) if paths > 1 => drop(rule.any_of.remove(path % paths)),
        Edit::RemovePath(_) => {}
        Edit::CopyPath(path) => {
            let copy = rule.any_of[path % paths].clone();
            rule.any_of.push(copy);
        }
        Edit::Compensates(path) => {
            let path = &mut rule.any_of[path % paths];
            path.compensates = !path.compensates;
        }
        Edit::Number(at) => {
            let parts = rule.any_of.iter_mut().flat_map(|path| &mut path.all_of);
            let several = parts.filter_map(|part| match part {
                Part::AtLeast(n, _) => Some(n),
                _ => None,
            });
            if let Some(n) = several.cycle_at(at) {
                *n = if *n == 1 { 2 } else { *n - 1 };
            }
        }
        Edit::Always => rule.applies_if = None,
    }
}

fn claim_mut(catalogue: &mut Catalogue, at: usize) -> Option<(Name, &mut Requirement)> {
    let points = catalogue.letters.iter_mut().flat_map(|letter| &mut letter.points);
    let claims = points.flat_map(|point| &mut point.claims);
    claims.cycle_at(at).map(|claim| (claim.id.clone(), &mut claim.requirement))
}

fn states(assessment: &Assessment, claim: &Name) -> Vec<(EntityId, Status)> {
    let claim = assessment.claim(claim.as_str()).unwrap();
    let one = |one: &SubjectAssessment| (one.subject.clone(), one.beneath.unwrap_or(one.state));
    claim.subjects.iter().map(one).collect()
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn stricter_never_betters_and_looser_never_worsens(
        letter in letters(true),
        moves in moves(),
        at in 0..4_usize,
        edits in prop::collection::vec(edits(), 1..3),
    ) {
        let mut edited = letter.clone();
        let Some((claim, rule)) = claim_mut(&mut edited, at) else { return Ok(()) };
        for edit in edits {
            change(rule, edit);
        }
        let found = differences(&letter, &edited);
        prop_assert!(found.iter().all(|difference| difference.claim == claim));
        let direction = found.first().map(|difference| difference.direction);
        // (A time for the raised situation that is longer than the usual one changes nothing.)
        prop_assert!(direction.is_none() || letter.letters != edited.letters);
        let state = fold(&play(&moves));
        for at in instants(&state, &[1, 5, 9]) {
            let before = states(&assess(&state, &letter, at), &claim);
            let after = states(&assess(&state, &edited, at), &claim);
            for (subject, now) in &after {
                // Where the claim did not apply before, nothing is compared.
                let Some((_, then)) = before.iter().find(|(known, _)| known == subject) else { continue };
                match direction {
                    Some(Direction::Stricter) => prop_assert!(now <= then, "{subject}: {then:?} → {now:?} {found:?}"),
                    Some(Direction::Looser) => prop_assert!(now >= then, "{subject}: {then:?} → {now:?} {found:?}"),
                    Some(Direction::Wording) | None => prop_assert_eq!(now, then),
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn the_way_back_is_the_other_way(letter in letters(true), at in 0..4_usize, edit in edits()) {
        let mut edited = letter.clone();
        let Some((_, rule)) = claim_mut(&mut edited, at) else { return Ok(()) };
        change(rule, edit);
        let direction = |old, new| differences(old, new).first().map(|one| one.direction);
        let back = match direction(&letter, &edited) {
            Some(Direction::Stricter) => Some(Direction::Looser),
            Some(Direction::Looser) => Some(Direction::Stricter),
            other => other,
        };
        prop_assert_eq!(direction(&edited, &letter), back);
    }
}

#[test]
fn new_claims_and_those_that_are_gone_are_told_with_their_points() {
    let files = |follow_up: &'static str| {
        let kinds = include_str!("../../../../catalogue/kinds.toml");
        let letter = include_str!("../../../../catalogue/letters/kdd-ks-2022.toml");
        let mut files = vec![
            arvak_core::SourceFile { name: "kinds.toml", text: kinds },
            arvak_core::SourceFile { name: "letters/kdd-ks-2022.toml", text: letter },
        ];
        if !follow_up.is_empty() {
            files.push(arvak_core::SourceFile { name: "letters/later.toml", text: follow_up });
        }
        Catalogue::parse(&files).unwrap()
    };
    let follow_up = r#"
[letter]
id = "later"
follows = "kdd-ks-2022"
title = { nb = "Oppfølging", nn = "Oppfølging", en = "Follow-up" }
source = "Us"
source_date = "2026-11-25"
provenance = "own"

[[claim]]
id = "9.1"
point = "5"
title = { nb = "Nytt", nn = "Nytt", en = "New" }
owner = "ict_lead"
for_each = "endpoint"
any_of = [{ evidence = "web.hsts", at_least = "probe" }]
source = "Us"
source_date = "2026-11-25"
provenance = "own"
"#;
    let (before, after) = (files(""), files(follow_up));
    assert_eq!(after.letters.len(), 1, "the follow-up takes the letter's place");
    assert_eq!(after.letters[0].id.as_str(), "later");
    assert_eq!(after.letters[0].points.len(), 11);
    let told = |old, new| -> Vec<(String, Direction)> {
        let all = differences(old, new).into_iter();
        all.map(|one| (format!("{} {}", one.point, one.claim), one.direction)).collect()
    };
    assert_eq!(told(&before, &after), [("5 9.1".to_owned(), Direction::New)]);
    assert_eq!(told(&after, &before), [("5 9.1".to_owned(), Direction::Gone)]);
    let tighter = include_str!("../../../../catalogue/letters/kdd-ks-2022.toml");
    let at = tighter.find("id = \"3.1\"").unwrap();
    let claim = &tighter[tighter[..at].rfind("[[claim]]").unwrap()..];
    let claim = claim[..claim[9..].find("[[claim]]").unwrap() + 9].replace("7d", "6d");
    let head = &follow_up[..follow_up.find("[[claim]]").unwrap()];
    let stricter = files(Box::leak(format!("{head}{claim}").into_boxed_str()));
    let difference = &differences(&before, &stricter)[0];
    assert_eq!((difference.claim.as_str(), difference.direction), ("3.1", Direction::Stricter));
    assert!(difference.changes.iter().any(|change| change.code == ChangeCode::Within));
}
