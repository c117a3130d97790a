//! Answers that are not what was asked for: of another log-in, another provider, too long, broken, or none.

use arvak_core::Span;
use arvak_oidc::{Callback, OidcError};
use serde_json::{Value, json};

use crate::provider::{Mock, NOON, Reply, code, finish};

#[tokio::test]
async fn an_answer_belongs_to_the_log_in_that_was_begun() {
    let mock = Mock::start().await;
    let provider = mock.provider("");
    let other = mock.begin(&provider).await.unwrap().asked("state").to_owned();
    for state in ["", "x", other.as_str()] {
        let begun = mock.begin(&provider).await.unwrap();
        mock.give(&mock.signer.sign(&mock.claims(begun.asked("nonce"))));
        let callback = Callback { state, code: "c", error: "", issuer: "" };
        let result = provider.finish(begun.pending, callback, NOON).await;
        assert_eq!(code(&result), "oidc.not_ours", "{state}");
    }
    assert_eq!(mock.asked("/token").len(), 0, "the code was not even tried");
}

#[tokio::test]
async fn a_code_of_another_session_fails_by_its_nonce() {
    let mock = Mock::start().await;
    let provider = mock.provider("");
    let theirs = mock.begin(&provider).await.unwrap();
    let mine = mock.begin(&provider).await.unwrap();
    mock.give(&mock.signer.sign(&mock.claims(theirs.asked("nonce"))));
    assert_eq!(code(&finish(&provider, mine).await), "oidc.bad_token");
}

#[tokio::test]
async fn a_code_that_was_used_is_refused_by_the_provider() {
    let mock = Mock::start().await;
    let provider = mock.provider("");
    let begun = mock.begin(&provider).await.unwrap();
    mock.answer_token(Reply::Json(json!({ "error": "invalid_grant", "error_description": "<b>" })));
    let said = OidcError::Said { error: "invalid_grant".to_owned() };
    assert_eq!(finish(&provider, begun).await.unwrap_err(), said);
}

#[tokio::test]
async fn a_log_in_at_one_provider_is_not_ended_at_another() {
    let mock = Mock::start().await;
    let (provider, mut file) = (mock.provider(""), mock.file(""));
    file.slug = "annen".to_owned();
    let settings = arvak_oidc::parse(&[file], &|_| Ok("x".to_owned())).unwrap().remove(0);
    let other =
        arvak_oidc::Provider::new(settings, crate::provider::ORIGIN, arvak_probe::Roots::Native);
    let begun = mock.begin(&provider).await.unwrap();
    mock.give(&mock.signer.sign(&mock.claims(begun.asked("nonce"))));
    assert_eq!(code(&finish(&other.unwrap(), begun).await), "oidc.not_ours");
}

#[tokio::test]
async fn an_answer_that_names_another_issuer_or_none_where_it_promised_to_is_refused() {
    let mock = Mock::start().await;
    for (promised, issuer, expected) in [
        (false, "", "good"),
        (false, mock.issuer.as_str(), "good"),
        (false, "https://evil.example", "oidc.not_ours"),
        (true, "", "oidc.not_ours"),
        (true, mock.issuer.as_str(), "good"),
    ] {
        mock.discovery(|value| {
            value["authorization_response_iss_parameter_supported"] = json!(promised);
        });
        let provider = mock.provider("");
        let begun = mock.begin(&provider).await.unwrap();
        let state = begun.asked("state").to_owned();
        mock.give(&mock.signer.sign(&mock.claims(begun.asked("nonce"))));
        let callback = Callback { state: &state, code: "c", error: "", issuer };
        let result = provider.finish(begun.pending, callback, NOON).await;
        assert_eq!(code(&result), expected, "{promised} {issuer}");
    }
}

#[tokio::test]
async fn what_the_provider_says_instead_of_a_code_is_told_without_what_it_could_hide() {
    let mock = Mock::start().await;
    let provider = mock.provider("");
    for (sent, told) in [
        ("access_denied", "access_denied"),
        ("<script>alert(1)</script>", "scriptalert1script"),
        ("\u{202e}x y", "xy"),
    ] {
        let begun = mock.begin(&provider).await.unwrap();
        let state = begun.asked("state").to_owned();
        let callback = Callback { state: &state, code: "c", error: sent, issuer: "" };
        let error = provider.finish(begun.pending, callback, NOON).await.unwrap_err();
        assert_eq!(error, OidcError::Said { error: told.to_owned() });
    }
    assert_eq!(mock.asked("/token").len(), 0);
}

