//! Two factors lead in, and nothing less.

use arvak_identity::{Role, Throttle, recovery_hash};
use axum::body::Body;
use axum::http::{StatusCode, header};

use super::browser::{ORIGIN, PASSWORD, World};

#[tokio::test(flavor = "multi_thread")]
async fn password_and_code_lead_to_the_page_that_was_asked_for() {
    let world = World::new().await;
    let kari = world.account("kari", &[Role::Auditor]).await;
    let mut browser = world.browser();
    assert!(browser.get("/konto").await.leads_to("/logg-inn?til=/konto"));
    let page = browser.get("/logg-inn?til=/konto").await;
    assert_eq!((page.status, page.field("til").as_str()), (StatusCode::OK, "/konto"));
    assert!(browser.password("KARI", PASSWORD).await.leads_to("/logg-inn/kode?til=/konto"));
    let page = browser.get("/logg-inn/kode?til=/konto").await;
    assert_eq!((page.status, page.field("til").as_str()), (StatusCode::OK, "/konto"));
    assert!(browser.code(&kari.code(&world)).await.leads_to("/konto"));
    assert!(browser.is_in().await);
    let account = world.app.folder().operation().account(&kari.person).await.unwrap().unwrap();
    assert!(account.last_log_in.is_some());
    assert!(browser.get("/logg-inn").await.leads_to("/status"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_alone_opens_nothing_but_the_next_step() {
    let world = World::new().await;
    world.account("kari", &[Role::Administrator]).await;
    let mut browser = world.browser();
    browser.password("kari", PASSWORD).await;
    assert!(!browser.is_in().await);
    for path in ["/oppsett/brukere", "/oppsett/tokens"] {
        assert_eq!(browser.get(path).await.status, StatusCode::SEE_OTHER, "{path}");
    }
    // Nor may another second factor be chosen after it.
    assert!(browser.get("/konto/faktorer").await.leads_to("/logg-inn?til=/konto/faktorer"));
    for path in
        ["/konto/faktorer", "/konto/faktorer/passnokkel/start", "/konto/koder", "/konto/okter"]
    {
        assert_eq!(browser.post(path, &[]).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_without_the_password_opens_nothing() {
    let world = World::new().await;
    let kari = world.account("kari", &[Role::Auditor]).await;
    let mut browser = world.browser();
    assert!(browser.code(&kari.code(&world)).await.leads_to("/logg-inn"));
    assert!(!browser.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_go_by_real_time_where_the_folders_own_clock_is_simulated() {
    let world = World::new().await;
    assert!(world.app.clock().now() < world.app.real_clock().now());
    let kari = world.account("kari", &[Role::Auditor]).await;
    let mut browser = world.browser();
    browser.password("kari", PASSWORD).await;
    let code = kari.phone.code(world.app.clock().now());
    assert_eq!(browser.code(&code).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    browser.code(&kari.phone.code(world.app.real_clock().now())).await;
    assert!(browser.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_taken_once() {
    let world = World::new().await;
    let kari = world.account("kari", &[Role::Auditor]).await;
    let code = kari.code(&world);
    let (mut first, mut second) = (world.browser(), world.browser());
    for browser in [&mut first, &mut second] {
        browser.password("kari", PASSWORD).await;
    }
    assert!(first.code(&code).await.leads_to("/konto"));
    let page = second.code(&code).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!page.text.contains(&code), "no page shows a code again");
    assert!(!second.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_takes_the_place_of_a_code_once() {
    let world = World::new().await;
    let kari = world.account("kari", &[Role::Auditor]).await;
    let operation = world.app.folder().operation();
    let hash = recovery_hash(&kari.person, "ABCD-EFGH-IJKL-MNOP");
    operation.set_recovery_codes(&kari.person, &[*hash.as_bytes()]).await.unwrap();
    for is_taken in [true, false] {
        let mut browser = world.browser();
        browser.password("kari", PASSWORD).await;
        browser.code("abcd efgh ijkl mnop").await;
        assert_eq!(browser.is_in().await, is_taken);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_alike_and_the_password_never_comes_back() {
    let world = World::new().await;
    world.account("kari", &[Role::Auditor]).await;
    let closed = world.account("ola", &[Role::Auditor]).await;
    world.account("per", &[Role::Administrator]).await;
    let operation = world.app.folder().operation();
    operation.close_account(&closed.person, super::browser::NOON, "administrator").await.unwrap();
    let mut told = Vec::new();
    for (name, password) in
        [("kari", "feil passord, dette"), ("nobody", PASSWORD), ("ola", PASSWORD)]
    {
        let page = world.browser().password(name, password).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(!page.text.contains(password), "{name}");
        assert_eq!(page.field("navn"), name, "what was typed is kept");
        told.push(page.text.replace(name, "NAME"));
    }
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0], told[2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slow_for_known_and_unknown_names_and_ends_by_itself() {
    let world = World::new().await;
    let kari = world.account("kari", &[Role::Auditor]).await;
    for name in ["kari", "nobody"] {
        for number in 0..5_u16 {
            let mut browser = world.browser();
            browser.from = ([192, 0, 2, 9], 1000 + number).into();
            let status = browser.password(name, "feil passord, dette").await.status;
            let expected = if number < 4 {
                StatusCode::UNPROCESSABLE_ENTITY
            } else {
                StatusCode::TOO_MANY_REQUESTS
            };
            assert_eq!(status, expected, "{name} {number}");
        }
    }
    // The right one must wait too, and a refused try does not lengthen the wait.
    let mut browser = world.browser();
    assert_eq!(browser.password("kari", PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    world.pass(3);
    assert!(browser.password("kari", PASSWORD).await.leads_to("/logg-inn/kode?til=/konto"));
    assert!(browser.code(&kari.code(&world)).await.leads_to("/konto"));
    let since = arvak_core::Instant::from_millis(0);
    let operation = world.app.folder().operation();
    let failures = operation.failures("account\nkari", "password", since).await.unwrap();
    assert_eq!(failures, [], "the right password cleared its own failures");
    let failures = operation.failures("account\nnobody", "password", since).await.unwrap();
    assert!(Throttle::ACCOUNT.wait(&failures, failures[0]).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_tries_many_names_must_wait_for_all_of_them() {
    let world = World::new().await;
    let mut browser = world.browser();
    let mut refused = 0;
    for number in 0..23 {
        let page = browser.password(&format!("name{number}"), "feil passord, dette").await;
        refused += u32::from(page.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(refused, 2);
    browser.from = ([198, 51, 100, 1], 1).into();
    let page = browser.password("name99", "feil passord, dette").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "another address may try");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_codes_must_wait_too() {
    let world = World::new().await;
    world.account("kari", &[Role::Auditor]).await;
    let mut browser = world.browser();
    browser.password("kari", PASSWORD).await;
    for number in 0..5 {
        let status = browser.code("000000").await.status;
        let expected = if number < 4 {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::TOO_MANY_REQUESTS
        };
        assert_eq!(status, expected, "{number}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn empty_fields_are_named_and_nothing_is_tried() {
    let world = World::new().await;
    let page = world.browser().post("/logg-inn", &[("navn", " ")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("href=\"#f-navn\"") && page.text.contains("href=\"#f-passord\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_cannot_log_anybody_in() {
    let world = World::new().await;
    world.account("kari", &[Role::Auditor]).await;
    let mut browser = world.browser();
    for origin in ["https://evil.example", "null"] {
        let request = browser
            .request("POST", "/logg-inn")
            .header(header::ORIGIN, origin)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let page = browser.ask(request.body(Body::from("navn=kari&passord=x")).unwrap()).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{origin}");
    }
    assert!(ORIGIN.starts_with("https://"));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_is_never_led_to_another_site() {
    let world = World::new().await;
    let kari = world.account("kari", &[Role::Auditor]).await;
    let mut browser = world.browser();
    browser.password("kari", PASSWORD).await;
    let code = kari.code(&world);
    let page = browser.post("/logg-inn/kode", &[("kode", &code), ("til", "//evil.example")]).await;
    assert!(page.leads_to("/status"), "{:?}", page.to);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_in_ones_own_language_until_the_browser_has_another() {
    let world = World::new().await;
    let kari = world.account("kari", &[Role::Auditor]).await;
    world.app.folder().operation().set_account_lang(&kari.person, "nn").await.unwrap();
    let mut browser = world.browser();
    browser.password("kari", PASSWORD).await;
    assert!(browser.code(&kari.code(&world)).await.leads_to("/konto?lang=nn"));
    world.pass(30);
    let mut chosen = world.browser();
    chosen.get("/logg-inn?lang=nb").await;
    chosen.password("kari", PASSWORD).await;
    assert!(chosen.code(&kari.code(&world)).await.leads_to("/konto"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_a_passkey_that_nobody_asked_for_is_refused() {
    let world = World::new().await;
    let mut browser = world.browser();
    let json = |browser: &super::browser::Browser<'_>, path: &str, body: &str| {
        let request = browser.request("POST", path).header(header::ORIGIN, ORIGIN);
        let request = request.header(header::CONTENT_TYPE, "application/json");
        request.body(Body::from(body.to_owned())).unwrap()
    };
    let start = json(&browser, "/logg-inn/passnokkel/start", "{}");
    let page = browser.ask(start).await;
    assert_eq!(page.status, StatusCode::OK);
    let options: serde_json::Value = serde_json::from_str(&page.text).unwrap();
    assert_eq!(options["options"]["publicKey"]["rpId"], "arvak.nordvik.example");
    assert_eq!(options["options"]["publicKey"]["userVerification"], "required");
    let name = options["name"].as_str().unwrap();
    for name in [name, name, "unknown"] {
        let body = format!("{{\"name\":\"{name}\",\"answer\":{{}}}}");
        let answer = json(&browser, "/logg-inn/passnokkel/svar", &body);
        assert_eq!(browser.ask(answer).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert!(!browser.is_in().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_never_part_of_a_question_to_the_database() {
    let world = World::new().await;
    world.account("kari", &[Role::Auditor]).await;
    for name in ["' OR '1'='1", "kari'; DROP TABLE account; --", "kari' --", "k_ri", "%"] {
        let page = world.browser().password(name, PASSWORD).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert_eq!(page.field("navn"), name);
    }
    assert!(world.browser().password("kari", PASSWORD).await.leads_to("/logg-inn/kode?til=/konto"));
}

/// The fields of a page that have a name: name, type, and what a password manager may put in.
fn fields(page: &str) -> Vec<[String; 3]> {
    let page = scraper::Html::parse_document(page);
    let selector = scraper::Selector::parse("input[name], textarea, select").unwrap();
    let fields = page.select(&selector).map(|field| {
        assert_eq!(field.attr("maxlength"), None, "what is pasted is not cut");
        ["name", "type", "autocomplete"].map(|name| field.attr(name).unwrap_or_default().to_owned())
    });
    fields.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_for_secrets_are_masked_open_to_password_managers_and_ask_for_nothing_else() {
    let world = World::new().await;
    let (mut inside, _) = world.logged_in("kari", &[Role::Auditor]).await;
    let mut browser = world.browser();
    let first = browser.get("/logg-inn").await;
    browser.password("kari", PASSWORD).await;
    let second = browser.get("/logg-inn/kode").await;
    let choosing = inside.get("/konto/faktorer").await;
    assert_eq!(
        fields(&first.text),
        [
            ["navn", "text", "username"],
            ["passord", "password", "current-password"],
            ["til", "hidden", ""],
        ]
    );
    assert_eq!(fields(&second.text), [["kode", "text", "one-time-code"], ["til", "hidden", ""]]);
    assert_eq!(
        fields(&choosing.text),
        [
            ["navn", "text", "username"],
            ["passord", "password", "current-password"],
            ["nytt-passord", "password", "new-password"],
            ["kode", "text", "one-time-code"],
            ["nokkel", "hidden", ""],
        ]
    );
    let script = arvak_assets::all().iter().find(|asset| asset.name == arvak_assets::SCRIPT);
    let script = std::str::from_utf8(script.unwrap().bytes).unwrap();
    assert!(!script.contains("paste"), "the script does not meddle with pasting");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_password_is_as_good_as_a_new_one() {
    let world = World::new().await;
    let kari = world.account("kari", &[Role::Auditor]).await;
    world.pass(5 * 365 * 86_400);
    let mut browser = world.browser();
    assert!(browser.password("kari", PASSWORD).await.leads_to("/logg-inn/kode?til=/konto"));
    assert!(browser.code(&kari.code(&world)).await.leads_to("/konto"));
    assert!(browser.is_in().await);
}
