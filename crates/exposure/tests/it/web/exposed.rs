//! What should not be seen: on nginx, with files left behind and with servers that answer every name.

use arvak_core::Name;
use arvak_exposure::{Https, WebExposed};
use arvak_probe::CheckOutcome::{Fail, Inconclusive, Notice, Pass};
use arvak_probe::{Context, Net, NetBuilder, Probe, Scope};

use super::super::house::{check, clock};
use super::*;

/// The transcript of a look.
pub(super) async fn transcript(house: &House, probe: &dyn Probe) -> Vec<u8> {
    transcript_through(&house.net().await, probe).await
}

async fn transcript_through(net: &Net, probe: &dyn Probe) -> Vec<u8> {
    let (clock, vantage) = (clock(), "inside".parse::<Name>().unwrap());
    let context = Context { net, clock: &clock, vantage: &vantage };
    probe.observe(&check(probe, HOST, Some(443)), &context).await.unwrap().transcript
}

async fn site(config: &str, left: &[(&str, &[u8])]) -> Option<Judgement> {
    let mut house = house();
    files(&house, left);
    nginx(&mut house, config).await?;
    Some(look(&house).await)
}

const ENV: &[u8] = b"APP_ENV=production\nDB_PASSWORD=hunter2-very-secret\n";

#[tokio::test]
async fn files_that_were_left_behind_are_found_and_not_kept() {
    let left: [(&str, &[u8]); 5] = [
        ("index.html", b"<p>hei"),
        (".env", ENV),
        (".git/HEAD", b"ref: refs/heads/main\n"),
        ("backup.zip", b"PK\x03\x04 and much more"),
        ("www.nordvik.example.sql", b"CREATE TABLE folk (navn text);\n"),
    ];
    let mut house = house();
    files(&house, &left);
    if nginx(&mut house, "").await.is_none() {
        return;
    }
    let judgement = look(&house).await;
    assert_result(&judgement, "http.exposed_files", (Fail, "exposed.files"));
    let seen = seen(&judgement, "http.exposed_files");
    for part in [
        "/.env (env, 51 bytes)",
        "/.git/HEAD (git, 21 bytes)",
        "/backup.zip (backup",
        "/www.nordvik.example.sql (database",
    ] {
        assert!(seen.contains(part), "{part}: {seen}");
    }
    let kept = String::from_utf8(transcript(&house, &WebExposed).await).unwrap();
    for secret in ["hunter2", "CREATE TABLE", "refs/heads"] {
        assert!(!kept.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn one_file_alone_is_enough() {
    for (path, content) in [
        (".git/config", &b"[core]\n\tbare = false\n"[..]),
        (".env.production", ENV),
        ("dump.sql", b"-- MySQL dump 10.13\n"),
        ("id_rsa", b"-----BEGIN OPENSSH PRIVATE KEY-----\nxyz\n"),
        ("wp-config.php.bak", b"<?php define('DB_PASSWORD', 'x');"),
        (".DS_Store", b"\0\0\0\x01Bud1\0"),
        (".htpasswd", b"ola:$apr1$x$y\n"),
    ] {
        let Some(judgement) = site("", &[("index.html", b"hei"), (path, content)]).await else {
            return;
        };
        assert_result(&judgement, "http.exposed_files", (Fail, "exposed.files"));
        assert!(seen(&judgement, "http.exposed_files").starts_with(&format!("/{path} (")));
    }
}

#[tokio::test]
async fn a_server_that_answers_every_name_shows_nothing() {
    let app = b"<!doctype html><html><div id=app></div><script src=/app.js></script>DB_PASSWORD=x [core] ref: refs/</html>";
    for config in [
        "location / { try_files /index.html =404; }",
        "location / { default_type text/plain; return 200 'Not found'; }",
        "location / { default_type application/json; return 200 '{\"error\":\"no such page\",\"APP_KEY\":\"x\"}'; }",
        "location / { return 302 /innlogging; } location = /innlogging { return 200 'hei'; }",
        "location / { return 404; }",
        "location ~ /\\. { return 403; }",
        // Whatever is asked for, it looks like a file of settings.
        "location / { default_type text/plain; return 200 'APP_KEY=x\\nDB_HOST=y\\n'; }",
    ] {
        let Some(judgement) = site(config, &[("index.html", app)]).await else { return };
        assert_result(&judgement, "http.exposed_files", (Pass, "exposed.none"));
    }
}

#[tokio::test]
async fn a_server_that_lets_us_see_nothing_is_inconclusive() {
    for config in ["return 403;", "return 503;", "return 429;"] {
        let Some(judgement) = site(config, &[]).await else { return };
        for id in ["http.exposed_files", "http.directory_listing", "http.admin_panels"] {
            assert_result(&judgement, id, (Inconclusive, "http.kept_out"));
        }
    }
    // A password before everything keeps everybody out.
    let config = "auth_basic x; auth_basic_user_file /dev/null;";
    let Some(judgement) = site(config, &[]).await else { return };
    assert_result(&judgement, "http.exposed_files", (Pass, "exposed.none"));
    assert_result(&judgement, "http.login", (Notice, "login.http"));
}

#[tokio::test]
async fn listed_folders_panels_and_pages_for_developers_are_told() {
    let django = "location / { default_type text/html; error_page 404 = @debug; } location @debug { default_type text/html; \
                  return 404 \"<p>You're seeing this error because you have <code>DEBUG = True</code> in your Django settings file.\"; }";
    for (config, path, content, id, expected) in [
        (
            "autoindex on;",
            "uploads/a.txt",
            &b"x"[..],
            "http.directory_listing",
            (Fail, "listing.shown"),
        ),
        (
            "",
            "wp-login.php",
            b"<form action=wp-login.php><input id=user_pass type=password>",
            "http.admin_panels",
            (Notice, "panel.seen"),
        ),
        (django, "x", b"", "http.debug", (Fail, "debug.shown")),
    ] {
        let Some(judgement) = site(config, &[("index.html", b"hei"), (path, content)]).await else {
            return;
        };
        assert_result(&judgement, id, expected);
        assert_result(&judgement, "http.exposed_files", (Pass, "exposed.none"));
    }
}

#[tokio::test]
async fn without_proof_of_control_not_one_name_is_asked_for() {
    let mut house = house();
    files(&house, &[(".env", ENV)]);
    if nginx(&mut house, "").await.is_none() {
        return;
    }
    let (clock, vantage) = (clock(), "internet".parse::<Name>().unwrap());
    let net = NetBuilder {
        // An address of the internet that the visit may go to; a look for files may not.
        scope: Scope { declared: ["nordvik.example".to_owned()].into(), ..Scope::default() },
        connect: [(HOST.to_owned(), "93.184.216.34:443".parse().unwrap())].into(),
        ..NetBuilder::default()
    }
    .build(std::sync::Arc::new(house::clock()));
    let context = Context { net: &net, clock: &clock, vantage: &vantage };
    let check = check(&WebExposed, HOST, Some(443));
    let transcript = WebExposed.observe(&check, &context).await.unwrap().transcript;
    let judgement = WebExposed.judge(&transcript).unwrap();
    assert!(judgement.is_inconclusive());
    for check in &judgement.checks {
        assert_eq!((check.result, check.reason.as_str()), (Inconclusive, "scope.unproved"));
    }
    let text = String::from_utf8(transcript).unwrap();
    assert!(!text.contains("web_asked") && !text.contains("tcp_connected"), "{text}");
}

#[tokio::test]
async fn a_look_for_files_is_one_of_few_connections() {
    let mut house = house();
    files(&house, &[("index.html", b"hei")]);
    if nginx(&mut house, "").await.is_none() {
        return;
    }
    let text = String::from_utf8(transcript(&house, &WebExposed).await).unwrap();
    assert!(text.matches("\"web_asked\"").count() > 90, "{text}");
    assert_eq!(text.matches("\"tcp_connected\"").count(), 1);
}

/// Law 5, and what the other probes promise too.
#[tokio::test]
async fn a_transcript_that_lost_something_never_says_that_there_is_nothing() {
    let mut house = house();
    files(&house, &[("index.html", b"hei")]);
    if nginx(&mut house, "").await.is_none() {
        return;
    }
    let whole: serde_json::Value =
        serde_json::from_slice(&transcript(&house, &WebExposed).await).unwrap();
    let judge = |value: &serde_json::Value| WebExposed.judge(value.to_string().as_bytes()).unwrap();
    let files = |judgement: &Judgement| result(judgement, "http.exposed_files").0;
    assert_eq!(files(&judge(&whole)), Pass);
    let events = whole["events"].as_array().unwrap().len();
    for at in 0..events {
        let mut less = whole.clone();
        let gone = less["events"].as_array_mut().unwrap().remove(at);
        let matters = ["file", "strange"].iter().any(|what| gone["what"] == *what)
            || gone["code"] == "web_exposed_plan";
        assert_eq!(files(&judge(&less)), if matters { Inconclusive } else { Pass }, "{gone}");
    }
    let mut cut = whole.clone();
    cut["truncated"] = true.into();
    assert!(judge(&cut).is_inconclusive());
    let mut empty = whole;
    empty["events"] = serde_json::json!([]);
    assert!(judge(&empty).is_inconclusive());
    assert!(judge(&empty).checks.iter().all(|check| check.result == Inconclusive));
}

#[tokio::test]
async fn a_transcript_of_the_other_web_probe_is_refused() {
    let house = house();
    let ours = transcript(&house, &WebExposed).await;
    assert_eq!(Https.judge(&ours).unwrap_err().code(), "transcript.other_probe");
    assert!(WebExposed.judge(&ours).unwrap().is_inconclusive(), "nothing answered");
}
