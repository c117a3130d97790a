//! Logging in at an OpenID provider, with a browser that goes there and comes back.

use std::sync::Arc;

use arvak_identity::{Factor, Factors, Role};
use arvak_words::Lang;
use axum::http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::browser::{Browser, ORIGIN, Page, World};
use super::provider::{Mock, Reply};
use crate::{App, Live, Site, router, session};

const START: &str = "/logg-inn/openid/prove?til=/konto";
const BACK: &str = "/logg-inn/openid/prove/tilbake";
const COOKIE: &str = "__Host-arvak-openid";

async fn world(mock: &Mock) -> World {
    let mut site = Site::at(ORIGIN, Lang::En);
    site.providers = vec![Arc::new(mock.provider(""))];
    World::at(site).await
}

/// Goes to the provider: the values of the address that one is sent to.
async fn away(browser: &mut Browser<'_>) -> (String, String) {
    let page = browser.get(START).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let to = page.to.unwrap();
    let value = |name: &str| {
        let query = to.split_once('?').unwrap().1.split('&');
        let found = query.filter_map(|pair| pair.split_once('=')).find(|(known, _)| *known == name);
        found.unwrap().1.to_owned()
    };
    (value("state"), value("nonce"))
}

/// Comes back with a token, its claims changed before they are signed.
async fn back(browser: &mut Browser<'_>, mock: &Mock, change: impl FnOnce(&mut Value)) -> Page {
    let (state, nonce) = away(browser).await;
    let mut claims = mock.claims(&nonce);
    change(&mut claims);
    mock.give(&mock.signer.sign(&claims));
    browser.get(&format!("{BACK}?code=c&state={state}")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_shows_two_factors_elsewhere_is_in_with_the_role_of_a_group() {
    let mock = Mock::start().await;
    let world = world(&mock).await;
    let mut browser = world.browser();
    let page = browser.get("/logg-inn?til=/konto").await;
    assert!(page.text.contains("href=\"/logg-inn/openid/prove?til=/konto\""), "{}", page.text);
    assert!(!page.text.contains("openid/prove\" method"), "a link and no form");
    let page = back(&mut browser, &mock, |_| ()).await;
    assert!(page.leads_to("/konto"), "{:?} {}", page.to, page.text);
    assert!(!browser.cookies.contains_key(COOKIE), "its work is done");
    let own = browser.get("/konto").await;
    assert!(own.text.contains("Kari Nordmann") && own.text.contains("You log in at Prøve"));
    let operation = world.app.folder().operation();
    let account = operation.account_called("kari").await.unwrap().unwrap();
    assert_eq!(
        (account.roles.as_slice(), account.lang.as_str()),
        (&["ict_lead".to_owned()][..], "en")
    );
    assert!(account.last_log_in.is_some());
    let kept = &operation.sessions_of(&account.person).await.unwrap()[0];
    assert_eq!(Factors::from_text(&kept.factors), Some(Factors::of([Factor::Provider])));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_of_a_log_in_is_for_this_host_short_lived_and_out_of_reach_of_scripts() {
    let mock = Mock::start().await;
    let world = world(&mock).await;
    let browser = world.browser();
    let request = browser.request("GET", START).body(axum::body::Body::empty()).unwrap();
    let answer = router(&world.app).oneshot(request).await.unwrap();
    let line = answer.headers().get(header::SET_COOKIE).unwrap().to_str().unwrap().to_owned();
    let (pair, attributes) = line.split_once("; ").unwrap();
    assert!(pair.starts_with("__Host-arvak-openid="), "{pair}");
    assert_eq!(attributes, "Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=600");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_cannot_begin_a_log_in() {
    let mock = Mock::start().await;
    let world = world(&mock).await;
    let mut browser = world.browser();
    for (site, is_begun) in
        [("cross-site", false), ("same-site", false), ("same-origin", true), ("none", true)]
    {
        let request = browser.request("GET", START).header("sec-fetch-site", site);
        let page = browser.ask(request.body(axum::body::Body::empty()).unwrap()).await;
        assert_eq!(page.leads_to("/logg-inn?til=/konto"), !is_begun, "{site}: {:?}", page.to);
        assert_eq!(browser.cookies.contains_key(COOKIE), is_begun, "{site}");
        browser.cookies.clear();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_token_with_one_factor_lets_nobody_in_and_says_what_is_needed() {
    let mock = Mock::start().await;
    let world = world(&mock).await;
    let mut browser = world.browser();
    let page = back(&mut browser, &mock, |claims| claims["amr"] = json!(["pwd", "<b>"])).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.text.contains("Nobody logs in here with only one"), "{}", page.text);
    assert!(page.text.contains("“amr” must have “mfa”") && page.text.contains("“amr”: pwd, b."));
    assert!(!browser.is_in().await);
    assert!(!world.app.folder().operation().has_accounts().await.unwrap(), "nobody was made");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_good_once_and_in_the_browser_that_began_alone() {
    let mock = Mock::start().await;
    let world = world(&mock).await;
    let mut mine = world.browser();
    let (state, nonce) = away(&mut mine).await;
    mock.give(&mock.signer.sign(&mock.claims(&nonce)));
    let path = format!("{BACK}?code=c&state={state}");
    // Somebody is sent a link with another one's answer, to be logged in as them unawares.
    let mut victim = world.browser();
    assert_eq!(victim.get(&path).await.status, StatusCode::BAD_REQUEST);
    away(&mut victim).await;
    assert_eq!(victim.get(&path).await.status, StatusCode::BAD_REQUEST);
    assert!(!victim.is_in().await);
    assert_eq!(mock.asked("/token").len(), 0, "the code was not even tried");
    let kept = mine.clone();
    assert!(mine.get(&path).await.leads_to("/konto"));
    for mut again in [kept, mine.clone(), world.browser()] {
        let page = again.get(&path).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "it was used");
        assert!(page.text.contains("not begun in this browser"));
    }
    assert_eq!(mock.asked("/token").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_away_for_more_than_ten_minutes_begins_again() {
    let mock = Mock::start().await;
    let world = world(&mock).await;
    let mut browser = world.browser();
    let (state, nonce) = away(&mut browser).await;
    mock.give(&mock.signer.sign(&mock.claims(&nonce)));
    world.pass(600);
    let page = browser.get(&format!("{BACK}?code=c&state={state}")).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_provider_says_instead_is_told_in_plain_words() {
    let mock = Mock::start().await;
    let world = world(&mock).await;
    for (error, told) in [
        ("access_denied", "The log-in was broken off at Prøve."),
        ("unmet_authentication_requirements", "the error “unmet_authentication_requirements”"),
        ("%3Cscript%3E", "the error “script”"),
    ] {
        let mut browser = world.browser();
        let (state, _) = away(&mut browser).await;
        let page = browser.get(&format!("{BACK}?error={error}&state={state}")).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        assert!(page.text.contains(told), "{}", page.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_role_is_told_which_groups_came_and_loses_what_was_given_before() {
    let mock = Mock::start().await;
    let world = world(&mock).await;
    let mut earlier = world.browser();
    assert!(back(&mut earlier, &mock, |_| ()).await.leads_to("/konto"));
    assert!(earlier.is_in().await);
    let mut browser = world.browser();
    let page = back(&mut browser, &mock, |claims| claims["groups"] = json!(["park", "vei"])).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.text.contains("none of your groups gives a role"), "{}", page.text);
    assert!(page.text.contains(">park<") && page.text.contains(">vei<"));
    assert!(!browser.is_in().await && !earlier.is_in().await);
    let operation = world.app.folder().operation();
    let account = operation.account_called("kari").await.unwrap().unwrap();
    assert_eq!(account.roles, [""; 0]);
    assert!(back(&mut browser, &mock, |_| ()).await.leads_to("/konto"), "and may come again");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_was_closed_here_stays_closed() {
    let mock = Mock::start().await;
    let world = world(&mock).await;
    world.account("per", &[Role::Administrator]).await;
    let mut browser = world.browser();
    back(&mut browser, &mock, |_| ()).await;
    let operation = world.app.folder().operation();
    let account = operation.account_called("kari").await.unwrap().unwrap();
    let now = world.app.real_clock().now();
    operation.close_account(&account.person, now, "administrator").await.unwrap();
    let page = back(&mut browser, &mock, |_| ()).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.text.contains("Your account is closed here"), "{}", page.text);
    assert!(!browser.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_becomes_an_account_of_this_place_by_its_name_or_address() {
    let mock = Mock::start().await;
    let world = world(&mock).await;
    let here = world.account("kari", &[Role::Administrator]).await;
    let mut browser = world.browser();
    back(&mut browser, &mock, |_| ()).await;
    assert_eq!(browser.get("/oppsett").await.status, StatusCode::FORBIDDEN);
    let operation = world.app.folder().operation();
    assert_eq!(operation.openid_issuer(&here.person).await.unwrap(), None);
    assert_eq!(operation.accounts().await.unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_logs_in_elsewhere_has_no_factors_here_that_would_outlive_the_account_there() {
    let mock = Mock::start().await;
    let world = world(&mock).await;
    let mut browser = world.browser();
    back(&mut browser, &mock, |_| ()).await;
    assert_eq!(browser.get("/konto/faktorer").await.status, StatusCode::CONFLICT);
    assert_eq!(
        browser.post("/konto/faktorer", &[("kode", "1")]).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(browser.post("/konto/koder", &[]).await.status, StatusCode::CONFLICT);
    let start = "/konto/faktorer/passnokkel/start";
    assert_eq!(browser.post(start, &[]).await.status, StatusCode::CONFLICT);
    let operation = world.app.folder().operation();
    let account = operation.account_called("kari").await.unwrap().unwrap();
    let (mut administrator, _) = world.logged_in("per", &[Role::Administrator]).await;
    let path = format!("/oppsett/brukere/{}", account.person.slug());
    let page = administrator.get(&path).await;
    assert!(page.text.contains("Logs in at Prøve") && !page.text.contains("/faktorer"));
    let page = administrator.post(&format!("{path}/faktorer"), &[("grunn", "Mistet alt")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    // Even a link that was given before opens nothing.
    let link = Factors::of([Factor::Link]);
    let begun =
        session::begin(&world.app, &HeaderMap::new(), &account.person, &link).await.unwrap();
    let mut linked = world.browser();
    let pair = begun.cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
    let (name, value) = pair.split_once('=').unwrap();
    linked.cookies.insert(name.to_owned(), value.to_owned());
    assert_eq!(linked.get("/konto/faktorer").await.status, StatusCode::CONFLICT);
}

#[tokio::test(flavor = "multi_thread")]
async fn logging_out_ends_our_session_and_leads_to_where_the_other_is_ended() {
    let mock = Mock::start().await;
    let world = world(&mock).await;
    let mut browser = world.browser();
    back(&mut browser, &mock, |_| ()).await;
    let page = browser.post("/logg-ut", &[]).await;
    assert!(page.leads_to("/logg-ut/openid/prove"), "{:?}", page.to);
    assert!(!browser.is_in().await);
    let page = browser.get("/logg-ut/openid/prove").await;
    let out = format!("href=\"{}/end?x=1&amp;client_id=arvak+id\"", mock.issuer);
    assert!(page.text.contains(&out), "{}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_cannot_be_used_says_so_and_other_ways_in_are_open() {
    let mock = Mock::start().await;
    let world = world(&mock).await;
    mock.answer_discovery(Reply::Text(503, "text/plain", Vec::new()));
    let page = world.browser().get(START).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.text.contains("cannot be used the way log-in is set up"), "{}", page.text);
    assert!(page.text.contains("href=\"/logg-inn\""));
    let mut file = mock.file("");
    // Nothing listens on the port of a name that is reserved for nothing.
    file.issuer = "http://127.0.0.1:9".to_owned();
    let settings = arvak_oidc::parse(&[file], &|_| Ok("x".to_owned())).unwrap().remove(0);
    let mut site = Site::at(ORIGIN, Lang::En);
    let gone = arvak_oidc::Provider::new(settings, ORIGIN, arvak_probe::Roots::Native).unwrap();
    site.providers = vec![Arc::new(gone)];
    let world = World::at(site).await;
    let page = world.browser().get(START).await;
    assert_eq!(page.status, StatusCode::BAD_GATEWAY);
    assert!(page.text.contains("We cannot reach Prøve"), "{}", page.text);
    assert_eq!(world.browser().get("/logg-inn/openid/annen").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_first_run_is_over_nobody_comes_in_from_elsewhere() {
    let mock = Mock::start().await;
    let world = world(&mock).await;
    let place = tempfile::tempdir().unwrap();
    let clock = Arc::clone(world.app.real_clock());
    let root = place.path().join("data");
    let kind = arvak_core::fact::ClockKind::Simulated;
    let folder = arvak_store::Folder::create(&root, kind, clock.clone()).await.unwrap();
    let live = Live::open(&root, clock).await.unwrap();
    let site = world.app.site().clone();
    let app = App::new(folder, live, site, Arc::clone(world.app.program()));
    let request = axum::http::Request::get(START).body(axum::body::Body::empty()).unwrap();
    let answer = router(&app).oneshot(request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::CONFLICT);
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_see_what_is_set_up_and_try_it() {
    let mock = Mock::start().await;
    let world = world(&mock).await;
    let (mut browser, _) = world.logged_in("per", &[Role::Administrator]).await;
    for lang in ["nb", "nn", "en"] {
        let page = browser.get(&format!("/oppsett/innlogging?lang={lang}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains(&format!("{ORIGIN}{BACK}")) && page.text.contains(&mock.issuer));
        assert!(page.text.contains(">ict<"), "{}", page.text);
    }
    let try_out = "/oppsett/innlogging/prove";
    assert!(browser.post(try_out, &[]).await.leads_to("/oppsett/innlogging"));
    let page = browser.get("/oppsett/innlogging").await;
    assert!(page.text.contains("The provider answers, and has one key."), "{}", page.text);
    mock.discovery(|value| value["token_endpoint"] = json!("https://evil.example/token"));
    browser.post(try_out, &[]).await;
    let page = browser.get("/oppsett/innlogging").await;
    assert!(page.text.contains("oidc.foreign_host"), "{}", page.text);
    assert!(page.text.contains("evil.example:443"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_is_there_in_all_languages() {
    let mock = Mock::start().await;
    let world = world(&mock).await;
    for lang in ["nb", "nn", "en"] {
        let mut browser = world.browser();
        browser.get(&format!("/logg-inn?lang={lang}")).await;
        for (claim, value, status) in [
            ("amr", json!(["pwd"]), StatusCode::FORBIDDEN),
            ("groups", json!(["park"]), StatusCode::FORBIDDEN),
            ("groups", json!([]), StatusCode::FORBIDDEN),
            ("nonce", json!("x"), StatusCode::FORBIDDEN),
        ] {
            let page = back(&mut browser, &mock, |claims| claims[claim] = value).await;
            assert_eq!(page.status, status);
            assert!(page.text.contains(&format!("<html lang=\"{lang}\"")), "{}", page.text);
        }
        let page = browser.get(BACK).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
    }
}
