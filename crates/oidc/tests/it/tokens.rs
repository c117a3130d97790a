//! Tokens that do not hold: each lie by itself is enough to be refused.

use arvak_core::Span;
use arvak_oidc::{Callback, OidcError};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde_json::{Value, json};

use crate::provider::{Mock, NOON, Reply, SECRET, Signer, code, finish, signed_part};

fn seconds(after_noon: i64) -> Value {
    json!(NOON.as_millis() / 1000 + after_noon)
}

#[tokio::test]
async fn one_wrong_claim_is_enough() {
    let mock = Mock::start().await;
    let provider = mock.provider("");
    assert_eq!(mock.code(&provider, |_| ()).await, "good");
    let wrong: [(&str, Value); 13] = [
        ("nonce", json!("of another log-in")),
        ("nonce", Value::Null),
        ("aud", json!("another client")),
        ("aud", json!([])),
        ("aud", json!(["arvak id", "another client"])),
        ("azp", json!("another client")),
        ("iss", json!("https://evil.example")),
        ("iss", json!(format!("{}/", mock.issuer))),
        ("exp", seconds(-60)),
        ("exp", Value::Null),
        ("iat", seconds(61)),
        ("iat", seconds(-601)),
        ("sub", Value::Null),
    ];
    for (claim, value) in wrong {
        let told = value.to_string();
        let code = mock.code(&provider, |claims| claims[claim] = value).await;
        assert!(["oidc.bad_token", "oidc.bad_answer"].contains(&code), "{claim} {told}: {code}");
    }
    for (claim, value) in [
        ("azp", json!("arvak id")),
        ("aud", json!(["arvak id"])),
        ("exp", seconds(-59)),
        ("iat", seconds(60)),
    ] {
        assert_eq!(mock.code(&provider, |claims| claims[claim] = value).await, "good", "{claim}");
    }
}

#[tokio::test]
async fn nobody_logs_in_with_one_factor() {
    let mock = Mock::start().await;
    let by_method = mock.provider("");
    for amr in [json!(["pwd"]), json!([]), Value::Null, json!(["hwk", "user"])] {
        let told = amr.to_string();
        let result = mock.log_in(&by_method, |claims| claims["amr"] = amr).await;
        let Err(OidcError::OneFactor(lacking)) = result else { panic!("{told}: {result:?}") };
        assert!(lacking.lacks_amr);
    }
    let by_class = mock.provider("acr_values = [\"high\", \"higher\"]");
    for acr in [json!("low"), json!(""), Value::Null] {
        let told = acr.to_string();
        let result = mock.log_in(&by_class, |claims| claims["acr"] = acr).await;
        let Err(OidcError::OneFactor(lacking)) = result else { panic!("{told}: {result:?}") };
        assert_eq!(lacking.needed_acr, ["high", "higher"]);
    }
    assert_eq!(mock.code(&by_class, |claims| claims["acr"] = json!("higher")).await, "good");
}

#[tokio::test]
async fn factors_that_were_shown_too_long_ago_do_not_count() {
    let mock = Mock::start().await;
    let provider = mock.provider("max_age_minutes = 60");
    assert_eq!(mock.code(&provider, |_| ()).await, "good");
    let old = mock.code(&provider, |claims| claims["auth_time"] = seconds(-3700)).await;
    assert_eq!(old, "oidc.too_old");
    let silent = mock.code(&provider, |claims| claims["auth_time"] = Value::Null).await;
    assert_eq!(silent, "oidc.too_old");
}

/// A log-in with a token that is made of its claims by hand.
async fn with_token(mock: &Mock, token: impl FnOnce(&Value) -> String) -> &'static str {
    let provider = mock.provider("");
    let begun = mock.begin(&provider).await.unwrap();
    let claims = mock.claims(begun.asked("nonce"));
    mock.give(&token(&claims));
    code(&finish(&provider, begun).await)
}

#[tokio::test]
async fn a_token_without_a_signature_is_refused() {
    let mock = Mock::start().await;
    for alg in ["none", "None", "NONE"] {
        let token = |claims: &Value| format!("{}.", signed_part(&json!({ "alg": alg }), claims));
        let code = with_token(&mock, token).await;
        assert!(["oidc.bad_token", "oidc.bad_answer"].contains(&code), "{alg}: {code}");
    }
    let cut = |claims: &Value| {
        let token = mock.signer.sign(claims);
        format!("{}.", token.rsplit_once('.').unwrap().0)
    };
    assert_ne!(with_token(&mock, cut).await, "good");
}

#[tokio::test]
async fn a_shared_secret_signs_nothing_not_even_the_public_key() {
    let mock = Mock::start().await;
    let jwk = mock.signer.jwk().to_string();
    for key in [mock.signer.public(), SECRET.as_bytes(), jwk.as_bytes(), b""] {
        for kid in [Some("one"), None] {
            let token = |claims: &Value| {
                let mut header = json!({ "alg": "HS256" });
                if let Some(kid) = kid {
                    header["kid"] = json!(kid);
                }
                let signed = signed_part(&header, claims);
                let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), signed.as_bytes());
                format!("{signed}.{}", URL_SAFE_NO_PAD.encode(tag))
            };
            assert_eq!(with_token(&mock, token).await, "oidc.bad_token");
        }
    }
}

#[tokio::test]
async fn another_key_signs_nothing_whatever_it_is_called() {
    let mock = Mock::start().await;
    for kid in ["one", "two"] {
        let other = Signer::new(kid);
        assert_eq!(with_token(&mock, |claims| other.sign(claims)).await, "oidc.bad_token", "{kid}");
    }
    let changed = |claims: &Value| {
        let token = mock.signer.sign(claims);
        let mut richer = claims.clone();
        richer["groups"] = json!(["ict", "administrators"]);
        let header = json!({ "alg": "ES256", "typ": "JWT", "kid": "one" });
        format!("{}.{}", signed_part(&header, &richer), token.rsplit_once('.').unwrap().1)
    };
    assert_eq!(with_token(&mock, changed).await, "oidc.bad_token");
}

#[tokio::test]
async fn a_new_key_is_asked_for_once() {
    let mock = Mock::start().await;
    let provider = mock.provider("");
    assert_eq!(mock.code(&provider, |_| ()).await, "good");
    let newer = Signer::new("two");
    mock.answer_keys(Reply::Json(json!({ "keys": [mock.signer.jwk(), newer.jwk()] })));
    let later = NOON.plus(Span::from_millis(11_000));
    let try_at = async |at| {
        let begun = mock.begin(&provider).await.unwrap();
        let state = begun.asked("state").to_owned();
        mock.give(&newer.sign(&mock.claims(begun.asked("nonce"))));
        let callback = Callback { state: &state, code: "c", error: "", issuer: "" };
        code(&provider.finish(begun.pending, callback, at).await)
    };
    assert_eq!(try_at(NOON).await, "oidc.bad_token", "the keys were asked for just now");
    assert_eq!(mock.asked("/keys").len(), 1);
    assert_eq!(try_at(later).await, "good");
    assert_eq!(try_at(later).await, "good");
    assert_eq!(mock.asked("/keys").len(), 2);
}

#[tokio::test]
async fn what_is_no_token_at_all_is_refused() {
    let mock = Mock::start().await;
    for token in ["", "a", "a.b.c", "....", "e30.e30.", "\u{0}"] {
        let code = with_token(&mock, |_| token.to_owned()).await;
        assert!(["oidc.bad_token", "oidc.bad_answer"].contains(&code), "{token}: {code}");
    }
}
