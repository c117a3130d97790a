//! The room: nothing of what is under seal for whoever may not drill, the mark for whoever carries it out, and the rung beside every verdict.

use arvak_core::{Outcome, Span};
use arvak_drills::Kept;
use arvak_identity::Role;
use axum::body::Body;
use axum::http::{Method, Request, header};

use super::known::Stage;
use crate::inbound::tests::{DEFINITION, drilled, kept};
use crate::trial::{leads_to, read, sound};
use crate::walk::{ORIGIN, Walk};

fn at(kept: &Kept) -> String {
    super::path(kept.row.seal)
}

async fn send(walk: &Walk, cookie: &str, path: &str, form: &str) -> (u16, String) {
    let answer = walk.send(&Method::POST, path, Some(cookie), Some(ORIGIN), form).await;
    if answer.status() == 303 {
        return (303, leads_to(&answer));
    }
    read(answer).await
}

/// The form with a definition, as a browser sends it.
async fn make(walk: &Walk, cookie: &str, text: &str, act: &str) -> (u16, String) {
    let part = |name: &str, text: &str| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let body = format!("{}{}--x--\r\n", part("definisjon", text), part("gjor", act));
    let request = Request::post("/ovelser/ny")
        .header(header::COOKIE, cookie)
        .header(header::ORIGIN, ORIGIN)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    let answer = walk.answer(request.body(Body::from(body)).unwrap()).await;
    if answer.status() == 303 {
        return (303, leads_to(&answer));
    }
    read(answer).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_under_seal_is_shown_to_nobody_who_may_not_drill() {
    let (walk, _) = drilled().await;
    let kept = kept(&walk).await;
    let mark = kept.secret.plan.mark();
    let told =
        ["Drift AS", "innlogging-1", "T1110", "fs01", "driftssjef", &mark, &kept.secret.plan.nonce];
    for role in [Role::Auditor, Role::Administrator, Role::Contributor, Role::ChiefExecutive] {
        let cookie = walk.session(role).await;
        for address in ["/ovelser".to_owned(), at(&kept)] {
            let (status, page) = walk.page(&address, &cookie).await;
            assert_eq!(status, 200);
            sound(&page);
            let seal = kept.row.seal.to_string();
            assert!(page.contains(seal.get(..12).unwrap()), "{page}");
            for word in told {
                // The supplier may be named for what it states, never for a drill.
                assert!(!page.contains(word), "{word} at {address} as {}", role.name());
            }
        }
        assert_eq!(walk.page(&format!("{}/svar/0", at(&kept)), &cookie).await.0, 403);
    }
    let cookie = walk.session(Role::EmergencyCoordinator).await;
    let (_, page) = walk.page(&at(&kept), &cookie).await;
    sound(&page);
    assert!(page.contains("driftssjef") && page.contains("forseglet"), "{page}");
    assert!(!page.contains(&mark), "the mark is for whoever carries it out");
    assert_eq!(walk.page(&format!("{}/eksport", at(&kept)), &cookie).await.0, 409);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_looked_over_sealed_started_done_answered_and_recorded() {
    let (walk, _) = drilled().await;
    let cookie = walk.session(Role::IctLead).await;
    let text = DEFINITION.replace("by = \"webhook\"\n\n[[expect.channel]]\n", "");
    let (status, page) = make(&walk, &cookie, &text, "sjekk").await;
    assert!(status == 200 && page.contains("Alt er i orden"), "{page}");
    sound(&page);
    assert_eq!(arvak_drills::all(walk.trial.app.folder()).await.unwrap().len(), 1);
    walk.trial.clock.advance(Span::from_millis(1));
    let (status, address) = make(&walk, &cookie, &text, "forsegl").await;
    assert_eq!(status, 303, "{address}");
    let made = kept(&walk).await;
    assert_eq!(address, at(&made));
    // Without a word on the agreement nothing is shown.
    let mark = made.secret.plan.mark();
    let (status, page) = send(&walk, &cookie, &format!("{address}/start"), "").await;
    assert!(status == 422 && !page.contains(&mark), "{page}");
    let (status, page) = send(&walk, &cookie, &format!("{address}/start"), "avtalt=ja").await;
    assert!(status == 200 && page.contains(&mark), "{page}");
    sound(&page);
    assert!(!walk.page(&address, &cookie).await.1.contains(&mark), "in that answer alone");
    for wrong in ["minutter=-1", "minutter=x", "minutter=99999", "minutter=5"] {
        assert_eq!(
            send(&walk, &cookie, &format!("{address}/gjort"), wrong).await.0,
            422,
            "{wrong}"
        );
    }
    assert_eq!(send(&walk, &cookie, &format!("{address}/gjort"), "minutter=").await.0, 303);
    assert_eq!(send(&walk, &cookie, &format!("{address}/gjort"), "").await.0, 422, "once");
    // Nothing worse than seen is recorded while answers are taken.
    let (status, page) = send(&walk, &cookie, &format!("{address}/dom"), "").await;
    assert!(status == 422, "{page}");
    let word = format!("beskjed=De+ringte+og+leste+opp+{mark}");
    assert_eq!(send(&walk, &cookie, &format!("{address}/beskjed"), &word).await.0, 303);
    let before = walk.trial.app.live().view().store.size();
    assert_eq!(send(&walk, &cookie, &format!("{address}/dom"), "").await.0, 303);
    assert_eq!(walk.trial.app.live().view().store.size(), before + 2, "evidence, and the seal");
    let (status, _) = send(&walk, &cookie, &format!("{address}/dom"), "").await;
    assert_eq!(status, 422, "once");
    // Now everybody sees it, as what it is: a word, and of the first rung.
    let reader = walk.session(Role::Auditor).await;
    let (_, page) = walk.page(&address, &reader).await;
    sound(&page);
    assert!(page.contains("Sett i tide") && page.contains("L1, en merket linje"), "{page}");
    assert!(
        page.contains("Dette hviler på noens ord")
            && page.contains(&mark) == page.contains("arvak-"),
        "{page}"
    );
    let (_, list) = walk.page("/ovelser", &reader).await;
    sound(&list);
    assert!(list.contains("1 av 1") && list.contains("etter noens ord, L1"), "{list}");
    let answer =
        walk.send(&Method::GET, &format!("{address}/svar/0"), Some(&reader), None, "").await;
    assert_eq!(answer.headers()["content-type"], "application/octet-stream");
    assert!(answer.headers()["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let answer =
        walk.send(&Method::GET, &format!("{address}/eksport"), Some(&reader), None, "").await;
    assert_eq!(answer.status(), 200);
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    let zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut names: Vec<_> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    names.retain(|name| !name.starts_with("receipts/"));
    names.sort();
    let all = [
        "definition.toml",
        "entry.json",
        "entry.proof",
        "plan.json",
        "record.json",
        "verdict.json",
    ];
    assert_eq!(names, all);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mistake_in_a_definition_is_told_at_its_line_and_nothing_is_planned() {
    let (walk, _) = drilled().await;
    let cookie = walk.session(Role::IctLead).await;
    let text = DEFINITION.replace("level = \"L1\"", "level = \"L9\"").replace("22 33 44 55", "x");
    for act in ["sjekk", "forsegl"] {
        let (status, page) = make(&walk, &cookie, &text, act).await;
        assert_eq!(status, 422);
        sound(&page);
        for line in ["definisjon:8:9:", "definisjon:27:8:"] {
            assert!(page.contains(line), "{line}: {page}");
        }
        assert!(page.contains("L9"), "what was typed is kept");
    }
    let elsewhere = DEFINITION.replace("supplier/drift", "supplier/finnes-ikke");
    let (status, page) = make(&walk, &cookie, &elsewhere, "forsegl").await;
    assert!(status == 422 && page.contains("supplier/finnes-ikke"), "{page}");
    let keyless = DEFINITION.replace("supplier/drift", "supplier/andre");
    let (status, page) = make(&walk, &cookie, &keyless, "forsegl").await;
    assert!(status == 422 && page.contains("nøkkelen"), "it has no address: {page}");
    assert_eq!(arvak_drills::all(walk.trial.app.folder()).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_ready_example_can_be_read_and_begins_tomorrow() {
    let (walk, _) = drilled().await;
    let cookie = walk.session(Role::IctLead).await;
    for name in ["innlogging", "taus-kilde", "vakt"] {
        let (status, page) = walk.page(&format!("/ovelser/ny?eksempel={name}"), &cookie).await;
        assert_eq!(status, 200);
        let html = sound(&page);
        let area = scraper::Selector::parse("textarea").unwrap();
        let text: String = html.select(&area).next().unwrap().text().collect();
        let file = arvak_core::SourceFile { name, text: &text };
        let definition = arvak_core::drill::parse(file).unwrap();
        assert_eq!(definition.rules.from, "2026-03-02T00:00:00Z".parse().unwrap(), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drill_that_is_stopped_says_nothing_of_anybody() {
    let (walk, _) = drilled().await;
    let (cookie, drill) = (walk.session(Role::EmergencyCoordinator).await, kept(&walk).await);
    let before = walk.trial.app.live().view().store.size();
    assert_eq!(send(&walk, &cookie, &format!("{}/stopp", at(&drill)), "").await.0, 303);
    let view = walk.trial.app.live().view();
    assert_eq!(view.store.size(), before + 1, "that the seal was opened, and no evidence");
    let reader = walk.session(Role::Auditor).await;
    let (_, page) = walk.page(&at(&drill), &reader).await;
    assert!(page.contains("Det sier ingenting om noen"), "{page}");
    let (status, _) = send(&walk, &cookie, &format!("{}/beskjed", at(&drill)), "beskjed=x").await;
    assert_eq!(status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_stated_stands_beside_what_is_shown_and_is_never_green() {
    let (walk, _) = drilled().await;
    walk.trial.said("supplier.monitoring", "supplier/drift", Outcome::Supports).await;
    walk.trial.said("supplier.drill_answered", "supplier/drift", Outcome::Refutes).await;
    let cookie = walk.session(Role::Auditor).await;
    let (_, page) = walk.page("/ovelser", &cookie).await;
    sound(&page);
    let (_, table) = page.split_once("Oppgitt og vist").unwrap();
    assert!(
        table.contains("Sier at de overvåker") && table.contains("Sa ikke fra i tide"),
        "{table}"
    );
    assert!(table.contains("data-status=\"partial\"") && table.contains("data-status=\"refuted\""));
    assert!(!table.contains("data-status=\"verified\""), "a word is a word");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_stage_verdict_and_count_has_its_sentence() {
    let (walk, _) = drilled().await;
    for lang in arvak_words::Lang::ALL {
        let words = walk.trial.app.words(lang);
        let stages = Stage::ALL.into_iter().map(|one| format!("drills-stage-{}", one.name()));
        let why = arvak_monitoring::Verdict::ALL.into_iter();
        let why = why.map(|one| format!("drills-why-{}", one.name()));
        let counts = ["webhook_taken", "webhook_left", "webhook_graded", "webhook_too_many"];
        let counts = counts.into_iter().map(|what| format!("drills-count-{what}"));
        for id in stages.chain(why).chain(counts) {
            assert!(words.has(&id), "{id} in {}", lang.tag());
        }
    }
}
