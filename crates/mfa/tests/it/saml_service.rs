//! A service provider (npm's node-saml) that checks what it gets, and with a check left out.

use arvak_mfa::{Seen, Verdict};

use crate::house::{try_written, written};
use crate::saml::{Started, run};

async fn hold(checks: &str, verdict: Verdict, reason: &str) {
    let Some(service) = Started::new(&["service.mjs", checks]) else { return };
    let at = &service.address;
    let params = format!(
        r#"{{"control":"{at}/control","login":"{at}/login","protected":["{at}/"],"session_mark":"Hei, kanari","required_class":["https://refeds.org/profile/mfa"]}}"#
    );
    let found = try_written(&[written("portal", "saml-sp", at, &params)], &run()).await.remove(0);
    let transcript = String::from_utf8(found.observation.clone().unwrap().transcript).unwrap();
    let told = (found.judged.verdict, found.judged.reason.as_str());
    assert_eq!(
        told,
        (verdict, reason),
        "{checks}: {:?} {:?}\n{transcript}",
        found.arms,
        found.ways
    );
    if verdict == Verdict::Proven {
        assert_eq!(found.ways.len(), 9);
        assert!(found.ways.iter().all(|way| way.seen == Seen::Refused), "{:?}", found.ways);
    }
}

#[tokio::test]
async fn a_service_that_checks_everything_is_proven() {
    hold("everything", Verdict::Proven, "three-arms-behaved").await;
}

#[tokio::test]
async fn a_service_that_takes_one_factor_is_refuted() {
    hold("all-but-the-class", Verdict::Refuted, "weak-token-accepted").await;
    hold("nothing", Verdict::Refuted, "weak-token-accepted").await;
}

#[tokio::test]
async fn a_check_that_is_left_out_is_found() {
    for (checks, reason) in [
        ("class-where-there-is-one", "bypass-no-class"),
        ("any-key", "bypass-wrong-key"),
        ("no-audience", "bypass-wrong-audience"),
        ("any-request", "bypass-wrong-request"),
        ("no-time", "bypass-expired-token"),
        ("first-found", "bypass-signature-wrapped"),
    ] {
        hold(checks, Verdict::Refuted, reason).await;
    }
}
