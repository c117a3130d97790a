//! Three texts that are ready to send when the first run is over: to whoever runs DNS, to the supplier on whom most
//! hangs, and to the chief executive.

use arvak_core::{Catalogue, EntityId, Instant, Name, State};
use arvak_words::{Naming, Say, Words, date, wrap};
use arvak_workbook::{ANSWER_DAYS, Questionnaire, mail, questions_for, request_id};

/// Columns of a mail.
const WIDTH: usize = 76;

/// The ticket to whoever runs DNS: one record for each domain that is to prove control, as pairs of name and value. None
/// without records.
pub fn dns_ticket(records: &[(String, String)], from: &str, words: &Words) -> Option<String> {
    if records.is_empty() {
        return None;
    }
    let from = [("from", Say::Text(from))];
    let mut parts = vec![
        words.say("first-run-dns-subject", &from),
        wrap(&words.say("first-run-dns-ask", &from), WIDTH, 0),
    ];
    let records: Vec<String> =
        records.iter().map(|(name, value)| format!("    {name}. TXT \"{value}\"")).collect();
    parts.push(records.join("\n"));
    parts.push(wrap(&words.plain("first-run-dns-why"), WIDTH, 0));
    parts.push(words.say("first-run-letter-closing", &from));
    Some(parts.join("\n\n"))
}

/// The supplier on whom most hangs: one that runs ICT before one that is critical, then the one that most systems and
/// services lead to.
pub fn most_important_supplier(state: &State) -> Option<EntityId> {
    let is = |id: &EntityId, attribute: &str| {
        state
            .entity(id)
            .and_then(|view| view.attribute(attribute))
            .is_some_and(|found| found.value == arvak_core::fact::Value::Bool(true))
    };
    let weight = |id: &EntityId| {
        let carried = state.related(id, "operates").len() + state.related(id, "supplies").len();
        (is(id, "operates_ict"), is(id, "critical"), carried)
    };
    let all: Vec<&EntityId> = state.entities_of("supplier").map(|view| view.id()).collect();
    // Of equals the first by id.
    all.into_iter().rev().max_by_key(|id| weight(id)).cloned()
}

/// A request to a supplier, as a mail with every question in it.
pub fn supplier_request(
    (catalogue, state): (&Catalogue, &State),
    supplier: &EntityId,
    at: Instant,
    naming: &Naming<'_>,
    words: &Words,
) -> Option<String> {
    let request: Name = request_id(supplier, at).ok()?;
    let questions = questions_for(catalogue, state, supplier);
    if questions.is_empty() {
        return None;
    }
    let organisation = state.entities_of("organisation").next();
    let asked_by = organisation.map(|view| naming.thing(view.id(), words)).unwrap_or_default();
    let due = date(words.lang(), at.plus(arvak_core::Span::from_days(ANSWER_DAYS)));
    let asked = Questionnaire {
        request: &request,
        supplier,
        supplier_name: &naming.thing(supplier, words),
        asked_by: &asked_by,
        due: &due,
        questions: &questions,
    };
    Some(mail(&asked, words))
}

/// A short mail to the chief executive with the address of the leader's page.
pub fn to_the_leader(address: &str, from: &str, words: &Words) -> String {
    let args = [("address", Say::Text(address)), ("from", Say::Text(from))];
    let parts = [
        words.say("first-run-leader-subject", &args),
        wrap(&words.say("first-run-leader-text", &args), WIDTH, 0),
        format!("    {address}"),
        words.say("first-run-letter-closing", &args),
    ];
    parts.join("\n\n")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use arvak_core::catalogue::SHIPPED;
    use arvak_store::drafts::as_if_recorded;
    use arvak_store::import::{compare, drafts};
    use arvak_words::Lang;

    use super::super::choices::{Choices, RunsIct};
    use super::super::inventory::{items, offered};
    use super::*;

    fn state(operator: &str) -> State {
        let words = Words::new(Lang::Nb);
        let all = |kind| Some(offered(kind, &words).into_iter().map(|(slug, _)| slug).collect());
        let choices = Choices {
            municipality: Some("1818".to_owned()),
            runs_ict: Some(RunsIct::Intermunicipal),
            operator: operator.to_owned(),
            domains: Some("heroy.kommune.no".to_owned()),
            functions: all("function"),
            services: all("service"),
        };
        let items = items(&choices, &words).unwrap();
        let empty = State::default();
        let verdicts = compare(&items, &empty, &BTreeMap::new());
        let by = "role/administrator".parse().unwrap();
        let drafts = drafts(&items, &verdicts, &empty, &by, None).unwrap();
        as_if_recorded(&empty, &drafts, AT).unwrap()
    }

    const AT: Instant = Instant::from_millis(1_774_000_000_000);

    #[test]
    fn the_ticket_holds_a_record_for_each_domain() {
        for lang in Lang::ALL {
            let record = ("_arvak.heroy.kommune.no", "arvak-control=k3y");
            let records = [(record.0.to_owned(), record.1.to_owned())];
            let text = dns_ticket(&records, "Herøy kommune", &Words::new(lang)).unwrap();
            assert!(text.contains("_arvak.heroy.kommune.no. TXT \"arvak-control=k3y\""), "{text}");
            assert!(!text.contains("first-run-"), "{text}");
            assert!(dns_ticket(&[], "Herøy kommune", &Words::new(lang)).is_none());
        }
    }

    #[test]
    fn the_request_goes_to_the_one_that_runs_ict_and_holds_the_questions_of_the_letter() {
        let (state, catalogue) = (state("Helgeland IKT IKS"), Catalogue::parse(SHIPPED).unwrap());
        let supplier = most_important_supplier(&state).unwrap();
        assert_eq!(supplier.as_str(), "supplier/helgeland-ikt-iks");
        let naming = Naming { catalogue: &catalogue, name_of: &|_| None };
        let text =
            supplier_request((&catalogue, &state), &supplier, AT, &naming, &Words::new(Lang::Nb));
        let text = text.unwrap();
        assert!(text.contains("helgeland-ikt-iks-2026-03-20") && text.contains("1. "), "{text}");
    }

    #[test]
    fn the_leader_gets_an_address_that_stands_alone() {
        let text = to_the_leader("https://arvak.example/leder", "Ada", &Words::new(Lang::Nn));
        assert!(text.contains("\n    https://arvak.example/leder\n"), "{text}");
    }
}
