//! The texts, in three languages.

use arvak_core::{Instant, Name};
use arvak_notices::{
    Kind, Letter, Place, SendError, Told, letter, payload, test_letter, test_payload,
};
use arvak_words::{Lang, Words};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn told(kind: Kind, claim: &str, date: &str) -> Told {
    let about = Some("endpoint/vpn-nordvik-kommune-no".parse().unwrap());
    Told { kind, claim: claim.parse().ok(), about, at: at(date), is_over: false }
}

fn titled(claim: &Name) -> Option<String> {
    (claim.as_str() == "1c.2").then(|| "Nettsteder er sikret".to_owned())
}

fn written(told: &[Told], lang: Lang) -> Letter {
    let place =
        Place { origin: "https://arvak.nordvik.no", choices: "/konto/varsler", title: &titled };
    letter(told, &Words::new(lang), &place, at("2026-03-02T06:00:00Z"))
}

fn example() -> Vec<Told> {
    vec![
        told(Kind::Refuted, "1c.2", "2026-03-01T12:00:00Z"),
        Told { is_over: true, ..told(Kind::Refuted, "1c.2", "2026-03-01T13:00:00Z") },
        told(Kind::Expiring, "2.1", "2026-03-12T12:00:00Z"),
        told(Kind::Expiring, "3.1", "2026-03-01T12:00:00Z"),
        told(Kind::Overdue, "5.1", "2026-02-27T23:00:00Z"),
    ]
}

#[test]
fn a_letter_says_which_claim_how_it_stands_and_where_to_read_more() {
    let letter = written(&example(), Lang::Nb);
    assert_eq!(letter.subject, "Årvåk: 2 nye funn, 2 bevis går snart ut, én frist er gått ut");
    assert_eq!(
        letter.text,
        "Nye funn

- 1c.2 Nettsteder er sikret
  Motbevist på 2 steder. Det første ble funnet 1. mars 2026. 1 av dem er i orden nå.
  https://arvak.nordvik.no/punkt/1c.2#delkrav-1c.2

Bevis som snart går ut

- 2.1
  Beviset går ut 12. mars 2026.
  https://arvak.nordvik.no/punkt/2.1#delkrav-2.1

- 3.1
  Beviset gikk ut 1. mars 2026.
  https://arvak.nordvik.no/punkt/3.1#delkrav-3.1

Frister som er gått ut

- 5.1
  Fristen var 28. feb. 2026.
  https://arvak.nordvik.no/punkt/5.1#delkrav-5.1

-- 
Du bestemmer selv hva du får varsel om: https://arvak.nordvik.no/konto/varsler
Ingen leser svar på denne e-posten.
"
    );
}

#[test]
fn no_thing_is_named_in_any_language_and_no_sentence_is_missing() {
    for lang in Lang::ALL {
        let letter = written(&example(), lang);
        let place =
            Place { origin: "https://arvak.nordvik.no", choices: "/konto/varsler", title: &titled };
        let test = test_letter(&Words::new(lang), &place);
        let payloads: Vec<String> =
            example().iter().map(|one| payload(one, &place, one.at)).collect();
        for text in [letter.subject, letter.text, test.subject, test.text].iter().chain(&payloads) {
            assert!(!text.contains("vpn"), "{text}");
            assert!(!text.contains("notices-"), "{text}");
        }
    }
}

#[test]
fn a_flood_is_one_short_letter() {
    let many: Vec<Told> = (0..2_000)
        .map(|number| {
            told(
                Kind::Refuted,
                &format!("{}.{}", number % 40 + 1, number % 7),
                "2026-03-01T12:00:00Z",
            )
        })
        .collect();
    let letter = written(&many, Lang::En);
    assert!(letter.subject.contains("2000 new findings"), "{}", letter.subject);
    assert!(letter.text.lines().count() < 80, "{}", letter.text.lines().count());
    assert!(letter.text.contains("265 more claims"), "{}", letter.text);
}

#[test]
fn programs_get_the_type_the_time_the_claim_and_a_link() {
    let place =
        Place { origin: "https://arvak.nordvik.no", choices: "/konto/varsler", title: &titled };
    let now = at("2026-03-01T12:00:30Z");
    let json: serde_json::Value =
        serde_json::from_str(&payload(&example()[0], &place, now)).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "type": "claim.refuted",
            "timestamp": "2026-03-01T12:00:30Z",
            "data": {
                "claim": "1c.2",
                "at": "2026-03-01T12:00:00Z",
                "over": false,
                "url": "https://arvak.nordvik.no/punkt/1c.2#delkrav-1c.2",
            },
        })
    );
    assert!(test_payload(&place, now).contains("\"type\":\"test\""));
}

#[test]
fn every_way_to_fail_has_words() {
    for lang in Lang::ALL {
        let words = Words::new(lang);
        for code in SendError::CODES {
            assert!(words.has(&format!("notices-problem-{code}")), "{code} in {}", lang.tag());
        }
    }
}
