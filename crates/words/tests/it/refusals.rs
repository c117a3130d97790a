//! Every refusal is said in every language, with what it is about.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use arvak_core::{Basis, EntityId, EntryId, Instant, Name, Refusal};
use arvak_words::{Lang, Words};

use crate::codes::arms;

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn thing(text: &str) -> EntityId {
    text.parse().unwrap()
}

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

fn one_of_each() -> Vec<Refusal> {
    let of = EntryId(17);
    let request = EntryId(21);
    let subject = || thing("supplier/norsk-drift");
    let id = || name("svar-2026");
    vec![
        Refusal::NotFirst,
        Refusal::FromTheFuture {
            collected_at: instant("2026-03-03T13:05:00Z"),
            received_at: instant("2026-03-03T12:00:00Z"),
        },
        Refusal::NotOurJudge { basis: Basis::Probe },
        Refusal::UnknownKind { kind: name("mfa.enforce") },
        Refusal::WrongSubjectKind {
            kind: name("mfa.enforced"),
            expected: name("service"),
            subject: subject(),
        },
        Refusal::UnknownSubject { subject: subject() },
        Refusal::UnknownClaim { claim: name("6.1") },
        Refusal::CannotSupersede { of },
        Refusal::Retired { subject: subject() },
        Refusal::OwnSuccessor { subject: subject() },
        Refusal::NotSupport { of },
        Refusal::NotRefutation { of },
        Refusal::UnknownEvidence { of },
        Refusal::NeedsHistory { of },
        Refusal::UnknownRequest { request },
        Refusal::SameActor { request },
        Refusal::DiffersFromRequest { request },
        Refusal::AlreadyOver { until: instant("2026-02-01T12:00:00Z") },
        Refusal::ObligationExists { id: id() },
        Refusal::UnknownObligation { id: id() },
        Refusal::ObligationMet { id: id() },
        Refusal::ReasonNeeded { fact: "retirement" },
        Refusal::Graded { grade: "BEGRENSET" },
    ]
}

#[test]
fn every_refusal_has_a_sentence_in_every_language() {
    let codes = arms(include_str!("../../../core/src/admit/refusal.rs"));
    let made: BTreeSet<&str> = one_of_each().iter().map(Refusal::code).collect();
    assert_eq!(made, codes.into_iter().collect(), "one of each must be said here");
    for lang in Lang::ALL {
        let words = Words::new(lang);
        for refusal in one_of_each() {
            assert!(words.has(&format!("refusal-{}", refusal.code())), "{}", refusal.code());
        }
    }
}

#[test]
fn refusals_say_what_is_wrong_and_what_to_do() {
    let mut shown = String::new();
    for lang in Lang::ALL {
        let words = Words::new(lang);
        for refusal in one_of_each() {
            let said = words.refusal(&refusal);
            assert!(!said.contains('{') && said.ends_with('.'), "{said}");
            writeln!(shown, "{said}").unwrap();
        }
        shown.push('\n');
    }
    insta::assert_snapshot!(shown);
}
