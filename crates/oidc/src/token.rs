//! The signed token: its signature, its audience, its times.

use arvak_core::Instant;
use openidconnect::core::{
    CoreGenderClaim, CoreJsonWebKey, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, ClaimsVerificationError, ClientId, EmptyExtraTokenFields, IdToken,
    IdTokenClaims, IdTokenFields, IdTokenVerifier, IssuerUrl, Nonce, SignatureVerificationError,
    StandardTokenResponse,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::bad_token;
use crate::times::Times;
use crate::{OidcError, ProviderSettings, Result};

/// Claims that the standard has no field for, by name.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Others {
    #[serde(flatten)]
    pub(crate) by_name: Map<String, Value>,
}

impl AdditionalClaims for Others {}

pub(crate) type Token =
    IdToken<Others, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

pub(crate) type Claims = IdTokenClaims<Others, CoreGenderClaim>;

/// What the token endpoint answers.
pub(crate) type TokenAnswer = StandardTokenResponse<
    IdTokenFields<
        Others,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

/// Signatures that hold: with keys that only the provider has. Those with a shared secret (HS256 …) are not among them, so a public
/// key cannot be taken for one, nor is `none`.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Why a token was not taken.
pub(crate) enum Untaken {
    /// It names a key that is not among those that we know: there may be new ones.
    UnknownKey,
    /// It does not hold.
    Bad(OidcError),
}

/// The claims of a token that holds now: signed by this issuer, for this client and this log-in, and not over.
pub(crate) fn verified<'t>(
    token: &'t Token,
    settings: &ProviderSettings,
    keys: &CoreJsonWebKeySet,
    nonce: &Nonce,
    now: Instant,
) -> std::result::Result<&'t Claims, Untaken> {
    let client = ClientId::new(settings.client_id.clone());
    let issuer =
        IssuerUrl::new(settings.issuer.clone()).map_err(|error| Untaken::Bad(bad_token(error)))?;
    let verifier =
        IdTokenVerifier::<CoreJsonWebKey>::new_public_client(client, issuer, keys.clone())
            .set_allowed_algs(ALGORITHMS)
            // The library would ask the machine's clock; times are judged below, by ours.
            .set_time_fn(Default::default);
    let claims = token.claims(&verifier, nonce).map_err(untaken)?;
    let party = claims.authorized_party();
    if party.is_some_and(|party| party.as_str() != settings.client_id) {
        return Err(Untaken::Bad(bad_token("it was made for another party (azp)")));
    }
    let at = |millis: i64| Instant::from_millis(millis);
    let times = Times {
        expires: at(claims.expiration().timestamp_millis()),
        issued: at(claims.issue_time().timestamp_millis()),
        shown: claims.auth_time().map(|time| at(time.timestamp_millis())),
    };
    times.check(settings.max_age, now).map_err(Untaken::Bad)?;
    Ok(claims)
}

fn untaken(error: ClaimsVerificationError) -> Untaken {
    match error {
        ClaimsVerificationError::SignatureVerification(
            SignatureVerificationError::NoMatchingKey,
        ) => Untaken::UnknownKey,
        ClaimsVerificationError::SignatureVerification(why) => Untaken::Bad(bad_token(why)),
        other => Untaken::Bad(bad_token(other)),
    }
}

impl Untaken {
    /// When there are no newer keys either.
    pub(crate) fn for_good(self) -> OidcError {
        match self {
            Self::UnknownKey => {
                bad_token("it is signed with a key that the provider does not list")
            }
            Self::Bad(error) => error,
        }
    }
}

/// The result of a token's claims, for the provider.
pub(crate) fn id_token(answer: &TokenAnswer) -> Result<&Token> {
    openidconnect::TokenResponse::id_token(answer)
        .ok_or_else(|| bad_token("there is no id_token: is `openid` among the scopes?"))
}
