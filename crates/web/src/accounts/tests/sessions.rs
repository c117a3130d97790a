//! How long somebody stays in, and how one gets out.

use arvak_identity::Role;
use axum::http::StatusCode;

use super::browser::{PASSWORD, World};

#[tokio::test(flavor = "multi_thread")]
async fn expired_sessions_are_refused() {
    let world = World::new().await;
    let (mut browser, _) = world.logged_in("kari", &[Role::Auditor]).await;
    world.pass(29 * 60);
    assert!(browser.is_in().await, "it is used");
    world.pass(29 * 60);
    assert!(browser.is_in().await, "use keeps it alive");
    world.pass(30 * 60);
    assert!(!browser.is_in().await, "half an hour without use");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_use_keeps_a_session_alive_for_more_than_twelve_hours() {
    let world = World::new().await;
    let (mut browser, _) = world.logged_in("kari", &[Role::Auditor]).await;
    for _ in 0..35 {
        world.pass(20 * 60);
        assert!(browser.is_in().await);
    }
    world.pass(20 * 60);
    assert!(!browser.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_step_begins_a_new_session_and_the_old_one_is_worth_nothing() {
    let world = World::new().await;
    let kari = world.account("kari", &[Role::Auditor]).await;
    let mut browser = world.browser();
    browser.password("kari", PASSWORD).await;
    let step = browser.clone();
    browser.code(&kari.code(&world)).await;
    assert_ne!(step.cookies, browser.cookies);
    let mut stolen = step;
    assert!(!stolen.is_in().await);
    assert!(stolen.get("/logg-inn/kode").await.leads_to("/logg-inn"));
    assert!(browser.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn logging_out_ends_the_session_itself() {
    let world = World::new().await;
    let (mut browser, _) = world.logged_in("kari", &[Role::Auditor]).await;
    let mut copy = browser.clone();
    assert!(browser.post("/logg-ut", &[]).await.leads_to("/logg-inn"));
    assert!(browser.cookies.is_empty());
    assert!(!copy.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_is_for_this_host_alone_and_out_of_reach_of_scripts() {
    let world = World::new().await;
    let kari = world.account("kari", &[Role::Auditor]).await;
    let factors = arvak_identity::Factors::of([arvak_identity::Factor::Passkey]);
    let none = axum::http::HeaderMap::new();
    let begun = crate::session::begin(&world.app, &none, &kari.person, &factors).await.unwrap();
    let line = begun.cookie.to_str().unwrap();
    let (pair, attributes) = line.split_once("; ").unwrap();
    assert!(pair.starts_with("__Host-arvak="), "{pair}");
    assert_eq!(attributes, "Path=/; HttpOnly; SameSite=Lax; Secure");
    let bytes = std::fs::read(world.app.folder().layout().operation()).unwrap();
    let secret = pair.split_once('=').unwrap().1.as_bytes();
    assert!(!bytes.windows(secret.len()).any(|part| part == secret), "only its hash is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_sees_and_ends_ones_own_sessions_and_nobody_elses() {
    let world = World::new().await;
    let (mut browser, kari) = world.logged_in("kari", &[Role::Auditor]).await;
    let (mut other, ola) = world.logged_in("ola", &[Role::Auditor]).await;
    let mut second = world.browser();
    second.password("kari", PASSWORD).await;
    second.code(&kari.code(&world)).await;
    assert!(second.is_in().await);
    let page = browser.get("/konto").await;
    assert!(page.text.contains("Firefox, Linux"), "{}", page.text);
    let operation = world.app.folder().operation();
    let theirs = operation.sessions_of(&ola.person).await.unwrap()[0].id.to_string();
    let status = browser.post("/konto/okter", &[("okt", &theirs)]).await.status;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(other.is_in().await);
    let page = browser.post("/konto/okter", &[("okt", "andre")]).await;
    assert!(page.leads_to("/konto?sagt=ende"));
    assert!(browser.is_in().await && !second.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_account_is_out_at_once() {
    let world = World::new().await;
    world.account("per", &[Role::Administrator]).await;
    let (mut browser, kari) = world.logged_in("kari", &[Role::Auditor]).await;
    let operation = world.app.folder().operation();
    operation.close_account(&kari.person, super::browser::NOON, "administrator").await.unwrap();
    assert!(!browser.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_needs_the_present_one_and_a_code_and_ends_other_sessions() {
    let world = World::new().await;
    let (mut browser, kari) = world.logged_in("kari", &[Role::Auditor]).await;
    let mut elsewhere = world.browser();
    elsewhere.password("kari", PASSWORD).await;
    elsewhere.code(&kari.code(&world)).await;
    let page = browser.get("/konto/faktorer").await;
    let name = page.field("nokkel");
    let waiting = world.app.accounts().pictures().get(&name, super::browser::NOON).cloned();
    let phone = waiting.unwrap().secret;
    let code = phone.code(super::browser::NOON);
    let new = "kua beiter på taket";
    let send = |present: &'static str, password: &'static str, code: String| {
        let name = name.clone();
        let mut browser = browser.clone();
        async move {
            let fields = [
                ("passord", present),
                ("nytt-passord", password),
                ("kode", code.as_str()),
                ("nokkel", name.as_str()),
            ];
            let page = browser.post("/konto/faktorer", &fields).await;
            (page, browser)
        }
    };
    for (present, password, code) in [
        ("feil passord, dette", new, code.clone()),
        (PASSWORD, "kort", code.clone()),
        (PASSWORD, "kari Nordmann", code.clone()),
        (PASSWORD, "passordpassord", code.clone()),
        (PASSWORD, new, "000000".to_owned()),
    ] {
        let (page, _) = send(present, password, code).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{password}");
        assert_eq!(page.field("nokkel"), name, "the picture stays the same");
        assert!(!page.text.contains(new));
    }
    assert!(elsewhere.is_in().await);
    let (page, mut browser) = send(PASSWORD, new, code).await;
    let shown = page.to.unwrap();
    assert!(shown.starts_with("/konto/koder/"), "{shown}");
    assert!(!elsewhere.is_in().await);
    let codes = browser.get(&shown).await.text_of("codes");
    assert_eq!(codes.chars().filter(|char| *char == '-').count(), 50, "{codes}");
    assert!(!browser.get(&shown).await.text.contains("id=\"codes\""), "shown once");

    // The new password and the new telephone lead in; the old ones do not.
    world.pass(30);
    let mut again = world.browser();
    assert_eq!(again.password("kari", PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    again.password("kari", new).await;
    again.code(&kari.code(&world)).await;
    assert!(!again.is_in().await);
    again.code(&phone.code(super::browser::NOON.plus(arvak_core::Span::from_millis(30_000)))).await;
    assert!(again.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_alone_does_not_change_how_its_owner_logs_in() {
    let world = World::new().await;
    let (mut browser, kari) = world.logged_in("kari", &[Role::Auditor]).await;
    let changes = [
        ("/konto/faktorer", "/konto/faktorer"),
        ("/konto/faktorer/passnokkel/start", "/konto/faktorer"),
        ("/konto/koder", "/konto"),
        ("/konto/okter", "/konto"),
        ("/konto/passnokler", "/konto"),
    ];
    let mut fresh = browser.clone();
    assert_eq!(fresh.get("/konto/faktorer").await.status, StatusCode::OK, "just logged in");
    world.pass(11 * 60);
    assert!(browser.is_in().await, "the session itself goes on");
    for (path, page) in changes {
        let answer = browser.post(path, &[("okt", "andre")]).await;
        assert!(answer.leads_to(&format!("/logg-inn?til={page}&igjen=ja")), "{path}");
    }
    assert!(
        browser.get("/konto/faktorer").await.leads_to("/logg-inn?til=/konto/faktorer&igjen=ja")
    );
    // The page is there although one is logged in, and leads back.
    let page = browser.get("/logg-inn?til=/konto/faktorer&igjen=ja").await;
    assert_eq!((page.status, page.field("til").as_str()), (StatusCode::OK, "/konto/faktorer"));
    browser.password("kari", PASSWORD).await;
    browser.code(&kari.code(&world)).await;
    assert_eq!(browser.get("/konto/faktorer").await.status, StatusCode::OK);
}
