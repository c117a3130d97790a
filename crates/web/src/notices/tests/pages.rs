//! The pages: channels, webhooks, one's own choices.

use arvak_identity::Role;
use arvak_notices::webhook::PREFIX;
use arvak_words::Lang;
use axum::extract::Path;
use axum::http::Uri;

use super::{outbox, relaying, send, somebody, tell};
use crate::form::Typed;
use crate::notices::{channels, choices, webhooks};
use crate::trial::{Trial, leads_to, read, sound};
use crate::visit::Visit;

fn typed(pairs: &[(&str, &str)]) -> Typed {
    Typed::of(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())))
}

fn at(mut visit: Visit, address: &'static str) -> Visit {
    visit.uri = Uri::from_static(address);
    visit
}

#[tokio::test(flavor = "multi_thread")]
async fn channels_are_sound_with_and_without_mail_and_with_failures() {
    let without = Trial::started().await;
    for lang in Lang::ALL {
        let visit = without.visit(lang, &[Role::Administrator]);
        let (status, page) = read(channels::show(visit).await.unwrap()).await;
        assert_eq!(status, 200);
        sound(&page);
        assert!(page.contains("[mail]"), "what to write is shown");
    }
    let trial = relaying(1).await;
    let me = somebody(&trial, "ada", Role::Administrator, "weekly", &[]).await;
    let visit = |lang| trial.visit_of(me.as_str(), lang, &[Role::Administrator]);
    channels::test(visit(Lang::Nb)).await.unwrap();
    send(&trial.app).await;
    for lang in Lang::ALL {
        let shown = channels::show(at(visit(lang), "/oppsett/kanaler?sagt=sendt")).await.unwrap();
        let (_, page) = read(shown).await;
        let html = sound(&page);
        let rows = scraper::Selector::parse("main tbody tr").unwrap();
        assert_eq!(html.select(&rows).count(), 1, "the test that did not arrive is seen");
    }
    let id = outbox(&trial.app).await[0].id.to_string();
    let operation = trial.app.folder().operation();
    operation
        .give_up(id.parse().unwrap(), "refused", "550 <b>no</b>", trial.app.clock().now())
        .await
        .unwrap();
    let (_, page) = read(channels::show(visit(Lang::Nb)).await.unwrap()).await;
    sound(&page);
    assert!(page.contains("550 &lt;b&gt;no"), "what a server says is escaped");
    assert!(page.contains("Én melding kom ikke fram."));
    for (act, leads) in [("igjen", "igjen"), ("glem", "glemt")] {
        let form = [("melding", id.as_str()), ("gjor", act)];
        let answer = channels::act(visit(Lang::Nb), typed(&form)).await.unwrap();
        assert_eq!(leads_to(&answer), format!("/oppsett/kanaler?sagt={leads}"));
    }
    let form = [("melding", id.as_str()), ("gjor", "igjen")];
    assert!(channels::act(visit(Lang::Nb), typed(&form)).await.is_err(), "it is gone");
    assert_eq!(outbox(&trial.app).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_is_registered_and_its_secret_is_shown_once_to_whoever_did_it() {
    let trial = relaying(1).await;
    let me = somebody(&trial, "ada", Role::Administrator, "weekly", &[]).await;
    let other = somebody(&trial, "bo", Role::Administrator, "weekly", &[]).await;
    let visit = |person: &arvak_store::PersonId| {
        trial.visit_of(person.as_str(), Lang::Nb, &[Role::Administrator])
    };
    for wrong in
        ["", "varsel.heroy.example", "http://varsel.heroy.example/", "https://a:b@heroy.example/"]
    {
        let answer = webhooks::add(visit(&me), typed(&[("adresse", wrong)])).await.unwrap();
        let (status, page) = read(answer).await;
        assert_eq!(status, 422, "{wrong}");
        sound(&page);
        assert!(page.contains(&format!("value=\"{wrong}\"")), "what was typed is kept");
    }
    let form = || typed(&[("adresse", "https://varsel.heroy.example/inn/hemmelig-sti")]);
    let named = |leads: String| leads.trim_start_matches("/oppsett/kanaler/nokkel/").to_owned();
    let name = named(leads_to(&webhooks::add(visit(&me), form()).await.unwrap()));
    let stranger = webhooks::secret(visit(&other), Path(name.clone())).await.unwrap();
    assert!(!read(stranger).await.1.contains(PREFIX), "it is somebody else's");
    let known = webhooks::add(visit(&me), form()).await.unwrap();
    assert_eq!(known.status().as_u16(), 422, "the same address is registered once");
    let second = typed(&[("adresse", "https://varsel.heroy.example/to")]);
    let name = named(leads_to(&webhooks::add(visit(&me), second).await.unwrap()));
    for is_shown in [true, false] {
        let shown = webhooks::secret(visit(&me), Path(name.clone())).await.unwrap();
        let (_, page) = read(shown).await;
        sound(&page);
        assert_eq!(page.contains(PREFIX), is_shown);
    }
    let (_, page) = read(channels::show(visit(&me)).await.unwrap()).await;
    sound(&page);
    assert!(page.contains("varsel.heroy.example") && !page.contains("hemmelig-sti"), "{page}");
    assert!(!page.contains(PREFIX));
    let hooks = trial.app.folder().operation().webhooks().await.unwrap();
    let first = hooks[0].id.to_string();
    webhooks::test(visit(&me), typed(&[("webhook", &first)])).await.unwrap();
    assert!(outbox(&trial.app).await[0].body.contains("\"type\":\"test\""));
    webhooks::remove(visit(&me), typed(&[("webhook", &first)])).await.unwrap();
    assert!(webhooks::remove(visit(&me), typed(&[("webhook", &first)])).await.is_err());
    assert!(webhooks::test(visit(&me), typed(&[("webhook", &first)])).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_is_not_in_the_database_in_the_clear() {
    let trial = relaying(1).await;
    let me = somebody(&trial, "ada", Role::Administrator, "weekly", &[]).await;
    let seal = crate::accounts::seal(&trial.app).await.unwrap();
    let operation = trial.app.folder().operation();
    let (secret, now) = (*b"a secret of just thirty-two byte", trial.app.clock().now());
    let id = operation
        .add_webhook(&seal, "https://a.example/", &secret, &me, now)
        .await
        .unwrap()
        .unwrap();
    let kept = operation.webhook_secret(&seal, id).await.unwrap().unwrap();
    assert_eq!(kept, ("https://a.example/".to_owned(), secret.to_vec()));
    let layout = trial.app.folder().layout();
    for file in [layout.operation(), layout.operation().with_extension("db-wal")] {
        let bytes = std::fs::read(file).unwrap_or_default();
        assert!(!bytes.windows(secret.len()).any(|part| part == secret));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_chooses_for_oneself_what_how_often_where_and_in_which_language() {
    let trial = relaying(1).await;
    let me = somebody(&trial, "ada", Role::IctLead, "daily", &[]).await;
    somebody(&trial, "bo", Role::IctLead, "daily", &[]).await;
    for lang in Lang::ALL {
        let visit =
            at(trial.visit_of(me.as_str(), lang, &[Role::IctLead]), "/konto/varsler?sagt=lagret");
        let (status, page) = read(choices::show(visit).await.unwrap()).await;
        assert_eq!(status, 200);
        sound(&page);
    }
    let visit = || trial.visit_of(me.as_str(), Lang::Nb, &[Role::IctLead]);
    let form = |email: &'static str| {
        [
            ("hva", "overdue"),
            ("hva", "refuted"),
            ("takt", "weekly"),
            ("epost", email),
            ("sprak", "nn"),
        ]
    };
    for wrong in ["", "ada", "bo@heroy.example", "bo"] {
        let (status, page) = read(choices::keep(visit(), typed(&form(wrong))).await.unwrap()).await;
        assert_eq!(status, 422, "{wrong}");
        sound(&page);
        assert!(page.contains("checked"), "what was ticked is kept");
    }
    let answer = choices::keep(visit(), typed(&form("Ny@heroy.example"))).await.unwrap();
    assert_eq!(leads_to(&answer), "/konto/varsler?lang=nn&sagt=lagret");
    let operation = trial.app.folder().operation();
    let account = operation.account(&me).await.unwrap().unwrap();
    assert_eq!((account.email.as_deref(), account.lang.as_str()), (Some("ny@heroy.example"), "nn"));
    let kept = operation.notice_choice(&me).await.unwrap();
    assert_eq!(kept, Some(("refuted overdue".to_owned(), "weekly".to_owned())));
    // Nothing chosen needs no address.
    let nothing = [("takt", "daily"), ("epost", ""), ("sprak", "nb")];
    assert_eq!(choices::keep(visit(), typed(&nothing)).await.unwrap().status().as_u16(), 303);
    assert_eq!(operation.account(&me).await.unwrap().unwrap().email, None);
    for bad in [&[("takt", "hourly"), ("sprak", "nb")][..], &[("takt", "daily"), ("sprak", "fr")]] {
        assert!(choices::keep(visit(), typed(bad)).await.is_err());
    }
    tell(&trial.app).await;
}
