//! Logging in at an OpenID provider: sent there by a link, and back with a signed word of who it is and with how many factors.
//!
//! A link, and not a form, since browsers hold `form-action` to where a form is redirected too. What waits here for the
//! browser's return lies in memory under the name that a short-lived cookie has: another browser cannot end the log-in, and
//! nobody can be logged in as somebody else by a link that was sent to them.

mod away;
mod back;
mod out;
mod refused;
pub(crate) mod setup;
mod start;

use std::sync::Arc;

use arvak_core::EntityId;
use arvak_identity::{Access, Right};
use arvak_oidc::Provider;
use arvak_words::Say;
use maud::{Markup, html};

pub(crate) use self::away::Away;
pub(crate) use self::out::path_after;

use crate::accounts::frame::escaped;
use crate::app::App;
use crate::failure::Failure;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::work::Work;

/// Its addresses.
pub(crate) fn routes(routes: Routes) -> Routes {
    let administer = Access::May(Right::Administer);
    routes
        .costing(Work::Ceremony)
        .get("/logg-inn/openid/{slug}", Access::Anyone, start::show)
        .get("/logg-inn/openid/{slug}/tilbake", Access::Anyone, back::show)
        .get("/logg-ut/openid/{slug}", Access::Anyone, out::show)
        .get("/oppsett/innlogging", administer, setup::show)
        .costing(Work::Sending)
        .post("/oppsett/innlogging/{slug}", administer, setup::try_out)
}

fn provider(app: &App, slug: &str) -> Result<Arc<Provider>, Failure> {
    let found = app.site().providers.iter().find(|one| one.settings().slug == slug);
    found.cloned().ok_or(Failure::NotFound)
}

/// The links of the log-in page; nothing when no provider is set up.
pub(crate) fn links(visit: &Visit, to: &str) -> Markup {
    let providers = &visit.app.site().providers;
    html! {
        @if !providers.is_empty() {
            section class="a-form" {
                h2 class="ds-heading" data-size="xs" { (visit.plain("single-sign-on-links")) }
                div class="a-actions" {
                    @for one in providers {
                        a class="ds-button" data-variant="secondary" rel="nofollow"
                            href={ "/logg-inn/openid/" (one.settings().slug) "?til=" (escaped(to)) } {
                            (visit.say("single-sign-on-go", &[("provider", Say::Text(&one.settings().name))]))
                        }
                    }
                }
            }
        }
    }
}

/// What the provider is called that a person logs in at; `None` for an account of this place.
pub(crate) async fn called(visit: &Visit, person: &EntityId) -> Result<Option<String>, Failure> {
    let issuer = visit.app.folder().operation().openid_issuer(person).await?;
    let name = |issuer: String| {
        let known = visit.app.site().providers.iter().map(|one| one.settings());
        let known = known.into_iter().find(|settings| settings.issuer == issuer);
        known.map_or(issuer, |settings| settings.name.clone())
    };
    Ok(issuer.map(name))
}

/// Refuses factors of this place for somebody who logs in at a provider: whoever lost the account there could else still
/// come in here.
pub(crate) async fn refuse_own_factors(visit: &Visit, person: &EntityId) -> Result<(), Failure> {
    match called(visit, person).await? {
        None => Ok(()),
        Some(name) => {
            let args = [("provider", Say::Text(&name))];
            Err(Failure::Asked(visit.say("single-sign-on-no-own-factors", &args)))
        }
    }
}
