//! The provider's metadata, keys and tokens.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::header::AUTHORIZATION;
use serde_json::Value;
use url::Url;

use super::Metadata;
use super::ask::Asking;
use crate::jose::{Claims, Expected, verify};
use crate::web::{Answer, Browser, Sent, encoded, names_second};
use crate::{Oidc, Secret, Seen, Trial, Way};

/// Reads what the provider says of itself (OpenID Connect Discovery section 4), and its keys.
pub(super) async fn metadata(trial: &mut Trial<'_, '_>, params: &Oidc) -> Result<Metadata, Seen> {
    let place = format!("{}/.well-known/openid-configuration", params.issuer.trim_end_matches('/'));
    let said = fetch(trial, params, &Url::parse(&place).map_err(|_| Seen::Settings)?).await?;
    let text = |name: &str| said.get(name).and_then(Value::as_str);
    if text("issuer").map(|issuer| issuer.trim_end_matches('/'))
        != Some(params.issuer.trim_end_matches('/'))
    {
        return Err(Seen::Settings);
    }
    let url =
        |name: &str| text(name).and_then(|text| Url::parse(text).ok()).ok_or(Seen::Unexpected);
    let (authorize, token, keys) =
        (url("authorization_endpoint")?, url("token_endpoint")?, url("jwks_uri")?);
    let keys = fetch(trial, params, &keys).await?;
    let classes = said.get("acr_values_supported").and_then(Value::as_array);
    let classes = classes.into_iter().flatten().filter_map(|one| Some(one.as_str()?.to_owned()));
    Ok(Metadata { authorize, token, keys, classes: classes.take(20).collect() })
}

async fn fetch(trial: &mut Trial<'_, '_>, params: &Oidc, url: &Url) -> Result<Value, Seen> {
    let answer = Browser::new(&params.scope).get(trial, url).await?;
    if !answer.is_ok() {
        return Err(if answer.status >= 500 { Seen::ServerError } else { Seen::Settings });
    }
    answer.json().ok_or(Seen::Unexpected)
}

/// Changes a code into a token, and reads it.
pub(super) async fn exchange(
    trial: &mut Trial<'_, '_>,
    params: &Oidc,
    metadata: &Metadata,
    asking: &Asking,
    code: &Secret,
) -> Result<Claims, Seen> {
    trial.hide(code.clone());
    let pairs = vec![
        ("grant_type".to_owned(), Secret::new("authorization_code")),
        ("code".to_owned(), code.clone()),
        ("redirect_uri".to_owned(), Secret::new(params.redirect_uri.clone())),
        ("code_verifier".to_owned(), asking.verifier.clone()),
    ];
    let answer = post(trial, params, &metadata.token, pairs).await?;
    let token = answer.json().and_then(|json| Some(json.get("id_token")?.as_str()?.to_owned()));
    let Some(token) = token else {
        let error = answer.json().and_then(|json| Some(json.get("error")?.as_str()?.to_owned()));
        trial.note("token", &error.unwrap_or_else(|| answer.status.to_string()));
        return Err(if answer.is_ok() { Seen::BadToken } else { Seen::Settings });
    };
    trial.hide(Secret::new(token.clone()));
    let expected = Expected {
        issuer: &params.issuer,
        audience: &params.client_id,
        nonce: &asking.nonce,
        now_s: trial.clock().now().as_millis() / 1_000,
    };
    let slashed = params.issuer.trim_end_matches('/');
    let bare = Expected { issuer: slashed, ..expected };
    let read = verify(&token, &metadata.keys, &expected)
        .or_else(|_| verify(&token, &metadata.keys, &bare));
    read.map_err(|why| {
        trial.note("token", why);
        Seen::BadToken
    })
}

/// The password for a token without any page (RFC 6749 section 4.3).
pub(super) async fn grant(trial: &mut Trial<'_, '_>, params: &Oidc, metadata: &Metadata) -> Way {
    let canary = &trial.service().canary;
    let pairs = vec![
        ("grant_type".to_owned(), Secret::new("password")),
        ("scope".to_owned(), Secret::new("openid")),
        ("username".to_owned(), Secret::new(canary.user.clone())),
        ("password".to_owned(), canary.password.clone()),
    ];
    let way =
        |seen| Way { name: "password-grant".to_owned(), seen, detail: "token endpoint".to_owned() };
    let answer = match post(trial, params, &metadata.token, pairs).await {
        Ok(answer) => answer,
        Err(seen) => return way(seen),
    };
    let json = answer.json().unwrap_or_default();
    let given = ["access_token", "id_token"].iter().filter_map(|name| json.get(name)?.as_str());
    let tokens: Vec<_> = given.map(Secret::new).collect();
    let is_given = answer.is_ok() && !tokens.is_empty();
    for token in tokens {
        trial.hide(token);
    }
    way(match answer.status {
        _ if is_given => Seen::Session,
        _ if names_second(&answer.text) => Seen::SecondFactorAsked,
        429 => Seen::Locked,
        500..=599 => Seen::ServerError,
        _ => Seen::Refused,
    })
}

/// Asks the token endpoint, as ourselves.
async fn post(
    trial: &mut Trial<'_, '_>,
    params: &Oidc,
    url: &Url,
    mut pairs: Vec<(String, Secret)>,
) -> Result<Answer, Seen> {
    let mut browser = Browser::new(&params.scope);
    if let Some(secret) = params.client_secret.clone() {
        trial.hide(secret.clone());
        let plain =
            |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let pair = format!("{}:{}", plain(&params.client_id), plain(secret.reveal()));
        let basic = Secret::new(format!("Basic {}", STANDARD.encode(pair)));
        let content = Secret::new(encoded(&pairs));
        let sent = Sent::post(url.clone(), FORM, content).with(AUTHORIZATION, basic);
        let answer = browser.once(trial, &sent).await?;
        let error = answer.json().and_then(|json| Some(json.get("error")?.as_str()?.to_owned()));
        if error.as_deref() != Some("invalid_client") {
            return Ok(answer);
        }
        // Some clients are registered to say their secret in the form (client_secret_post).
        pairs.push(("client_secret".to_owned(), secret));
    }
    pairs.push(("client_id".to_owned(), Secret::new(params.client_id.clone())));
    browser.once(trial, &Sent::post(url.clone(), FORM, Secret::new(encoded(&pairs)))).await
}

const FORM: &str = "application/x-www-form-urlencoded";
