//! Services and systems, as somebody uses them.

use arvak_core::{Actor, Outcome};
use arvak_identity::Role;
use arvak_words::Lang;
use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Path};
use axum::http::Request;
use scraper::{Html, Selector};

use super::*;
use crate::form::{Asked, Typed};
use crate::trial::{Trial, leads_to, read, sound};

fn path(kind: &str, slug: &str) -> Path<(String, String)> {
    Path((kind.to_owned(), slug.to_owned()))
}

fn typed(pairs: &[(&str, &str)]) -> Typed {
    Typed::of(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())))
}

/// What a browser would send of the form on a page, with other texts in some fields.
fn sent(page: &Html, other: &[(&str, &str)]) -> Typed {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let form = Selector::parse("main form[method=post]").unwrap();
    let fields = Selector::parse("input, textarea, select").unwrap();
    let chosen = Selector::parse("option[selected]").unwrap();
    let form = page.select(&form).next().unwrap();
    for field in form.select(&fields) {
        let name = field.attr("name").unwrap().to_owned();
        let text = match (field.value().name(), field.attr("type")) {
            ("textarea", _) => Some(field.text().collect()),
            ("select", _) => {
                let option = field.select(&chosen).next();
                option.map(|one| one.attr("value").unwrap_or_default().to_owned())
            }
            (_, Some("checkbox" | "radio")) if field.attr("checked").is_none() => None,
            _ => Some(field.attr("value").unwrap_or_default().to_owned()),
        };
        if !other.iter().any(|(known, _)| *known == name) {
            pairs.extend(text.map(|text| (name, text)));
        }
    }
    pairs.extend(other.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    Typed::of(pairs)
}

async fn form_of(trial: &Trial, kind: &str, slug: &str) -> Html {
    let visit = trial.visit(Lang::Nb, &[Role::IctLead]);
    let (status, page) = read(edit::edit(visit, path(kind, slug)).await.unwrap()).await;
    assert_eq!(status, 200);
    sound(&page)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_has_a_list_and_a_form_in_every_language() {
    let trial = Trial::started().await;
    for lang in Lang::ALL {
        for kind in kinds::all() {
            let visit = || trial.visit(lang, &[Role::Administrator]);
            let asked = Asked::default();
            let answer = list::list(visit(), Path(kind.name.to_owned()), asked).await.unwrap();
            sound(&read(answer).await.1);
            let answer = edit::new(visit(), Path(kind.name.to_owned())).await.unwrap();
            sound(&read(answer).await.1);
        }
        let visit = || trial.visit(lang, &[Role::Administrator]);
        sound(&read(import::ask(visit()).await.unwrap()).await.1);
        sound(&read(export::export(visit(), Asked::default()).await.unwrap()).await.1);
        let thing = path("system", "epj");
        sound(&read(retire::ask(visit(), thing).await.unwrap()).await.1);
    }
    let nothing = list::list(
        trial.visit(Lang::Nb, &[Role::Auditor]),
        Path("regime".to_owned()),
        Asked::default(),
    );
    assert!(nothing.await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_searched_filtered_and_paged() {
    let trial = Trial::started().await;
    let many: Vec<String> =
        (0..30).map(|number| format!("[[system]]\nid = \"ekstra-{number}\"\n")).collect();
    trial.listed(&many.concat()).await;
    let count = async |query: &str| {
        let asked = Asked::of(query);
        let visit = trial.visit(Lang::Nb, &[Role::Auditor]);
        let answer = list::list(visit, Path("system".to_owned()), asked).await.unwrap();
        let (_, page) = read(answer).await;
        let html = sound(&page);
        let edits = Selector::parse("a[href^='/tjenester/ny']").unwrap();
        assert_eq!(html.select(&edits).count(), 0, "who only reads is offered no form");
        html.select(&Selector::parse("tbody tr").unwrap()).count()
    };
    assert_eq!(count("").await, 50);
    let second = count("side=2").await;
    assert!(second > 0 && second < 50, "{second}");
    assert_eq!(count("side=999").await, second, "too far is the last page");
    assert_eq!(count("sok=PASIENTJOURNAL").await, 1);
    assert!(count("kritisk=5").await < 50);
    assert_eq!(count("sok=%3Cscript%3E").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_sent_unchanged_records_nothing() {
    let trial = Trial::started().await;
    let before = trial.app.live().view().state().size();
    for (kind, slug) in [("system", "epj"), ("service", "epj"), ("function", "legevakt")] {
        let form = sent(&form_of(&trial, kind, slug).await, &[]);
        let visit = trial.visit(Lang::Nb, &[Role::IctLead]);
        let (status, page) = read(edit::change(visit, path(kind, slug), form).await.unwrap()).await;
        assert_eq!(status, 303, "{page}");
    }
    assert_eq!(trial.app.live().view().state().size(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_recorded_by_the_person_and_shown() {
    let trial = Trial::started().await;
    let form = sent(
        &form_of(&trial, "system", "epj").await,
        &[("name", "Journal"), ("rto_minutes", "90")],
    );
    let visit = trial.visit(Lang::Nb, &[Role::IctLead]);
    let answer = edit::change(visit, path("system", "epj"), form).await.unwrap();
    assert_eq!(leads_to(&answer), "/ting/system/epj");
    let view = trial.app.live().view();
    let id = "system/epj".parse().unwrap();
    assert_eq!(view.name(&id), Some("Journal"));
    let entry = view.state().entity(&id).unwrap().entry();
    let actor = view.store.entry(entry).unwrap().envelope.actor;
    assert_eq!(actor, Actor::Person("person/ada".parse().unwrap()));
    assert!(!view.state().related(&id, "runs_on").is_empty(), "relations stay");
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_stand_at_their_fields_and_what_was_typed_is_kept() {
    let trial = Trial::started().await;
    let other = [("rto_minutes", "en time"), ("runs_on", "finnes-ikke"), ("name", "<i>X</i>")];
    let form = sent(&form_of(&trial, "system", "epj").await, &other);
    let visit = trial.visit(Lang::Nb, &[Role::IctLead]);
    let (status, page) =
        read(edit::change(visit, path("system", "epj"), form).await.unwrap()).await;
    assert_eq!(status, 422);
    let html = sound(&page);
    for field in ["f-rto_minutes-wrong", "f-runs_on-wrong"] {
        let wrong = Selector::parse(&format!("#{field}")).unwrap();
        assert_eq!(html.select(&wrong).count(), 1, "{field}: {page}");
    }
    assert!(page.contains("en time") && page.contains("finnes-ikke"));
    assert!(page.contains("&lt;i&gt;X") && !page.contains("<i>X"));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_who_change_the_same_thing_lose_nothing() {
    let trial = Trial::started().await;
    let read_by_both = form_of(&trial, "system", "epj").await;
    let ada = sent(&read_by_both, &[("name", "Adas navn")]);
    let bo = sent(&read_by_both, &[("name", "Bos navn"), ("note", "Skrevet av Bo")]);
    let at = || path("system", "epj");
    let first = trial.visit_of("person/ada", Lang::Nb, &[Role::IctLead]);
    assert_eq!(edit::change(first, at(), ada).await.unwrap().status().as_u16(), 303);
    let second = trial.visit_of("person/bo", Lang::Nb, &[Role::IctLead]);
    let (status, page) = read(edit::change(second, at(), bo).await.unwrap()).await;
    assert_eq!(status, 409);
    let html = sound(&page);
    for text in ["Adas navn", "Bos navn", "Skrevet av Bo"] {
        assert!(page.contains(text), "{text}");
    }
    // Sent again from the page that showed both, it is taken.
    let again = sent(&html, &[]);
    let second = trial.visit_of("person/bo", Lang::Nb, &[Role::IctLead]);
    assert_eq!(edit::change(second, at(), again).await.unwrap().status().as_u16(), 303);
    let id = "system/epj".parse().unwrap();
    assert_eq!(trial.app.live().view().name(&id), Some("Bos navn"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_betters_a_status_without_evidence_asks_for_a_reason() {
    let trial = Trial::started().await;
    // Critical enough to need a recovery test; less critical, it is asked no more.
    let other = [("criticality", "1")];
    let page = form_of(&trial, "system", "epj").await;
    let visit = trial.visit(Lang::Nb, &[Role::IctLead]);
    let answer = edit::change(visit, path("system", "epj"), sent(&page, &other)).await.unwrap();
    let (status, refused) = read(answer).await;
    assert_eq!(status, 422, "{refused}");
    sound(&refused);
    assert!(refused.contains("f-grunn-wrong"));
    let other = [("criticality", "1"), ("grunn", "Brukes ikke lenger i drift")];
    let visit = trial.visit(Lang::Nb, &[Role::IctLead]);
    let answer = edit::change(visit, path("system", "epj"), sent(&page, &other)).await.unwrap();
    assert_eq!(answer.status().as_u16(), 303);
    let view = trial.app.live().view();
    let entry = view.state().entity(&"system/epj".parse().unwrap()).unwrap().entry();
    let reason = view.store.entry(entry).unwrap().body.unwrap().reason;
    assert_eq!(reason.as_deref(), Some("Brukes ikke lenger i drift"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_thing_gets_an_id_of_its_name_and_never_one_that_is_taken() {
    let trial = Trial::started().await;
    let visit = || trial.visit(Lang::Nb, &[Role::IctLead]);
    let form = typed(&[("name", "Ny Æøå-tjeneste"), ("runs_on", "Pasientjournalsystem")]);
    let answer = edit::create(visit(), Path("service".to_owned()), form.clone()).await.unwrap();
    assert_eq!(leads_to(&answer), "/ting/service/ny-aeoa-tjeneste");
    let view = trial.app.live().view();
    let on = view.state().related(&"service/ny-aeoa-tjeneste".parse().unwrap(), "runs_on");
    assert_eq!(on.first().map(|id| id.as_str()), Some("system/epj"), "found by its name");
    let (status, page) =
        read(edit::create(visit(), Path("service".to_owned()), form).await.unwrap()).await;
    assert_eq!(status, 422);
    sound(&page);
    let graded = typed(&[("name", "Hemmelig tjeneste"), ("note", "BEGRENSET\nhemmelig")]);
    let (status, page) =
        read(edit::create(visit(), Path("service".to_owned()), graded).await.unwrap()).await;
    assert_eq!(status, 422, "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thing_is_taken_out_of_use_with_a_reason_and_a_successor() {
    let trial = Trial::started().await;
    let visit = || trial.visit(Lang::Nb, &[Role::IctLead]);
    let at = || path("system", "epj");
    let (status, page) = read(retire::retire(visit(), at(), typed(&[])).await.unwrap()).await;
    assert_eq!(status, 422);
    sound(&page);
    let form = typed(&[("grunn", "Byttet ut"), ("etterfolger", "legevaktjournal")]);
    assert_eq!(retire::retire(visit(), at(), form).await.unwrap().status().as_u16(), 303);
    assert!(!trial.app.live().view().state().is_listed(&"system/epj".parse().unwrap()));
    assert!(retire::ask(visit(), at()).await.is_err(), "what is gone has no form");
    assert!(edit::edit(visit(), at()).await.is_err());
}

/// A form with files, as a browser sends it.
async fn files(files: &[(&str, &[u8])]) -> Multipart {
    let mut body = Vec::new();
    for (name, bytes) in files {
        let head = format!(
            "--x\r\nContent-Disposition: form-data; name=\"filer\"; filename=\"{name}\"\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--x--\r\n");
    let request = Request::post("/tjenester/import")
        .header("content-type", "multipart/form-data; boundary=x")
        .body(Body::from(body))
        .unwrap();
    Multipart::from_request(request, &()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_shown_before_it_is_recorded_and_recorded_once() {
    let trial = Trial::started().await;
    let visit = || trial.visit(Lang::Nb, &[Role::IctLead]);
    let csv = "id;navn\nny-1;Ny\nepj;Nytt navn\n";
    let sent_files = files(&[("systemer.csv", csv.as_bytes())]).await;
    let (status, page) = read(import::preview(visit(), sent_files).await.unwrap()).await;
    assert_eq!(status, 200, "{page}");
    let html = sound(&page);
    assert!(page.contains("1 nye, 1 endret") && page.contains("Nytt navn"), "{page}");
    assert!(!trial.app.live().view().state().is_listed(&"system/ny-1".parse().unwrap()));
    let confirmed = sent(&html, &[("grunn", "Ryddet")]);
    let (status, page) = read(import::confirm(visit(), confirmed.clone()).await.unwrap()).await;
    assert_eq!(status, 200, "{page}");
    sound(&page);
    let view = trial.app.live().view();
    assert!(view.state().is_listed(&"system/ny-1".parse().unwrap()));
    let (status, page) = read(import::confirm(visit(), confirmed).await.unwrap()).await;
    assert_eq!(status, 409, "the files are forgotten");
    sound(&page);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_somebody_overtook_is_shown_again() {
    let trial = Trial::started().await;
    let visit = || trial.visit(Lang::Nb, &[Role::IctLead]);
    let csv = "id;navn\nepj;Fra filen\n";
    let sent_files = files(&[("systemer.csv", csv.as_bytes())]).await;
    let (_, page) = read(import::preview(visit(), sent_files).await.unwrap()).await;
    let confirmed = sent(&sound(&page), &[("grunn", "Ryddet")]);
    let form = sent(&form_of(&trial, "system", "epj").await, &[("name", "Fra et skjema")]);
    edit::change(visit(), path("system", "epj"), form).await.unwrap();
    let (status, page) = read(import::confirm(visit(), confirmed).await.unwrap()).await;
    assert_eq!(status, 409, "{page}");
    let id = "system/epj".parse().unwrap();
    assert_eq!(trial.app.live().view().name(&id), Some("Fra et skjema"));
    let confirmed = sent(&sound(&page), &[("grunn", "Ryddet")]);
    let (status, _) = read(import::confirm(visit(), confirmed).await.unwrap()).await;
    assert_eq!(status, 200);
    assert_eq!(trial.app.live().view().name(&id), Some("Fra filen"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mistake_of_a_file_is_told_at_its_place_and_foreign_files_are_refused() {
    let trial = Trial::started().await;
    let visit = || trial.visit(Lang::Nb, &[Role::IctLead]);
    let csv = "id;navn;hvor kritisk (1–5)\nA B;X;9\nny;Y;fem\n";
    let sent_files = files(&[("systemer.csv", csv.as_bytes())]).await;
    let (status, page) = read(import::preview(visit(), sent_files).await.unwrap()).await;
    assert_eq!(status, 422);
    sound(&page);
    assert!(page.contains("A2") && page.contains("C3"), "{page}");
    for (name, bytes) in [
        ("bilde.png", &b"\x89PNG"[..]),
        ("bok.xlsx", b"ikke en arbeidsbok"),
        ("systemer.csv", b"PK\x03\x04"),
        ("systemer.toml", b"\0\0"),
        ("systemer.csv", "id;merknad\nx;\"\nBEGRENSET\n\"\n".as_bytes()),
    ] {
        let (status, page) =
            read(import::preview(visit(), files(&[(name, bytes)]).await).await.unwrap()).await;
        assert_eq!(status, 422, "{name}");
        sound(&page);
    }
    let (status, _) = read(import::preview(visit(), files(&[]).await).await.unwrap()).await;
    assert_eq!(status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_exported_is_read_again_as_the_same() {
    let trial = Trial::started().await;
    trial.said("supplier.contacted", "supplier/helgeland-ikt-iks", Outcome::Supports).await;
    let visit = || trial.visit(Lang::Nb, &[Role::IctLead]);
    let asked = Asked::of("klasse=internal");
    let answer = export::export(visit(), asked).await.unwrap();
    let name = answer.headers().get("content-disposition").unwrap().to_str().unwrap().to_owned();
    assert!(name.contains("attachment") && name.contains(".xlsx"));
    let bytes = axum::body::to_bytes(answer.into_body(), 16 << 20).await.unwrap();
    let sent_files = files(&[("inventar.xlsx", &bytes)]).await;
    let (status, page) = read(import::preview(visit(), sent_files).await.unwrap()).await;
    assert_eq!(status, 200);
    assert!(page.contains("0 nye, 0 endret"), "{page}");
    let asked = Asked::of("klasse=public");
    let answer = export::export(visit(), asked).await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
}
