//! From the first answer to the receipt, alone and together.

use arvak_core::{Digest, Outcome};
use axum::body::Body;
use axum::http::{Method, Request, header};

use super::{ORIGIN, QUESTIONS, There, fine, hidden};

/// Answers to what most trials ask.
const GOOD: [(&str, &str); 7] = [
    ("a.monitoring-done", "yes"),
    ("a.monitoring-systems", "Alt vi drifter"),
    ("a.monitoring-watch", "always"),
    ("c.monitoring-watch", "To på vakt"),
    ("a.preparedness-contact", "55 55 55 55"),
    ("a.measures-done", "Nye brannmurer"),
    ("a.countries-support", "no, se"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_supplier_answers_a_whole_request_without_an_account() {
    let there = There::new().await;
    let code = there.ask("nordlys", &QUESTIONS).await;
    let me = there.enter(&code).await;
    let page = fine(there.page("/foresporsel/skjema", &me).await);
    assert!(page.contains("Nordlys Drift AS") && page.contains("20. mars 2026"), "{page}");
    let page = fine(there.save(&me, &GOOD, &[]).await);
    assert!(page.contains("Lagret."), "{page}");
    let mut further = GOOD.to_vec();
    further.push(("til", "sjekk"));
    let page = fine(there.save(&me, &further, &[]).await);
    assert!(
        page.contains("Se over svarene") && page.contains("Ett spørsmål er ubesvart"),
        "{page}"
    );
    assert!(page.contains("NO, SE") && page.contains("Hele døgnet, alle dager"), "{page}");
    let page = fine(there.send_in(&me).await);
    assert!(page.contains("Kvittering") && page.contains("6 av 7"), "{page}");
    // It is recorded as a word, by kind; the reply itself is documented, and the request is met.
    assert_eq!(there.said("nordlys", "supplier.monitoring"), [(Outcome::Supports, "statement")]);
    assert_eq!(there.said("nordlys", "supplier.replied"), [(Outcome::Supports, "document")]);
    let notes = there.notes("nordlys").await;
    assert!(notes.contains("Hele døgnet, alle dager (To på vakt)"), "{notes}");
    let view = there.walk.trial.app.live().view();
    assert!(
        view.state().obligations().any(|(one, met)| one.id.as_str() == "nordlys-2026-03-01" && met)
    );
    // The receipt's hash is that of the file, and the entry that the proof is of names it.
    let (_, answers) = there.page("/foresporsel/kvittering/svar", &me).await;
    let digest = Digest::of(answers.as_bytes()).to_string();
    assert!(page.contains(&digest), "{page}");
    let request = Request::get("/foresporsel/kvittering/forseglet").header(header::COOKIE, &me);
    let sealed = there.walk.answer(request.body(Body::empty()).unwrap()).await.into_body();
    let sealed = axum::body::to_bytes(sealed, 1 << 20).await.unwrap();
    assert_eq!(&sealed[16..], answers.as_bytes());
    let sealed = Digest::of(&sealed).to_string();
    let (_, entry) = there.page("/foresporsel/kvittering/konvolutt", &me).await;
    assert!(entry.contains(&sealed) && entry.contains("supplier.replied"), "{entry}");
    assert!(page.contains(&sealed), "{page}");
    let (status, proof) = there.page("/foresporsel/kvittering/bevis", &me).await;
    assert!(status == 200 && proof.starts_with("c2sp.org/tlog-proof"), "{proof}");
    // What was sent in is not changed by who comes later, nor sent again.
    let page = fine(there.save(&me, &[("a.measures-done", "Ingenting")], &[]).await);
    assert!(page.contains("Kvittering"), "{page}");
    let size = there.walk.trial.app.live().view().store.size();
    fine(there.send_sum(&me, &digest).await);
    assert_eq!(there.walk.trial.app.live().view().store.size(), size);
    let (_, room) = there.page("/leverandorer/nordlys", &there.lead).await;
    assert!(room.contains("Sendt inn") && room.contains(&digest), "{room}");
}

#[tokio::test(flavor = "multi_thread")]
async fn not_knowing_and_a_no_are_answers_and_the_first_supports_nothing() {
    let there = There::new().await;
    let code =
        there.ask("nordlys", &["monitoring-done", "preparedness-plan", "measures-backup"]).await;
    let me = there.enter(&code).await;
    let answers = [
        ("a.monitoring-done", "~unknown"),
        ("a.preparedness-plan", "no"),
        ("a.measures-backup", "~sub"),
    ];
    fine(there.save(&me, &answers, &[]).await);
    let (_, page) = there.page("/foresporsel/sjekk", &me).await;
    assert!(page.contains("Vet ikke") && page.contains("Underleverandør"), "{page}");
    fine(there.send_in(&me).await);
    let said = |kind| there.said("nordlys", kind);
    assert_eq!(said("supplier.monitoring"), [(Outcome::Inconclusive, "statement")]);
    assert_eq!(said("supplier.preparedness"), [(Outcome::Refutes, "statement")]);
    assert_eq!(said("supplier.answers"), [(Outcome::Inconclusive, "statement")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_answer_is_kept_told_and_not_sent_in() {
    let there = There::new().await;
    let code = there.ask("nordlys", &QUESTIONS).await;
    let me = there.enter(&code).await;
    let bad = [("a.preparedness-contact", "ring vakta"), ("a.countries-support", "Norge")];
    let page = fine(there.save(&me, &bad, &[]).await);
    assert!(page.contains("ring vakta") && page.contains("«Norge» er ingen landkode"), "{page}");
    let page = fine(there.page("/foresporsel/sjekk", &me).await);
    assert!(page.contains("må rettes") && !page.contains(">Send inn<"), "{page}");
    let size = there.walk.trial.app.live().view().store.size();
    there.send_sum(&me, &hidden(&page, "sum")).await;
    assert_eq!(there.walk.trial.app.live().view().store.size(), size);
}

#[tokio::test(flavor = "multi_thread")]
async fn markup_in_answers_is_text_on_every_page() {
    let there = There::new().await;
    let code = there.ask("nordlys", &QUESTIONS).await;
    let me = there.enter(&code).await;
    let markup = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'";
    let answers = [
        ("a.measures-done", markup),
        ("c.measures-done", markup),
        ("a.preparedness-contact", "<b>55 55 55 55</b>"),
    ];
    let mut pages = vec![fine(there.save(&me, &answers, &[]).await)];
    pages.push(fine(there.page("/foresporsel/sjekk", &me).await));
    pages.push(fine(there.send_in(&me).await));
    let further = "foresporsel=nordlys-2026-03-01&sporsmal=%3Cscript%3Ealert(2)%3C/script%3E";
    assert_eq!(there.act("/leverandorer/nordlys/oppfolg", further).await.status(), 303);
    pages.push(fine(there.page("/foresporsel/skjema", &me).await));
    pages.push(fine(there.page("/foresporsel/kvittering", &me).await));
    let size = there.walk.trial.app.live().view().store.size();
    let evidence = (size - 6..size).map(|entry| format!("/bevis/{entry}"));
    let ours = [
        "/leverandorer",
        "/leverandorer?sok=%3Cscript%3Ealert(3)%3C/script%3E",
        "/leverandorer/nordlys",
        "/leverandorer/nordlys/saksliste",
        "/ting/supplier/nordlys",
        "/ovelser",
        "/bevis",
        "/svar",
    ];
    for path in ours.map(str::to_owned).into_iter().chain(evidence) {
        pages.push(fine(there.page(&path, &there.lead).await));
    }
    let shown = pages.iter().filter(|page| page.contains("&lt;script&gt;alert(1)")).count();
    assert!(shown >= 4, "nothing was tried: {shown}");
    assert!(pages.iter().any(|page| page.contains("&lt;script&gt;alert(2)")));
    for page in pages {
        assert!(!page.contains("<script>alert") && !page.contains("<img src=x"), "{page}");
        assert!(!page.contains("<b>55"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_write_at_once_lose_nothing() {
    let there = There::new().await;
    let code = there.ask("nordlys", &QUESTIONS).await;
    let (kari, ola) = (there.enter(&code).await, there.enter(&code).await);
    let (_, before) = there.page("/foresporsel/skjema", &ola).await;
    let kept = [("a.measures-done", "Karis tekst"), ("a.monitoring-done", "yes")];
    fine(there.save(&kari, &kept, &[]).await);
    // Ola's page is older: what he did not touch is left as Kari wrote it, and where both wrote he is told.
    let mut his = vec![("a.measures-done", "Olas tekst"), ("a.preparedness-contact", "02800")];
    let (status, page) = there.save_over(&before, &ola, &his, &[]).await;
    assert_eq!(status, 409, "{page}");
    assert!(page.contains("Olas tekst") && page.contains("«Karis tekst»"), "{page}");
    let (_, now) = there.page("/foresporsel/sjekk", &kari).await;
    assert!(now.contains("Karis tekst") && now.contains("02800") && !now.contains("Olas"), "{now}");
    // He has seen it now, and may say that his is the one.
    his.push(("a.monitoring-done", "yes"));
    let (status, _) = there.save_over(&page, &ola, &his, &[]).await;
    assert_eq!(status, 200);
    let (_, now) = there.page("/foresporsel/sjekk", &kari).await;
    assert!(now.contains("Olas tekst") && now.contains("<dd>ja "), "{now}");
    // What Kari saw is not what would be sent in now.
    let sum = hidden(&now, "sum");
    *his.first_mut().unwrap() = ("a.measures-done", "Nyere");
    fine(there.save(&ola, &his, &[]).await);
    let (status, page) = there.send_sum(&kari, &sum).await;
    assert_eq!(status, 409, "{page}");
    assert!(page.contains("Noen andre hos dere endret") && page.contains("Nyere"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_question_is_kept_by_itself_and_what_came_of_it_is_told() {
    let there = There::new().await;
    let code = there.ask("nordlys", &QUESTIONS).await;
    let me = there.enter(&code).await;
    let (_, page) = there.page("/foresporsel/skjema", &me).await;
    let mark = hidden(&page, "m.measures-done");
    let keep = async |form: String| {
        let path = "/foresporsel/lagre";
        let answer = there.walk.send(&Method::POST, path, Some(&me), Some(ORIGIN), &form).await;
        let (status, text) = crate::trial::read(answer).await;
        (status, serde_json::from_str::<serde_json::Value>(&text).unwrap_or_default())
    };
    let form = |text: &str, mark: &str| {
        format!("q=measures-done&a.measures-done={text}&m.measures-done={mark}")
    };
    let (status, first) = keep(form("En", &mark)).await;
    assert_eq!((status, first["state"].as_str()), (200, Some("kept")));
    let (_, second) = keep(form("To", first["mark"].as_str().unwrap())).await;
    assert_eq!(second["state"], "kept");
    let (_, late) = keep(form("Tre", first["mark"].as_str().unwrap())).await;
    assert_eq!(late["state"], "meanwhile");
    assert!(late["said"].as_str().unwrap().contains("«To»"), "{late}");
    assert_eq!(late["mark"], second["mark"], "to be written over knowingly");
    let contact = hidden(&page, "m.preparedness-contact");
    let wrong =
        format!("q=preparedness-contact&a.preparedness-contact=x&m.preparedness-contact={contact}");
    assert_eq!(keep(wrong).await.1["state"], "wrong");
    let (status, _) =
        keep("q=assurance-report&a.assurance-report=none&m.assurance-report=".to_owned()).await;
    assert_eq!(status, 400, "it was not asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn something_more_is_asked_on_the_same_thread() {
    let there = There::new().await;
    let code = there.ask("nordlys", &QUESTIONS).await;
    let me = there.enter(&code).await;
    fine(there.save(&me, &GOOD, &[]).await);
    fine(there.send_in(&me).await);
    let form = "foresporsel=nordlys-2026-03-01&sporsmal=Hvem+er+vaktleder%3F";
    assert_eq!(there.act("/leverandorer/nordlys/oppfolg", form).await.status(), 303);
    let me = there.enter(&code).await;
    let page = fine(there.page("/foresporsel/skjema", &me).await);
    assert!(page.contains("Hvem er vaktleder?") && page.contains("Nye brannmurer"), "{page}");
    let id = page.split("data-question=\"further-").nth(1).unwrap().split('"').next().unwrap();
    let name = format!("a.further-{id}");
    let mut answers = GOOD.to_vec();
    answers.push((&name, "Kari Nordmann"));
    fine(there.save(&me, &answers, &[]).await);
    fine(there.send_in(&me).await);
    assert!(there.notes("nordlys").await.contains("Hvem er vaktleder? Kari Nordmann"));
    assert_eq!(there.said("nordlys", "supplier.replied").len(), 2, "the first stands too");
    let form = "foresporsel=nordlys-2026-03-01";
    assert_eq!(there.act("/leverandorer/nordlys/lukk", form).await.status(), 303);
    let (status, page) = there.page("/foresporsel/kvittering", &me).await;
    assert_eq!(status, 401, "{page}");
    let answer = there.come(&code).await;
    assert_eq!(answer.status(), 410);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_graded_text_is_kept_nowhere() {
    let there = There::new().await;
    let code = there.ask("nordlys", &QUESTIONS).await;
    let me = there.enter(&code).await;
    let graded = "BEGRENSET iht. sikkerhetsloven § 5-4";
    for field in ["a.measures-done", "c.measures-done"] {
        let (status, page) = there.save(&me, &[(field, graded)], &[]).await;
        assert_eq!(status, 422, "{page}");
        assert!(page.contains("gradert") && page.contains(graded), "told, and not lost: {page}");
    }
    let operation = there.walk.trial.app.folder().operation();
    let kept = operation.supplier_answers(&"nordlys-2026-03-01".parse().unwrap()).await.unwrap();
    assert_eq!(kept, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_are_there_in_every_language_and_hold_nothing_inline() {
    let there = There::new().await;
    let code = there.ask("nordlys", &QUESTIONS).await;
    let me = there.enter(&code).await;
    for (lang, word) in
        [("nb", "Lagre og se over"), ("nn", "Lagre og sjå over"), ("en", "Save and look it over")]
    {
        let path = format!("/foresporsel/skjema?lang={lang}");
        let request = Request::get(&path).header(header::COOKIE, &me).body(Body::empty()).unwrap();
        let answer = there.walk.answer(request).await;
        let policy = answer.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        assert!(!policy.contains("unsafe"), "{policy}");
        let page = fine(crate::trial::read(answer).await);
        assert!(page.contains(word), "{lang}: {page}");
        for inline in ["<script>", "style=", "onclick", "javascript:"] {
            assert!(!page.contains(inline), "{lang}: {inline}");
        }
        fine(there.page(&format!("/foresporsel/sjekk?lang={lang}"), &me).await);
        fine(there.page(&format!("/foresporsel?lang={lang}"), &me).await);
    }
}
