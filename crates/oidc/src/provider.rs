//! One provider: sending people there, and reading what they come back with.

mod known;

use std::time::Duration;

use arvak_core::Instant;
use arvak_identity::SecretHash;
use arvak_probe::{Outbound, Roots};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreRequestTokenError, CoreResponseType, CoreRevocableToken,
    CoreRevocationErrorResponse, CoreTokenIntrospectionResponse,
};
use openidconnect::{
    AuthUrl, AuthenticationContextClass, AuthenticationFlow, AuthorizationCode, ClientId,
    ClientSecret, CsrfToken, EndpointNotSet, EndpointSet, IssuerUrl, LanguageTag, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, StandardErrorResponse, TokenUrl,
};
use serde_json::json;
use url::Url;

use self::known::{Found, Known};
use crate::claims::{Person, person};
use crate::error::bad_answer;
use crate::http::Sender;
use crate::token::{Others, TokenAnswer, Untaken, id_token, verified};
use crate::{OidcError, ProviderSettings, Result};

/// The client, when its two addresses are known.
type Client = openidconnect::Client<
    Others,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    TokenAnswer,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
    EndpointNotSet,
>;

/// A provider, as long as the program runs.
#[derive(Debug)]
pub struct Provider {
    settings: ProviderSettings,
    redirect: RedirectUrl,
    door: Outbound,
    known: Known,
}

/// Our half of a log-in that was begun: it waits for the browser to come back, and is used once.
#[derive(Debug)]
pub struct Pending {
    slug: String,
    state: CsrfToken,
    nonce: Nonce,
    verifier: PkceCodeVerifier,
}

/// What a browser comes back with, as it stands in the address.
#[derive(Clone, Copy, Debug, Default)]
pub struct Callback<'a> {
    /// `state`.
    pub state: &'a str,
    /// `code`.
    pub code: &'a str,
    /// `error`, instead of a code.
    pub error: &'a str,
    /// `iss` (RFC 9207).
    pub issuer: &'a str,
}

/// What a try-out saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// How many keys can be used.
    pub keys: usize,
    /// Whether the provider can be asked to log people out there too.
    pub ends_sessions: bool,
    /// The classes that it says it knows; most say nothing.
    pub acr_values: Vec<String>,
}

impl Provider {
    /// A provider of pages at `origin`. It reaches the issuer's host and those that the settings allow, and no others.
    pub fn new(settings: ProviderSettings, origin: &str, roots: Roots) -> Result<Self> {
        let address = format!("{origin}/logg-inn/openid/{}/tilbake", settings.slug);
        let redirect = RedirectUrl::new(address).map_err(|error| bad_answer("address", error))?;
        let door = Outbound::new(settings.targets.iter().cloned(), roots);
        Ok(Self { settings, redirect, door, known: Known::default() })
    }

    /// What the operator decided.
    pub const fn settings(&self) -> &ProviderSettings {
        &self.settings
    }

    /// Where people come back to: the provider must know it.
    pub fn redirect(&self) -> &str {
        self.redirect.as_str()
    }

