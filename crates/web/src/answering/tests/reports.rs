//! A report that came with an answer: a person reads it, and only then is it a document.

use arvak_core::{Basis, EntityId, Fact};

use super::{There, fine};

const SYSTEMS: &str = r#"
[[system]]
id = "vakt"
name = "Vaktsystem"
operated_by = ["supplier/nordlys"]
"#;

const ASKED: [&str; 4] =
    ["assurance-report", "assurance-scope", "assurance-until", "assurance-file"];

const PDF: &[u8] = b"%PDF-1.7\nISAE 3402 type II, 2025";

/// A supplier that attached a report; the address of the form.
async fn attached() -> (There, String) {
    let there = There::with(SYSTEMS).await;
    let code = there.ask("nordlys", &ASKED).await;
    let me = there.enter(&code).await;
    let fields = [
        ("a.assurance-report", "isae-3402"),
        ("a.assurance-scope", "Alt vi gjør"),
        ("a.assurance-until", "2026-12-31"),
    ];
    fine(there.save(&me, &fields, &[("assurance-file", "rapport.pdf", PDF)]).await);
    fine(there.send_in(&me).await);
    let page = fine(there.page("/leverandorer/nordlys", &there.lead).await);
    let (_, link) = page.split_once("href=\"/leverandorer/nordlys/rapport/").expect(&page);
    let link = format!("/leverandorer/nordlys/rapport/{}", link.split('"').next().unwrap());
    (there, link)
}

fn form(fields: &[(&str, &str)]) -> String {
    let usual = [
        ("standard", "ISAE 3402 type II"),
        ("utsteder", "Revisor AS"),
        ("omfang", "Drift av Vaktsystem"),
        ("fra", "2025-01-01"),
        ("til", "2025-12-31"),
        ("slag", "supplier.assurance"),
        ("lest", "ja"),
    ];
    let value = |name: &str, value: &'static str| {
        let other = fields.iter().find(|(of, _)| *of == name);
        other.map_or(value.to_owned(), |(_, value)| (*value).to_owned())
    };
    let all = usual.iter().map(|(name, text)| (name, value(name, text)));
    let all = all.filter(|(_, text)| !text.is_empty());
    all.map(|(name, text)| format!("{name}={}", text.replace(' ', "+")))
        .collect::<Vec<_>>()
        .join("&")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_holds_what_was_answered_and_what_a_person_read_becomes_a_document_with_the_file()
{
    let (there, link) = attached().await;
    let page = fine(there.page(&link, &there.lead).await);
    assert!(page.contains("value=\"ISAE 3402") && page.contains("Alt vi gjør"), "{page}");
    assert!(page.contains("value=\"2026-12-31\""), "{page}");
    assert!(page.contains("value=\"supplier.assurance\" checked"), "{page}");
    let before = there.walk.trial.app.live().view().store.size();
    let answer = there.act(&link, &form(&[])).await;
    assert_eq!(answer.status(), 303, "{:?}", crate::trial::read(answer).await);
    let view = there.walk.trial.app.live().view();
    assert_eq!(view.store.size(), before + 1);
    let supplier: EntityId = "supplier/nordlys".parse().unwrap();
    let kind = "supplier.assurance".parse().unwrap();
    let all = view.state().evidence(&supplier, &kind);
    let document = all.into_iter().find(|one| one.basis == Basis::Document).unwrap();
    let entry = view.store.entry(document.entry).unwrap();
    let Fact::Evidence(evidence) = &entry.envelope.fact else { panic!("{entry:?}") };
    let number = |name: &str| evidence.attributes[&name.parse().unwrap()];
    assert_eq!((number("period_from"), number("period_to")), (20_250_101, 20_251_231));
    // A report is taken for 365 days after its period.
    assert_eq!(evidence.valid_until.unwrap().to_string(), "2026-12-31T23:00:00Z");
    let blobs = there.walk.trial.app.folder().blobs();
    assert_eq!(blobs.get(entry.envelope.blobs[0]).unwrap(), PDF);
    let texts = entry.body.unwrap().texts;
    assert_eq!((texts["issuer"].as_str(), texts["file"].as_str()), ("Revisor AS", "rapport.pdf"));
    let page = fine(there.page("/leverandorer/nordlys", &there.lead).await);
    assert!(page.contains("Ført som dokument:"), "{page}");
    // The same report once more is told.
    let (status, page) = crate::trial::read(there.act(&link, &form(&[])).await).await;
    assert_eq!(status, 422);
    assert!(page.contains("er ført fra før"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_recorded_of_a_report_that_is_unread_over_or_of_something_else() {
    let (there, link) = attached().await;
    let before = there.walk.trial.app.live().view().store.size();
    for (changes, told) in [
        (&[("lest", "")][..], "Kryss av når du har lest"),
        (&[("slag", "")], "Velg hva rapporten er dokument på"),
        (&[("slag", "supplier.replied")], "Velg hva rapporten er dokument på"),
        (&[("utsteder", "")], "Fyll ut dette"),
        (&[("fra", "")], "Fyll ut dette"),
        (&[("til", "i+fjor")], "Velg en dato"),
        (&[("fra", "2026-01-01")], "Rett datoene"),
        (&[("til", "2026-12-31")], "kan ikke foreligge før perioden slutter"),
        (&[("fra", "2020-01-01"), ("til", "2020-12-31")], "Perioden er over"),
        (&[("omfang", "Drift+av+noe+annet")], "Omfanget nevner ikke"),
        (&[("omfang", "BEGRENSET%0ADrift+av+Vaktsystem")], "BEGRENSET"),
    ] {
        let (status, page) = crate::trial::read(there.act(&link, &form(changes)).await).await;
        assert_eq!(status, 422, "{changes:?}");
        assert!(page.contains(told), "{told}: {page}");
    }
    assert_eq!(there.walk.trial.app.live().view().store.size(), before);
    let reader = there.walk.session(arvak_identity::Role::Auditor).await;
    assert_eq!(there.page(&link, &reader).await.0, 403);
    let other = link.replace("nordlys", "skjemavev");
    assert_eq!(there.page(&other, &there.lead).await.0, 404);
}
