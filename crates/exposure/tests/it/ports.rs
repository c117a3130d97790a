//! The probe of ports against real services and stubs, on addresses of the loopback interface.

mod hostile;
mod services;
mod stubs;

use arvak_exposure::Ports;
use arvak_probe::Judgement;

use super::house::House;

pub(crate) const HOST: &str = "tjener.nordvik.example";

/// Looks at every port of the host.
async fn look(house: &House) -> Judgement {
    house.judge(&Ports, HOST, None).await
}

/// Looks at one port of the host.
async fn look_at(house: &House, port: u16) -> Judgement {
    house.judge(&Ports, HOST, Some(port)).await
}

/// Result, reason and what was seen.
fn told(judgement: &Judgement, id: &str) -> (arvak_probe::CheckOutcome, String, String) {
    let found = judgement.checks.iter().find(|check| check.id == id).unwrap();
    (found.result, found.reason.clone(), found.seen.clone())
}

#[test]
fn the_manual_describes_every_check_with_the_grade_that_it_has() {
    let manual = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/ssh-and-ports.md");
    let manual = std::fs::read_to_string(manual).unwrap();
    let families = ["dns.amplification", "ntp.", "ports.", "ssh."];
    let ours = |id: &str| families.iter().any(|family| id.starts_with(family));
    for check in arvak_exposure::checks().iter().filter(|check| ours(check.id)) {
        let grade = serde_json::to_value(check.grade).unwrap();
        let (id, grade, reference) = (check.id, grade.as_str().unwrap(), check.reference);
        let row = format!("| `{id}` | {grade} | {reference} | {}.", check.title);
        assert!(manual.contains(&row), "{row}");
    }
}
