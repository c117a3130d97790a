//! Who comes in, and what is sent on the way.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::digest::{SHA256, digest};
use serde_json::json;

use crate::provider::{Mock, NOON, finish};

#[tokio::test]
async fn somebody_with_two_factors_is_known_by_issuer_and_subject() {
    let mock = Mock::start().await;
    let person = mock.log_in(&mock.provider(""), |_| ()).await.unwrap();
    assert_eq!((person.issuer.as_str(), person.subject.as_str()), (mock.issuer.as_str(), "kari-7"));
    assert_eq!(person.name.as_deref(), Some("Kari Nordmann"));
    assert_eq!(person.user_name.as_deref(), Some("kari"));
    assert_eq!(person.email.as_deref(), Some("kari@nordvik.example"));
    assert_eq!(person.groups, ["ict"]);
    assert_eq!(person.shown.amr, ["pwd", "otp"]);
}

#[tokio::test]
async fn the_browser_is_sent_with_a_challenge_and_the_code_is_exchanged_with_its_answer() {
    let mock = Mock::start().await;
    let provider = mock.provider(
        "acr_values = [\"high\"]\nmax_age_minutes = 60\nscopes = [\"openid\", \"groups\"]",
    );
    let begun = mock.begin(&provider).await.unwrap();
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "arvak id"),
        ("redirect_uri", "https://arvak.nordvik.example/logg-inn/openid/prove/tilbake"),
        ("scope", "openid groups"),
        ("acr_values", "high"),
        ("max_age", "3600"),
        ("ui_locales", "nn"),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(begun.asked(name), value, "{name}");
    }
    assert!(begun.asked("state").len() >= 20 && begun.asked("nonce").len() >= 20);
    assert_ne!(begun.asked("state"), begun.asked("nonce"));
    let challenge = begun.asked("code_challenge").to_owned();
    let mut claims = mock.claims(begun.asked("nonce"));
    claims["acr"] = json!("high");
    mock.give(&mock.signer.sign(&claims));
    finish(&provider, begun).await.unwrap();
    let sent = mock.asked("/token").pop().unwrap();
    let body: Vec<(String, String)> =
        url::form_urlencoded::parse(sent.body.as_bytes()).into_owned().collect();
    let field = |name: &str| body.iter().find(|(known, _)| known == name).map(|(_, v)| v.as_str());
    let verifier = field("code_verifier").unwrap();
    assert_eq!(URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes())), challenge);
    assert_eq!((field("grant_type"), field("code")), (Some("authorization_code"), Some("c0de")));
    assert_eq!(field("client_secret"), None, "the secret is in the header");
    let basic = STANDARD.encode("arvak+id:s3cret-with%3Acolon");
    assert_eq!(sent.authorization, format!("Basic {basic}"));
}

#[tokio::test]
async fn the_secret_goes_into_the_body_when_the_provider_wants_it_there() {
    let mock = Mock::start().await;
    mock.log_in(&mock.provider("client_auth = \"post\""), |_| ()).await.unwrap();
    let sent = mock.asked("/token").pop().unwrap();
    assert!(sent.body.contains("client_secret=s3cret-with%3Acolon"), "{}", sent.body);
    assert_eq!(sent.authorization, "");
}

#[tokio::test]
async fn two_log_ins_have_nothing_in_common() {
    let mock = Mock::start().await;
    let provider = mock.provider("");
    let one = mock.begin(&provider).await.unwrap();
    let other = mock.begin(&provider).await.unwrap();
    for name in ["state", "nonce", "code_challenge"] {
        assert_ne!(one.asked(name), other.asked(name), "{name}");
    }
}

#[tokio::test]
async fn a_name_is_found_where_the_provider_puts_it_and_an_unproved_address_is_left_out() {
    let mock = Mock::start().await;
    let provider = mock.provider("");
    let person = mock
        .log_in(&provider, |claims| {
            let claims = claims.as_object_mut().unwrap();
            claims.remove("name");
            claims.insert("given_name".to_owned(), json!("Kari"));
            claims.insert("family_name".to_owned(), json!("Nordmann\u{202e}"));
            claims.insert("email_verified".to_owned(), json!("false"));
        })
        .await
        .unwrap();
    assert_eq!(person.name.as_deref(), Some("Kari Nordmann"));
    assert_eq!(person.email, None);
}

