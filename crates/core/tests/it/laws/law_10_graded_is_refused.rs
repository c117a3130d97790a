//! Law 10: what is marked as graded is refused, in whatever field of whatever fact it comes.

use arvak_core::fact::{Situation, Withdrawal};
use arvak_core::marking::graded;
use arvak_core::{Actor, Body, Class, Digest, Draft, EntryId, Fact, Refusal, State, admit};
use proptest::prelude::*;

use crate::world::{config, hour};

fn draft(fact: Fact, body: Body) -> Draft {
    Draft {
        key: Digest::of(b"law 10"),
        actor: Actor::Role("role/ict_lead".parse().unwrap()),
        class: Class::Internal,
        body: Some(body),
        blobs: Vec::new(),
        fact,
    }
}

/// A body with a text in one of its fields.
fn body(field: usize, text: &str) -> Body {
    let mut body = Body { reason: Some("Because.".to_owned()), ..Body::default() };
    let text = text.to_owned();
    match field % 4 {
        0 => body.name = Some(text),
        1 => body.note = Some(text),
        2 => body.reason = Some(text),
        _ => drop(body.texts.insert("scope".to_owned(), text)),
    }
    body
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn a_marking_is_refused_in_every_field_and_ordinary_words_are_not(
        field in 0_usize..4,
        before in "[a-zæøå ,.]{0,40}",
        marked in any::<bool>(),
    ) {
        let line = if marked { "BEGRENSET" } else { "Tilgangen er begrenset." };
        let text = format!("{before}\n  {line}  \r\nmer tekst");
        prop_assert_eq!(graded(&text).is_some(), marked);
        let fact = Fact::Situation(Situation {
            raised: true,
            level: "raised".parse().unwrap(),
            since: hour(0),
        });
        let answer = admit(&State::new(), None, &draft(fact, body(field, &text)), hour(1));
        let expected = if marked { Err(Refusal::Graded { grade: "BEGRENSET" }) } else { Ok(()) };
        prop_assert_eq!(answer, expected);
    }

    #[test]
    fn small_letters_are_never_a_marking(text in "[a-zæøå0-9 .,:;§\n-]{0,200}") {
        prop_assume!(!text.contains("gradering") && !text.contains("gradert") && !text.contains("lov"));
        prop_assert_eq!(graded(&text), None);
    }
}

#[test]
fn what_would_be_refused_anyway_keeps_its_reason() {
    let fact = Fact::Withdrawal(Withdrawal { of: EntryId(9) });
    let answer = admit(&State::new(), None, &draft(fact, body(1, "BEGRENSET")), hour(1));
    assert_eq!(answer, Err(Refusal::UnknownEvidence { of: EntryId(9) }));
}
