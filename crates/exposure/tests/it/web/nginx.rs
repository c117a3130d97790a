//! nginx: a site in order, and each fault by itself.

use arvak_probe::CheckOutcome::{Fail, NotApplicable, Notice, Pass};

use super::*;

/// Everything that a site in order sends.
const GOOD: &str = r#"
    add_header Strict-Transport-Security "max-age=63072000; includeSubDomains; preload";
    add_header Content-Security-Policy "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    add_header X-Content-Type-Options nosniff;
    add_header Referrer-Policy no-referrer;
    add_header Permissions-Policy "camera=()";
    add_header Cross-Origin-Opener-Policy same-origin;
    add_header Set-Cookie "__Host-sid=secret; Path=/; Secure; HttpOnly; SameSite=Lax";
    server_tokens off;
"#;

const PAGE: &[u8] =
    b"<!doctype html><title>Nordvik</title><script src=/app.js></script><form action=/sok></form>";

const SECURITY_TXT: &[u8] = b"Contact: mailto:ikt@nordvik.example\nExpires: 2027-06-01T00:00:00Z\n";

async fn site(config: &str, page: &[u8]) -> Option<Judgement> {
    let mut house = house();
    files(
        &house,
        &[("index.html", page), (".well-known/security.txt", SECURITY_TXT), ("app.js", b"1")],
    );
    nginx(&mut house, config).await?;
    Some(look(&house).await)
}

#[tokio::test]
async fn a_site_in_order_passes_every_check_once() {
    let Some(judgement) = site(GOOD, PAGE).await else { return };
    assert_eq!(wrong(&judgement), []);
    let mut ids: Vec<&str> = judgement.checks.iter().map(|check| check.id).collect();
    ids.sort_unstable();
    assert_eq!(ids, of_a_look().collect::<Vec<_>>());
    assert_result(&judgement, "http.sri", (NotApplicable, "sri.nothing_foreign"));
    assert_result(&judgement, "http.cookie_prefix", (Pass, "cookie.prefix"));
    assert!(!format!("{judgement:?}").contains("secret"), "no value of a cookie is kept");
}