#[tokio::test]
async fn with_entra_people_are_known_by_tenant_and_object() {
    let mock = Mock::start().await;
    let provider = mock.provider("subject = \"oid\"");
    // The tenant stands in the issuer's path; here the issuer has none.
    let tenant = mock.address().to_string();
    let person = mock
        .log_in(&provider, |claims| {
            claims["tid"] = json!(tenant);
            claims["oid"] = json!("0b-1");
        })
        .await
        .unwrap();
    assert_eq!(person.subject, format!("{tenant}/0b-1"));
    for (tid, oid) in [("other", "0b-1"), ("", "0b-1"), (tenant.as_str(), "")] {
        let code = mock.code(&provider, |claims| {
            claims["tid"] = json!(tid);
            claims["oid"] = json!(oid);
        });
        assert_eq!(code.await, "oidc.no_subject", "{tid} {oid}");
    }
}

#[tokio::test]
async fn contexts_of_entra_are_asked_for_as_a_claim_and_count_from_the_answer_alone() {
    let mock = Mock::start().await;
    let provider = mock.provider("acr_claim = \"acrs\"\nacr_values = [\"c1\"]");
    let begun = mock.begin(&provider).await.unwrap();
    assert_eq!(begun.asked("acr_values"), "");
    let asked: serde_json::Value = serde_json::from_str(begun.asked("claims")).unwrap();
    assert_eq!(asked, json!({ "id_token": { "acrs": { "essential": true, "value": "c1" } } }));
    let of = |acrs: serde_json::Value| mock.code(&provider, move |claims| claims["acrs"] = acrs);
    assert_eq!(of(json!(["c2", "c1"])).await, "good");
    assert_eq!(of(json!(["c2"])).await, "oidc.one_factor");
    assert_eq!(of(json!(null)).await, "oidc.one_factor");
}

#[tokio::test]
async fn groups_that_did_not_fit_are_told_and_not_taken_for_none() {
    let mock = Mock::start().await;
    let provider = mock.provider("");
    let code = mock.code(&provider, |claims| {
        claims.as_object_mut().unwrap().remove("groups");
        claims["_claim_names"] = json!({ "groups": "src1" });
        claims["_claim_sources"] = json!({ "src1": { "endpoint": "https://graph.example/x" } });
    });
    assert_eq!(code.await, "oidc.groups_elsewhere");
}

#[tokio::test]
async fn a_try_out_and_the_way_out_say_what_the_provider_offers() {
    let mock = Mock::start().await;
    mock.discovery(|value| value["acr_values_supported"] = json!(["low", "high"]));
    let provider = mock.provider("");
    let seen = provider.try_out(NOON).await.unwrap();
    assert_eq!((seen.keys, seen.ends_sessions), (1, true));
    assert_eq!(seen.acr_values, ["low", "high"]);
    let out = provider.log_out(NOON).await.unwrap();
    assert_eq!(out.as_str(), format!("{}/end?x=1&client_id=arvak+id", mock.issuer));
    mock.discovery(|value| drop(value.as_object_mut().unwrap().remove("end_session_endpoint")));
    provider.try_out(NOON).await.unwrap();
    assert_eq!(provider.log_out(NOON).await, None);
}

#[tokio::test]
async fn nothing_that_is_logged_shows_a_secret() {
    let mock = Mock::start().await;
    let provider = mock.provider("");
    let begun = mock.begin(&provider).await.unwrap();
    let shown = format!("{provider:?} {:?}", begun.pending);
    assert!(!shown.contains("s3cret"), "{shown}");
    for name in ["state", "nonce"] {
        assert!(!shown.contains(begun.asked(name)), "{name}: {shown}");
    }
}
