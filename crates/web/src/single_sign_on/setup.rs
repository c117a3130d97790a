//! What administrators see of providers: what is set up, what the provider must be told, and whether it answers.

use std::sync::Arc;

use arvak_core::Instant;
use arvak_oidc::{OidcError, Provider, Requirement, Seen, Units};
use arvak_words::Say;
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};

use super::{provider, refused};
use crate::accounts::frame::moment;
use crate::accounts::link::role_names;
use crate::failure::Failure;
use crate::page;
use crate::see_other::see_other;
use crate::visit::Visit;

const HERE: &str = "/oppsett/innlogging";

pub(super) async fn show(visit: Visit) -> Markup {
    let title = visit.plain("single-sign-on-setup");
    let providers = &visit.app.site().providers;
    let body = html! {
        h1 class="ds-heading" { (title) }
        p class="a-lead" { (visit.plain("single-sign-on-setup-lead")) }
        @if providers.is_empty() { p { (visit.plain("single-sign-on-setup-none")) } }
        @for one in providers { (part(&visit, one)) }
    };
    page::page(&visit, &title, &body)
}

/// Asks the provider anew, and leads back to what came of it.
pub(super) async fn try_out(visit: Visit, Path(slug): Path<String>) -> Result<Response, Failure> {
    ask_anew(&visit, &slug).await?;
    Ok(see_other(HERE))
}

/// Asks the provider anew, and keeps what came of it.
pub(crate) async fn ask_anew(visit: &Visit, slug: &str) -> Result<Arc<Provider>, Failure> {
    let provider = provider(&visit.app, slug)?;
    let now = visit.app.real_clock().now();
    let seen = provider.try_out(now).await;
    visit.app.accounts().away().tried().insert(slug.to_owned(), (now, seen));
    Ok(provider)
}

/// What came of the newest try, since the program was started.
pub(crate) fn newest_try(visit: &Visit, slug: &str) -> Option<(Instant, Result<Seen, OidcError>)> {
    visit.app.accounts().away().tried().get(slug).cloned()
}

fn part(visit: &Visit, provider: &Provider) -> Markup {
    let settings = provider.settings();
    let redirect = format!("{}-adresse", settings.slug);
    let rows = [
        ("single-sign-on-issuer", settings.issuer.clone()),
        ("single-sign-on-needs", needs(visit, &settings.requirement)),
        ("single-sign-on-groups-claim", settings.groups_claim.clone()),
    ];
    html! {
        h2 class="ds-heading" { (settings.name) }
        dl class="a-facts" {
            @for (name, text) in &rows { div { dt { (visit.plain(name)) } dd { (text) } } }
        }
        p { (visit.plain("single-sign-on-redirect")) }
        div class="a-copy" {
            pre id=(redirect) { (provider.redirect()) }
            button class="ds-button" data-variant="secondary" data-size="sm" type="button"
                data-copy=(redirect) data-done=(visit.plain("login-copied")) hidden { (visit.plain("login-copy")) }
        }
        h3 class="ds-heading" data-size="xs" { (visit.plain("single-sign-on-map")) }
        ul class="ds-list" {
            @for (group, roles) in &settings.grants.roles {
                @let names: Vec<String> = roles.iter().map(|role| role.name().to_owned()).collect();
                li { span class="a-id" { (group) } ": " (role_names(visit, &names)) }
            }
            @for (group, units) in &settings.grants.units {
                li { span class="a-id" { (group) } ": " (unit_names(visit, units)) }
            }
        }
        (tried(visit, provider))
        form method="post" action={ (HERE) "/" (settings.slug) } class="a-actions" {
            button class="ds-button" data-variant="secondary" type="submit" {
                (visit.say("single-sign-on-try", &[("provider", Say::Text(&settings.name))]))
            }
        }
    }
}

fn needs(visit: &Visit, requirement: &Requirement) -> String {
    let values = requirement.acr_values().join(", ");
    let acr = visit.say("single-sign-on-needs-acr", &[("values", Say::Text(&values))]);
    let amr = visit.plain("single-sign-on-needs-amr");
    match (values.is_empty(), requirement.needs_amr()) {
        (false, true) => format!("{acr} {amr}"),
        (false, false) => acr,
        (true, _) => amr,
    }
}

fn unit_names(visit: &Visit, units: &Units) -> String {
    match units {
        Units::All => visit.plain("single-sign-on-all-units"),
        Units::These(ids) => ids.iter().map(|id| visit.thing(id)).collect::<Vec<_>>().join(", "),
    }
}

/// What the newest try showed, since the program was started.
fn tried(visit: &Visit, provider: &Provider) -> Markup {
    let settings = provider.settings();
    let Some((at, seen)) = newest_try(visit, &settings.slug) else {
        return html! { p class="a-quiet" { (visit.plain("single-sign-on-untried")) } };
    };
    html! {
        @match seen {
            Ok(seen) => {
                @let keys = i64::try_from(seen.keys).unwrap_or(i64::MAX);
                p class="ds-alert" data-color="success" role="status" {
                    (visit.say("single-sign-on-works", &[("count", Say::Number(keys))])) " "
                    @if !seen.ends_sessions { (visit.plain("single-sign-on-works-no-out")) " " }
                    (moment(visit, at))
                }
            }
            Err(error) => div class="ds-alert" data-color="danger" role="status" {
                p { (refused::sentence(visit, &settings.name, &error)) " " (moment(visit, at)) }
                p class="a-id" { (error.code()) ": " (error.to_string()) }
            },
        }
    }
}
