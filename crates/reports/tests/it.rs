//! A small reply in both forms.

use arvak_reports::{Claim, Labels, Mark, Point, Reply, Shown, html, markdown};

fn mark(sign: &str, word: &str, code: &'static str) -> Mark {
    Mark { sign: sign.to_owned(), word: word.to_owned(), code }
}

fn reply() -> Reply {
    let met = Claim {
        id: "3.1".to_owned(),
        title: "Tjenesten krever tofaktor.".to_owned(),
        state: Shown::Here(mark("✓", "Bekreftet", "verified")),
        counts: "2 av 2 bekreftet".to_owned(),
        sentences: vec![
            Shown::Here("Innsyn <post>: sett 1. mars".to_owned()),
            Shown::LeftOut("Utelatt: bare for noen".to_owned()),
        ],
        next: None,
    };
    let unmet = Claim {
        id: "3.2".to_owned(),
        title: "Det finnes en plan.".to_owned(),
        state: Shown::LeftOut("Utelatt (§ 24)".to_owned()),
        counts: String::new(),
        sentences: Vec::new(),
        next: Some("Neste: Skriv planen – IKT-leder".to_owned()),
    };
    Reply {
        lang: "nb",
        title: "Svar: Brevet".to_owned(),
        about: vec!["Nordvik kommune".to_owned(), "Intern utgave".to_owned()],
        lead: "Brevet har ett punkt.".to_owned(),
        points: vec![Point {
            id: "3".to_owned(),
            title: "Tofaktor".to_owned(),
            state: mark("✗", "Motbevist", "refuted"),
            counts: "1 av 2 bekreftet".to_owned(),
            claims: vec![met, unmet],
        }],
        labels: Labels { checkpoint: "Kontrollpunkt".to_owned() },
        checkpoint: "arvak/nordvik\n7\nrot\n\n— arvak/nordvik sig\n".to_owned(),
        how_to_check: "Slik kontrolleres det.".to_owned(),
    }
}

#[test]
fn a_reply_in_markdown() {
    insta::assert_snapshot!(markdown(&reply()));
}

#[test]
fn a_reply_as_a_page() {
    let page = html(&reply());
    let body = page.split_once("<body>").unwrap().1;
    insta::assert_snapshot!(body.replace("><", ">\n<"));
}
