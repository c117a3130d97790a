//! Links: good, wrong, expired, taken back, replaced, of others; and the browsers that came with them.

use arvak_core::Span;
use axum::body::Body;
use axum::http::{Method, Request, header};

use super::{ORIGIN, QUESTIONS, There, fine};
use crate::trial::{leads_to, read};

const REQUEST: &str = "foresporsel=nordlys-2026-03-01";

#[tokio::test(flavor = "multi_thread")]
async fn each_way_in_which_a_link_fails_has_its_own_kind_words() {
    let there = There::new().await;
    let said = async |code: &str| {
        let (status, page) = read(there.come(code).await).await;
        (status, page)
    };
    let (status, page) = said("er-ikke-en-kode").await;
    assert!(status == 404 && page.contains("Lenken finnes ikke"), "{page}");
    let first = there.ask("nordlys", &QUESTIONS).await;
    let visit = there.enter(&first).await;
    let second = there.code(there.act("/leverandorer/nordlys/lenke", REQUEST).await).await;
    let (status, page) = said(&first).await;
    assert!(status == 410 && page.contains("laget en ny lenke"), "{page}");
    let (status, page) = there.page("/foresporsel/skjema", &visit).await;
    assert!(
        status == 410 && page.contains("laget en ny lenke"),
        "who is there is told too: {page}"
    );
    there.enter(&second).await;
    there.act("/leverandorer/nordlys/trekk", REQUEST).await;
    let (status, page) = said(&second).await;
    assert!(status == 410 && page.contains("trukket lenken tilbake"), "{page}");
    let third = there.code(there.act("/leverandorer/nordlys/lenke", REQUEST).await).await;
    let visit = there.enter(&third).await;
    // Due on 20 March, and 15 days more.
    there.walk.trial.clock.advance(Span::from_days(36));
    let (status, page) = said(&third).await;
    assert!(status == 410 && page.contains("gått ut"), "{page}");
    let (status, _) = there.page("/foresporsel/skjema", &visit).await;
    assert_eq!(status, 401, "the browser is forgotten");
    let lead = there.walk.session(arvak_identity::Role::IctLead).await;
    let there = There { lead, ..there };
    there.act("/leverandorer/nordlys/forleng", REQUEST).await;
    there.enter(&third).await;
    there.act("/leverandorer/nordlys/lukk", REQUEST).await;
    let (status, page) = read(there.come(&third).await).await;
    assert!(status == 410 && page.contains("avsluttet"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_was_sent_in_with_leads_to_the_receipt() {
    let there = There::new().await;
    let code = there.ask("nordlys", &QUESTIONS).await;
    let me = there.enter(&code).await;
    fine(there.save(&me, &[("a.monitoring-done", "no")], &[]).await);
    fine(there.send_in(&me).await);
    let answer = there.come(&code).await;
    assert_eq!(leads_to(&answer), "/foresporsel/kvittering");
    let page = fine(there.page("/foresporsel/kvittering", &super::cookie(&answer)).await);
    assert!(page.contains("kan ikke endres her nå"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_for_the_address_that_guesses() {
    let there = There::new().await;
    let good = there.ask("nordlys", &QUESTIONS).await;
    for number in 0..21 {
        assert_eq!(there.come(&format!("gjettet-{number}")).await.status(), 404, "{number}");
    }
    let answer = there.come("gjettet-igjen").await;
    assert_eq!(answer.status(), 429);
    // Whoever has the link is let in all the same: it cannot be guessed.
    there.enter(&good).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_is_bound_to_one_request_and_kept_from_scripts_and_other_sites() {
    let there = There::new().await;
    let code = there.ask("nordlys", &QUESTIONS).await;
    let answer = there.come(&code).await;
    let line = answer.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
    assert!(line.starts_with("__Host-arvak-foresporsel="), "{line}");
    for attribute in ["SameSite=Strict", "HttpOnly", "Secure", "Path=/", "Max-Age=43200"] {
        assert!(line.split("; ").any(|one| one == attribute), "{attribute}: {line}");
    }
    assert!(!line.contains(&code), "the cookie is not the link");
    // It is no session: it opens nothing of the municipality's.
    for path in
        ["/status", "/leverandorer", "/leverandorer/nordlys", "/bevis", "/konto", "/api/v1/status"]
    {
        let answer =
            there.walk.send(&Method::GET, path, Some(&super::cookie(&answer)), None, "").await;
        assert!(answer.status() == 401 || leads_to(&answer).starts_with("/logg-inn"), "{path}");
    }
    // Whoever leaves is forgotten.
    let me = super::cookie(&answer);
    let left = there.walk.send(&Method::POST, "/foresporsel/ut", Some(&me), Some(ORIGIN), "").await;
    assert_eq!(left.status(), 303);
    assert_eq!(there.page("/foresporsel/skjema", &me).await.0, 401, "replayed");
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_at_the_address_uses_nothing_and_the_code_is_never_in_it() {
    let there = There::new().await;
    let code = there.ask("nordlys", &QUESTIONS).await;
    for _ in 0..3 {
        let request = Request::get("/foresporsel").body(Body::empty()).unwrap();
        let page = fine(read(there.walk.answer(request).await).await);
        assert!(page.contains("data-code") && !page.contains(&code), "{page}");
    }
    let answer = there.come(&code).await;
    assert!(!leads_to(&answer).contains(&code));
    let me = super::cookie(&answer);
    let (_, page) = there.page("/leverandorer/nordlys", &there.lead).await;
    assert!(page.contains("Åpnet") && !page.contains(&code), "{page}");
    // A whole link that was pasted is as good.
    let pasted = format!("https://arvak.example/foresporsel%23{code}");
    there.enter(&pasted).await;
    assert_eq!(there.page("/foresporsel/skjema", &me).await.0, 200, "several people at once");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_suppliers_never_see_each_others() {
    let there = There::new().await;
    let (one, other) = (
        there.ask("nordlys", &QUESTIONS).await,
        there.ask("skjemavev", &["countries-support", "countries-development"]).await,
    );
    let (one, other) = (there.enter(&one).await, there.enter(&other).await);
    let secret = "zyxwv-hemmelig";
    let file =
        format!("{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"x\":\"{secret}\"}}");
    let name = format!("{secret}.json");
    let answers = [("a.measures-done", secret), ("c.monitoring-done", secret)];
    let page = there.save(&one, &answers, &[("measures-sbom", &name, file.as_bytes())]).await;
    assert!(fine(page).contains(secret));
    let number = there.walk.trial.app.folder().operation();
    let number = number.supplier_files(&"nordlys-2026-03-01".parse().unwrap()).await.unwrap();
    let number = number.first().unwrap().id.to_string();
    // Another one's file is not removed, and another one's question is not answered.
    let tried =
        [("fjern", number.as_str()), ("a.countries-support", "NO"), ("a.measures-done", "x")];
    fine(there.save(&other, &tried, &[]).await);
    fine(there.send_in(&one).await);
    for path in [
        "/foresporsel",
        "/foresporsel/skjema",
        "/foresporsel/sjekk",
        "/foresporsel/kvittering",
        "/foresporsel/kvittering/svar",
        "/foresporsel/kvittering/bevis",
        "/foresporsel/funn",
        // What people here see is behind a log-in.
        "/leverandorer",
        "/leverandorer/nordlys",
        "/leverandorer/nordlys/kalender",
        "/leverandorer/nordlys/saksliste",
        "/foresporsler/kalender",
        "/api/v1/supplier-requests",
    ] {
        let (_, page) = there.page(path, &other).await;
        assert!(!page.contains(secret) && !page.contains("Nordlys"), "{path}: {page}");
    }
    let (_, page) = there.page("/foresporsel/kvittering", &one).await;
    assert!(page.contains(&name), "{page}");
}
