//! Planning and starting on the pages and over the API: mistakes at their lines, who would be called and on which ground before anything is
//! sealed, and nothing for whoever may not drill.

use axum::body::Body;
use axum::http::{Request, header};

use super::*;
use crate::callouts::desk;
use crate::trial::{leads_to, sound};

/// The form with a definition, as a browser sends it.
async fn make(walk: &Walk, cookie: &str, text: &str, act: &str) -> (u16, String) {
    let part = |name: &str, text: &str| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let body = format!("{}{}--x--\r\n", part("definisjon", text), part("gjor", act));
    let request = Request::post("/vaktprover/ny")
        .header(header::COOKIE, cookie)
        .header(header::ORIGIN, ORIGIN)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    let answer = walk.answer(request.body(Body::from(body)).unwrap()).await;
    if answer.status() == 303 {
        return (303, leads_to(&answer));
    }
    read(answer).await
}

async fn send(walk: &Walk, cookie: &str, path: &str, form: &str) -> (u16, String) {
    let answer = walk.send(&Method::POST, path, Some(cookie), Some(ORIGIN), form).await;
    if answer.status() == 303 {
        return (303, leads_to(&answer));
    }
    read(answer).await
}

async fn count(walk: &Walk) -> usize {
    desk::all(walk.trial.app.folder()).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_is_looked_over_sealed_started_with_its_ground_and_called() {
    let server = scripted::Scripted::start([]).await;
    let walk = empty(server.address.port()).await;
    let cookie = walk.session(Role::EmergencyCoordinator).await;
    let (status, page) = walk.page("/vaktprover/ny?eksempel=vakta", &cookie).await;
    assert!(status == 200 && page.contains("Kari Vakt"), "{page}");
    sound(&page);
    let (status, page) = make(&walk, &cookie, DEFINITION, "sjekk").await;
    assert_eq!(status, 200, "{page}");
    sound(&page);
    for word in [
        "Ola Drift",
        "mail kari@heroy.example",
        "GDPR artikkel 6",
        "Fagforbundet",
        "Alt er i orden",
    ] {
        assert!(page.contains(word), "{word} in {page}");
    }
    assert_eq!(count(&walk).await, 0, "nothing is sealed by looking");
    let (status, address) = make(&walk, &cookie, DEFINITION, "forsegl").await;
    assert_eq!((status, address.as_str()), (303, "/vaktprover/vakta-1"), "{address}");
    let kept = now_kept(&walk).await;
    assert!(kept.row.entry.is_some() && kept.row.armed_at.is_none());
    let (_, page) = walk.page(&address, &cookie).await;
    sound(&page);
    assert!(page.contains("Kari Vakt") && page.contains("Start vaktprøven"), "{page}");
    assert!(!page.contains(&kept.plan.moment.to_string()), "the moment is told to nobody");
    // Whoever may not drill sees no names, and cannot start it.
    let reader = walk.session(Role::Auditor).await;
    let (_, page) = walk.page(&address, &reader).await;
    assert!(!page.contains("Kari Vakt") && !page.contains("Start vaktprøven"), "{page}");
    assert_eq!(send(&walk, &reader, &format!("{address}/start"), "grunnlag=ja").await.0, 403);
    assert_eq!(walk.page("/vaktprover/ny", &reader).await.0, 403);
    // Without a word on the ground nothing starts.
    let (status, page) = send(&walk, &cookie, &format!("{address}/start"), "").await;
    assert!(status == 422 && page.contains("kryss av"), "{page}");
    assert!(now_kept(&walk).await.row.ground.is_none());
    assert_eq!(send(&walk, &cookie, &format!("{address}/start"), "grunnlag=ja").await.0, 303);
    let started = now_kept(&walk).await;
    assert!(started.row.ground.is_some() && started.row.erase_at.is_some());
    assert_eq!(
        send(&walk, &cookie, &format!("{address}/start"), "grunnlag=ja").await.0,
        422,
        "once"
    );
    at_the_moment(&walk).await;
    round(&walk).await;
    assert_eq!(server.messages().len(), 1);
    assert_eq!(press(&walk, &link(&server.messages()[0])).await.0, 200);
    round(&walk).await;
    assert!(now_kept(&walk).await.row.evidence.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_at_its_line_and_what_cannot_be_called_is_not_sealed() {
    let walk = empty(9).await;
    let cookie = walk.session(Role::IctLead).await;
    let (ground, _) = DEFINITION.split_once("[privacy]").unwrap();
    let sms = DEFINITION.replace("mail = \"ola@heroy.example\"", "sms = \"+47 22 33 44 66\"");
    let over = DEFINITION
        .replace("2026-03-1", "2025-03-1")
        .replace("from = 2026-03-01", "from = 2025-03-01");
    for (text, told) in [
        (DEFINITION.replace("\"30m\"", "\"soon\""), "definisjon:3"),
        (DEFINITION.replace("kari@", "kari "), "definisjon:9"),
        (ground.to_owned(), "privacy"),
        (String::new(), "Skriv"),
        (sms, "+47 22 33 44 66"),
        (over, "Avtal en ny"),
    ] {
        let (status, page) = make(&walk, &cookie, &text, "forsegl").await;
        assert!(status == 422 && page.contains(told), "{told}: {status} {page}");
        sound(&page);
    }
    assert_eq!(count(&walk).await, 0);
    // Nobody who sees one unit alone calls the whole municipality's watch.
    let limited = walk.session_within(Role::IctLead, &["unit/helse"]).await;
    assert_eq!(make(&walk, &limited, DEFINITION, "forsegl").await.0, 403);
}
