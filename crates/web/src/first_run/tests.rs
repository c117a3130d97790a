//! The first run, page by page.

use arvak_core::Outcome;
use arvak_identity::Role;
use arvak_store::{NewPassword, Seal};
use arvak_words::Lang;
use axum::http::HeaderMap;

use super::choices::Step;
use super::*;
use crate::form::{Asked, Typed};
use crate::trial::{Trial, leads_to, read, sound};
use crate::visit::Visit;

fn typed(pairs: &[(&str, &str)]) -> Typed {
    Typed::of(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())))
}

/// The headers of a browser that came by the printed link.
async fn by_link(trial: &Trial) -> HeaderMap {
    let link = link(trial.app.folder(), "https://arvak.example").await.unwrap().unwrap();
    let (_, token) = link.split_once('=').unwrap();
    begin::open(nobody(trial), HeaderMap::new(), key(token)).await.unwrap();
    let mut headers = HeaderMap::new();
    headers.insert(
        "cookie",
        format!("{}={token}", gate::COOKIE.name(trial.app.site().is_secure())).parse().unwrap(),
    );
    headers
}

fn search(text: &str) -> Asked {
    Asked(typed(&[("sok", text)]))
}

fn key(token: &str) -> Asked {
    Asked(typed(&[("nokkel", token)]))
}

