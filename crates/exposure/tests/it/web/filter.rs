//! Filters before a web server: `ModSecurity` with OWASP's rules, and servers that stop nothing, everybody, or in ways of their own.

use arvak_exposure::AttackFilter;
use arvak_probe::CheckOutcome::{Fail, Inconclusive, Pass};
use arvak_probe::Probe;

use super::*;

const MODULE: &str = "/usr/lib/apache2/modules/mod_security2.so";
const RULES: &str = "/usr/share/modsecurity-crs/owasp-crs.load";

/// What the filter before a house shows.
async fn tried(house: &House) -> Judgement {
    let transcript = exposed::transcript(house, &AttackFilter::default()).await;
    assert!(
        !String::from_utf8_lossy(&transcript).contains("alert"),
        "no text of an attack is kept"
    );
    AttackFilter::default().judge(&transcript).unwrap()
}

/// Apache with `ModSecurity`, in that mode. Nothing where they are not installed.
async fn guarded(mode: &str) -> Option<Judgement> {
    if [MODULE, RULES].iter().any(|path| !Path::new(path).exists()) {
        eprintln!("skipped: libapache2-mod-security2 and modsecurity-crs are not installed");
        return None;
    }
    let mut house = house();
    files(&house, &[("index.html", b"<title>Logg inn</title><p>hei")]);
    let config = format!(
        "LoadModule unique_id_module /usr/lib/apache2/modules/mod_unique_id.so\nLoadModule security2_module {MODULE}\n\
         SecRuleEngine {mode}\nSecRequestBodyAccess On\nSecDataDir {root}\nSecTmpDir {root}\nInclude {RULES}\n",
        root = house.path("").display()
    );
    apache::apache(&mut house, &config).await?;
    Some(tried(&house).await)
}

#[tokio::test]
async fn modsecurity_is_seen_to_stop_what_looks_like_an_attack() {
    let Some(judgement) = guarded("On").await else { return };
    assert_result(&judgement, "http.attack_filter", (Pass, "http.attack_stopped"));
    let seen = seen(&judgement, "http.attack_filter");
    assert_eq!(seen, "stopped: script (403), query (403), file (403)");
}

#[tokio::test]
async fn modsecurity_that_only_writes_down_stops_nothing() {
    let Some(judgement) = guarded("DetectionOnly").await else { return };
    assert_result(&judgement, "http.attack_filter", (Fail, "http.attack_passed"));
}

#[tokio::test]
async fn a_server_without_a_filter_answers_as_usual_and_one_that_hangs_up_stops() {
    for (config, end) in [
        ("", (Fail, "http.attack_passed")),
        // As log-ins often do: the front page sends on, with what was asked.
        ("return 302 /logg-inn$is_args$args;", (Fail, "http.attack_passed")),
        ("if ($args ~* \"script|etc%2F\") { return 444; }", (Pass, "http.attack_stopped")),
        ("if ($args ~* \"union\") { return 406; }", (Pass, "http.attack_stopped")),
        // Several filters say so in a page that is answered with 200.
        (
            "default_type text/html; if ($args ~* \"script\") { return 200 'The requested URL was rejected. Your support ID is: 42'; }",
            (Pass, "http.attack_stopped"),
        ),
        // The server's own trouble with what it is asked is no filter, and neither is another page.
        ("if ($args ~* \"script\") { return 500; }", (Inconclusive, "http.attack_unclear")),
        ("if ($args ~* \"script\") { return 302 /annet; }", (Inconclusive, "http.attack_unclear")),
        ("deny all;", (Inconclusive, "http.kept_out")),
    ] {
        let mut house = house();
        files(&house, &[("index.html", b"<title>Logg inn</title><p>hei")]);
        if nginx(&mut house, config).await.is_none() {
            return;
        }
        assert_result(&tried(&house).await, "http.attack_filter", end);
    }
}
