//! Tasks, as somebody works through them.

use arvak_core::{Outcome, Status};
use arvak_identity::Role;
use arvak_words::Lang;
use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Path};
use axum::http::Request;

use super::task::{all, find};
use super::*;
use crate::form::{Asked, Typed};
use crate::trial::{Trial, leads_to, read, sound};

const SUPPLIER: &str = "supplier/helgeland-ikt-iks";

fn at(claim: &str, kind: &str, slug: &str) -> Path<(String, String, String)> {
    Path((claim.to_owned(), kind.to_owned(), slug.to_owned()))
}

fn contacted() -> Path<(String, String, String)> {
    at("1b.1", "supplier", "helgeland-ikt-iks")
}

fn typed(pairs: &[(&str, &str)]) -> Typed {
    Typed::of(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())))
}

/// A form with fields and a file, as a browser sends it.
async fn sent(fields: &[(&str, &str)], file: &[u8]) -> Multipart {
    let mut body = Vec::new();
    for (name, text) in fields {
        let part =
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
        body.extend(part.bytes());
    }
    let head = "--x\r\nContent-Disposition: form-data; name=\"fil\"; filename=\"brev.txt\"\r\n\r\n";
    body.extend(head.bytes());
    body.extend(file);
    body.extend(b"\r\n--x--\r\n");
    let request = Request::post("/")
        .header("content-type", "multipart/form-data; boundary=x")
        .body(Body::from(body))
        .unwrap();
    Multipart::from_request(request, &()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worst_comes_first_and_what_is_verified_is_no_task() {
    let trial = Trial::started().await;
    trial.said("supplier.contacted", SUPPLIER, Outcome::Refutes).await;
    let view = trial.app.live().view();
    let tasks = all(&view);
    assert_eq!(tasks.first().map(|task| task.claim.id.as_str()), Some("1b.1"));
    assert!(tasks.is_sorted_by_key(|task| task.state));
    let open = |state| !matches!(state, Status::Verified | Status::NotApplicable);
    assert!(tasks.iter().all(|task| open(task.state)));
    let subjects = view.assessment.claims().flat_map(|claim| &claim.subjects);
    let subjects = subjects.filter(|subject| open(subject.state)).count();
    let claims = tasks.iter().filter(|task| task.subject.is_none()).count();
    assert_eq!(tasks.len(), subjects + claims, "every open subject is one task");
    assert!(tasks.iter().all(|task| task.owner.is_some()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_and_the_pages_are_sound_in_every_language() {
    let trial = Trial::started().await;
    trial.said("supplier.contacted", SUPPLIER, Outcome::Refutes).await;
    for lang in Lang::ALL {
        let visit = || trial.visit(lang, &[Role::IctLead, Role::ChiefExecutive]);
        for query in ["", "rolle=ict_lead", "status=refuted", "rolle=ingen", "side=99"] {
            let asked = Asked::of(query);
            sound(&read(list::list(visit(), asked).await.unwrap()).await.1);
        }
        let (status, page) = read(one::one(visit(), contacted()).await.unwrap()).await;
        assert_eq!(status, 200);
        sound(&page);
        assert!(page.contains("veiledning"), "the guide of the catalogue is there");
    }
    let view = trial.app.live().view();
    let bare = all(&view).into_iter().find(|task| task.subject.is_none()).unwrap();
    let claim = bare.claim.id.to_string();
    let visit = trial.visit(Lang::Nb, &[Role::IctLead]);
    sound(&read(one::claim(visit, Path(claim)).await.unwrap()).await.1);
    let visit = trial.visit(Lang::Nb, &[Role::IctLead]);
    assert!(one::one(visit, at("9z.9", "supplier", "x")).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_only_reads_is_offered_no_form() {
    let trial = Trial::started().await;
    let visit = trial.visit(Lang::Nb, &[Role::Auditor]);
    let (_, page) = read(one::one(visit, contacted()).await.unwrap()).await;
    let html = sound(&page);
    let forms = scraper::Selector::parse("main form[method=post]").unwrap();
    assert_eq!(html.select(&forms).count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_due_date_and_who_is_responsible_are_set_moved_and_met() {
    let trial = Trial::started().await;
    let visit = || trial.visit(Lang::Nb, &[Role::IctLead]);
    let wrong = typed(&[("skjema", "frist"), ("frist", "2026-01-01"), ("ansvarlig", "system/x")]);
    let (status, page) = read(act::due(visit(), contacted(), wrong).await.unwrap()).await;
    assert_eq!(status, 422);
    sound(&page);
    assert!(page.contains("2026-01-01"), "what was typed is kept");
    for day in ["2026-04-01", "2026-03-15"] {
        let form = [("frist", day), ("ansvarlig", "role/emergency_coordinator")];
        let answer = act::due(visit(), contacted(), typed(&form)).await.unwrap();
        assert_eq!(leads_to(&answer), "/oppgaver/1b.1/supplier/helgeland-ikt-iks");
    }
    let view = trial.app.live().view();
    let id = SUPPLIER.parse().unwrap();
    let task = find(&view, "1b.1", &id).unwrap();
    assert_eq!(task.due.map(|due| due.to_string()).as_deref(), Some("2026-03-15T23:00:00Z"));
    assert_eq!(
        task.owner.map(|role| role.to_string()).as_deref(),
        Some("role/emergency_coordinator")
    );
    act::done(visit(), contacted()).await.unwrap();
    let view = trial.app.live().view();
    let task = find(&view, "1b.1", &id).unwrap();
    assert_eq!(task.due, None);
    assert_eq!(task.state, Status::Missing, "a measure that is done shows nothing by itself");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_and_a_document_are_recorded_as_what_they_are() {
    let trial = Trial::started().await;
    let visit = || trial.visit(Lang::Nb, &[Role::IctLead]);
    let kind = format!("supplier.contacted {SUPPLIER}");
    let fields = |basis: &'static str| {
        [("skjema", "bevis"), ("sier", "supports"), ("grunnlag", basis), ("dato", "2026-03-01")]
    };
    let with_kind = |basis| {
        let mut all = fields(basis).to_vec();
        all.push(("slag", kind.as_str()));
        all
    };
    let no_file =
        evidence::record_evidence(visit(), contacted(), sent(&with_kind("document"), b"").await);
    assert_eq!(no_file.await.unwrap().status().as_u16(), 422, "a document needs its file");
    let probe =
        evidence::record_evidence(visit(), contacted(), sent(&with_kind("probe"), b"x").await);
    let (status, page) = read(probe.await.unwrap()).await;
    assert_eq!(status, 422, "nobody types what a probe finds (law 5)");
    sound(&page);
    let marked = sent(&with_kind("document"), b"BEGRENSET\nplan").await;
    let marked = evidence::record_evidence(visit(), contacted(), marked).await.unwrap();
    assert_eq!(marked.status().as_u16(), 422, "graded information is refused");
    let document = sent(&with_kind("document"), b"Vi ringte dem 1. mars.").await;
    let answer = evidence::record_evidence(visit(), contacted(), document).await.unwrap();
    assert_eq!(answer.status().as_u16(), 303);
    let view = trial.app.live().view();
    let id = SUPPLIER.parse().unwrap();
    let found: Vec<_> =
        view.state().evidence(&id, &"supplier.contacted".parse().unwrap()).collect();
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(one.basis, arvak_core::Basis::Document);
    let blobs = view.store.entry(one.entry).unwrap().envelope.blobs;
    let digest = blobs.first().unwrap();
    assert_eq!(view.store.blobs().get(*digest).unwrap(), b"Vi ringte dem 1. mars.");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_stands_beside_the_refutation_and_lifts_nothing() {
    let trial = Trial::started().await;
    trial.said("supplier.contacted", SUPPLIER, Outcome::Refutes).await;
    let view = trial.app.live().view();
    let id = SUPPLIER.parse().unwrap();
    let entry = find(&view, "1b.1", &id).unwrap().subject.unwrap().evidence[0].to_string();
    let visit = || trial.visit(Lang::Nb, &[Role::IctLead]);
    let empty = typed(&[("skjema", "svar"), ("funn", &entry)]);
    let (status, page) = read(act::reply(visit(), contacted(), empty).await.unwrap()).await;
    assert_eq!(status, 422);
    sound(&page);
    let form = typed(&[("funn", &entry), ("tekst", "Vi ringte dem <i>i går</i>.")]);
    let answer = act::reply(visit(), contacted(), form).await.unwrap();
    assert_eq!(answer.status().as_u16(), 303);
    let view = trial.app.live().view();
    assert_eq!(find(&view, "1b.1", &id).unwrap().state, Status::Refuted);
    let (_, page) = read(one::one(visit(), contacted()).await.unwrap()).await;
    sound(&page);
    assert!(page.contains("Vi ringte dem &lt;i&gt;i går"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exemption_is_asked_for_by_one_and_approved_by_another() {
    let trial = Trial::started().await;
    let visit = |person| trial.visit_of(person, Lang::Nb, &[Role::IctLead, Role::ChiefExecutive]);
    let form = [("skjema", "unntak"), ("til", "2026-06-01"), ("begrunnelse", "Avtalen går ut")];
    let wrong = typed(&[("skjema", "unntak"), ("til", "2026-06-01")]);
    let refused = act::ask_exemption(visit("person/ada"), contacted(), wrong).await.unwrap();
    assert_eq!(refused.status().as_u16(), 422, "without a reason there is no request");
    act::ask_exemption(visit("person/ada"), contacted(), typed(&form)).await.unwrap();
    let view = trial.app.live().view();
    let request = (view.state().size() - 1).to_string();
    let own =
        act::approve_exemption(visit("person/ada"), contacted(), typed(&[("soknad", &request)]));
    let (status, page) = read(own.await.unwrap()).await;
    assert_eq!(status, 422, "nobody approves what they asked for themselves");
    sound(&page);
    let other =
        act::approve_exemption(visit("person/bo"), contacted(), typed(&[("soknad", &request)]));
    assert_eq!(other.await.unwrap().status().as_u16(), 303);
    let view = trial.app.live().view();
    let task = find(&view, "1b.1", &SUPPLIER.parse().unwrap()).unwrap();
    assert_eq!(task.state, Status::Exempt);
}
