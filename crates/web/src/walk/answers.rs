//! What holds of every answer, whoever asked for it: headers, cookies, the way out; and that reading changes nothing.

use arvak_identity::{Access, Role};
use axum::body::Body;
use axum::http::{Method, Request, header};
use tower::ServiceExt as _;

use super::{ORIGIN, Walk, said};
use crate::first_run;
use crate::headers::POLICY;
use crate::routes::{Declared, declared, router};
use crate::trial::{Trial, read};

#[tokio::test(flavor = "multi_thread")]
async fn pages_assets_and_refusals_say_the_same_and_let_no_other_site_read_them() {
    let walk = Walk::new().await;
    let style = arvak_assets::path(arvak_assets::STYLE);
    for (method, path, status) in [
        ("GET", "/logg-inn", 200),
        ("GET", "/finnes-ikke", 404),
        ("GET", "/s/0000000000000000/arvak.css", 404),
        ("GET", style, 200),
        ("GET", "/favicon.ico", 204),
        ("PUT", "/logg-inn", 403),
        ("POST", "/logg-inn", 403),
        ("TRACE", "/logg-inn", 405),
    ] {
        let request = Request::builder().method(method).uri(path);
        let request = request.header(header::ORIGIN, "https://evil.example");
        let answer = walk.answer(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status().as_u16(), status, "{method} {path}");
        assert_eq!(said(&answer, "content-security-policy"), POLICY, "{method} {path}");
        assert_eq!(said(&answer, "x-content-type-options"), "nosniff", "{method} {path}");
        let transport = said(&answer, "strict-transport-security");
        let (age, rest) = transport.split_once("; ").unwrap();
        let age: u32 = age.strip_prefix("max-age=").unwrap().parse().unwrap();
        assert!(age >= 365 * 86_400 && rest == "includeSubDomains", "{transport}");
        let mut names = answer.headers().keys().map(header::HeaderName::as_str);
        assert!(!names.any(|name| name.starts_with("access-control-")), "{method} {path}");
    }
    for directive in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
        assert!(POLICY.split(';').any(|one| one.trim() == directive), "{directive}");
    }
    let mut objects = POLICY.split(';').map(str::trim).filter(|one| one.starts_with("object-src"));
    assert!(objects.all(|one| one == "object-src 'none'"), "none by default, or in so many words");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_cookie_says_where_it_may_go() {
    let walk = Walk::new().await;
    let request = Request::get("/logg-inn?lang=nn").body(Body::empty()).unwrap();
    let language = said(&walk.answer(request).await, "set-cookie");
    assert!(language.starts_with("__Host-arvak-lang=nn; "), "{language}");
    let trial = Trial::empty().await;
    let link = first_run::link(trial.app.folder(), "").await.unwrap().unwrap();
    let request = Request::get(link).body(Body::empty()).unwrap();
    let set_up = said(&router(&trial.app).oneshot(request).await.unwrap(), "set-cookie");
    assert!(set_up.starts_with("__Host-arvak-oppsett="), "{set_up}");
    for cookie in [language, set_up] {
        for attribute in ["SameSite=Lax", "HttpOnly", "Secure", "Path=/"] {
            assert!(cookie.split("; ").any(|one| one == attribute), "{attribute}: {cookie}");
        }
        assert!(!cookie.contains("Domain="), "no other host gets it: {cookie}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_changes_nothing() {
    let walk = Walk::new().await;
    let cookie = walk.session(Role::Administrator).await;
    let (app, routes) = (&walk.trial.app, declared(&walk.trial.app));
    let operation = app.folder().operation();
    let kept = async || {
        let (invited, keys) = (operation.tokens("invitation").await, operation.tokens("api").await);
        let accounts = operation.accounts().await.unwrap();
        (app.live().view().state().size(), accounts, invited.unwrap(), keys.unwrap())
    };
    let before = kept().await;
    for route in routes.iter().filter(|route| route.method == Method::GET) {
        walk.ask(route, Some(&cookie), Some(ORIGIN)).await;
        assert_eq!(kept().await, before, "{}", route.path);
    }
    // What changes something is not there for whoever only reads.
    let is_read =
        |path: &str| routes.iter().any(|one| one.method == Method::GET && one.path == path);
    for route in routes.iter().filter(|route| !is_read(route.path)) {
        let asked = Declared { method: Method::GET, ..route.clone() };
        let status = walk.ask(&asked, Some(&cookie), Some(ORIGIN)).await.status().as_u16();
        assert!(matches!(status, 403 | 405), "{}: {status}", route.path);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_shows_the_way_out() {
    let walk = Walk::new().await;
    let cookie = walk.session(Role::Administrator).await;
    let mut pages = 0;
    for route in declared(&walk.trial.app) {
        let is_closed = matches!(route.access, Access::LoggedIn | Access::May(_));
        if route.method != Method::GET || !is_closed {
            continue;
        }
        let answer = walk.ask(&route, Some(&cookie), Some(ORIGIN)).await;
        if said(&answer, "content-type").starts_with("text/html") {
            let (_, page) = read(answer).await;
            assert!(page.contains("<form method=\"post\" action=\"/logg-ut\">"), "{}", route.path);
            pages += 1;
        }
    }
    assert!(pages > 20, "{pages}");
}
