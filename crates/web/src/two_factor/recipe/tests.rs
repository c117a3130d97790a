//! The form of a recipe: what a button does, that what was typed comes back, and that nothing is sent unless it was seen.

use std::time::Duration;

use arvak_identity::Role;
use arvak_probe::Clock as _;
use arvak_words::Lang;
use axum::extract::Path;
use axum::response::IntoResponse as _;

use super::{edit, job, keep, page, tries, try_it};
use crate::form::{Asked, Typed};
use crate::trial::{Trial, leads_to, read, sound};
use crate::two_factor::service;

const SERVICES: &str = r#"
[[service]]
id = "ansatt"
name = "Ansattportalen"
internet_facing = true
login = "form"

[[service]]
id = "kart"
name = "Kartet"
internet_facing = true
"#;

async fn trial() -> Trial {
    let trial = Trial::started().await;
    trial.listed(SERVICES).await;
    let folder = trial.app.folder();
    let seal = arvak_store::Seal::open(folder.layout()).unwrap();
    let target = br#"{"canary":{"password":"hemmelig-ord"}}"#;
    let (told, groups, locks_after) = ("Vakten", "Alle ansatte", Some(10));
    let new = arvak_store::NewCanary { target, told, groups, locks_after };
    let id = "service/ansatt".parse().unwrap();
    folder.operation().add_canary(&seal, &id, new, trial.clock.now()).await.unwrap();
    trial
}

fn typed(pairs: &[(&str, &str)]) -> Typed {
    Typed::of(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())))
}

/// A whole form, and what more was sent with it.
fn form(more: &[(&str, &str)]) -> Typed {
    let whole = [
        ("innlogging", "/logg-inn"),
        ("krever", "/min-side\r\n/post"),
        ("steg-1", "user"),
        ("hvor-1", "brukernavn"),
        ("steg-2", "password"),
        ("hvor-2", "#pw"),
        ("steg-3", "press"),
        ("hvor-3", "*"),
        ("okt", ""),
        ("kode", "#kode"),
        ("avvist", "Feil passord"),
        ("resten", "id = \"portal\""),
    ];
    let all: Vec<_> = whole.iter().chain(more).copied().collect();
    typed(&all)
}

fn slug() -> Path<String> {
    Path("ansatt".to_owned())
}

async fn shown(trial: &Trial, lang: Lang, query: &str) -> (u16, String) {
    let visit = trial.visit(lang, &[Role::IctLead]);
    read(page(visit, slug(), Asked::of(query)).await.into_response()).await
}

