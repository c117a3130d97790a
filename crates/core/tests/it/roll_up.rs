//! The areas of NSM's list, told from the claims under them.

use arvak_core::assess::{Assessment, SubjectAssessment};
use arvak_core::catalogue::SHIPPED;
use arvak_core::roll_up::{Area, roll_up};
use arvak_core::{Catalogue, Instant, Name, Outcome, State, Status, assess};

const AT: Instant = Instant::from_millis(1_000_000);

fn shipped() -> Catalogue {
    Catalogue::parse(SHIPPED).unwrap()
}

/// Nothing recorded, and then some claims as they are said to stand, each until an instant.
fn judged(catalogue: &Catalogue, claims: &[(&str, Status, i64)]) -> Assessment {
    let mut assessment = assess(&State::new(), catalogue, AT);
    for point in &mut assessment.points {
        for claim in &mut point.claims {
            let Some((_, state, until)) = claims.iter().find(|(id, ..)| claim.id.as_str() == *id)
            else {
                continue;
            };
            claim.state = *state;
            claim.subjects = vec![SubjectAssessment {
                subject: "organisation/nordvik".parse().unwrap(),
                state: *state,
                strength: None,
                reasons: Vec::new(),
                evidence: Vec::new(),
                next: None,
                beneath: None,
                expires_at: Some(Instant::from_millis(*until)),
            }];
        }
    }
    assessment
}

fn area<'c>(catalogue: &'c Catalogue, assessment: &Assessment, kind: &str) -> Area<'c> {
    let areas = roll_up(catalogue, assessment);
    areas.into_iter().find(|area| area.kind.as_str() == kind).unwrap()
}

#[test]
fn every_area_that_the_letter_asks_for_is_told_in_the_order_of_the_list() {
    let catalogue = shipped();
    let claim = catalogue.letters[0].points.iter().flat_map(|point| &point.claims);
    let claim = claim.clone().find(|claim| claim.id.as_str() == "0.1").unwrap();
    let asked: Vec<_> = claim.requirement.leaves().map(|leaf| leaf.kind.clone()).collect();
    let areas = roll_up(&catalogue, &judged(&catalogue, &[]));
    let told: Vec<_> = areas.iter().map(|area| area.kind.clone()).collect();
    assert_eq!(told.len(), 9);
    assert_eq!(asked[1..], told);
    assert!(
        areas.iter().all(|area| area.result == Outcome::Inconclusive && !area.claims.is_empty())
    );
}

#[test]
fn an_area_is_shown_when_all_its_claims_are_and_no_longer_than_the_first_of_them() {
    let catalogue = shipped();
    let claims = [
        ("2c.1", Status::Verified, 5_000_000),
        ("2c.2", Status::Verified, 3_000_000),
        ("2c.3", Status::NotApplicable, 9_000_000),
    ];
    let backup = area(&catalogue, &judged(&catalogue, &claims), "nsm_area.backup");
    assert_eq!(backup.result, Outcome::Supports);
    assert_eq!(backup.valid_until, Some(Instant::from_millis(3_000_000)));
    assert_eq!(backup.code, None);
    assert_eq!(backup.count(Status::Verified), 2);
}

#[test]
fn one_refuted_claim_refutes_its_area_and_names_the_refuter() {
    let catalogue = shipped();
    let claims = [
        ("2c.1", Status::Verified, 5_000_000),
        ("2c.2", Status::Refuted, 3_000_000),
        ("2c.3", Status::Verified, 9_000_000),
    ];
    let backup = area(&catalogue, &judged(&catalogue, &claims), "nsm_area.backup");
    assert_eq!(backup.result, Outcome::Refutes);
    assert_eq!(backup.code.map(Name::as_str), Some("nsm_area.backup_refuted"));
    assert_eq!(backup.valid_until, None);
}

#[test]
fn what_is_set_aside_compensated_or_only_stated_shows_no_area() {
    let catalogue = shipped();
    for state in [Status::Exempt, Status::Compensated, Status::Partial, Status::Stale] {
        let claims = [
            ("2c.1", Status::Verified, 5_000_000),
            ("2c.2", state, 3_000_000),
            ("2c.3", Status::Verified, 9_000_000),
        ];
        let backup = area(&catalogue, &judged(&catalogue, &claims), "nsm_area.backup");
        assert_eq!(backup.result, Outcome::Inconclusive, "{state:?}");
    }
}

#[test]
fn an_area_never_rests_on_the_claim_that_asks_for_it() {
    let mut catalogue = shipped();
    for list in &mut catalogue.guide.lists {
        for item in &mut list.items {
            item.claims.push("0.1".parse().unwrap());
        }
    }
    let areas = roll_up(&catalogue, &judged(&catalogue, &[("0.1", Status::Verified, 5_000_000)]));
    for area in areas {
        assert!(area.claims.iter().all(|(claim, _)| claim.as_str() != "0.1"), "{}", area.item.id);
    }
}
