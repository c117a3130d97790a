//! The mail probe against zones of Knot DNS, servers of Postfix and Dovecot, and servers that lie.

mod checkdmarc;
mod dane;
mod dovecot;
mod hostile;
mod postfix;
mod stub;
mod zones;

use arvak_exposure::{checks, look_mail};
use arvak_probe::{CheckOutcome, Judgement};

use super::house::{House, clock};

/// The domain whose mail is looked at.
const DOMAIN: &str = super::house::DOMAIN;

/// A look at the domain's mail through the house's door.
async fn look(house: &House, domain: &str, selectors: &[&str]) -> Judgement {
    let vantage = "inside".parse().unwrap();
    let selectors: Vec<String> = selectors.iter().map(|name| (*name).to_owned()).collect();
    let net = house.net().await;
    let checks = look_mail(domain, &selectors, &net, &clock(), &vantage).await.unwrap();
    let judgement = Judgement { checks, verdicts: Vec::new() };
    eprintln!("{domain}: {judgement:#?}");
    judgement
}

/// What was seen.
fn shown<'a>(judgement: &'a Judgement, id: &str) -> &'a str {
    &judgement.checks.iter().find(|check| check.id == id).unwrap().seen
}

/// Every check of mail is judged once, and those that could not be told say why.
fn assert_whole(judgement: &Judgement) {
    let mut ids: Vec<&str> = judgement.checks.iter().map(|check| check.id).collect();
    ids.sort_unstable();
    let mut once = ids.clone();
    once.dedup();
    assert_eq!(ids, once);
    for check in &judgement.checks {
        let known = checks().iter().find(|known| known.id == check.id).unwrap();
        assert_eq!(known.grade, check.grade, "{}", check.id);
        assert!(!check.reason.is_empty());
        if check.result == CheckOutcome::Inconclusive {
            assert!(check.reason.contains('.') || check.reason == "not_asked", "{}", check.reason);
        }
    }
}
