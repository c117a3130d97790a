//! Answered once, used again: the last answers here, and a file that goes to another municipality.

use arvak_core::Span;
use arvak_probe::Clock as _;
use arvak_suppliers::answer_set::AnswerSet;
use axum::body::Body;
use axum::http::{Method, Request, header};

use super::{ORIGIN, There, fine};
use crate::trial::read;

const ASKED: [&str; 4] =
    ["measures-two-factor", "measures-list", "measures-patch-days", "countries-support"];

const FIRST: [(&str, &str); 4] = [
    ("a.measures-two-factor", "yes"),
    ("a.measures-list", "keys-only"),
    ("a.measures-patch-days", "7"),
    ("a.countries-support", "no"),
];

async fn answered(there: &There, fields: &[(&str, &str)]) -> String {
    let code = there.ask("nordlys", &ASKED).await;
    let me = there.enter(&code).await;
    let mut fields = fields.to_vec();
    // Of several boxes each comes by itself.
    fields.push(("a.measures-list", "dnssec"));
    fine(there.save(&me, &fields, &[]).await);
    let page = fine(there.send_in(&me).await);
    assert!(page.contains("4 av 4"), "{page}");
    me
}

async fn upload(there: &There, me: &str, bytes: &[u8]) -> (u16, String) {
    let head = "--x\r\nContent-Disposition: form-data; name=\"sett\"; filename=\"s.json\"\r\n\r\n";
    let body = [head.as_bytes(), bytes, b"\r\n--x--\r\n"].concat();
    let request = Request::post("/foresporsel/svarsett")
        .header(header::COOKIE, me)
        .header(header::ORIGIN, ORIGIN)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    read(there.walk.answer(request.body(Body::from(body)).unwrap()).await).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_in_is_taken_along_and_fills_in_another_request() {
    let there = There::new().await;
    let me = answered(&there, &FIRST).await;
    let page = fine(there.page("/foresporsel/kvittering", &me).await);
    assert!(page.contains("Bruk svarene i andre kommuner"), "{page}");
    let get = async |scope: &str| {
        let form = format!("gjelder={scope}");
        let path = "/foresporsel/kvittering/svarsett";
        read(there.walk.send(&Method::POST, path, Some(&me), Some(ORIGIN), &form).await).await
    };
    assert_eq!(get("").await.0, 303, "what it is about is needed");
    let (status, file) = get("alt+vi+drifter").await;
    assert_eq!(status, 200, "{file}");
    let set = AnswerSet::read(file.as_bytes()).unwrap();
    assert_eq!((set.supplier.as_str(), set.scope.as_str()), ("Nordlys Drift AS", "alt vi drifter"));
    assert_eq!((set.date.as_str(), set.answers.len()), ("2026-03-01", 4));

    // Another request, as elsewhere: what stands already is left, and what is not asked is not answered.
    let code = there.ask("skjemavev", &["countries-development", "countries-support"]).await;
    let other = there.enter(&code).await;
    let page = fine(upload(&there, &other, file.as_bytes()).await);
    assert!(page.contains("Ett svar er fylt ut fra Nordlys Drift AS, 2026-03-01"), "{page}");
    assert!(page.contains("value=\"NO\""), "{page}");
    let page = fine(upload(&there, &other, file.as_bytes()).await);
    assert!(page.contains("Ingen tomme spørsmål har svar i filen"), "{page}");
    for (bytes, why) in [
        (b"PK\x03\x04".as_slice(), "ikke et svarsett"),
        (file.replace("answer-set/1", "answer-set/9").as_bytes(), "nyere program"),
        (file.replace("2026-03-01", "i dag").as_bytes(), "«date» mangler"),
        (vec![b'x'; 70_000].as_slice(), "for stor"),
    ] {
        let (status, page) = upload(&there, &other, bytes).await;
        assert!(status == 422 && page.contains(why), "{why}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn at_renewal_the_last_answers_are_there_and_only_what_changed_is_told() {
    let there = There::new().await;
    answered(&there, &FIRST).await;
    there.walk.trial.clock.advance(Span::from_days(300));
    let due = arvak_words::day(there.walk.trial.clock.now().plus(Span::from_days(14)));
    let questions: Vec<_> = ASKED.iter().map(|id| format!("spm={id}")).collect();
    let form = format!("frist={due}&{}", questions.join("&"));
    let lead = there.walk.session(arvak_identity::Role::IctLead).await;
    let path = "/leverandorer/nordlys/be";
    let answer = there.walk.send(&Method::POST, path, Some(&lead), Some(ORIGIN), &form).await;
    let to = crate::trial::leads_to(&answer);
    let (_, page) = there.walk.page(&to, &lead).await;
    let (_, rest) = page.split_once("/foresporsel#").expect(&page);
    let code: String = rest.chars().take_while(|sign| *sign != '<').collect();

    let me = there.enter(&code).await;
    let page = fine(there.page("/foresporsel/skjema", &me).await);
    assert!(page.contains("Dere svarte oss 1. mars 2026"), "{page}");
    let path = "/foresporsel/sist";
    let page = read(there.walk.send(&Method::POST, path, Some(&me), Some(ORIGIN), "").await).await;
    let page = fine(page);
    assert!(page.contains("4 svar er fylt ut"), "{page}");
    let ticked = |id: &str| {
        let (_, rest) = page.split_once(&format!("value=\"{id}\"")).unwrap();
        rest.starts_with(" checked")
    };
    assert!(ticked("keys-only") && ticked("dnssec") && !ticked("closed"));
    // A browser sends the whole form.
    let mut fields = FIRST.to_vec();
    fields.push(("a.measures-list", "dnssec"));
    fields
        .iter_mut()
        .filter(|(name, _)| *name == "a.measures-patch-days")
        .for_each(|one| one.1 = "30");
    fine(there.save(&me, &fields, &[]).await);
    fine(there.send_in(&me).await);
    let (_, page) = there.walk.page("/leverandorer/nordlys", &lead).await;
    assert!(page.contains("Ett svar er endret siden sist"), "{page}");
    let (_, changed) = page.split_once("Ett svar er endret siden sist").unwrap();
    assert!(changed.contains("Før: 7") && changed.contains("<strong>30</strong>"), "{changed}");
    assert!(page.contains("Land, slik de selv sier"), "{page}");
}
