//! Why a fact is refused, said in a sentence.

use arvak_core::Refusal;

use crate::{Say, Words, date, date_and_time};

impl Words {
    /// Why a fact is refused and what to do, in whole sentences.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        let id = format!("refusal-{}", refusal.code());
        // A refusal that is newer than these words still says itself in English.
        if !self.has(&id) {
            return refusal.to_string();
        }
        self.say(&id, &self.refusal_arguments(refusal))
    }

    fn refusal_arguments(&self, refusal: &Refusal) -> Vec<(&'static str, Say<'static>)> {
        let say = |text: &dyn ToString| Say::Owned(text.to_string());
        match refusal {
            Refusal::FromTheFuture { collected_at, received_at } => vec![
                ("collected_at", Say::Owned(date_and_time(self.lang(), *collected_at))),
                ("received_at", Say::Owned(date_and_time(self.lang(), *received_at))),
            ],
            Refusal::NotOurJudge { basis } => {
                vec![("basis", Say::Owned(self.plain(&format!("basis-{}", basis.name()))))]
            }
            Refusal::UnknownKind { kind } => vec![("kind", say(kind))],
            Refusal::WrongSubjectKind { kind, expected, subject } => vec![
                ("kind", say(kind)),
                ("expected", Say::Owned(self.plain(&format!("thing-{expected}")))),
                ("subject", say(subject)),
            ],
            Refusal::UnknownSubject { subject }
            | Refusal::Retired { subject }
            | Refusal::OwnSuccessor { subject } => vec![("subject", say(subject))],
            Refusal::UnknownClaim { claim } => vec![("claim", say(claim))],
            Refusal::CannotSupersede { of }
            | Refusal::NotSupport { of }
            | Refusal::NotRefutation { of }
            | Refusal::UnknownEvidence { of }
            | Refusal::NeedsHistory { of } => vec![("of", say(of))],
            Refusal::UnknownRequest { request }
            | Refusal::SameActor { request }
            | Refusal::DiffersFromRequest { request } => vec![("request", say(request))],
            Refusal::AlreadyOver { until } => {
                vec![("until", Say::Owned(date(self.lang(), *until)))]
            }
            Refusal::ObligationExists { id }
            | Refusal::UnknownObligation { id }
            | Refusal::ObligationMet { id } => vec![("id", say(id))],
            Refusal::ReasonNeeded { fact } => {
                vec![("fact", Say::Owned(self.plain(&format!("fact-{fact}"))))]
            }
            Refusal::Graded { grade } => vec![("grade", Say::Text(grade))],
            // `NotFirst`, and what may come.
            _ => Vec::new(),
        }
    }
}
