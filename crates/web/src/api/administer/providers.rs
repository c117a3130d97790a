//! OpenID providers at which people may log in: what is set up, what they must be told, and whether they answer.

use std::collections::BTreeMap;

use arvak_core::{EntityId, Instant};
use arvak_oidc::{OidcError, Provider as Known, Seen, Units};
use axum::extract::Path;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::answer::{Answered, json};
use crate::api::ask::Asked;
use crate::single_sign_on::setup::{ask_anew, newest_try};
use crate::visit::Visit;

/// OpenID providers, as `arvak.toml` has them.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Providers {
    providers: Vec<Provider>,
}

/// An OpenID provider, without the client's secret.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OpenIdProvider)]
pub(crate) struct Provider {
    /// What stands in addresses.
    slug: String,
    name: String,
    issuer: String,
    client_id: String,
    /// Where it sends people back to: what it must be told.
    redirect: String,
    /// Values of `acr` of which a token must have one; none are asked for when it is empty.
    acr_values: Vec<String>,
    /// Whether a token must name two factors in `amr`.
    needs_amr: bool,
    /// The claim that names groups.
    groups_claim: String,
    /// Which roles a group gives.
    roles: BTreeMap<String, Vec<String>>,
    /// Which units a group limits to; null is the whole municipality.
    #[schema(value_type = BTreeMap<String, Option<Vec<String>>>)]
    units: BTreeMap<String, Option<Vec<EntityId>>>,
    /// What came of the newest try, since the program was started.
    #[schema(required = true)]
    tried: Option<Tried>,
}

/// What came of trying a provider.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OpenIdTry)]
pub(crate) struct Tried {
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
    /// How many keys it signs with that can be used; null when it did not work.
    #[schema(required = true)]
    keys: Option<u64>,
    /// Whether it can be told that somebody logs out; null when it did not work.
    #[schema(required = true)]
    ends_sessions: Option<bool>,
    /// What went wrong, as a code.
    #[schema(required = true)]
    problem: Option<String>,
}

impl From<(Instant, Result<Seen, OidcError>)> for Tried {
    fn from((at, seen): (Instant, Result<Seen, OidcError>)) -> Self {
        match seen {
            Ok(seen) => Self {
                at,
                keys: Some(u64::try_from(seen.keys).unwrap_or(u64::MAX)),
                ends_sessions: Some(seen.ends_sessions),
                problem: None,
            },
            Err(error) => {
                Self { at, keys: None, ends_sessions: None, problem: Some(error.code().to_owned()) }
            }
        }
    }
}

impl Provider {
    fn of(visit: &Visit, known: &Known) -> Self {
        let settings = known.settings();
        let grants = &settings.grants;
        let roles = grants.roles.iter().map(|(group, roles)| {
            (group.clone(), roles.iter().map(|role| role.name().to_owned()).collect())
        });
        let units = grants.units.iter().map(|(group, units)| match units {
            Units::All => (group.clone(), None),
            Units::These(ids) => (group.clone(), Some(ids.clone())),
        });
        Self {
            slug: settings.slug.clone(),
            name: settings.name.clone(),
            issuer: settings.issuer.clone(),
            client_id: settings.client_id.clone(),
            redirect: known.redirect().to_owned(),
            acr_values: settings.requirement.acr_values().to_vec(),
            needs_amr: settings.requirement.needs_amr(),
            groups_claim: settings.groups_claim.clone(),
            roles: roles.collect(),
            units: units.collect(),
            tried: newest_try(visit, &settings.slug).map(Tried::from),
        }
    }
}

/// OpenID providers
///
/// They are set in `arvak.toml`, where the secrets are kept.
#[utoipa::path(get, path = "/api/v1/openid-providers", operation_id = "listOpenIdProviders", tag = "administration",
    responses((status = 200, description = "All of them", body = Providers)))]
pub(crate) async fn providers(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    let all = visit.app.site().providers.iter().map(|one| Provider::of(&visit, one));
    json(&Providers { providers: all.collect() })
}

/// Ask whether a provider answers
#[utoipa::path(post, path = "/api/v1/openid-providers/{slug}/tests", operation_id = "testOpenIdProvider", tag = "administration",
    params(("slug" = String, Path, description = "Its slug")),
    responses((status = 200, description = "The provider, with what came of it", body = Provider)))]
pub(crate) async fn test_provider(visit: Visit, Path(slug): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    let known = ask_anew(&visit, &slug).await?;
    json(&Provider::of(&visit, &known))
}