/// What is written otherwise, how, and what is then said.
type Case = (&'static str, &'static str, &'static [(&'static str, CheckOutcome, &'static str)]);

const POLICY: &str = "Content-Security-Policy \"default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'\"";

const COOKIE: &str = "Set-Cookie \"__Host-sid=secret; Path=/; Secure; HttpOnly; SameSite=Lax\"";

const END: &str = "server_tokens off;";

const POLICIES: [Case; 6] = [
    (
        "default-src 'self'",
        "default-src 'self' 'unsafe-inline'",
        &[("http.csp", Fail, "csp.unsafe_inline")],
    ),
    (
        "default-src 'self'",
        "default-src 'self' 'unsafe-eval'",
        &[("http.csp", Fail, "csp.unsafe_eval")],
    ),
    ("form-action 'self'; ", "", &[("http.csp_complete", Notice, "csp.incomplete")]),
    (
        POLICY,
        "X-Nothing x",
        &[("http.csp", Fail, "csp.absent"), ("http.frame_options", Fail, "framing.absent")],
    ),
    (
        "add_header Content-Security-Policy",
        "add_header X-Frame-Options DENY; add_header Content-Security-Policy-Report-Only",
        &[("http.csp", Fail, "csp.report_only")],
    ),
    (
        "frame-ancestors 'none'",
        "frame-ancestors *",
        &[
            ("http.csp_complete", Notice, "csp.incomplete"),
            ("http.frame_options", Fail, "framing.anyone"),
        ],
    ),
];

const FIELDS: [Case; 9] = [
    (
        "max-age=63072000; includeSubDomains; preload",
        "max-age=31536000",
        &[("http.hsts_preload", Notice, "hsts.not_preloadable")],
    ),
    (
        "max-age=63072000;",
        "max-age=15552000;",
        &[
            ("http.hsts", Notice, "hsts.under_a_year"),
            ("http.hsts_preload", Notice, "hsts.not_preloadable"),
        ],
    ),
    ("nosniff", "sniff", &[("http.content_type_options", Fail, "nosniff.invalid")]),
    (
        "no-referrer",
        "\"no-referrer, unsafe-url\"",
        &[("http.referrer_policy", Fail, "referrer.open")],
    ),
    (
        "add_header Referrer-Policy no-referrer;",
        "",
        &[("http.referrer_policy", Notice, "referrer.absent")],
    ),
    (END, "", &[("http.server_banner", Notice, "banner.version")]),
    (
        "Permissions-Policy",
        "X-Permissions",
        &[("http.permissions_policy", Notice, "permissions.absent")],
    ),
    ("same-origin;", "unsafe-none;", &[("http.corp_coop", Notice, "isolation.absent")]),
    (
        END,
        "server_tokens off; gzip on; gzip_min_length 1;",
        &[("http.compression", Notice, "http.compressed")],
    ),
];

const COOKIES: [Case; 6] = [
    (
        COOKIE,
        "Set-Cookie \"sid=secret; Path=/; HttpOnly; SameSite=Lax\"",
        &[
            ("http.cookie_prefix", Notice, "cookie.no_prefix"),
            ("http.cookie_secure", Fail, "cookie.insecure"),
        ],
    ),
    (
        COOKIE,
        "Set-Cookie \"__Secure-sid=secret; Secure; SameSite=Lax\"",
        &[("http.cookie_httponly", Fail, "cookie.script_readable")],
    ),
    (
        COOKIE,
        "Set-Cookie \"__Secure-sid=secret; Secure; HttpOnly\"",
        &[("http.cookie_samesite", Notice, "cookie.samesite_absent")],
    ),
    (
        COOKIE,
        "Set-Cookie \"__Host-sid=secret; Secure; HttpOnly; SameSite=Strict\"",
        &[("http.cookie_prefix", Fail, "cookie.prefix_broken")],
    ),
    (
        END,
        "server_tokens off; add_header Access-Control-Allow-Origin *;",
        &[("http.cors", Notice, "cors.any_site")],
    ),
    (
        END,
        "server_tokens off; add_header Access-Control-Allow-Origin $http_origin; add_header Access-Control-Allow-Credentials true;",
        &[("http.cors", Fail, "cors.any_site_with_cookies")],
    ),
];

/// Each change of a site in order makes the checks fail that it names, and no other.
async fn each_alone(cases: &[Case]) {
    for (from, to, expected) in cases {
        assert!(GOOD.contains(from), "{from}");
        let Some(judgement) = site(&GOOD.replace(from, to), PAGE).await else { return };
        let mut found = wrong(&judgement);
        found.sort_by_key(|(id, ..)| *id);
        assert_eq!(found, *expected, "{to}");
    }
}

#[tokio::test]
async fn a_policy_with_a_fault_is_told_by_that_fault_alone() {
    each_alone(&POLICIES).await;
}

#[tokio::test]
async fn a_field_with_a_fault_is_told_by_that_fault_alone() {
    each_alone(&FIELDS).await;
}

#[tokio::test]
async fn a_cookie_or_an_open_door_is_told_by_that_fault_alone() {
    each_alone(&COOKIES).await;
}

#[tokio::test]
async fn a_page_with_a_fault_is_told_by_that_fault_alone() {
    for (page, expected) in [
        (&b"<script src=https://cdn.example/a.js></script>"[..], vec![("http.sri", Notice, "sri.not_pinned")]),
        (b"<script src=https://cdn.example/a.js integrity=sha384-abc></script>", vec![]),
        (b"<script src=//static.nordvik.example/a.js></script>", vec![]),
        (b"<base href=https://cdn.example/><script src=a.js></script>", vec![("http.sri", Notice, "sri.not_pinned")]),
        (b"<script src='http://cdn.example/a.js'></script>", vec![("http.mixed_content", Fail, "mixed.active"), ("http.sri", Fail, "sri.plain")]),
        (b"<img src=http://a.example/b.png>", vec![("http.mixed_content", Notice, "mixed.passive")]),
        (b"<meta http-equiv=content-security-policy content=upgrade-insecure-requests><img src=http://a.example/b.png>", vec![]),
        (b"<form action=http://www.nordvik.example/sok>", vec![("http.form_action", Fail, "form.in_clear")]),
        (b"<form><input type=password></form>", vec![("http.login", Notice, "login.form")]),
        (b"<meta name=generator content='WordPress 6.4.1'>", vec![("http.server_banner", Notice, "banner.version")]),
        (b"<meta name=referrer content=always>", vec![("http.referrer_policy", Fail, "referrer.open")]),
        (b"<title>Welcome to nginx!</title>", vec![("http.default_page", Notice, "default.shown")]),
    ] {
        let Some(judgement) = site(GOOD, page).await else { return };
        let mut found = wrong(&judgement);
        found.sort_by_key(|(id, ..)| *id);
        assert_eq!(found, expected, "{}", String::from_utf8_lossy(page));
    }
}

#[tokio::test]
async fn a_policy_may_stand_in_the_page() {
    let config =
        GOOD.replace("Content-Security-Policy", "X-Nothing") + "add_header X-Frame-Options DENY;";
    let page = b"<meta http-equiv=Content-Security-Policy content=\"default-src 'self'\">";
    let Some(judgement) = site(&config, page).await else { return };
    assert_result(&judgement, "http.csp", (Pass, "csp.present"));
    assert_result(&judgement, "http.csp_complete", (Notice, "csp.incomplete"));
    assert_result(&judgement, "http.frame_options", (Pass, "framing.field"));
}

#[tokio::test]
async fn security_txt_is_judged_by_its_place_type_and_content() {
    let good = "location = /.well-known/security.txt { types {} default_type text/plain; \
                return 200 \"Contact: mailto:a@b.example\\nExpires: 2027-06-01T00:00:00Z\\n\"; }";
    for (config, expected) in [
        (good.to_owned(), (Pass, "security_txt.present")),
        (good.replace("text/plain", "\"text/plain; charset=utf-8\""), (Pass, "security_txt.present")),
        (good.replace("text/plain", "text/html"), (Fail, "security_txt.content_type")),
        (good.replace("2027", "2025"), (Fail, "security_txt.expired")),
        (good.replace("2027", "2030"), (Notice, "security_txt.long_expires")),
        (good.replace("Expires", "Expire"), (Fail, "security_txt.no_expires")),
        (good.replace("Contact: mailto:a@b.example\\n", ""), (Fail, "security_txt.no_contact")),
        (good.replace("= /.well-known/security.txt", "= /security.txt"), (Notice, "security_txt.old_place")),
        (format!("{} location = /.well-known/security.txt {{ return 302 /security.txt; }}", good.replace("= /.well-known/security.txt", "= /security.txt")), (Pass, "security_txt.present")),
        ("location = /.well-known/security.txt { return 301 https://elsewhere.example/security.txt; }".to_owned(), (Notice, "security_txt.elsewhere")),
        ("location = /.well-known/security.txt { return 301 /.well-known/security.txt; }".to_owned(), (CheckOutcome::Inconclusive, "http.not_followed")),
        (String::new(), (Fail, "security_txt.absent")),
        ("location / { try_files /index.html =404; }".to_owned(), (Fail, "security_txt.absent")),
        ("location = /.well-known/security.txt { return 403; }".to_owned(), (Fail, "security_txt.absent")),
        ("location = /.well-known/security.txt { return 503; }".to_owned(), (CheckOutcome::Inconclusive, "http.server_error")),
    ] {
        let mut house = house();
        files(&house, &[("index.html", PAGE)]);
        if nginx(&mut house, &format!("absolute_redirect off; {config}")).await.is_none() {
            return;
        }
        let judgement = look(&house).await;
        assert_eq!(result(&judgement, "http.security_txt"), expected, "{config}");
    }
}

#[tokio::test]
async fn a_host_that_only_leads_elsewhere_has_no_page_to_judge() {
    let mut house = house();
    if nginx(&mut house, "return 301 https://login.elsewhere.example/;").await.is_none() {
        return;
    }
    let judgement = look(&house).await;
    for id in ["http.csp", "http.sri", "http.frame_options", "http.exposed_files"] {
        assert_result(&judgement, id, (NotApplicable, "http.leads_elsewhere"));
    }
    assert_result(&judgement, "http.login", (Notice, "login.elsewhere"));
    assert_result(&judgement, "http.redirect", (Pass, "http.redirected"));
}

#[tokio::test]
async fn one_place_without_tls_is_judged_as_it_answers() {
    let mut house = house();
    files(&house, &[("index.html", PAGE)]);
    let Some((_, plain)) = nginx(&mut house, GOOD).await else { return };
    house.connect(HOST, plain);
    let judgement = look(&house).await;
    assert_result(&judgement, "http.redirect", (Pass, "http.redirected"));
    assert_result(&judgement, "http.csp", (NotApplicable, "http.leads_elsewhere"));
    assert_result(&judgement, "http.exposed_files", (NotApplicable, "http.leads_elsewhere"));
}

#[tokio::test]
async fn names_of_the_own_domain_are_found_on_the_way() {
    let mut house = house();
    let page = b"<script src=https://static.nordvik.example/a.js></script><img src=http://bilder.nordvik.example/x>\
                 <script src=https://cdn.example/b.js></script><a href=https://lenke.nordvik.example/>x</a>";
    files(&house, &[("index.html", page)]);
    if nginx(&mut house, "location = /x { return 200; }").await.is_none() {
        return;
    }
    let transcript = exposed::transcript(&house, &arvak_exposure::Https).await;
    let transcript = arvak_probe::Transcript::decode(&transcript).unwrap();
    let names: Vec<String> =
        arvak_exposure::names_seen(&transcript).iter().map(ToString::to_string).collect();
    assert_eq!(names, ["bilder.nordvik.example", "static.nordvik.example"]);
}

#[tokio::test]
async fn a_redirect_that_names_the_servers_own_port_is_followed_at_the_one_place() {
    let mut house = house();
    files(&house, &[("start/index.html", b"<form><input type=password></form>")]);
    // nginx writes the port that it listens on into the location.
    let config = "location = / { return 302 /start/; }";
    let Some((secure, _)) = nginx(&mut house, config).await else { return };
    house.connect(HOST, secure);
    let judgement = look(&house).await;
    assert_result(&judgement, "http.login", (Notice, "login.form"));
    assert_result(&judgement, "http.csp", (Fail, "csp.absent"));
}