fn nobody(trial: &Trial) -> Visit {
    trial.visit(Lang::Nb, &[])
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_link_is_told_what_to_do_in_every_language() {
    let trial = Trial::empty().await;
    for lang in Lang::ALL {
        let visit = || trial.visit(lang, &[]);
        let wrong = key("gal");
        let (status, page) =
            read(begin::open(visit(), HeaderMap::new(), wrong).await.unwrap()).await;
        assert_eq!(status, 403);
        sound(&page);
        let none = begin::municipality(visit(), HeaderMap::new(), search("")).await.unwrap();
        assert_eq!(none.status().as_u16(), 403);
    }
    by_link(&trial).await;
    end(trial.app.folder().operation()).await.unwrap();
    let used = key("gal");
    let (status, page) =
        read(begin::open(nobody(&trial), HeaderMap::new(), used).await.unwrap()).await;
    assert_eq!(status, 410);
    assert!(page.contains("/logg-inn"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_opens_the_first_page_and_keeps_the_token_in_a_cookie() {
    let trial = Trial::empty().await;
    let link = link(trial.app.folder(), "https://arvak.example").await.unwrap().unwrap();
    let token = link.split_once('=').unwrap().1.to_owned();
    let answer = begin::open(nobody(&trial), HeaderMap::new(), key(&token)).await.unwrap();
    assert_eq!(leads_to(&answer), "/kom-i-gang/kommune");
    let cookie = answer.headers().get("set-cookie").unwrap().to_str().unwrap().to_owned();
    assert!(cookie.contains(&token) && cookie.contains("HttpOnly") && cookie.contains("; Secure"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_municipality_is_found_and_its_namesake_is_told_apart() {
    let trial = Trial::empty().await;
    let headers = by_link(&trial).await;
    for (text, shown) in [("herøy", 2), ("VALER", 3), ("1818", 1), ("finnes ikke", 0)] {
        let answer = begin::municipality(nobody(&trial), headers.clone(), search(text)).await;
        let (status, page) = read(answer.unwrap()).await;
        assert_eq!(status, 200);
        let html = sound(&page);
        let buttons = scraper::Selector::parse("button[name=kommune]").unwrap();
        assert_eq!(html.select(&buttons).count(), shown, "{text}");
    }
    let wrong = typed(&[("kommune", "0000")]);
    let answer = begin::choose_municipality(nobody(&trial), headers, wrong).await.unwrap();
    let (status, page) = read(answer).await;
    assert_eq!(status, 422);
    sound(&page);
    assert!(page.contains("ds-error-summary"));
}

/// Everything up to the administrator.
async fn answered(trial: &Trial, headers: &HeaderMap) {
    let chosen = typed(&[("kommune", "1818")]);
    let answer = begin::choose_municipality(nobody(trial), headers.clone(), chosen).await;
    assert_eq!(leads_to(&answer.unwrap()), "/kom-i-gang/drift");
    let chosen = typed(&[("drift", "intermunicipal"), ("navn", "Helgeland IKT IKS")]);
    let answer = begin::choose_runs_ict(nobody(trial), headers.clone(), chosen).await;
    assert_eq!(leads_to(&answer.unwrap()), "/kom-i-gang/domener");
    let chosen = typed(&[("domener", "heroy.kommune.no"), ("sprak", "nn")]);
    let answer = inventory_pages::choose_domains(nobody(trial), headers.clone(), chosen).await;
    assert_eq!(leads_to(&answer.unwrap()), "/kom-i-gang/startpakke?lang=nn");
    let chosen = typed(&[("function", "legevakt"), ("service", "epj"), ("service", "nettsted")]);
    let answer = inventory_pages::choose_starter(nobody(trial), headers.clone(), chosen).await;
    assert_eq!(leads_to(&answer.unwrap()), "/kom-i-gang/administrator");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_chosen_is_there_when_one_goes_back_or_the_program_starts_again() {
    let trial = Trial::empty().await;
    let headers = by_link(&trial).await;
    let early = inventory_pages::domains(nobody(&trial), headers.clone()).await.unwrap();
    assert_eq!(leads_to(&early), "/kom-i-gang/kommune", "no page is shown before its turn");
    answered(&trial, &headers).await;
    let (_, page) = read(begin::runs_ict(nobody(&trial), headers.clone()).await.unwrap()).await;
    let html = sound(&page);
    let checked = scraper::Selector::parse("input[checked]").unwrap();
    let value = html.select(&checked).next().and_then(|one| one.attr("value"));
    assert_eq!(value, Some("intermunicipal"));
    assert!(page.contains("Helgeland IKT IKS"));
    let (_, page) =
        read(inventory_pages::starter(nobody(&trial), headers.clone()).await.unwrap()).await;
    let ticked = sound(&page).select(&checked).count();
    assert_eq!(ticked, 3, "what was unticked stays so");
    let again = begin::open(nobody(&trial), headers, Asked::default()).await.unwrap();
    assert_eq!(leads_to(&again), "/kom-i-gang/administrator");
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_are_told_and_everything_typed_is_kept() {
    let trial = Trial::empty().await;
    let headers = by_link(&trial).await;
    answered(&trial, &headers).await;
    let cases: [(&str, &str); 2] = [("domener", "ikke et domene"), ("domener", "")];
    for (field, text) in cases {
        let chosen = typed(&[(field, text)]);
        let answer = inventory_pages::choose_domains(nobody(&trial), headers.clone(), chosen).await;
        let (status, page) = read(answer.unwrap()).await;
        assert_eq!(status, 422);
        sound(&page);
        assert!(page.contains(text) && page.contains("f-domener-wrong"));
    }
    let chosen = typed(&[("navn", "<b>Ada</b>"), ("epost", "ada")]);
    let answer =
        administrator::choose_administrator(nobody(&trial), headers.clone(), chosen).await.unwrap();
    let (status, page) = read(answer).await;
    assert_eq!(status, 422);
    sound(&page);
    assert!(page.contains("&lt;b&gt;Ada") && !page.contains("<b>Ada"));
    let chosen = typed(&[("navn", "Ada"), ("epost", "ada@heroy.kommune.no")]);
    let answer =
        administrator::choose_administrator(nobody(&trial), headers, chosen).await.unwrap();
    assert_eq!(leads_to(&answer), "/konto/faktorer");
    let accounts = trial.app.folder().operation().accounts().await.unwrap();
    let [account] = accounts.as_slice() else { panic!("{accounts:?}") };
    assert_eq!(
        (account.name.as_str(), account.roles.as_slice()),
        ("Ada", &["administrator".to_owned()][..])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn when_somebody_can_log_in_the_link_opens_nothing_and_says_where_to_go_on() {
    let trial = Trial::empty().await;
    let headers = by_link(&trial).await;
    answered(&trial, &headers).await;
    let chosen = typed(&[("navn", "Ada"), ("epost", "ada@heroy.kommune.no")]);
    administrator::choose_administrator(nobody(&trial), headers.clone(), chosen).await.unwrap();
    let begun = begin::runs_ict(nobody(&trial), headers.clone()).await.unwrap();
    assert_eq!(begun.status().as_u16(), 200, "an account without factors may be begun anew");
    let operation = trial.app.folder().operation();
    let person = operation.accounts().await.unwrap()[0].person.clone();
    let seal = Seal::open(trial.app.folder().layout()).unwrap();
    let new = NewPassword { hash: "$argon2id$…", secret: b"secret", step: 0, recovery: &[] };
    operation.set_password(&seal, &person, &new).await.unwrap();
    let (status, page) =
        read(begin::runs_ict(nobody(&trial), headers.clone()).await.unwrap()).await;
    assert_eq!(status, 403);
    sound(&page);
    assert!(page.contains("/logg-inn?til=/kom-i-gang/undersokelse"));
    let administrator = trial.visit(Lang::Nb, &[Role::Administrator]);
    let on = begin::runs_ict(administrator, headers).await.unwrap();
    assert_eq!(on.status().as_u16(), 200, "the administrator may go back");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_page_says_what_is_sent_and_its_button_records_the_inventory_once() {
    let trial = Trial::empty().await;
    let headers = by_link(&trial).await;
    answered(&trial, &headers).await;
    for lang in Lang::ALL {
        let visit = trial.visit(lang, &[Role::Administrator]);
        let (status, page) = read(look::look(visit, headers.clone()).await.unwrap()).await;
        assert_eq!(status, 200);
        sound(&page);
        assert!(page.contains("mta-sts.heroy.kommune.no"), "{page}");
    }
    for _ in 0..2 {
        let visit = trial.visit(Lang::Nb, &[Role::Administrator]);
        let answer = look::begin(visit, headers.clone()).await.unwrap();
        assert_eq!(answer.status().as_u16(), 303);
    }
    let view = trial.app.live().view();
    let listed = |id: &str| view.state().is_listed(&id.parse().unwrap());
    assert!(listed("organisation/heroy") && listed("domain/heroy.kommune.no"));
    assert!(listed("supplier/helgeland-ikt-iks") && listed("service/epj"));
    assert!(!listed("service/lonn"));
    let organisation = "organisation/heroy".parse().unwrap();
    assert_eq!(view.store.about(&organisation).await.unwrap().len(), 1, "recorded once");
    let entry = view.state().entity(&organisation).unwrap().entry();
    let actor = view.store.entry(entry).unwrap().envelope.actor;
    assert_eq!(actor, arvak_core::Actor::Person("person/ada".parse().unwrap()));
    assert_eq!(link(trial.app.folder(), "").await.unwrap(), None, "the first run is over");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_on_the_status_page_with_findings_and_three_texts_until_they_are_taken_away() {
    let trial = Trial::started().await;
    trial.said("supplier.contacted", "supplier/helgeland-ikt-iks", Outcome::Refutes).await;
    let operation = trial.app.folder().operation();
    end(operation).await.unwrap();
    gate::show_box(operation).await.unwrap();
    let walk = crate::walk::Walk::over(trial).await;
    let cookie = walk.session_within(Role::Administrator, &[]).await;
    let texts = scraper::Selector::parse(".a-first .a-copy pre").unwrap();
    for lang in Lang::ALL {
        let (status, page) = walk.page(&format!("/status?lang={}", lang.tag()), &cookie).await;
        assert_eq!(status, 200);
        assert_eq!(sound(&page).select(&texts).count(), 3);
        assert!(page.contains("arvak-control=k3y") && page.contains("https://arvak.example/leder"));
        assert!(page.contains("/punkt/1b.1"), "what is refuted is a finding: {page}");
    }
    let other = walk.session_within(Role::Auditor, &[]).await;
    assert!(!walk.page("/status", &other).await.1.contains("a-first"), "it is for who set it up");
    let post = axum::http::Method::POST;
    let origin = Some(crate::walk::ORIGIN);
    let gone = walk.send(&post, "/kom-i-gang/ferdig", Some(&cookie), origin, "").await;
    assert_eq!(leads_to(&gone), "/status");
    assert!(!walk.page("/status", &cookie).await.1.contains("a-first"));
    let get = axum::http::Method::GET;
    let old = walk.send(&get, "/kom-i-gang/ferdig", Some(&cookie), None, "").await;
    assert_eq!(leads_to(&old), "/status", "the old address leads there");
}

#[test]
fn there_are_six_pages() {
    let numbers: Vec<_> = Step::ALL.into_iter().map(Step::number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    assert_eq!(Step::Municipality.before(), None);
    assert_eq!(Step::Look.before(), Some(Step::Administrator));
}

#[tokio::test(flavor = "multi_thread")]
async fn through_the_guard_the_link_leads_to_the_first_question_and_only_our_own_forms_are_taken() {
    use axum::body::Body;
    use axum::http::Request;
    use tower::ServiceExt as _;

    let trial = Trial::empty().await;
    let cookie = by_link(&trial).await.remove("cookie").unwrap();
    let router = crate::routes::router(&trial.app);
    let ask = async |request: Request<Body>| router.clone().oneshot(request).await.unwrap();
    let get = |path: &str| Request::get(path).header("cookie", &cookie).body(Body::empty());
    let page = ask(get("/kom-i-gang/kommune?sok=1818&sok=x").unwrap()).await;
    assert_eq!(page.status().as_u16(), 200);
    sound(&read(page).await.1);
    let post = |origin: &str| {
        Request::post("/kom-i-gang/kommune")
            .header("cookie", &cookie)
            .header("origin", origin)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from("kommune=1818"))
            .unwrap()
    };
    let foreign = ask(post("https://evil.example")).await;
    assert_eq!(foreign.status().as_u16(), 403);
    let ours = ask(post("https://arvak.example")).await;
    assert_eq!(leads_to(&ours), "/kom-i-gang/drift");
    let last = ask(get("/kom-i-gang/undersokelse").unwrap()).await;
    assert!(leads_to(&last).starts_with("/logg-inn"), "the last page asks for an administrator");
    for path in ["/tjenester", "/tjenester/ny/system", "/tjenester/import", "/oppgaver"] {
        let answer = ask(get(path).unwrap()).await;
        assert!(leads_to(&answer).starts_with("/logg-inn"), "{path}");
    }
}