#[tokio::test]
async fn too_many_or_too_long_keys_are_refused() {
    let mock = Mock::start().await;
    let mut bytes = br#"{"keys":[{"kty":"RSA","n":""#.to_vec();
    bytes.resize((1 << 20) + 1000, b'A');
    mock.answer_keys(Reply::Text(200, "application/json", bytes));
    assert_eq!(code(&mock.begin(&mock.provider("")).await), "outbound.too_much");
    let many: Vec<Value> = (0..101).map(|_| mock.signer.jwk()).collect();
    mock.answer_keys(Reply::Json(json!({ "keys": many })));
    assert_eq!(code(&mock.begin(&mock.provider("")).await), "oidc.bad_answer");
    mock.answer_keys(Reply::Json(json!({ "keys": [{ "kty": "oct", "k": "AAAA" }] })));
    assert_eq!(code(&mock.begin(&mock.provider("")).await), "oidc.bad_answer");
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let mock = Mock::start().await;
    let provider = mock.provider("");
    let begun = mock.begin(&provider).await.unwrap();
    mock.answer_token(Reply::Redirect);
    assert_eq!(code(&finish(&provider, begun).await), "oidc.bad_answer");
    mock.answer_keys(Reply::Redirect);
    assert_eq!(code(&mock.begin(&mock.provider("")).await), "oidc.bad_answer");
    mock.answer_discovery(Reply::Redirect);
    assert_eq!(code(&mock.begin(&mock.provider("")).await), "oidc.bad_answer");
    assert_eq!(mock.asked("/other").len(), 0);
}

#[tokio::test]
async fn a_discovery_document_of_somebody_else_is_refused() {
    let mock = Mock::start().await;
    for (key, value, expected) in [
        ("issuer", "https://evil.example", "oidc.other_issuer"),
        ("issuer", "https://login.example/{tenantid}/v2.0", "oidc.many_tenants"),
        ("token_endpoint", "https://evil.example/token", "oidc.foreign_host"),
        ("authorization_endpoint", "https://evil.example/", "oidc.foreign_host"),
        ("jwks_uri", "http://evil.example/keys", "outbound.bad_url"),
        ("end_session_endpoint", "javascript:alert(1)", "outbound.bad_url"),
    ] {
        let kept = mock.begin(&mock.provider("")).await.unwrap();
        drop(kept);
        let mut before = Value::Null;
        mock.discovery(|document| {
            before = document[key].clone();
            document[key] = json!(value);
        });
        assert_eq!(code(&mock.begin(&mock.provider("")).await), expected, "{key} {value}");
        mock.discovery(|document| document[key] = before);
    }
}

#[tokio::test]
async fn answers_that_cannot_be_read_are_refused() {
    let mock = Mock::start().await;
    let provider = mock.provider("");
    let html = || Reply::Text(200, "text/html", b"<h1>Hei</h1>".to_vec());
    for reply in [
        html(),
        Reply::Text(200, "application/json", b"{".to_vec()),
        Reply::Text(200, "application/json", Vec::new()),
        Reply::Text(500, "application/json", b"{}".to_vec()),
        Reply::Json(json!({ "access_token": "a", "token_type": "Bearer" })),
        Reply::Json(json!({ "access_token": "a", "token_type": "Bearer", "id_token": 3 })),
    ] {
        let begun = mock.begin(&provider).await.unwrap();
        mock.answer_token(reply);
        let code = code(&finish(&provider, begun).await);
        assert!(["oidc.bad_answer", "oidc.bad_token"].contains(&code), "{code}");
    }
    for reply in [html(), Reply::Json(json!({})), Reply::Json(json!([]))] {
        mock.answer_discovery(reply);
        assert_eq!(code(&mock.begin(&mock.provider("")).await), "oidc.bad_answer");
    }
}

#[tokio::test]
async fn what_is_known_is_asked_for_once_an_hour_and_a_failure_is_not_asked_by_everybody() {
    let mock = Mock::start().await;
    let provider = mock.provider("");
    let asked = || mock.asked("/.well-known/openid-configuration").len();
    for _ in 0..5 {
        mock.begin(&provider).await.unwrap();
    }
    assert_eq!(asked(), 1);
    let hour = NOON.plus(Span::from_millis(3_600_000));
    mock.answer_discovery(Reply::Text(503, "text/plain", Vec::new()));
    for _ in 0..5 {
        assert_eq!(code(&provider.begin("nb", hour).await), "oidc.bad_answer");
    }
    assert_eq!(asked(), 2);
    assert!(provider.begin("nb", hour.plus(Span::from_millis(15_000))).await.is_err());
    assert_eq!(asked(), 3);
}

#[tokio::test]
async fn many_at_once_ask_once() {
    let mock = Mock::start().await;
    let provider = mock.provider("");
    let all = (0..20).map(|_| provider.begin("nb", NOON));
    for begun in futures_all(all).await {
        assert!(begun.is_ok());
    }
    assert_eq!(mock.asked("/keys").len(), 1);
}

/// All of them, at once.
async fn futures_all<F: Future>(all: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = all.map(|one| Some(Box::pin(one))).collect();
    let mut done: Vec<Option<F::Output>> = waiting.iter().map(|_| None).collect();
    std::future::poll_fn(move |context| {
        for (one, place) in waiting.iter_mut().zip(&mut done) {
            if let Some(future) = one
                && let std::task::Poll::Ready(output) = future.as_mut().poll(context)
            {
                (*place, *one) = (Some(output), None);
            }
        }
        if waiting.iter().all(Option::is_none) {
            return std::task::Poll::Ready(done.drain(..).flatten().collect());
        }
        std::task::Poll::Pending
    })
    .await
}

#[tokio::test]
async fn a_provider_that_never_answers_is_given_up() {
    let mock = Mock::start().await;
    mock.answer_discovery(Reply::Never);
    assert_eq!(code(&mock.begin(&mock.provider("")).await), "outbound.timeout");
}