    /// Begins a log-in: where to send the browser, and our half of it. `lang` is what the provider's pages are to be in, if they can.
    pub async fn begin(&self, lang: &str, now: Instant) -> Result<(Pending, Url)> {
        let found = self.known.found(&self.settings, &self.door, now).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let client = self.client(&found)?;
        let mut request = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .set_pkce_challenge(challenge)
            .add_ui_locale(LanguageTag::new(lang.to_owned()));
        for scope in &self.settings.scopes {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        if let Some(age) = self.settings.max_age {
            let seconds = u64::try_from(age.as_millis() / 1000).unwrap_or_default();
            request = request.set_max_age(Duration::from_secs(seconds));
        }
        let wanted = self.settings.requirement.acr_values();
        if self.settings.acr_claim == "acr" {
            for value in wanted {
                let value = AuthenticationContextClass::new(value.clone());
                request = request.add_auth_context_value(value);
            }
        } else if !wanted.is_empty() {
            let asked = match wanted {
                [one] => json!({ "essential": true, "value": one }),
                more => json!({ "essential": true, "values": more }),
            };
            let claims = json!({ "id_token": { self.settings.acr_claim.as_str(): asked } });
            request = request.add_extra_param("claims", claims.to_string());
        }
        let (url, state, nonce) = request.url();
        Ok((Pending { slug: self.settings.slug.clone(), state, nonce, verifier }, url))
    }

    /// Ends a log-in: who came back, with which two factors.
    pub async fn finish(
        &self,
        pending: Pending,
        callback: Callback<'_>,
        now: Instant,
    ) -> Result<Person> {
        if !pending.is_answered(callback.state) || pending.slug != self.settings.slug {
            return Err(OidcError::NotOurs);
        }
        let found = self.known.found(&self.settings, &self.door, now).await?;
        // Another provider's answer could else be taken for this one's (RFC 9207).
        let must_name = found.metadata.answers_name_issuer == Some(true);
        if callback.issuer != self.settings.issuer && (must_name || !callback.issuer.is_empty()) {
            return Err(OidcError::NotOurs);
        }
        if !callback.error.is_empty() {
            return Err(said(callback.error));
        }
        if callback.code.is_empty() {
            return Err(OidcError::NotOurs);
        }
        let code = AuthorizationCode::new(callback.code.to_owned());
        let client = self.client(&found)?;
        let request = client.exchange_code(code).set_pkce_verifier(pending.verifier);
        let answer = request.request_async(&Sender(&self.door)).await.map_err(refused)?;
        let token = id_token(&answer)?;
        let settings = &self.settings;
        let claims = match verified(token, settings, &found.keys, &pending.nonce, now) {
            Ok(claims) => claims,
            Err(Untaken::UnknownKey) => {
                let newer = self.known.newer_keys(settings, &self.door, now).await?;
                verified(token, settings, &newer.keys, &pending.nonce, now)
                    .map_err(Untaken::for_good)?
            }
            Err(untaken) => return Err(untaken.for_good()),
        };
        person(claims, settings)
    }

    /// Asks the provider anew what it says of itself, and for its keys.
    pub async fn try_out(&self, now: Instant) -> Result<Seen> {
        let found = self.known.anew(&self.settings, &self.door, now).await?;
        Ok(Seen {
            keys: found.keys.keys().len(),
            ends_sessions: found.metadata.end_session_endpoint.is_some(),
            acr_values: found.metadata.acr_values_supported.clone().unwrap_or_default(),
        })
    }

    /// Where somebody logs out at the provider too (OpenID Connect RP-Initiated Logout 1.0); `None` when it cannot be asked for.
    pub async fn log_out(&self, now: Instant) -> Option<Url> {
        let found = self.known.found(&self.settings, &self.door, now).await.ok()?;
        let mut url: Url = found.metadata.end_session_endpoint.as_ref()?.parse().ok()?;
        url.query_pairs_mut().append_pair("client_id", &self.settings.client_id);
        Some(url)
    }

    fn client(&self, found: &Found) -> Result<Client> {
        let bad = |error| bad_answer("discovery document", error);
        let settings = &self.settings;
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(bad)?;
        let id = ClientId::new(settings.client_id.clone());
        let authorize = found.metadata.authorization_endpoint.clone();
        let token = found.metadata.token_endpoint.clone();
        Ok(openidconnect::Client::new(id, issuer, found.keys.clone())
            .set_client_secret(ClientSecret::new(settings.secret.reveal().to_owned()))
            .set_auth_type(settings.client_auth.into())
            .set_redirect_uri(self.redirect.clone())
            .set_auth_uri(AuthUrl::new(authorize).map_err(bad)?)
            .set_token_uri(TokenUrl::new(token).map_err(bad)?))
    }
}

impl Pending {
    /// Which provider the browser was sent to.
    pub fn slug(&self) -> &str {
        &self.slug
    }

    /// Compared by hash, so that the time tells nothing of how much was right.
    fn is_answered(&self, state: &str) -> bool {
        SecretHash::of(state) == SecretHash::of(self.state.secret())
    }
}

/// A code of an error that may be shown: what it is made of is known (RFC 6749, section 4.1.2.1), and it is short.
fn said(error: &str) -> OidcError {
    let plain = |sign: &char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-' | '.');
    OidcError::Said { error: error.chars().filter(plain).take(60).collect() }
}

fn refused(error: CoreRequestTokenError<arvak_probe::OutboundError>) -> OidcError {
    use openidconnect::RequestTokenError;
    match error {
        RequestTokenError::ServerResponse(answer) => said(answer.error().as_ref()),
        RequestTokenError::Request(error) => error.into(),
        // The body may hold a token: only where it could not be read is told.
        RequestTokenError::Parse(error, _) => bad_answer("token", error.path()),
        RequestTokenError::Other(why) => bad_answer("token", why),
    }
}
