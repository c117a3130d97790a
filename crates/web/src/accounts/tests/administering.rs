//! Inviting, changing, closing, letting in again; and keys for programs.

use std::io::Write as _;

use arvak_identity::Role;
use arvak_words::Lang;
use axum::body::Body;
use axum::http::{StatusCode, header};

use super::browser::{Browser, NOON, ORIGIN, PASSWORD, Page, World};
use crate::site::Site;

/// Makes an invitation and reads its link from the page that shows it once.
async fn invite(browser: &mut Browser<'_>, role: &str) -> String {
    let page = browser.post("/oppsett/brukere", &[("navn", "Ola Nordmann"), ("rolle", role)]).await;
    let to = page.to.unwrap();
    let link = browser.get(&to).await.text_of("made");
    assert!(!browser.get(&to).await.text.contains("id=\"made\""), "shown once");
    link.strip_prefix(ORIGIN).unwrap().to_owned()
}

/// Chooses password and codes, and comes to the page with the recovery codes.
async fn choose(world: &World, browser: &mut Browser<'_>) {
    let page = choose_password(world, browser, PASSWORD).await;
    assert!(page.to.unwrap().starts_with("/konto/koder/"));
}

/// Sends a password together with a right code.
async fn choose_password(world: &World, browser: &mut Browser<'_>, password: &str) -> Page {
    let page = browser.get("/konto/faktorer").await;
    let name = page.field("nokkel");
    let now = world.app.real_clock().now();
    let phone = world.app.accounts().pictures().get(&name, now).unwrap().secret.clone();
    let code = phone.code(now);
    let fields = [("nytt-passord", password), ("kode", code.as_str()), ("nokkel", name.as_str())];
    browser.post("/konto/faktorer", &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leaked_password_is_refused_and_the_next_one_is_taken() {
    // What `printf PASSWORD | sha1sum` says of the first, among others.
    let leaked = "hesten står på lasteplanet";
    let mut list = tempfile::NamedTempFile::new().unwrap();
    let lines = [
        "0000000CAEF405439D57847A8657218C618160B2:15",
        "4333F45F40C0E54AEA11E4FD14E8B2B2B2571ACD:3",
        "FFFFFFF8A0382AA9C8D9536EFBA77F261815334D:4",
    ];
    list.write_all(lines.join("\r\n").as_bytes()).unwrap();
    let mut site = Site::at(ORIGIN, Lang::En);
    site.leaked = Some(list.path().to_owned());
    let world = World::at(site).await;
    let (mut administrator, _) = world.logged_in("kari", &[Role::Administrator]).await;
    let link = invite(&mut administrator, "auditor").await;
    let mut browser = world.browser();
    browser.post(&link, &[("navn", "Ola Nordmann"), ("brukernavn", "ola")]).await;
    let page = choose_password(&world, &mut browser, leaked).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("lists of leaked passwords"), "{}", page.text);
    assert!(!page.text.contains(leaked));
    assert!(!browser.is_in().await);
    choose(&world, &mut browser).await;
    assert!(browser.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_leads_to_an_account_with_two_factors_once() {
    let world = World::new().await;
    let (mut administrator, _) = world.logged_in("kari", &[Role::Administrator]).await;
    let link = invite(&mut administrator, "emergency_coordinator").await;
    let mut browser = world.browser();
    for _ in 0..2 {
        let page = browser.get(&link).await;
        assert_eq!(page.status, StatusCode::OK, "looking changes nothing");
        assert_eq!(page.field("navn"), "Ola Nordmann");
    }
    let page = browser.post(&link, &[("navn", "Ola Nordmann"), ("brukernavn", "kari")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "taken");
    let page = browser.post(&link, &[("navn", "Ola Nordmann"), ("brukernavn", "ola")]).await;
    assert!(page.leads_to("/konto/faktorer"));
    assert!(!browser.is_in().await, "a link is no factor");
    choose(&world, &mut browser).await;
    assert!(browser.is_in().await);
    let ola = world.app.folder().operation().account_called("ola").await.unwrap().unwrap();
    assert_eq!(ola.roles, ["emergency_coordinator"]);
    assert_eq!(browser.get("/oppsett/brukere").await.status, StatusCode::FORBIDDEN);
    let mut late = world.browser();
    assert_eq!(late.get(&link).await.status, StatusCode::GONE);
    let page = late.post(&link, &[("navn", "X"), ("brukernavn", "per")]).await;
    assert_eq!(page.status, StatusCode::GONE);
}

#[tokio::test(flavor = "multi_thread")]
async fn old_withdrawn_and_unknown_links_say_what_to_do() {
    let world = World::new().await;
    let (mut administrator, _) = world.logged_in("kari", &[Role::Administrator]).await;
    let link = invite(&mut administrator, "auditor").await;
    let withdrawn = invite(&mut administrator, "auditor").await;
    let operation = world.app.folder().operation();
    let id = operation.tokens("invitation").await.unwrap()[1].id.to_string();
    administrator.post("/oppsett/brukere/angre", &[("invitasjon", &id)]).await;
    world.pass(72 * 3600);
    let mut browser = world.browser();
    for (link, told) in [
        (link.as_str(), "too old"),
        (withdrawn.as_str(), "do not know"),
        ("/lenke/x", "do not know"),
    ] {
        let page = browser.get(link).await;
        assert_eq!(page.status, StatusCode::GONE);
        assert!(page.text.contains(told), "{}", page.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_lost_all_factors_is_let_in_again_and_the_old_ones_are_gone() {
    let world = World::new().await;
    let (mut administrator, kari) = world.logged_in("kari", &[Role::Administrator]).await;
    let (mut browser, ola) = world.logged_in("ola", &[Role::Auditor]).await;
    let path = format!("/oppsett/brukere/{}/faktorer", ola.person.slug());
    let page = administrator.post(&path, &[("grunn", "")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "a reason is needed");
    assert!(browser.is_in().await);
    let own = format!("/oppsett/brukere/{}/faktorer", kari.person.slug());
    let page = administrator.post(&own, &[("grunn", "x")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody resets himself");
    let page = administrator.post(&path, &[("grunn", "Mistet telefonen")]).await;
    assert!(!browser.is_in().await);
    let link = administrator.get(&page.to.unwrap()).await.text_of("made");
    let link = link.strip_prefix(ORIGIN).unwrap();
    assert_eq!(
        world.browser().password("ola", PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let mut again = world.browser();
    assert!(again.post(link, &[]).await.leads_to("/konto/faktorer"));
    choose(&world, &mut again).await;
    assert!(again.is_in().await);
    assert_eq!(world.browser().post(link, &[]).await.status, StatusCode::GONE);
    let page = administrator.get(&format!("/oppsett/brukere/{}", ola.person.slug())).await;
    assert!(page.text.contains("Mistet telefonen"), "{}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_roles_end_the_sessions_and_the_last_administrator_stays() {
    let world = World::new().await;
    let (mut administrator, kari) = world.logged_in("kari", &[Role::Administrator]).await;
    let (mut browser, ola) = world.logged_in("ola", &[Role::Auditor]).await;
    let path = format!("/oppsett/brukere/{}", ola.person.slug());
    assert!(administrator.post(&path, &[("rolle", "ict_lead")]).await.leads_to(&path));
    assert!(!browser.is_in().await);
    let page = administrator.post(&path, &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "one role at least");
    let own = format!("/oppsett/brukere/{}", kari.person.slug());
    for (path, fields) in [
        (own.clone(), [("rolle", "auditor")]),
        (format!("{own}/steng"), [("stengegrunn", "Slutter")]),
    ] {
        let page = administrator.post(&path, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
    }
    assert!(administrator.is_in().await);
    let close = format!("{path}/steng");
    assert!(administrator.post(&close, &[("stengegrunn", "Slutter")]).await.leads_to(&path));
    let closed = world.app.folder().operation().account(&ola.person).await.unwrap().unwrap();
    assert_eq!(closed.closed_at, Some(NOON));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_an_administrator_sets_up_accounts_and_keys() {
    let world = World::new().await;
    let kari = world.account("kari", &[Role::Administrator]).await;
    let one = format!("/oppsett/brukere/{}", kari.person.slug());
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Administrator) {
        let (mut browser, _) = world.logged_in(role.name(), &[role]).await;
        for path in ["/oppsett/brukere", "/oppsett/tokens", one.as_str()] {
            assert_eq!(browser.get(path).await.status, StatusCode::FORBIDDEN, "{role:?} {path}");
            assert_eq!(
                browser.post(path, &[]).await.status,
                StatusCode::FORBIDDEN,
                "{role:?} {path}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_does_what_it_was_given_and_opens_no_page_of_its_owner() {
    let world = World::new().await;
    let (mut browser, _) = world.logged_in("kari", &[Role::Administrator]).await;
    let fields = [("navn", "Rapport"), ("rett", "read"), ("rett", "administer"), ("dager", "30")];
    let page = browser.post("/oppsett/tokens", &fields).await;
    let key = browser.get(&page.to.unwrap()).await.text_of("made");
    assert!(key.starts_with("arvak_"), "{key}");
    let row = &world.app.folder().operation().tokens("api").await.unwrap()[0];
    assert_eq!(row.scopes, "read", "no key administers");
    let mut program = world.browser();
    let mut ask = async |path: &str| {
        let request = program.request("GET", path);
        let request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
        program.ask(request.body(Body::empty()).unwrap()).await.status
    };
    assert_eq!(ask("/oppsett/tokens").await, StatusCode::FORBIDDEN);
    assert_eq!(ask("/konto").await, StatusCode::FORBIDDEN);
    assert_eq!(
        ask("/konto/faktorer").await,
        StatusCode::SEE_OTHER,
        "no factor is chosen with a key"
    );
    let mut headers = axum::http::HeaderMap::new();
    headers.insert(header::AUTHORIZATION, format!("bearer {key}").parse().unwrap());
    let who = crate::session::who(&world.app, &headers).await.unwrap().unwrap();
    assert!(who.may(arvak_identity::Right::Read) && !who.may(arvak_identity::Right::Record));
    world.pass(30 * 86_400);
    assert_eq!(crate::session::who(&world.app, &headers).await.unwrap(), None, "it has ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_a_closed_account_is_worth_nothing() {
    let world = World::new().await;
    world.account("per", &[Role::Administrator]).await;
    let (mut browser, kari) = world.logged_in("kari", &[Role::Administrator]).await;
    let fields = [("navn", "Rapport"), ("rett", "read"), ("dager", "90")];
    let page = browser.post("/oppsett/tokens", &fields).await;
    let key = browser.get(&page.to.unwrap()).await.text_of("made");
    let mut headers = axum::http::HeaderMap::new();
    headers.insert(header::AUTHORIZATION, format!("Bearer {key}").parse().unwrap());
    assert!(crate::session::who(&world.app, &headers).await.unwrap().is_some());
    world
        .app
        .folder()
        .operation()
        .close_account(&kari.person, NOON, "administrator")
        .await
        .unwrap();
    assert_eq!(crate::session::who(&world.app, &headers).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_sound_in_every_language() {
    let world = World::new().await;
    let (mut administrator, kari) = world.logged_in("kari", &[Role::Administrator]).await;
    let link = invite(&mut administrator, "auditor").await;
    let operation = world.app.folder().operation();
    let hash = arvak_identity::recovery_hash(&kari.person, "x");
    operation.set_recovery_codes(&kari.person, &[*hash.as_bytes()]).await.unwrap();
    let one = format!("/oppsett/brukere/{}", kari.person.slug());
    let mine = ["/konto", "/konto/faktorer", "/oppsett/brukere", "/oppsett/tokens", one.as_str()];
    let anybodys = ["/logg-inn", "/logg-ut", link.as_str()];
    for lang in Lang::ALL {
        for (browser, paths) in [(administrator.clone(), &mine[..]), (world.browser(), &anybodys)] {
            for path in paths {
                let page = browser.clone().get(&format!("{path}?lang={}", lang.tag())).await;
                assert_eq!(page.status, StatusCode::OK, "{path}");
                assert!(page.text.contains(&format!("lang=\"{}\"", lang.tag())), "{path}");
                assert!(!page.text.contains("login-"), "a sentence is missing: {path}");
            }
        }
    }
}