async fn edited(trial: &Trial, typed: Typed) -> String {
    let answer = edit(trial.visit(Lang::Nb, &[Role::IctLead]), slug(), typed).await;
    let (status, page) = read(answer.into_response()).await;
    assert_eq!(status, 200);
    sound(&page);
    page
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_begun_from_nothing_from_a_ready_recipe_or_from_what_is_kept() {
    let trial = trial().await;
    for lang in Lang::ALL {
        let (status, page) = shown(&trial, lang, "").await;
        assert_eq!(status, 200);
        sound(&page);
        assert!(!page.contains("hemmelig-ord") && !page.contains("id=\"f-steg-1\""), "{page}");
    }
    let (_, page) = shown(&trial, Lang::Nb, "fra=tom").await;
    sound(&page);
    assert!(page.contains("id=\"f-steg-3\"") && !page.contains("id=\"f-steg-4\""));
    let (_, page) = shown(&trial, Lang::Nb, "fra=portal").await;
    sound(&page);
    assert!(page.contains("value=\"/inn\"") && page.contains("<option value=\"portal\" selected"));
    assert_eq!(shown(&trial, Lang::Nb, "fra=ukjent").await.0, 404);
    let visit = trial.visit(Lang::Nb, &[Role::IctLead]);
    let none = super::page(visit, Path("kart".to_owned()), Asked::of("")).await;
    let (_, page) = read(none.into_response()).await;
    assert!(page.contains("Tjenesten har ingen prøvekonto") && !page.contains("<textarea"));
    // The way to it stands on the service's page, for those who may start looks.
    for (role, is_there) in [(Role::IctLead, true), (Role::Auditor, false)] {
        let visit = trial.visit(Lang::Nb, &[role]);
        let (_, page) = read(service::service(visit, slug()).await.into_response()).await;
        assert_eq!(page.contains("/to-faktor/ansatt/oppskrift"), is_there);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_is_added_and_removed_and_everything_else_comes_back_as_it_was() {
    let trial = trial().await;
    let kept = ["value=\"/logg-inn\"", "/min-side", "value=\"#kode\"", "Feil passord", "id = "];
    let count = |page: &str| page.matches("name=\"steg-").count();
    for (done, steps) in [("ny", 4), ("for-2", 4), ("fjern-1", 2), ("fjern-9", 3), ("for-99", 3)] {
        let page = edited(&trial, form(&[("gjor", done)])).await;
        assert_eq!(count(&page), steps, "{done}");
        assert!(kept.iter().all(|text| page.contains(text)), "{done}: {page}");
    }
    let page = edited(&trial, form(&[("gjor", "for-2")])).await;
    assert!(
        page.contains("name=\"hvor-2\" value=\"\"")
            && page.contains("name=\"hvor-3\" value=\"#pw\"")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_names_its_step_and_its_field_and_what_was_typed_is_kept() {
    let trial = trial().await;
    let mistaken = |name: &str, text: &str| {
        let form = form(&[("gjor", "sjekk")]);
        Typed::of([(name.to_owned(), text.to_owned())].into_iter().chain(form.pairs()))
    };
    for (name, text, told, at) in [
        ("hvor-2", "galt", "Steg 2: Velgeren kan ikke leses", "href=\"#f-hvor-2\""),
        ("resten", "id =", "Resten kan ikke leses", "href=\"#f-resten\""),
        ("resten", "login = \"/x\"", "login står både", "href=\"#f-resten\""),
    ] {
        let page = edited(&trial, mistaken(name, text)).await;
        assert!(page.contains(told) && page.contains(at), "{told}: {page}");
        assert!(page.contains(&text.replace('"', "&quot;")), "{text}: {page}");
        assert!(page.contains("value=\"/logg-inn\"") && !page.contains("name=\"sett\""));
    }
    let page = edited(&trial, typed(&[("gjor", "toml"), ("toml", "login = <b>")])).await;
    assert!(
        page.contains("kan ikke leses som TOML") && page.contains("login = &lt;b&gt;"),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sound_is_told_with_what_a_trial_sends_and_the_margin() {
    let trial = trial().await;
    let page = edited(&trial, form(&[("gjor", "sjekk")])).await;
    for told in [
        "Ingenting er sendt",
        "sender et feil passord",
        "Feil passord: høyst 1 på en dag",
        "Vakten",
        "sperrer kontoen etter 10 feil",
        "hører ikke til noe domene",
        "name=\"sett\"",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let text = edited(&trial, typed(&[("gjor", "toml"), ("toml", "login = \"/annet\"")])).await;
    assert!(text.contains("value=\"/annet\""), "a text goes into the fields: {text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_until_the_plan_was_seen_and_then_each_step_is_shown() {
    let trial = trial().await;
    let send = async |typed| {
        try_it(trial.visit(Lang::Nb, &[Role::IctLead]), slug(), typed).await.into_response()
    };
    let (status, page) = read(send(form(&[])).await).await;
    sound(&page);
    assert!(status == 200 && page.contains("Se hva et forsøk sender") && page.contains("#pw"));
    let begun = send(form(&[("sett", "1")])).await;
    assert_eq!(begun.status().as_u16(), 303);
    let place = leads_to(&begun);
    let number: u64 = place.rsplit('/').next().unwrap().parse().unwrap();
    let id = "service/ansatt".parse().unwrap();
    while tries::one(&trial.app, &id, number).await.unwrap().end.is_none() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    for lang in Lang::ALL {
        let visit = trial.visit(lang, &[Role::IctLead]);
        let shown = job::one(visit, Path(("ansatt".to_owned(), number))).await;
        let (status, page) = read(shown.into_response()).await;
        sound(&page);
        let told = ["https://ansatt.heroy.kommune.no/inn", "value=\"id = &quot;portal&quot;"];
        assert!(status == 200 && told.iter().all(|told| page.contains(told)), "{page}");
    }
    let visit = trial.visit(Lang::Nb, &[Role::IctLead]);
    let shown = job::one(visit, Path(("ansatt".to_owned(), number))).await;
    let (_, page) = read(shown.into_response()).await;
    for told in
        ["Steg 2, skriv i feltet:", "et trinn i oppskriften passer ikke", "Forsøk med feil kode"]
    {
        assert!(page.contains(told), "{told}: {page}");
    }
    // It belongs to its service.
    let visit = trial.visit(Lang::Nb, &[Role::IctLead]);
    let other = job::one(visit, Path(("kart".to_owned(), number))).await;
    assert_eq!(read(other.into_response()).await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sound_is_kept_and_what_is_not_comes_back() {
    let trial = trial().await;
    let send = async |typed| {
        keep(trial.visit(Lang::Nb, &[Role::IctLead]), slug(), typed).await.into_response()
    };
    let answer = send(form(&[])).await;
    assert_eq!(answer.status().as_u16(), 303);
    assert_eq!(leads_to(&answer), "/to-faktor/ansatt");
    let answer = send(typed(&[("hele", "login = \"galt\"")])).await;
    let (status, page) = read(answer).await;
    assert!(status == 200 && page.contains("Velgeren kan ikke leses"), "{page}");
}
